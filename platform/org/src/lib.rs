//! Territory, agencies, positions: who stood where, and who answers for it, on any day.
//!
//! Everything is effective-dated; see README.md for the words, the law and the invariants.
mod errors;
mod ids;
mod import;
pub mod model;
pub mod ops;
pub mod pack;
mod store;
#[cfg(test)]
mod tests;

pub use errors::OrgError;
pub use ids::{agency_id, position_id, unit_id};
pub use import::{ImportReport, import_country, import_province};
pub use store::address::{AddressMatch, AddressText, map_address, split_address};
pub use store::agencies::{
    agencies_in, agency_by_code, agency_successors, agency_versions, child_agencies, units_below,
};
pub use store::directory::OrgDirectory;
pub use store::lookup::{answers_for, children, predecessors, unit_at, unit_by_code, units_of_level};
pub use store::positions::{
    HoldingRow, delegations_to, find_position, holders, holdings_of, positions_of, signature_block,
};
pub use store::search::{UnitHit, search_units};

pub(crate) use ids::{digest, key_id};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("org", "0001_create_org");

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] =
    &[ops::MANAGE_UNITS, ops::MANAGE_AGENCIES, ops::MANAGE_POSITIONS, ops::MANAGE_DELEGATIONS];

/// What this crate gives the program.  It has no pages yet: `services/console` will show it.
#[must_use]
pub fn module() -> web::Module {
    web::Module {
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        audit_events: ops::AUDIT_EVENTS,
        locales: &[("vi", include_str!("../locales/vi.ftl"))],
        ..web::Module::new("org")
    }
}
