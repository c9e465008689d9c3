//! All SQL of this crate.
use base::{Date, Timestamp};
use calendar::{DatedHours, DatedPolicy, DayEntry};
use contracts::AccountId;
use db::{DbError, Json, Param, Row, Tx, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
}

fn from_word<T: DeserializeOwned>(word: String, column: &str) -> Result<T, DbError> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|_| DbError::Column { index: 0, message: format!("calendar_entry.{column}") })
}

fn entry_row(row: &Row<'_>) -> Result<DayEntry, DbError> {
    Ok(DayEntry {
        date: row.get(0)?,
        kind: from_word(row.get(1)?, "kind")?,
        name: from_word(row.get(2)?, "name")?,
        title: row.get(3)?,
        instead_of: row.get(4)?,
        provenance: calendar::Provenance { source: row.get(5)?, provisional: row.get(6)? },
    })
}

/// Every entry, by date.
pub fn entries(tx: &mut Tx<'_>) -> Result<Vec<DayEntry>, DbError> {
    tx.query(
        "SELECT date, kind, name, title, instead_of, source, provisional FROM calendar_entry ORDER BY date",
        params![],
        entry_row,
    )
}

pub fn put_entry(
    tx: &mut Tx<'_>,
    entry: &DayEntry,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO calendar_entry (date, kind, name, title, instead_of, source, provisional, changed_at, changed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (date) DO UPDATE SET kind = excluded.kind, name = excluded.name, title = excluded.title,
           instead_of = excluded.instead_of, source = excluded.source, provisional = excluded.provisional,
           changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        params![
            entry.date,
            word(&entry.kind),
            word(&entry.name),
            &entry.title,
            entry.instead_of,
            &entry.provenance.source,
            entry.provenance.provisional,
            now,
            by
        ],
    )?;
    Ok(())
}

/// False when the day had no entry.
pub fn remove_entry(tx: &mut Tx<'_>, date: Date) -> Result<bool, DbError> {
    Ok(tx.execute("DELETE FROM calendar_entry WHERE date = ?1", params![date])? == 1)
}

pub fn hours(tx: &mut Tx<'_>) -> Result<Vec<DatedHours>, DbError> {
    tx.query("SELECT body FROM calendar_hours ORDER BY from_date", params![], |row| {
        Ok(row.get::<Json<DatedHours>>(0)?.0)
    })
}

pub fn put_hours(tx: &mut Tx<'_>, hours: &DatedHours) -> Result<(), DbError> {
    let body = serde_json::to_string(hours).map_err(|error| DbError::Value(error.to_string()))?;
    tx.execute(
        "INSERT INTO calendar_hours (from_date, body) VALUES (?1, ?2)
         ON CONFLICT (from_date) DO UPDATE SET body = excluded.body",
        params![hours.from, Param::Json(&body)],
    )?;
    Ok(())
}

pub fn policies(tx: &mut Tx<'_>) -> Result<Vec<DatedPolicy>, DbError> {
    tx.query("SELECT body FROM calendar_policy ORDER BY from_date", params![], |row| {
        Ok(row.get::<Json<DatedPolicy>>(0)?.0)
    })
}

pub fn put_policy(tx: &mut Tx<'_>, policy: &DatedPolicy) -> Result<(), DbError> {
    let body = serde_json::to_string(policy).map_err(|error| DbError::Value(error.to_string()))?;
    tx.execute(
        "INSERT INTO calendar_policy (from_date, body) VALUES (?1, ?2)
         ON CONFLICT (from_date) DO UPDATE SET body = excluded.body",
        params![policy.from, Param::Json(&body)],
    )?;
    Ok(())
}

/// 0 before the calendar has been seeded.
pub fn revision(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    Ok(tx
        .query_opt("SELECT revision FROM calendar_revision WHERE name = 'calendar'", params![], |row| {
            row.get(0)
        })?
        .unwrap_or(0))
}

pub fn raise_revision(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO calendar_revision (name, revision) VALUES ('calendar', 1)
         ON CONFLICT (name) DO UPDATE SET revision = calendar_revision.revision + 1 RETURNING revision",
        params![],
        |row| row.get(0),
    )
}
