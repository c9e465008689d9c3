//! How numbers are printed, drawn and told apart.
use super::support::{NOW, house};
use crate::model::Snapshot;
use crate::rules::{decimal_vi, parts, share_vi, source_of, values};
use proptest::prelude::*;
use rust_decimal::Decimal;

#[test]
fn a_decimal_is_printed_with_full_stops_and_a_comma() {
    for (text, printed) in [
        ("0", "0"),
        ("71.60", "71,6"),
        ("1284", "1.284"),
        ("-1234567.5", "-1.234.567,5"),
        ("-0.5", "-0,5"),
        ("0.005", "0,01"),
        ("99.994", "99,99"),
        ("12345678901234567890.25", "12345678901234567890,25"),
    ] {
        assert_eq!(decimal_vi(text.parse::<Decimal>().unwrap()), printed, "{text}");
    }
}

#[test]
fn a_share_is_never_rounded_into_a_promise_kept() {
    assert_eq!(share_vi(9_999, 10_000), "99,9");
    assert_eq!(share_vi(10_000, 10_000), "100");
    assert_eq!(share_vi(0, 5), "0");
    assert_eq!(share_vi(0, 0), "–");
    assert_eq!(share_vi(i64::MAX, i64::MAX), "100");
}

#[test]
fn only_a_target_or_a_task_of_a_plan_is_a_source_told_by_its_address() {
    assert_eq!(source_of("/ke-hoach/a/chi-tieu/01-b").as_deref(), Some("plan-target:01-b"));
    assert_eq!(source_of("/ke-hoach/a/nhiem-vu/9#x").as_deref(), Some("plan-task:9"));
    for href in ["/ke-hoach/a", "/ke-hoach/a/chi-tieu/", "/chi-so/x", "", "/ke-hoach/a/chi-tieu/a&b=c"] {
        assert_eq!(source_of(href), None, "{href}");
    }
}

proptest! {
    #[test]
    fn the_parts_of_a_bar_stay_inside_it_and_every_count_is_seen(counts in prop::array::uniform5(0_i64..100_000)) {
        let drawn = parts(&counts);
        let whole: i64 = counts.iter().sum();
        prop_assert_eq!(drawn.len(), if whole > 0 { 5 } else { 0 });
        let mut before = -1.0;
        for (count, part) in counts.iter().zip(&drawn) {
            let (x, width) = part.split_once(' ').unwrap();
            let number = |text: &str| text.trim_end_matches('%').parse::<f64>().unwrap();
            prop_assert!(number(x) >= before && number(x) + number(width) <= 100.3, "{}", part);
            prop_assert_eq!(number(width) > 0.0, *count > 0);
            before = number(x);
        }
    }
}

#[test]
fn the_shape_tells_other_lines_from_other_numbers() {
    let house = house();
    let shot = || Snapshot {
        at: NOW,
        figures: *house.figures.lock().unwrap(),
        assignments: *house.work.lock().unwrap(),
        plans: house.plans.lock().unwrap().clone(),
        indicators: Vec::new(),
    };
    let shape = |snapshot: &Snapshot| values(snapshot).remove("shape").unwrap();
    let (first, mut other) = (shape(&shot()), shot());
    other.figures.late_now = 47;
    other.plans[0].targets.missed = 3;
    other.plans[0].attention[0].detail = "11,3 %, phải đạt 15 %".to_owned();
    other.at = NOW.plus_seconds(60);
    assert_eq!(shape(&other), first, "numbers alone");
    other.figures.late_now = 0;
    assert_ne!(shape(&other), first, "a decision less");
    let mut other = shot();
    other.plans[0].attention.swap(0, 1);
    assert_ne!(shape(&other), first, "another order");
    let mut other = shot();
    other.at = NOW.plus_seconds(86_400);
    assert_ne!(shape(&other), first, "another day");
}
