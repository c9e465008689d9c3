//! Texts that were read, and their lines.
use crate::model::source::{PlanSource, SourceIdentity, SourceLine};
use base::Timestamp;
use contracts::{PlanId, PlanSourceId};
use db::{DbError, Json, Row, Tx, params};

const SOURCE: &str =
    "id, file_name, digest, size, identity, state, line_count, read_at, read_by, earlier, relation, version";

fn source(row: &Row<'_>) -> Result<PlanSource, DbError> {
    Ok(PlanSource {
        id: row.get(0)?,
        file_name: row.get(1)?,
        digest: row.get(2)?,
        size: row.get(3)?,
        identity: row.get::<Json<SourceIdentity>>(4)?.0,
        state: row.get(5)?,
        line_count: row.get(6)?,
        read_at: row.get(7)?,
        read_by: row.get(8)?,
        earlier: row.get(9)?,
        relation: row.get(10)?,
        version: row.get(11)?,
    })
}

fn json(identity: &SourceIdentity) -> Result<String, DbError> {
    serde_json::to_string(identity).map_err(|error| DbError::Column { index: 4, message: error.to_string() })
}

/// Writes a text; false when another one with the same bytes stands already.
pub fn insert(tx: &mut Tx<'_>, row: &PlanSource) -> Result<bool, DbError> {
    let identity = json(&row.identity)?;
    let done = tx.execute(
        "INSERT INTO plan_source (id, file_name, digest, size, identity, state, line_count, read_at, read_by, earlier, relation, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (digest) WHERE state <> 'discarded' DO NOTHING",
        params![
            row.id, row.file_name, row.digest, row.size, db::Param::Json(&identity), row.state, row.line_count,
            row.read_at, row.read_by, row.earlier, row.relation, row.version
        ],
    )?;
    Ok(done == 1)
}

/// Takes up a loading that nobody has touched since `before`; false when its loader lives or another was first.
pub fn take_up(
    tx: &mut Tx<'_>,
    row: &PlanSource,
    before: Timestamp,
    now: Timestamp,
) -> Result<bool, DbError> {
    let done = tx.execute(
        "UPDATE plan_source SET read_at = ?4, version = version + 1
         WHERE id = ?1 AND version = ?2 AND state = 'loading' AND read_at < ?3",
        params![row.id, row.version, before, now],
    )?;
    Ok(done == 1)
}

/// Whether the loading is still that of the loader who got `version`; the row is kept until the end.
pub fn is_loading(tx: &mut Tx<'_>, id: PlanSourceId, version: i64) -> Result<bool, DbError> {
    tx.lock("plan_source", id)?;
    let found = tx.query_opt(
        "SELECT 1 FROM plan_source WHERE id = ?1 AND version = ?2 AND state = 'loading'",
        params![id, version],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

pub fn by_id(tx: &mut Tx<'_>, id: PlanSourceId) -> Result<Option<PlanSource>, DbError> {
    tx.query_opt(&format!("SELECT {SOURCE} FROM plan_source WHERE id = ?1"), params![id], source)
}

pub(crate) fn by_digest_sql() -> String {
    format!(
        "SELECT {SOURCE} FROM plan_source WHERE digest = ?1 AND state <> 'discarded' ORDER BY read_at DESC LIMIT 1"
    )
}

/// The text with these bytes that is being corrected or was adopted.
pub fn by_digest(tx: &mut Tx<'_>, digest: &str) -> Result<Option<PlanSource>, DbError> {
    tx.query_opt(&by_digest_sql(), params![digest], source)
}

pub(crate) fn in_state_sql() -> String {
    format!("SELECT {SOURCE} FROM plan_source WHERE state = ?1 ORDER BY read_at DESC, id DESC LIMIT ?2")
}

/// Texts in a state, the newest first.
pub fn in_state(tx: &mut Tx<'_>, state: &str, limit: i64) -> Result<Vec<PlanSource>, DbError> {
    tx.query(&in_state_sql(), params![state, limit], source)
}

/// Writes the identity and the earlier plan; false when the row has another version by now.
pub fn put_identity(tx: &mut Tx<'_>, row: &PlanSource) -> Result<bool, DbError> {
    let identity = json(&row.identity)?;
    let done = tx.execute(
        "UPDATE plan_source SET identity = ?3, earlier = ?4, relation = ?5, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![row.id, row.version, db::Param::Json(&identity), row.earlier, row.relation],
    )?;
    Ok(done == 1)
}

/// Writes the state; false when it was another one by now.
pub fn put_state(tx: &mut Tx<'_>, id: PlanSourceId, from: &str, to: &str) -> Result<bool, DbError> {
    let done = tx.execute(
        "UPDATE plan_source SET state = ?3, version = version + 1 WHERE id = ?1 AND state = ?2",
        params![id, from, to],
    )?;
    Ok(done == 1)
}

/// Writes lines; those that are there stay.
pub fn insert_lines(tx: &mut Tx<'_>, of: PlanSourceId, lines: &[SourceLine]) -> Result<(), DbError> {
    for line in lines {
        tx.execute(
            "INSERT INTO plan_source_line (source, line, text, kind) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (source, line) DO NOTHING",
            params![of, line.line, line.text, line.kind],
        )?;
    }
    Ok(())
}

/// Lines from `from` to `to`, both inclusive.
pub fn lines(tx: &mut Tx<'_>, of: PlanSourceId, from: i64, to: i64) -> Result<Vec<SourceLine>, DbError> {
    tx.query(
        "SELECT line, text, kind FROM plan_source_line WHERE source = ?1 AND line >= ?2 AND line <= ?3 ORDER BY line LIMIT 5000",
        params![of, from, to],
        |row| Ok(SourceLine { line: row.get(0)?, text: row.get(1)?, kind: row.get(2)? }),
    )
}

/// The plan that was adopted from a text.
pub fn adopted_from(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Option<PlanId>, DbError> {
    tx.query_opt("SELECT id FROM plan WHERE source = ?1", params![of], |row| row.get(0))
}

/// Texts whose loading broke off before `before`.
pub fn left_loading(tx: &mut Tx<'_>, before: Timestamp, limit: i64) -> Result<Vec<PlanSource>, DbError> {
    let sql = format!(
        "SELECT {SOURCE} FROM plan_source WHERE state = 'loading' AND read_at < ?1 ORDER BY read_at, id LIMIT ?2"
    );
    tx.query(&sql, params![before, limit], source)
}

/// Numbers of the lines that have words, in order.
pub fn worded_lines(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Vec<i64>, DbError> {
    tx.query(
        "SELECT line FROM plan_source_line WHERE source = ?1 AND text <> '' ORDER BY line LIMIT 60000",
        params![of],
        |row| row.get(0),
    )
}
