//! Reporting rounds as data.
use base::Date;

/// The period of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundKind {
    Quarter,
    HalfYear,
    Year,
}

impl RoundKind {
    pub const ALL: [Self; 3] = [Self::Quarter, Self::HalfYear, Self::Year];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Months of one period.
    #[must_use]
    pub const fn months(self) -> i8 {
        match self {
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// When rounds of a kind open and are due (`plan_regime`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    /// Empty: of every plan without rows of its own.
    pub slug: String,
    pub kind: RoundKind,
    pub from: Date,
    /// Month within the period, from 1.
    pub agency_month: i64,
    pub agency_day: i64,
    pub standing_month: i64,
    pub standing_day: i64,
    /// Calendar days before the agencies' day.
    pub opens_days: i64,
    pub held: bool,
    pub source: String,
}

/// A round that the regime calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundDates {
    /// `2026-q3`, `2026-h1`, `2026`.
    pub code: String,
    pub kind: RoundKind,
    pub from: Date,
    pub to: Date,
    pub opens: Date,
    /// Last day on which an agency's report is in time.
    pub agency_due: Date,
    pub standing_due: Date,
}

/// What decides whether a task is to be reported on in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed<'a> {
    /// `monthly`, `quarterly`, `half_yearly`, `yearly`, `continuous`; empty: once.
    pub cadence: &'a str,
    /// Percent, as last accepted.
    pub done: i64,
    pub done_at: Option<Date>,
    /// First day of the task, where the plan says one.
    pub begins: Option<Date>,
}
