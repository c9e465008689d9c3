//! All SQL of this crate.
pub mod plans;
pub mod sources;
pub mod track;
