//! Instants: microseconds UTC; shown and counted in Asia/Ho_Chi_Minh, UTC+7 without daylight saving since 1975.
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Seconds east of UTC of Asia/Ho_Chi_Minh.
pub const VIETNAM_OFFSET_SECONDS: i64 = 7 * 3600;
const MICROS: i64 = 1_000_000;

/// An instant in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The wall clock in Vietnam at this instant.  Instants outside years −9999…9999 answer the nearest end.
    #[must_use]
    pub fn to_local(self) -> DateTime {
        let limit = 250_000_000_000_i64 * MICROS;
        let local = self.0.clamp(-limit, limit).saturating_add(VIETNAM_OFFSET_SECONDS * MICROS);
        jiff::Timestamp::from_microsecond(local)
            .map(|instant| jiff::tz::Offset::UTC.to_datetime(instant))
            .unwrap_or(DateTime::MAX)
    }

    /// The instant at which the wall clock in Vietnam shows `local`.
    #[must_use]
    pub fn from_local(local: DateTime) -> Self {
        let micros = jiff::tz::Offset::UTC
            .to_timestamp(local)
            .map(|instant| instant.as_microsecond())
            .unwrap_or(i64::MAX / 2);
        Self(micros.saturating_sub(VIETNAM_OFFSET_SECONDS * MICROS))
    }

    /// The calendar day in Vietnam.
    #[must_use]
    pub fn date(self) -> Date {
        self.to_local().date()
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(MICROS)))
    }

    /// Whole seconds from `earlier` to `self`, negative when `self` comes first.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / MICROS
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 with the offset of Vietnam, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+07:00", self.to_local().strftime("%Y-%m-%dT%H:%M:%S"))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
