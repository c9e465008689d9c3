//! What every operation of this crate stands on.
use contracts::{Catalogue, Directory, WorkingTime};
use db::Db;
use forms::{AddressBook, CodeLists};
use objects::Objects;
use std::sync::Arc;

/// Limits and addresses, from the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address printed in QR codes, without a slash at the end.
    pub public_url: String,
    /// Days a draft lives after its last save.
    pub draft_days: i64,
    /// Bytes per file.
    pub file_bytes_max: u64,
    /// Files per component.
    pub files_per_component_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:8080".to_owned(),
            draft_days: 30,
            file_bytes_max: 20 * 1024 * 1024,
            files_per_component_max: 20,
        }
    }
}

/// The database, the read ports and the object store.
#[derive(Clone)]
pub struct Deps {
    pub db: Db,
    pub catalogue: Arc<dyn Catalogue>,
    pub directory: Arc<dyn Directory>,
    pub time: Arc<dyn WorkingTime>,
    /// Communes of the country for addresses in forms.
    pub places: Arc<dyn AddressBook>,
    /// Code lists of forms.
    pub codes: Arc<dyn CodeLists>,
    pub objects: Objects,
    pub settings: Arc<Settings>,
}
