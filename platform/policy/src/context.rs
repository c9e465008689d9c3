//! The first argument of every operation: who acts, in which positions, for what purpose, when.
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId};
use std::sync::Arc;

/// A permission's stable name, `crate.verb`.
pub type Permission = &'static str;

/// One position somebody holds at this moment.
pub type Holding = HoldingFact;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    Citizen(AccountId),
    Officer(AccountId),
    Machine(AccountId),
    /// The program itself: timers, relays, migrations.  Names the part that acts.
    System(&'static str),
}

impl Actor {
    #[must_use]
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::Citizen(id) | Self::Officer(id) | Self::Machine(id) => Some(id),
            Self::Anonymous | Self::System(_) => None,
        }
    }

    /// Stable word for logs and the audit trail.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Citizen(_) => "citizen",
            Self::Officer(_) => "officer",
            Self::Machine(_) => "machine",
            Self::System(_) => "system",
        }
    }
}

/// Why a person's data is looked at; written with every look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To process the named dossier.
    Dossier(contracts::DossierId),
    /// A stated reason outside a dossier.
    Stated(String),
}

/// How far a list may reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    Agencies(Vec<AgencyId>),
}

impl Scope {
    #[must_use]
    pub fn covers(&self, agency: AgencyId) -> bool {
        match self {
            Self::All => true,
            Self::Agencies(list) => list.contains(&agency),
        }
    }

    /// The agencies by name, or `None` when the scope is the whole installation.
    #[must_use]
    pub fn agencies(&self) -> Option<&[AgencyId]> {
        match self {
            Self::All => None,
            Self::Agencies(list) => Some(list),
        }
    }
}

/// One permission that one holding gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    pub permission: String,
    pub scope: Scope,
    pub holding: HoldingId,
}

/// All that somebody may do now: the positions held and what they give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub account: Option<AccountId>,
    pub holdings: Vec<Holding>,
    pub grants: Vec<GrantRow>,
}

impl Standing {
    #[must_use]
    pub fn holds(&self, permission: &str) -> bool {
        self.grants.iter().any(|grant| grant.permission == permission)
    }

    #[must_use]
    pub fn holding(&self, id: HoldingId) -> Option<&Holding> {
        self.holdings.iter().find(|holding| holding.holding == id)
    }
}

/// Who acts, in which positions, for what purpose, when, and under which request.
#[derive(Clone, Debug)]
pub struct OpContext {
    pub actor: Actor,
    pub standing: Arc<Standing>,
    pub purpose: Option<Purpose>,
    /// Microseconds UTC; the only clock an operation reads.
    pub now: Timestamp,
    pub request_id: Id,
}

impl OpContext {
    /// A context of the program itself, with no position: it passes no permission check.
    #[must_use]
    pub fn system(part: &'static str, now: Timestamp) -> Self {
        Self {
            actor: Actor::System(part),
            standing: Arc::default(),
            purpose: None,
            now,
            request_id: Id::new(now),
        }
    }

    /// A visitor without an account.
    #[must_use]
    pub fn anonymous(now: Timestamp) -> Self {
        Self { actor: Actor::Anonymous, ..Self::system("visitor", now) }
    }
}
