//! Everything that knows `postgres`.  Clients live and die on threads of this room: connecting or dropping one on an
//! async worker panics.
mod pool;
mod value;

pub(crate) use pool::{Lanes, open};
pub(crate) use value::cell;

use crate::error::{ConstraintKind, Poison};
use crate::task::Mode;
use crate::tx::Failure;
use crate::{DbConfig, DbError, Param};
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, NoTls, Statement};
use std::collections::HashMap;
use std::time::Duration;

/// Prepared statements kept per connection; beyond it all are forgotten and prepared anew.
const STATEMENTS_MAX: usize = 1_000;

/// A connection with its prepared statements by their own (`?n`) text.
pub(crate) struct PgConn {
    client: Client,
    statements: HashMap<String, (Statement, usize)>,
    /// `statement_timeout` of the session, in milliseconds.
    session_limit: Option<Duration>,
}

impl PgConn {
    fn connect(config: &DbConfig) -> Result<Self, DbError> {
        // The driver's message names the host, never the password.
        let failed =
            |error: postgres::Error| DbError::Unavailable(format!("no connection: {}", describe(&error)));
        let mut settings: postgres::Config =
            config.url.parse().map_err(|_| DbError::Setup("the database URL cannot be read".to_owned()))?;
        settings
            .application_name("tinhso")
            .connect_timeout(config.connect_limit)
            .keepalives_idle(Duration::from_secs(15))
            .tcp_user_timeout(Duration::from_secs(15));
        let mut client = settings.connect(NoTls).map_err(failed)?;
        client.batch_execute(&session_settings(config)?).map_err(failed)?;
        Ok(Self { client, statements: HashMap::new(), session_limit: Some(config.write_limit) })
    }

    fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    fn begin(&mut self, mode: Mode, limit: Option<Duration>) -> Result<(), Failure> {
        // A read takes one snapshot for all its statements, as on SQLite; it can neither write nor collide.
        let begin = match mode {
            Mode::Write => "BEGIN ISOLATION LEVEL READ COMMITTED",
            Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let result = if limit == self.session_limit {
            self.client.batch_execute(begin)
        } else {
            let millis = limit.map_or(0, |limit| limit.as_millis().max(1));
            self.client.batch_execute(&format!("{begin}; SET LOCAL statement_timeout = {millis}"))
        };
        result.map_err(|error| classify(&error))
    }

    fn roll_back(&mut self) -> Result<(), Failure> {
        self.client.batch_execute("ROLLBACK").map_err(|error| classify(&error))
    }

    fn forget_statements(&mut self) {
        self.statements.clear();
    }

    fn prepare(&mut self, sql: &str, values: usize) -> Result<Statement, Failure> {
        if !self.statements.contains_key(sql) {
            let (text, placeholders) = crate::placeholders::rewrite(sql)?;
            let statement = self.client.prepare(&text).map_err(|error| classify(&error))?;
            if self.statements.len() >= STATEMENTS_MAX {
                self.statements.clear();
            }
            self.statements.insert(sql.to_owned(), (statement, placeholders));
        }
        match self.statements.get(sql) {
            Some((statement, placeholders)) if *placeholders == values => Ok(statement.clone()),
            Some((_, placeholders)) => {
                let message = format!("{placeholders} placeholders, {values} values");
                Err(Failure { error: DbError::Value(message), poison: Some(Poison::Statement) })
            }
            None => Err(DbError::Value("a statement was not kept".to_owned()).into()),
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, Failure> {
        let statement = self.prepare(sql, params.len())?;
        let mut rows = self.client.query_raw(&statement, params.iter()).map_err(|error| classify(&error))?;
        while rows.next().map_err(|error| classify(&error))?.is_some() {}
        Ok(rows.rows_affected().unwrap_or(0))
    }

    pub(crate) fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        visit: &mut dyn FnMut(&postgres::Row) -> Result<bool, DbError>,
    ) -> Result<(), Failure> {
        let statement = self.prepare(sql, params.len())?;
        let mut rows = self.client.query_raw(&statement, params.iter()).map_err(|error| classify(&error))?;
        let mut wanted = Ok(true);
        // Read to the end in any case: an error may stand behind the last row.
        while let Some(row) = rows.next().map_err(|error| classify(&error))? {
            if matches!(wanted, Ok(true)) {
                wanted = visit(&row);
            }
        }
        wanted.map(drop).map_err(Failure::from)
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        self.client.batch_execute(sql).map_err(|error| classify(&error))
    }
}

fn session_settings(config: &DbConfig) -> Result<String, DbError> {
    let millis = config.write_limit.as_millis().max(1);
    let mut sql = format!(
        "SET statement_timeout = {millis}; SET idle_in_transaction_session_timeout = '60s'; \
         SET client_min_messages = warning; SET timezone = 'UTC'; SET synchronous_commit = on; \
         SET standard_conforming_strings = on; SET plan_cache_mode = auto;"
    );
    if let Some(schema) = &config.schema {
        if !schema.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(DbError::Setup("a schema name has only a-z, 0-9 and _".to_owned()));
        }
        sql.push_str(&format!(" SET search_path = {schema};"));
    }
    Ok(sql)
}

/// The server's message where it cannot hold a bound value, else the code alone: values may be personal data.
fn describe(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(cause)
            if matches!(
                cause.code().code().get(..2),
                Some("42" | "0A" | "3D" | "28" | "53" | "57" | "55")
            ) =>
        {
            format!("{} {}", cause.code().code(), cause.message())
        }
        Some(cause) => cause.code().code().to_owned(),
        None => {
            use std::error::Error as _;
            error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
        }
    }
}

