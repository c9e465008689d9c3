//! The doors: administration pages under `/quan-tri/thu-tuc`, and `/api/v1/procedures`.  What citizens see of the
//! catalogue is the portal's.
mod api;
mod detail;
mod draft;
mod import;
mod list;
mod words;

use crate::ops::{AUDIT_EVENTS, MANAGE, READ};
use crate::{CatalogueReader, MIGRATIONS};
use ::web::{Access, Audience, MenuItem, Module, Routes};
use contracts::Catalogue;
use db::Db;
use std::sync::Arc;

/// Permissions of this crate.
pub const PERMISSIONS: &[&str] = &[READ, MANAGE];

/// What handlers stand on.
#[derive(Clone)]
pub(crate) struct Admin {
    pub db: Db,
    pub catalogue: Arc<dyn Catalogue>,
    /// Own province without its kind, for the import: `Nghệ An`.
    pub province: Arc<str>,
}

/// What this crate gives the program.  `province` is the own province's name without its kind.
#[must_use]
pub fn module(db: &Db, catalogue: &Arc<CatalogueReader>, province: &str) -> Module {
    let admin = Admin { db: db.clone(), catalogue: Arc::clone(catalogue) as _, province: province.into() };
    let (read, manage) = (Access::Permission(READ), Access::Permission(MANAGE));
    let machine = Access::Machine(MANAGE);
    let routes = Routes::with(admin)
        .get("/quan-tri/thu-tuc", "list_catalogue", read, list::show)
        .get("/quan-tri/thu-tuc/ban-nhap", "list_procedure_drafts", read, list::drafts)
        .get("/quan-tri/thu-tuc/ban-nhap/{id}", "show_procedure_draft", read, draft::show)
        .post("/quan-tri/thu-tuc/ban-nhap/{id}/tra-loi", "answer_draft_questions", manage, draft::answer)
        .post("/quan-tri/thu-tuc/ban-nhap/{id}/cong-bo", "publish_procedure_draft", manage, draft::publish)
        .get("/quan-tri/thu-tuc/nap", "show_catalogue_import", manage, import::show)
        .post("/quan-tri/thu-tuc/nap", "import_catalogue", manage, import::import)
        .get("/quan-tri/thu-tuc/{code}", "show_catalogue_procedure", read, detail::show)
        .post("/quan-tri/thu-tuc/{code}/cach-nop", "set_procedure_mode", manage, detail::mode)
        .post("/quan-tri/thu-tuc/{code}/quyet-dinh", "create_procedure_overlay", manage, detail::overlay)
        .post("/quan-tri/thu-tuc/{code}/thoi-quyet-dinh", "end_procedure_overlay", manage, detail::end)
        .post("/quan-tri/thu-tuc/{code}/thoi-hieu-luc", "close_procedure", manage, detail::close)
        .get("/api/v1/procedures", "list_procedures", Access::Public, api::list)
        .get("/api/v1/procedures/{code}", "get_procedure", Access::Public, api::get)
        .put("/api/v1/procedures/{code}/mode", "put_procedure_mode", machine, api::put_mode)
        .post("/api/v1/procedures/{code}/overlays", "add_procedure_overlay", machine, api::post_overlay)
        .post("/api/v1/procedures/{code}/closing", "add_procedure_closing", machine, api::post_closing)
        .into_vec();
    Module {
        routes,
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        menu: vec![MenuItem {
            key: "procedures-menu",
            href: "/quan-tri/thu-tuc",
            audience: Audience::Permission(READ),
            order: 60,
        }],
        audit_events: AUDIT_EVENTS,
        locales: crate::LOCALES,
        ..Module::new("procedures")
    }
}
