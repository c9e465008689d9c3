use super::{at, day, standard, with_saturday_morning};
use crate::{CountFrom, Policy, Span, due_at, elapsed_working, hand_over_by, working_days_between};
use base::Time;

struct Case(&'static str, &'static str, &'static str, &'static str);

fn check(policy: Policy, cases: &[Case]) {
    for Case(span, received, due, why) in cases {
        let found = due_at(standard(), &policy, Span::parse(span).unwrap(), at(received));
        assert_eq!(found, at(due), "{span} from {received}: {why}");
    }
}

/// NĐ 61/2018; hours as the national records keep them, 8 to a day.
#[test]
fn hours_run_in_office_time_only() {
    check(
        Policy::default(),
        &[
            Case("1 giờ", "2026-11-23 10:24", "2026-11-23 11:24", "before lunch"),
            Case("2 giờ", "2026-11-23 10:24", "2026-11-23 14:24", "the lunch break is skipped"),
            Case(
                "66 phút",
                "2026-11-23 10:24",
                "2026-11-23 11:30",
                "ends when lunch begins, not when it ends",
            ),
            Case("1 giờ", "2026-11-23 12:10", "2026-11-23 14:30", "received at lunch"),
            Case("1 giờ", "2026-11-23 05:00", "2026-11-23 08:00", "received before opening"),
            Case("1 giờ", "2026-11-23 17:05", "2026-11-25 08:00", "after closing; 24/11 is off"),
            Case("1 giờ", "2026-11-21 09:00", "2026-11-23 08:00", "received on a Saturday"),
            Case("1 giờ", "2026-08-22 09:00", "2026-08-22 10:00", "received on the worked Saturday"),
            Case("8 giờ", "2026-08-21 10:00", "2026-08-22 10:00", "the worked Saturday counts"),
            Case("24 giờ", "2026-11-23 10:24", "2026-11-27 10:24", "three days of eight hours"),
            Case("0 giờ", "2026-11-23 18:00", "2026-11-25 07:00", "nothing to count: the next opening"),
        ],
    );
}

#[test]
fn working_days_end_at_the_same_time_of_day() {
    check(
        Policy::default(),
        &[
            Case("3 ngày làm việc", "2026-11-23 10:24", "2026-11-27 10:24", "24/11 is off (NQ 80-NQ/TW)"),
            Case("1 ngày làm việc", "2026-11-25 14:00", "2026-11-26 14:00", "mid-afternoon"),
            Case("1 ngày làm việc", "2026-11-25 07:00", "2026-11-25 17:00", "a whole day from opening"),
            Case("1 ngày làm việc", "2026-11-25 17:00", "2026-11-26 17:00", "received at the closing minute"),
            Case(
                "1 ngày làm việc",
                "2026-11-25 17:01",
                "2026-11-26 17:00",
                "after closing: from the next opening",
            ),
            Case(
                "1 ngày làm việc",
                "2026-11-25 12:00",
                "2026-11-26 11:30",
                "received at lunch: half a day and half",
            ),
            Case(
                "5 ngày làm việc",
                "2026-08-28 09:00",
                "2026-09-09 09:00",
                "31/8–2/9/2026 off: BLLĐ Đ112.1.đ, swap",
            ),
            Case("1 ngày làm việc", "2026-08-21 09:00", "2026-08-22 09:00", "Saturday 22/8/2026 is worked"),
            Case("1 ngày làm việc", "2025-04-25 09:00", "2025-04-26 09:00", "Saturday 26/4/2025 is worked"),
            Case(
                "5 ngày làm việc",
                "2026-02-13 09:00",
                "2026-02-27 09:00",
                "Tết 16–20/2/2026: BLLĐ Đ112.1.b",
            ),
            Case("2 ngày làm việc", "2026-04-24 09:00", "2026-04-29 09:00", "27/4 made up: BLLĐ Đ111.3"),
            Case("1,5 ngày làm việc", "2026-11-25 09:00", "2026-11-26 15:00", "one day and four hours"),
            Case("1 ngày làm việc", "2026-12-31 16:00", "2027-01-04 16:00", "across the new year"),
        ],
    );
}

/// BLDS 2015 Đ147.2: the day of receipt is not counted.
#[test]
fn by_the_other_policy_the_day_of_receipt_is_not_counted() {
    let policy = Policy { start: CountFrom::NextWorkingDay, ..Policy::default() };
    check(
        policy,
        &[
            Case("3 ngày làm việc", "2026-11-23 10:24", "2026-11-27 17:00", "25, 26, 27"),
            Case("1 ngày làm việc", "2026-11-23 07:00", "2026-11-25 17:00", "even at opening"),
            Case("1 ngày làm việc", "2026-11-21 10:00", "2026-11-23 17:00", "received on a Saturday"),
            Case("0,5 ngày làm việc", "2026-11-23 10:24", "2026-11-25 11:00", "four hours from opening"),
            Case("3 ngày", "2026-11-27 10:24", "2026-12-02 17:00", "Monday is day one"),
            Case("8 giờ", "2026-11-25 10:24", "2026-11-26 10:24", "hours begin at receipt: BLDS Đ147.1"),
        ],
    );
}

