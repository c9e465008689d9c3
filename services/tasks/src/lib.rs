#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
mod doors;
pub mod errors;
pub mod model;
pub mod ops;
pub mod rules;
pub mod store;
#[cfg(test)]
mod tests;

pub use doors::api::openapi;
pub use errors::Refused;
pub use ops::AssignedWork;

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
pub const MIGRATIONS: db::MigrationSet = db::migrations!("tasks", "0001_create_assignment");

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &["tasks.assign", "tasks.do"];

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    let work = deps.clone();
    let timers = jobs::JobKind::every("tasks.timers", 60, move |_, run| {
        ops::run_timers(&work, run.now)
            .map(|_| ())
            .map_err(|refused| jobs::JobError::Failed(refused.to_string()))
    });
    web::Module {
        routes: doors::routes(deps),
        menu: vec![web::MenuItem {
            key: "tasks-menu",
            href: "/viec-giao",
            audience: web::Audience::Permission("tasks.do"),
            order: 25,
        }],
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        audit_events: AUDIT_EVENTS,
        locales: LOCALES,
        jobs: vec![timers],
        ..web::Module::new("tasks")
    }
}

/// Every act that is written to the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "tasks.assigned",
    "tasks.accepted",
    "tasks.reported",
    "tasks.asked",
    "tasks.answered",
    "tasks.submitted",
    "tasks.confirmed",
    "tasks.returned",
    "tasks.extension_asked",
    "tasks.extension_granted",
    "tasks.extension_refused",
    "tasks.withdrawn",
    "tasks.chased",
    "tasks.exported",
];
