//! How this crate says no.
use base::{Refusal, RefusalKind};
use db::DbError;

/// A refusal of an operation on organisation data.
#[derive(Debug, thiserror::Error)]
pub enum OrgError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Denied(#[from] policy::Denied),
    #[error(transparent)]
    Pack(#[from] crate::pack::PackError),
    #[error("no such unit on that day")]
    UnitUnknown,
    #[error("no such agency on that day")]
    AgencyUnknown,
    #[error("no such position on that day")]
    PositionUnknown,
    #[error("no such holding")]
    HoldingUnknown,
    #[error("no such delegation")]
    DelegationUnknown,
    #[error("the code is not well formed")]
    CodeMalformed,
    #[error("the code is taken in that period")]
    CodeTaken,
    #[error("the period is empty or lies outside its owner's")]
    PeriodWrong,
    #[error("the shares of a divided unit do not make one whole")]
    SharesWrong,
    #[error("something still hangs on it on that day")]
    StillInUse,
    #[error("the name is empty or cannot be written")]
    NameWrong,
    #[error("the same thing is already there")]
    Duplicate,
    #[error("a position cannot delegate to itself")]
    DelegationToSelf,
}

impl Refusal for OrgError {
    fn code(&self) -> &'static str {
        match self {
            Self::Db(error) => error.code(),
            Self::Denied(error) => error.code(),
            Self::Pack(error) => error.code(),
            Self::UnitUnknown => "org.unit_unknown",
            Self::AgencyUnknown => "org.agency_unknown",
            Self::PositionUnknown => "org.position_unknown",
            Self::HoldingUnknown => "org.holding_unknown",
            Self::DelegationUnknown => "org.delegation_unknown",
            Self::CodeMalformed => "org.code_malformed",
            Self::CodeTaken => "org.code_taken",
            Self::PeriodWrong => "org.period_wrong",
            Self::SharesWrong => "org.shares_wrong",
            Self::StillInUse => "org.still_in_use",
            Self::NameWrong => "org.name_wrong",
            Self::Duplicate => "org.duplicate",
            Self::DelegationToSelf => "org.delegation_to_self",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Db(error) => error.kind(),
            Self::Denied(error) => error.kind(),
            Self::Pack(error) => error.kind(),
            Self::UnitUnknown
            | Self::AgencyUnknown
            | Self::PositionUnknown
            | Self::HoldingUnknown
            | Self::DelegationUnknown => RefusalKind::NotFound,
            Self::CodeTaken | Self::StillInUse | Self::Duplicate => RefusalKind::Conflict,
            Self::CodeMalformed
            | Self::PeriodWrong
            | Self::SharesWrong
            | Self::NameWrong
            | Self::DelegationToSelf => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Pack(error) => error.args(),
            Self::Db(error) => error.args(),
            _ => Vec::new(),
        }
    }
}
