//! Paths, rounds and sums: tables of cases and properties.
use crate::model::money::{MoneyLine, Stage, Stages};
use crate::model::path::{Aim, Ask, Point, Rule, TargetState, TaskState};
use crate::model::rounds::{Owed, Regime, RoundKind};
use crate::rules::path::{Known, Path, TaskKnown, done_now, target_state, task_state};
use crate::rules::rounds::{called_for, is_owed, regimes_of};
use crate::rules::totals;
use base::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn rule() -> Rule {
    Rule {
        from: day("2020-01-01"),
        path_percent: 95,
        task_days: 15,
        task_percent: 80,
        remind_days: 7,
        source: "mẫu".to_owned(),
    }
}

fn point(on: &str, value: &str) -> Point {
    Point { on: day(on), value: number(value) }
}

fn aim(ask: &str, by: &str, value: &str) -> Aim {
    Aim { ask: Ask::from_sign(ask).unwrap(), by: day(by), value: number(value) }
}

fn state(path: &Path, place: usize, latest: Option<Point>, today: &str) -> TargetState {
    target_state(path, &path.aims[place], Known { latest, not_before: None }, day(today), &rule())
}

#[test]
fn a_path_is_straight_between_its_points_and_breaks_at_each_aim() {
    let aims = vec![aim("≥", "2030-12-31", "85"), aim("≥", "2025-12-31", "60")];
    let path = Path::new(Some(point("2023-12-31", "40")), aims, None);
    for (on, value) in [
        ("2020-01-01", "40"),
        ("2023-12-31", "40"),
        ("2025-12-31", "60"),
        ("2028-06-30", "72.486309"),
        ("2030-12-31", "85"),
        ("2035-01-01", "85"),
    ] {
        assert_eq!(path.expected(day(on)), Some(number(value)), "{on}");
    }
    let halfway = path.expected(day("2024-12-30")).unwrap();
    assert!((halfway - number("49.97")).abs() < number("0.02"), "{halfway}");
}

#[test]
fn every_comparator_says_when_it_is_reached_and_which_way_is_better() {
    let today = "2026-06-01";
    for (ask, base, value, reached) in [
        ("≥", "40", "60", true),
        ("≥", "40", "59.99", false),
        (">", "40", "60", false),
        (">", "40", "60.01", true),
        ("≤", "90", "60", true),
        ("≤", "90", "60.01", false),
        ("<", "90", "60", false),
        ("<", "90", "59.99", true),
        ("=", "40", "60", true),
        ("=", "40", "61", true),
        ("=", "90", "60", true),
        ("=", "90", "61", false),
        ("≈", "40", "57", true),
        ("≈", "40", "56.99", false),
    ] {
        let path = Path::new(Some(point("2026-01-01", base)), vec![aim(ask, "2026-12-31", "60")], None);
        let found = state(&path, 0, Some(point(today, value)), today);
        assert_eq!(found == TargetState::MetEarly, reached, "{ask} {value}: {found:?}");
    }
    let falling = Path::new(None, vec![aim("=", "2026-12-31", "0")], Some(false));
    assert_eq!(state(&falling, 0, Some(point(today, "0")), today), TargetState::MetEarly);
    assert_eq!(state(&falling, 0, Some(point(today, "3")), today), TargetState::AtRisk);
}

#[test]
fn a_value_under_ninety_five_percent_of_its_path_is_at_risk() {
    let rising = Path::new(Some(point("2025-12-31", "50")), vec![aim("≥", "2027-12-31", "150")], None);
    // Half of the way has gone: 100 is asked for.
    let on = "2026-12-31";
    for (value, expected) in [
        ("100", TargetState::OnCourse),
        ("95", TargetState::OnCourse),
        ("94.99", TargetState::AtRisk),
        ("150", TargetState::MetEarly),
    ] {
        assert_eq!(state(&rising, 0, Some(point(on, value)), on), expected, "{value}");
    }
    let falling = Path::new(Some(point("2025-12-31", "200")), vec![aim("≤", "2027-12-31", "0")], None);
    assert_eq!(state(&falling, 0, Some(point(on, "105")), on), TargetState::OnCourse);
    assert_eq!(state(&falling, 0, Some(point(on, "106")), on), TargetState::AtRisk);
    let lax = Rule { path_percent: 50, ..rule() };
    let known = Known { latest: Some(point(on, "51")), not_before: None };
    assert_eq!(target_state(&rising, &rising.aims[0], known, day(on), &lax), TargetState::OnCourse);
}

