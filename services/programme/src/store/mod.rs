//! All SQL of this crate.
pub mod doubts;
pub mod findings;
pub mod names;
pub mod plans;
pub mod sources;
pub mod track;
