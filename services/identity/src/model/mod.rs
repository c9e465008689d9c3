//! Accounts, sessions, links and tokens as data.
mod access;
mod account;

pub use access::{LinkRow, MachineTokenRow, Purpose, SessionRow};
pub use account::{Account, AccountKind, AccountState, Login};
