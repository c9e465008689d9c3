//! What an officer does with a step: forward, send back, answer a consultation, answer for an outside system.
use super::record::{Act, closed_to, locked, save};
use super::{Deps, asked, effects};
use crate::errors::Refused;
use crate::model::{Dossier, Status};
use crate::store;
use contracts::{AccountId, AgencyId, DossierId, TaskId};
use policy::OpContext;
use workflow::{Event, Happened, Ports, StepKind, TaskRow};

/// The acts on a step that neither draft nor sign a result.
#[derive(Clone, Debug)]
pub enum TaskAct {
    /// The work is done; `outcome` picks the way where the process offers several, `ask` names the agencies consulted
    /// by the next step.
    Forward { outcome: Option<String>, ask: Vec<AgencyId> },
    /// Back to an earlier step that the process allows, with words.
    SendBack { to: String },
    /// Answer of a consulted agency.
    Consult { agreed: bool },
    /// What the outside system answered, entered by the officer.
    External { ok: bool, reference: String },
}

/// An act on one step.
#[derive(Clone, Debug)]
pub struct ActOnTask {
    pub task: TaskId,
    pub act: TaskAct,
    pub words: String,
}

fn event_of(cmd: &ActOnTask, task: &TaskRow, by: AccountId) -> Event {
    let token = task.token;
    match &cmd.act {
        TaskAct::Forward { outcome, ask } => Event::Forward {
            token,
            by,
            outcome: outcome.clone(),
            set: serde_json::Map::new(),
            ask: ask.clone(),
        },
        TaskAct::SendBack { to } => Event::SendBack { token, by, to: to.clone() },
        TaskAct::Consult { agreed } => {
            Event::ConsultAnswer { token, agency: task.agency, by, agreed: *agreed }
        }
        TaskAct::External { ok, reference } => {
            Event::ExternalAnswer { token, ok: *ok, reference: reference.clone() }
        }
    }
}

fn act_of(cmd: &ActOnTask, task: &TaskRow) -> Act {
    let detail = serde_json::json!({ "step": task.title, "words": cmd.words.trim() });
    match &cmd.act {
        TaskAct::Forward { .. } => Act::public("forwarded").detail(serde_json::json!({ "step": task.title })),
        TaskAct::SendBack { .. } => Act::internal("sent_back").detail(detail),
        TaskAct::Consult { agreed: true } => Act::internal("consult_agreed").detail(detail),
        TaskAct::Consult { agreed: false } => Act::internal("consult_disagreed").detail(detail),
        TaskAct::External { ok: true, .. } => {
            Act::public("external_answered").detail(serde_json::json!({ "step": task.title }))
        }
        TaskAct::External { ok: false, .. } => Act::internal("external_failed").detail(detail),
    }
}

/// Acts on a step; the process, the dossier and the timeline move together.
///
/// # Errors
/// [`Refused`]: not the officer's step, a stale page, words missing where they are due, or the process says no.
pub async fn act_on_task(deps: &Deps, cx: &OpContext, cmd: ActOnTask) -> Result<Vec<Happened>, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let mut cmd = cmd.clone();
            let task = workflow::task(tx, cmd.task)?.ok_or(Refused::NotFound)?;
            let needs_words = matches!(
                cmd.act,
                TaskAct::SendBack { .. }
                    | TaskAct::Consult { agreed: false }
                    | TaskAct::External { ok: false, .. }
            );
            if needs_words && cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            let (before, _) = taken(tx, &cx, &task)?;
            // A result goes on by being drafted, signed or handed over, and comes back from the desk only as a
            // correction (9 → 4, audited).
            let forward = matches!(cmd.act, TaskAct::Forward { .. });
            if matches!(task.kind, StepKind::Desk)
                || (forward && matches!(task.kind, StepKind::Propose | StepKind::Approve))
            {
                return Err(Refused::NoResult);
            }
            if let TaskAct::External { ok: true, reference } = &mut cmd.act
                && let Some(asks) = asked::asks_of(&work, tx, &before, &task.step)?
            {
                *reference = asked::brought(asks, reference, cx.now.date())?;
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let calendar = work.time.calendar();
            let ports = Ports { calendar: &calendar, directory: work.directory.as_ref() };
            let event = event_of(&cmd, &task, by);
            let happened = workflow::apply(tx, &cx, &ports, task.process, &event)?;
            let mut after = before.clone().into_inner();
            if after.status == Status::Received {
                after.status = Status::Processing;
            }
            let granted = store::result_of(tx, before.id)?.map(|result| result.granted);
            effects::follow(&work, tx, &cx, &mut after, &happened, granted)?;
            save(tx, &cx, &before, after, &act_of(&cmd, &task))?;
            if matches!(cmd.act, TaskAct::External { ok: true, .. }) {
                asked::settle(&work, tx, &before, None)?;
            }
            Ok(happened)
        })
        .await
}

/// The dossier of an open step, authorised for whoever may act on the step.
pub fn taken(
    tx: &mut db::Tx<'_>,
    cx: &OpContext,
    task: &TaskRow,
) -> Result<(policy::Authorized<Dossier>, policy::Holding), Refused> {
    let dossier = locked(tx, DossierId::from(task.subject), None)?;
    let holding = match workflow::may_act(cx, task) {
        Ok(holding) => holding,
        Err(denied) => return Err(closed_to(tx, cx, &dossier, denied)),
    };
    let now = workflow::task(tx, task.id)?.ok_or(Refused::NotFound)?;
    // An answer that comes after deemed consent is kept and shown; every other act needs an open step.
    if now.closed_at.is_some() && now.kind != (StepKind::Consult { deemed: true }) {
        return Err(Refused::Stale);
    }
    if matches!(dossier.status, Status::Supplement | Status::PaymentDue) {
        return Err(Refused::Stale);
    }
    if dossier.late_entry && store::late_entry(tx, dossier.id)?.is_some_and(|late| late.approved.is_none()) {
        // The director has not yet confirmed when the paper was taken.
        return Err(Refused::ProposalOpen);
    }
    // A consulted agency has no other right over the dossier than its step.
    let before = cx.authorize_by("workflow.act", holding.clone(), dossier)?;
    Ok((before, holding))
}
