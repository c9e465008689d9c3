//! How the database says no.  Messages never carry bound values: those may be personal data.
use base::{Refusal, RefusalKind};

/// Which promise of the schema a statement broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    Unique,
    ForeignKey,
    NotNull,
    Check,
}

/// Everything that [`crate::Db`] and [`crate::Tx`] may refuse with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    #[error("the database queue is full")]
    Busy,
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The connection was lost while COMMIT was under way.  The idempotency key settles what happened.
    #[error("the connection was lost during COMMIT; the outcome is unknown")]
    OutcomeUnknown,
    #[error("the closure reached its time limit")]
    TimedOut,
    /// Serialisation failures or deadlocks on every attempt.
    #[error("the closure kept colliding with others")]
    Contention,
    #[error("{kind:?} constraint failed: {name}")]
    Constraint { kind: ConstraintKind, name: String },
    /// A statement after a failed one, or a closure that swallowed a failure.
    #[error("the transaction had failed before this statement")]
    Poisoned,
    #[error("a read may not write")]
    ReadOnly,
    #[error("the closure panicked")]
    Panicked,
    #[error("a row was expected and none came")]
    NoRow,
    #[error("column {index}: {message}")]
    Column { index: usize, message: String },
    #[error("SQL error {code}: {message}")]
    Sql { code: String, message: String },
    #[error("a value could not be written: {0}")]
    Value(String),
    #[error("the database was migrated by a newer program: {owner}/{name} is unknown here")]
    NewerSchema { owner: String, name: String },
    #[error("migration {owner}/{name} differs from the one that was applied")]
    ChecksumChanged { owner: String, name: String },
    #[error("migration {owner}/{name}: {message}")]
    Migration { owner: String, name: String, message: String },
    #[error("the database cannot be used: {0}")]
    Setup(String),
}

impl DbError {
    /// Seconds after which a caller may try again; `None` when trying again is no help.
    #[must_use]
    pub const fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::Busy | Self::Contention => Some(1),
            Self::OutcomeUnknown => Some(2),
            Self::Unavailable(_) | Self::TimedOut => Some(5),
            _ => None,
        }
    }
}

impl Refusal for DbError {
    fn code(&self) -> &'static str {
        match self {
            Self::Busy => "db.busy",
            Self::Unavailable(_) => "db.unavailable",
            Self::OutcomeUnknown => "db.outcome_unknown",
            Self::TimedOut => "db.timed_out",
            Self::Contention => "db.contention",
            Self::Constraint { .. } => "db.constraint",
            Self::Poisoned => "db.poisoned",
            Self::ReadOnly => "db.read_only",
            Self::Panicked => "db.panicked",
            Self::NoRow => "db.no_row",
            Self::Column { .. } => "db.column",
            Self::Sql { .. } => "db.sql",
            Self::Value(_) => "db.value",
            Self::NewerSchema { .. } => "db.newer_schema",
            Self::ChecksumChanged { .. } => "db.checksum_changed",
            Self::Migration { .. } => "db.migration",
            Self::Setup(_) => "db.setup",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Constraint { kind: ConstraintKind::Unique, .. } => RefusalKind::Conflict,
            _ if self.retry_after_seconds().is_some() => RefusalKind::Unavailable,
            _ => RefusalKind::Internal,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self.retry_after_seconds() {
            Some(seconds) => vec![("retry_after_seconds", seconds.to_string())],
            None => Vec::new(),
        }
    }
}

/// What a failed statement means for the transaction around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Poison {
    /// This closure has failed, others have not.
    Statement,
    /// Running the closure again may succeed (40001, 40P01).
    Again,
    /// As `Again`, after forgetting prepared statements (the schema changed under them).
    AgainAfresh,
    /// The connection is gone.
    Lost,
}
