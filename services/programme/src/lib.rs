#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
pub mod doors;
pub mod errors;
pub mod grammar;
pub mod json;
pub mod model;
pub mod ops;
#[path = "packs.rs"]
mod pack_parts;
pub mod reading;
pub mod rules;
pub mod store;

#[cfg(test)]
mod tests;

pub use errors::Refused;
pub use model::PlanFacts;
pub use pack_parts::PlansReader;
pub use reading::{Document, ReadError};
pub use rules::{Found, Warning};

use contracts::{AgencyNames, Assignments, Directory, Indicators, WorkingTime};
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
    pub indicators: Arc<dyn Indicators>,
    pub assignments: Arc<dyn Assignments>,
}

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet =
    db::migrations!("programme", "0001_create_plan", "0002_create_progress");

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] =
    &["programme.read", "programme.plan", "programme.report", "programme.follow"];

/// The sentences of this crate as `(language, Fluent text)`, for whoever assembles the locales.
pub const LOCALES: &[(&str, &str)] =
    &[("vi", include_str!("../locales/vi.ftl")), ("vi", include_str!("../locales/vi/planner.ftl"))];

/// Every act that is written to the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "programme.text_read",
    "programme.text_named",
    "programme.text_discarded",
    "programme.finding_changed",
    "programme.name_decided",
    "programme.doubt_settled",
    "programme.adopted",
    "programme.ended",
];

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    web::Module {
        routes: doors::planner::routes(deps),
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![web::MenuItem {
            key: "programme-menu-plans",
            href: "/ke-hoach",
            audience: web::Audience::Permission("programme.read"),
            order: 50,
        }],
        audit_events: AUDIT_EVENTS,
        locales: LOCALES,
        ..web::Module::new("programme")
    }
}

/// A plan that was read: its text in blocks, and what was found in it.
#[derive(Debug, Clone)]
pub struct Reading {
    pub document: Document,
    pub found: Found,
}

/// Reads a plan from the bytes of a file (DOCX, PDF with text, HTML, plain text).
///
/// # Errors
/// [`ReadError`]: too large, locked by a password, a scan without text, broken, or of an unknown kind.
pub fn read_plan(bytes: &[u8], file_name: &str) -> Result<Reading, ReadError> {
    let document = reading::read(bytes, file_name)?;
    let found = rules::apply(&document);
    Ok(Reading { document, found })
}
