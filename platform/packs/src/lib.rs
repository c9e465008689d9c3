//! A sector as data: a folder with `pack.toml` and parts.  This crate knows the folder, the order, the versions and
//! what may be replaced; what a part means is told by the reader that the owning crate gives.  See README.md.
mod check;
mod errors;
mod install;
mod manifest;
mod part;
mod problem;
mod source;
mod store;
mod version;
mod view;

pub use check::{Report, check};
pub use errors::PackError;
pub use install::{Outcome, install, remove};
pub use manifest::{Manifest, Requirement, SourceNote};
pub use part::{Object, Part, PartReader, Readers};
pub use problem::{Problem, line_of, toml_problem};
pub use source::{Dir, FILE_BYTES_MAX, FILES_MAX, Memory, PACK_BYTES_MAX, PackSource};
pub use store::{PackRow, installed, installed_packs};
pub use version::Version;
pub use view::{Installed, PackView};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("packs", "0001_create_pack");

/// The sentences of this crate: problems and refusals.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// Audit events of this crate.
pub const AUDIT_EVENTS: &[&str] = &["packs.installed", "packs.removed"];

#[cfg(test)]
mod tests;
