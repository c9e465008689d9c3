//! The clock of a dossier: when it stands still, and the due time when it runs again.
use super::supplement::limit_of;
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::{Dossier, Pause, Status};
use crate::{rules, store};
use base::Timestamp;
use calendar::{Suspension, SuspensionKind};
use db::Tx;
use workflow::StepKind;

/// Every time during which the clock of this dossier stood still, oldest first.
///
/// # Errors
/// [`Refused::Database`].
pub fn suspensions(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Vec<Suspension>, Refused> {
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

/// What the clock of a dossier in this state stands still for; the last word is the status and the open step, never
/// what some act remembered to set.
fn waits_for(tx: &mut Tx<'_>, after: &Dossier, begun: bool) -> Result<Option<Pause>, Refused> {
    Ok(match after.status {
        Status::Supplement => Some(Pause::Supplement),
        Status::PaymentDue => Some(Pause::Payment),
        Status::Received | Status::Processing if begun || after.paused_at.is_some() => match after.process {
            Some(process) if workflow::waiting_citizen(tx, process)?.is_some() => Some(Pause::DraftResult),
            _ => None,
        },
        _ => None,
    })
}

/// Stops or starts the clock as the state after an act demands; `begun` says that a wait for the person has begun.
/// When it runs again, or processing ends meanwhile, the due time moves by what it stood still.
///
/// # Errors
/// [`Refused`].
pub fn settle(
    deps: &Deps,
    tx: &mut Tx<'_>,
    after: &mut Dossier,
    begun: bool,
    now: Timestamp,
) -> Result<(), Refused> {
    if let Some(why) = waits_for(tx, after, begun)? {
        after.paused_at = after.paused_at.or(Some(now));
        after.paused_for = Some(why);
        return Ok(());
    }
    if after.paused_at.take().is_none() {
        return Ok(());
    }
    after.paused_for = None;
    let Some(received) = after.received_at else { return Ok(()) };
    let mut stood = suspensions(tx, after)?;
    for suspension in &mut stood {
        // What this very act ends is not written yet.
        suspension.to = suspension.to.or(Some(now));
    }
    let policy = effects::counting_policy(deps, received);
    let span = limit_of(deps, tx, after)?;
    after.due_at =
        rules::moved_deadline(&deps.time.calendar(), &policy, span, received, after.due_at, &stood);
    Ok(())
}
