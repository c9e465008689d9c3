//! Persons and organisations that deal with the province: names, numbers with validity, contacts, addresses, merges.
//!
//! Whoever reads an unmasked person shows a [`policy::AccessGrant`]; see README.md.
mod errors;
pub mod model;
pub mod ops;
mod store;
#[cfg(test)]
mod tests;

pub use errors::PartyError;
pub use store::read::{find_by_identifier, kin, masked, merges_of, names, party, resolve, search_masked};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("parties", "0001_create_parties");

/// Permissions that the operations ask for.
pub const PERMISSIONS: &[&str] = &[ops::MERGE, ops::EDIT];

/// What this crate gives the program.
#[must_use]
pub fn module() -> web::Module {
    web::Module {
        permissions: PERMISSIONS,
        migrations: MIGRATIONS,
        audit_events: ops::AUDIT_EVENTS,
        locales: &[("vi", include_str!("../locales/vi.ftl"))],
        ..web::Module::new("parties")
    }
}
