//! Decisions of the catalogue: data in, decision out; pure.
mod answers;
mod apply;
mod check;
mod import;
mod timeline;

pub(crate) use answers::{answered, carry_over};
pub(crate) use apply::{apply, may_be_laid};
pub(crate) use check::{Finding, check_fact, longest_working_minutes, split_reference, unknown_keys};
pub use import::{ImportProblem, ImportSettings, Imported, RECORDS_MAX, read_catalogue};
pub(crate) use timeline::{Period, Segment, segments};
