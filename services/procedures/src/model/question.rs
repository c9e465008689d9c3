//! What an import could not decide by itself.
use contracts::{FeeRule, Level, Limit, LimitUnit};
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
    /// One limit for all channels of all cases; none: at once at the counter.
    SetLimit {
        limit: Option<LimitAnswer>,
    },
    /// One case for each limit, all other data copied; whoever publishes names them by an edit of the pack.
    SplitCases {
        limits: Vec<LimitAnswer>,
    },
    /// Every fee of the cases becomes unknown: the province decides, by an overlay.
    FeeByProvince,
    /// No fee at all.
    NoFee,
    /// These fees take the place of all others.
    SetFees {
        fees: Vec<FeeRule>,
    },
    /// All components in one case.
    JoinCases,
    SetAuthority {
        level: Level,
        resolving_kind: String,
    },
    /// Only this result; the other codes go.
    SetResult {
        code: String,
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
