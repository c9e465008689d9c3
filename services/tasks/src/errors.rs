//! Why an operation of this crate says no.
use base::{Refusal, RefusalKind};
use db::DbError;
use policy::Denied;

/// A refusal.  The sentence is `refusal-tasks-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no such assignment, or none that this person may know of")]
    NotFound,
    #[error("the assignment changed since the page was read")]
    Stale,
    #[error("the phase does not allow this")]
    Phase,
    #[error("whoever handed the work in cannot confirm it")]
    SamePerson,
    #[error("work is done with a product document")]
    NoProduct,
    #[error("an extension is asked already")]
    ExtensionOpen,
    #[error("nothing was asked")]
    NothingAsked,
    #[error("nobody was chosen to do it")]
    NoAgency,
    #[error("agencies outside of the assigner's reach: {0}")]
    OutOfReach(String),
    #[error("a field is wrong: {0}")]
    Field(&'static str),
    #[error("the file is empty")]
    FileEmpty,
    #[error("files of this kind are not taken")]
    FileKind,
    #[error("the file is larger than 20 MB")]
    FileTooLarge,
    #[error("the archive is not safe to open")]
    FileUnsafe,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Objects(#[from] objects::ObjectError),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "tasks.not_found",
            Self::Stale => "tasks.stale",
            Self::Phase => "tasks.phase",
            Self::SamePerson => "tasks.same_person",
            Self::NoProduct => "tasks.no_product",
            Self::ExtensionOpen => "tasks.extension_open",
            Self::NothingAsked => "tasks.nothing_asked",
            Self::NoAgency => "tasks.no_agency",
            Self::OutOfReach(_) => "tasks.out_of_reach",
            Self::Field(_) => "tasks.field",
            Self::FileEmpty => "tasks.file_empty",
            Self::FileKind => "tasks.file_kind",
            Self::FileTooLarge => "tasks.file_too_large",
            Self::FileUnsafe => "tasks.file_unsafe",
            Self::Denied(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
            Self::Objects(inner) => inner.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotFound => RefusalKind::NotFound,
            Self::Stale | Self::Phase | Self::ExtensionOpen | Self::NothingAsked => RefusalKind::Conflict,
            Self::SamePerson | Self::OutOfReach(_) => RefusalKind::Forbidden,
            Self::FileTooLarge => RefusalKind::TooLarge,
            Self::Denied(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
            Self::Objects(inner) => inner.kind(),
            _ => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::OutOfReach(names) => vec![("names", names.clone())],
            Self::Field(field) => vec![("field", (*field).to_owned())],
            _ => Vec::new(),
        }
    }
}
