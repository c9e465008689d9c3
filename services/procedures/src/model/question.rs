//! What an import could not decide by itself.
use contracts::{Level, Limit, LimitUnit};
use base::Money;
use serde::{Deserialize, Serialize};

/// One open question about a draft.  The sentence is the message `procedures-question-<code>` with `args`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stable within the draft: `fee`, `limit`, `case:tttt`.
    pub id: String,
    /// Kind of the question, stable.
    pub code: String,
    #[serde(default)]
    pub args: Vec<(String, String)>,
    /// The words of the record that raise it.
    pub quote: String,
    /// The words of the steps to read beside it.
    #[serde(default)]
    pub beside: String,
    /// What it could mean, the likeliest first.  Empty: only to be noted.
    #[serde(default)]
    pub readings: Vec<Reading>,
    #[serde(default)]
    pub answer: Option<Answer>,
}

/// One possible meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The sentence is `procedures-reading-<code>` with `args`.
    pub code: String,
    #[serde(default)]
    pub args: Vec<(String, String)>,
    pub effect: Effect,
}

/// What an answer does to the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// Leaves the draft as it is; the answer itself is the record.
    Nothing,
    /// One limit for all channels of one case, or of all.
    SetLimit { case: Option<String>, limit: Option<LimitAnswer> },
    /// The amount of a fee; none: the province decides, by an overlay.
    SetFee { fee: String, amount: Option<Money> },
    /// No fee at all.
    DropFee { fee: String },
    /// One case for each limit found in a cell; all other data are copied.
    SplitCases { limits: Vec<LimitAnswer> },
    /// The components of one group become the case's own list.
    GroupIsCase { group: String, name: String },
    /// The component is a note.
    NoteComponent { component: String },
    SetAuthority { level: Level, resolving_kind: String },
    /// Only this result code is the result; the others go.
    SetResult { code: String, name: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitAnswer {
    pub amount: i64,
    pub unit: LimitUnit,
}

impl LimitAnswer {
    #[must_use]
    pub fn limit(&self, source: &str) -> Limit {
        Limit { amount: self.amount, unit: self.unit, source: source.to_owned() }
    }
}

/// The answer given: which reading, by whom and when stands in the audit trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Index into the readings; none: noted.
    pub reading: Option<usize>,
}
