//! The list of all readers.
use super::org_parts::{Agencies, Territory};
use identity::{AccountsReader, RolesReader};
use packs::{PartReader, Readers};
use std::sync::Arc;

/// Every reader of the program.  `sample` lets `accounts.toml` be written.
pub(crate) fn readers(sample: bool) -> Readers {
    let mut list: Vec<Arc<dyn PartReader>> = vec![
        Arc::new(Territory),
        Arc::new(Agencies),
        Arc::new(RolesReader::new(crate::modules::permissions())),
        Arc::new(AccountsReader::new(sample)),
    ];
    list.extend(procedures::pack_readers());
    list.push(Arc::new(indicators::IndicatorReader));
    let names: Arc<dyn contracts::AgencyNames> = Arc::new(org::OrgDirectory);
    list.push(Arc::new(programme::PlansReader::new(programme::ops::adopt::AgencyPorts {
        names,
        directory: Arc::new(org::OrgDirectory),
    })));
    Readers::new(list)
}
