//! The one writer: closures that wait together commit together.
//!
//! A savepoint of its own for each closure costs a copy of every page it touches (a tenth of the writer's time,
//! docs/adr/0005).  Few closures refuse after they have written, so a batch begins without savepoints; when one does, the
//! batch is undone, its closures run again each in a savepoint, and so do the next batches.
use super::{Alarm, connect, control};
use crate::DbError;
use crate::db::Shared;
use crate::metrics::{Stopwatch, add};
use crate::task::{Job, Mode, Ran};
use crate::tx::{Conn, Tx};
use crossbeam_channel::Receiver;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

pub(super) struct Writer {
    conn: Connection,
    alarm: Alarm,
    path: PathBuf,
    wal: PathBuf,
    shared: Arc<Shared>,
    /// When a reader last stood in the way of a truncation.
    hindered: Option<Instant>,
    /// So many batches to come use savepoints.
    careful: u32,
}

/// After a closure had to be undone, so many batches use savepoints.
const CAREFUL_BATCHES: u32 = 32;

/// A closure that has run in the present batch.
struct Member {
    job: Job,
    fate: Fate,
}

/// What became of one closure, as long as the batch lives.
enum Fate {
    /// Its own answer, Ok or Err, is to be sent.
    Answer,
    Refuse(DbError),
    /// It wrote, then refused, and had no savepoint: the batch must be undone and run again.
    Spoiled,
    /// The whole transaction is gone (a full disk, an I/O error, no memory).
    Destroyed,
}

