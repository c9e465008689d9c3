//! All SQL of this crate, and nothing else.
pub(crate) mod cells;
mod definitions;
mod facts;
mod rebuild;
pub(crate) mod reports;

pub use cells::{Counted, Record, RecordFilter, change, claim, hold, records, set_counted, sums};
pub use definitions::{close_definition, definitions, put_definition, put_version};
pub use facts::{active_facts, add_fact, drop_old_slice, facts, raise_revision, revision, settle_facts};
pub use rebuild::{finish_rebuild, rebuild, step_rebuild, want_rebuild};
pub use reports::{
    approved, decide, history, insert_lock, insert_report, locks, report, reports_of, withdraw_sent,
};

use db::DbError;

/// A stored word that no version of this program writes.
fn corrupt(table: &str, column: &str) -> DbError {
    DbError::Column { index: 0, message: format!("{table}.{column}") }
}

/// JSON text of a value, for a column.
fn json_of(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Value(error.to_string()))
}
