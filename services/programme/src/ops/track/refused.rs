//! Why following a plan says no.
use base::{Refusal, RefusalKind};
use db::DbError;
use objects::ObjectError;
use policy::Denied;

/// A refusal.  The sentence is `refusal-programme-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum TrackRefused {
    #[error("no such plan, task, target or report")]
    NoSuch,
    /// Somebody else wrote first; nothing was written, what was typed is shown again.
    #[error("somebody else wrote first")]
    Overtaken,
    #[error("no round is open for this report")]
    NoRound,
    #[error("the agency does not lead this task and does not own this target")]
    NotYours,
    #[error("a field is wrong: {field} ({problem})")]
    Entry { field: &'static str, problem: &'static str },
    #[error("the report was answered before")]
    Answered,
    /// Four eyes: somebody else accepts what one has sent.
    #[error("the report was sent by the same person")]
    OwnReport,
    #[error("every agency has reported")]
    NobodyMissing,
    #[error("no such indicator")]
    NoIndicator,
    #[error("the file is empty")]
    FileEmpty,
    #[error("files of this kind are not taken")]
    FileKind,
    #[error("the file is larger than 20 MB")]
    FileTooLarge,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Objects(#[from] ObjectError),
}

impl Refusal for TrackRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuch => "programme.no_such",
            Self::Overtaken => "programme.overtaken",
            Self::NoRound => "programme.no_round",
            Self::NotYours => "programme.not_yours",
            Self::Entry { .. } => "programme.entry",
            Self::Answered => "programme.answered",
            Self::OwnReport => "programme.own_report",
            Self::NobodyMissing => "programme.nobody_missing",
            Self::NoIndicator => "programme.no_indicator",
            Self::FileEmpty => "programme.file_empty",
            Self::FileKind => "programme.file_kind",
            Self::FileTooLarge => "programme.file_too_large",
            Self::Denied(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
            Self::Objects(inner) => inner.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoSuch => RefusalKind::NotFound,
            Self::Overtaken | Self::NoRound | Self::Answered | Self::NobodyMissing => RefusalKind::Conflict,
            Self::NotYours | Self::OwnReport => RefusalKind::Forbidden,
            Self::Entry { .. } | Self::NoIndicator | Self::FileEmpty | Self::FileKind => RefusalKind::Invalid,
            Self::FileTooLarge => RefusalKind::TooLarge,
            Self::Denied(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
            Self::Objects(inner) => inner.kind(),
        }
    }
}
