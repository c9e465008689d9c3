#![doc = include_str!("../README.md")]
mod queue;
mod relay;
mod runner;
#[cfg(test)]
mod tests;

pub use queue::{JobKind, JobRun, dead_jobs, enqueue, run_ready};
pub use relay::{
    DeadLetter, Delivered, Event, Subscription, dead_letters, delivered_since, relay_once, retry,
};
pub use runner::Runner;

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("jobs", "0001_create_job");

/// After so many tries an event or a job waits for a person.
pub const TRIES_MAX: i64 = 10;

/// Why a handler could not do its work.  The words go to the dead-letter page and never carry personal data.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error(transparent)]
    Database(#[from] db::DbError),
    #[error("{0}")]
    Failed(String),
}

/// Seconds to wait before the next try: 1, 2, 4 … 256, then 300.
fn pause_seconds(tries: i64) -> i64 {
    u32::try_from(tries.clamp(0, 8)).map_or(300, |power| 2_i64.pow(power)).min(300)
}
