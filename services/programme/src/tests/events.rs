//! Every version of every event that ever left is read for ever: a golden file is never changed, only added to.
use base::Id;
use contracts::{EVENT_KINDS, PlanEvent, PlanId};

#[test]
fn every_golden_event_is_read_and_none_of_its_fields_is_lost() {
    let kinds: Vec<_> = EVENT_KINDS.iter().filter(|(kind, _)| kind.starts_with("programme.")).collect();
    assert!(kinds.len() >= 2);
    for (kind, current) in kinds {
        for version in 1..=*current {
            let path = format!("{}/src/tests/golden/{kind}.v{version}.json", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            let stored: serde_json::Value = serde_json::from_str(&text).unwrap();
            let event: PlanEvent = serde_json::from_value(stored.clone()).unwrap();
            assert_eq!(event.plan, PlanId::from(Id::from_bytes([1; 16])));
            assert_eq!(serde_json::to_value(&event).unwrap(), stored);
        }
    }
}