impl Writer {
    pub(super) fn open(path: PathBuf, shared: Arc<Shared>) -> Result<Self, DbError> {
        let mut conn = connect(&path, true, &shared.config)?;
        let alarm = Alarm::install(&mut conn)?;
        let mut wal = path.clone().into_os_string();
        wal.push("-wal");
        Ok(Self { conn, alarm, path, wal: wal.into(), shared, hindered: None, careful: 0 })
    }

    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        let mut members = Vec::with_capacity(self.shared.config.batch_closures_max);
        while let Ok(job) = jobs.recv() {
            self.batch(job, jobs, &mut members);
            self.watch_wal();
        }
    }

    /// Runs `first` and whatever waits behind it, then commits once and answers all.
    fn batch(&mut self, first: Job, jobs: &Receiver<Job>, members: &mut Vec<Member>) {
        if let Err(error) = self.begin() {
            return first.task.refuse(error);
        }
        let (closures_max, time_max) =
            (self.shared.config.batch_closures_max, self.shared.config.batch_time_max);
        let started = Instant::now();
        let careful = self.careful > 0;
        self.careful = self.careful.saturating_sub(1);
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            if !job.task.abandoned() {
                let fate =
                    if careful || job.may_be_slow { self.closure(&mut job) } else { self.plain(&mut job) };
                let (spoiled, destroyed) = (matches!(fate, Fate::Spoiled), matches!(fate, Fate::Destroyed));
                members.push(Member { job, fate });
                if destroyed {
                    return self.replay(members);
                }
                if spoiled {
                    return self.again(members);
                }
            }
            if members.len() < closures_max && started.elapsed() < time_max {
                next = jobs.try_recv().ok();
            }
        }
        self.finish(members);
    }

    /// Commits once and answers all.
    fn finish(&mut self, members: &mut Vec<Member>) {
        match self.commit() {
            Ok(()) => {
                self.shared.counters.batch(members.len());
                members.drain(..).for_each(Member::answer);
            }
            Err(error) => {
                for member in members.drain(..) {
                    member.job.task.refuse(error.clone());
                }
            }
        }
    }

    /// Undoes the batch and runs its closures again, each in a savepoint.
    fn again(&mut self, members: &mut Vec<Member>) {
        self.careful = CAREFUL_BATCHES;
        add(&self.shared.counters.reruns);
        if let Err(error) = self.begin() {
            for member in members.drain(..) {
                member.job.task.refuse(error.clone());
            }
            return;
        }
        for member in members.iter_mut() {
            member.fate = self.closure(&mut member.job);
            if matches!(member.fate, Fate::Destroyed) {
                return self.replay(members);
            }
        }
        self.finish(members);
    }

    /// The batch is gone: every member runs once more, alone, so that only the guilty one suffers.
    fn replay(&mut self, members: &mut Vec<Member>) {
        add(&self.shared.counters.replays);
        tracing::error!(closures = members.len(), "a batch was destroyed; its closures run again alone");
        for mut member in members.drain(..) {
            member.fate = match self.alone(&mut member.job) {
                Ok(fate) => fate,
                Err(error) => Fate::Refuse(error),
            };
            member.answer();
        }
    }

    fn alone(&mut self, job: &mut Job) -> Result<Fate, DbError> {
        self.begin()?;
        let fate = self.closure(job);
        if matches!(fate, Fate::Destroyed) {
            return Err(DbError::Unavailable("the transaction was destroyed twice".to_owned()));
        }
        self.commit()?;
        self.shared.counters.batch(1);
        Ok(fate)
    }

    /// Runs one closure; says how it ended and whether it was poisoned.
    fn work(&self, job: &mut Job) -> (Ran, bool) {
        add(&self.shared.counters.closures);
        let watch = (!job.may_be_slow).then(|| Stopwatch::start(self.shared.config.strict));
        let deadline = self.alarm.set(job.limit);
        let mut tx = Tx::new(Conn::Sqlite(&self.conn), Mode::Write, deadline);
        let ran = job.task.run(&mut tx);
        let poisoned = tx.poison().is_some();
        self.alarm.clear();
        if let Some(watch) = watch.filter(|_| ran != Ran::Panicked) {
            watch.stop(self.shared.config.slow_closure, &self.shared.counters);
        }
        (ran, poisoned)
    }

    /// Runs one closure without a savepoint.  What changed no row has nothing to undo.
    fn plain(&self, job: &mut Job) -> Fate {
        let before = self.conn.total_changes();
        let (ran, poisoned) = self.work(job);
        if self.conn.is_autocommit() {
            return Fate::Destroyed;
        }
        if ran == Ran::Accepted && !poisoned {
            return Fate::Answer;
        }
        if self.conn.total_changes() != before {
            return Fate::Spoiled;
        }
        self.undone(ran)
    }

    /// What a closure is told whose rows are undone.
    fn undone(&self, ran: Ran) -> Fate {
        match ran {
            Ran::Accepted => Fate::Refuse(DbError::Poisoned),
            Ran::Refused => Fate::Answer,
            Ran::Panicked => {
                add(&self.shared.counters.panics);
                Fate::Refuse(DbError::Panicked)
            }
        }
    }

    /// Runs one closure in its savepoint.
    fn closure(&self, job: &mut Job) -> Fate {
        if control(&self.conn, "SAVEPOINT closure").is_err() {
            return self.destroy();
        }
        let (ran, poisoned) = self.work(job);
        if self.conn.is_autocommit() {
            return Fate::Destroyed;
        }
        if ran == Ran::Accepted && !poisoned {
            return match control(&self.conn, "RELEASE closure") {
                Ok(()) => Fate::Answer,
                Err(_) => self.destroy(),
            };
        }
        let undone =
            control(&self.conn, "ROLLBACK TO closure").and_then(|()| control(&self.conn, "RELEASE closure"));
        if undone.is_err() {
            return self.destroy();
        }
        self.undone(ran)
    }

    /// Ends a transaction that can no longer be trusted.
    fn destroy(&self) -> Fate {
        self.roll_back();
        Fate::Destroyed
    }

    fn roll_back(&self) {
        if !self.conn.is_autocommit() && control(&self.conn, "ROLLBACK").is_err() {
            tracing::error!("a write transaction would not roll back");
        }
    }

    /// IMMEDIATE: a deferred transaction that reads, then writes, fails at once with BUSY_SNAPSHOT.
    fn begin(&mut self) -> Result<(), DbError> {
        self.roll_back();
        let Err(first) = control(&self.conn, "BEGIN IMMEDIATE") else { return Ok(()) };
        tracing::error!(error = %first, "the writer opens the database anew");
        let unavailable = |error: DbError| DbError::Unavailable(error.to_string());
        let mut conn = connect(&self.path, true, &self.shared.config)?;
        let alarm = Alarm::install(&mut conn)?;
        control(&conn, "BEGIN IMMEDIATE").map_err(unavailable)?;
        (self.conn, self.alarm) = (conn, alarm);
        add(&self.shared.counters.reconnects);
        Ok(())
    }

    fn commit(&self) -> Result<(), DbError> {
        control(&self.conn, "COMMIT").map_err(|error| {
            add(&self.shared.counters.commits_failed);
            self.roll_back();
            DbError::Unavailable(format!("COMMIT failed: {error}"))
        })
    }

    /// Keeps the write-ahead log short: beyond the limit it is copied into the database and cut to nothing.
    fn watch_wal(&mut self) {
        let size = std::fs::metadata(&self.wal).map_or(0, |file| file.len());
        self.shared.counters.wal_bytes.store(size, Relaxed);
        let rested = self.hindered.is_none_or(|at| at.elapsed() > Duration::from_secs(1));
        if size <= self.shared.config.wal_bytes_max || !rested {
            return;
        }
        // Waits briefly for readers: the queue is standing meanwhile.
        let cut = self.conn.busy_timeout(Duration::from_millis(100)).and_then(|()| {
            self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
        });
        if self.conn.busy_timeout(self.shared.config.write_limit).is_err() {
            tracing::error!("the writer's busy timeout could not be set");
        }
        match cut {
            Ok(0) => {
                add(&self.shared.counters.wal_truncations);
                self.shared.counters.wal_bytes.store(0, Relaxed);
            }
            Ok(_) => {
                self.hindered = Some(Instant::now());
                tracing::warn!(bytes = size, "a reader keeps the write-ahead log from being truncated");
            }
            Err(error) => tracing::error!(%error, "the write-ahead log could not be truncated"),
        }
    }
}

impl Member {
    fn answer(self) {
        match self.fate {
            Fate::Answer => self.job.task.answer(),
            Fate::Refuse(error) => self.job.task.refuse(error),
            Fate::Spoiled | Fate::Destroyed => {
                self.job.task.refuse(DbError::Unavailable("the batch was destroyed".to_owned()))
            }
        }
    }
}
