//! A bounded pool: each connection on a thread of its own, one closure per transaction.
use super::{PgConn, classify};
use crate::DbError;
use crate::db::Shared;
use crate::error::Poison;
use crate::metrics::{Stopwatch, add};
use crate::sqlite::spawn;
use crate::task::{Job, Mode, Ran};
use crate::tx::{Conn, Tx};
use crossbeam_channel::{Receiver, Sender, bounded};
use parking_lot::Mutex;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// After a failed connection everybody is answered at once for this long instead of each waiting in turn.
const REST_AFTER_FAILURE: Duration = Duration::from_millis(250);

pub(crate) struct Lanes {
    pub write: Sender<Job>,
    pub read: Sender<Job>,
    pub report: Sender<Job>,
    pub threads: Vec<JoinHandle<()>>,
}

/// Starts the pool's threads; each connects when it meets its first closure.
pub(crate) fn open(shared: &Arc<Shared>) -> Result<Lanes, DbError> {
    let config = &shared.config;
    let (write, write_jobs) = bounded(config.queue_max);
    let (read, read_jobs) = bounded(config.queue_max);
    let (report, report_jobs) = bounded(config.queue_max);
    let failed_at = Arc::new(Mutex::new(None));
    let worker = || Worker {
        conn: None,
        had_one: false,
        shared: Arc::clone(shared),
        failed_at: Arc::clone(&failed_at),
    };
    let mut threads = Vec::new();
    for index in 0..config.pool.max(1) {
        let (mut worker, write_jobs, read_jobs) = (worker(), write_jobs.clone(), read_jobs.clone());
        threads.push(spawn(&format!("db-pg-{index}"), move || worker.run(&write_jobs, &read_jobs))?);
    }
    let mut reporter = worker();
    let never = crossbeam_channel::never();
    threads.push(spawn("db-pg-report", move || reporter.run(&report_jobs, &never))?);
    Ok(Lanes { write, read, report, threads })
}

struct Worker {
    conn: Option<PgConn>,
    /// It had a connection and has lost it: the next one is a reconnection.
    had_one: bool,
    shared: Arc<Shared>,
    /// Shared by the pool.
    failed_at: Arc<Mutex<Option<Instant>>>,
}

/// How one attempt at a closure ended.
enum Attempt {
    Answer,
    Refuse(DbError),
    Again,
    Lost(DbError),
}

impl Worker {
    fn run(&mut self, write: &Receiver<Job>, read: &Receiver<Job>) {
        loop {
            let job = crossbeam_channel::select! {
                recv(write) -> job => job,
                recv(read) -> job => job,
            };
            let Ok(job) = job else { return };
            if !job.task.abandoned() {
                self.serve(job);
            }
        }
    }

    fn serve(&mut self, mut job: Job) {
        let mut lost = false;
        for attempt in 0..self.shared.config.attempts_max.max(1) {
            if let Err(error) = self.connect() {
                return job.task.refuse(error);
            }
            match self.attempt(&mut job) {
                Attempt::Answer => return job.task.answer(),
                Attempt::Refuse(error) => return job.task.refuse(error),
                Attempt::Lost(error) => {
                    self.conn = None;
                    // Nothing was committed; a restarted server is met by trying once more.
                    if std::mem::replace(&mut lost, true) {
                        return job.task.refuse(error);
                    }
                }
                Attempt::Again => {
                    add(&self.shared.counters.retries);
                    std::thread::sleep(Duration::from_millis(u64::from(attempt) * 2 + 1));
                }
            }
        }
        job.task.refuse(DbError::Contention);
    }

    fn connect(&mut self) -> Result<(), DbError> {
        if self.conn.as_ref().is_some_and(|conn| !conn.is_closed()) {
            return Ok(());
        }
        self.conn = None;
        if self.failed_at.lock().is_some_and(|at| at.elapsed() < REST_AFTER_FAILURE) {
            return Err(DbError::Unavailable("PostgreSQL did not answer a moment ago".to_owned()));
        }
        match PgConn::connect(&self.shared.config) {
            Ok(conn) => {
                self.conn = Some(conn);
                *self.failed_at.lock() = None;
                if std::mem::replace(&mut self.had_one, true) {
                    add(&self.shared.counters.reconnects);
                }
                Ok(())
            }
            Err(error) => {
                tracing::error!(%error, "no connection to PostgreSQL");
                *self.failed_at.lock() = Some(Instant::now());
                Err(error)
            }
        }
    }

    fn attempt(&mut self, job: &mut Job) -> Attempt {
        let Some(conn) = self.conn.as_mut() else {
            return Attempt::Lost(DbError::Unavailable("no connection".to_owned()));
        };
        let counters = &self.shared.counters;
        if let Err(failure) = conn.begin(job.mode, job.limit) {
            return Attempt::Lost(failure.error);
        }
        add(if job.mode == Mode::Write { &counters.closures } else { &counters.reads });
        let watch = (!job.may_be_slow && job.mode == Mode::Write)
            .then(|| Stopwatch::start(self.shared.config.strict));
        let deadline = job.limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut tx = Tx::new(Conn::Postgres(conn), job.mode, deadline);
        let ran = job.task.run(&mut tx);
        let poison = tx.poison();
        if let Some(watch) = watch.filter(|_| ran != Ran::Panicked) {
            watch.stop(self.shared.config.slow_closure, counters);
        }
        if ran == Ran::Accepted && poison.is_none() {
            return self.commit(job.mode);
        }
        if poison == Some(Poison::Lost) {
            return Attempt::Lost(DbError::Unavailable("the connection was lost".to_owned()));
        }
        if poison == Some(Poison::AgainAfresh) {
            conn.forget_statements();
        }
        if conn.roll_back().is_err() {
            self.conn = None;
        }
        match (ran, poison) {
            (Ran::Panicked, _) => {
                add(&counters.panics);
                Attempt::Refuse(DbError::Panicked)
            }
            (_, Some(Poison::Again | Poison::AgainAfresh)) => Attempt::Again,
            (Ran::Accepted, _) => Attempt::Refuse(DbError::Poisoned),
            (Ran::Refused, _) => Attempt::Answer,
        }
    }

    fn commit(&mut self, mode: Mode) -> Attempt {
        let Some(conn) = self.conn.as_mut() else { return Attempt::Refuse(DbError::OutcomeUnknown) };
        let Err(error) = conn.client.batch_execute("COMMIT") else {
            if mode == Mode::Write {
                self.shared.counters.batch(1);
            }
            return Attempt::Answer;
        };
        let failure = classify(&error);
        if mode == Mode::Read {
            self.conn = None;
            return Attempt::Answer;
        }
        add(&self.shared.counters.commits_failed);
        match failure.poison {
            // The server said no and has rolled back.
            Some(Poison::Again | Poison::AgainAfresh) => Attempt::Again,
            Some(Poison::Statement) if error.as_db_error().is_some() => {
                Attempt::Refuse(DbError::Unavailable(format!("COMMIT failed: {}", failure.error)))
            }
            _ => {
                self.conn = None;
                Attempt::Refuse(DbError::OutcomeUnknown)
            }
        }
    }
}
