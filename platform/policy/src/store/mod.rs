//! All SQL of this crate.
pub mod access;
pub mod audit;
pub mod grants;
