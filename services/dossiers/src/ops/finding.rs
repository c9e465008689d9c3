//! A case officer's finding goes back to the desk; only the desk writes to the citizen.  Stopping likewise.
use super::record::{Act, at_desk, close, save};
use super::tasks::taken;
use super::{Deps, clock};
use crate::errors::Refused;
use crate::model::{Finding, Outcome, Status};
use crate::store;
use base::Id;
use contracts::{DossierId, TaskId};
use policy::OpContext;

/// What the officer advises: `supplement`, `stop` or `payment`.
#[derive(Clone, Debug)]
pub struct ReportFinding {
    pub task: TaskId,
    pub advice: String,
    pub words: String,
    pub components: Vec<String>,
}

/// Reports a finding to the desk.  The step stays open; the desk's answer moves the dossier.
///
/// # Errors
/// [`Refused`]: not the officer's step, no words, an unknown advice, or a finding already waits.
pub async fn report_finding(deps: &Deps, cx: &OpContext, cmd: ReportFinding) -> Result<(), Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let task = workflow::task(tx, cmd.task)?.ok_or(Refused::NotFound)?;
            let (before, _) = taken(tx, &cx, &task)?;
            if before.status != Status::Processing {
                return Err(Refused::Stale);
            }
            if !matches!(cmd.advice.as_str(), "supplement" | "stop" | "payment") {
                return Err(Refused::Field { field: "advice", problem: "unknown" });
            }
            if cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            if store::finding_open(tx, before.id)?.is_some() {
                return Err(Refused::ProposalOpen);
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let finding = Finding {
                id: Id::new(cx.now),
                advice: cmd.advice.clone(),
                words: cmd.words.trim().to_owned(),
                components: cmd.components.clone(),
                found_at: cx.now,
                found_by: by,
                answered_at: None,
            };
            store::insert_finding(tx, &before, &finding)?;
            let after = before.clone().into_inner();
            let act = Act::internal("finding_reported").detail(serde_json::json!({ "advice": cmd.advice }));
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}

/// The desk does not follow a finding: back to the officer, with the reason.
#[derive(Clone, Debug)]
pub struct TurnDownFinding {
    pub dossier: DossierId,
    pub version: i64,
    pub words: String,
}

/// Sends a finding back to the officer.  Nothing was written to the person, so the clock never stood still; the step
/// that she reported from is still hers.
///
/// # Errors
/// [`Refused`]: no right, no words, or no finding that waits.
pub async fn turn_down_finding(deps: &Deps, cx: &OpContext, cmd: TurnDownFinding) -> Result<(), Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.receive", cmd.dossier, Some(cmd.version))?;
            if cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            let finding = store::finding_open(tx, before.id)?.ok_or(Refused::NothingToDecide)?;
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            if finding.found_by == by {
                return Err(Refused::SamePerson);
            }
            store::answer_findings(tx, &before, by, cx.now)?;
            let after = before.clone().into_inner();
            let act = Act::internal("finding_turned_down")
                .detail(serde_json::json!({ "advice": finding.advice, "words": cmd.words.trim() }));
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}

/// The desk stops a dossier whose conditions are not met (status 8).
#[derive(Clone, Debug)]
pub struct StopDossier {
    pub dossier: DossierId,
    pub version: i64,
    pub words: String,
}

/// Stops processing; needs the director's right, because it ends the person's request.
///
/// # Errors
/// [`Refused`]: no right, no words, or a status that cannot be stopped.
pub async fn stop(deps: &Deps, cx: &OpContext, cmd: StopDossier) -> Result<(), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.approve_refusal", cmd.dossier, Some(cmd.version))?;
            if cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            before.status.to(Status::Stopped)?;
            if let Some(process) = before.process {
                workflow::cancel(tx, &cx, process)?;
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            store::answer_findings(tx, &before, by, cx.now)?;
            let mut after = before.clone().into_inner();
            close(&mut after, Status::Stopped, Outcome::Stopped, cx.now);
            clock::settle(&work, tx, &mut after, false, cx.now)?;
            let act = Act::public("stopped")
                .detail(serde_json::json!({ "words": cmd.words.trim() }))
                .event("dossiers.stopped");
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
