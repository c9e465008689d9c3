//! How this crate says no.
use base::{IdentifierError, Refusal, RefusalKind};
use db::DbError;
use text::TextError;

/// A refusal about a person or organisation.  Carries nothing of them.
#[derive(Debug, thiserror::Error)]
pub enum PartyError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Denied(#[from] policy::Denied),
    #[error(transparent)]
    Identifier(#[from] IdentifierError),
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("no such party")]
    PartyUnknown,
    #[error("the look was not recorded for this party")]
    AccessUnrecorded,
    #[error("somebody else changed it meanwhile")]
    Stale,
    #[error("the number belongs to another party")]
    IdentifierTaken,
    #[error("not a passport number")]
    PassportMalformed,
    #[error("not a number of a paper")]
    PaperMalformed,
    #[error("not an e-mail address")]
    EmailMalformed,
    #[error("the birth lies ahead")]
    BirthInFuture,
    #[error("a person and an organisation are not merged")]
    KindsDiffer,
    #[error("a party is not merged with itself")]
    MergeToSelf,
    #[error("the party is not merged")]
    NotMerged,
    #[error("a reason is needed")]
    ReasonMissing,
}

impl Refusal for PartyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Db(error) => error.code(),
            Self::Denied(error) => error.code(),
            Self::Identifier(error) => error.code(),
            Self::Text(error) => error.code(),
            Self::PartyUnknown => "parties.party_unknown",
            Self::AccessUnrecorded => "parties.access_unrecorded",
            Self::Stale => "parties.stale",
            Self::IdentifierTaken => "parties.identifier_taken",
            Self::PassportMalformed => "parties.passport_malformed",
            Self::PaperMalformed => "parties.paper_malformed",
            Self::EmailMalformed => "parties.email_malformed",
            Self::BirthInFuture => "parties.birth_in_future",
            Self::KindsDiffer => "parties.kinds_differ",
            Self::MergeToSelf => "parties.merge_to_self",
            Self::NotMerged => "parties.not_merged",
            Self::ReasonMissing => "parties.reason_missing",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Db(error) => error.kind(),
            Self::Denied(error) => error.kind(),
            Self::Identifier(error) => error.kind(),
            Self::Text(error) => error.kind(),
            Self::PartyUnknown => RefusalKind::NotFound,
            Self::AccessUnrecorded => RefusalKind::Forbidden,
            Self::Stale | Self::IdentifierTaken | Self::NotMerged => RefusalKind::Conflict,
            Self::PassportMalformed
            | Self::PaperMalformed
            | Self::EmailMalformed
            | Self::BirthInFuture
            | Self::KindsDiffer
            | Self::MergeToSelf
            | Self::ReasonMissing => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Db(error) => error.args(),
            Self::Text(error) => error.args(),
            _ => Vec::new(),
        }
    }
}
