//! Every version of every event that ever left is read for ever: a golden file is never changed, only added to.
use super::fixture::{MIGRATIONS, now};
use base::Id;
use contracts::{AgencyId, DossierEvent, DossierId, EVENT_KINDS};
use db::{Db, DbError, Json, params};
use serde_json::Value;
use std::collections::BTreeSet;

/// What stands in the outbox for a kind and version.
fn golden(kind: &str, version: u16) -> Value {
    let path = format!("{}/src/tests/golden/{kind}.v{version}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap()
}

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

#[test]
fn every_golden_event_is_read_and_none_of_its_fields_is_lost() {
    for (kind, current) in EVENT_KINDS.iter().filter(|(kind, _)| kind.starts_with("dossiers.")) {
        for version in 1..=*current {
            let stored = golden(kind, version);
            let event: DossierEvent = serde_json::from_value(stored.clone()).unwrap();
            assert_eq!(event.dossier, DossierId::from(id(1)), "{kind} {version}");
            assert_eq!((event.receiving, event.resolving), (AgencyId::from(id(2)), AgencyId::from(id(3))));
            assert!((1..=10).contains(&event.status) && event.procedure_code == "1.001193");
            assert_eq!(event.at, now());
            let again = serde_json::to_value(&event).unwrap();
            for (field, value) in stored.as_object().unwrap() {
                assert_eq!(again.get(field), Some(value), "{kind} {version}: {field}");
            }
        }
    }
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

    async fn an_event_leaves_as_the_golden_file_of_its_version_says(db: Db) {
        let event: DossierEvent = serde_json::from_value(golden("dossiers.filed", 1)).unwrap();
        let sent = event.clone();
        let body = db
            .write(move |tx| {
                tx.emit(sent.dossier.id(), "dossiers.filed", 1, &sent, now())?;
                tx.query_one("SELECT body FROM outbox WHERE stream = ?1", params![sent.dossier], |row| {
                    row.get::<Json>(0)
                })
            })
            .await
            .map_err(|error: DbError| error)
            .unwrap();
        assert_eq!(body.0, golden("dossiers.filed", 1));
        let fields: BTreeSet<&str> = body.0.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(Vec::from_iter(fields), ["at", "dossier", "procedure_code", "receiving", "resolving", "status"], "ids only");
    }
}
