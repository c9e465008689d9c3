#![doc = include_str!("../README.md")]
mod errors;
mod identity;
pub mod model;
pub mod ops;
mod pack;
pub mod rules;
pub mod sample;
mod store;
#[cfg(test)]
mod tests;
pub mod web;

pub use self::web::module;
pub use errors::IdentityError;
pub use identity::{Identity, IdentityConfig};
pub use ops::{AUDIT_EVENTS, MANAGE};
pub use pack::{AccountsReader, RolesReader, parse_roles};
pub use sample::SampleAccounts;

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("identity", "0001_create_identity");

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &[MANAGE];
