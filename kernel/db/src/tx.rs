//! What a closure holds: one transaction (PostgreSQL) or one savepoint of a batch (SQLite).
use crate::error::Poison;
use crate::postgres::PgConn;
use crate::row::{Row, RowRef};
use crate::task::Mode;
use crate::{DbError, Engine, Param};
use base::Id;
use std::time::Instant;

/// A transaction.  After the first SQL error every further statement is refused, on both databases.
pub struct Tx<'c> {
    conn: Conn<'c>,
    mode: Mode,
    deadline: Option<Instant>,
    poison: Option<Poison>,
    statements: u64,
}

pub(crate) enum Conn<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut PgConn),
}

/// A statement's failure: what the caller hears and what it means for the transaction.
pub(crate) struct Failure {
    pub error: DbError,
    pub poison: Option<Poison>,
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self { error, poison: None }
    }
}

impl<'c> Tx<'c> {
    pub(crate) const fn new(conn: Conn<'c>, mode: Mode, deadline: Option<Instant>) -> Self {
        Self { conn, mode, deadline, poison: None, statements: 0 }
    }

    pub(crate) const fn poison(&self) -> Option<Poison> {
        self.poison
    }

    /// Asks that the closure be run again: another transaction got there first.
    pub(crate) fn collide(&mut self) -> DbError {
        self.poison = Some(Poison::Again);
        DbError::Contention
    }

    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// How many statements this closure has run: a page must not ask once a row, and its test says so.
    #[must_use]
    pub const fn statements(&self) -> u64 {
        self.statements
    }

    fn ready(&mut self) -> Result<(), DbError> {
        self.statements = self.statements.saturating_add(1);
        if self.poison.is_some() {
            return Err(DbError::Poisoned);
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.poison = Some(Poison::Statement);
            return Err(DbError::TimedOut);
        }
        Ok(())
    }

    fn settle<T>(&mut self, result: Result<T, Failure>) -> Result<T, DbError> {
        result.map_err(|failure| {
            if let Some(poison) = failure.poison {
                self.poison = Some(poison);
            }
            failure.error
        })
    }

    /// Runs a statement that answers no rows; returns how many rows it changed.
    ///
    /// # Errors
    /// Any SQL error; the transaction is then poisoned.
    pub fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, DbError> {
        self.ready()?;
        let result = match &mut self.conn {
            Conn::Sqlite(conn) => crate::sqlite::execute(conn, sql, params),
            Conn::Postgres(conn) => conn.execute(sql, params),
        };
        self.settle(result)
    }

    /// All rows, each through `map`.
    ///
    /// # Errors
    /// Any SQL error (poisons), or the first error of `map` (does not).
    pub fn query<T, M>(&mut self, sql: &str, params: &[Param<'_>], mut map: M) -> Result<Vec<T>, DbError>
    where
        M: FnMut(&Row<'_>) -> Result<T, DbError>,
    {
        let mut rows = Vec::new();
        self.each(sql, params, &mut |row| {
            rows.push(map(row)?);
            Ok(true)
        })?;
        Ok(rows)
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn query_opt<T, M>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        mut map: M,
    ) -> Result<Option<T>, DbError>
    where
        M: FnMut(&Row<'_>) -> Result<T, DbError>,
    {
        let mut first = None;
        self.each(sql, params, &mut |row| {
            first = Some(map(row)?);
            Ok(false)
        })?;
        Ok(first)
    }

    /// The first row.
    ///
    /// # Errors
    /// As [`Tx::query`], and [`DbError::NoRow`].
    pub fn query_one<T, M>(&mut self, sql: &str, params: &[Param<'_>], map: M) -> Result<T, DbError>
    where
        M: FnMut(&Row<'_>) -> Result<T, DbError>,
    {
        self.query_opt(sql, params, map)?.ok_or(DbError::NoRow)
    }

    /// Rows until `visit` answers false.
    fn each(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<bool, DbError>,
    ) -> Result<(), DbError> {
        self.ready()?;
        let result = match &mut self.conn {
            Conn::Sqlite(conn) => {
                crate::sqlite::query(conn, sql, params, &mut |row| visit(&Row::new(RowRef::Sqlite(row))))
            }
            Conn::Postgres(conn) => {
                conn.query(sql, params, &mut |row| visit(&Row::new(RowRef::Postgres(row))))
            }
        };
        self.settle(result)
    }

    /// The first statement of every op: waits until no other transaction holds the row `id` of `table` and keeps it
    /// until the end (`FOR UPDATE`; the one writer of SQLite needs no lock).  Answers whether the row exists.
    ///
    /// # Errors
    /// [`DbError::ReadOnly`] in a read, or any SQL error.
    pub fn lock(&mut self, table: &'static str, id: impl Into<Id>) -> Result<bool, DbError> {
        if self.mode == Mode::Read {
            return Err(DbError::ReadOnly);
        }
        if !table.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(DbError::Value("a table name has only a-z, 0-9 and _".to_owned()));
        }
        let suffix = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " FOR UPDATE",
        };
        let sql = format!("SELECT 1 FROM {table} WHERE id = ?1{suffix}");
        let found = self.query_opt(&sql, &[Param::Id(id.into())], |_| Ok(()))?;
        Ok(found.is_some())
    }

    /// Several statements without parameters, as a migration has them.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.ready()?;
        let result = match &mut self.conn {
            Conn::Sqlite(conn) => crate::sqlite::batch(conn, sql),
            Conn::Postgres(conn) => conn.batch(sql),
        };
        self.settle(result)
    }

    pub(crate) const fn mode(&self) -> Mode {
        self.mode
    }
}
