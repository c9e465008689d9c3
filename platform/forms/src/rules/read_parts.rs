//! Answers typed in several boxes: days, names, places.
use super::read::{Reading, Typed, line, missing, refuse, unclean};
use crate::model::{Address, Field, PersonName, Reach};
use crate::ports::Context;
use base::{Date, PartialDate, parse_date_vi};
use serde_json::{Value as Json, json};

/// Longest part of a name, in characters.
const NAME_CHARS_MAX: usize = 60;
/// Years outside are slips of the finger.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

struct Parts<'a> {
    day: &'a str,
    month: &'a str,
    year: &'a str,
}

fn date_parts<'a>(field: &Field, typed: Typed<'a>) -> Parts<'a> {
    Parts { day: typed.part(field, "-d"), month: typed.part(field, "-m"), year: typed.part(field, "-y") }
}

/// A day typed in three boxes, or whole in the first.
pub(crate) fn read_date(field: &Field, typed: Typed<'_>) -> Reading {
    let Parts { day, month, year } = date_parts(field, typed);
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    if let Some(date) = whole_in_one_box(day, month, year) {
        return Ok(Some(json!(date.to_string())));
    }
    for (part, suffix, key) in [
        (day, "-d", "forms-error-date-no-day"),
        (month, "-m", "forms-error-date-no-month"),
        (year, "-y", "forms-error-date-no-year"),
    ] {
        if part.is_empty() {
            return Err(refuse(field, suffix, key, Vec::new()));
        }
    }
    day_of(field, day, month, year).map(|date| Some(json!(date.to_string())))
}

fn whole_in_one_box(day: &str, month: &str, year: &str) -> Option<Date> {
    let alone = month.is_empty() && year.is_empty() && day.len() > 4;
    alone.then(|| parse_date_vi(day).ok()).flatten().filter(|date| YEARS.contains(&date.year()))
}

fn day_of(field: &Field, day: &str, month: &str, year: &str) -> Result<Date, super::messages::FieldError> {
    let year = year_of(field, year)?;
    let month = month_of(field, month)?;
    let number = |text: &str| if digits(text, 2) { text.parse::<i8>().ok() } else { None };
    let bad_day = || refuse(field, "-d", "forms-error-date-day", Vec::new());
    let day = number(day).filter(|day| (1..=31).contains(day)).ok_or_else(bad_day)?;
    Date::new(year, month, day).map_err(|_| {
        let last = Date::new(year, month, 1).map_or(31, |first| first.days_in_month());
        let args = vec![
            ("date", format!("{day:02}/{month:02}/{year}")),
            ("month", month.to_string()),
            ("year", year.to_string()),
            ("days", last.to_string()),
        ];
        refuse(field, "-d", "forms-error-date-unreal", args)
    })
}

fn digits(text: &str, most: usize) -> bool {
    !text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit())
}

fn year_of(field: &Field, text: &str) -> Result<i16, super::messages::FieldError> {
    let year = if digits(text, 4) { text.parse::<i16>().ok() } else { None };
    year.filter(|year| YEARS.contains(year))
        .ok_or_else(|| refuse(field, "-y", "forms-error-date-year", Vec::new()))
}

fn month_of(field: &Field, text: &str) -> Result<i8, super::messages::FieldError> {
    let month = if digits(text, 2) { text.parse::<i8>().ok() } else { None };
    month
        .filter(|month| (1..=12).contains(month))
        .ok_or_else(|| refuse(field, "-m", "forms-error-date-month", Vec::new()))
}

/// Only the year is certain; a day needs its month.
pub(crate) fn read_partial_date(field: &Field, typed: Typed<'_>) -> Reading {
    let Parts { day, month, year } = date_parts(field, typed);
    if day.is_empty() && month.is_empty() && year.is_empty() {
        return Ok(None);
    }
    if let Some(date) = whole_in_one_box(day, month, year) {
        return Ok(Some(json!(PartialDate::from(date).to_iso())));
    }
    if year.is_empty() {
        return Err(refuse(field, "-y", "forms-error-date-no-year", Vec::new()));
    }
    let iso = match (day.is_empty(), month.is_empty()) {
        (true, true) => format!("{:04}", year_of(field, year)?),
        (true, false) => format!("{:04}-{:02}", year_of(field, year)?, month_of(field, month)?),
        (false, true) => return Err(refuse(field, "-m", "forms-error-date-no-month", Vec::new())),
        (false, false) => PartialDate::from(day_of(field, day, month, year)?).to_iso(),
    };
    Ok(Some(json!(iso)))
}

pub(crate) fn read_name(field: &Field, typed: Typed<'_>) -> Reading {
    let mut parts = [String::new(), String::new(), String::new()];
    for (part, suffix) in parts.iter_mut().zip(["-family", "-middle", "-given"]) {
        let raw = typed.part(field, suffix);
        *part = line(field, suffix, raw, NAME_CHARS_MAX)?;
        if !part.is_empty() {
            *part =
                text::clean_name(part).map_err(|error| unclean(field, suffix, raw, NAME_CHARS_MAX, error))?;
        }
    }
    let [family, middle, given] = parts;
    if family.is_empty() && middle.is_empty() && given.is_empty() {
        return Ok(None);
    }
    if given.is_empty() {
        let own_words = !field.missing.is_empty();
        return Err(if own_words {
            missing(field)
        } else {
            refuse(field, "-given", "forms-error-name-given", Vec::new())
        });
    }
    Ok(serde_json::to_value(PersonName { family, middle, given }).ok())
}

/// The commune picked among the found ones, or in the list; both by code, as of today.
pub(crate) fn read_address(field: &Field, typed: Typed<'_>, cx: &Context<'_>) -> Reading {
    let village = line(field, "-village", typed.part(field, "-village"), NAME_CHARS_MAX * 2)?;
    let house = line(field, "-house", typed.part(field, "-house"), NAME_CHARS_MAX * 2)?;
    let found = typed.part(field, "-found");
    let chosen = if found.is_empty() { typed.part(field, "-unit") } else { found };
    if chosen.is_empty() {
        let anything = !village.is_empty() || !house.is_empty() || !typed.part(field, "-q").is_empty();
        return if anything {
            Err(refuse(field, "-unit", "forms-error-choose-unit", Vec::new()))
        } else {
            Ok(None)
        };
    }
    let unit = cx.addresses.commune(chosen, cx.today);
    let (commune, province) =
        unit.ok_or_else(|| refuse(field, "-unit", "forms-error-unit-unknown", Vec::new()))?;
    let asked = typed.part(field, "-province");
    if found.is_empty() && !asked.is_empty() && asked != province.code {
        // The province was changed and its communes were not shown yet.
        return Err(refuse(field, "-unit", "forms-error-unit-other-province", Vec::new()));
    }
    if field.reach == Some(Reach::Province)
        && cx.addresses.home_province().is_some_and(|home| home != province.code)
    {
        return Err(refuse(field, "-unit", "forms-error-unit-outside", Vec::new()));
    }
    let name = format!("{}, {}", commune.name, crate::model::lower_first(&province.name));
    let address = Address { unit: commune.id, code: commune.code, name, village, house };
    Ok(serde_json::to_value(address).ok().filter(Json::is_object))
}
