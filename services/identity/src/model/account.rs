//! Who acts.
use base::Timestamp;
use contracts::{AccountId, AgencyId, PartyId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Officer,
    Citizen,
    Machine,
}

impl AccountKind {
    /// Stable word, also the end of the locale key `identity-kind-…`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Citizen => "citizen",
            Self::Machine => "machine",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    Active,
    /// By an administrator, until an administrator unlocks it.
    Locked,
    /// For good: the row stays, because acts point to it.
    Closed,
}

impl AccountState {
    /// Stable word, also the end of the locale key `identity-state-…`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Closed => "closed",
        }
    }
}

/// A login name in the one form in which it is stored and compared: lower-case ASCII, or a telephone number.
#[derive(Clone, PartialEq, Eq)]
pub struct Login(pub(crate) String);

impl Login {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A login may be somebody's telephone number, so it stays out of logs.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Login(..)")
    }
}

/// One account, without its password.
#[derive(Clone)]
pub struct Account {
    pub id: AccountId,
    pub kind: AccountKind,
    pub login: String,
    pub name: String,
    pub has_password: bool,
    pub state: AccountState,
    pub must_change: bool,
    pub verified: bool,
    pub party: Option<PartyId>,
    /// The agency that keeps the account.
    pub agency: Option<AgencyId>,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
}

/// Name and login are personal data.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
