//! Facts and the revision by which nodes know that they changed.
use super::{corrupt, json_of};
use crate::model::{FactBody, FactRow, FactState};
use base::{Date, Timestamp};
use db::{DbError, Json, Param, Row, Tx, params};

fn fact_row(row: &Row<'_>) -> Result<FactRow, DbError> {
    let state =
        FactState::from_word(&row.get::<String>(2)?).ok_or_else(|| corrupt("indicator_fact", "state"))?;
    Ok(FactRow { number: row.get(0)?, body: row.get::<Json<FactBody>>(1)?.0, state })
}

/// Every fact that is not old, by code and number; a pack's facts are tens.
pub fn facts(tx: &mut Tx<'_>) -> Result<Vec<FactRow>, DbError> {
    tx.query(
        "SELECT number, body, state FROM indicator_fact WHERE state <> 'old' ORDER BY code, number",
        params![],
        fact_row,
    )
}

/// What the counters count now, by number.
pub fn active_facts(tx: &mut Tx<'_>) -> Result<Vec<FactRow>, DbError> {
    let mut all = facts(tx)?;
    all.sort_by_key(|fact| fact.number);
    Ok(all)
}

/// 0 before the first fact.
pub fn revision(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let found =
        tx.query_opt("SELECT revision FROM indicator_revision WHERE slot = 1", params![], |row| row.get(0))?;
    Ok(found.unwrap_or(0))
}

pub fn raise_revision(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO indicator_revision (slot, revision) VALUES (1, 1)
         ON CONFLICT (slot) DO UPDATE SET revision = indicator_revision.revision + 1",
        params![],
    )?;
    Ok(())
}

/// Adds a fact that is to be counted from the beginning.
pub fn add_fact(tx: &mut Tx<'_>, body: &FactBody, now: Timestamp) -> Result<(), DbError> {
    let json = json_of(body)?;
    tx.execute(
        "INSERT INTO indicator_fact (number, code, body, state, made_at)
         SELECT coalesce(max(number), 0) + 1, ?1, ?2, 'counting', ?3 FROM indicator_fact",
        params![&body.code, Param::Json(&json), now],
    )?;
    Ok(())
}

/// What was being counted is in use, and what it replaces is old.
pub fn settle_facts(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE indicator_fact SET state = 'old' WHERE state <> 'old'
           AND EXISTS (SELECT 1 FROM indicator_fact n WHERE n.code = indicator_fact.code
             AND n.number > indicator_fact.number AND n.state <> 'old')",
        params![],
    )?;
    tx.execute("UPDATE indicator_fact SET state = 'ready' WHERE state = 'counting'", params![])?;
    Ok(())
}

/// Removes one day of an old fact's records with its counters; false when nothing is left to remove.
pub fn drop_old_slice(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let old: Vec<i64> = tx.query(
        "SELECT number FROM indicator_fact WHERE state = 'old' ORDER BY number",
        params![],
        |row| row.get(0),
    )?;
    for number in old {
        let day: Option<Date> = tx.query_opt(
            "SELECT day FROM indicator_record WHERE fact = ?1 ORDER BY day LIMIT 1",
            params![number],
            |row| row.get(0),
        )?;
        if let Some(day) = day {
            tx.execute("DELETE FROM indicator_record WHERE fact = ?1 AND day = ?2", params![number, day])?;
            return Ok(true);
        }
        if tx.execute("DELETE FROM indicator_cell WHERE fact = ?1", params![number])? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
