//! The Vietnamese lunar calendar: months begin on the day of the new moon at UTC+7 (QĐ 121-CP, 1967), so that it
//! departs from the Chinese one when a new moon falls between 23:00 and midnight in Hà Nội (Tết 1985, 2007, 2030).
mod sky;

use crate::days::{date_of, day_of};
use base::Date;
use jiff::civil::date;
use thiserror::Error;

/// First Gregorian year that can be converted: UTC+7 is the base of the calendar since 1968.
pub const FIRST_YEAR: i16 = 1968;
/// Last Gregorian year that can be converted.
pub const LAST_YEAR: i16 = 2099;

/// Day number of 2000-01-01 counted from 1970-01-01.
const YEAR_2000: i64 = 10_957;

/// A day of the lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LunarDate {
    /// The Gregorian year in which the lunar year begins.
    pub year: i16,
    /// 1–12.
    pub month: i8,
    /// 1–30.
    pub day: i8,
    /// True in the second of two months that carry the same number.
    pub leap: bool,
}

impl LunarDate {
    /// A day in an ordinary month.
    #[must_use]
    pub const fn new(year: i16, month: i8, day: i8) -> Self {
        Self { year, month, day, leap: false }
    }
}

/// Why a day cannot be converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LunarError {
    #[error("the lunar calendar is known from {FIRST_YEAR} to {LAST_YEAR}")]
    OutsideYears,
    #[error("there is no such day in the lunar calendar")]
    NoSuchDay,
}

/// The months from one eleventh month to the next; the eleventh holds the winter solstice.
struct SolarYear {
    first: i32,
    /// Position of the month without a principal term, in a year of thirteen months.
    leap_at: Option<i32>,
}

impl SolarYear {
    /// The months that end before the eleventh month of `year`.
    fn ending(year: i16) -> Option<Self> {
        let first = eleventh_month(year.checked_sub(1)?)?;
        let next = eleventh_month(year)?;
        let leap_at = (next - first == 13)
            .then(|| {
                (1..13).find(|position| {
                    let month = first + position;
                    sky::sun_sector(sky::new_moon_day(month)) == sky::sun_sector(sky::new_moon_day(month + 1))
                })
            })
            .flatten();
        Some(Self { first, leap_at })
    }
}

/// Days since 2000-01-01.
fn number(day: Date) -> Option<i32> {
    i32::try_from(day_of(day) - YEAR_2000).ok()
}

/// The lunation that contains `day`.
fn lunation_of(day: i32) -> i32 {
    let mut lunation = sky::lunation_near(day);
    while sky::new_moon_day(lunation) > day {
        lunation -= 1;
    }
    while sky::new_moon_day(lunation + 1) <= day {
        lunation += 1;
    }
    lunation
}

fn eleventh_month(year: i16) -> Option<i32> {
    let lunation = lunation_of(number(date(year, 12, 31))?);
    // Nine sectors of 30° are 270°, the winter solstice: a month that begins after it is the twelfth.
    let begins_after = sky::sun_sector(sky::new_moon_day(lunation)) >= 9;
    Some(if begins_after { lunation - 1 } else { lunation })
}

fn within(year: i16) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&year)
}

/// The lunar date of a Gregorian day.
///
/// # Errors
/// [`LunarError::OutsideYears`] before 1968 and after 2099.
pub fn to_lunar(day: Date) -> Result<LunarDate, LunarError> {
    if !within(day.year()) {
        return Err(LunarError::OutsideYears);
    }
    convert(day).ok_or(LunarError::OutsideYears)
}

fn convert(day: Date) -> Option<LunarDate> {
    let number = number(day)?;
    let lunation = lunation_of(number);
    let ends = if lunation >= eleventh_month(day.year())? { day.year() + 1 } else { day.year() };
    let solar = SolarYear::ending(ends)?;
    let position = lunation - solar.first;
    let passed_leap = solar.leap_at.is_some_and(|at| position >= at);
    let ordinal = position - i32::from(passed_leap);
    let month = (10 + ordinal) % 12 + 1;
    Some(LunarDate {
        year: if month >= 11 { ends - 1 } else { ends },
        month: i8::try_from(month).ok()?,
        day: i8::try_from(number - sky::new_moon_day(lunation) + 1).ok()?,
        leap: solar.leap_at == Some(position),
    })
}

/// The Gregorian day of a lunar date.
///
/// # Errors
/// [`LunarError::OutsideYears`] when the answer is before 1968 or after 2099; [`LunarError::NoSuchDay`] for a
/// leap month that the year does not have, or day 30 of a short month.
pub fn from_lunar(lunar: LunarDate) -> Result<Date, LunarError> {
    if !within(lunar.year) {
        return Err(LunarError::OutsideYears);
    }
    if !(1..=12).contains(&lunar.month) {
        return Err(LunarError::NoSuchDay);
    }
    let ends = if lunar.month >= 11 { lunar.year + 1 } else { lunar.year };
    let solar = SolarYear::ending(ends).ok_or(LunarError::OutsideYears)?;
    let ordinal = (i32::from(lunar.month) + 1) % 12;
    let position = match solar.leap_at {
        Some(at) if lunar.leap && ordinal == at - 1 => at,
        _ if lunar.leap => return Err(LunarError::NoSuchDay),
        Some(at) if ordinal >= at => ordinal + 1,
        _ => ordinal,
    };
    let start = sky::new_moon_day(solar.first + position);
    let length = sky::new_moon_day(solar.first + position + 1) - start;
    if !(1..=length).contains(&i32::from(lunar.day)) {
        return Err(LunarError::NoSuchDay);
    }
    let day = date_of(i64::from(start) + i64::from(lunar.day) - 1 + YEAR_2000);
    if within(day.year()) { Ok(day) } else { Err(LunarError::OutsideYears) }
}
