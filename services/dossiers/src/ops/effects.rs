//! What the process does to the dossier: the step shown on lists, pauses for the citizen, and the end of processing.
use super::record::close;
use super::{Deps, clock};
use crate::errors::Refused;
use crate::model::{Dossier, Outcome, Pause, Status};
use base::Timestamp;
use calendar::Policy;
use contracts::AgencyId;
use db::Tx;
use policy::OpContext;
use workflow::{Happened, StepKind};

/// Counting policy of the day the dossier was received.
pub fn counting_policy(deps: &Deps, at: Timestamp) -> Policy {
    deps.time.policies().at(at.date()).policy
}

/// Carries what the process did into the dossier: the step shown on lists, the end of processing, the clock.
/// `granted` is the outcome of the result, if there is one.
///
/// # Errors
/// [`crate::Refused`].
pub fn follow(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    after: &mut Dossier,
    happened: &[Happened],
    granted: Option<bool>,
) -> Result<(), Refused> {
    begin(cx, after, happened, granted);
    let opened = happened.iter().any(|event| matches!(event, Happened::TaskOpened { .. }));
    let closed = happened.iter().any(|event| matches!(event, Happened::TaskClosed { .. }));
    if closed && !opened {
        // A branch ended or waits for others: the dossier lies where the latest open step is.
        let open = workflow::tasks_of(tx, after.id.id())?.into_iter().rfind(|task| task.closed_at.is_none());
        after.step_title = open.as_ref().map(|task| task.title.clone()).unwrap_or_default();
        after.holder = open.map(|task| task.agency);
    }
    let waits = happened.iter().any(|event| matches!(event, Happened::CitizenWait { .. }));
    clock::settle(deps, tx, after, waits, cx.now)
}

/// The part of [`follow`] that asks the database nothing: for a dossier that is not there yet.
pub fn begin(cx: &OpContext, after: &mut Dossier, happened: &[Happened], granted: Option<bool>) {
    for event in happened {
        let Happened::TaskOpened { title, agency, kind, .. } = event else { continue };
        step_reached(after, title, *agency);
        match kind {
            StepKind::Desk if after.status == Status::Processing => {
                let outcome = if granted == Some(false) { Outcome::Denied } else { Outcome::Granted };
                close(after, Status::Resolved, outcome, cx.now);
            }
            StepKind::WaitCitizen { .. } if after.paused_at.is_none() => {
                (after.paused_at, after.paused_for) = (Some(cx.now), Some(Pause::DraftResult));
            }
            _ => {}
        }
    }
}

fn step_reached(after: &mut Dossier, title: &str, agency: AgencyId) {
    title.clone_into(&mut after.step_title);
    after.holder = Some(agency);
}
