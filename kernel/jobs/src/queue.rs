//! Jobs: enqueued in the caller's transaction, claimed by lease.
use crate::{JobError, TRIES_MAX, pause_seconds};
use base::{Id, Timestamp};
use db::{Db, DbError, Json, Param, Tx, params};
use std::sync::Arc;

const LEASE_SECONDS: i64 = 120;

/// One claimed job.
#[derive(Clone, Debug)]
pub struct JobRun {
    pub id: Id,
    pub body: serde_json::Value,
    /// 1 on the first run.
    pub attempt: i64,
    /// Raised by every claim; a worker whose fence is no longer the row's has been overtaken.
    pub fence: i64,
    pub now: Timestamp,
}

/// How the work of a job is done.
pub type Work = Arc<dyn Fn(&Db, &JobRun) -> Result<(), JobError> + Send + Sync>;

/// A kind of job.
#[derive(Clone)]
pub struct JobKind {
    pub kind: &'static str,
    /// For clock jobs: seconds between slots.
    pub every_seconds: Option<i64>,
    pub run: Work,
}

impl JobKind {
    /// A job that others enqueue.
    pub fn on_demand(
        kind: &'static str,
        run: impl Fn(&Db, &JobRun) -> Result<(), JobError> + Send + Sync + 'static,
    ) -> Self {
        Self { kind, every_seconds: None, run: Arc::new(run) }
    }

    /// A job of the clock, once per slot on whichever node comes first.
    pub fn every(
        kind: &'static str,
        seconds: i64,
        run: impl Fn(&Db, &JobRun) -> Result<(), JobError> + Send + Sync + 'static,
    ) -> Self {
        Self { kind, every_seconds: Some(seconds.max(1)), run: Arc::new(run) }
    }
}

/// Enqueues a job with the rows that caused it; the same kind and key twice is one job.
///
/// # Errors
/// [`DbError`] of the insert.
pub fn enqueue(
    tx: &mut Tx<'_>,
    kind: &str,
    unique_key: &str,
    body: &serde_json::Value,
    run_at: Timestamp,
) -> Result<(), DbError> {
    let body = body.to_string();
    tx.execute(
        "INSERT INTO job (id, kind, unique_key, body, run_at, attempt, fence, error)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, '') ON CONFLICT (kind, unique_key) DO NOTHING",
        params![Id::new(run_at), kind, unique_key, Param::Json(&body), run_at],
    )?;
    Ok(())
}

/// Jobs that failed too often: (kind, key, words of the last failure).
///
/// # Errors
/// [`DbError`] of the query.
pub fn dead_jobs(tx: &mut Tx<'_>) -> Result<Vec<(String, String, String)>, DbError> {
    tx.query(
        "SELECT kind, unique_key, error FROM job WHERE done_at IS NULL AND attempt >= ?1 ORDER BY run_at, id LIMIT 200",
        params![TRIES_MAX],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

fn claim(tx: &mut Tx<'_>, now: Timestamp) -> Result<Option<(String, JobRun)>, DbError> {
    tx.query_opt(
        "UPDATE job SET lease_until = ?2, fence = fence + 1, attempt = attempt + 1
         WHERE id = (SELECT id FROM job WHERE done_at IS NULL AND run_at <= ?1 AND attempt < ?3
             AND (lease_until IS NULL OR lease_until < ?1) ORDER BY run_at, id LIMIT 1)
           AND (lease_until IS NULL OR lease_until < ?1)
         RETURNING kind, id, body, attempt, fence",
        params![now, now.plus_seconds(LEASE_SECONDS), TRIES_MAX],
        |row| {
            let body = row.get::<Json>(2)?.0;
            Ok((row.get(0)?, JobRun { id: row.get(1)?, body, attempt: row.get(3)?, fence: row.get(4)?, now }))
        },
    )
}

fn settle(tx: &mut Tx<'_>, job: &JobRun, failure: Option<&str>, now: Timestamp) -> Result<(), DbError> {
    match failure {
        None => tx.execute(
            "UPDATE job SET done_at = ?3, lease_until = NULL WHERE id = ?1 AND fence = ?2",
            params![job.id, job.fence, now],
        )?,
        Some(words) => tx.execute(
            "UPDATE job SET error = ?3, run_at = ?4, lease_until = NULL WHERE id = ?1 AND fence = ?2",
            params![job.id, job.fence, words, now.plus_seconds(pause_seconds(job.attempt))],
        )?,
    };
    Ok(())
}

fn open_slots(db: &Db, kinds: &[JobKind], now: Timestamp) -> Result<(), DbError> {
    let slots: Vec<(&'static str, i64)> = kinds
        .iter()
        .filter_map(|kind| kind.every_seconds.map(|every| (kind.kind, now.micros() / (every * 1_000_000))))
        .collect();
    if slots.is_empty() {
        return Ok(());
    }
    let wanted = slots.clone();
    let missing: Vec<(&'static str, i64)> = db.read_blocking(move |tx| {
        let mut missing = Vec::new();
        for (kind, slot) in &wanted {
            let there = tx.query_opt(
                "SELECT 1 FROM job WHERE kind = ?1 AND unique_key = ?2",
                params![*kind, slot.to_string()],
                |row| row.get::<i64>(0),
            )?;
            if there.is_none() {
                missing.push((*kind, *slot));
            }
        }
        Ok::<_, DbError>(missing)
    })?;
    if missing.is_empty() {
        return Ok(());
    }
    db.write_blocking(move |tx| {
        for (kind, slot) in &missing {
            enqueue(tx, kind, &slot.to_string(), &serde_json::json!({}), now)?;
        }
        Ok(())
    })
}

/// Runs what is ready, at most `most` jobs; says how many ran.
///
/// # Errors
/// [`DbError`] of claiming or settling; a handler's failure is written to its row instead.
pub fn run_ready(db: &Db, kinds: &[JobKind], now: Timestamp, most: usize) -> Result<usize, DbError> {
    open_slots(db, kinds, now)?;
    for ran in 0..most {
        let Some((kind, job)) = db.write_blocking(move |tx| claim(tx, now))? else { return Ok(ran) };
        let outcome = match kinds.iter().find(|known| known.kind == kind) {
            Some(known) => (known.run)(db, &job),
            None => Err(JobError::Failed(format!("no handler for {kind}"))),
        };
        let failure = outcome.err().map(|error| error.to_string());
        if let Some(words) = &failure {
            tracing::warn!(job.kind = %kind, job.attempt = job.attempt, error = %words, "job failed");
        }
        db.write_blocking(move |tx| settle(tx, &job, failure.as_deref(), now))?;
    }
    Ok(most)
}

/// Removes jobs done before `before`, one slice; says how many went.
pub(crate) fn sweep(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE done_at < ?1 ORDER BY done_at LIMIT 500)",
        params![before],
    )
}
