//! Every list of the planner goes by an index, on both databases.
use super::house::MIGRATIONS;
use crate::store::{doubts, findings, plans, sources};
use db::Db;

fn statements() -> Vec<String> {
    let mut all = vec![
        plans::in_state_sql(),
        sources::in_state_sql(),
        sources::by_digest_sql(),
        findings::of_kind_sql(),
        doubts::of_source_sql(),
    ];
    // The papers of one text or plan: by its id, whatever the columns.
    for (table, way) in [
        ("plan", "slug = ?1"),
        ("plan", "source = ?1"),
        ("plan_target", "plan = ?1"),
        ("plan_task", "plan = ?1"),
        ("plan_task_agency", "task = ?1"),
        ("plan_budget", "plan = ?1"),
        ("plan_figure", "plan = ?1"),
        ("plan_source_line", "source = ?1 AND line >= ?2"),
        ("plan_finding", "source = ?1"),
        ("plan_doubt", "source = ?1 AND settled_at IS NULL"),
        ("plan_agency_name", "source = ?1"),
        ("plan_agency_choice", "source = ?1"),
    ] {
        all.push(format!("SELECT 1 FROM {table} WHERE {way}"));
    }
    all
}

db::contract! {
    migrations: MIGRATIONS;

    async fn no_list_of_the_planner_reads_a_whole_table(db: Db) {
        for sql in statements() {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            assert!(plan.full_scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
    }
}
