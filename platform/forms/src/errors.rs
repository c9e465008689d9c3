//! How forms say no.
use base::{Refusal, RefusalKind};
use db::DbError;

/// A refusal about a form as a whole; what is wrong with single answers is a [`crate::FieldError`].
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    #[error("no such form or version")]
    NoSuchForm,
    #[error("no such page, or it is not asked")]
    NoSuchPage,
    #[error("the field has its greatest number of files")]
    TooManyFiles,
    #[error("this version is published with other content")]
    Published,
    #[error("the definition has {0} problems")]
    Faulty(usize),
    #[error("the stored definition cannot be read")]
    Unreadable,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for FormError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchForm => "forms.no_such_form",
            Self::NoSuchPage => "forms.no_such_page",
            Self::TooManyFiles => "forms.too_many_files",
            Self::Published => "forms.published",
            Self::Faulty(_) => "forms.faulty",
            Self::Unreadable => "forms.unreadable",
            Self::Db(error) => error.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NoSuchForm | Self::NoSuchPage => RefusalKind::NotFound,
            Self::TooManyFiles | Self::Faulty(_) => RefusalKind::Invalid,
            Self::Published => RefusalKind::Conflict,
            Self::Unreadable => RefusalKind::Internal,
            Self::Db(error) => error.kind(),
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Faulty(count) => vec![("count", count.to_string())],
            Self::Db(error) => error.args(),
            _ => Vec::new(),
        }
    }
}
