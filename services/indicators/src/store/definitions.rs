//! Definitions by date.
use super::json_of;
use crate::model::{Dated, Definition};
use base::{Date, Id, Timestamp};
use contracts::AccountId;
use db::{DbError, Json, Param, Row, Tx, params};

/// No end is known.
const OPEN_END: Date = Date::constant(9999, 12, 31);

fn dated(row: &Row<'_>) -> Result<Dated, DbError> {
    Ok(Dated {
        version: row.get(0)?,
        valid_from: row.get(1)?,
        valid_to: row.get(2)?,
        definition: row.get::<Json<Definition>>(3)?.0,
        reason: row.get(4)?,
        changed_at: row.get(5)?,
        from_pack: row.get::<Option<Id>>(6)?.is_none(),
    })
}

const COLUMNS: &str = "version, valid_from, valid_to, body, reason, changed_at, changed_by";

/// Every version of every definition, by code and version; a province has some hundreds.
pub fn definitions(tx: &mut Tx<'_>) -> Result<Vec<Dated>, DbError> {
    tx.query(&format!("SELECT {COLUMNS} FROM indicator_definition ORDER BY code, version"), params![], dated)
}

/// Adds the next version from `from` on; the one before ends there.
pub fn put_definition(
    tx: &mut Tx<'_>,
    definition: &Definition,
    from: Date,
    reason: &str,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<i64, DbError> {
    let next = tx.query_one(
        "SELECT coalesce(max(version), 0) + 1 FROM indicator_definition WHERE code = ?1",
        params![&definition.code],
        |row| row.get(0),
    )?;
    put_version(tx, definition, from, reason, by, now, next)?;
    Ok(next)
}

/// Adds this very version from `from` on; false when somebody else has just stored one of this number.
pub fn put_version(
    tx: &mut Tx<'_>,
    definition: &Definition,
    from: Date,
    reason: &str,
    by: Option<AccountId>,
    now: Timestamp,
    version: i64,
) -> Result<bool, DbError> {
    let json = json_of(definition)?;
    tx.execute(
        "UPDATE indicator_definition SET valid_to = ?2 WHERE code = ?1 AND valid_to > ?2",
        params![&definition.code, from],
    )?;
    let written = tx.execute(
        "INSERT INTO indicator_definition (code, version, valid_from, valid_to, body, reason, changed_at, changed_by)
         VALUES (?1, ?8, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO NOTHING",
        params![&definition.code, from, OPEN_END, Param::Json(&json), reason, now, by, version],
    )?;
    Ok(written == 1)
}

/// Ends an indicator; rows stay.
pub fn close_definition(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<(), DbError> {
    tx.execute(
        "UPDATE indicator_definition SET valid_to = ?2 WHERE code = ?1 AND valid_to > ?2",
        params![code, on],
    )?;
    Ok(())
}
