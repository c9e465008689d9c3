//! Who may do what, to which object, and the record of it.
//!
//! Positions give permissions in a scope; nothing else does.  Authorising one object returns the
//! [`Authorized`] that stores demand; authorising a list returns a [`Scope`] that stores turn into a WHERE.
mod authorize;
mod context;
mod store;
pub mod testing;
#[cfg(test)]
mod tests;
pub mod web;

pub use authorize::{Authorized, Denied, Governed};
pub use context::{Actor, GrantRow, Holding, OpContext, Permission, Purpose, Scope, Standing};
pub use store::access::{
    Access, AccessGrant, AccessQuery, AccessRow, accesses_of, accesses_sql, record_access, record_list_access,
};
pub use store::audit::{AuditRow, audit, audit_trail};
pub use store::grants::{Reach, RoleGrant, load_standing, replace_role_grants, role_grants};

/// Sentences of the refusals.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("policy", "0001_create_policy");

/// What this crate gives the program; it has no pages.
#[must_use]
pub fn module() -> ::web::Module {
    ::web::Module { migrations: MIGRATIONS, locales: LOCALES, ..::web::Module::new("policy") }
}
