//! When the calendar changes, the due times of open dossiers are counted again from what happened to them: receipt,
//! supplements, waits for the person, payments.  The date once printed stays in the timeline.
use super::clock::suspensions;
use super::record::{Act, locked, save};
use super::supplement::limit_of;
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::Status;
use crate::store;
use base::Timestamp;
use contracts::DossierId;
use db::Tx;
use policy::OpContext;

const SLICE: i64 = 50;

/// Counts one dossier's due time again; true when it moved.
///
/// # Errors
/// [`Refused`].
fn recompute(deps: &Deps, tx: &mut Tx<'_>, cx: &OpContext, id: DossierId) -> Result<bool, Refused> {
    let before = cx.authorize_system("dossiers.timer", locked(tx, id, None)?)?;
    let (Some(received), Some(printed), None) = (before.received_at, before.due_at, before.closed_at) else {
        return Ok(false);
    };
    let Some(span) = limit_of(deps, tx, &before)? else { return Ok(false) };
    let policy = effects::counting_policy(deps, received);
    let stood = suspensions(tx, &before)?;
    // While the clock stands still the due time is counted when it runs again.
    let Some(due) = calendar::due_with(&deps.time.calendar(), &policy, span, received, &stood) else {
        return Ok(false);
    };
    if due == printed {
        return Ok(false);
    }
    let mut after = before.clone().into_inner();
    after.due_at = Some(due);
    let detail = serde_json::json!({ "before": printed, "after": due });
    save(tx, cx, &before, after, &Act::public("due_recomputed").detail(detail))?;
    Ok(true)
}

/// Counts every open dossier again, in slices; says how many moved.  Safe to run twice.
///
/// # Errors
/// The first [`Refused`] that is not a mere overtaking by somebody's act.
pub fn recompute_open_due_times(deps: &Deps, now: Timestamp) -> Result<usize, Refused> {
    let mut moved = 0;
    for status in [Status::Received, Status::Processing] {
        let mut after: Option<DossierId> = None;
        loop {
            let slice = deps.db.read_blocking(move |tx| store::open_ids(tx, status, after, SLICE))?;
            for id in &slice {
                let (work, id) = (deps.clone(), *id);
                let outcome = deps
                    .db
                    .write_blocking(move |tx| recompute(&work, tx, &OpContext::system("calendar", now), id));
                match outcome {
                    Ok(true) => moved += 1,
                    Ok(false) | Err(Refused::Stale | Refused::NotFound) => {}
                    Err(other) => return Err(other),
                }
            }
            match slice.last() {
                Some(last) => after = Some(*last),
                None => break,
            }
        }
    }
    Ok(moved)
}