/// What a driver's error means.
fn classify(error: &postgres::Error) -> Failure {
    let Some(cause) = error.as_db_error() else {
        use std::error::Error as _;
        if error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>()) {
            let lost = DbError::Unavailable("the connection was lost".to_owned());
            return Failure { error: lost, poison: Some(Poison::Lost) };
        }
        let unfit = DbError::Value(describe(error));
        return Failure { error: unfit, poison: Some(Poison::Statement) };
    };
    let constraint = |kind| DbError::Constraint {
        kind,
        name: cause.constraint().or(cause.column()).unwrap_or_default().to_owned(),
    };
    let code = cause.code();
    let (error, poison) = if *code == SqlState::T_R_SERIALIZATION_FAILURE
        || *code == SqlState::T_R_DEADLOCK_DETECTED
    {
        (DbError::Contention, Poison::Again)
    } else if *code == SqlState::UNIQUE_VIOLATION {
        (constraint(ConstraintKind::Unique), Poison::Statement)
    } else if *code == SqlState::FOREIGN_KEY_VIOLATION {
        (constraint(ConstraintKind::ForeignKey), Poison::Statement)
    } else if *code == SqlState::NOT_NULL_VIOLATION {
        (constraint(ConstraintKind::NotNull), Poison::Statement)
    } else if *code == SqlState::CHECK_VIOLATION {
        (constraint(ConstraintKind::Check), Poison::Statement)
    } else if *code == SqlState::QUERY_CANCELED || *code == SqlState::LOCK_NOT_AVAILABLE {
        (DbError::TimedOut, Poison::Statement)
    } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        (DbError::ReadOnly, Poison::Statement)
    } else if *code == SqlState::INVALID_SQL_STATEMENT_NAME || is_stale_plan(cause) {
        (DbError::Contention, Poison::AgainAfresh)
    } else {
        match code.code().get(..2) {
            // 57P0x: the server ends the session; 08: the connection failed.
            Some("08") => (DbError::Unavailable(describe(error)), Poison::Lost),
            Some("57") => (DbError::Unavailable(describe(error)), Poison::Lost),
            Some("53" | "58") => (DbError::Unavailable(describe(error)), Poison::Statement),
            _ => (DbError::Sql { code: code.code().to_owned(), message: describe(error) }, Poison::Statement),
        }
    };
    Failure { error, poison: Some(poison) }
}

/// A migration changed a table under a prepared `SELECT *`.
fn is_stale_plan(cause: &postgres::error::DbError) -> bool {
    *cause.code() == SqlState::FEATURE_NOT_SUPPORTED && cause.routine() == Some("RevalidateCachedQuery")
}
