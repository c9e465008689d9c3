//! Every list goes by an index, on both databases; both come out of the migrations alike.
use super::support::MIGRATIONS;
use crate::store;
use db::Db;

db::contract! {
    migrations: MIGRATIONS;

    async fn no_list_reads_a_whole_table(db: Db) {
        let all = [
            store::cells::SUM_SQL.to_owned(),
            store::cells::records_sql(None, false),
            store::cells::records_sql(Some(3), true),
            store::reports::of_sql(),
            store::reports::history_sql(),
            store::reports::approved_sql(),
            "SELECT counted FROM indicator_state WHERE dossier = ?1".to_owned(),
            "DELETE FROM indicator_record WHERE fact = ?1 AND day = ?2".to_owned(),
            "SELECT period FROM indicator_lock WHERE code = ?1 AND period BETWEEN ?2 AND ?3".to_owned(),
        ];
        for sql in all {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            assert!(plan.full_scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
    }
}

#[test]
fn both_databases_come_out_of_the_migrations_alike() {
    db::testing::assert_same_schema(MIGRATIONS);
}
