//! One row of the version table.
use base::{Date, Timestamp};
use contracts::{AccountId, ProcedureFact, ProcedureId};
use serde::{Deserialize, Serialize};

use super::Question;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Published,
}

/// Where a version is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Pack,
    Import,
    /// A version made by laying the province's decisions upon another.
    Overlay,
}

impl State {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }
}

impl Origin {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Import => "import",
            Self::Overlay => "overlay",
        }
    }
}

/// A version with everything but what only lists need.
#[derive(Clone, Debug)]
pub struct VersionRow {
    pub id: ProcedureId,
    pub procedure: base::Id,
    pub code: String,
    /// None while a draft.
    pub version: Option<i64>,
    pub state: State,
    pub origin: Origin,
    pub origin_ref: String,
    pub base: Option<ProcedureId>,
    pub digest: String,
    pub body: ProcedureFact,
    pub questions: Vec<Question>,
    pub row_version: i64,
    pub effective_from: Date,
    /// First day no longer in force.
    pub effective_to: Option<Date>,
    pub published_at: Option<Timestamp>,
    pub published_by: Option<AccountId>,
}

impl VersionRow {
    /// Questions without an answer.
    #[must_use]
    pub fn open_questions(&self) -> usize {
        self.questions.iter().filter(|question| question.answer.is_none()).count()
    }
}
