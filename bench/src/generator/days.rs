//! The generator's own reckoning of office time.  On purpose it shares nothing with `kernel/calendar`: days off are
//! written down, arithmetic is by the minute, so that a deadline is known twice, from two hands.
use base::{Date, Timestamp};

/// Minutes of wall clock in Vietnam since 1970-01-01 00:00.
pub type Minute = i64;

const DAY: i64 = 1440;
const OPEN: i64 = 7 * 60;
const NOON: i64 = 11 * 60 + 30;
const BACK: i64 = 13 * 60 + 30;
const CLOSE: i64 = 17 * 60;
const CUT_OFF: i64 = 15 * 60;
const WORKED: i64 = 480;

/// Weekdays of 2025-12-29 … 2027-03-31 on which offices are closed: New Year with the swap of Friday 2 January 2026, Tết,
/// the Hùng kings (on a Sunday, so the Monday), 30 April and 1 May, 2 September with the swap of Monday 31 August, the
/// Day of Culture, New Year 2027, Tết 2027.
const OFF: &[(i16, i8, i8)] = &[
    (2026, 1, 1),
    (2026, 1, 2),
    (2026, 2, 16),
    (2026, 2, 17),
    (2026, 2, 18),
    (2026, 2, 19),
    (2026, 2, 20),
    (2026, 4, 27),
    (2026, 4, 30),
    (2026, 5, 1),
    (2026, 8, 31),
    (2026, 9, 1),
    (2026, 9, 2),
    (2026, 11, 24),
    (2027, 1, 1),
];

/// Saturdays that are worked instead of a swapped day.
const WORKED_SATURDAYS: &[(i16, i8, i8)] = &[(2026, 1, 10), (2026, 8, 22)];

/// A limit as the generator counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The same day's closing; received after 15:00, the next working day's.
    SameDay,
    /// The same time of day, so many working days later.
    Working(i64),
    /// Closing of the day so many calendar days later, or of the next working day.
    Calendar(i64),
}

/// Days since 1970-01-01 (Howard Hinnant's algorithm, public domain).
#[must_use]
pub const fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Working days from the end of 2025 to March 2027 and sums over them.
#[derive(Clone, Debug)]
pub struct Days {
    first: i64,
    open: Vec<bool>,
    /// Working days before each day.
    before: Vec<i64>,
}

impl Default for Days {
    fn default() -> Self {
        Self::new()
    }
}

impl Days {
    #[must_use]
    pub fn new() -> Self {
        let (first, last) = (day_number(2025, 12, 29), day_number(2027, 1, 31));
        let listed = |list: &[(i16, i8, i8)], day: i64| {
            list.iter().any(|(y, m, d)| day_number((*y).into(), (*m).into(), (*d).into()) == day)
        };
        let (mut open, mut before, mut sum) = (Vec::new(), Vec::new(), 0);
        for day in first..=last {
            // 1970-01-01 was a Thursday
            let weekend = (day + 3).rem_euclid(7) >= 5;
            let works = (!weekend && !listed(OFF, day)) || listed(WORKED_SATURDAYS, day);
            open.push(works);
            before.push(sum);
            sum += i64::from(works);
        }
        Self { first, open, before }
    }

    fn index(&self, day: i64) -> usize {
        usize::try_from(day - self.first).unwrap_or(0).min(self.open.len().saturating_sub(1))
    }

    /// First and last day that is known.
    #[must_use]
    pub fn known(&self) -> (i64, i64) {
        (self.first, self.first + i64::try_from(self.open.len()).unwrap_or(1) - 1)
    }

    /// Whether offices are open on a day.
    #[must_use]
    pub fn works(&self, day: i64) -> bool {
        self.open.get(self.index(day)).copied().unwrap_or(false)
    }

    /// The first working day after `day`.
    #[must_use]
    pub fn next_day(&self, day: i64) -> i64 {
        let mut next = day + 1;
        while !self.works(next) && next < self.known().1 {
            next += 1;
        }
        next
    }

