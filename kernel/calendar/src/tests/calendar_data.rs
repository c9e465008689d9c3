use super::{at, day, standard};
use crate::{
    AfterSupplement, CalendarData, CalendarError, Clock, DatedHours, DatedPolicy, DayEntry, DayHours,
    DayName, FixedClock, OfficeHours, Policy, PolicyBook, Provenance, Session, Span, SpanError, SystemClock,
    Unit, WorkCalendar, due_at,
};
use base::Time;
use std::time::Instant;

fn compiled(change: impl FnOnce(&mut CalendarData)) -> Result<WorkCalendar, CalendarError> {
    let mut data = CalendarData::standard();
    change(&mut data);
    WorkCalendar::new(data)
}

fn local_holiday(date: &str) -> DayEntry {
    DayEntry::holiday(day(date), DayName::Other, Provenance::decided("12/TB-UBND"))
}

#[test]
fn the_default_office_day_has_exactly_eight_hours() {
    assert_eq!(standard().minutes_on(day("2026-11-25")), 480);
}

#[test]
fn a_calendar_survives_the_way_to_json_and_back() {
    let text = serde_json::to_string(standard()).unwrap();
    let back: WorkCalendar = serde_json::from_str(&text).unwrap();
    assert_eq!(back.data(), standard().data());
    let span = Span::working_days(30);
    let received = at("2026-08-20 10:24");
    let policy = Policy::default();
    assert_eq!(due_at(&back, &policy, span, received), due_at(standard(), &policy, span, received));
}

#[test]
fn an_entry_is_a_readable_row() {
    let entry =
        crate::statutory_days(2026).into_iter().find(|entry| entry.date == day("2026-08-22")).unwrap();
    let row = serde_json::to_value(&entry).unwrap();
    assert_eq!(row["date"], "2026-08-22");
    assert_eq!(row["kind"], "working_weekend");
    assert_eq!(row["instead_of"], "2026-08-31");
    assert!(row["source"].as_str().is_some_and(|source| !source.is_empty()));
    assert_eq!(serde_json::from_value::<DayEntry>(row).unwrap(), entry);
}

#[test]
fn an_administrators_day_off_counts_and_is_found() {
    let calendar = compiled(|data| data.entries.push(local_holiday("2026-11-25"))).unwrap();
    assert!(!calendar.is_working_day(day("2026-11-25")));
    assert_eq!(calendar.entries_between(day("2026-11-24"), day("2026-11-25")).len(), 2);
    let due = due_at(&calendar, &Policy::default(), Span::working_days(3), at("2026-11-23 10:24"));
    assert_eq!(due, at("2026-11-30 10:24"));
}

#[test]
fn a_year_without_rows_follows_the_statute_and_a_year_with_rows_is_taken_whole() {
    let calendar = compiled(|data| data.entries = vec![local_holiday("2028-06-01")]).unwrap();
    assert!(calendar.is_working_day(day("2028-05-01")), "the rows of 2028 do not have it");
    assert!(!calendar.is_working_day(day("2029-05-01")), "2029 has no rows");
}

#[test]
fn hours_change_on_their_date() {
    let winter =
        |hour| Session { from: Time::constant(hour, 30, 0, 0), to: Time::constant(hour + 4, 30, 0, 0) };
    let monday = DayHours { sessions: vec![winter(7), winter(12)], cut_off: None };
    let hours = OfficeHours { monday, ..OfficeHours::default() };
    let changed = DatedHours { from: day("2026-12-01"), hours, source: "giờ mùa đông".to_owned() };
    let calendar = compiled(|data| data.hours.push(changed)).unwrap();
    assert_eq!(calendar.open_from(at("2026-11-30 05:00")), at("2026-11-30 07:00"));
    assert_eq!(calendar.open_from(at("2026-12-07 05:00")), at("2026-12-07 07:30"));
}

#[test]
fn a_calendar_that_cannot_be_counted_with_is_refused() {
    let swapped = |data: &mut CalendarData| data.hours[0].hours.friday.sessions.reverse();
    assert!(matches!(compiled(swapped), Err(CalendarError::Sessions { .. })));
    let no_work = |data: &mut CalendarData| {
        let rest = DayHours::default;
        data.hours[0].hours = OfficeHours {
            monday: rest(),
            tuesday: rest(),
            wednesday: rest(),
            thursday: rest(),
            friday: rest(),
            saturday: rest(),
            sunday: rest(),
        };
    };
    assert!(matches!(compiled(no_work), Err(CalendarError::NoWorkingTime { .. })));
    assert!(matches!(compiled(|data| data.hours.clear()), Err(CalendarError::NoHours)));
    let both = compiled(|data| data.entries.push(local_holiday("2026-08-22")));
    assert!(matches!(both, Err(CalendarError::Contradiction { date }) if date == day("2026-08-22")));
    let early = compiled(|data| data.entries.push(local_holiday("1999-01-01")));
    assert!(matches!(early, Err(CalendarError::OutsideYears { .. })));
    let many = compiled(|data| data.entries = vec![local_holiday("2026-08-22"); 10_001]);
    assert!(matches!(many, Err(CalendarError::TooManyEntries { .. })));
    let json = serde_json::to_string(&CalendarData { hours: Vec::new(), entries: Vec::new() }).unwrap();
    assert!(serde_json::from_str::<WorkCalendar>(&json).is_err(), "checked on reading too");
}

