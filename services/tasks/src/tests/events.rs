//! Every version of every event that ever left is read for ever: a golden file is never changed, only added to.
use super::fixture::{Far, MIGRATIONS, World, agency_id, confirm, now, submit, work};
use crate::model::Deed;
use crate::ops;
use base::Id;
use contracts::{AssignmentEvent, AssignmentId, EVENT_KINDS};
use db::{Db, DbError, Json, params};
use serde_json::Value;
use std::collections::BTreeSet;

fn golden(kind: &str, version: u16) -> Value {
    let path = format!("{}/src/tests/golden/{kind}.v{version}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_golden_event_is_read_and_none_of_its_fields_is_lost() {
    let own = EVENT_KINDS.iter().filter(|(kind, _)| kind.starts_with("tasks."));
    let mut count = 0;
    for (kind, current) in own {
        for version in 1..=*current {
            let stored = golden(kind, version);
            let event: AssignmentEvent = serde_json::from_value(stored.clone()).unwrap();
            assert_eq!(event.assignment, AssignmentId::from(Id::from_bytes([1; 16])), "{kind} {version}");
            assert_eq!(
                (event.assigner, event.agencies.as_slice()),
                (agency_id(2), [agency_id(3)].as_slice())
            );
            assert_eq!(event.at, now());
            let again = serde_json::to_value(&event).unwrap();
            assert_eq!(again, stored, "{kind} {version}");
            count += 1;
        }
    }
    assert_eq!(count, 2);
}

#[test]
fn no_file_is_left_without_its_kind() {
    let folder = format!("{}/src/tests/golden", env!("CARGO_MANIFEST_DIR"));
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let (kind, version) = name.strip_suffix(".json").unwrap().rsplit_once(".v").unwrap();
        let version: u16 = version.parse().unwrap();
        assert!(EVENT_KINDS.iter().any(|(known, current)| *known == kind && version <= *current), "{name}");
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn what_leaves_has_ids_and_moments_only(db: Db) {
        let world = World::on(db, None);
        let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
        let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
        world.act(&agency, id, Deed::Accept).await.unwrap();
        world.act(&agency, id, submit()).await.unwrap();
        world.act(&leader, id, confirm()).await.unwrap();
        let sent = world.deps.db
            .read(move |tx| tx.query(
                "SELECT type, body FROM outbox WHERE stream = ?1 ORDER BY stream_seq",
                params![id],
                |row| Ok((row.get::<String>(0)?, row.get::<Json>(1)?.0)),
            )).await.map_err(|error: DbError| error).unwrap();
        let kinds: Vec<&str> = sent.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["tasks.assigned", "tasks.done"]);
        for (kind, body) in &sent {
            let fields: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
            let known = golden(kind, 1);
            for field in fields {
                assert!(known.get(field).is_some(), "{kind}: {field}");
            }
        }
        assert_eq!(sent[1].1.get("late"), Some(&Value::Bool(false)));
    }
}