    fn nth_day(&self, day: i64, n: i64) -> i64 {
        (0..n).fold(day, |at, _| self.next_day(at))
    }

    /// Minutes of office time before `at`.
    #[must_use]
    pub fn worked(&self, at: Minute) -> i64 {
        let (day, minute) = (at.div_euclid(DAY), at.rem_euclid(DAY));
        let before = self.before.get(self.index(day)).copied().unwrap_or(0) * WORKED;
        if !self.works(day) {
            return before;
        }
        before + (minute.clamp(OPEN, NOON) - OPEN) + (minute.clamp(BACK, CLOSE) - BACK)
    }

    /// The earliest minute by which `total` minutes of office time have passed.
    fn instant(&self, total: i64) -> Minute {
        let days = (total - 1).div_euclid(WORKED);
        let rest = total - days * WORKED;
        let at = self.before.partition_point(|sum| *sum <= days).saturating_sub(1);
        // the last day with this sum before it is the working day itself
        let day = self.first + i64::try_from(at).unwrap_or(0);
        let minute = if rest <= NOON - OPEN { OPEN + rest } else { BACK + rest - (NOON - OPEN) };
        day * DAY + minute
    }

    /// `minutes` of office time later.
    #[must_use]
    pub fn plus(&self, from: Minute, minutes: i64) -> Minute {
        self.instant(self.worked(from) + minutes.max(1))
    }

    /// When a limit that begins to run at `from` ends.
    #[must_use]
    pub fn due(&self, limit: Limit, from: Minute) -> Minute {
        let (day, minute) = (from.div_euclid(DAY), from.rem_euclid(DAY));
        match limit {
            Limit::SameDay if self.works(day) && minute <= CUT_OFF => day * DAY + CLOSE,
            Limit::SameDay => self.next_day(day) * DAY + CLOSE,
            Limit::Working(days) => {
                let start = self.instant(self.worked(from));
                let (day, minute) = (start.div_euclid(DAY), start.rem_euclid(DAY));
                self.nth_day(day, days) * DAY + minute
            }
            Limit::Calendar(days) => self.closing_of(self.last_day(days, from)),
        }
    }

    /// The day so many calendar days after the one in which the count begins.
    #[must_use]
    pub fn last_day(&self, days: i64, from: Minute) -> i64 {
        let (day, minute) = (from.div_euclid(DAY), from.rem_euclid(DAY));
        days + if self.works(day) && minute <= CLOSE { day } else { self.next_day(day) }
    }

    /// Closing of this day, or of the next working day.
    #[must_use]
    pub fn closing_of(&self, day: i64) -> Minute {
        (if self.works(day) { day } else { self.next_day(day) }) * DAY + CLOSE
    }

    /// The first morning (07:00 of a working day) after `at`: when the clocks are looked at.
    #[must_use]
    pub fn morning_after(&self, at: Minute) -> Minute {
        let day = at.div_euclid(DAY);
        if self.works(day) && at.rem_euclid(DAY) < OPEN {
            return day * DAY + OPEN;
        }
        self.next_day(day) * DAY + OPEN
    }

    /// The minute within the day.
    #[must_use]
    pub const fn of_day(at: Minute) -> i64 {
        at.rem_euclid(DAY)
    }
}

/// The day of a minute.
#[must_use]
pub const fn day_of(at: Minute) -> i64 {
    at.div_euclid(DAY)
}

/// The minute `minute` of a day.
#[must_use]
pub const fn minute_of(day: i64, minute: i64) -> Minute {
    day * DAY + minute
}

/// The instant in UTC.
#[must_use]
pub const fn instant(at: Minute) -> Timestamp {
    Timestamp::from_micros((at - 7 * 60) * 60_000_000)
}

/// The calendar day.
#[must_use]
pub fn date(at: Minute) -> Date {
    instant(at).date()
}
