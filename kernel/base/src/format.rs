//! How numbers, days and hours are written in Vietnamese.  Words (weekdays, months) belong to the locale files.
use crate::{IdentifierError, Timestamp};
use jiff::civil::{Date, DateTime, Time};

/// Groups the digits of a whole number by threes with full stops: `-1234567` → `-1.234.567`.
#[must_use]
pub fn group_thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// `dd/MM/yyyy`.
#[must_use]
pub fn date_vi(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `HH:mm`, 24 hours; seconds are cut, not rounded, so that a promised minute is never passed.
#[must_use]
pub fn time_vi(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `HH:mm dd/MM/yyyy`, the order of the slips of the one-stop shop.
#[must_use]
pub fn date_time_vi(at: DateTime) -> String {
    format!("{} {}", time_vi(at.time()), date_vi(at.date()))
}

/// An instant on Vietnam's wall clock as `HH:mm dd/MM/yyyy`.
#[must_use]
pub fn moment_vi(at: Timestamp) -> String {
    date_time_vi(at.to_local())
}

/// Monday = 1 … Sunday = 7 (ISO 8601).
#[must_use]
pub fn weekday_index(date: Date) -> i8 {
    date.weekday().to_monday_one_offset()
}

/// The locale key `weekday-1` (Monday) … `weekday-7` (Sunday).
#[must_use]
pub fn weekday_key(date: Date) -> &'static str {
    match weekday_index(date) {
        1 => "weekday-1",
        2 => "weekday-2",
        3 => "weekday-3",
        4 => "weekday-4",
        5 => "weekday-5",
        6 => "weekday-6",
        _ => "weekday-7",
    }
}

/// Reads a day as people type it: `5/6/2026`, `05-06-2026`, `05.06.2026`, `05062026`, or ISO `2026-06-05`
/// (what `<input type=date>` sends).  The year has four digits; day comes before month.
///
/// # Errors
/// [`IdentifierError::Empty`] for nothing, [`IdentifierError::DateInvalid`] for everything that is no such day.
pub fn parse_date_vi(text: &str) -> Result<Date, IdentifierError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(IdentifierError::Empty);
    }
    split_date(text).ok_or(IdentifierError::DateInvalid)
}

fn split_date(text: &str) -> Option<Date> {
    if text.len() > 10 || !text.is_ascii() {
        return None;
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return civil(text.get(4..8)?, text.get(2..4)?, text.get(0..2)?);
    }
    let mut parts = text.split(['/', '-', '.']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if first.len() == 4 { civil(first, second, third) } else { civil(third, second, first) }
}

/// A day from its decimal parts; the year must have four digits, day and month one or two.
pub(crate) fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let plain = |part: &str, widths: &[usize]| {
        widths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !plain(year, &[4]) || !plain(month, &[1, 2]) || !plain(day, &[1, 2]) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    if year == 0 {
        return None;
    }
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}
