mod calendar_data;
mod due_dates;
mod explanations;
mod lunar_calendar;
mod properties;
mod statutory;
mod suspensions;

use crate::{CalendarData, DatedHours, WorkCalendar};
use base::{Date, Timestamp};
use std::sync::LazyLock;

static STANDARD: LazyLock<WorkCalendar> =
    LazyLock::new(|| WorkCalendar::standard().expect("built-in rows compile"));

fn standard() -> &'static WorkCalendar {
    &STANDARD
}

/// `2026-11-23 10:24` on the wall in Vietnam.
fn at(text: &str) -> Timestamp {
    Timestamp::from_local(text.replace(' ', "T").parse().expect("a date and time"))
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// The standard calendar with a Saturday morning, so that days differ in length.
fn with_saturday_morning() -> WorkCalendar {
    let mut hours = DatedHours::standard();
    hours.hours.saturday.sessions = hours.hours.monday.sessions.first().copied().into_iter().collect();
    hours.hours.saturday.cut_off = Some(base::Time::constant(10, 0, 0, 0));
    WorkCalendar::new(CalendarData { hours: vec![hours], ..CalendarData::standard() }).expect("it compiles")
}
