//! Days as whole numbers since 1970-01-01 in Vietnam, minutes as whole numbers since midnight: the
//! arithmetic of the tables needs no calendar library.
use base::{Date, Time, Timestamp, VIETNAM_OFFSET_SECONDS};

const MINUTE_MICROS: i64 = 60_000_000;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// The local day number and the minute of the day; seconds are dropped, which favours the citizen
/// and is what the printed slip shows.
pub(crate) fn split(at: Timestamp) -> (i64, i64) {
    let minutes = at.plus_seconds(VIETNAM_OFFSET_SECONDS).micros().div_euclid(MINUTE_MICROS);
    (minutes.div_euclid(MINUTES_PER_DAY), minutes.rem_euclid(MINUTES_PER_DAY))
}

pub(crate) fn join(day: i64, minute: i64) -> Timestamp {
    let minutes = day.saturating_mul(MINUTES_PER_DAY).saturating_add(minute);
    Timestamp::from_micros(minutes.saturating_mul(MINUTE_MICROS)).plus_seconds(-VIETNAM_OFFSET_SECONDS)
}

pub(crate) fn day_of(date: Date) -> i64 {
    split(Timestamp::from_local(date.to_datetime(Time::midnight()))).0
}

pub(crate) fn date_of(day: i64) -> Date {
    join(day, 0).date()
}

/// Minutes since midnight of a wall-clock time.
pub(crate) fn minute_of(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// `date` moved by whole days; stays within the years that `Date` can hold.
pub(crate) fn plus_days(date: Date, days: i64) -> Date {
    date_of(day_of(date).saturating_add(days))
}
