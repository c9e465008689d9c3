#![doc = include_str!("../README.md")]

use calendar::Clock;
use contracts::{Assignments, Directory, Figures, Indicators, Plans};
use db::Db;
use std::sync::Arc;

/// What the page reads.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub directory: Arc<dyn Directory>,
    pub indicators: Arc<dyn Indicators>,
    pub plans: Arc<dyn Plans>,
    pub assignments: Arc<dyn Assignments>,
    pub figures: Arc<dyn Figures>,
}

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &["ioc.view"];

/// Sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// What this crate gives the program.
#[must_use]
pub fn module(_deps: &Deps) -> web::Module {
    web::Module { permissions: PERMISSIONS, locales: LOCALES, ..web::Module::new("ioc") }
}
