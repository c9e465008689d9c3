//! The province-year: a seeded generator that knows every dossier of a year, drives the real operations with them, and
//! compares what the house holds in the end with what it knows.
pub mod acts;
pub mod answers;
pub mod check;
mod course;
pub mod days;
pub mod drive;
pub mod people;
mod plan;
pub mod province;
pub mod random;
mod ways;
mod year;

pub use plan::Year;
pub use province::{MIGRATIONS, Province};
pub use year::{Report, run_year};
