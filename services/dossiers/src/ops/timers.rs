//! What happens by itself: silence means agreed, silence of a consulted agency, escalation at half time and at due,
//! drafts past their days.
use super::record::{Act, locked, save};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::store;
use base::Timestamp;
use contracts::{DossierId, ProcessId};
use policy::OpContext;
use workflow::{Event, Happened, Ports, WorkflowError};

/// Timers and drafts per round.
const SLICE: i64 = 200;
/// Rounds of one run; what is left waits for the next, seconds later.
const ROUNDS_MAX: usize = 50;
/// Tries of the public look-up are kept for two days.
const TRY_HOURS: i64 = 48;

/// Fires every timer that is ready, each in its own transaction; says how many fired.  One that fails stands in
/// nobody's way: the others fire, then the first failure is reported.  Safe to run twice.
///
/// # Errors
/// The first [`Refused`] that is not a mere overtaking by somebody's act.
pub fn run_timers(deps: &Deps, now: Timestamp) -> Result<usize, Refused> {
    let mut fired = 0;
    let mut seen: Vec<(ProcessId, Event)> = Vec::new();
    let mut failure: Option<Refused> = None;
    for _ in 0..ROUNDS_MAX {
        // Those that were overtaken or failed stand at the head again: ask beyond them.
        let limit = SLICE.saturating_add(i64::try_from(seen.len()).unwrap_or(i64::MAX));
        let mut due = deps.db.read_blocking(move |tx| workflow::due_timers(tx, now, limit))?;
        due.retain(|timer| !seen.contains(timer));
        if due.is_empty() {
            break;
        }
        for (process, event) in due {
            let (work, timer) = (deps.clone(), event.clone());
            match deps.db.write_blocking(move |tx| fire(&work, tx, now, process, &timer)) {
                Ok(()) => fired += 1,
                Err(refused) if overtaken(&refused) => seen.push((process, event)),
                Err(refused) => {
                    tracing::error!(process = %process, refused = %refused, "a timer failed");
                    failure = failure.or(Some(refused));
                    seen.push((process, event));
                }
            }
        }
    }
    let kept_from = (now.micros() / 3_600_000_000).saturating_sub(TRY_HOURS);
    let expired = deps.db.write_blocking(move |tx| {
        let mut gone = 0_usize;
        for draft in store::expired_drafts(tx, now, SLICE)? {
            gone += usize::from(store::delete_expired_draft(tx, draft, now)?);
        }
        store::forget_tries(tx, kept_from)?;
        Ok::<_, Refused>(gone)
    })?;
    failure.map_or(Ok(fired + expired), Err)
}

/// Somebody acted before the clock did.
const fn overtaken(refused: &Refused) -> bool {
    use workflow::Refused::{Answered, Ended, NotDue, StaleToken};
    matches!(
        refused,
        Refused::Stale
            | Refused::NotFound
            | Refused::Workflow(WorkflowError::Refused(Answered | Ended | NotDue(_) | StaleToken(_)))
    )
}

fn fire(
    deps: &Deps,
    tx: &mut db::Tx<'_>,
    now: Timestamp,
    process: ProcessId,
    event: &Event,
) -> Result<(), Refused> {
    let cx = OpContext::system("timers", now);
    let subject = workflow::subject_of(tx, process)?.ok_or(Refused::NotFound)?;
    let dossier = locked(tx, DossierId::from(subject), None)?;
    let before = cx.authorize_system("dossiers.timer", dossier)?;
    let calendar = deps.time.calendar();
    let ports = Ports { calendar: &calendar, directory: deps.directory.as_ref() };
    let happened = workflow::apply(tx, &cx, &ports, process, event)?;
    if happened.is_empty() {
        // The timer fell into closed hours and was moved to the next opening.
        return Ok(());
    }
    let mut after = before.clone().into_inner();
    let granted = store::result_of(tx, before.id)?.map(|paper| paper.granted);
    effects::follow(deps, tx, &cx, &mut after, &happened, granted)?;
    save(tx, &cx, &before, after, &act_of(&happened))?;
    Ok(())
}

/// The one line that says what the clock did; the strongest fact first.
fn act_of(happened: &[Happened]) -> Act {
    let deemed_citizen =
        happened.iter().any(|event| matches!(event, Happened::CitizenWaitOver { deemed: true, .. }));
    if deemed_citizen {
        return Act::public("draft_deemed_agreed");
    }
    if happened.iter().any(|event| matches!(event, Happened::Deemed { .. })) {
        return Act::internal("consult_deemed");
    }
    Act::internal("step_escalated")
}
