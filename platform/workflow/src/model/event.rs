//! What may happen to a process, and what follows from it.
use super::StepKey;
use contracts::{AccountId, AgencyId};
use serde_json::{Map, Value};

/// Which clock of a step has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerKind {
    /// Half of the step's time has gone.
    Half,
    /// The step is due.
    Due,
    /// The limit of an answer is over: silence now means what the definition says.
    Default,
}

impl TimerKind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::Due => "due",
            Self::Default => "default",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Half, Self::Due, Self::Default].into_iter().find(|kind| kind.word() == word)
    }
}

/// How far an unfinished step has been escalated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Half,
    Due,
}

/// Something that happened to a process.  `by` is whoever acts; the caller has authorised it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Start {
        vars: Map<String, Value>,
    },
    /// The work of the step is done.  `outcome` picks the way, `set` changes variables, `ask` names the agencies of a
    /// consultation that comes next.
    Forward {
        token: u32,
        by: AccountId,
        outcome: Option<String>,
        set: Map<String, Value>,
        ask: Vec<AgencyId>,
    },
    /// Back to an earlier step that the definition allows.
    SendBack {
        token: u32,
        by: AccountId,
        to: StepKey,
    },
    /// A consulted agency's answer, in time or late.
    ConsultAnswer {
        token: u32,
        agency: AgencyId,
        by: AccountId,
        agreed: bool,
    },
    CitizenAnswer {
        token: u32,
        agreed: bool,
    },
    /// An outside system's answer; `reference` is its number for the case.
    ExternalAnswer {
        token: u32,
        ok: bool,
        reference: String,
    },
    Timer {
        token: u32,
        kind: TimerKind,
    },
    Cancel,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Forwarded,
    SentBack,
    Agreed,
    Disagreed,
    /// Silence until the limit.
    Deemed,
    Ok,
    Failed,
    /// A parallel branch was sent back and took this step along.
    Withdrawn,
    Cancelled,
}

impl How {
    /// Stable word in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::SentBack => "sent_back",
            Self::Agreed => "agreed",
            Self::Disagreed => "disagreed",
            Self::Deemed => "deemed",
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What follows from an event, for whoever keeps tasks and clocks.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A task for the step's place, or for one asked agency.
    OpenTask {
        token: u32,
        step: StepKey,
        agency: Option<AgencyId>,
    },
    /// Every open task of the token ends, or the one of an asked agency.
    CloseTask {
        token: u32,
        agency: Option<AgencyId>,
        how: How,
    },
    Escalate {
        token: u32,
        level: Level,
    },
    CitizenWait {
        token: u32,
    },
    CitizenWaitOver {
        token: u32,
        agreed: bool,
        deemed: bool,
    },
    ExternalOpened {
        token: u32,
        system: String,
    },
    ExternalAnswered {
        token: u32,
        ok: bool,
        reference: String,
    },
    /// The agency was silent until the limit; none: the agency of the step's own place.
    Deemed {
        token: u32,
        agency: Option<AgencyId>,
    },
    /// An answer after the limit: kept, and nothing is reopened.
    LateAnswer {
        token: u32,
        agency: AgencyId,
        agreed: bool,
    },
    Ended {
        outcome: Option<String>,
    },
}
