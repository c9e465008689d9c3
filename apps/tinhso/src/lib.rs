#![doc = include_str!("../README.md")]
mod backup;
pub mod cli;
mod commands;
mod happened;
mod loading;
mod modules;
mod numbers;
mod open;
mod openapi;
mod parts;
mod places;
mod probes;
mod run;
mod sample;
mod serve;
pub mod settings;
mod store;
mod terminal;

#[cfg(test)]
mod tests;

pub use modules::{migration_sets, modules, routes};
pub use parts::{Choices, Parts, PartsError};
pub use run::run;

/// The tables of the program itself.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("tinhso", "0001_create_installation");

/// The words of the command line and of the configuration reference.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];
