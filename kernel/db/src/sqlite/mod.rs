//! Everything that knows `rusqlite`.
mod reader;
mod writer;

pub(crate) use reader::ReaderJob;
pub(crate) use reader::verify_file;

use crate::db::Shared;
use crate::error::{ConstraintKind, Poison};
use crate::row::Cell;
use crate::task::Job;
use crate::tx::Failure;
use crate::{DbConfig, DbError, Param};
use crossbeam_channel::{Receiver, Sender, bounded};
use rusqlite::config::DbConfig as DbConfigSqlite;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The lanes of an open SQLite database.
pub(crate) struct Lanes {
    pub write: Sender<Job>,
    pub read: Sender<ReaderJob>,
    pub report: Sender<ReaderJob>,
    pub threads: Vec<JoinHandle<()>>,
}

/// Opens the file (made with mode 0600 when new), starts the writer, the readers and the report thread.
pub(crate) fn open(path: &Path, shared: &Arc<Shared>) -> Result<Lanes, DbError> {
    create_private(path)?;
    let config = &shared.config;
    let writer = writer::Writer::open(path.to_path_buf(), Arc::clone(shared))?;
    let (write, write_jobs) = bounded(config.queue_max);
    let (read, read_jobs) = bounded(config.queue_max);
    let (report, report_jobs) = bounded(config.queue_max);
    let mut threads = vec![spawn("db-writer", move || writer.run(&write_jobs))?];
    for index in 0..config.readers.max(1) {
        threads.push(reader(&format!("db-reader-{index}"), path, shared, &read_jobs)?);
    }
    threads.push(reader("db-report", path, shared, &report_jobs)?);
    Ok(Lanes { write, read, report, threads })
}

fn reader(
    name: &str,
    path: &Path,
    shared: &Arc<Shared>,
    jobs: &Receiver<ReaderJob>,
) -> Result<JoinHandle<()>, DbError> {
    let reader = reader::Reader::open(path.to_path_buf(), Arc::clone(shared))?;
    let jobs = jobs.clone();
    spawn(name, move || reader.run(&jobs))
}

/// The threads of this room; nothing else starts one.
pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, DbError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map_err(|error| DbError::Setup(format!("no thread: {error}")))
}

fn create_private(path: &Path) -> Result<(), DbError> {
    use std::os::unix::fs::OpenOptionsExt;
    let setup = |error: std::io::Error| DbError::Setup(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(setup)?;
    }
    // The log and the shared-memory file take the mode of the database file.
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop).map_err(setup)
}

/// Stops a statement that runs past the closure's deadline.
pub(crate) struct Alarm {
    base: Instant,
    /// Microseconds after `base`; 0 is never.
    deadline: Arc<AtomicU64>,
}

impl Alarm {
    fn install(conn: &mut Connection) -> Result<Self, DbError> {
        let alarm = Self { base: Instant::now(), deadline: Arc::new(AtomicU64::new(0)) };
        let (base, deadline) = (alarm.base, Arc::clone(&alarm.deadline));
        let due = move || {
            let at = deadline.load(Relaxed);
            at != 0 && base.elapsed() >= Duration::from_micros(at)
        };
        conn.progress_handler(4_000, Some(due)).map_err(|error| classify(error).error)?;
        Ok(alarm)
    }

    /// Sets the alarm; the answer is the deadline for [`crate::Tx`].
    fn set(&self, limit: Option<Duration>) -> Option<Instant> {
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        let micros =
            deadline.map_or(0, |at| u64::try_from((at - self.base).as_micros()).unwrap_or(u64::MAX).max(1));
        self.deadline.store(micros, Relaxed);
        deadline
    }

    fn clear(&self) {
        self.deadline.store(0, Relaxed);
    }
}

fn connect(path: &PathBuf, write: bool, config: &DbConfig) -> Result<Connection, DbError> {
    let access = if write { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let open = || -> rusqlite::Result<Connection> {
        let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.set_prepared_statement_cache_capacity(512);
        conn.busy_timeout(config.write_limit)?;
        // Without it SQLite looks at bound values while planning, and plans a statement that touches a partial index
        // anew at every other binding: a fifth of the writer's time when this was measured (docs/adr/0005).
        conn.set_db_config(DbConfigSqlite::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000;",
        )?;
        if write {
            conn.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;",
            )?;
        } else {
            conn.execute_batch("PRAGMA query_only = ON;")?;
        }
        Ok(conn)
    };
    open().map_err(|error| DbError::Unavailable(format!("{}: {}", path.display(), classify(error).error)))
}

