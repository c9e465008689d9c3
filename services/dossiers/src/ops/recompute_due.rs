//! When the calendar changes, the due times of open dossiers are counted again from what happened to them: receipt,
//! supplements, waits for the person, payments.  The date once printed stays in the timeline.
use super::record::{Act, locked, save};
use super::supplement::limit_of;
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::{Dossier, Status};
use crate::store;
use base::Timestamp;
use calendar::{Suspension, SuspensionKind};
use contracts::DossierId;
use db::Tx;
use policy::OpContext;
use workflow::StepKind;

const SLICE: i64 = 50;

/// Every time during which the clock of this dossier stood still.
fn suspensions(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Vec<Suspension>, Refused> {
    let mut list: Vec<Suspension> = store::supplements(tx, dossier.id)?
        .into_iter()
        .filter(|round| dossier.received_at.is_some_and(|received| round.requested_at >= received))
        .map(|round| Suspension {
            kind: SuspensionKind::Supplement,
            from: round.requested_at,
            to: round.answered_at,
        })
        .collect();
    for task in workflow::tasks_of(tx, dossier.id.id())? {
        if matches!(task.kind, StepKind::WaitCitizen { .. }) {
            list.push(Suspension { kind: SuspensionKind::Waiting, from: task.opened_at, to: task.closed_at });
        }
    }
    let mut asked: Option<Timestamp> = None;
    for entry in store::entries(tx, dossier.id)? {
        match (entry.kind.as_str(), asked) {
            ("fee_requested", None) => asked = Some(entry.at),
            ("fee_paid" | "fee_exempted", Some(from)) if entry.status != Status::PaymentDue => {
                list.push(Suspension { kind: SuspensionKind::Waiting, from, to: Some(entry.at) });
                asked = None;
            }
            _ => {}
        }
    }
    list.extend(asked.map(|from| Suspension { kind: SuspensionKind::Waiting, from, to: None }));
    list.sort_by_key(|suspension| suspension.from);
    Ok(list)
}

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
                let outcome = deps.db.write_blocking(move |tx| {
                    recompute(&work, tx, &OpContext::system("calendar", now), id)
                });
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
