//! Why a pack is not installed.
use crate::{Problem, Version};
use base::{Refusal, RefusalKind};
use db::DbError;
use policy::Denied;

/// A refusal.  The sentence is `refusal-packs-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("the pack has {} problem(s), first: {}", .0.len(), .0.first().map(Problem::plain).unwrap_or_default())]
    Problems(Vec<Problem>),
    #[error("the pack cannot be read: {0}")]
    Unreadable(String),
    #[error("pack {code}: version {installed} is installed, {offered} is lower")]
    Lower { code: String, installed: Version, offered: Version },
    #[error("pack {code}: version {version} is installed with other content")]
    Changed { code: String, version: Version },
    #[error("pack {code}: version {version} was removed; a higher version is needed")]
    Removed { code: String, version: Version },
    #[error("{kind} {reference} is published with other content and never changes")]
    Immutable { kind: String, reference: String },
    #[error("no such pack is installed: {0}")]
    NotInstalled(String),
    /// A part's reader says no; its own code and sentence.
    #[error("{file}: {refusal}")]
    Part { file: String, refusal: Box<dyn Refusal + Send + Sync> },
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl PackError {
    /// Wraps the refusal of a part's owner.
    pub fn part(file: impl Into<String>, refusal: impl Refusal + 'static) -> Self {
        Self::Part { file: file.into(), refusal: Box::new(refusal) }
    }

    /// The problems, when that is what it is.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Problems(list) => list,
            _ => &[],
        }
    }
}

impl Refusal for PackError {
    fn code(&self) -> &'static str {
        match self {
            Self::Problems(_) => "packs.problems",
            Self::Unreadable(_) => "packs.unreadable",
            Self::Lower { .. } => "packs.lower",
            Self::Changed { .. } => "packs.changed",
            Self::Removed { .. } => "packs.removed",
            Self::Immutable { .. } => "packs.immutable",
            Self::NotInstalled(_) => "packs.not_installed",
            Self::Part { refusal, .. } => refusal.code(),
            Self::Denied(denied) => denied.code(),
            Self::Db(error) => error.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Problems(_) | Self::Unreadable(_) => RefusalKind::Invalid,
            Self::Lower { .. } | Self::Changed { .. } | Self::Removed { .. } | Self::Immutable { .. } => {
                RefusalKind::Conflict
            }
            Self::NotInstalled(_) => RefusalKind::NotFound,
            Self::Part { refusal, .. } => refusal.kind(),
            Self::Denied(denied) => denied.kind(),
            Self::Db(error) => error.kind(),
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Problems(list) => vec![("n", list.len().to_string())],
            Self::Lower { code, installed, offered } => vec![
                ("code", code.clone()),
                ("installed", installed.to_string()),
                ("offered", offered.to_string()),
            ],
            Self::Changed { code, version } | Self::Removed { code, version } => {
                vec![("code", code.clone()), ("version", version.to_string())]
            }
            Self::Immutable { kind, reference } => {
                vec![("kind", kind.clone()), ("reference", reference.clone())]
            }
            Self::NotInstalled(code) => vec![("code", code.clone())],
            Self::Part { refusal, .. } => refusal.args(),
            Self::Denied(denied) => denied.args(),
            Self::Db(error) => error.args(),
            Self::Unreadable(_) => Vec::new(),
        }
    }
}