#[test]
fn after_its_day_a_target_is_met_or_missed_and_without_a_number_it_says_so() {
    let path = Path::new(Some(point("2023-12-31", "5")), vec![aim("≈", "2025-12-31", "15")], None);
    let last = Some(point("2025-12-31", "11.2"));
    assert_eq!(state(&path, 0, last, "2026-11-20"), TargetState::Missed);
    assert_eq!(state(&path, 0, last, "2025-12-31"), TargetState::AtRisk);
    assert_eq!(state(&path, 0, Some(point("2025-12-31", "15")), "2025-12-31"), TargetState::Met);
    assert_eq!(state(&path, 0, Some(point("2026-03-31", "15")), "2026-11-20"), TargetState::Met);
    assert_eq!(state(&path, 0, None, "2026-11-20"), TargetState::NoData);
    let old = Known { latest: Some(point("2024-03-31", "6")), not_before: Some(day("2024-07-01")) };
    assert_eq!(target_state(&path, &path.aims[0], old, day("2024-11-20"), &rule()), TargetState::NoData);
}

#[test]
fn what_is_reached_already_is_only_to_be_kept() {
    let path = Path::new(Some(point("2025-01-01", "94")), vec![aim("≥", "2030-12-31", "90")], None);
    assert_eq!(path.expected(day("2027-01-01")), Some(number("90")));
    assert_eq!(state(&path, 0, Some(point("2027-01-01", "90")), "2027-01-01"), TargetState::MetEarly);
    assert_eq!(state(&path, 0, Some(point("2027-01-01", "80")), "2027-01-01"), TargetState::AtRisk);
}

#[test]
fn a_task_is_at_risk_fifteen_days_before_its_day_with_less_than_eighty_percent() {
    let known = |due: Option<&str>, done: i64| TaskKnown {
        due: due.map(day),
        cadence: "",
        done,
        done_at: Some(day("2026-11-01")),
        owes_report: false,
    };
    let today = day("2026-11-20");
    for (due, done, expected) in [
        (Some("2026-12-06"), 0, TaskState::OnCourse),
        (Some("2026-12-05"), 79, TaskState::AtRisk),
        (Some("2026-12-05"), 80, TaskState::OnCourse),
        (Some("2026-11-20"), 10, TaskState::AtRisk),
        (Some("2026-11-19"), 99, TaskState::Missed),
        (Some("2026-11-19"), 100, TaskState::Done),
        (None, 0, TaskState::OnCourse),
    ] {
        assert_eq!(task_state(&known(due, done), today, &rule()), expected, "{due:?} {done}");
    }
    let silent = TaskKnown { owes_report: true, ..known(None, 40) };
    assert_eq!(task_state(&silent, today, &rule()), TaskState::NotReported);
    let late_and_silent = TaskKnown { owes_report: true, ..known(Some("2026-01-01"), 40) };
    assert_eq!(task_state(&late_and_silent, today, &rule()), TaskState::Missed);
    let yearly = TaskKnown { cadence: "yearly", done_at: Some(day("2025-10-10")), ..known(None, 100) };
    assert_eq!(done_now(&yearly, today), 0);
    for (cadence, on, now) in [
        ("monthly", "2026-11-01", 100),
        ("monthly", "2026-10-31", 0),
        ("quarterly", "2026-10-01", 100),
        ("quarterly", "2026-09-30", 0),
        ("half_yearly", "2026-07-01", 100),
        ("half_yearly", "2026-06-30", 0),
        ("yearly", "2026-01-01", 100),
    ] {
        let task = TaskKnown { cadence, done_at: Some(day(on)), ..known(None, 100) };
        assert_eq!(done_now(&task, day("2026-11-20")), now, "{cadence} {on}");
    }
    assert_eq!(task_state(&yearly, today, &rule()), TaskState::OnCourse);
}

fn regime(slug: &str, kind: RoundKind, month: i64, last: i64) -> Regime {
    Regime {
        slug: slug.to_owned(),
        kind,
        from: day("2020-01-01"),
        agency_month: month,
        agency_day: last,
        standing_month: month,
        standing_day: last + 5,
        opens_days: 30,
        held: true,
        source: String::new(),
    }
}

