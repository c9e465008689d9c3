//! Who may do what, to which object, and the record of it.
//!
//! Positions give permissions in a scope; nothing else does.  Authorising one object returns the
//! [`Authorized`] that stores demand; authorising a list returns a [`Scope`] that stores turn into a WHERE.
mod access;
mod audit;
mod authorize;
mod context;
mod grants;
#[cfg(test)]
mod tests;
pub mod web;

pub use access::{Access, AccessGrant, record_access, record_list_access};
pub use audit::{AuditRow, audit, audit_trail};
pub use authorize::{Authorized, Denied, Governed};
pub use context::{Actor, GrantRow, Holding, OpContext, Permission, Purpose, Scope, Standing};
pub use grants::{Reach, RoleGrant, load_standing, replace_role_grants, role_grants};

/// Sentences of the refusals.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("policy", "0001_create_policy");
