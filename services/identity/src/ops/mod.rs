//! Operations: each takes the context first, checks the right, checks the rule, writes, and leaves an audit entry.
mod accounts;
mod authenticate;
mod links;
mod machines;
mod passwords;
mod positions;
mod register;
mod sessions;
mod sign_in;
mod standings;
mod tokens;

pub use accounts::{
    AccountView, NewAccount, close_account, create_account, lock_account, require_password_change,
    unlock_account,
};
pub use links::{LinkView, NewPerson, issue_first_link, issue_link_for, issue_one_time_link};
pub use machines::{NewMachineToken, create_machine_token, revoke_machine_token};
pub use register::Registration;
pub use sessions::PasswordChange;
pub use sign_in::{SignIn, SignedIn};
pub use tokens::Token;

pub(crate) use accounts::Cursor;
pub(crate) use machines::put_token;
#[cfg(test)]
pub(crate) use passwords::DECOY;
pub(crate) use passwords::{Passwords, hash_blocking};
pub(crate) use standings::Standings;
pub(crate) use tokens::token_hash;

use policy::Permission;

/// To create, lock, close accounts, give links and tokens, within the agencies of one's scope.
pub const MANAGE: Permission = "identity.manage";

/// Every event these operations leave in the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "identity.signed_in",
    "identity.sign_in_failed",
    "identity.signed_out",
    "identity.signed_out_everywhere",
    "identity.password_changed",
    "identity.position_chosen",
    "identity.citizen_registered",
    "identity.account_created",
    "identity.account_locked",
    "identity.account_unlocked",
    "identity.account_closed",
    "identity.password_change_required",
    "identity.link_issued",
    "identity.link_used",
    "identity.machine_token_created",
    "identity.machine_token_revoked",
];
