//! A reported value.
use base::{Date, Timestamp};
use contracts::{AccountId, AgencyId, ReportedValueId};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Where a reported value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportState {
    /// Waits for another person.
    Sent,
    Approved,
    Returned,
    /// The reporter sent another before it was decided.
    Withdrawn,
}

impl ReportState {
    pub const ALL: [Self; 4] = [Self::Sent, Self::Approved, Self::Returned, Self::Withdrawn];

    /// Stable word of the column.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// One version of what an agency reported for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: ReportedValueId,
    pub code: String,
    /// First calendar day of the period.
    pub period: Date,
    pub agency: AgencyId,
    /// From 1.
    pub version: i64,
    pub inputs: BTreeMap<String, Decimal>,
    pub note: String,
    /// Why it came after the lock; empty otherwise.
    pub reason: String,
    pub state: ReportState,
    /// Sent after the deadline.
    pub late: bool,
    pub sent_at: Timestamp,
    pub sent_by: AccountId,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<AccountId>,
    pub decision_words: String,
}

impl policy::Governed for Report {
    fn agencies(&self) -> Vec<AgencyId> {
        vec![self.agency]
    }
}
