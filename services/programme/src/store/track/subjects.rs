//! Tasks and targets of plans as they are followed: one by its id, an agency's own, what is changed in them.
use crate::store::plans;
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, PlanId, PlanTaskId, TargetId};
use db::{DbError, Tx, params};

/// The plan of a task.
pub fn plan_of_task(tx: &mut Tx<'_>, task: PlanTaskId) -> Result<Option<PlanId>, DbError> {
    tx.query_opt("SELECT plan FROM plan_task WHERE id = ?1", params![task], |row| row.get(0))
}

/// The plan of a target.
pub fn plan_of_target(tx: &mut Tx<'_>, target: TargetId) -> Result<Option<PlanId>, DbError> {
    tx.query_opt("SELECT plan FROM plan_target WHERE id = ?1", params![target], |row| row.get(0))
}

/// Plan and task of a budget line.
pub fn plan_of_budget(tx: &mut Tx<'_>, budget: Id) -> Result<Option<(PlanId, Option<PlanTaskId>)>, DbError> {
    tx.query_opt("SELECT plan, task FROM plan_budget WHERE id = ?1", params![budget], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Plans in force, the newest first; at most fifty.
pub fn in_force(tx: &mut Tx<'_>) -> Result<Vec<crate::model::plan::Plan>, DbError> {
    plans::plans_in(tx, "in_force", 50)
}

/// Tasks that an agency leads by name (not as one of a group).
pub fn led_by(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<PlanTaskId>, DbError> {
    tx.query(
        "SELECT task FROM plan_task_agency WHERE agency = ?1 AND role = 'lead' ORDER BY task LIMIT 5000",
        params![agency],
        |row| row.get(0),
    )
}

/// The leading agencies of all tasks of a plan: task, agency, group.
#[allow(clippy::type_complexity, reason = "three columns of one row")]
pub fn leads(
    tx: &mut Tx<'_>,
    plan: PlanId,
) -> Result<Vec<(PlanTaskId, String, Option<AgencyId>, Option<String>)>, DbError> {
    tx.query(
        "SELECT a.task, a.printed, a.agency, a.group_code FROM plan_task t
         JOIN plan_task_agency a ON a.task = t.id AND a.role = 'lead'
         WHERE t.plan = ?1 ORDER BY t.position, t.id, a.position LIMIT 20000",
        params![plan],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// Percent done of a task as accepted; its day never goes back.
pub fn set_done(tx: &mut Tx<'_>, task: PlanTaskId, done: i64, on: Date) -> Result<(), DbError> {
    tx.execute(
        "UPDATE plan_task SET done = ?2, version = version + 1,
           done_at = CASE WHEN done_at IS NULL OR done_at < ?3 THEN ?3 ELSE done_at END WHERE id = ?1",
        params![task, done, on],
    )?;
    Ok(())
}

/// Binds a target to an indicator, or looses it; false: the target was changed meanwhile.
pub fn bind(
    tx: &mut Tx<'_>,
    target: TargetId,
    indicator: Option<&str>,
    version: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE plan_target SET indicator = ?2, version = version + 1 WHERE id = ?1 AND version = ?3",
        params![target, indicator, version],
    )?;
    Ok(changed == 1)
}

/// The first value that anybody knows of a target whose plan names none.
pub fn set_base_if_none(tx: &mut Tx<'_>, target: TargetId, value: &str, on: Date) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE plan_target SET base_value = ?2, base_date = ?3 WHERE id = ?1 AND base_value IS NULL",
        params![target, value, on],
    )?;
    Ok(changed == 1)
}

pub(crate) const UNBASED_SQL: &str =
    "SELECT id, indicator FROM plan_target WHERE plan = ?1 AND indicator IS NOT NULL AND base_value IS NULL
     AND ended_at IS NULL ORDER BY position LIMIT 500";

/// Bound targets of a plan that have no beginning yet.
pub fn unbased(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<(TargetId, String)>, DbError> {
    tx.query(UNBASED_SQL, params![plan], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The lines of the published text at a place, with their numbers.
pub fn source_lines(tx: &mut Tx<'_>, source: Id, from: i64, to: i64) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(
        "SELECT line, text FROM plan_source_line WHERE source = ?1 AND line >= ?2 AND line <= ?3 ORDER BY line LIMIT 60",
        params![source, from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// When anything of a plan was last reported.
pub fn last_report(tx: &mut Tx<'_>, plan: PlanId) -> Result<Option<Timestamp>, DbError> {
    let first = |kind: &str, tx: &mut Tx<'_>| {
        tx.query_opt(
            "SELECT sent_at FROM plan_report WHERE plan = ?1 AND kind = ?2 ORDER BY sent_at DESC LIMIT 1",
            params![plan, kind],
            |row| row.get::<Timestamp>(0),
        )
    };
    Ok(first("task", tx)?.max(first("target", tx)?))
}
