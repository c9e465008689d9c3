//! A person files her draft: status 1, the code is born here; no due date before acceptance.
use super::Deps;
use super::citizen::Holder;
use super::intake::{self, Person, Submitter};
use super::record::{Act, write_act};
use crate::errors::Refused;
use crate::model::{File, Given, ReturnChannel, Status};
use crate::{rules, store};
use contracts::{Channel, DossierId, DraftId};
use db::Tx;
use policy::OpContext;

/// The last button of the journey.
#[derive(Clone, Debug)]
pub struct FileOnline {
    pub draft: DraftId,
    /// Proof that the draft is hers: account or key.
    pub holder: Holder,
    pub owner: Person,
    pub submitter: Submitter,
    pub return_channel: ReturnChannel,
    pub quantity: i64,
}

/// What the confirmation page shows, now and whenever it is opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub id: DossierId,
    pub code: String,
}

/// Files a draft.  Filing the same draft again answers the same dossier: the draft's id is the idempotency key.
///
/// # Errors
/// [`Refused`]: the form or a paper is not complete, the draft is not hers or has expired.
pub async fn file_online(deps: &Deps, cx: &OpContext, cmd: FileOnline) -> Result<Filed, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.write(move |tx| file(&work, tx, &cx, &cmd)).await
}

fn file(deps: &Deps, tx: &mut Tx<'_>, cx: &OpContext, cmd: &FileOnline) -> Result<Filed, Refused> {
    tx.lock("dossier_draft", cmd.draft.id())?;
    let draft = store::draft(tx, cmd.draft)?.ok_or(Refused::NotFound)?;
    if !cmd.holder.opens_draft(tx, cx, &draft)? {
        return Err(Refused::NotYours);
    }
    if let Some(filed) = draft.dossier {
        let code = store::load(tx, filed)?.and_then(|row| row.code).unwrap_or_default();
        return Ok(Filed { id: filed, code });
    }
    if draft.expires_at < cx.now {
        return Err(Refused::DraftClosed);
    }
    let procedure = deps.catalogue.version(tx, draft.procedure)?.ok_or(Refused::NoProcedure)?;
    let case = procedure.case(&draft.case_code).cloned().ok_or(Refused::NoProcedure)?;
    if procedure.mode != contracts::Mode::Local || case.process.is_none() {
        return Err(Refused::NotReceivedHere);
    }
    if case.channel(Channel::Online).is_none() {
        return Err(Refused::NotReceivedHere);
    }
    let answers = filed_answers(tx, cx, &case, &draft.answers)?;
    let receiving = draft.receiving.ok_or(Refused::Field { field: "receiving", problem: "missing" })?;
    let unit = draft.unit.ok_or(Refused::Field { field: "unit", problem: "missing" })?;
    let resolving = intake::resolving_agency(deps, tx, &procedure, unit, cx.now.date())?;
    let files = store::draft_files(tx, draft.id)?;
    let components = rules::required_components(&case, &answers, cx.now, |rule| {
        if rule.is_form {
            Given::Form
        } else if attached(&files, &rule.code) {
            Given::File
        } else {
            Given::Missing
        }
    });
    if let Some(missing) = rules::missing_mandatory(&components) {
        return Err(Refused::ComponentMissing(missing.name.clone()));
    }
    let fees = rules::fee_lines(&case, Channel::Online, &answers, cmd.quantity, cx.now);
    let people = intake::people(tx, cx, &cmd.owner, &cmd.submitter)?;
    let mut dossier =
        intake::blank(cx, &procedure, &case, &people, receiving, resolving.id, unit, &cmd.submitter);
    let contact = cmd.submitter.person.as_ref().unwrap_or(&cmd.owner);
    dossier.channel = Channel::Online;
    dossier.status = Status::Filed;
    dossier.answers = answers;
    dossier.quantity = cmd.quantity.max(1);
    dossier.return_channel = cmd.return_channel;
    dossier.contact_phone.clone_from(&contact.phone);
    dossier.contact_email.clone_from(&contact.email);
    dossier.account = draft.account;
    dossier.holder = Some(receiving);
    dossier.key_hash = store::close_draft(tx, draft.id, dossier.id)?;
    intake::insert_all(tx, &dossier, &people, &components, &fees)?;
    store::adopt_draft_files(tx, draft.id, dossier.id)?;
    write_act(tx, cx, None, &dossier, &Act::public("filed").event("dossiers.filed"))?;
    let code = intake::give_code(deps, tx, &mut dossier, cx.now)?;
    Ok(Filed { id: dossier.id, code })
}

/// A file with no byte is no paper.
fn attached(files: &[File], code: &str) -> bool {
    files.iter().any(|file| file.component == code && file.size > 0)
}

/// The answers that count: validated whole, those of pages that do not apply left out.
fn filed_answers(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    case: &contracts::CaseRule,
    answers: &serde_json::Value,
) -> Result<serde_json::Value, Refused> {
    let Some(reference) = &case.form else { return Ok(answers.clone()) };
    let form = forms::published(tx, reference)?.ok_or(Refused::NoProcedure)?;
    let checked = forms::validate_all(&form, answers, cx.now.date());
    if checked.errors > 0 {
        return Err(Refused::FormIncomplete(checked.errors));
    }
    Ok(checked.answers)
}
