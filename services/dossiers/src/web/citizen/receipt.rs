//! The receipt of a dossier filed online, as PDF: before anybody accepts it, this is what the person holds.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Dossier, File, Given, Status};
use crate::ops::{self, DossierView, Track};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use contracts::Channel;
use documents::{Contact, FiledFile, FiledPart, FilingReceipt, Letterhead};
use web::{Failure, FileAnswer, Lang};

/// Files that came with the filing itself.
const FILING: i64 = 0;

fn parts(l: &Lang, view: &DossierView) -> Vec<FiledPart> {
    let file = |one: &File| FiledFile {
        name: one.name.clone(),
        size: words::size(one.size),
        digest: one.digest.clone(),
    };
    let came = |code: &str| -> Vec<FiledFile> {
        view.files.iter().filter(|one| one.component == code && one.round == FILING).map(file).collect()
    };
    view.components
        .iter()
        .map(|component| {
            let files = came(&component.code);
            // A paper given since the filing had not come yet.
            let given = match component.given {
                Given::File | Given::Paper if files.is_empty() => Given::Missing,
                other => other,
            };
            let state = l.t(&format!("dossiers-citizen-given-{}", given.word())).into_owned();
            FiledPart { name: component.name.clone(), state, files }
        })
        .collect()
}

/// A person by `name` alone.  Whoever types another's number is joined with what the house already knows under it:
/// read by key, the recorded name and papers would tell her who bears a number.
fn party(name: String, contact: Option<&Dossier>) -> documents::Party {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    documents::Party {
        name,
        identity: None,
        address: None,
        phone: contact.and_then(|dossier| said(&dossier.contact_phone)),
        email: contact.and_then(|dossier| said(&dossier.contact_email)),
    }
}

fn paper(l: &Lang, head: Letterhead, view: &DossierView, way: &Track, contact: Contact) -> FilingReceipt {
    let dossier = &view.dossier;
    let code = dossier.code.clone().unwrap_or_default();
    let alone = dossier.owner == dossier.submitter;
    let receiving = way.agency(dossier.receiving).to_owned();
    let holder = dossier.holder.map(|agency| way.agency(agency).to_owned()).filter(|name| !name.is_empty());
    FilingReceipt {
        letterhead: head,
        qr_text: Some(format!("{}/tra-cuu?ma={code}", contact.website.as_deref().unwrap_or_default())),
        dossier_code: code,
        owner: party(dossier.owner_name.clone(), alone.then_some(dossier)),
        // The dossier keeps no name of its own for the submitter.
        submitter: (!alone).then(|| party(text::mask_name(&view.submitter.name), Some(dossier))),
        procedure_name: dossier.procedure_name.clone(),
        procedure_code: Some(dossier.procedure_code.clone()),
        filed: dossier.filed_at,
        held_by: holder.unwrap_or(receiving),
        looked_at_by: (dossier.status == Status::Filed).then_some(way.desk_by),
        parts: parts(l, view),
        contact,
    }
}

/// GET `/ho-so-cua-toi/{id}/bien-nhan.pdf`: with the account or the key; a dossier received at a counter has its own
/// slip.
pub(super) async fn print(
    State(deps): State<Deps>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (id, holder) = caller.own(&deps, &id).await?;
    let view = ops::view_dossier(&deps, &caller.cx, id, Some(holder)).await?;
    if view.dossier.channel != Channel::Online {
        return Err(Refused::NotFound.into());
    }
    let way = ops::track(&deps, &view.dossier, &view.timeline).await?;
    let l = caller.shell.lang();
    let head = ops::letterhead_of(&deps, view.dossier.receiving, view.dossier.filed_at.date()).await?;
    let contact = Contact {
        officer: None,
        phone: Some(caller.shell.frame("dossiers-citizen-filed-title").hotline),
        website: Some(deps.settings.public_url.clone()),
    };
    let pdf = ops::print_slip(paper(&l, head, &view, &way, contact)).await?;
    let code = view.dossier.code.clone().unwrap_or_default();
    let name = l.with("dossiers-citizen-receipt-file", &[("code", code)]);
    Ok(FileAnswer::bytes(&name, "application/pdf", pdf.bytes).into_response())
}