#[test]
fn rounds_follow_the_regime_and_the_years_round_stands_for_its_last_quarter() {
    let rows = [regime("", RoundKind::Quarter, 3, 14), regime("", RoundKind::Year, 12, 10)];
    let on = |text: &str| -> Vec<String> {
        let held = regimes_of(&rows, "3050-qd-ubnd-2024", day(text));
        called_for(&held, day(text)).into_iter().map(|round| round.code).collect()
    };
    assert_eq!(on("2026-09-01"), ["2025", "2026-q3"]);
    assert_eq!(on("2026-08-14"), ["2025", "2026-q2"]);
    assert_eq!(on("2026-08-15"), ["2025", "2026-q3"]);
    assert_eq!(on("2026-11-09"), ["2025", "2026-q3"]);
    assert_eq!(on("2026-11-22"), ["2026"]);
    assert_eq!(on("2027-02-11"), ["2026"]);
    assert_eq!(on("2027-02-12"), ["2026", "2027-q1"]);
    let held = regimes_of(&rows, "x", day("2026-11-22"));
    let year = called_for(&held, day("2026-11-22")).remove(0);
    assert_eq!((year.from, year.to), (day("2026-01-01"), day("2026-12-31")));
    assert_eq!((year.agency_due, year.standing_due), (day("2026-12-10"), day("2026-12-15")));
}

#[test]
fn a_plan_with_rows_of_its_own_follows_only_them_and_a_kind_can_end() {
    let mut ended = regime("", RoundKind::Quarter, 3, 14);
    ended.from = day("2026-01-01");
    ended.held = false;
    let rows = [
        regime("", RoundKind::Quarter, 3, 14),
        ended,
        regime("", RoundKind::Year, 12, 10),
        regime("9-kh-2025", RoundKind::HalfYear, 6, 31),
    ];
    let kinds = |slug: &str, on: &str| -> Vec<RoundKind> {
        regimes_of(&rows, slug, day(on)).into_iter().map(|row| row.kind).collect()
    };
    assert_eq!(kinds("9-kh-2025", "2026-05-01"), [RoundKind::HalfYear]);
    assert_eq!(kinds("", "2025-05-01"), [RoundKind::Quarter, RoundKind::Year]);
    assert_eq!(kinds("", "2026-05-01"), [RoundKind::Year]);
    let own = called_for(&regimes_of(&rows, "9-kh-2025", day("2026-06-20")), day("2026-06-20")).remove(0);
    assert_eq!((own.code.as_str(), own.agency_due), ("2026-h1", day("2026-06-30")), "June has no 31st");
}

#[test]
fn a_task_is_owed_by_its_cadence_until_it_is_done() {
    let rows = [regime("", RoundKind::Quarter, 3, 14), regime("", RoundKind::Year, 12, 10)];
    let round = |on: &str| {
        let held = regimes_of(&rows, "", day(on));
        called_for(&held, day(on)).pop().unwrap()
    };
    let (q2, q3, year) = (round("2026-06-01"), round("2026-09-01"), round("2026-11-22"));
    let owed = |cadence, done: i64, done_at: Option<&str>| Owed {
        cadence,
        done,
        done_at: done_at.map(day),
        begins: None,
    };
    for (task, in_q2, in_q3, in_year) in [
        (owed("", 40, Some("2026-03-01")), true, true, true),
        (owed("", 100, Some("2026-03-01")), false, false, true),
        (owed("", 100, Some("2025-03-01")), false, false, false),
        (owed("yearly", 0, None), false, false, true),
        (owed("half_yearly", 0, None), true, false, true),
        (owed("continuous", 100, Some("2025-01-01")), true, true, true),
    ] {
        let found = (is_owed(&task, &q2), is_owed(&task, &q3), is_owed(&task, &year));
        assert_eq!(found, (in_q2, in_q3, in_year), "{task:?}");
    }
    let later = Owed { begins: Some(day("2027-01-01")), ..owed("", 0, None) };
    assert!(!is_owed(&later, &year));
}

fn line(source: &str, year: i64, is_sum: bool, estimate: i64, paid: Option<i64>) -> MoneyLine {
    let stages = Stages { estimate: Some(estimate), paid, ..Stages::default() };
    MoneyLine { source: source.to_owned(), year: Some(year), is_sum, stages }
}

#[test]
fn the_plans_own_sums_do_not_count_twice_but_stand_where_they_are_all_there_is() {
    let lines = [
        line("Ngân sách tỉnh", 2026, false, 40, Some(10)),
        line("Ngân sách tỉnh", 2026, false, 6, None),
        line("Doanh nghiệp", 2026, false, 5, None),
        line("", 2026, true, 51, None),
        line("", 2027, true, 70, None),
    ];
    let all = totals::totals(&lines);
    let found: Vec<_> =
        all.iter().map(|t| (t.year, t.source.as_str(), t.stages.estimate, t.stages.paid)).collect();
    assert_eq!(
        found,
        [
            (Some(2026), "Doanh nghiệp", Some(5), None),
            (Some(2026), "Ngân sách tỉnh", Some(46), Some(10)),
            (Some(2027), "", Some(70), None),
        ]
    );
    assert_eq!(totals::overall(&all).estimate, Some(121));
    let stages = Stages { estimate: Some(10), allotted: Some(8), ..Stages::default() };
    assert_eq!(totals::overtakes(&stages, Stage::Contracted, 9), Some(Stage::Allotted));
    assert_eq!(totals::overtakes(&stages, Stage::Contracted, 8), None);
    assert_eq!(totals::overtakes(&stages, Stage::Paid, 100), None);
}

