//! How a plan is followed, as its rows.
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, PlanId, PlanTaskId, RoundId};

/// What is reported on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Task,
    Target,
}

impl Subject {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Target => "target",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Task, Self::Target].into_iter().find(|kind| kind.word() == word)
    }
}

/// A reporting round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub id: RoundId,
    pub plan: PlanId,
    /// `2026-q3`, `2026-h1`, `2026`.
    pub code: String,
    pub kind: super::rounds::RoundKind,
    pub from: Date,
    pub to: Date,
    /// Last day on which an agency's report is in time.
    pub agency_due: Date,
    pub standing_due: Date,
    pub open: bool,
    pub opened_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

/// What an agency, or a task or target, owes in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub expected: i64,
    pub reported: i64,
    pub accepted: i64,
}

impl Tally {
    #[must_use]
    pub const fn missing(&self) -> i64 {
        let missing = self.expected - self.reported;
        if missing > 0 { missing } else { 0 }
    }
}

/// An agency in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundAgency {
    pub round: RoundId,
    pub agency: AgencyId,
    pub tally: Tally,
    pub chased: i64,
    pub chased_at: Option<Timestamp>,
}

/// A report as it was sent, and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: Id,
    pub plan: PlanId,
    pub round: RoundId,
    pub kind: Subject,
    pub subject: Id,
    pub agency: AgencyId,
    /// From 1 within round, subject and agency.
    pub revision: i64,
    /// Of a task.
    pub percent: Option<i64>,
    /// Decimal as text.
    pub figure: Option<String>,
    pub figure_total: Option<String>,
    /// What the figure counts.
    pub figure_of: String,
    pub as_of: Date,
    pub words: String,
    /// Why it is late.
    pub reason: String,
    pub sent_at: Timestamp,
    pub sent_name: String,
    /// `sent`, `accepted`, `returned`.
    pub state: String,
    pub answer: String,
    pub answered_at: Option<Timestamp>,
}

/// Where an agency stands with a task or target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub subject: Id,
    pub kind: Subject,
    pub agency: AgencyId,
    pub report: Id,
    pub round: RoundId,
    pub percent: Option<i64>,
    pub figure: Option<String>,
    pub figure_total: Option<String>,
    pub figure_of: String,
    pub words: String,
    pub reason: String,
    /// Of the last report.
    pub state: String,
    pub sent_at: Timestamp,
    pub sent_name: String,
    pub as_of: Date,
    pub accepted_percent: Option<i64>,
    pub accepted_figure: Option<String>,
    pub accepted_as_of: Option<Date>,
}

/// A file that proves a report or an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub id: Id,
    pub owner: Id,
    pub plan: PlanId,
    pub name: String,
    pub media_type: String,
    /// SHA-256, hex.
    pub digest: String,
    pub size: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chase {
    pub round: RoundId,
    pub agency: AgencyId,
    /// Reports missing when it was made.
    pub missing: i64,
    pub note: String,
    pub at: Timestamp,
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: Id,
    pub plan: PlanId,
    pub task: PlanTaskId,
    pub agency: AgencyId,
    pub question: String,
    pub asked_at: Timestamp,
    pub asked_name: String,
    pub answer: Option<String>,
    pub answered_at: Option<Timestamp>,
    pub answered_name: Option<String>,
    pub version: i64,
}

/// An amount of a budget line at a stage, up to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyEntry {
    pub id: Id,
    pub budget: Id,
    pub stage: super::money::Stage,
    pub revision: i64,
    pub dong: i64,
    pub as_of: Date,
    pub words: String,
    pub entered_at: Timestamp,
    pub entered_name: String,
    pub current: bool,
}