#[test]
fn the_policy_is_the_one_in_force_on_the_day() {
    let row = |from, after_supplement, source: &str| DatedPolicy {
        from: day(from),
        policy: Policy { after_supplement, ..Policy::default() },
        source: source.to_owned(),
    };
    let book = PolicyBook::new(vec![
        row("2026-07-01", AfterSupplement::Pause, "mới"),
        row("2018-06-21", AfterSupplement::Restart, "cũ"),
    ])
    .unwrap();
    assert_eq!(book.at(day("2026-06-30")).source, "cũ");
    assert_eq!(book.at(day("2026-07-01")).source, "mới");
    assert_eq!(book.at(day("2000-01-01")).source, "cũ");
    let text = serde_json::to_string(&book).unwrap();
    assert_eq!(serde_json::from_str::<PolicyBook>(&text).unwrap(), book);
    assert_eq!(PolicyBook::new(Vec::new()), Err(CalendarError::Policies));
    let twice =
        vec![row("2026-07-01", AfterSupplement::Pause, "a"), row("2026-07-01", AfterSupplement::Pause, "b")];
    assert_eq!(PolicyBook::new(twice), Err(CalendarError::Policies));
    assert_eq!(PolicyBook::default().at(day("2026-01-01")).policy.after_supplement, AfterSupplement::Restart);
    let minimal: Policy = serde_json::from_str(r#"{"start":"next_working_day","cut_off":"14:30"}"#).unwrap();
    assert!(minimal.push_off_holiday);
    assert_eq!(minimal.cut_off, Some(Time::constant(14, 30, 0, 0)));
}

#[test]
fn limits_are_read_as_officials_write_them() {
    let parsed = |text| Span::parse(text).map(|span| (span.amount_minutes(), span.unit()));
    assert_eq!(parsed("03 ngày làm việc"), Ok((1_440, Unit::WorkingDay)));
    assert_eq!(parsed("3 Ngày làm việc"), Ok((1_440, Unit::WorkingDay)));
    assert_eq!(parsed("  15   NGÀY "), Ok((7_200, Unit::CalendarDay)));
    assert_eq!(parsed("4 giờ"), Ok((240, Unit::Hour)));
    assert_eq!(parsed("0.5 ngày làm việc"), Ok((240, Unit::WorkingDay)));
    assert_eq!(parsed("Trong ngày"), Ok((480, Unit::SameDay)));
    assert_eq!(parsed("0,25 giờ"), Ok((15, Unit::Hour)));
    assert_eq!(parsed("1"), Err(SpanError::Unit), "a bare number says nothing");
    assert_eq!(parsed("ngày"), Err(SpanError::Amount));
    assert_eq!(parsed("1,5 ngày"), Err(SpanError::Fraction));
    assert_eq!(parsed("0,01 giờ"), Err(SpanError::Fraction));
    assert_eq!(parsed("1.2.3 giờ"), Err(SpanError::Amount));
    assert_eq!(parsed("1,234 giờ"), Err(SpanError::Amount));
    assert_eq!(parsed("99999 ngày"), Err(SpanError::TooLong));
    assert_eq!(parsed("3 tuần"), Err(SpanError::Unit));
    assert_eq!(parsed("-3 ngày"), Err(SpanError::Amount));
    assert!(serde_json::from_str::<Span>(r#"{"amount_minutes":100,"unit":"calendar_day"}"#).is_err());
    assert_eq!(Span::new(720, Unit::WorkingDay).unwrap().to_string(), "1,5 ngày làm việc");
    assert_eq!(Span::same_day().to_string(), "trong ngày làm việc");
}

#[test]
fn a_fixed_clock_stands_where_it_is_put() {
    let clock = FixedClock::new(at("2026-11-23 10:24"));
    assert_eq!(clock.now(), at("2026-11-23 10:24"));
    clock.advance_seconds(3_600);
    assert_eq!(clock.now(), at("2026-11-23 11:24"));
    clock.set(at("2025-01-01 00:00"));
    assert_eq!(clock.now(), at("2025-01-01 00:00"));
    assert!(SystemClock.now() > at("2026-01-01 00:00"));
}

/// A due date of 30 working days takes microseconds even unoptimised; a walk over minutes would take milliseconds.
#[test]
fn a_due_date_of_thirty_days_takes_microseconds() {
    let (calendar, policy, received) = (standard(), Policy::default(), at("2026-01-12 10:24"));
    let rounds = 20_000;
    let begin = Instant::now();
    let mut sum = 0_i64;
    for round in 0..rounds {
        let due = due_at(calendar, &policy, Span::working_days(30), received.plus_seconds(round * 60));
        sum = sum.wrapping_add(due.micros());
    }
    let each = begin.elapsed() / u32::try_from(rounds).unwrap();
    println!("due_at of 30 working days: {each:?} ({sum})");
    assert!(each.as_micros() < 50, "{each:?}");
}

#[test]
fn a_century_is_compiled_in_well_under_a_second() {
    let begin = Instant::now();
    let calendar =
        WorkCalendar::new(CalendarData { entries: Vec::new(), ..CalendarData::standard() }).unwrap();
    println!("compiled in {:?}", begin.elapsed());
    assert!(begin.elapsed().as_millis() < 2_000);
    assert!(!calendar.is_working_day(day("2030-02-04")));
}
