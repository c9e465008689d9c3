//! How a refusal leaves the house: as a page for people, as problem+json (RFC 9457) for programs.
use crate::errors::Errors;
use crate::kept::Kept;
use axum::response::{IntoResponse, Response};
use base::{Refusal, RefusalKind};
use http::StatusCode;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// An answer that is not the one asked for.  Made from any [`Refusal`]; the shell turns it into a page or JSON when
/// it knows the request.
#[derive(Debug, Clone)]
pub struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) code: Cow<'static, str>,
    pub(crate) args: Vec<(&'static str, String)>,
    /// For the log only.
    pub(crate) cause: Option<String>,
    pub(crate) errors: Errors,
    pub(crate) retry_after_seconds: Option<u32>,
    /// What was typed and could not be taken; for the page alone.
    pub(crate) kept: Kept,
}

impl Failure {
    /// `code` is stable (`crate.reason`); its sentence is the message `refusal-crate-reason`.
    #[must_use]
    pub fn new(kind: RefusalKind, code: &'static str) -> Self {
        Self {
            status: StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: Cow::Borrowed(code),
            args: Vec::new(),
            cause: None,
            errors: Errors::new(),
            retry_after_seconds: (kind == RefusalKind::Unavailable).then_some(5),
            kept: Kept::default(),
        }
    }

    /// 404: there is nothing here, or nothing that this person may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(RefusalKind::NotFound, "web.not_found")
    }

    #[must_use]
    pub fn of(refusal: &dyn Refusal) -> Self {
        let mut failure = Self::new(refusal.kind(), refusal.code());
        failure.args = refusal.args();
        failure.cause = Some(refusal.to_string());
        failure
    }

    /// A status without a refusal behind it (an extractor's no, a method that is not there).
    pub(crate) fn bare(status: StatusCode) -> Self {
        let code = match status.as_u16() {
            404 => "web.not_found",
            405 => "web.method_not_allowed",
            413 => "web.too_large",
            500..=599 => "web.internal",
            _ => "web.bad_request",
        };
        let mut failure = Self::new(RefusalKind::Invalid, code);
        failure.status = status;
        failure
    }

    /// What the log shall say; no personal data.
    #[must_use]
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Argument of the sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Field by field, for an API's answer.
    #[must_use]
    pub fn with_errors(mut self, errors: Errors) -> Self {
        self.errors = errors;
        self
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// Gives back to the person what she typed.
    #[must_use]
    pub(crate) fn keeping(mut self, kept: Kept) -> Self {
        self.kept = kept;
        self
    }

    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.code)
    }
}

impl<E: Refusal + 'static> From<E> for Failure {
    fn from(refusal: E) -> Self {
        Self::of(&refusal)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// RFC 9457 problem details, as our APIs answer them.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// `urn:tinhso:refusal:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A sentence for people, in the installation's language.
    pub title: String,
    pub status: u16,
    pub code: String,
    pub request_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One field that is wrong.
#[derive(Debug, Serialize)]
pub struct ProblemField {
    pub field: String,
    pub message: String,
}
