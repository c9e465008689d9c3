use crate::*;

crate::typed_id!(
    /// For this test.
    SampleId
);

#[test]
fn ids_made_later_sort_later_and_read_back() {
    let early = Id::new(Timestamp::from_micros(1_700_000_000_000_000));
    let late = Id::new(Timestamp::from_micros(1_700_000_000_001_000));
    assert!(early < late);
    assert_eq!(early.to_string().parse::<Id>(), Ok(early));
    assert_eq!(Id::from_bytes(*early.as_bytes()), early);
    assert!("not an id".parse::<Id>().is_err());
    assert_eq!(early.to_string().chars().nth(14), Some('7'), "version 7");
}

#[test]
fn a_typed_id_is_its_id_and_serialises_as_text() {
    let id = SampleId::new(Timestamp::from_micros(1_700_000_000_000_000));
    assert_eq!(SampleId::from(id.id()), id);
    let text = serde_json::to_string(&id).unwrap();
    assert_eq!(text, format!("\"{id}\""));
    assert_eq!(serde_json::from_str::<SampleId>(&text).unwrap(), id);
}

#[test]
fn an_instant_shows_the_wall_clock_of_vietnam() {
    let at = Timestamp::from_micros(1_767_200_400_000_000); // 2025-12-31T17:00:00Z
    assert_eq!(at.to_string(), "2026-01-01T00:00:00+07:00");
    assert_eq!(at.date(), jiff::civil::date(2026, 1, 1));
    assert_eq!(at.plus_seconds(-1).date(), jiff::civil::date(2025, 12, 31));
    assert_eq!(at.plus_seconds(90).seconds_since(at), 90);
}
