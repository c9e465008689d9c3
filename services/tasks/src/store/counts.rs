//! Counts of the whole installation and the clock's own list.
use crate::model::Phase;
use base::{Date, Id, Timestamp};
use contracts::{AssignmentCounts, AssignmentId};
use db::{DbError, Tx, params};

pub(crate) const OPEN_SQL: &str =
    "SELECT count(*) FROM assignment WHERE parts = 0 AND phase = ?1 AND due >= ?2";
pub(crate) const OVERDUE_SQL: &str =
    "SELECT count(*) FROM assignment WHERE parts = 0 AND phase = ?1 AND due < ?2";
pub(crate) const CLOSED_SQL: &str =
    "SELECT count(*) FROM assignment WHERE parts = 0 AND phase = ?1 AND late = ?2";
pub(crate) const WAITING_SQL: &str = "SELECT count(*) FROM assignment WHERE parts = 0 AND phase = ?1";

/// By state on a day of Asia/Ho_Chi_Minh, parents not counted beside their parts.
pub fn counts(tx: &mut Tx<'_>, today: Date) -> Result<AssignmentCounts, DbError> {
    let mut by_day =
        |sql: &str, phase: Phase| tx.query_one(sql, params![phase.word(), today], |row| row.get::<i64>(0));
    let (not_accepted, in_time) = (by_day(OPEN_SQL, Phase::Given)?, by_day(OPEN_SQL, Phase::Accepted)?);
    let overdue = by_day(OVERDUE_SQL, Phase::Given)?.saturating_add(by_day(OVERDUE_SQL, Phase::Accepted)?);
    let mut closed =
        |late: bool| tx.query_one(CLOSED_SQL, params![Phase::Done.word(), late], |row| row.get::<i64>(0));
    let (done_in_time, done_late) = (closed(false)?, closed(true)?);
    let awaiting_confirmation =
        tx.query_one(WAITING_SQL, params![Phase::Submitted.word()], |row| row.get::<i64>(0))?;
    Ok(AssignmentCounts { not_accepted, in_time, overdue, awaiting_confirmation, done_in_time, done_late })
}

pub(crate) const TIMERS_SQL: &str =
    "SELECT id FROM assignment WHERE next_timer_at IS NOT NULL AND next_timer_at <= ?1
    ORDER BY next_timer_at, id LIMIT ?2";

/// What the clock has to mark by `now`, oldest first.
pub fn due_timers(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<AssignmentId>, DbError> {
    tx.query(TIMERS_SQL, params![now, limit], |row| Ok(row.get::<Id>(0)?.into()))
}
