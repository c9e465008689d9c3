//! Rules without a database.
use super::day;
use crate::model::{OPEN, Period, Span, close};
use crate::split_address;
use std::collections::HashMap;

fn period(from: &str, to: &str) -> Period {
    Period { from: day(from), to: if to.is_empty() { OPEN } else { day(to) } }
}

#[test]
fn a_period_holds_its_first_day_and_not_its_last() {
    let half = period("2025-01-01", "2025-07-01");
    assert!(half.contains(day("2025-01-01")) && half.contains(day("2025-06-30")));
    assert!(!half.contains(day("2025-07-01")) && !half.contains(day("2024-12-31")));
    assert_eq!(half.and(period("2025-07-01", "")), None);
    assert_eq!((half.end(), period("2025-07-01", "").end()), (Some(day("2025-07-01")), None));
}

#[test]
fn the_closure_follows_each_days_parent_and_joins_what_touches() {
    let mut tree: HashMap<&str, Vec<Span<&str>>> = HashMap::new();
    let span = |from: &str, to: &str, parent: Option<&'static str>| Span { period: period(from, to), parent };
    tree.insert("province", vec![span("2025-01-01", "2026-01-01", None), span("2026-01-01", "", None)]);
    tree.insert("district", vec![span("2025-01-01", "2025-07-01", Some("province"))]);
    tree.insert(
        "commune",
        vec![
            span("2025-01-01", "2025-07-01", Some("district")),
            span("2025-07-01", "2026-03-01", Some("province")),
            span("2026-03-01", "", Some("province")),
        ],
    );
    let rows = close(&tree, "commune");
    assert_eq!(
        rows,
        [
            ("commune", 0, period("2025-01-01", "")),
            ("district", 1, period("2025-01-01", "2025-07-01")),
            ("province", 1, period("2025-07-01", "")),
            ("province", 2, period("2025-01-01", "2025-07-01")),
        ]
    );
}

#[test]
fn a_circle_ends() {
    let tree = HashMap::from([("a", vec![Span { period: period("2025-01-01", ""), parent: Some("a") }])]);
    assert!(close(&tree, "a").len() <= 8);
}

#[test]
fn an_address_is_read_with_a_district_and_without() {
    let readings = split_address("Xóm 5, Xã Nghi Kim, Thành phố Vinh, Nghệ An");
    assert_eq!(readings.len(), 2);
    assert_eq!(readings[0].district.as_deref(), Some("Thành phố Vinh"));
    assert_eq!(readings[0].line, "Xóm 5");
    assert_eq!(readings[1].commune, "Thành phố Vinh");
    assert_eq!(split_address("Xã Con Cuông, Nghệ An").len(), 1);
    assert!(split_address("Nghệ An").is_empty() && split_address(" , ").is_empty());
}

#[test]
fn kinds_are_no_part_of_a_name_unless_the_name_begins_so() {
    use crate::store::search::bare_name;
    for (given, name) in [
        ("xa con cuong", "con cuong"),
        ("phuong 04", "4"),
        ("p.4", "4"),
        ("tt. tra lan", "tra lan"),
        ("tinh", "tinh"),
        ("10", "10"),
    ] {
        assert_eq!(bare_name(given), name, "{given}");
    }
}

#[test]
fn ids_from_keys_are_stable_and_look_like_any_other() {
    let id = crate::unit_id("c17254-2025").to_string();
    assert_eq!(id, crate::unit_id("c17254-2025").to_string());
    assert_eq!(id.chars().nth(14), Some('7'));
    assert_ne!(crate::agency_id("p40", "vp"), crate::agency_id("p14", "vp"));
}

#[test]
fn a_name_is_found_by_each_of_its_words() {
    assert_eq!(crate::import::tails("hung nguyen nam"), ["hung nguyen nam", "nguyen nam", "nam"]);
    assert_eq!(crate::import::tails("an an"), ["an an", "an"]);
}
