//! What was found in a text, as read and as it stands now.
use crate::model::source::{Finding, FindingKind};
use base::Timestamp;
use contracts::{AccountId, FindingId, PlanSourceId};
use db::{DbError, Json, Row, Tx, params};

const FINDING: &str = "id, source, kind, position, line, end_line, confidence, reason, original, body, state, version, changed_by, changed_at";

fn finding(row: &Row<'_>) -> Result<Finding, DbError> {
    Ok(Finding {
        id: row.get(0)?,
        source: row.get(1)?,
        kind: row.get(2)?,
        position: row.get(3)?,
        line: row.get(4)?,
        end_line: row.get(5)?,
        confidence: row.get(6)?,
        reason: row.get(7)?,
        original: row.get::<Option<Json>>(8)?.map(|json| json.0),
        body: row.get::<Json>(9)?.0,
        state: row.get(10)?,
        version: row.get(11)?,
        changed_by: row.get(12)?,
        changed_at: row.get(13)?,
    })
}

pub fn insert(tx: &mut Tx<'_>, row: &Finding) -> Result<(), DbError> {
    let body = row.body.to_string();
    let original = row.original.as_ref().map(ToString::to_string);
    tx.execute(
        "INSERT INTO plan_finding (id, source, kind, position, line, end_line, confidence, reason, original, body, state,
           version, changed_by, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            row.id, row.source, row.kind.word(), row.position, row.line, row.end_line, row.confidence, row.reason,
            original.as_deref().map_or(db::Param::Null, db::Param::Json), db::Param::Json(&body), row.state, row.version,
            row.changed_by, row.changed_at
        ],
    )?;
    Ok(())
}

pub fn by_id(tx: &mut Tx<'_>, id: FindingId) -> Result<Option<Finding>, DbError> {
    tx.query_opt(&format!("SELECT {FINDING} FROM plan_finding WHERE id = ?1"), params![id], finding)
}

pub(crate) fn of_kind_sql() -> String {
    format!(
        "SELECT {FINDING} FROM plan_finding WHERE source = ?1 AND kind = ?2 AND position >= ?3
         ORDER BY position, id LIMIT ?4"
    )
}

/// Findings of one kind from a position on, in the order of the text.
pub fn of_kind(
    tx: &mut Tx<'_>,
    of: PlanSourceId,
    kind: FindingKind,
    from: i64,
    limit: i64,
) -> Result<Vec<Finding>, DbError> {
    tx.query(&of_kind_sql(), params![of, kind.word(), from, limit], finding)
}

/// How many there are of each kind: all, and those that were dropped.
pub fn counts(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Vec<(FindingKind, i64, i64)>, DbError> {
    tx.query(
        "SELECT kind, count(*), sum(CASE WHEN state = 'dropped' THEN 1 ELSE 0 END) FROM plan_finding
         WHERE source = ?1 GROUP BY kind",
        params![of],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Lines that some finding was made of, `(first, last)`, in order.
pub fn used_lines(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Vec<(i64, i64)>, DbError> {
    tx.query(
        "SELECT line, end_line FROM plan_finding WHERE source = ?1 AND state <> 'dropped' ORDER BY line, end_line LIMIT 20000",
        params![of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The last position of a kind; -1 where there is none.
pub fn last_position(tx: &mut Tx<'_>, of: PlanSourceId, kind: FindingKind) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT coalesce(max(position), -1) FROM plan_finding WHERE source = ?1 AND kind = ?2",
        params![of, kind.word()],
        |row| row.get(0),
    )
}

/// Who changed what and when.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    pub id: FindingId,
    /// The version that the person saw.
    pub version: i64,
    pub state: &'a str,
    pub body: Option<&'a serde_json::Value>,
    pub lines: Option<(i64, i64)>,
    pub by: Option<AccountId>,
    pub at: Timestamp,
}

/// Writes a change; false when the row has another version by now, and then nothing is written.
pub fn change(tx: &mut Tx<'_>, change: &Change<'_>) -> Result<bool, DbError> {
    let body = change.body.map(ToString::to_string);
    let (line, end_line) = change.lines.unzip();
    let done = tx.execute(
        "UPDATE plan_finding SET state = ?3, body = coalesce(?4, body), line = coalesce(?5, line),
           end_line = coalesce(?6, end_line), changed_by = ?7, changed_at = ?8, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![
            change.id,
            change.version,
            change.state,
            body.as_deref().map_or(db::Param::Null, db::Param::Json),
            line,
            end_line,
            change.by,
            change.at
        ],
    )?;
    Ok(done == 1)
}

/// Takes away what a broken-off loading left.
pub fn clear(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<(), DbError> {
    tx.execute("DELETE FROM plan_finding WHERE source = ?1", params![of])?;
    Ok(())
}

/// The people who changed something since, the latest first.
pub fn people(tx: &mut Tx<'_>, of: PlanSourceId, since: Timestamp) -> Result<Vec<AccountId>, DbError> {
    tx.query(
        "SELECT changed_by, max(changed_at) FROM plan_finding
         WHERE source = ?1 AND changed_by IS NOT NULL AND changed_at >= ?2
         GROUP BY changed_by ORDER BY 2 DESC LIMIT 5",
        params![of, since],
        |row| row.get(0),
    )
}
