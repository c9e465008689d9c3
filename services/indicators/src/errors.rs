//! Why an operation of this crate says no.
use crate::rules::Flaw;
use base::{Refusal, RefusalKind};
use db::DbError;
use policy::Denied;

/// A refusal.  The sentence is `refusal-indicators-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no such indicator, period or report")]
    NotFound,
    #[error("somebody else changed it since the page was read")]
    Stale,
    #[error("the definition has {} flaw(s), first: {}", .0.len(), .0.first().map(Flaw::plain).unwrap_or_default())]
    Definition(Vec<Flaw>),
    #[error("the agency does not report this indicator")]
    NotReporter,
    #[error("the period has not begun")]
    TooEarly,
    #[error("the period is locked: a revision needs a reason")]
    Locked,
    #[error("the period is locked already")]
    AlreadyLocked,
    #[error("{0} report(s) of the period wait for a decision")]
    StillWaiting(usize),
    #[error("{} problem(s) in the report, first: {}", .0.len(), .0.first().map(Flaw::plain).unwrap_or_default())]
    Report(Vec<Flaw>),
    #[error("whoever reported cannot approve")]
    SamePerson,
    #[error("nothing waits for a decision")]
    NothingToDecide,
    #[error("sending back needs words")]
    NoWords,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Refused {
    /// The flaws, when that is what it is.
    #[must_use]
    pub fn flaws(&self) -> &[Flaw] {
        match self {
            Self::Definition(list) | Self::Report(list) => list,
            _ => &[],
        }
    }
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "indicators.not_found",
            Self::Stale => "indicators.stale",
            Self::Definition(_) => "indicators.definition",
            Self::NotReporter => "indicators.not_reporter",
            Self::TooEarly => "indicators.too_early",
            Self::Locked => "indicators.locked",
            Self::AlreadyLocked => "indicators.already_locked",
            Self::StillWaiting(_) => "indicators.still_waiting",
            Self::Report(_) => "indicators.report",
            Self::SamePerson => "indicators.same_person",
            Self::NothingToDecide => "indicators.nothing_to_decide",
            Self::NoWords => "indicators.no_words",
            Self::Denied(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotFound => RefusalKind::NotFound,
            Self::Stale | Self::AlreadyLocked | Self::StillWaiting(_) | Self::NothingToDecide => {
                RefusalKind::Conflict
            }
            Self::SamePerson | Self::NotReporter => RefusalKind::Forbidden,
            Self::Definition(_) | Self::Report(_) | Self::TooEarly | Self::Locked | Self::NoWords => {
                RefusalKind::Invalid
            }
            Self::Denied(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Definition(list) | Self::Report(list) => vec![("n", list.len().to_string())],
            Self::StillWaiting(n) => vec![("n", n.to_string())],
            _ => Vec::new(),
        }
    }
}
