//! The edges of docs/adr/0004 and no others.
use crate::model::Status;

pub const EDGES: &[(i64, &[i64])] = &[
    (1, &[2, 3, 5, 7]),
    (2, &[4, 5, 6, 7, 8]),
    (3, &[]),
    (4, &[5, 6, 7, 8, 9]),
    (5, &[1, 4, 7, 8]),
    (6, &[2, 4, 7, 8]),
    (7, &[]),
    (8, &[]),
    (9, &[4, 10]),
    (10, &[]),
];

#[test]
fn every_status_goes_exactly_where_the_decision_record_says() {
    for (from, targets) in EDGES {
        let from = Status::from_code(*from).unwrap();
        for to in Status::ALL {
            assert_eq!(from.to(to).is_ok(), targets.contains(&to.code()), "{from:?} -> {to:?}");
        }
    }
}

#[test]
fn processing_ends_at_the_statuses_of_annex_2_1() {
    let ends: Vec<i64> = Status::ALL.iter().filter(|s| s.ends_processing(true)).map(|s| s.code()).collect();
    assert_eq!(ends, [3, 7, 8, 9, 10]);
    assert!(
        !Status::Withdrawn.ends_processing(false),
        "a withdrawal before acceptance is no end of processing"
    );
}

#[test]
fn codes_are_those_of_the_national_portal() {
    for code in 1..=10 {
        assert_eq!(Status::from_code(code).unwrap().code(), code);
    }
    assert_eq!(Status::from_code(0), None);
    assert_eq!(Status::from_code(11), None);
}
