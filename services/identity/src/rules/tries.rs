//! How long to wait after wrong tries.  The same for a login name that nobody has: waiting tells nothing.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One login name, from wherever it is tried.
    Login,
    /// One address, whatever is tried from it.  An office of forty people has one, so it gets more tries.
    Address,
    /// New accounts from one address: a helper may register a whole hamlet in a day.
    Registration,
}

/// Failures older than this are forgotten.
pub const FORGET_SECONDS: i64 = 24 * 3600;
/// The longest wait: an attacker must not keep an officer out for a morning.
const WAIT_SECONDS_MAX: i64 = 15 * 60;

impl Subject {
    /// Failures without a wait, and the first wait in seconds.
    const fn terms(self) -> (i64, i64) {
        match self {
            Self::Login => (4, 30),
            Self::Address => (29, 60),
            Self::Registration => (60, 60),
        }
    }

    /// Stable word, part of the stored key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Address => "address",
            Self::Registration => "registration",
        }
    }
}

/// Seconds to wait after so many failures in a row: none at first, then doubling up to a quarter of an hour.
#[must_use]
pub fn wait_seconds(subject: Subject, failures: i64) -> i64 {
    let (free, first) = subject.terms();
    let over = failures - free;
    if over <= 0 {
        return 0;
    }
    let doublings = u32::try_from((over - 1).min(20)).unwrap_or(20);
    first.saturating_mul(2_i64.saturating_pow(doublings)).min(WAIT_SECONDS_MAX)
}