/// BLDS 2015 Đ147.2, Đ148.4–5.
#[test]
fn calendar_days_end_at_closing_and_move_off_days_off() {
    check(
        Policy::default(),
        &[
            Case("15 ngày", "2026-11-02 10:24", "2026-11-17 17:00", "an ordinary day"),
            Case("5 ngày", "2026-11-02 10:24", "2026-11-09 17:00", "day five is Saturday 7/11"),
            Case("1 ngày", "2026-11-23 10:24", "2026-11-25 17:00", "24/11 is off"),
            Case(
                "30 ngày",
                "2026-01-19 08:00",
                "2026-02-23 17:00",
                "18/2 is Tết; 23/2 is the first working day",
            ),
            Case(
                "1 ngày",
                "2026-11-20 18:00",
                "2026-11-25 17:00",
                "after closing on Friday: from Monday, 24/11 off",
            ),
            Case("0 ngày", "2026-11-23 10:24", "2026-11-23 17:00", "the same day"),
        ],
    );
    let policy = Policy { push_off_holiday: false, ..Policy::default() };
    check(
        policy,
        &[Case("5 ngày", "2026-11-02 10:24", "2026-11-07 17:00", "a sector that does not move it")],
    );
}

/// 1.001193 and 1.000656: the same day; received after 15:00, the next working day.
#[test]
fn a_same_day_result_received_after_15_hours_is_due_the_next_working_day() {
    check(
        Policy::default(),
        &[
            Case("trong ngày", "2026-11-23 10:24", "2026-11-23 17:00", "in time"),
            Case("trong ngày", "2026-11-23 15:00", "2026-11-23 17:00", "at 15:00 is not after it"),
            Case("trong ngày", "2026-11-23 15:01", "2026-11-25 17:00", "after 15:00; 24/11 is off"),
            Case("trong ngày", "2026-11-22 09:00", "2026-11-23 17:00", "received on a Sunday"),
            Case("trong ngày", "2026-11-23 06:00", "2026-11-23 17:00", "before opening is still that day"),
        ],
    );
    let policy = Policy { cut_off: Some(Time::constant(14, 0, 0, 0)), ..Policy::default() };
    check(policy, &[Case("trong ngày", "2026-11-25 14:30", "2026-11-26 17:00", "a sector's own cut-off")]);
}

/// NĐ 61/2018: hand over the same working day, after 15:00 at the start of the next; the due date stays.
#[test]
fn the_15_hours_rule_moves_the_hand_over_and_not_the_due_date() {
    let calendar = standard();
    for (received, by) in [
        ("2026-11-25 10:24", "2026-11-25 17:00"),
        ("2026-11-25 15:00", "2026-11-25 17:00"),
        ("2026-11-25 15:01", "2026-11-26 07:00"),
        ("2026-11-23 16:00", "2026-11-25 07:00"),
        ("2026-11-20 18:00", "2026-11-23 07:00"),
        ("2026-11-21 09:00", "2026-11-23 07:00"),
        ("2026-08-22 09:00", "2026-08-22 17:00"),
    ] {
        assert_eq!(hand_over_by(calendar, at(received)), at(by), "received {received}");
    }
    let due = due_at(calendar, &Policy::default(), Span::working_days(3), at("2026-11-25 16:00"));
    assert_eq!(due, at("2026-11-30 16:00"));
}

#[test]
fn days_of_different_length_count_as_days_and_hours_as_hours() {
    let calendar = with_saturday_morning();
    let due = |span, received| due_at(&calendar, &Policy::default(), span, at(received));
    assert_eq!(
        due(Span::working_days(1), "2026-11-27 15:30"),
        at("2026-11-28 11:30"),
        "until Saturday's closing"
    );
    assert_eq!(due(Span::hours(8), "2026-11-27 15:30"), at("2026-11-30 09:00"), "8 hours of work");
    assert_eq!(
        due(Span::working_days(1), "2026-11-29 09:00"),
        at("2026-11-30 17:00"),
        "Sunday: all of Monday"
    );
    assert_eq!(due(Span::same_day(), "2026-11-28 10:30"), at("2026-11-30 17:00"), "Saturday's own cut-off");
}

#[test]
fn elapsed_time_and_days_can_be_asked_back() {
    let calendar = standard();
    assert_eq!(elapsed_working(calendar, at("2026-11-23 10:24"), at("2026-11-27 10:24")), 24 * 60);
    assert_eq!(elapsed_working(calendar, at("2026-11-27 10:24"), at("2026-11-23 10:24")), -24 * 60);
    assert_eq!(elapsed_working(calendar, at("2026-11-21 00:00"), at("2026-11-22 23:59")), 0);
    assert_eq!(working_days_between(calendar, day("2026-11-23"), day("2026-11-27")), 3);
    assert_eq!(working_days_between(calendar, day("2026-11-27"), day("2026-11-23")), -3);
    assert_eq!(working_days_between(calendar, day("2026-11-23"), day("2026-11-23")), 0);
    let warning = calendar.plus_minutes(at("2026-11-27 10:24"), -480);
    assert_eq!(warning, at("2026-11-26 10:24"), "one working day before due");
}

#[test]
fn seconds_are_dropped_in_favour_of_the_citizen() {
    let due = due_at(standard(), &Policy::default(), Span::same_day(), at("2026-11-25 15:00:59"));
    assert_eq!(due, at("2026-11-25 17:00"));
}

#[test]
fn beyond_the_calendar_the_answer_is_its_end() {
    let due = |received| due_at(standard(), &Policy::default(), Span::working_days(3), at(received));
    assert_eq!(due("2150-01-01 10:00"), at("2099-12-31 17:00"));
    assert_eq!(due("1999-01-01 10:00"), at("2013-01-04 17:00"));
}
