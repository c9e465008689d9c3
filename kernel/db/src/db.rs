//! The handle that everybody holds.
use crate::metrics::{Counters, add};
use crate::sqlite::ReaderJob;
use crate::task::{Closure, Job, Mode, Reply, Task};
use crate::{DbConfig, DbError, DbMetrics, Engine, Tx, postgres, sqlite};
use crossbeam_channel::{TrySendError, bounded};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// Rows in one slice of [`Db::bulk`].
pub const BULK_SLICE_MAX: usize = 500;

/// A database.  Cheap to clone; the last handle to go waits for the closures already accepted.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    lanes: Option<Lanes>,
    threads: Vec<JoinHandle<()>>,
}

enum Lanes {
    Sqlite {
        write: crossbeam_channel::Sender<Job>,
        read: crossbeam_channel::Sender<ReaderJob>,
        report: crossbeam_channel::Sender<ReaderJob>,
    },
    Postgres {
        write: crossbeam_channel::Sender<Job>,
        read: crossbeam_channel::Sender<Job>,
        report: crossbeam_channel::Sender<Job>,
    },
}

/// What the threads of one database share.
pub(crate) struct Shared {
    pub config: DbConfig,
    pub counters: Counters,
}

/// Which queue a closure waits in.
#[derive(Clone, Copy)]
enum Lane {
    Write,
    Read,
    Report,
}

struct Terms {
    lane: Lane,
    limit: Option<Duration>,
    may_be_slow: bool,
}

