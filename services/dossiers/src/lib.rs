#![doc = include_str!("../README.md")]
pub mod errors;
pub mod model;
pub mod ops;
pub mod rules;
pub mod store;

pub use errors::Refused;
pub use ops::{Deps, Settings};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("dossiers", "0001_create_dossier");
