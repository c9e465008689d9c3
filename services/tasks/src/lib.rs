#![doc = include_str!("../README.md")]

use contracts::{AgencyNames, Directory, WorkingTime};
use db::Db;
use objects::Objects;
use std::sync::Arc;

/// What the operations work with.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub objects: Objects,
    pub directory: Arc<dyn Directory>,
    pub names: Arc<dyn AgencyNames>,
    pub time: Arc<dyn WorkingTime>,
}

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::MigrationSet { owner: "tasks", migrations: &[] };

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &["tasks.assign", "tasks.do"];

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// What this crate gives the program.
#[must_use]
pub fn module(_deps: &Deps) -> web::Module {
    web::Module {
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        locales: LOCALES,
        ..web::Module::new("tasks")
    }
}
