#![doc = include_str!("../README.md")]
#[path = "web/mod.rs"]
mod doors;
pub mod model;
pub mod ops;
mod rules;
mod store;
#[cfg(test)]
mod tests;

use calendar::Clock;
use contracts::{Assignments, Figures, Indicators, Plans};
use db::Db;
use std::sync::Arc;

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("ioc", "0001_create_day");

/// How often the day in hand is written into the book.
const DAY_SECONDS: i64 = 300;

/// What the page reads.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub indicators: Arc<dyn Indicators>,
    pub plans: Arc<dyn Plans>,
    pub assignments: Arc<dyn Assignments>,
    pub figures: Arc<dyn Figures>,
    /// Codes of the indicators on the page, in the province's order; empty: the first eight.
    pub pinned: Arc<[String]>,
}

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &["ioc.view"];

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// What this crate gives the program.
#[must_use]
pub fn module(deps: &Deps) -> web::Module {
    let kept = deps.clone();
    let day =
        jobs::JobKind::every("ioc.keep_day", DAY_SECONDS, move |_, run| Ok(ops::keep_day(&kept, run.now)?));
    web::Module {
        routes: doors::routes(deps),
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![web::MenuItem {
            key: "ioc-menu",
            href: "/dieu-hanh",
            audience: web::Audience::Permission("ioc.view"),
            order: 5,
        }],
        locales: LOCALES,
        jobs: vec![day],
        ..web::Module::new("ioc")
    }
}
