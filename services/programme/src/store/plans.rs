//! Adopted plans and their rows.
use crate::model::plan::{Plan, PlanBudget, PlanFigure, PlanTarget, PlanTask, TaskAgency, WholePlan};
use base::{Id, Timestamp};
use contracts::{PlanId, PlanTaskId};
use db::{DbError, Json, Row, Tx, params};

const PLAN: &str = "id, source, slug, number, issued, issuer, title, period_from, period_to, standing, state, earlier, relation, adopted_at, adopted_by, version";
const TARGET: &str = "id, plan, position, continues, pillar, text, measure, comparator, value, unit, unit_normalised, level, year, owner, owner_printed, line, end_line, indicator, base_value, base_date, ended_at, version";
const TASK: &str = "id, plan, position, continues, group_title, code, text, deadlines, due, first_due, cadence, product, legal_basis, note, line, end_line, done, done_at, ended_at, version";

fn plan(row: &Row<'_>) -> Result<Plan, DbError> {
    Ok(Plan {
        id: row.get(0)?,
        source: row.get(1)?,
        slug: row.get(2)?,
        number: row.get(3)?,
        issued: row.get(4)?,
        issuer: row.get(5)?,
        title: row.get(6)?,
        period_from: row.get(7)?,
        period_to: row.get(8)?,
        standing: row.get(9)?,
        state: row.get(10)?,
        earlier: row.get(11)?,
        relation: row.get(12)?,
        adopted_at: row.get(13)?,
        adopted_by: row.get(14)?,
        version: row.get(15)?,
    })
}

fn target(row: &Row<'_>) -> Result<PlanTarget, DbError> {
    Ok(PlanTarget {
        id: row.get(0)?,
        plan: row.get(1)?,
        position: row.get(2)?,
        continues: row.get(3)?,
        pillar: row.get(4)?,
        text: row.get(5)?,
        measure: row.get(6)?,
        comparator: row.get(7)?,
        value: row.get(8)?,
        unit: row.get(9)?,
        unit_normalised: row.get(10)?,
        level: row.get(11)?,
        year: row.get(12)?,
        owner: row.get(13)?,
        owner_printed: row.get(14)?,
        line: row.get(15)?,
        end_line: row.get(16)?,
        indicator: row.get(17)?,
        base_value: row.get(18)?,
        base_date: row.get(19)?,
        ended_at: row.get(20)?,
        version: row.get(21)?,
    })
}

fn task(row: &Row<'_>) -> Result<PlanTask, DbError> {
    Ok(PlanTask {
        id: row.get(0)?,
        plan: row.get(1)?,
        position: row.get(2)?,
        continues: row.get(3)?,
        group_title: row.get(4)?,
        code: row.get(5)?,
        text: row.get(6)?,
        deadlines: row.get::<Json<Vec<String>>>(7)?.0,
        due: row.get(8)?,
        first_due: row.get(9)?,
        cadence: row.get(10)?,
        product: row.get(11)?,
        legal_basis: row.get(12)?,
        note: row.get(13)?,
        line: row.get(14)?,
        end_line: row.get(15)?,
        done: row.get(16)?,
        done_at: row.get(17)?,
        ended_at: row.get(18)?,
        version: row.get(19)?,
    })
}

pub fn plan_by_id(tx: &mut Tx<'_>, id: PlanId) -> Result<Option<Plan>, DbError> {
    tx.query_opt(&format!("SELECT {PLAN} FROM plan WHERE id = ?1"), params![id], plan)
}

pub fn plan_by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Plan>, DbError> {
    tx.query_opt(&format!("SELECT {PLAN} FROM plan WHERE slug = ?1"), params![slug], plan)
}

pub(crate) fn in_state_sql() -> String {
    format!("SELECT {PLAN} FROM plan WHERE state = ?1 ORDER BY adopted_at DESC, id DESC LIMIT ?2")
}

/// Plans in a state, the newest first.
pub fn plans_in(tx: &mut Tx<'_>, state: &str, limit: i64) -> Result<Vec<Plan>, DbError> {
    tx.query(&in_state_sql(), params![state, limit], plan)
}

