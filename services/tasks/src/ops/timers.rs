//! What the clock marks in the timeline: half of the time gone, the last day over.  Nothing is sent.
use super::act::locked;
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Assignment, overdue_at};
use crate::store::{self, NewEntry};
use base::Timestamp;
use contracts::AssignmentId;
use db::Tx;
use policy::OpContext;

/// Rows of one round, each in its own transaction.
const SLICE: i64 = 100;
/// Rounds of one run; what is left waits for the next.
const ROUNDS_MAX: usize = 50;

/// Marks everything that is due by `now`; says how many lines were written.  Run twice it writes nothing more.
///
/// # Errors
/// The first [`Refused`]; the others are marked all the same.
pub fn run_timers(deps: &Deps, now: Timestamp) -> Result<usize, Refused> {
    let (mut marked, mut failure) = (0, None);
    for _ in 0..ROUNDS_MAX {
        let due =
            deps.db.read_blocking(move |tx| store::due_timers(tx, now, SLICE).map_err(Refused::from))?;
        let before = marked;
        for id in due {
            match deps.db.write_blocking(move |tx| mark(tx, now, id)) {
                Ok(count) => marked += count,
                Err(refused) => {
                    tracing::error!(assignment = %id, refused = %refused, "a timer failed");
                    failure = failure.or(Some(refused));
                }
            }
        }
        if marked == before {
            break;
        }
    }
    failure.map_or(Ok(marked), Err)
}

fn mark(tx: &mut Tx<'_>, now: Timestamp, id: AssignmentId) -> Result<usize, Refused> {
    let cx = OpContext::system("timers", now);
    let found = locked(tx, id)?;
    // Somebody came first.
    if found.next_timer_at().is_none_or(|at| at > now) {
        return Ok(0);
    }
    let before = cx.authorize_system("tasks.do", found)?;
    let mut after: Assignment = before.clone().into_inner();
    let mut kinds: Vec<&'static str> = Vec::new();
    let over = overdue_at(before.due) <= now;
    if before.half_at.is_some_and(|half| half <= now) {
        after.half_at = None;
        // Found out only after the last day: half the time is no news any more.
        if !over {
            kinds.push("half_time");
        }
    }
    if over && before.overdue_marked != Some(before.due) {
        after.overdue_marked = Some(before.due);
        kinds.push("overdue");
    }
    for kind in &kinds {
        after.entries = after.entries.saturating_add(1);
        let entry = NewEntry {
            kind,
            agency: None,
            actor: None,
            person: String::new(),
            office: String::new(),
            detail: serde_json::json!({ "due": before.due.to_string() }),
        };
        store::write_entry(tx, id, after.entries, now, &entry)?;
    }
    if !store::save(tx, &before, &after)? {
        return Err(Refused::Stale);
    }
    Ok(kinds.len())
}
