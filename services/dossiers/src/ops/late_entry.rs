//! Paper taken during an outage: the director approves, and the true time of receipt takes effect.
use super::record::{Act, at_desk, save};
use super::supplement::limit_of;
use super::{Deps, clock, effects};
use crate::errors::Refused;
use crate::{rules, store};
use contracts::DossierId;
use policy::OpContext;
use rules::Deadline;

/// The director's decision on a late entry.
#[derive(Clone, Debug)]
pub struct DecideLateEntry {
    pub dossier: DossierId,
    pub version: i64,
    pub approve: bool,
    pub words: String,
}

/// Approves: the dossier counts from the true time and its due time is recomputed; or turns down: it counts from
/// the time it was entered.
///
/// # Errors
/// [`Refused`]: no right, the same person who entered it, or nothing waits.
pub async fn decide_late_entry(deps: &Deps, cx: &OpContext, cmd: DecideLateEntry) -> Result<(), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.approve_refusal", cmd.dossier, Some(cmd.version))?;
            if before.status.is_final() {
                return Err(Refused::NothingToDecide);
            }
            let late = store::late_entry(tx, before.id)?.ok_or(Refused::NothingToDecide)?;
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            if late.entered_by == by {
                return Err(Refused::SamePerson);
            }
            if !cmd.approve && cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            if !store::decide_late_entry(tx, &before, cmd.approve, cmd.words.trim(), by, cx.now)? {
                return Err(Refused::NothingToDecide);
            }
            let mut after = before.clone().into_inner();
            let act = if cmd.approve {
                let received = late.true_received_at;
                after.received_at = Some(received);
                let procedure = work.catalogue.version(tx, before.procedure)?.ok_or(Refused::NoProcedure)?;
                let case = procedure.case(&before.case_code).cloned().ok_or(Refused::NoProcedure)?;
                let policy = effects::counting_policy(&work, received);
                let calendar = work.time.calendar();
                if let Deadline::At(due) =
                    rules::deadline(&calendar, &policy, &case, before.channel, received)
                {
                    // What was asked of the person meanwhile stands as it would have from the true time on.
                    let stood = clock::suspensions(tx, &after)?;
                    let span = limit_of(&work, tx, &after)?;
                    after.due_at =
                        rules::moved_deadline(&calendar, &policy, span, received, Some(due), &stood);
                }
                Act::internal("late_entry_approved")
            } else {
                Act::internal("late_entry_turned_down")
            };
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
