#![doc = include_str!("../README.md")]

use contracts::{Directory, DossierHistory};
use db::Db;
use std::sync::Arc;

/// What the operations work with.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub directory: Arc<dyn Directory>,
    pub history: Arc<dyn DossierHistory>,
}

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::MigrationSet { owner: "indicators", migrations: &[] };

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] =
    &["indicators.read", "indicators.define", "indicators.report", "indicators.approve"];

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// What this crate gives the program.
#[must_use]
pub fn module(_deps: &Deps) -> web::Module {
    web::Module {
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        locales: LOCALES,
        ..web::Module::new("indicators")
    }
}
