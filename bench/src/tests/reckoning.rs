//! The generator's own arithmetic against hand-written cases, and against `kernel/calendar` for whole years.
use crate::generator::days::{Days, Limit, day_number, instant, minute_of};
use calendar::{Policy, Span, WorkCalendar};

#[test]
fn days_off_and_worked_saturdays_are_those_of_the_calendar() {
    let (days, calendar) = (Days::new(), WorkCalendar::standard().unwrap());
    let (first, last) = days.known();
    for day in first..=last {
        let date = instant(minute_of(day, 600)).date();
        assert_eq!(days.works(day), calendar.is_working_day(date), "{date}");
    }
}

#[test]
fn limits_end_where_the_decrees_say() {
    let days = Days::new();
    let friday = day_number(2026, 11, 20);
    let at = |day: i64, hour: i64, minute: i64| minute_of(day, hour * 60 + minute);
    assert_eq!(days.due(Limit::SameDay, at(friday, 15, 0)), at(friday, 17, 0));
    assert_eq!(days.due(Limit::SameDay, at(friday, 15, 1)), at(friday + 3, 17, 0));
    // Tuesday 24 November is the Day of Culture
    assert_eq!(days.due(Limit::Working(3), at(friday, 10, 24)), at(friday + 6, 10, 24));
    assert_eq!(days.due(Limit::Calendar(1), at(friday, 10, 24)), at(friday + 3, 17, 0));
    assert_eq!(days.plus(at(friday, 16, 0), 90), at(friday + 3, 7, 30));
}

#[test]
fn both_hands_reckon_every_deadline_alike() {
    let (days, calendar) = (Days::new(), WorkCalendar::standard().unwrap());
    let policy = Policy::default();
    let mut random = crate::generator::random::Random::new(7, 7);
    let begin = day_number(2026, 1, 5);
    for _ in 0..20_000 {
        let day = begin + random.below(360);
        let from = minute_of(day, 421 + random.below(598));
        if !days.works(day) || [690, 810].contains(&(from % 1440)) {
            continue;
        }
        for (limit, span) in [
            (Limit::SameDay, Span::same_day()),
            (Limit::Working(3), Span::working_days(3)),
            (Limit::Calendar(15), Span::calendar_days(15)),
        ] {
            let due = calendar::due_at(&calendar, &policy, span, instant(from));
            assert_eq!(instant(days.due(limit, from)), due, "{limit:?} from {}", instant(from));
        }
        let minutes = 1 + random.below(3000);
        assert_eq!(instant(days.plus(from, minutes)), calendar.plus_minutes(instant(from), minutes));
    }
}
