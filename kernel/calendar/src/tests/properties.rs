use super::{at, standard, with_saturday_morning};
use crate::{
    AfterSupplement, CountFrom, Policy, Span, Suspension, SuspensionKind, Unit, WorkCalendar, due_at,
    due_with, elapsed_working, hand_over_by,
};
use base::Timestamp;
use proptest::prelude::*;
use std::sync::LazyLock;

static SATURDAYS: LazyLock<WorkCalendar> = LazyLock::new(with_saturday_morning);

/// Any minute of 2024–2027.
fn instant() -> impl Strategy<Value = Timestamp> {
    (0_i64..4 * 365 * 24 * 60).prop_map(|minutes| at("2024-01-01 00:00").plus_seconds(minutes * 60))
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0_i64..20_000).prop_map(|minutes| Span::new(minutes, Unit::Hour).unwrap()),
        (0_i64..20_000).prop_map(|minutes| Span::new(minutes, Unit::WorkingDay).unwrap()),
        (0_u16..60).prop_map(Span::calendar_days),
        Just(Span::same_day()),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    (any::<bool>(), any::<bool>()).prop_map(|(next, pause)| Policy {
        start: if next { CountFrom::NextWorkingDay } else { CountFrom::Receipt },
        after_supplement: if pause { AfterSupplement::Pause } else { AfterSupplement::Restart },
        ..Policy::default()
    })
}

fn in_office_time(calendar: &WorkCalendar, when: Timestamp) -> bool {
    calendar.open_from(when) == when
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_due_date_lies_in_office_time_and_never_before_receipt(
        policy in policy(), span in span(), received in instant(), saturdays in any::<bool>(),
    ) {
        let calendar = if saturdays { &*SATURDAYS } else { standard() };
        let due = due_at(calendar, &policy, span, received);
        prop_assert!(due >= received, "{due} {received}");
        prop_assert!(in_office_time(calendar, due), "{due}");
        let hand_over = hand_over_by(calendar, received);
        prop_assert!(hand_over >= received && in_office_time(calendar, hand_over));
    }

    #[test]
    fn who_comes_later_is_never_due_earlier(
        policy in policy(), span in span(), received in instant(), later in 0_i64..20_000, saturdays in any::<bool>(),
    ) {
        let calendar = if saturdays { &*SATURDAYS } else { standard() };
        let other = received.plus_seconds(later * 60);
        prop_assert!(due_at(calendar, &policy, span, received) <= due_at(calendar, &policy, span, other));
        prop_assert!(hand_over_by(calendar, received) <= hand_over_by(calendar, other));
    }

    #[test]
    fn a_longer_limit_never_ends_earlier(
        policy in policy(), received in instant(), days in 0_u16..60, more in 0_u16..60,
    ) {
        let due = |span| due_at(standard(), &policy, span, received);
        prop_assert!(due(Span::working_days(days)) <= due(Span::working_days(days + more)));
        prop_assert!(due(Span::calendar_days(days)) <= due(Span::calendar_days(days + more)));
        prop_assert!(due(Span::hours(days)) <= due(Span::hours(days + more)));
    }

    #[test]
    fn limits_add_up(received in instant(), one in 1_i64..9_000, other in 1_i64..9_000) {
        let policy = Policy::default();
        for unit in [Unit::Hour, Unit::WorkingDay] {
            let due = |minutes, from| due_at(standard(), &policy, Span::new(minutes, unit).unwrap(), from);
            prop_assert_eq!(due(other, due(one, received)), due(one + other, received));
        }
    }

    #[test]
    fn the_work_between_receipt_and_due_is_the_limit(received in instant(), minutes in 0_i64..20_000) {
        for unit in [Unit::Hour, Unit::WorkingDay] {
            let due = due_at(standard(), &Policy::default(), Span::new(minutes, unit).unwrap(), received);
            prop_assert_eq!(elapsed_working(standard(), received, due), minutes);
        }
    }

    #[test]
    fn eight_hours_are_one_day_when_every_day_has_eight(received in instant(), days in 0_u16..60) {
        let policy = Policy::default();
        let by_days = due_at(standard(), &policy, Span::working_days(days), received);
        prop_assert_eq!(by_days, due_at(standard(), &policy, Span::hours(days * 8), received));
    }

    #[test]
    fn going_back_undoes_going_on(received in instant(), minutes in 1_i64..20_000) {
        let calendar = &*SATURDAYS;
        let due = calendar.plus_minutes(received, minutes);
        let back = calendar.plus_minutes(due, -minutes);
        prop_assert_eq!(elapsed_working(calendar, back, received), 0);
        prop_assert_eq!(calendar.plus_minutes(back, minutes), due);
    }

    #[test]
    fn a_pause_costs_exactly_the_work_it_held_up(
        received in instant(), minutes in 1_i64..9_000, after in 0_i64..20_000, length in 1_i64..20_000,
    ) {
        let policy = Policy { after_supplement: AfterSupplement::Pause, ..Policy::default() };
        let span = Span::new(minutes, Unit::WorkingDay).unwrap();
        let from = received.plus_seconds(after * 60);
        let to = from.plus_seconds(length * 60);
        let pause = Suspension { kind: SuspensionKind::Supplement, from, to: Some(to) };
        let plain = due_at(standard(), &policy, span, received);
        let due = due_with(standard(), &policy, span, received, &[pause]).unwrap();
        if from >= plain {
            prop_assert_eq!(due, plain);
        } else {
            let held_up = elapsed_working(standard(), from, to);
            prop_assert_eq!(elapsed_working(standard(), received, due), minutes + held_up);
        }
    }

    #[test]
    fn a_restart_forgets_what_was_before(received in instant(), length in 1_i64..20_000, span in span()) {
        let policy = Policy::default();
        let to = received.plus_seconds(length * 60);
        let asked = Suspension { kind: SuspensionKind::Supplement, from: received, to: Some(to) };
        let due = due_with(standard(), &policy, span, received, &[asked]);
        prop_assert_eq!(due, Some(due_at(standard(), &policy, span, to)));
    }

    #[test]
    fn elapsed_time_is_additive_and_antisymmetric(a in instant(), b in instant(), c in instant()) {
        let between = |from, to| elapsed_working(standard(), from, to);
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        prop_assert_eq!(between(a, b), -between(b, a));
    }

    #[test]
    fn a_printed_limit_is_read_back(minutes in 0_i64..30_000) {
        let span = Span::new(minutes, Unit::Hour).unwrap();
        prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
        let days = Span::calendar_days(u16::try_from(minutes % 400).unwrap());
        prop_assert_eq!(Span::parse(&days.to_string()), Ok(days));
    }
}
