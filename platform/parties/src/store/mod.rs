//! All SQL of this crate.
pub mod read;
pub mod write;