/// What a driver's error means.
pub(crate) fn classify(error: rusqlite::Error) -> Failure {
    let error = match error {
        rusqlite::Error::SqliteFailure(cause, message) => from_code(cause, message.unwrap_or_default()),
        rusqlite::Error::SqlInputError { error, msg, .. } => from_code(error, msg),
        other => DbError::Sql { code: "rusqlite".to_owned(), message: other.to_string() },
    };
    Failure { error, poison: Some(Poison::Statement) }
}

fn from_code(cause: ffi::Error, message: String) -> DbError {
    let constraint =
        |kind| DbError::Constraint { kind, name: message.rsplit(": ").next().unwrap_or_default().to_owned() };
    match (cause.code, cause.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => constraint(ConstraintKind::Unique),
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => constraint(ConstraintKind::ForeignKey),
        (_, ffi::SQLITE_CONSTRAINT_NOTNULL) => constraint(ConstraintKind::NotNull),
        (_, ffi::SQLITE_CONSTRAINT_CHECK) => constraint(ConstraintKind::Check),
        (ErrorCode::DiskFull, _) => DbError::Unavailable("the disk is full".to_owned()),
        (ErrorCode::SystemIoFailure, _) => DbError::Unavailable("the disk failed".to_owned()),
        (ErrorCode::OutOfMemory, _) => DbError::Unavailable("out of memory".to_owned()),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => {
            DbError::Unavailable("another process holds the database".to_owned())
        }
        (ErrorCode::OperationInterrupted, _) => DbError::TimedOut,
        (ErrorCode::ReadOnly, _) => DbError::ReadOnly,
        _ => DbError::Sql { code: format!("sqlite {}", cause.extended_code), message },
    }
}

struct Bound<'a>(&'a Param<'a>);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let borrowed = |value| Ok(ToSqlOutput::Borrowed(value));
        match self.0 {
            Param::Null => borrowed(ValueRef::Null),
            Param::Bool(value) => borrowed(ValueRef::Integer(i64::from(*value))),
            Param::Int(value) => borrowed(ValueRef::Integer(*value)),
            Param::Real(value) => borrowed(ValueRef::Real(*value)),
            Param::Text(text) | Param::Json(text) => borrowed(ValueRef::Text(text.as_bytes())),
            Param::Bytes(bytes) => borrowed(ValueRef::Blob(bytes)),
            Param::Id(id) => borrowed(ValueRef::Blob(id.as_bytes())),
            Param::Date(date) => Ok(ToSqlOutput::Owned(Value::Text(date.to_string()))),
            Param::JsonValue(value) => Ok(ToSqlOutput::Owned(Value::Text(value.to_string()))),
        }
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, sql: &str, params: &[Param<'_>]) -> Result<(), Failure> {
    if cfg!(debug_assertions) {
        crate::placeholders::rewrite(sql)?;
    }
    if statement.parameter_count() != params.len() {
        let message = format!("{} placeholders, {} values", statement.parameter_count(), params.len());
        return Err(Failure { error: DbError::Value(message), poison: Some(Poison::Statement) });
    }
    for (index, param) in params.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, Bound(param)).map_err(classify)?;
    }
    Ok(())
}

pub(crate) fn execute(conn: &Connection, sql: &str, params: &[Param<'_>]) -> Result<u64, Failure> {
    let mut statement = conn.prepare_cached(sql).map_err(classify)?;
    bind(&mut statement, sql, params)?;
    let changed = statement.raw_execute().map_err(classify)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

pub(crate) fn query(
    conn: &Connection,
    sql: &str,
    params: &[Param<'_>],
    visit: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<bool, DbError>,
) -> Result<(), Failure> {
    let mut statement = conn.prepare_cached(sql).map_err(classify)?;
    bind(&mut statement, sql, params)?;
    // An INSERT … RETURNING is complete after its first row: SQLite makes all changes before it answers any.
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(classify)? {
        if !visit(row)? {
            break;
        }
    }
    Ok(())
}

pub(crate) fn batch(conn: &Connection, sql: &str) -> Result<(), Failure> {
    conn.execute_batch(sql).map_err(classify)
}

pub(crate) fn cell<'r>(row: &'r rusqlite::Row<'_>, index: usize) -> Result<Cell<'r>, DbError> {
    let column = |message: String| DbError::Column { index, message };
    match row.get_ref(index).map_err(|error| column(error.to_string()))? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(value) => Ok(Cell::Int(value)),
        ValueRef::Real(value) => Ok(Cell::Real(value)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Cell::Text).map_err(|_| column("not UTF-8".to_owned()))
        }
        ValueRef::Blob(bytes) => Ok(Cell::Bytes(bytes)),
    }
}

/// One statement of the transaction's own machinery.
fn control(conn: &Connection, sql: &str) -> Result<(), DbError> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| classify(error).error)?;
    statement.raw_execute().map(drop).map_err(|error| classify(error).error)
}
