//! What the province decides beside the national version.
use base::{Date, Id};
use contracts::{Channel, FeeRule, Level, Limit, Receiving};
use serde::{Deserialize, Serialize};

/// One decided change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Sets an amount: takes the place of the fee with the same code, or joins the others.
    Fee { fee: FeeRule },
    /// A shorter time; a longer one than the national version's is refused.
    Limit { limit: Limit },
    /// Who receives and resolves in this province.
    Authority {
        level: Level,
        receiving: Receiving,
        resolving_kind: String,
        #[serde(default)]
        resolving_code: Option<String>,
    },
}

impl Change {
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Fee { .. } => "fee",
            Self::Limit { .. } => "limit",
            Self::Authority { .. } => "authority",
        }
    }
}

/// An overlay on its way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOverlay {
    /// `[123].dddddd`
    pub code: String,
    /// Only this case; none: all.
    pub case: Option<String>,
    /// Only this channel; none: all.
    pub channel: Option<Channel>,
    pub change: Change,
    /// Number and date of the decision.
    pub decision: String,
    pub effective_from: Date,
    /// First day no longer in force.
    pub effective_to: Option<Date>,
}

/// An overlay as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    pub id: Id,
    pub case: Option<String>,
    pub channel: Option<Channel>,
    pub change: Change,
    pub decision: String,
    pub effective_from: Date,
    pub effective_to: Option<Date>,
}

impl Overlay {
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|end| day < end)
    }
}
