//! How this crate says no.
use base::{Refusal, RefusalKind};
use db::DbError;

/// A refusal about accounts and sessions.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Denied(#[from] policy::Denied),
    #[error(transparent)]
    Org(#[from] org::OrgError),
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// Unknown account, wrong password and closed account alike.
    #[error("login name or password is wrong")]
    WrongPassword,
    #[error("the account is locked by an administrator")]
    Locked,
    #[error("too many tries; wait {seconds} s")]
    TooManyTries { seconds: i64 },
    #[error("too many passwords are being checked at once")]
    Busy,
    #[error("the login name is not well formed")]
    LoginMalformed,
    #[error("the login name is taken")]
    LoginTaken,
    #[error("the password has fewer than {min} characters")]
    PasswordShort { min: usize },
    #[error("the password has more than {max} characters")]
    PasswordLong { max: usize },
    #[error("the password contains the login name or the name")]
    PasswordPersonal,
    #[error("the password is one that many people use")]
    PasswordCommon,
    #[error("the new password is the old one")]
    PasswordSame,
    #[error("the two passwords differ")]
    PasswordsDiffer,
    #[error("no such account")]
    AccountUnknown,
    #[error("the account is not in a state for this")]
    AccountState,
    #[error("this is not a machine's account, or it is one")]
    AccountKind,
    #[error("one does not close or lock one's own account")]
    OwnAccount,
    #[error("the link is unknown, used or out of date")]
    LinkInvalid,
    #[error("there is an administrator already")]
    AlreadyBegun,
    #[error("no such token")]
    TokenUnknown,
    #[error("the position is not held")]
    PositionNotHeld,
    #[error("the agency is unknown")]
    AgencyUnknown,
    #[error("the number of days is not between 1 and {max}")]
    DaysWrong { max: i64 },
    #[error("password hashing failed")]
    Hashing,
}

impl Refusal for IdentityError {
    fn code(&self) -> &'static str {
        match self {
            Self::Db(error) => error.code(),
            Self::Denied(error) => error.code(),
            Self::Org(error) => error.code(),
            Self::Text(error) => error.code(),
            Self::WrongPassword => "identity.wrong_password",
            Self::Locked => "identity.locked",
            Self::TooManyTries { .. } => "identity.too_many_tries",
            Self::Busy => "identity.busy",
            Self::LoginMalformed => "identity.login_malformed",
            Self::LoginTaken => "identity.login_taken",
            Self::PasswordShort { .. } => "identity.password_short",
            Self::PasswordLong { .. } => "identity.password_long",
            Self::PasswordPersonal => "identity.password_personal",
            Self::PasswordCommon => "identity.password_common",
            Self::PasswordSame => "identity.password_same",
            Self::PasswordsDiffer => "identity.passwords_differ",
            Self::AccountUnknown => "identity.account_unknown",
            Self::AccountState => "identity.account_state",
            Self::AccountKind => "identity.account_kind",
            Self::OwnAccount => "identity.own_account",
            Self::LinkInvalid => "identity.link_invalid",
            Self::AlreadyBegun => "identity.already_begun",
            Self::TokenUnknown => "identity.token_unknown",
            Self::PositionNotHeld => "identity.position_not_held",
            Self::AgencyUnknown => "identity.agency_unknown",
            Self::DaysWrong { .. } => "identity.days_wrong",
            Self::Hashing => "identity.hashing",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Db(error) => error.kind(),
            Self::Denied(error) => error.kind(),
            Self::Org(error) => error.kind(),
            Self::Text(error) => error.kind(),
            Self::TooManyTries { .. } => RefusalKind::TooMany,
            Self::Busy => RefusalKind::Unavailable,
            Self::Hashing => RefusalKind::Internal,
            Self::AccountUnknown | Self::LinkInvalid | Self::TokenUnknown => RefusalKind::NotFound,
            Self::LoginTaken | Self::AccountState | Self::AlreadyBegun => RefusalKind::Conflict,
            Self::Locked => RefusalKind::Forbidden,
            Self::WrongPassword
            | Self::LoginMalformed
            | Self::PasswordShort { .. }
            | Self::PasswordLong { .. }
            | Self::PasswordPersonal
            | Self::PasswordCommon
            | Self::PasswordSame
            | Self::PasswordsDiffer
            | Self::AccountKind
            | Self::OwnAccount
            | Self::PositionNotHeld
            | Self::AgencyUnknown
            | Self::DaysWrong { .. } => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Db(error) => error.args(),
            Self::Text(error) => error.args(),
            // Whole minutes, rounded up: a person waits by the clock on the wall.
            Self::TooManyTries { seconds } => vec![("minutes", (seconds / 60 + 1).to_string())],
            Self::PasswordShort { min } => vec![("min", min.to_string())],
            Self::PasswordLong { max } => vec![("max", max.to_string())],
            Self::DaysWrong { max } => vec![("max", max.to_string())],
            _ => Vec::new(),
        }
    }
}
