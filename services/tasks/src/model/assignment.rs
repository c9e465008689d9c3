//! The row and the states told from it.
use base::{Date, Timestamp};
use contracts::{AccountId, AgencyId, AssignmentId, FileId};
use policy::Governed;

/// What is stored of a state; the rest is told from the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    Given,
    Accepted,
    Submitted,
    Done,
    Withdrawn,
}

impl Phase {
    pub const ALL: [Self; 5] = [Self::Given, Self::Accepted, Self::Submitted, Self::Done, Self::Withdrawn];

    /// Stable word of the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Accepted => "accepted",
            Self::Submitted => "submitted",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.word() == word)
    }

    /// The agency still works on it.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Given | Self::Accepted)
    }

    /// Nothing more will happen.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Withdrawn)
    }
}

/// What people are told.  Past its day is overdue, accepted or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    NotAccepted,
    InTime,
    Overdue,
    AwaitingConfirmation,
    DoneInTime,
    DoneLate,
    Withdrawn,
}

impl State {
    /// The words of `contracts::AssignmentCounts`, and `withdrawn`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAccepted => "not_accepted",
            Self::InTime => "in_time",
            Self::Overdue => "overdue",
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::DoneInTime => "done_in_time",
            Self::DoneLate => "done_late",
            Self::Withdrawn => "withdrawn",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    #[default]
    Normal,
    Urgent,
    Express,
}

impl Priority {
    pub const ALL: [Self; 3] = [Self::Normal, Self::Urgent, Self::Express];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Urgent => "urgent",
            Self::Express => "express",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.word() == word)
    }
}

/// The moment at which work due on `due` becomes overdue: the day is over (Asia/Ho_Chi_Minh).
#[must_use]
pub fn overdue_at(due: Date) -> Timestamp {
    let next = due.tomorrow().unwrap_or(due);
    Timestamp::from_local(next.at(0, 0, 0, 0))
}

/// One assignment: work of one agency, a part of a fan-out, or the parent that gathers the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub id: AssignmentId,
    pub parent: Option<AssignmentId>,
    pub parts: i64,
    pub title: String,
    pub product: String,
    pub words: String,
    pub source: String,
    pub source_title: String,
    pub source_href: String,
    pub notice_number: String,
    pub notice_date: Option<Date>,
    pub paragraph: String,
    pub agency: Option<AgencyId>,
    pub agency_name: String,
    pub assigner: AgencyId,
    pub assigner_name: String,
    pub assigned_by: AccountId,
    pub person: String,
    pub priority: Priority,
    pub assigned_at: Timestamp,
    pub first_due: Date,
    pub due: Date,
    pub phase: Phase,
    pub accepted_at: Option<Timestamp>,
    pub percent: i64,
    pub reported_at: Option<Timestamp>,
    pub reported_by: String,
    pub report: String,
    pub submitted_on: Option<Date>,
    pub submitted_by: Option<AccountId>,
    pub product_number: String,
    pub product_file: Option<FileId>,
    pub closed_at: Option<Timestamp>,
    pub late: bool,
    pub extension_to: Option<Date>,
    pub question_open: bool,
    pub waits_since: Option<Timestamp>,
    pub chased_at: Option<Timestamp>,
    pub half_at: Option<Timestamp>,
    pub overdue_marked: Option<Date>,
    pub version: i64,
    pub entries: i64,
}

impl Assignment {
    /// The state on a day of Asia/Ho_Chi_Minh.
    #[must_use]
    pub fn state(&self, today: Date) -> State {
        match self.phase {
            Phase::Given | Phase::Accepted if self.due < today => State::Overdue,
            Phase::Given => State::NotAccepted,
            Phase::Accepted => State::InTime,
            Phase::Submitted => State::AwaitingConfirmation,
            Phase::Done if self.late => State::DoneLate,
            Phase::Done => State::DoneInTime,
            Phase::Withdrawn => State::Withdrawn,
        }
    }

    #[must_use]
    pub const fn is_parent(&self) -> bool {
        self.parts > 0
    }

    /// The row that every act on this one locks first: parts of a fan-out share their parent's lock.
    #[must_use]
    pub fn root(&self) -> AssignmentId {
        self.parent.unwrap_or(self.id)
    }

    /// When the clock has to look at it next; the clock only looks at work that an agency is doing.
    #[must_use]
    pub fn next_timer_at(&self) -> Option<Timestamp> {
        if self.is_parent() || !self.phase.is_running() {
            return None;
        }
        let overdue = (self.overdue_marked != Some(self.due)).then(|| overdue_at(self.due));
        match (self.half_at, overdue) {
            (Some(half), Some(over)) => Some(half.min(over)),
            (half, over) => half.or(over),
        }
    }

    /// Something waits for the assigner.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.phase == Phase::Submitted
            || (!self.phase.is_closed() && (self.extension_to.is_some() || self.question_open))
    }
}

impl Governed for Assignment {
    fn agencies(&self) -> Vec<AgencyId> {
        vec![self.agency.unwrap_or(self.assigner)]
    }
}

/// An agency that helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    pub agency: AgencyId,
    pub name: String,
}
