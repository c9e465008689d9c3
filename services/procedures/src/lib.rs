//! The catalogue of administrative procedures: versions, the province's decisions, import with its traps.
//! See README.md.
mod catalogue;
mod errors;
mod model;
mod ops;
mod packs;
mod rules;
mod store;
mod web;

#[cfg(test)]
mod tests;

pub use catalogue::CatalogueReader;
pub use errors::Refused;
pub use model::{
    Answer, Change, Effect, LimitAnswer, NewOverlay, Origin, Overlay, ProcedureFile, Question, Reading,
    State, VersionRow,
};
pub use ops::{
    AUDIT_EVENTS, ImportReport, MANAGE, ProcedureDetail, Publication, READ, SEARCH_KIND, answer_questions,
    close_version, draft_list, end_overlay, import_catalogue, procedure, publish_version, set_mode,
    set_overlay, version_detail,
};
pub use packs::{FormReader, ProcedureReader, ProcessReader, pack_readers};
pub use rules::{ImportProblem, ImportSettings, Imported, RECORDS_MAX, read_catalogue};
pub use web::{PERMISSIONS, module};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("procedures", "0001_create_procedure");

/// The sentences of this crate.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];
