//! Chases, questions and answers.
use crate::model::track::{Chase, Question};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, PlanId, PlanTaskId, RoundId};
use db::{DbError, Param, Row, Tx, params};

/// Writes chases made at once.
pub fn insert_chases(
    tx: &mut Tx<'_>,
    plan: PlanId,
    rows: &[Chase],
    by: Option<AccountId>,
) -> Result<(), DbError> {
    for slice in rows.chunks(50) {
        let mut values = vec![Param::Id(plan.id()), by.map_or(Param::Null, |id| Param::Id(id.id()))];
        let mut marks = Vec::new();
        for row in slice {
            let first = values.len().saturating_add(1);
            values.extend([
                Param::Id(Id::new(row.at)),
                Param::Id(row.round.id()),
                Param::Id(row.agency.id()),
                Param::Int(row.missing),
                Param::Text(&row.note),
                Param::Int(row.at.micros()),
                Param::Text(&row.by),
            ]);
            let names: Vec<String> = (first..=values.len()).map(|number| format!("?{number}")).collect();
            marks.push(format!("(?1, ?2, {})", names.join(", ")));
        }
        let sql = format!(
            "INSERT INTO plan_chase (plan, chased_by, id, round, agency, missing, note, chased_at, chased_name) VALUES {}",
            marks.join(", ")
        );
        tx.execute(&sql, &values)?;
    }
    Ok(())
}

fn chase(row: &Row<'_>) -> Result<Chase, DbError> {
    Ok(Chase {
        round: row.get(0)?,
        agency: row.get(1)?,
        missing: row.get(2)?,
        note: row.get(3)?,
        at: row.get(4)?,
        by: row.get(5)?,
    })
}

/// How an agency was chased in a round, the newest first.
pub fn chases_of(tx: &mut Tx<'_>, agency: AgencyId, round: RoundId) -> Result<Vec<Chase>, DbError> {
    tx.query(
        "SELECT round, agency, missing, note, chased_at, chased_name FROM plan_chase
         WHERE agency = ?1 AND round = ?2 ORDER BY chased_at DESC, id DESC LIMIT 20",
        params![agency, round],
        chase,
    )
}

/// The last chases of a round, the newest first.
pub fn chases_in(tx: &mut Tx<'_>, round: RoundId) -> Result<Vec<Chase>, DbError> {
    tx.query(
        "SELECT round, agency, missing, note, chased_at, chased_name FROM plan_chase
         WHERE round = ?1 ORDER BY chased_at DESC, id DESC LIMIT 500",
        params![round],
        chase,
    )
}

const QUESTION: &str =
    "id, plan, task, agency, question, asked_at, asked_name, answer, answered_at, answered_name, version";

fn question(row: &Row<'_>) -> Result<Question, DbError> {
    Ok(Question {
        id: row.get(0)?,
        plan: row.get(1)?,
        task: row.get(2)?,
        agency: row.get(3)?,
        question: row.get(4)?,
        asked_at: row.get(5)?,
        asked_name: row.get(6)?,
        answer: row.get(7)?,
        answered_at: row.get(8)?,
        answered_name: row.get(9)?,
        version: row.get(10)?,
    })
}

pub fn ask(tx: &mut Tx<'_>, row: &Question, by: Option<AccountId>) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_question (id, plan, task, agency, question, asked_at, asked_by, asked_name, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)",
        params![row.id, row.plan, row.task, row.agency, &row.question, row.asked_at, by, &row.asked_name],
    )?;
    Ok(())
}

pub fn question_by_id(tx: &mut Tx<'_>, id: Id) -> Result<Option<Question>, DbError> {
    tx.query_opt(&format!("SELECT {QUESTION} FROM plan_question WHERE id = ?1"), params![id], question)
}

/// Answers a question that nobody has answered; false: somebody has.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Id,
    words: &str,
    by: Option<AccountId>,
    name: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE plan_question SET answer = ?2, answered_at = ?3, answered_by = ?4, answered_name = ?5, version = version + 1
         WHERE id = ?1 AND answered_at IS NULL",
        params![id, words, now, by, name],
    )?;
    Ok(changed == 1)
}

/// Questions on a task, the newest first.
pub fn questions_of(tx: &mut Tx<'_>, task: PlanTaskId) -> Result<Vec<Question>, DbError> {
    let sql = format!(
        "SELECT {QUESTION} FROM plan_question WHERE task = ?1 ORDER BY asked_at DESC, id DESC LIMIT 200"
    );
    tx.query(&sql, params![task], question)
}

/// Questions of a plan that wait for an answer, the oldest first.
pub fn unanswered(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<Question>, DbError> {
    let sql = format!(
        "SELECT {QUESTION} FROM plan_question WHERE plan = ?1 AND answered_at IS NULL ORDER BY asked_at, id LIMIT 200"
    );
    tx.query(&sql, params![plan], question)
}

/// Questions of an agency that were answered since a moment, the newest first.
pub fn answered_since(tx: &mut Tx<'_>, agency: AgencyId, since: Timestamp) -> Result<Vec<Question>, DbError> {
    let sql = format!(
        "SELECT {QUESTION} FROM plan_question WHERE agency = ?1 AND answered_at >= ?2 ORDER BY answered_at DESC, id DESC LIMIT 20"
    );
    tx.query(&sql, params![agency, since], question)
}