/// Every target of a plan, also those that an amendment ended.
pub fn targets(tx: &mut Tx<'_>, of: PlanId) -> Result<Vec<PlanTarget>, DbError> {
    let sql = format!("SELECT {TARGET} FROM plan_target WHERE plan = ?1 ORDER BY position, id LIMIT 5000");
    tx.query(&sql, params![of], target)
}

/// Every task of a plan, also those that an amendment ended.
pub fn tasks(tx: &mut Tx<'_>, of: PlanId) -> Result<Vec<PlanTask>, DbError> {
    let sql = format!("SELECT {TASK} FROM plan_task WHERE plan = ?1 ORDER BY position, id LIMIT 5000");
    tx.query(&sql, params![of], task)
}

/// Agencies of all tasks of a plan, by task, role and printed order.
pub fn agencies_of_plan(tx: &mut Tx<'_>, of: PlanId) -> Result<Vec<TaskAgency>, DbError> {
    tx.query(
        "SELECT a.task, a.role, a.position, a.printed, a.agency, a.group_code
         FROM plan_task t JOIN plan_task_agency a ON a.task = t.id
         WHERE t.plan = ?1 ORDER BY t.position, t.id, a.role, a.position LIMIT 50000",
        params![of],
        task_agency,
    )
}

fn task_agency(row: &Row<'_>) -> Result<TaskAgency, DbError> {
    Ok(TaskAgency {
        task: row.get(0)?,
        role: row.get(1)?,
        position: row.get(2)?,
        printed: row.get(3)?,
        agency: row.get(4)?,
        group_code: row.get(5)?,
    })
}

pub fn agencies_of_task(tx: &mut Tx<'_>, of: PlanTaskId) -> Result<Vec<TaskAgency>, DbError> {
    tx.query(
        "SELECT task, role, position, printed, agency, group_code FROM plan_task_agency
         WHERE task = ?1 ORDER BY role, position LIMIT 2000",
        params![of],
        task_agency,
    )
}

pub fn budgets(tx: &mut Tx<'_>, of: PlanId) -> Result<Vec<PlanBudget>, DbError> {
    tx.query(
        "SELECT id, plan, task, position, text, source_of_money, year, amount, unit, dong, is_sum, line, end_line
         FROM plan_budget WHERE plan = ?1 ORDER BY position, id LIMIT 10000",
        params![of],
        |row| {
            Ok(PlanBudget {
                id: row.get(0)?,
                plan: row.get(1)?,
                task: row.get(2)?,
                position: row.get(3)?,
                text: row.get(4)?,
                source_of_money: row.get(5)?,
                year: row.get(6)?,
                amount: row.get(7)?,
                unit: row.get(8)?,
                dong: row.get(9)?,
                is_sum: row.get(10)?,
                line: row.get(11)?,
                end_line: row.get(12)?,
            })
        },
    )
}

pub fn figures(tx: &mut Tx<'_>, of: PlanId) -> Result<Vec<PlanFigure>, DbError> {
    tx.query(
        "SELECT id, plan, position, text, measure, numerator, denominator, rate, as_of, line, end_line
         FROM plan_figure WHERE plan = ?1 ORDER BY position, id LIMIT 5000",
        params![of],
        |row| {
            Ok(PlanFigure {
                id: row.get(0)?,
                plan: row.get(1)?,
                position: row.get(2)?,
                text: row.get(3)?,
                measure: row.get(4)?,
                numerator: row.get(5)?,
                denominator: row.get(6)?,
                rate: row.get(7)?,
                as_of: row.get(8)?,
                line: row.get(9)?,
                end_line: row.get(10)?,
            })
        },
    )
}

