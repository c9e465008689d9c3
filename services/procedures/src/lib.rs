//! The catalogue of administrative procedures: versions, the province's decisions, import with its traps.
//! See README.md.
mod catalogue;
mod errors;
mod model;
mod store;

pub use catalogue::CatalogueReader;
pub use errors::Refused;
pub use model::{
    Answer, Change, Effect, LimitAnswer, NewOverlay, Origin, Overlay, ProcedureFile, Question, Reading, State,
    VersionRow,
};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("procedures", "0001_create_procedure");
