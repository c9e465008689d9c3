//! What was followed goes on under the plan that takes an earlier one's place.  The earlier plan keeps its own rows.
use crate::model::plan::WholePlan;
use base::{Id, Timestamp};
use db::{DbError, Tx, params};

/// Copies the money of budget lines (earlier line, line that goes on in its place) with its proofs, and where each agency
/// of a continued task stands.
pub fn carry(
    tx: &mut Tx<'_>,
    whole: &WholePlan,
    budgets: &[(Id, Id)],
    now: Timestamp,
) -> Result<(), DbError> {
    for (old, new) in budgets {
        for entry in super::money::history(tx, *old)? {
            let id = Id::new(now);
            tx.execute(
                "INSERT INTO plan_money (id, plan, budget, stage, revision, dong, as_of, words, entered_at, entered_by, entered_name, current)
                 SELECT ?2, ?3, ?4, stage, revision, dong, as_of, words, entered_at, entered_by, entered_name, current
                 FROM plan_money WHERE id = ?1",
                params![entry.id, id, whole.plan.id, *new],
            )?;
            for (proof, at) in super::reports::evidence_of(tx, &[entry.id])?.into_iter().zip(0_i64..) {
                let copy = crate::model::track::Evidence {
                    id: Id::new(now),
                    owner: id,
                    plan: whole.plan.id,
                    ..proof
                };
                super::reports::insert_evidence(tx, &copy, at)?;
            }
        }
    }
    for task in &whole.tasks {
        let Some(old) = task.continues else { continue };
        tx.execute(
            "INSERT INTO plan_progress (subject, agency, plan, kind, report, round, percent, figure, figure_total, figure_of,
                words, reason, state, sent_at, sent_name, as_of, accepted_percent, accepted_figure, accepted_as_of, accepted_at)
             SELECT ?2, agency, ?3, kind, report, round, percent, figure, figure_total, figure_of,
                words, reason, state, sent_at, sent_name, as_of, accepted_percent, accepted_figure, accepted_as_of, accepted_at
             FROM plan_progress WHERE subject = ?1 AND kind = 'task'",
            params![old, task.id, whole.plan.id],
        )?;
    }
    Ok(())
}
