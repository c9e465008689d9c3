#![doc = include_str!("../README.md")]

mod config;
mod db;
mod error;
mod metrics;
mod migrate;
mod outbox;
mod param;
mod placeholders;
mod postgres;
mod row;
mod schema;
mod sqlite;
mod task;
pub mod testing;
mod tx;

pub use config::{DbConfig, Engine};
pub use db::{BULK_SLICE_MAX, Db};
pub use error::{ConstraintKind, DbError};
pub use metrics::{BATCH_SIZE_BUCKETS, DbMetrics};
pub use migrate::{MIGRATIONS, Migration, MigrationSet, migrate, pending};
#[doc(hidden)]
pub use param::pick;
pub use param::{Json, Param, ToParam};
pub use row::Row;
pub use schema::{ColumnShape, IndexShape, Plan, Schema, TableShape, explain, schema_dump, verify_backup};
pub use tx::Tx;

/// Sentences of the refusals.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

#[cfg(test)]
mod tests;
