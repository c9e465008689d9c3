//! Every list and every look at one dossier's papers goes by an index, on both databases and for a province of 130
//! communes.
use super::fixture::{MIGRATIONS, now};
use crate::store::{self, DeskFilter, DeskTab};
use base::Id;
use contracts::{AgencyId, Channel, DossierId};
use db::Db;
use policy::Scope;
use std::collections::BTreeSet;

fn agency(number: u8) -> AgencyId {
    AgencyId::from(Id::from_bytes([number; 16]))
}

fn desk() -> BTreeSet<String> {
    let province: Vec<AgencyId> = (1..=130).map(agency).collect();
    let filters = [
        DeskFilter::default(),
        DeskFilter {
            procedure_code: Some("1.001193".to_owned()),
            channel: Some(Channel::Online),
            after: Some((5, DossierId::from(Id::from_bytes([1; 16])))),
        },
    ];
    let mut all = BTreeSet::new();
    for scope in [Scope::All, Scope::Agencies(vec![agency(1)]), Scope::Agencies(province)] {
        for tab in DeskTab::ALL {
            for filter in &filters {
                let page = store::lists::desk_statements(&scope, tab, filter, now(), 50);
                assert!(page.len() <= 16, "{} statements for one page", page.len());
                all.extend(page.into_iter().map(|(sql, _)| sql));
            }
            let counts = store::lists::count_statements(&scope, tab, now(), 1_000);
            all.extend(counts.into_iter().map(|(sql, _)| sql));
        }
    }
    all
}

/// What else lists, finds and sweeps.
fn others() -> Vec<String> {
    let mut all = store::find::waiting_statements();
    all.extend([
        store::lists::own_sql(),
        store::lists::twins_sql(),
        store::lists::LATE_SQL.to_owned(),
        store::lists::COUNT_SQL.to_owned(),
        store::lists::OPEN_SQL.to_owned(),
        store::marks::marks_sql(3),
        store::find::people_sql("owner"),
        store::find::people_sql("submitter"),
        store::drafts::account_sql(),
        store::drafts::EXPIRED_SQL.to_owned(),
        store::tally::TALLY_SQL.to_owned(),
        store::history::LIVES_SQL.to_owned(),
        store::history::ACTS_SQL.to_owned(),
        store::history::codes_sql(3),
        "DELETE FROM dossier_lookup_try WHERE hour < ?1".to_owned(),
    ]);
    // The papers of one dossier: by its id, whatever the columns.
    for table in
        ["component", "entry", "fee", "supplement", "refusal", "finding", "result", "late_entry", "file"]
    {
        all.push(format!("SELECT 1 FROM dossier_{table} WHERE dossier = ?1"));
    }
    for way in ["code = ?1", "key_hash = ?1", "id = ?1"] {
        all.push(format!("SELECT 1 FROM dossier WHERE {way}"));
    }
    for (table, way) in [
        ("draft", "key_hash = ?1"),
        ("file", "draft = ?1"),
        ("file", "digest = ?1"),
        ("result", "check_token = ?1"),
        ("handover_item", "handover = ?1"),
        ("lookup", "dossier = ?1 AND digits = ?2"),
    ] {
        all.push(format!("SELECT 1 FROM dossier_{table} WHERE {way}"));
    }
    all
}

db::contract! {
    migrations: MIGRATIONS;

    async fn no_list_of_the_desk_or_of_the_person_reads_a_whole_table(db: Db) {
        for sql in desk().into_iter().chain(others()) {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            // `found` is the bounded range that a count reads, no table.
            let scans: Vec<&String> = plan.full_scans.iter().filter(|name| *name != "found").collect();
            assert!(scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
    }

    async fn a_clerks_page_is_one_range_without_sorting(db: Db) {
        let scope = Scope::Agencies(vec![agency(1)]);
        let filter = DeskFilter::default();
        for (sql, _) in store::lists::desk_statements(&scope, DeskTab::Processing, &filter, now(), 50) {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            let lines = plan.lines.join("\n");
            // PostgreSQL knows no row of an empty table and may take the range of the status alone.
            let sqlite = db.engine() == db::Engine::Sqlite;
            assert!(!sqlite || lines.contains("dossier_receiving_due"), "{sql}\n{lines}");
            assert!(!sqlite || !lines.contains("TEMP B-TREE"), "{sql}\n{lines}");
        }
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn what_waits_for_the_desk_is_read_from_its_own_small_index(db: Db) {
        let filter = DeskFilter::default();
        for (scope, index) in [
            (Scope::Agencies(vec![agency(1)]), "dossier_desk_turn"),
            (Scope::All, "dossier_desk_turn_all"),
        ] {
            let mut all = store::lists::desk_statements(&scope, DeskTab::Desk, &filter, now(), 50);
            all.extend(store::lists::count_statements(&scope, DeskTab::Desk, now(), 1_000));
            for (sql, _) in all {
                let (asked, text) = (db.clone(), sql.clone());
                let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
                let lines = plan.lines.join("\n");
                // PostgreSQL knows no row of an empty table and may take another index of the status.
                let sqlite = db.engine() == db::Engine::Sqlite;
                assert!(!sqlite || lines.contains(index), "{sql}\n{lines}");
                assert!(!sqlite || !lines.contains("TEMP B-TREE"), "{sql}\n{lines}");
            }
        }
    }
}

#[test]
fn both_databases_come_out_of_the_migrations_alike() {
    db::testing::assert_same_schema(MIGRATIONS);
}
