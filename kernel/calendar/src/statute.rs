//! The days off of one year by the labour code, from the lunar calendar and the yearly decisions.
use crate::days::plus_days;
use crate::entry::{DayEntry, DayName, Provenance};
use crate::lunar::{LunarDate, from_lunar};
use crate::{Decisions, Neighbour};
use base::Date;
use jiff::civil::{Weekday, date};

/// First year whose days off follow the rules carried here (BLLĐ 2012: five days of Tết).
pub const STATUTE_FIRST_YEAR: i16 = 2013;
/// Last year for which the lunar calendar is known.
pub const STATUTE_LAST_YEAR: i16 = crate::lunar::LAST_YEAR;

const LABOUR_CODE_2019: i16 = 2021;
const CULTURE_DAY_SINCE: i16 = 2026;

/// The days off and worked rest days of `year`, in order of date, by the built-in decisions; where the yearly
/// decision is not known a provisional default.  Empty outside 2013–2099.
#[must_use]
pub fn statutory_days(year: i16) -> Vec<DayEntry> {
    statutory_days_with(year, &Decisions::built_in())
}

/// As [`statutory_days`], by the decisions given.
#[must_use]
pub fn statutory_days_with(year: i16, decisions: &Decisions) -> Vec<DayEntry> {
    if !(STATUTE_FIRST_YEAR..=STATUTE_LAST_YEAR).contains(&year) {
        return Vec::new();
    }
    let mut days = fixed_days(year);
    days.extend(tet(year, decisions));
    days.extend(hung_kings(year));
    days.extend(national_day(year, decisions));
    days.sort_by_key(|entry| entry.date);
    let compensations = compensations(year, &days);
    days.extend(compensations);
    days.extend(swaps(year, decisions));
    days.sort_by_key(|entry| (entry.date, entry.kind));
    days
}

/// `BLLĐ 2019 Đ112.1.a`, or the article of the code before it.
fn article(year: i16, letter: &str) -> String {
    if year >= LABOUR_CODE_2019 {
        format!("BLLĐ 2019 Đ112.1.{letter}")
    } else {
        format!("BLLĐ 2012 Đ115.1.{letter}")
    }
}

fn fixed_days(year: i16) -> Vec<DayEntry> {
    let day = |month, day, name, letter| {
        DayEntry::holiday(date(year, month, day), name, Provenance::decided(article(year, letter)))
    };
    let mut days = vec![
        day(1, 1, DayName::NewYear, "a"),
        day(4, 30, DayName::Reunification, "c"),
        day(5, 1, DayName::Labour, "d"),
    ];
    if year >= CULTURE_DAY_SINCE {
        let source = Provenance::decided("NQ 80-NQ/TW ngày 07/01/2026");
        days.push(DayEntry::holiday(date(year, 11, 24), DayName::CultureDay, source));
    }
    days
}

/// Customary when nothing is decided: one day before and four after if the year begins on a Monday or Tuesday, else
/// two and three.  Either way the administration rests the same weekdays as under the decisions of 2018–2026.
fn customary_days_before(first: Date) -> u8 {
    if matches!(first.weekday(), Weekday::Monday | Weekday::Tuesday) { 1 } else { 2 }
}

fn tet(year: i16, decisions: &Decisions) -> Vec<DayEntry> {
    let Ok(first) = from_lunar(LunarDate::new(year, 1, 1)) else { return Vec::new() };
    let article = article(year, "b");
    let (before, provenance) = match decisions.tet.iter().find(|decision| decision.year == year) {
        Some(made) => (made.days_before, Provenance::decided(format!("{article}; {}", made.source))),
        None => (customary_days_before(first), Provenance::provisional(article)),
    };
    let begin = -i64::from(before);
    (begin..begin + 5)
        .map(|offset| DayEntry::holiday(plus_days(first, offset), DayName::Tet, provenance.clone()))
        .collect()
}

fn hung_kings(year: i16) -> Option<DayEntry> {
    let day = from_lunar(LunarDate::new(year, 3, 10)).ok()?;
    Some(DayEntry::holiday(day, DayName::HungKings, Provenance::decided(article(year, "e"))))
}

/// Customary when nothing is decided: the neighbour that makes the longest rest with the weekend.
fn customary_neighbour(second: Date) -> Neighbour {
    match second.weekday() {
        Weekday::Monday | Weekday::Thursday | Weekday::Sunday => Neighbour::After,
        _ => Neighbour::Before,
    }
}

fn national_day(year: i16, decisions: &Decisions) -> Vec<DayEntry> {
    let second = date(year, 9, 2);
    let name = DayName::NationalDay;
    let article = article(year, "đ");
    let mut days = vec![DayEntry::holiday(second, name, Provenance::decided(article.clone()))];
    if year >= LABOUR_CODE_2019 {
        let made = decisions.national_day.iter().find(|decision| decision.year == year);
        let (neighbour, provenance) = match made {
            Some(made) => (made.neighbour, Provenance::decided(format!("{article}; {}", made.source))),
            None => (customary_neighbour(second), Provenance::provisional(article)),
        };
        let day = match neighbour {
            Neighbour::Before => date(year, 9, 1),
            Neighbour::After => date(year, 9, 3),
        };
        days.push(DayEntry::holiday(day, name, provenance));
    }
    days
}

fn is_weekly_rest(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// A holiday on a weekly rest day is made up on the next working day (BLLĐ 2019 Đ111.3).  Two holidays on one day
/// (Giỗ Tổ on 30 April) are not made up: the code is silent.
fn compensations(year: i16, holidays: &[DayEntry]) -> Vec<DayEntry> {
    let article = if year >= LABOUR_CODE_2019 { "BLLĐ 2019 Đ111.3" } else { "BLLĐ 2012 Đ115.3" };
    let mut made: Vec<DayEntry> = Vec::new();
    for holiday in holidays.iter().filter(|holiday| is_weekly_rest(holiday.date)) {
        let mut day = plus_days(holiday.date, 1);
        while is_weekly_rest(day) || holidays.iter().chain(&made).any(|taken| taken.date == day) {
            day = plus_days(day, 1);
        }
        let provenance =
            Provenance { source: article.to_owned(), provisional: holiday.provenance.provisional };
        made.push(DayEntry::compensation(day, holiday.name, holiday.date, provenance));
    }
    made
}

fn swaps(year: i16, decisions: &Decisions) -> Vec<DayEntry> {
    let entries = decisions.swaps.iter().flat_map(|swap| {
        let provenance = Provenance::decided(swap.source.clone());
        [
            DayEntry::compensation(swap.off, DayName::Swap, swap.worked, provenance.clone()),
            DayEntry::working_weekend(swap.worked, swap.off, provenance),
        ]
    });
    entries.filter(|entry| entry.date.year() == year).collect()
}
