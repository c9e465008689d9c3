//! Why the planner's operations say no.
use crate::ReadError;
use base::{Refusal, RefusalKind};
use contracts::PlanSourceId;
use db::DbError;
use objects::ObjectError;
use policy::Denied;

/// A refusal.  The sentence is `refusal-programme-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no such text or plan")]
    NotFound,
    /// Somebody else changed the row since the page was read; nothing was written.
    #[error("the row was changed meanwhile")]
    Stale,
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("no file was chosen")]
    NoFile,
    /// The same bytes were read before.
    #[error("this text was read before")]
    SameFile(PlanSourceId),
    #[error("the text is adopted or discarded")]
    Closed,
    #[error("{0} doubts must be settled first")]
    DoubtsOpen(i64),
    #[error("nothing was found that could be followed")]
    Empty,
    #[error("the text has no number or no day")]
    NoNumber,
    #[error("nobody was named who follows the plan")]
    NoStanding,
    #[error("{0:?} is no agency, group or body outside of this province")]
    AgencyOpen(String),
    #[error("the earlier plan is unknown, or changed already")]
    EarlierUnknown,
    #[error("another plan has the address {0}")]
    SlugTaken(String),
    #[error("a field is wrong: {field} ({problem})")]
    Field { field: &'static str, problem: &'static str },
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Objects(#[from] ObjectError),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "programme.not_found",
            Self::Stale => "programme.stale",
            Self::Read(_) => "programme.unreadable",
            Self::NoFile => "programme.no_file",
            Self::SameFile(_) => "programme.same_file",
            Self::Closed => "programme.closed",
            Self::DoubtsOpen(_) => "programme.doubts_open",
            Self::Empty => "programme.empty",
            Self::NoNumber => "programme.no_number",
            Self::NoStanding => "programme.no_standing",
            Self::AgencyOpen(_) => "programme.agency_open",
            Self::EarlierUnknown => "programme.earlier_unknown",
            Self::SlugTaken(_) => "programme.slug_taken",
            Self::Field { .. } => "programme.field",
            Self::Denied(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
            Self::Objects(inner) => inner.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotFound => RefusalKind::NotFound,
            Self::Stale | Self::SameFile(_) | Self::Closed | Self::DoubtsOpen(_) | Self::SlugTaken(_) => {
                RefusalKind::Conflict
            }
            Self::Read(ReadError::TooLarge { .. }) => RefusalKind::TooLarge,
            Self::Read(_)
            | Self::NoFile
            | Self::Empty
            | Self::NoNumber
            | Self::NoStanding
            | Self::AgencyOpen(_)
            | Self::EarlierUnknown
            | Self::Field { .. } => RefusalKind::Invalid,
            Self::Denied(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
            Self::Objects(inner) => inner.kind(),
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::DoubtsOpen(count) => vec![("n", count.to_string())],
            Self::AgencyOpen(name) => vec![("name", name.clone())],
            Self::SlugTaken(slug) => vec![("slug", slug.clone())],
            Self::Field { field, .. } => vec![("field", (*field).to_owned())],
            Self::Denied(inner) => inner.args(),
            Self::Database(inner) => inner.args(),
            Self::Objects(inner) => inner.args(),
            _ => Vec::new(),
        }
    }
}
