//! Every list goes by an index, on both databases and for a province of 130 communes.
use super::fixture::{MIGRATIONS, agency_id, day};
use crate::store::{self, Filter, GivenTab, MineTab, lists};
use contracts::AssignmentId;
use db::Db;
use policy::Scope;
use std::collections::BTreeSet;

fn statements() -> BTreeSet<String> {
    let today = day("2026-11-20");
    let province: Vec<_> = (1..=130).map(agency_id).collect();
    let filters = [
        Filter { after: None, limit: 40 },
        Filter { after: Some((today, AssignmentId::from(base::Id::from_bytes([1; 16])))), limit: 40 },
    ];
    let mut all = BTreeSet::new();
    let own = [Scope::Agencies(vec![agency_id(1)]), Scope::Agencies(province)];
    for scope in own.iter().chain([&Scope::All]) {
        for tab in MineTab::ALL {
            for filter in filters {
                all.extend(lists::mine_statements(scope, tab, filter).into_iter().map(|(sql, _)| sql));
            }
            all.extend(lists::mine_count_statements(scope, tab, 1_000).into_iter().map(|(sql, _)| sql));
        }
    }
    for scope in &own {
        for tab in GivenTab::ALL {
            for filter in filters {
                all.extend(
                    lists::given_statements(scope, tab, today, filter).into_iter().map(|(sql, _)| sql),
                );
            }
            all.extend(
                lists::given_count_statements(scope, tab, today, 1_000).into_iter().map(|(sql, _)| sql),
            );
        }
    }
    all.extend([
        lists::tally_sql(40),
        store::assignment::parts_sql(),
        store::assignment::source_sql(),
        store::assignment::FACTS_SQL.to_owned(),
        store::counts::OPEN_SQL.to_owned(),
        store::counts::OVERDUE_SQL.to_owned(),
        store::counts::CLOSED_SQL.to_owned(),
        store::counts::WAITING_SQL.to_owned(),
        store::counts::TIMERS_SQL.to_owned(),
        "SELECT 1 FROM assignment WHERE id = ?1".to_owned(),
        "SELECT 1 FROM assignment_helper WHERE assignment = ?1".to_owned(),
        "SELECT 1 FROM assignment_entry WHERE assignment = ?1 ORDER BY seq".to_owned(),
        "SELECT 1 FROM assignment_file WHERE assignment = ?1 ORDER BY uploaded_at, id".to_owned(),
        "SELECT 1 FROM assignment_file WHERE digest = ?1".to_owned(),
    ]);
    all
}

db::contract! {
    migrations: MIGRATIONS;

    async fn no_list_of_assigned_work_reads_a_whole_table(db: Db) {
        for sql in statements() {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            // `found` is the bounded range that a count reads, no table.
            let scans: Vec<&String> = plan.full_scans.iter().filter(|name| *name != "found").collect();
            assert!(scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
    }
}

#[test]
fn both_databases_come_out_of_the_migrations_alike() {
    db::testing::assert_same_schema(MIGRATIONS);
}
