//! Doubts of a text and their answers.
use crate::model::source::Doubt;
use base::{Id, Timestamp};
use contracts::{AccountId, PlanSourceId};
use db::{DbError, Json, Row, Tx, params};

const DOUBT: &str = "id, source, position, line, end_line, code, args, finding, weight, answer, settled_by, settled_at, version";

fn doubt(row: &Row<'_>) -> Result<Doubt, DbError> {
    Ok(Doubt {
        id: row.get(0)?,
        source: row.get(1)?,
        position: row.get(2)?,
        line: row.get(3)?,
        end_line: row.get(4)?,
        code: row.get(5)?,
        args: row.get::<Json>(6)?.0,
        finding: row.get(7)?,
        weight: row.get(8)?,
        answer: row.get(9)?,
        settled_by: row.get(10)?,
        settled_at: row.get(11)?,
        version: row.get(12)?,
    })
}

pub fn insert(tx: &mut Tx<'_>, row: &Doubt) -> Result<(), DbError> {
    let args = row.args.to_string();
    tx.execute(
        "INSERT INTO plan_doubt (id, source, position, line, end_line, code, args, finding, weight, answer, settled_by, settled_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            row.id, row.source, row.position, row.line, row.end_line, row.code, db::Param::Json(&args), row.finding,
            row.weight, row.answer, row.settled_by, row.settled_at, row.version
        ],
    )?;
    Ok(())
}

pub fn by_id(tx: &mut Tx<'_>, id: Id) -> Result<Option<Doubt>, DbError> {
    tx.query_opt(&format!("SELECT {DOUBT} FROM plan_doubt WHERE id = ?1"), params![id], doubt)
}

pub(crate) fn of_source_sql() -> String {
    format!("SELECT {DOUBT} FROM plan_doubt WHERE source = ?1 ORDER BY weight, line, id LIMIT ?2")
}

/// The heaviest first, then by line; settled ones too.
pub fn of_source(tx: &mut Tx<'_>, of: PlanSourceId, limit: i64) -> Result<Vec<Doubt>, DbError> {
    tx.query(&of_source_sql(), params![of, limit], doubt)
}

/// Not settled yet, by weight: `(weight, how many)`.
pub fn open(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT weight, count(*) FROM plan_doubt WHERE source = ?1 AND settled_at IS NULL GROUP BY weight ORDER BY weight",
        params![of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Settles a doubt; false when it has another version by now.
pub fn settle(
    tx: &mut Tx<'_>,
    (id, version): (Id, i64),
    answer: &str,
    by: Option<AccountId>,
    at: Timestamp,
) -> Result<bool, DbError> {
    let done = tx.execute(
        "UPDATE plan_doubt SET answer = ?3, settled_by = ?4, settled_at = ?5, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![id, version, answer, by, at],
    )?;
    Ok(done == 1)
}

/// Opens a doubt again; false when it has another version by now.
pub fn reopen(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<bool, DbError> {
    let done = tx.execute(
        "UPDATE plan_doubt SET answer = NULL, settled_by = NULL, settled_at = NULL, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![id, version],
    )?;
    Ok(done == 1)
}

/// Takes away what a broken-off loading left.
pub fn clear(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<(), DbError> {
    tx.execute("DELETE FROM plan_doubt WHERE source = ?1", params![of])?;
    Ok(())
}
