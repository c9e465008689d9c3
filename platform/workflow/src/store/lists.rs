//! Reading tasks: one, those of a subject, a work list, and the clocks that have run out.
use super::tasks::{COLUMNS, task_row};
use crate::model::{Event, TaskRow, TimerKind};
use base::{Id, Timestamp};
use contracts::{ProcessId, TaskId};
use db::{DbError, Param, Tx, params};
use policy::Scope;

/// Above so many agencies a list is read by role and filtered, below by one index range for each agency and role.
const RANGES_MAX: usize = 8;

/// One task, open or closed.
///
/// # Errors
/// [`DbError`] of the query.
pub fn task(tx: &mut Tx<'_>, id: TaskId) -> Result<Option<TaskRow>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM task WHERE id = ?1"), params![id], task_row)
}

/// Every task of a subject, open and closed, in order of opening.
///
/// # Errors
/// [`DbError`] of the query.
pub fn tasks_of(tx: &mut Tx<'_>, subject: Id) -> Result<Vec<TaskRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM task WHERE subject = ?1 ORDER BY opened_at, token, id");
    tx.query(&sql, params![subject], task_row)
}

/// Open tasks of the roles in the scope, by due time; continues after ([`TaskRow::sort_key`], id).  Always index
/// ranges, however large the province.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn work_list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    roles: &[String],
    after: Option<(i64, TaskId)>,
    limit: i64,
) -> Result<Vec<TaskRow>, DbError> {
    let (after, after_id) = after.map_or((i64::MIN, Id::from_bytes([0; 16])), |(at, id)| (at, id.id()));
    let mut rows: Vec<TaskRow> = Vec::new();
    if scope.agencies().is_some_and(<[_]>::is_empty) {
        return Ok(rows);
    }
    for role in roles {
        let head = [Param::Text(role), Param::Int(after), Param::Id(after_id), Param::Int(limit)];
        let agencies = scope.agencies().unwrap_or_default();
        if (1..=RANGES_MAX).contains(&agencies.len()) {
            let sql = work_sql(" AND agency = ?5");
            for agency in agencies {
                let mut values = head.to_vec();
                values.push(Param::Id(agency.id()));
                rows.extend(tx.query(&sql, &values, task_row)?);
            }
            continue;
        }
        let mut values = head.to_vec();
        values.extend(agencies.iter().map(|agency| Param::Id(agency.id())));
        let marks: Vec<String> = (5..=values.len()).map(|number| format!("?{number}")).collect();
        let within =
            if marks.is_empty() { String::new() } else { format!(" AND agency IN ({})", marks.join(", ")) };
        rows.extend(tx.query(&work_sql(&within), &values, task_row)?);
    }
    rows.sort_by_key(|row| (row.sort_at, row.id));
    rows.dedup_by_key(|row| row.id);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

/// A page of one role's open tasks, narrowed by `within`.
pub fn work_sql(within: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM task
         WHERE role = ?1 AND closed_at IS NULL{within} AND (sort_at > ?2 OR (sort_at = ?2 AND id > ?3))
         ORDER BY sort_at, id LIMIT ?4"
    )
}

/// Tasks whose next clock has run out.
pub fn timers_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM task WHERE next_timer_at IS NOT NULL AND next_timer_at <= ?1
         ORDER BY next_timer_at, id LIMIT ?2"
    )
}

/// The clocks that have run out by `now`, oldest first, one event per token.  A process whose half time and due time
/// have both passed gets the due one.  The caller applies each in its own transaction and asks again until none is
/// left; applying one twice is refused as not due.
///
/// # Errors
/// [`DbError`] of the query.
pub fn due_timers(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<(ProcessId, Event)>, DbError> {
    let rows = tx.query(&timers_sql(), params![now, limit], task_row)?;
    let mut events: Vec<(ProcessId, Event)> = Vec::new();
    for row in rows {
        let Some(next) = row.next_timer else { continue };
        let over = row.due_at.is_some_and(|due| due <= now);
        let kind = if next == TimerKind::Half && over { row.kind.at_due() } else { next };
        let event = (row.process, Event::Timer { token: row.token, kind });
        if !events.contains(&event) {
            events.push(event);
        }
    }
    Ok(events)
}
