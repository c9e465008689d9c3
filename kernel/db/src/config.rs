//! What an operator may set, with the limits the house starts from.
use std::time::Duration;

/// Which database stands behind a [`crate::Db`].  Only tests and administration pages ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where the database is and the limits put on its use.
#[derive(Clone)]
pub struct DbConfig {
    /// `sqlite:PATH` or `postgres://…`.  May hold a password: never logged.
    pub url: String,
    /// PostgreSQL: the schema that is first in `search_path`; `None` leaves the server's default.
    pub schema: Option<String>,
    /// SQLite: reader threads, each with a connection.
    pub readers: usize,
    /// PostgreSQL: connections, each on a thread of its own.
    pub pool: usize,
    /// Closures that may wait (per direction); one more is answered [`crate::DbError::Busy`].
    pub queue_max: usize,
    /// SQLite: closures in one commit.
    pub batch_closures_max: usize,
    /// SQLite: a batch takes no further closure after this time.
    pub batch_time_max: Duration,
    /// A closure that takes longer is counted in the metrics.
    pub slow_closure: Duration,
    /// Time for one read closure.
    pub read_limit: Duration,
    /// Time for one write closure, waiting for locks included.
    pub write_limit: Duration,
    /// Time for one closure of [`crate::Db::report`].
    pub report_limit: Duration,
    /// SQLite: the writer truncates a longer write-ahead log.
    pub wal_bytes_max: u64,
    /// PostgreSQL: runs of one closure that met serialisation failures or deadlocks.
    pub attempts_max: u32,
    /// PostgreSQL: time to wait for a connection.
    pub connect_limit: Duration,
    /// Tests: measure processor time of closures and read SQL more suspiciously.
    pub strict: bool,
}

impl DbConfig {
    /// The defaults of the design (`database.md`) for the database at `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            url: url.into(),
            schema: None,
            readers: cores.clamp(2, 8),
            pool: 16,
            queue_max: 1024,
            batch_closures_max: 256,
            batch_time_max: Duration::from_millis(20),
            slow_closure: Duration::from_millis(50),
            read_limit: Duration::from_secs(5),
            write_limit: Duration::from_secs(5),
            report_limit: Duration::from_secs(300),
            wal_bytes_max: 256 * 1024 * 1024,
            attempts_max: 8,
            connect_limit: Duration::from_secs(3),
            strict: false,
        }
    }
}
