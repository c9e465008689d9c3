//! All SQL of this crate.
pub mod address;
pub mod agencies;
pub mod bulk;
pub mod directory;
pub mod install;
pub mod lookup;
pub mod names;
pub mod positions;
pub mod search;
pub mod write;
