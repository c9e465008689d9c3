//! What the process does to the dossier: the step shown on lists, pauses for the citizen, and the end of processing.
use super::Deps;
use super::record::close;
use crate::model::{Dossier, Outcome, Pause, Status};
use crate::rules;
use base::Timestamp;
use calendar::Policy;
use contracts::AgencyId;
use policy::OpContext;
use workflow::{Happened, StepKind};

/// Counting policy of the day the dossier was received.
pub fn counting_policy(deps: &Deps, at: Timestamp) -> Policy {
    deps.time.policies().at(at.date()).policy
}

/// Stops the clock.
pub fn pause(after: &mut Dossier, why: Pause, now: Timestamp) {
    if after.paused_at.is_none() {
        after.paused_at = Some(now);
        after.paused_for = Some(why);
    }
}

/// Starts the clock again and moves the due time; `may_restart` only after a supplement.
pub fn resume(deps: &Deps, after: &mut Dossier, span: Option<calendar::Span>, now: Timestamp) {
    let Some(paused_at) = after.paused_at.take() else { return };
    let may_restart = after.paused_for.take() == Some(Pause::Supplement);
    let policy = counting_policy(deps, after.received_at.unwrap_or(after.filed_at));
    after.due_at = rules::moved_deadline(
        &deps.time.calendar(),
        &policy,
        span,
        after.due_at,
        paused_at,
        now,
        may_restart,
    );
}

/// Applies what the process did.  `granted` is the outcome of the signed result, if there is one.
pub fn apply_happened(
    deps: &Deps,
    cx: &OpContext,
    after: &mut Dossier,
    happened: &[Happened],
    granted: Option<bool>,
) {
    for event in happened {
        match event {
            Happened::TaskOpened { title, agency, kind, .. } => {
                step_reached(after, title, *agency);
                if matches!(kind, StepKind::Desk) && after.status == Status::Processing {
                    let outcome = if granted == Some(false) { Outcome::Denied } else { Outcome::Granted };
                    close(after, Status::Resolved, outcome, cx.now);
                }
            }
            Happened::CitizenWait { .. } => pause(after, Pause::DraftResult, cx.now),
            Happened::CitizenWaitOver { .. } => resume(deps, after, None, cx.now),
            Happened::TaskClosed { .. }
            | Happened::ExternalOpened { .. }
            | Happened::ExternalAnswered { .. }
            | Happened::Deemed { .. }
            | Happened::LateAnswer { .. }
            | Happened::Escalated { .. }
            | Happened::Ended { .. } => {}
        }
    }
}

fn step_reached(after: &mut Dossier, title: &str, agency: AgencyId) {
    title.clone_into(&mut after.step_title);
    after.holder = Some(agency);
}
