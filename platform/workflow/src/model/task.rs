//! A task: a step waiting for somebody, or how it ended.
use super::{StepKind, TimerKind};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingId, ProcessId, TaskId};

/// The clocks of a task, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    pub half: Option<Timestamp>,
    pub due: Option<Timestamp>,
    /// What the first clock to run out means.
    pub next: Option<TimerKind>,
}

/// An answer that came after consent by silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateAnswer {
    pub agreed: bool,
    pub at: Timestamp,
    pub by: Option<AccountId>,
}

/// A step waiting for somebody, or how it ended.  All times UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    pub id: TaskId,
    pub process: ProcessId,
    /// What the process is about: the dossier's id.
    pub subject: Id,
    pub token: u32,
    pub step: String,
    pub title: String,
    pub kind: StepKind,
    /// Role code; empty while the citizen is awaited.
    pub role: String,
    pub agency: AgencyId,
    pub opened_at: Timestamp,
    pub half_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Word of [`super::How`].
    pub closed_how: Option<String>,
    pub closed_by: Option<AccountId>,
    /// The position in which it was done.
    pub holding: Option<HoldingId>,
    /// An outside system's number for the case.
    pub reference: Option<String>,
    pub late: Option<LateAnswer>,
    pub version: i64,
    pub(crate) sort_at: i64,
    pub(crate) next_timer: Option<TimerKind>,
    pub(crate) next_timer_at: Option<Timestamp>,
}

impl TaskRow {
    /// Key of how the task ended: `workflow-how-…`; none while it is open.
    #[must_use]
    pub fn how_key(&self) -> Option<String> {
        self.closed_how.as_ref().map(|how| format!("workflow-how-{}", how.replace('_', "-")))
    }

    /// What work lists are ordered by and continued after: microseconds UTC of the due time, the end of time without.
    #[must_use]
    pub const fn sort_key(&self) -> i64 {
        self.sort_at
    }
}
