//! A text on its way to a plan: what it is, what was found in it, what is not clear.
use super::facts::DocumentFacts;
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, FindingId, PlanId, PlanSourceId};
use serde::{Deserialize, Serialize};

/// What is known of a text, as read, then as corrected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceIdentity {
    pub document: DocumentFacts,
    /// Who will follow the plan; chosen before adoption.
    #[serde(default)]
    pub standing: Option<AgencyId>,
    /// How long the reading took.
    #[serde(default)]
    pub read_millis: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSource {
    pub id: PlanSourceId,
    pub file_name: String,
    /// SHA-256 of the bytes, hexadecimal; none: a pack brought the facts.
    pub digest: Option<String>,
    /// Bytes.
    pub size: i64,
    pub identity: SourceIdentity,
    /// `loading`, `reading`, `adopted`, `discarded`.
    pub state: String,
    pub line_count: i64,
    pub read_at: Timestamp,
    pub read_by: Option<AccountId>,
    pub earlier: Option<PlanId>,
    pub relation: Option<String>,
    pub version: i64,
}

/// A line of the text as a reader shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    pub line: i64,
    pub text: String,
    /// heading, paragraph, bullet, table, note, furniture
    pub kind: String,
}

/// What may be found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingKind {
    Target,
    Task,
    Budget,
    Figure,
}

impl FindingKind {
    pub const ALL: [Self; 4] = [Self::Target, Self::Task, Self::Budget, Self::Figure];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Task => "task",
            Self::Budget => "budget",
            Self::Figure => "figure",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Something found in the text; `body` is the JSON of the kind's facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub id: FindingId,
    pub source: PlanSourceId,
    pub kind: FindingKind,
    pub position: i64,
    pub line: i64,
    pub end_line: i64,
    /// Percent.
    pub confidence: i64,
    pub reason: String,
    /// As read; none: a person added it.
    pub original: Option<serde_json::Value>,
    pub body: serde_json::Value,
    /// `open`, `confirmed`, `changed`, `dropped`.
    pub state: String,
    pub version: i64,
    pub changed_by: Option<AccountId>,
    pub changed_at: Option<Timestamp>,
}

/// Must be settled before adoption; should be looked at; for information.
pub const MUST: i64 = 1;
pub const SHOULD: i64 = 2;
pub const NOTE: i64 = 3;

/// A doubt, said at its place; the sentence is the message `code` with `args`.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    pub id: Id,
    pub source: PlanSourceId,
    pub position: i64,
    pub line: i64,
    pub end_line: i64,
    pub code: String,
    pub args: serde_json::Value,
    pub finding: Option<FindingId>,
    pub weight: i64,
    pub answer: Option<String>,
    pub settled_by: Option<AccountId>,
    pub settled_at: Option<Timestamp>,
    pub version: i64,
}

/// A printed agency name and what it was decided to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyName {
    pub source: PlanSourceId,
    pub key: String,
    pub printed: String,
    /// `agency`, `group`, `outside`, `open`.
    pub kind: String,
    /// `communes`, `departments`, or both joined by a blank.
    pub group_code: Option<String>,
    pub reason: String,
    pub version: i64,
}
