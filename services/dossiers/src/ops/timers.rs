//! What happens by itself: silence means agreed, silence of a consulted agency, escalation at half time and at due,
//! drafts past their days.
use super::record::{Act, locked, save};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::store;
use base::Timestamp;
use contracts::DossierId;
use policy::OpContext;
use workflow::{Event, Happened, Ports};

/// Fires every timer that is ready, each in its own transaction; says how many fired.  Safe to run twice.
///
/// # Errors
/// The first [`Refused`] that is not a mere overtaking by somebody's act.
pub fn run_timers(deps: &Deps, now: Timestamp) -> Result<usize, Refused> {
    let due = deps.db.read_blocking(move |tx| workflow::due_timers(tx, now, 200))?;
    let mut fired = 0;
    for (process, event) in due {
        let work = deps.clone();
        let outcome = deps.db.write_blocking(move |tx| fire(&work, tx, now, process, &event));
        match outcome {
            Ok(()) => fired += 1,
            Err(Refused::Workflow(_) | Refused::Stale | Refused::NotFound) => {}
            Err(other) => return Err(other),
        }
    }
    let expired = deps.db.write_blocking(move |tx| {
        let old = store::expired_drafts(tx, now, 200)?;
        for draft in &old {
            store::delete_draft(tx, *draft)?;
        }
        Ok::<_, Refused>(old.len())
    })?;
    Ok(fired + expired)
}

fn fire(
    deps: &Deps,
    tx: &mut db::Tx<'_>,
    now: Timestamp,
    process: contracts::ProcessId,
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
    effects::apply_happened(deps, &cx, &mut after, &happened, granted);
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
