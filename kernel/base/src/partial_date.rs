//! A day of which only the year, or the month and year, may be known: births and deaths on older papers.
use crate::format::{civil, date_vi, parse_date_vi};
use crate::identifiers::string_serde;
use crate::{IdentifierError, Timestamp};
use jiff::civil::Date;
use std::fmt;

/// A year, a month of a year, or a whole day.  Civil-status papers may carry only the year of birth of a parent
/// (form of procedure 1.001193) or an incomplete date of death (1.000656).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// Reads `1950`, `5/1950`, `12/5/1950`, their ISO forms `1950-05`, `1950-05-12`, and the card's `00001950`.
    ///
    /// # Errors
    /// [`IdentifierError::Empty`] or [`IdentifierError::DateInvalid`].
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if let Ok(date) = parse_date_vi(text) {
            return Ok(date.into());
        }
        if text.is_empty() {
            return Err(IdentifierError::Empty);
        }
        partial(text).ok_or(IdentifierError::DateInvalid)
    }

    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    #[must_use]
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    #[must_use]
    pub const fn day(self) -> Option<i8> {
        self.day
    }

    /// The day, when it is wholly known.
    #[must_use]
    pub fn whole(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day it can be.
    #[must_use]
    pub fn earliest(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    /// The last day it can be.
    #[must_use]
    pub fn latest(self) -> Date {
        let first = Date::new(self.year, self.month.unwrap_or(12), 1).unwrap_or(Date::MAX);
        self.whole().unwrap_or_else(|| first.last_of_month())
    }

    /// Whether even its earliest day lies after the day of `now` in Vietnam.
    #[must_use]
    pub fn is_after(self, now: Timestamp) -> bool {
        self.earliest() > now.date()
    }

    /// `12/05/1950`, `05/1950` or `1950`.
    #[must_use]
    pub fn display_vi(self) -> String {
        match (self.month, self.whole()) {
            (_, Some(date)) => date_vi(date),
            (Some(month), None) => format!("{month:02}/{:04}", self.year),
            (None, None) => format!("{:04}", self.year),
        }
    }

    /// The ISO 8601 form that is stored: `1950-05-12`, `1950-05` or `1950`; sorts as text.
    #[must_use]
    pub fn to_iso(self) -> String {
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", self.year),
            (Some(month), None) => format!("{:04}-{month:02}", self.year),
            _ => format!("{:04}", self.year),
        }
    }
}

fn partial(text: &str) -> Option<PartialDate> {
    if !text.is_ascii() || text.len() > 10 {
        return None;
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let (day, month, year) = (text.get(0..2)?, text.get(2..4)?, text.get(4..8)?);
        return match (day, month) {
            ("00", "00") => year_only(year),
            ("00", month) => year_month(year, month),
            _ => None,
        };
    }
    let mut parts = text.split(['/', '-', '.']);
    match (parts.next()?, parts.next(), parts.next()) {
        (year, None, _) => year_only(year),
        (first, Some(second), None) if first.len() == 4 => year_month(first, second),
        (first, Some(second), None) => year_month(second, first),
        _ => None,
    }
}

fn year_only(year: &str) -> Option<PartialDate> {
    let date = civil(year, "1", "1")?;
    Some(PartialDate { year: date.year(), month: None, day: None })
}

fn year_month(year: &str, month: &str) -> Option<PartialDate> {
    let date = civil(year, month, "1")?;
    Some(PartialDate { year: date.year(), month: Some(date.month()), day: None })
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    /// The ISO form; people read [`PartialDate::display_vi`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_iso())
    }
}

string_serde!(PartialDate, |value: &PartialDate| value.to_iso());