const BEGIN: Date = Date::constant(2024, 1, 1);

fn later(days: i32) -> Date {
    BEGIN.checked_add(jiff::Span::new().days(days)).unwrap()
}

proptest! {
    #[test]
    fn a_path_stays_between_its_ends_and_never_turns_back(
        base in -500i64..500, value in -500i64..500, length in 1i32..3000, a in 0i32..3000, b in 0i32..3000,
        rising in any::<bool>(),
    ) {
        let ask = if rising { Ask::AtLeast } else { Ask::AtMost };
        let aims = vec![Aim { ask, by: later(length), value: Decimal::from(value) }];
        let path = Path::new(Some(Point { on: BEGIN, value: Decimal::from(base) }), aims, None);
        let (early, late) = (path.expected(later(a.min(b))).unwrap(), path.expected(later(a.max(b))).unwrap());
        let (low, high) = (Decimal::from(base.min(value)), Decimal::from(base.max(value)));
        prop_assert!(early >= low && early <= high);
        let onward = if rising { late >= early } else { late <= early };
        prop_assert!(onward);
        prop_assert_eq!(path.expected(later(length)).unwrap(), Decimal::from(value));
    }

    #[test]
    fn a_better_value_is_never_a_worse_state(
        base in 0i64..300, value in 0i64..300, a in 0i64..400, b in 0i64..400, on in 0i32..1200,
        rising in any::<bool>(),
    ) {
        let ask = if rising { Ask::AtLeast } else { Ask::AtMost };
        let aims = vec![Aim { ask, by: later(1000), value: Decimal::from(value) }];
        let path = Path::new(Some(Point { on: BEGIN, value: Decimal::from(base) }), aims, None);
        let of = |value: i64| {
            let latest = Some(Point { on: later(on), value: Decimal::from(value) });
            target_state(&path, &path.aims[0], Known { latest, not_before: None }, later(on), &rule())
        };
        let (worse, better) = if rising { (a.min(b), a.max(b)) } else { (a.max(b), a.min(b)) };
        prop_assert!(of(better) >= of(worse), "{:?} {:?}", of(better), of(worse));
    }

    #[test]
    fn more_done_is_never_a_worse_task(a in 0i64..=100, b in 0i64..=100, due in -40i32..40, owes in any::<bool>()) {
        let today = later(100);
        let of = |done| task_state(
            &TaskKnown { due: Some(later(100 + due)), cadence: "", done, done_at: None, owes_report: owes },
            today, &rule());
        prop_assert!(of(a.max(b)) >= of(a.min(b)));
    }

    #[test]
    fn the_totals_of_a_plan_are_the_sum_of_its_lines(
        lines in proptest::collection::vec((0usize..3, 2024i64..2027, 0i64..1_000_000, proptest::option::of(0i64..1_000_000)), 0..40),
    ) {
        let lines: Vec<MoneyLine> =
            lines.into_iter().map(|(s, year, e, p)| line(["a", "b", ""][s], year, false, e, p)).collect();
        let sum = totals::overall(&totals::totals(&lines));
        let by_hand: i64 = lines.iter().filter_map(|line| line.stages.estimate).sum();
        let paid: i64 = lines.iter().filter_map(|line| line.stages.paid).sum();
        prop_assert_eq!(sum.estimate.unwrap_or(0), by_hand);
        prop_assert_eq!(sum.paid.unwrap_or(0), paid);
    }

    #[test]
    fn a_round_is_open_before_it_is_due_and_lies_in_its_period(on in 0i32..2000, month in 1i64..=3, last in 1i64..=31) {
        let rows = [regime("", RoundKind::Quarter, month, last), regime("", RoundKind::Year, 12, 10)];
        let today = later(on);
        for round in called_for(&regimes_of(&rows, "", today), today) {
            prop_assert!(round.opens <= today && round.opens < round.agency_due);
            prop_assert!(round.from <= round.agency_due && round.agency_due <= round.to);
        }
    }
}
