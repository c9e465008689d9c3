//! What the operations work with.
use super::count::Counter;
use contracts::{AgencyNames, Directory, DossierHistory};
use db::Db;
use std::sync::Arc;

/// Given by the program.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub directory: Arc<dyn Directory>,
    /// Groups of agencies, and what a printed name means today.
    pub names: Arc<dyn AgencyNames>,
    pub history: Arc<dyn DossierHistory>,
    /// Compiled facts, one for the program: `Counter::default()`.
    pub counter: Counter,
}
