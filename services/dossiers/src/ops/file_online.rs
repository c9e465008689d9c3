//! A person files her draft: status 1, the code is born here; no due date before acceptance.
use super::Deps;
use super::citizen::Holder;
use super::intake::{self, Person, Submitter};
use super::record::{Act, write_act};
use crate::errors::Refused;
use crate::model::{Draft, File, Given, ReturnChannel, Status};
use crate::{rules, store};
use contracts::{Channel, DossierId, DraftId};
use db::Tx;
use forms::{Answers, FormDefinition};
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
    let (work, reader, asked) = (deps.clone(), cx.clone(), cmd.clone());
    let read = deps.db.read(move |tx| read_draft(&work, tx, &reader, &asked)).await?;
    let complete = match read {
        Read::Filed(filed) => return Ok(filed),
        Read::Open { draft, form } => {
            let answers = match &form {
                Some(form) => filed_answers(deps, cx, form, &draft)?,
                // what the draft keeps beside the form (who files for whom) is no answer
                None => serde_json::json!({}),
            };
            Complete { version: draft.version, answers, form }
        }
    };
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.write(move |tx| file(&work, tx, &cx, &cmd, &complete)).await
}

/// What the check outside the transaction found: the answers that count, and the version they were read at.
struct Complete {
    version: i64,
    answers: serde_json::Value,
    /// For the words of what a fee still needs.
    form: Option<Box<FormDefinition>>,
}

enum Read {
    Filed(Filed),
    Open { draft: Box<Draft>, form: Option<Box<FormDefinition>> },
}

fn read_draft(deps: &Deps, tx: &mut Tx<'_>, cx: &OpContext, cmd: &FileOnline) -> Result<Read, Refused> {
    let draft = super::drafts::held(tx, cx, cmd.draft, &cmd.holder)?;
    if let Some(filed) = already(tx, &draft)? {
        return Ok(Read::Filed(filed));
    }
    let procedure = deps.catalogue.version(tx, draft.procedure)?.ok_or(Refused::NoProcedure)?;
    let case = procedure.case(&draft.case_code).ok_or(Refused::NoProcedure)?;
    let form = match &case.form {
        Some(reference) => Some(Box::new(forms::store::by_reference(tx, reference)?)),
        None => None,
    };
    Ok(Read::Open { draft: Box::new(draft), form })
}

/// The dossier that this draft has become.
fn already(tx: &mut Tx<'_>, draft: &Draft) -> Result<Option<Filed>, Refused> {
    let Some(id) = draft.dossier else { return Ok(None) };
    let code = store::load(tx, id)?.and_then(|row| row.code).unwrap_or_default();
    Ok(Some(Filed { id, code }))
}

fn file(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    cmd: &FileOnline,
    complete: &Complete,
) -> Result<Filed, Refused> {
    tx.lock("dossier_draft", cmd.draft.id())?;
    let draft = super::drafts::held(tx, cx, cmd.draft, &cmd.holder)?;
    if let Some(filed) = already(tx, &draft)? {
        return Ok(filed);
    }
    if draft.version != complete.version {
        return Err(Refused::DraftStale);
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
    let answers = complete.answers.clone();
    let receiving = draft.receiving.ok_or(Refused::Field { field: "receiving", problem: "missing" })?;
    let unit = draft.unit.ok_or(Refused::Field { field: "unit", problem: "missing" })?;
    let desk = intake::counter(deps, tx, &procedure, receiving, unit)?;
    if !matches!(desk.kind.as_str(), "commune_centre" | "provincial_centre") {
        // The draft names the counter; a person can only name one that receives from everybody.
        return Err(Refused::NotReceivedHere);
    }
    let quantity = intake::quantity(cmd.quantity)?;
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
    let fees = rules::fee_lines(&case, Channel::Online, &answers, quantity, cx.now)
        .map_err(|why| intake::fee_refused(&case, complete.form.as_deref(), &why))?;
    let people = intake::people(tx, cx, &cmd.owner, &cmd.submitter, unit)?;
    let mut dossier =
        intake::blank(cx, &procedure, &case, &people, receiving, resolving.id, unit, &cmd.submitter);
    let contact = cmd.submitter.person.as_ref().unwrap_or(&cmd.owner);
    dossier.channel = Channel::Online;
    dossier.status = Status::Filed;
    dossier.answers = answers;
    dossier.quantity = quantity;
    dossier.return_channel = cmd.return_channel;
    dossier.contact_phone.clone_from(&contact.phone);
    dossier.contact_email.clone_from(&contact.email);
    dossier.account = draft.account;
    dossier.holder = Some(receiving);
    dossier.key_hash = Some(store::close_draft(tx, draft.id, dossier.id)?.ok_or(Refused::DraftStale)?);
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
    deps: &Deps,
    cx: &OpContext,
    form: &FormDefinition,
    draft: &Draft,
) -> Result<serde_json::Value, Refused> {
    let answers: Answers = serde_json::from_value(draft.answers.clone()).unwrap_or_default();
    let context = form_context(deps, cx, &draft.case_code);
    match forms::validate_all(form, &answers, &context) {
        Ok(submission) => Ok(serde_json::Value::Object(submission.values)),
        Err(steps) => Err(Refused::FormIncomplete(steps.len())),
    }
}

/// What a form of this crate may ask of its surroundings: today, places, code lists, the case and the channel.
#[must_use]
pub fn form_context<'a>(deps: &'a Deps, cx: &OpContext, case: &str) -> forms::Context<'a> {
    let mut context = forms::Context::new(cx.now, deps.places.as_ref(), deps.codes.as_ref());
    context.facts.insert("case".to_owned(), case.into());
    context.facts.insert("channel".to_owned(), Channel::Online.word().into());
    context
}
