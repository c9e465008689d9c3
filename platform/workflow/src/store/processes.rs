//! Rows of running processes.
use crate::model::State;
use base::{Id, Timestamp};
use contracts::{AgencyId, ProcessId, UnitId};
use db::{DbError, Json, Param, Row, Tx, params};

/// A process as stored.
#[derive(Clone, Debug)]
pub struct ProcessRow {
    pub id: ProcessId,
    pub subject: Id,
    pub code: String,
    pub definition_version: i64,
    pub digest: String,
    pub state: State,
    pub version: i64,
    pub receiving: AgencyId,
    pub resolving: AgencyId,
    pub unit: UnitId,
    pub started_at: Timestamp,
    pub suspended_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub outcome: Option<String>,
}

const COLUMNS: &str =
    "id, subject, definition_code, definition_version, digest, state, version, receiving, resolving,
    unit, started_at, suspended_at, ended_at, outcome";

fn process_row(row: &Row<'_>) -> Result<ProcessRow, DbError> {
    Ok(ProcessRow {
        id: row.get(0)?,
        subject: row.get(1)?,
        code: row.get(2)?,
        definition_version: row.get(3)?,
        digest: row.get(4)?,
        state: row.get::<Json<State>>(5)?.0,
        version: row.get(6)?,
        receiving: row.get(7)?,
        resolving: row.get(8)?,
        unit: row.get(9)?,
        started_at: row.get(10)?,
        suspended_at: row.get(11)?,
        ended_at: row.get(12)?,
        outcome: row.get(13)?,
    })
}

fn json_of(state: &State) -> Result<String, DbError> {
    serde_json::to_string(state).map_err(|_| DbError::Value("a process state is no JSON".to_owned()))
}

pub fn insert_process(tx: &mut Tx<'_>, process: &ProcessRow) -> Result<(), DbError> {
    let state = json_of(&process.state)?;
    tx.execute(
        "INSERT INTO process (id, subject, definition_code, definition_version, digest, state, version, receiving,
           resolving, unit, started_at, suspended_at, ended_at, outcome)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            process.id,
            process.subject,
            &process.code,
            process.definition_version,
            &process.digest,
            Param::Json(&state),
            process.version,
            process.receiving,
            process.resolving,
            process.unit,
            process.started_at,
            process.suspended_at,
            process.ended_at,
            process.outcome
        ],
    )?;
    Ok(())
}

pub fn process_of(tx: &mut Tx<'_>, id: ProcessId) -> Result<Option<ProcessRow>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM process WHERE id = ?1"), params![id], process_row)
}

/// What the process is about: the dossier's id.
///
/// # Errors
/// [`DbError`] of the query.
pub fn subject_of(tx: &mut Tx<'_>, id: ProcessId) -> Result<Option<Id>, DbError> {
    tx.query_opt("SELECT subject FROM process WHERE id = ?1", params![id], |row| row.get(0))
}

/// The process, held until the transaction ends.
pub fn lock_process(tx: &mut Tx<'_>, id: ProcessId) -> Result<Option<ProcessRow>, DbError> {
    if tx.lock("process", id)? { process_of(tx, id) } else { Ok(None) }
}

/// Writes the next state; the row is locked, so that the version can only be the one that was read.
pub fn save_process(tx: &mut Tx<'_>, process: &ProcessRow) -> Result<(), DbError> {
    let state = json_of(&process.state)?;
    let changed = tx.execute(
        "UPDATE process SET state = ?2, version = version + 1, ended_at = ?3, outcome = ?4
         WHERE id = ?1 AND version = ?5",
        params![process.id, Param::Json(&state), process.ended_at, &process.outcome, process.version],
    )?;
    if changed == 1 { Ok(()) } else { Err(DbError::Contention) }
}

/// Stops the clocks of every open task.  Answers false when they stand still already or the process has ended.
pub fn stop_clocks(tx: &mut Tx<'_>, id: ProcessId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE process SET suspended_at = ?2, version = version + 1
         WHERE id = ?1 AND suspended_at IS NULL AND ended_at IS NULL",
        params![id, now],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    tx.execute(
        "UPDATE task SET next_timer_at = NULL, version = version + 1 WHERE process = ?1 AND closed_at IS NULL",
        params![id],
    )?;
    Ok(true)
}

/// Moves every clock of the open tasks by the time it stood still: from the suspension, or from the opening of a
/// task that was opened since.
pub fn shift_clocks(
    tx: &mut Tx<'_>,
    id: ProcessId,
    suspended_at: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE task SET half_at = half_at + (?3 - CASE WHEN opened_at > ?2 THEN opened_at ELSE ?2 END),
           due_at = due_at + (?3 - CASE WHEN opened_at > ?2 THEN opened_at ELSE ?2 END),
           sort_at = CASE WHEN due_at IS NULL THEN sort_at
             ELSE due_at + (?3 - CASE WHEN opened_at > ?2 THEN opened_at ELSE ?2 END) END,
           version = version + 1
         WHERE process = ?1 AND closed_at IS NULL",
        params![id, suspended_at, now],
    )?;
    tx.execute(
        "UPDATE task SET next_timer_at = CASE WHEN next_timer = 'half' THEN half_at
           WHEN next_timer IS NOT NULL THEN due_at END
         WHERE process = ?1 AND closed_at IS NULL",
        params![id],
    )?;
    Ok(())
}

pub fn clear_suspension(tx: &mut Tx<'_>, id: ProcessId) -> Result<(), DbError> {
    tx.execute("UPDATE process SET suspended_at = NULL, version = version + 1 WHERE id = ?1", params![id])?;
    Ok(())
}