impl Db {
    /// Opens the database that `config` names and checks that it can serve: SQLite is brought to WAL, PostgreSQL must
    /// answer and have the collation C and the encoding UTF8.
    ///
    /// # Errors
    /// [`DbError::Setup`] for a wrong URL or collation, [`DbError::Unavailable`] when nothing answers.
    pub fn open(config: &DbConfig) -> Result<Self, DbError> {
        let shared = Arc::new(Shared { config: config.clone(), counters: Counters::default() });
        let (lanes, threads) = if let Some(path) = config.url.strip_prefix("sqlite:") {
            let sqlite::Lanes { write, read, report, threads } = sqlite::open(Path::new(path), &shared)?;
            (Lanes::Sqlite { write, read, report }, threads)
        } else if config.url.starts_with("postgres://") || config.url.starts_with("postgresql://") {
            let postgres::Lanes { write, read, report, threads } = postgres::open(&shared)?;
            (Lanes::Postgres { write, read, report }, threads)
        } else {
            return Err(DbError::Setup("the URL begins with sqlite: or postgres://".to_owned()));
        };
        let db = Self { inner: Arc::new(Inner { shared, lanes: Some(lanes), threads }) };
        if db.engine() == Engine::Postgres {
            db.read_blocking(crate::schema::check_collation)?;
        }
        Ok(db)
    }

    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.inner.lanes {
            Some(Lanes::Postgres { .. }) => Engine::Postgres,
            _ => Engine::Sqlite,
        }
    }

    #[must_use]
    pub fn config(&self) -> &DbConfig {
        &self.inner.shared.config
    }

    /// Runs `f` in a transaction; the answer comes after the commit.  `f` may run more than once and must have no
    /// effect outside `tx`.  A future dropped before its closure has begun means that it never runs.
    ///
    /// # Errors
    /// What `f` refuses with (rolled back), or a [`DbError`].
    pub async fn write<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.run(self.write_terms(), f).await
    }

    /// Runs `f` on one snapshot that holds every commit answered before; a write inside fails.
    ///
    /// # Errors
    /// As [`Db::write`]; [`DbError::TimedOut`] after `read_limit`.
    pub async fn read<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.run(self.read_terms(), f).await
    }

    /// As [`Db::read`] on a connection of its own with `report_limit`, for reports; one at a time.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn report<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let limit = Some(self.config().report_limit);
        self.run(Terms { lane: Lane::Report, limit, may_be_slow: true }, f).await
    }

    /// As [`Db::write`] for the command line and tests; blocks the thread.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.run_blocking(self.write_terms(), f)
    }

    /// As [`Db::read`] for the command line and tests; blocks the thread.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E, F>(&self, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.run_blocking(self.read_terms(), f)
    }

    /// A migration step: no time limit.
    pub(crate) fn migrate_blocking<T, F>(&self, f: F) -> Result<T, DbError>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, DbError> + Send + 'static,
        T: Send + 'static,
    {
        self.run_blocking(Terms { lane: Lane::Write, limit: None, may_be_slow: true }, f)
    }

    /// Writes many rows in slices of at most [`BULK_SLICE_MAX`], each its own transaction, so that others get their
    /// turn between.  Slices before a failing one stay: `f` must be repeatable (`ON CONFLICT`).  Returns the rows given.
    ///
    /// # Errors
    /// As [`Db::write`], from the first slice that fails.
    pub async fn bulk<R, E, F>(&self, rows: Vec<R>, f: F) -> Result<u64, E>
    where
        F: Fn(&mut Tx<'_>, &[R]) -> Result<(), E> + Send + Sync + 'static,
        R: Send + Sync + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (rows, f) = (Arc::new(rows), Arc::new(f));
        let mut done = 0;
        while done < rows.len() {
            let end = rows.len().min(done + BULK_SLICE_MAX);
            let (slice, f) = (Arc::clone(&rows), Arc::clone(&f));
            let terms =
                Terms { lane: Lane::Write, limit: Some(self.config().report_limit), may_be_slow: true };
            self.run(terms, move |tx| f(tx, slice.get(done..end).unwrap_or_default())).await?;
            done = end;
        }
        Ok(u64::try_from(done).unwrap_or(u64::MAX))
    }

    /// A consistent copy of a SQLite database as one file (`VACUUM INTO`), on a reader connection, fsynced.  Blocks.
    ///
    /// # Errors
    /// [`DbError::Setup`] on PostgreSQL (take `pg_dump` of the same major version), [`DbError::Unavailable`] when the
    /// file exists or cannot be written.
    pub fn backup_to(&self, path: &Path) -> Result<(), DbError> {
        match &self.inner.lanes {
            Some(Lanes::Sqlite { report, .. }) => {
                let (reply, answer) = bounded(1);
                report.try_send(ReaderJob::Copy(path.to_path_buf(), reply)).map_err(|_| self.busy())?;
                answer.recv().unwrap_or_else(|_| Err(stopped()))
            }
            _ => Err(DbError::Setup(
                "PostgreSQL is backed up with pg_dump of the same major version".to_owned(),
            )),
        }
    }

    #[must_use]
    pub fn metrics(&self) -> DbMetrics {
        let depth = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let (write_queue, read_queue) = match &self.inner.lanes {
            Some(Lanes::Sqlite { write, read, .. }) => (depth(write.len()), depth(read.len())),
            Some(Lanes::Postgres { write, read, .. }) => (depth(write.len()), depth(read.len())),
            None => (0, 0),
        };
        DbMetrics { write_queue, read_queue, ..self.inner.shared.counters.read() }
    }

    fn write_terms(&self) -> Terms {
        Terms { lane: Lane::Write, limit: Some(self.config().write_limit), may_be_slow: false }
    }

    fn read_terms(&self) -> Terms {
        Terms { lane: Lane::Read, limit: Some(self.config().read_limit), may_be_slow: false }
    }

    async fn run<T, E, F>(&self, terms: Terms, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        self.submit(terms, Box::new(Closure { run: f, result: None, reply: Reply::Async(sender) }))?;
        answer.await.unwrap_or_else(|_| Err(stopped().into()))
    }

    fn run_blocking<T, E, F>(&self, terms: Terms, f: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (sender, answer) = bounded(1);
        self.submit(terms, Box::new(Closure { run: f, result: None, reply: Reply::Blocking(sender) }))?;
        answer.recv().unwrap_or_else(|_| Err(stopped().into()))
    }

    fn submit(&self, terms: Terms, task: Box<dyn Task>) -> Result<(), DbError> {
        let mode = if matches!(terms.lane, Lane::Write) { Mode::Write } else { Mode::Read };
        let job = Job { task, mode, limit: terms.limit, may_be_slow: terms.may_be_slow };
        match (&self.inner.lanes, terms.lane) {
            (Some(Lanes::Sqlite { write, .. }), Lane::Write) => self.queued(write.try_send(job)),
            (Some(Lanes::Sqlite { read, .. }), Lane::Read) => {
                self.queued(read.try_send(ReaderJob::Closure(job)))
            }
            (Some(Lanes::Sqlite { report, .. }), Lane::Report) => {
                self.queued(report.try_send(ReaderJob::Closure(job)))
            }
            (Some(Lanes::Postgres { write, .. }), Lane::Write) => self.queued(write.try_send(job)),
            (Some(Lanes::Postgres { read, .. }), Lane::Read) => self.queued(read.try_send(job)),
            (Some(Lanes::Postgres { report, .. }), Lane::Report) => self.queued(report.try_send(job)),
            (None, _) => Err(stopped()),
        }
    }

    fn queued<J>(&self, sent: Result<(), TrySendError<J>>) -> Result<(), DbError> {
        match sent {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(_)) => Err(self.busy()),
            Err(TrySendError::Disconnected(_)) => Err(stopped()),
        }
    }

    fn busy(&self) -> DbError {
        add(&self.inner.shared.counters.busy);
        DbError::Busy
    }
}

fn stopped() -> DbError {
    DbError::Unavailable("the database threads have stopped".to_owned())
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.lanes = None;
        let here = std::thread::current().id();
        for thread in self.threads.drain(..) {
            // A closure may have held the last handle.
            if thread.thread().id() != here && thread.join().is_err() {
                tracing::error!("a database thread had panicked");
            }
        }
    }
}
