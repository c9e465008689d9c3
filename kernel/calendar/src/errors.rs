//! Why a calendar or a time limit is refused.
use base::{Date, Refusal, RefusalKind};
use thiserror::Error;

/// A calendar that an administrator edited and that cannot be counted with.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    #[error("office hours in force from {from} are not in order, overlap or are empty")]
    Sessions { from: Date },
    #[error("office hours in force from {from} leave no working time in the week")]
    NoWorkingTime { from: Date },
    #[error("there are no office hours at all")]
    NoHours,
    #[error("{date} is both a day off and a working weekend")]
    Contradiction { date: Date },
    #[error("{date} is outside the years that the calendar covers")]
    OutsideYears { date: Date },
    #[error("more than {max} entries")]
    TooManyEntries { max: usize },
    #[error("a policy book needs at least one policy and one policy a day")]
    Policies,
}

impl Refusal for CalendarError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sessions { .. } => "calendar.sessions",
            Self::NoWorkingTime { .. } => "calendar.no_working_time",
            Self::NoHours => "calendar.no_hours",
            Self::Contradiction { .. } => "calendar.contradiction",
            Self::OutsideYears { .. } => "calendar.outside_years",
            Self::TooManyEntries { .. } => "calendar.too_many_entries",
            Self::Policies => "calendar.policies",
        }
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Sessions { from: date }
            | Self::NoWorkingTime { from: date }
            | Self::Contradiction { date }
            | Self::OutsideYears { date } => vec![("date", date.strftime("%d/%m/%Y").to_string())],
            Self::TooManyEntries { max } => vec![("max", max.to_string())],
            Self::NoHours | Self::Policies => Vec::new(),
        }
    }
}

/// A time limit that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SpanError {
    #[error("the amount is not a number with at most two decimals")]
    Amount,
    #[error("the unit is none of giờ, ngày làm việc, ngày, trong ngày")]
    Unit,
    #[error("a limit in calendar days has no fraction; minutes must be whole")]
    Fraction,
    #[error("longer than ten years")]
    TooLong,
}

impl Refusal for SpanError {
    fn code(&self) -> &'static str {
        match self {
            Self::Amount => "calendar.span_amount",
            Self::Unit => "calendar.span_unit",
            Self::Fraction => "calendar.span_fraction",
            Self::TooLong => "calendar.span_too_long",
        }
    }

    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
}
