//! What lets somebody in: sessions, one-time links, machine tokens.
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, PositionId, SessionId};
use serde::{Deserialize, Serialize};

/// One session of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub id: SessionId,
    pub account: AccountId,
    /// The one position worked in; none: all that are held.
    pub position: Option<PositionId>,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub ends_at: Timestamp,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The first administrator names herself.
    AdminInit,
    /// A forgotten password.
    Reset,
    /// A new account chooses its password.
    Invite,
}

impl Purpose {
    /// Stable word, also the end of the locale key `identity-link-…`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AdminInit => "admin_init",
            Self::Reset => "reset",
            Self::Invite => "invite",
        }
    }

    /// Hours for which a link of this purpose is good.
    #[must_use]
    pub const fn hours(self) -> i64 {
        match self {
            Self::AdminInit | Self::Reset => 24,
            Self::Invite => 7 * 24,
        }
    }
}

/// A link that still opens.
#[derive(Clone, Debug)]
pub struct LinkRow {
    pub id: Id,
    pub purpose: Purpose,
    pub account: Option<AccountId>,
    pub agency: Option<AgencyId>,
    pub expires_at: Timestamp,
}

/// A machine's token, without the token.
#[derive(Clone, Debug)]
pub struct MachineTokenRow {
    pub id: Id,
    pub account: AccountId,
    pub name: String,
    /// Empty: every role that the account holds.
    pub roles: Vec<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl MachineTokenRow {
    /// Whether it lets a machine in at `now`.
    #[must_use]
    pub fn valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}