/// Writes a plan with all its rows.
pub fn insert_plan(tx: &mut Tx<'_>, whole: &WholePlan) -> Result<(), DbError> {
    let plan = &whole.plan;
    tx.execute(
        "INSERT INTO plan (id, source, slug, number, issued, issuer, title, period_from, period_to, standing, state,
           earlier, relation, adopted_at, adopted_by, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        params![
            plan.id, plan.source, plan.slug, plan.number, plan.issued, plan.issuer, plan.title, plan.period_from,
            plan.period_to, plan.standing, plan.state, plan.earlier, plan.relation, plan.adopted_at, plan.adopted_by,
            plan.version
        ],
    )?;
    for row in &whole.targets {
        insert_target(tx, row)?;
    }
    for row in &whole.tasks {
        insert_task(tx, row)?;
    }
    for row in &whole.agencies {
        insert_task_agency(tx, row, plan.adopted_at)?;
    }
    for row in &whole.budgets {
        insert_budget(tx, row)?;
    }
    for row in &whole.figures {
        insert_figure(tx, row)?;
    }
    Ok(())
}

fn insert_target(tx: &mut Tx<'_>, row: &PlanTarget) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_target (id, plan, position, continues, pillar, text, measure, comparator, value, unit,
           unit_normalised, level, year, owner, owner_printed, line, end_line, indicator, base_value, base_date, ended_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
        params![
            row.id, row.plan, row.position, row.continues, row.pillar, row.text, row.measure, row.comparator, row.value,
            row.unit, row.unit_normalised, row.level, row.year, row.owner, row.owner_printed, row.line, row.end_line,
            row.indicator, row.base_value, row.base_date, row.ended_at, row.version
        ],
    )?;
    Ok(())
}

fn insert_task(tx: &mut Tx<'_>, row: &PlanTask) -> Result<(), DbError> {
    let deadlines = Json(serde_json::json!(row.deadlines));
    tx.execute(
        "INSERT INTO plan_task (id, plan, position, continues, group_title, code, text, deadlines, due, first_due,
           cadence, product, legal_basis, note, line, end_line, done, done_at, ended_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        params![
            row.id, row.plan, row.position, row.continues, row.group_title, row.code, row.text, deadlines, row.due,
            row.first_due, row.cadence, row.product, row.legal_basis, row.note, row.line, row.end_line, row.done,
            row.done_at, row.ended_at, row.version
        ],
    )?;
    Ok(())
}

fn insert_task_agency(tx: &mut Tx<'_>, row: &TaskAgency, at: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_task_agency (id, task, role, position, printed, agency, group_code)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![Id::new(at), row.task, row.role, row.position, row.printed, row.agency, row.group_code],
    )?;
    Ok(())
}

fn insert_budget(tx: &mut Tx<'_>, row: &PlanBudget) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_budget (id, plan, task, position, text, source_of_money, year, amount, unit, dong, is_sum, line, end_line)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            row.id, row.plan, row.task, row.position, row.text, row.source_of_money, row.year, row.amount, row.unit,
            row.dong, row.is_sum, row.line, row.end_line
        ],
    )?;
    Ok(())
}

fn insert_figure(tx: &mut Tx<'_>, row: &PlanFigure) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_figure (id, plan, position, text, measure, numerator, denominator, rate, as_of, line, end_line)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            row.id, row.plan, row.position, row.text, row.measure, row.numerator, row.denominator, row.rate, row.as_of,
            row.line, row.end_line
        ],
    )?;
    Ok(())
}

/// A later plan has taken this one's place, whole or changed: the plan's state, and the end of every open row.
/// False when the plan was no longer in force.
pub fn end_plan(tx: &mut Tx<'_>, id: PlanId, state: &str, at: Timestamp) -> Result<bool, DbError> {
    let ended = tx.execute(
        "UPDATE plan SET state = ?2, version = version + 1 WHERE id = ?1 AND state = 'in_force'",
        params![id, state],
    )?;
    if ended == 0 {
        return Ok(false);
    }
    tx.execute(
        "UPDATE plan_target SET ended_at = ?2, version = version + 1 WHERE plan = ?1 AND ended_at IS NULL",
        params![id, at],
    )?;
    tx.execute(
        "UPDATE plan_task SET ended_at = ?2, version = version + 1 WHERE plan = ?1 AND ended_at IS NULL",
        params![id, at],
    )?;
    Ok(true)
}
