//! The result on paper: as it will print, or as it was signed.  The typesetter runs on a blocking thread.
use super::Deps;
use super::view::{DossierView, view_dossier};
use crate::errors::Refused;
use crate::model::{Dossier, ResultBody, ResultPaper, ResultState};
use crate::rules;
use base::{Date, Id};
use contracts::{AgencyFact, AgencyId, DossierId, ProcedureFact, UnitFact};
use documents::{Block, Letterhead, Pdf, Signature, SignatureLine};
use policy::OpContext;
use std::sync::Arc;

/// What surrounds a result on paper.
#[derive(Clone, Debug)]
pub struct Letter {
    pub dossier: Dossier,
    pub procedure: Arc<ProcedureFact>,
    pub resolving: AgencyFact,
    pub superior: Option<AgencyFact>,
    pub unit: Option<UnitFact>,
    pub public_url: String,
}

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// As it will print, marked as having no effect.
    Draft,
    /// As signed.
    Signed,
}

/// Finds what stands around a result on paper.
///
/// # Errors
/// [`Refused`]: the agency is gone, or the database.
pub async fn letter_of(deps: &Deps, view: &DossierView) -> Result<Letter, Refused> {
    let (work, dossier, procedure) = (deps.clone(), view.dossier.clone(), Arc::clone(&view.procedure));
    deps.db
        .read(move |tx| {
            let found = work.directory.agencies(tx, &[dossier.resolving])?.into_iter().next();
            let resolving = found.ok_or(Refused::NoResolvingAgency)?;
            // A people's committee stands on its own paper without a line above it (NĐ 30/2020 Phụ lục I II.2).
            let committee = resolving.kind.ends_with("_committee");
            let superior = match resolving.parent.filter(|_| !committee) {
                Some(parent) => work.directory.agencies(tx, &[parent])?.into_iter().next(),
                None => None,
            };
            let unit = work.directory.units(tx, &[resolving.unit])?.into_iter().next();
            Ok(Letter {
                dossier: dossier.clone(),
                procedure: Arc::clone(&procedure),
                resolving,
                superior,
                unit,
                public_url: work.settings.public_url.clone(),
            })
        })
        .await
}

/// Where a result is checked by its QR code.
#[must_use]
pub fn check_address(public_url: &str, token: &str) -> String {
    format!("{public_url}/kiem-tra/{token}")
}

/// The place name in front of a date: the unit's name without its kind.
fn place(unit: Option<&UnitFact>) -> String {
    let full = unit.map_or("", |unit| unit.full_name.as_str());
    ["Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố "]
        .iter()
        .find_map(|kind| full.strip_prefix(kind))
        .unwrap_or(full)
        .to_owned()
}

/// The top of a counter's paper: the agency with the one above it, its place, the day; no number.
///
/// # Errors
/// [`Refused`]: the agency is gone, or the database.
pub async fn letterhead_of(deps: &Deps, agency: AgencyId, on: Date) -> Result<Letterhead, Refused> {
    let work = deps.clone();
    deps.db
        .read(move |tx| {
            let found = work.directory.agencies(tx, &[agency])?.into_iter().next();
            let found = found.ok_or(Refused::NotFound)?;
            let superior = match found.parent {
                Some(parent) => work.directory.agencies(tx, &[parent])?.into_iter().next(),
                None => None,
            };
            let unit = work.directory.units(tx, &[found.unit])?.into_iter().next();
            Ok(Letterhead {
                superior: superior.map(|agency| agency.name),
                agency: found.name,
                number: None,
                place: place(unit.as_ref()),
                date: on,
            })
        })
        .await
}

/// Lines under their headings.
fn blocks_of(body: &ResultBody) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (heading, lines) in body.groups() {
        if !heading.is_empty() {
            blocks.push(Block::Heading { text: heading });
        }
        if !lines.is_empty() {
            let rows = lines.into_iter().map(|line| (line.label, line.value)).collect();
            blocks.push(Block::Fields { rows });
        }
    }
    blocks
}

/// The typed paper.
#[must_use]
pub fn paper_of(
    letter: &Letter,
    result: &ResultPaper,
    lines: Vec<SignatureLine>,
    name: &str,
    on: Date,
) -> documents::ResultPaper {
    let body = ResultBody::of(&result.body);
    let mut blocks: Vec<Block> =
        body.paragraphs.iter().map(|text| Block::Paragraph { text: text.clone() }).collect();
    blocks.extend(blocks_of(&body));
    let notation = &letter.procedure.result.notation;
    let number = result
        .number
        .map(|number| if notation.is_empty() { number.to_string() } else { format!("{number}/{notation}") });
    let signed = result.signed_at.is_some();
    documents::ResultPaper {
        letterhead: Letterhead {
            superior: letter.superior.as_ref().map(|agency| agency.name.clone()),
            agency: letter.resolving.name.clone(),
            number,
            place: place(letter.unit.as_ref()),
            date: on,
        },
        draft: !signed,
        kind: result.title.clone(),
        subject: None,
        addressee: None,
        body: blocks,
        signature: Signature { lines, name: name.to_owned() },
        recipients: body.recipients,
        dossier_code: letter.dossier.code.clone(),
        qr_text: signed.then(|| check_address(&letter.public_url, &result.check_token)),
    }
}

/// Prints on a blocking thread.
///
/// # Errors
/// [`Refused::Document`].
pub async fn print_paper(paper: documents::ResultPaper) -> Result<Pdf, Refused> {
    print_slip(paper).await
}

/// Prints any paper on a blocking thread; nothing of the database is held.
///
/// # Errors
/// [`Refused::Document`].
pub async fn print_slip<P: documents::Paper + Send + 'static>(paper: P) -> Result<Pdf, Refused> {
    let printed = tokio::task::spawn_blocking(move || documents::print(&paper)).await;
    Ok(printed.map_err(|_| Refused::NoResult)??)
}

/// Prints the draft or the signed result of a dossier that the officer may see.
///
/// # Errors
/// [`Refused`]: not the officer's to see, or no such paper.
pub async fn print_result(
    deps: &Deps,
    cx: &OpContext,
    id: DossierId,
    which: Which,
) -> Result<(String, Pdf), Refused> {
    let view = view_dossier(deps, cx, id, None).await?;
    let result = view.result.clone().ok_or(Refused::NoResult)?;
    let drafted = result.state == ResultState::Draft;
    if drafted != (which == Which::Draft) {
        return Err(Refused::NoResult);
    }
    let letter = letter_of(deps, &view).await?;
    let on = result.signed_at.unwrap_or(cx.now).date();
    let lines = rules::signature_of(&result.signer_line);
    let name = result.signer_name.clone();
    let pdf = print_paper(paper_of(&letter, &result, lines, &name, on)).await?;
    Ok((view.dossier.code.unwrap_or_default(), pdf))
}

/// A draft that is not stored: what the officer has typed so far, as it would print.
#[must_use]
pub fn unsaved(cx: &OpContext, title: &str, granted: bool, body: &ResultBody) -> ResultPaper {
    ResultPaper {
        id: Id::new(cx.now),
        granted,
        title: title.to_owned(),
        body: body.to_json(),
        drafted_at: cx.now,
        drafted_by: contracts::AccountId::from(Id::from_bytes([0; 16])),
        register: None,
        number: None,
        year: None,
        signed_at: None,
        signed_by: None,
        signer_line: String::new(),
        signer_name: String::new(),
        check_token: String::new(),
        state: ResultState::Draft,
    }
}
