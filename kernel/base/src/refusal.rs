//! How an operation says no: a stable code, a kind, and arguments for the sentence.

/// What kind of no, independent of HTTP until the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The request breaks a rule; what was typed is shown again.
    Invalid,
    Unauthenticated,
    Forbidden,
    /// Also where existence itself is private.
    NotFound,
    /// A stale version or a state that has moved on.
    Conflict,
    TooLarge,
    TooMany,
    /// Try again later; nothing was changed, or the outcome is settled by the idempotency key.
    Unavailable,
    /// A defect of ours.
    Internal,
}

impl RefusalKind {
    /// The HTTP status that carries this kind.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Invalid => 422,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::TooMany => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }
}

/// A refusal of one crate.  The sentence is the locale message `refusal-<code>` (dots and underscores become
/// hyphens) with [`Refusal::args`]; `Display` is for logs and never carries personal data.
pub trait Refusal: std::error::Error + Send + Sync {
    /// Stable, e.g. `dossiers.fee_unpaid`.
    fn code(&self) -> &'static str;
    fn kind(&self) -> RefusalKind;
    fn args(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
