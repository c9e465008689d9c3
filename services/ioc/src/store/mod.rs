//! All SQL of this crate.
use crate::model::{Before, DayMarks};
use base::{Date, Timestamp};
use db::{DbError, Json, Param, Tx, params};

/// Writes the day in hand again.
pub fn put_day(tx: &mut Tx<'_>, day: Date, at: Timestamp, marks: &DayMarks) -> Result<(), DbError> {
    let body = serde_json::to_string(marks).map_err(|error| DbError::Value(error.to_string()))?;
    tx.execute(
        "INSERT INTO ioc_day (day, taken_at, body) VALUES (?1, ?2, ?3)
         ON CONFLICT (day) DO UPDATE SET taken_at = excluded.taken_at, body = excluded.body",
        params![day, at, Param::Json(&body)],
    )?;
    Ok(())
}

/// The last day kept before `day`.
pub fn day_before(tx: &mut Tx<'_>, day: Date) -> Result<Option<Before>, DbError> {
    tx.query_opt(
        "SELECT taken_at, body FROM ioc_day WHERE day < ?1 ORDER BY day DESC LIMIT 1",
        params![day],
        |row| Ok(Before { taken_at: row.get(0)?, marks: row.get::<Json<DayMarks>>(1)?.0 }),
    )
}
