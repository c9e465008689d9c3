//! A time limit: an amount and its unit.
use crate::SpanError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Eight working hours are one working day.
pub const MINUTES_PER_WORKING_DAY: i64 = 480;
const LONGEST_MINUTES: i64 = 3_660 * MINUTES_PER_WORKING_DAY;

/// What the amount counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// *giờ*: working hours.
    Hour,
    /// *ngày làm việc*
    WorkingDay,
    /// *ngày*: calendar days.
    CalendarDay,
    /// *trong ngày*: the same working day, or the next one after the cut-off (1.001193, 1.000656).
    SameDay,
}

/// A time limit.  Days of either kind are stored as 480 minutes each, as the national records do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Raw")]
pub struct Span {
    amount_minutes: i64,
    unit: Unit,
}

#[derive(Deserialize)]
struct Raw {
    amount_minutes: i64,
    unit: Unit,
}

impl TryFrom<Raw> for Span {
    type Error = SpanError;
    fn try_from(raw: Raw) -> Result<Self, SpanError> {
        Self::new(raw.amount_minutes, raw.unit)
    }
}

impl Span {
    /// # Errors
    /// [`SpanError::Amount`] below zero, [`SpanError::TooLong`] above ten years, [`SpanError::Fraction`] for a
    /// part of a calendar day or a same-day limit that is not one day.
    pub const fn new(amount_minutes: i64, unit: Unit) -> Result<Self, SpanError> {
        if amount_minutes < 0 {
            return Err(SpanError::Amount);
        }
        if amount_minutes > LONGEST_MINUTES {
            return Err(SpanError::TooLong);
        }
        let whole = match unit {
            Unit::Hour | Unit::WorkingDay => true,
            Unit::CalendarDay => amount_minutes % MINUTES_PER_WORKING_DAY == 0,
            Unit::SameDay => amount_minutes == MINUTES_PER_WORKING_DAY,
        };
        if whole { Ok(Self { amount_minutes, unit }) } else { Err(SpanError::Fraction) }
    }

    /// Working hours.
    #[must_use]
    pub fn hours(hours: u16) -> Self {
        Self::capped(i64::from(hours) * 60, Unit::Hour)
    }

    /// Working days.
    #[must_use]
    pub fn working_days(days: u16) -> Self {
        Self::capped(i64::from(days) * MINUTES_PER_WORKING_DAY, Unit::WorkingDay)
    }

    /// Calendar days.
    #[must_use]
    pub fn calendar_days(days: u16) -> Self {
        Self::capped(i64::from(days) * MINUTES_PER_WORKING_DAY, Unit::CalendarDay)
    }

    /// The same working day.
    #[must_use]
    pub const fn same_day() -> Self {
        Self { amount_minutes: MINUTES_PER_WORKING_DAY, unit: Unit::SameDay }
    }

    fn capped(amount_minutes: i64, unit: Unit) -> Self {
        Self { amount_minutes: amount_minutes.min(LONGEST_MINUTES), unit }
    }

    /// Working minutes for hours and working days; 480 per day for the others.
    #[must_use]
    pub const fn amount_minutes(self) -> i64 {
        self.amount_minutes
    }

    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Whole days in the amount, the rest left out.
    #[must_use]
    pub const fn whole_days(self) -> i64 {
        self.amount_minutes / MINUTES_PER_WORKING_DAY
    }

    /// The working minutes that the limit is worth; None for calendar days, which do not add up in hours.
    #[must_use]
    pub const fn working_minutes(self) -> Option<i64> {
        match self.unit {
            Unit::Hour | Unit::WorkingDay => Some(self.amount_minutes),
            Unit::CalendarDay | Unit::SameDay => None,
        }
    }

    /// Reads what officials write: `3 ngày làm việc`, `1,5 ngày làm việc`, `15 ngày`, `4 giờ`, `90 phút`,
    /// `trong ngày`.  The text is expected in NFC, upper or lower case.
    ///
    /// # Errors
    /// See [`SpanError`].
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if matches!(words.as_str(), "trong ngày" | "trong ngày làm việc" | "trong buổi làm việc") {
            return Ok(Self::same_day());
        }
        let unit_at = words.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'));
        let (amount, unit) = unit_at.and_then(|at| words.split_at_checked(at)).ok_or(SpanError::Unit)?;
        let hundredths = hundredths(amount)?;
        let (minutes_each, unit) = match unit.trim() {
            "phút" | "phút làm việc" => (1, Unit::Hour),
            "giờ" | "giờ làm việc" | "h" => (60, Unit::Hour),
            "ngày làm việc" => (MINUTES_PER_WORKING_DAY, Unit::WorkingDay),
            "ngày" => (MINUTES_PER_WORKING_DAY, Unit::CalendarDay),
            _ => return Err(SpanError::Unit),
        };
        let scaled = hundredths.checked_mul(minutes_each).ok_or(SpanError::TooLong)?;
        if scaled % 100 != 0 {
            return Err(SpanError::Fraction);
        }
        Self::new(scaled / 100, unit)
    }
}

/// `1,5` → 150.
fn hundredths(amount: &str) -> Result<i64, SpanError> {
    let (whole, part) = amount.split_once([',', '.']).unwrap_or((amount, ""));
    if whole.is_empty() || whole.len() > 6 || part.len() > 2 || part.contains([',', '.']) {
        return Err(SpanError::Amount);
    }
    let whole: i64 = whole.parse().map_err(|_| SpanError::Amount)?;
    let part: i64 = format!("{part:0<2}").parse().map_err(|_| SpanError::Amount)?;
    Ok(whole * 100 + part)
}

impl FromStr for Span {
    type Err = SpanError;
    fn from_str(text: &str) -> Result<Self, SpanError> {
        Self::parse(text)
    }
}

impl fmt::Display for Span {
    /// The words of the law, readable again by [`Span::parse`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per_unit = match self.unit {
            Unit::Hour => 60,
            Unit::WorkingDay | Unit::CalendarDay => MINUTES_PER_WORKING_DAY,
            Unit::SameDay => return f.write_str("trong ngày làm việc"),
        };
        let hundredths = self.amount_minutes * 100;
        if hundredths % per_unit != 0 {
            // An amount that two decimals cannot hold is exact only in minutes.
            return write!(f, "{} phút làm việc", self.amount_minutes);
        }
        let (whole, part) = (hundredths / per_unit / 100, hundredths / per_unit % 100);
        write!(f, "{whole}")?;
        if part != 0 {
            write!(f, ",{}", format!("{part:02}").trim_end_matches('0'))?;
        }
        f.write_str(match self.unit {
            Unit::Hour => " giờ làm việc",
            Unit::WorkingDay => " ngày làm việc",
            Unit::CalendarDay | Unit::SameDay => " ngày",
        })
    }
}
