//! A fact: what of a dossier's life is counted, on which day, for which agency.  Data, not code.
use serde::{Deserialize, Serialize};

/// Which time of the event a fact counts on (its day in Asia/Ho_Chi_Minh).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOf {
    At,
    ReceivedAt,
    DueAt,
    ClosedAt,
}

impl DayOf {
    /// Stable word of the data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::At => "at",
            Self::ReceivedAt => "received_at",
            Self::DueAt => "due_at",
            Self::ClosedAt => "closed_at",
        }
    }
}

/// For which agency a fact counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyOf {
    Receiving,
    Resolving,
}

impl AgencyOf {
    /// Stable word of the data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Resolving => "resolving",
        }
    }
}

/// A fact as its author writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactBody {
    /// `lower_snake`, the name in expressions.
    pub code: String,
    /// As people say it: "hồ sơ đã nhận".
    pub title: String,
    /// Empty: counted once a dossier, by what its latest event says.  Otherwise every event of these kinds counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// S-FEEL condition over the event (README, "What a fact may name").
    pub when: String,
    pub day: DayOf,
    pub agency: AgencyOf,
    /// One sentence: what is counted and what is not.
    pub method: String,
}

/// Where a stored fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactState {
    /// Being counted from the beginning.
    Counting,
    Ready,
    /// Replaced.
    Old,
}

impl FactState {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counting => "counting",
            Self::Ready => "ready",
            Self::Old => "old",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Counting, Self::Ready, Self::Old].into_iter().find(|state| state.word() == word)
    }
}

/// A stored fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRow {
    /// What the counters know it by.
    pub number: i64,
    pub body: FactBody,
    pub state: FactState,
}
