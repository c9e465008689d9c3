//! Reader threads: each closure reads one snapshot, taken after every commit that was answered before it.
use super::{Alarm, classify, connect, control};
use crate::db::Shared;
use crate::metrics::add;
use crate::migrate::MigrationSet;
use crate::task::{Job, Mode, Ran};
use crate::tx::{Conn, Tx};
use crate::{DbConfig, DbError};
use crossbeam_channel::{Receiver, Sender};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) enum ReaderJob {
    Closure(Job),
    /// `VACUUM INTO` the path: a consistent copy while writers go on.
    Copy(PathBuf, Sender<Result<(), DbError>>),
}

pub(super) struct Reader {
    conn: Connection,
    alarm: Alarm,
    shared: Arc<Shared>,
}

impl Reader {
    pub(super) fn open(path: PathBuf, shared: Arc<Shared>) -> Result<Self, DbError> {
        let mut conn = connect(&path, false, &shared.config)?;
        let alarm = Alarm::install(&mut conn)?;
        Ok(Self { conn, alarm, shared })
    }

    pub(super) fn run(self, jobs: &Receiver<ReaderJob>) {
        while let Ok(job) = jobs.recv() {
            match job {
                ReaderJob::Closure(job) if job.task.abandoned() => {}
                ReaderJob::Closure(job) => self.closure(job),
                ReaderJob::Copy(path, reply) => drop(reply.send(self.copy(&path))),
            }
        }
    }

    fn closure(&self, mut job: Job) {
        if let Err(error) = control(&self.conn, "BEGIN") {
            return job.task.refuse(error);
        }
        let deadline = self.alarm.set(job.limit);
        let mut tx = Tx::new(Conn::Sqlite(&self.conn), Mode::Read, deadline);
        let ran = job.task.run(&mut tx);
        let poisoned = tx.poison().is_some();
        self.alarm.clear();
        if !self.conn.is_autocommit() && control(&self.conn, "ROLLBACK").is_err() {
            tracing::error!("a read transaction would not end");
        }
        add(&self.shared.counters.reads);
        match ran {
            Ran::Accepted if poisoned => job.task.refuse(DbError::Poisoned),
            Ran::Accepted | Ran::Refused => job.task.answer(),
            Ran::Panicked => {
                add(&self.shared.counters.panics);
                job.task.refuse(DbError::Panicked);
            }
        }
    }

    fn copy(&self, path: &Path) -> Result<(), DbError> {
        let failed =
            |message: String| DbError::Unavailable(format!("backup to {}: {message}", path.display()));
        let text = path.to_str().ok_or_else(|| failed("the path is not UTF-8".to_owned()))?;
        if path.exists() {
            return Err(failed("the file exists".to_owned()));
        }
        self.conn
            .execute_batch("PRAGMA query_only = OFF;")
            .and_then(|()| self.conn.execute("VACUUM INTO ?1", [text]))
            .map_err(|error| failed(classify(error).error.to_string()))?;
        self.conn.execute_batch("PRAGMA query_only = ON;").map_err(|error| failed(error.to_string()))?;
        let sync = |path: &Path| std::fs::File::open(path).and_then(|file| file.sync_all());
        sync(path).map_err(|error| failed(error.to_string()))?;
        match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => sync(folder).map_err(|error| failed(error.to_string())),
            None => Ok(()),
        }
    }
}

/// Reads a copy before it is put in place: whole, its references hold, and no newer than `sets`.
pub(crate) fn verify_file(path: &Path, sets: &[MigrationSet]) -> Result<(), DbError> {
    let conn = connect(&path.to_path_buf(), false, &DbConfig::new(String::new()))?;
    let ask = |sql: &str| -> Result<Vec<String>, DbError> {
        let mut statement = conn.prepare(sql).map_err(|error| classify(error).error)?;
        let rows =
            statement.query_map([], |row| row.get::<_, String>(0)).map_err(|error| classify(error).error)?;
        rows.collect::<Result<_, _>>().map_err(|error| classify(error).error)
    };
    let findings = ask("PRAGMA integrity_check(10)")?;
    if findings != ["ok"] {
        return Err(DbError::Setup(format!("the copy is damaged: {}", findings.join("; "))));
    }
    if let Some(table) = ask("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")?.first() {
        return Err(DbError::Setup(format!("the copy has rows of {table} that refer to nothing")));
    }
    let mut tx = Tx::new(Conn::Sqlite(&conn), Mode::Read, None);
    crate::migrate::refuse_newer(&crate::migrate::applied(&mut tx)?, sets)
}
