//! Rows of tasks.
use super::corrupt;
use crate::model::{Clocks, How, LateAnswer, StepKind, TaskRow, TimerKind};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingId, ProcessId, TaskId};
use db::{DbError, Row, Tx, params};

pub const COLUMNS: &str = "id, process, subject, token, step, title, kind, detail, role, agency, opened_at, half_at,
    due_at, sort_at, next_timer, next_timer_at, closed_at, closed_how, closed_by, holding, reference, late_agreed,
    late_at, late_by, version";

pub fn task_row(row: &Row<'_>) -> Result<TaskRow, DbError> {
    let timer = row.get::<Option<String>>(14)?;
    let late_agreed: Option<bool> = row.get(21)?;
    let (late_at, late_by) = (row.get(22)?, row.get(23)?);
    Ok(TaskRow {
        id: row.get(0)?,
        process: row.get(1)?,
        subject: row.get(2)?,
        token: row.get(3)?,
        step: row.get(4)?,
        title: row.get(5)?,
        kind: StepKind::from_stored(row.text(6)?, row.text(7)?).ok_or_else(|| corrupt("task.kind"))?,
        role: row.get(8)?,
        agency: row.get(9)?,
        opened_at: row.get(10)?,
        half_at: row.get(11)?,
        due_at: row.get(12)?,
        sort_at: row.get(13)?,
        next_timer: timer.as_deref().and_then(TimerKind::from_word),
        next_timer_at: row.get(15)?,
        closed_at: row.get(16)?,
        closed_how: row.get(17)?,
        closed_by: row.get(18)?,
        holding: row.get(19)?,
        reference: row.get(20)?,
        late: late_agreed.zip(late_at).map(|(agreed, at)| LateAnswer { agreed, at, by: late_by }),
        version: row.get(24)?,
    })
}

/// A task about to be opened.
#[derive(Clone, Debug)]
pub struct NewTask<'a> {
    pub id: TaskId,
    pub process: ProcessId,
    pub subject: Id,
    pub token: u32,
    pub step: &'a str,
    pub title: &'a str,
    pub kind: &'a StepKind,
    pub role: &'a str,
    pub agency: AgencyId,
    pub opened_at: Timestamp,
    pub clocks: Clocks,
    /// The process is suspended: the clocks begin to run when it is resumed.
    pub standing_still: bool,
}

pub fn insert_task(tx: &mut Tx<'_>, task: &NewTask<'_>) -> Result<(), DbError> {
    let first = task.clocks.half.or(task.clocks.due).filter(|_| !task.standing_still);
    tx.execute(
        "INSERT INTO task (id, process, subject, token, step, title, kind, detail, role, agency, opened_at, half_at,
           due_at, sort_at, next_timer, next_timer_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 1)",
        params![
            task.id,
            task.process,
            task.subject,
            task.token,
            task.step,
            task.title,
            task.kind.word(),
            task.kind.detail(),
            task.role,
            task.agency,
            task.opened_at,
            task.clocks.half,
            task.clocks.due,
            task.clocks.due.map_or(i64::MAX, Timestamp::micros),
            task.clocks.next.map(TimerKind::word),
            first
        ],
    )?;
    Ok(())
}

/// The open tasks of a process, in order of opening.
pub fn open_tasks(tx: &mut Tx<'_>, process: ProcessId) -> Result<Vec<TaskRow>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM task WHERE process = ?1 AND closed_at IS NULL ORDER BY token, id");
    tx.query(&sql, params![process], task_row)
}

/// How a task ends.
#[derive(Clone, Copy, Debug)]
pub struct Closing<'a> {
    pub at: Timestamp,
    pub how: How,
    pub by: Option<AccountId>,
    pub holding: Option<HoldingId>,
    pub reference: Option<&'a str>,
}

pub fn close_task(tx: &mut Tx<'_>, id: TaskId, closing: &Closing<'_>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE task SET closed_at = ?2, closed_how = ?3, closed_by = ?4, holding = ?5, reference = ?6,
           next_timer_at = NULL, version = version + 1
         WHERE id = ?1 AND closed_at IS NULL",
        params![id, closing.at, closing.how.word(), closing.by, closing.holding, closing.reference],
    )?;
    Ok(())
}

/// Sets the clocks of an open task: after one has run out, or when it had run into closed hours.
pub fn move_clocks(
    tx: &mut Tx<'_>,
    id: TaskId,
    clocks: &Clocks,
    next_at: Option<Timestamp>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE task SET half_at = ?2, due_at = ?3, sort_at = ?4, next_timer = ?5, next_timer_at = ?6,
           version = version + 1
         WHERE id = ?1 AND closed_at IS NULL",
        params![
            id,
            clocks.half,
            clocks.due,
            clocks.due.map_or(i64::MAX, Timestamp::micros),
            clocks.next.map(TimerKind::word),
            next_at
        ],
    )?;
    Ok(())
}

/// The task of an agency whose silence was consent.
pub fn late_task(
    tx: &mut Tx<'_>,
    subject: Id,
    process: ProcessId,
    token: u32,
    agency: AgencyId,
) -> Result<Option<TaskId>, DbError> {
    tx.query_opt(
        "SELECT id FROM task WHERE subject = ?1 AND process = ?2 AND token = ?3 AND agency = ?4
           AND closed_how = 'deemed' AND late_at IS NULL",
        params![subject, process, token, agency],
        |row| row.get(0),
    )
}

/// Keeps an answer that came after consent by silence, beside it.
pub fn keep_late_answer(tx: &mut Tx<'_>, id: TaskId, answer: &LateAnswer) -> Result<(), DbError> {
    tx.execute(
        "UPDATE task SET late_agreed = ?2, late_at = ?3, late_by = ?4, version = version + 1 WHERE id = ?1",
        params![id, answer.agreed, answer.at, answer.by],
    )?;
    Ok(())
}

/// The token of the first open task of a kind.
pub fn token_of_kind(tx: &mut Tx<'_>, process: ProcessId, kind: &str) -> Result<Option<u32>, DbError> {
    tx.query_opt(
        "SELECT token FROM task WHERE process = ?1 AND closed_at IS NULL AND kind = ?2 ORDER BY token",
        params![process, kind],
        |row| row.get(0),
    )
}

/// The token of the first open task on a step.
pub fn token_on_step(tx: &mut Tx<'_>, process: ProcessId, step: &str) -> Result<Option<u32>, DbError> {
    tx.query_opt(
        "SELECT token FROM task WHERE process = ?1 AND closed_at IS NULL AND step = ?2 ORDER BY token",
        params![process, step],
        |row| row.get(0),
    )
}
