//! Why an operation of this crate says no.
use base::{Refusal, RefusalKind};
use db::DbError;
use policy::Denied;

/// A refusal.  The sentence is `refusal-procedures-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no such procedure or version")]
    NotFound,
    #[error("the draft changed since the page was read")]
    Stale,
    #[error("the version is published and never changes")]
    Published,
    #[error("the version is not valid: {0}")]
    Invalid(String),
    #[error("the end lies before the beginning")]
    Period,
    #[error("a longer time than the national one")]
    LimitLonger,
    #[error("no such case: {0}")]
    NoCase(String),
    #[error("the decision is not named")]
    NoDecision,
    #[error("no version is in force on that day")]
    NoVersion,
    #[error("no case has a process: it cannot be received here")]
    NotConfigured,
    #[error("the overlay was ended already, or would end before it began")]
    OverlayEnded,
    #[error("the answer does not fit the question")]
    Answer,
    #[error("the file is not the JSON of a catalogue: {0}")]
    NotCatalogue(String),
    #[error("the file has more than {0} records")]
    TooManyRecords(usize),
    #[error("the file is larger than {0} MB")]
    TooLarge(u64),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "procedures.not_found",
            Self::Stale => "procedures.stale",
            Self::Published => "procedures.published",
            Self::Invalid(_) => "procedures.invalid",
            Self::Period => "procedures.period",
            Self::LimitLonger => "procedures.limit_longer",
            Self::NoCase(_) => "procedures.no_case",
            Self::NoDecision => "procedures.no_decision",
            Self::NoVersion => "procedures.no_version",
            Self::NotConfigured => "procedures.not_configured",
            Self::OverlayEnded => "procedures.overlay_ended",
            Self::Answer => "procedures.answer",
            Self::NotCatalogue(_) => "procedures.not_catalogue",
            Self::TooManyRecords(_) => "procedures.too_many_records",
            Self::TooLarge(_) => "procedures.too_large",
            Self::Denied(denied) => denied.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotFound => RefusalKind::NotFound,
            Self::Stale | Self::Published | Self::OverlayEnded => RefusalKind::Conflict,
            Self::TooLarge(_) => RefusalKind::TooLarge,
            Self::Denied(denied) => denied.kind(),
            Self::Db(error) => error.kind(),
            _ => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Invalid(detail) | Self::NotCatalogue(detail) => vec![("detail", detail.clone())],
            Self::NoCase(case) => vec![("case", case.clone())],
            Self::TooManyRecords(max) => vec![("max", max.to_string())],
            Self::TooLarge(max) => vec![("max", max.to_string())],
            Self::Denied(denied) => denied.args(),
            Self::Db(error) => error.args(),
            _ => Vec::new(),
        }
    }
}
