#![doc = include_str!("../README.md")]
mod charts;
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
pub mod report;
pub mod rules;
pub mod store;

#[cfg(test)]
mod tests;

pub use errors::Refused;
pub use model::PlanFacts;
pub use ops::track::PlanSummaries;
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
pub const LOCALES: &[(&str, &str)] = &[
    ("vi", include_str!("../locales/vi.ftl")),
    ("vi", include_str!("../locales/vi/planner.ftl")),
    ("vi", include_str!("../locales/vi/tracking.ftl")),
    ("vi", include_str!("../locales/vi/report.ftl")),
];

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
    "programme.asked",
    "programme.chased",
    "programme.money_entered",
    "programme.question_answered",
    "programme.report_accepted",
    "programme.report_drawn",
    "programme.report_returned",
    "programme.reported",
    "programme.round_closed",
    "programme.round_opened",
    "programme.rule_put",
    "programme.target_bound",
];

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    let mut routes = doors::planner::routes(deps);
    routes.extend(doors::tracking::routes(deps));
    routes.extend(doors::report::routes(deps));
    let followed = deps.clone();
    let rounds = jobs::JobKind::every("programme.rounds", 300, move |_, run| {
        let failed = |refused: ops::track::TrackRefused| jobs::JobError::Failed(refused.to_string());
        ops::track::keep_rounds(&followed, run.now).map(|_| ()).map_err(failed)
    });
    web::Module {
        routes,
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![
            menu("programme-menu-plans", "/ke-hoach", ops::track::READ, 50),
            menu("programme-track-agency-title", "/ke-hoach/viec", ops::track::REPORT, 51),
            web::MenuItem {
                key: "programme-menu-plans",
                href: "/cong-khai/ke-hoach",
                audience: web::Audience::Public,
                order: 30,
            },
        ],
        jobs: vec![rounds],
        audit_events: AUDIT_EVENTS,
        locales: LOCALES,
        ..web::Module::new("programme")
    }
}

const fn menu(key: &'static str, href: &'static str, permission: &'static str, order: u16) -> web::MenuItem {
    web::MenuItem { key, href, audience: web::Audience::Permission(permission), order }
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
