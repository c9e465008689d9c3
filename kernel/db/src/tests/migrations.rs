//! Migrations on both databases.
use super::EXAMPLE;
use crate::testing::{TestDb, assert_same_schema};
use crate::{Db, DbError, Migration, MigrationSet, migrate, params, pending};

const STEP: Migration = Migration {
    name: "0001_create",
    sql: "CREATE TABLE one (id {id} PRIMARY KEY) {strict}",
    sqlite: None,
    postgres: None,
};
const NEXT: Migration = Migration {
    name: "0002_add",
    sql: "ALTER TABLE one ADD COLUMN flag {bool} NOT NULL DEFAULT true",
    sqlite: None,
    postgres: None,
};
const CHANGED: Migration =
    Migration { sql: "CREATE TABLE one (id {id} PRIMARY KEY, a {int}) {strict}", ..STEP };
const TWIN: Migration = Migration {
    name: "0003_twin",
    sql: "",
    sqlite: Some("CREATE INDEX one_flag ON one (flag)"),
    postgres: Some("CREATE INDEX one_flag ON one USING btree (flag)"),
};
const BROKEN: Migration = Migration {
    name: "0002_broken",
    sql: "CREATE TABLE two (id {id} PRIMARY KEY) {strict}; CREATE NONSENSE",
    sqlite: None,
    postgres: None,
};

const OLD: MigrationSet = MigrationSet { owner: "one", migrations: &[STEP] };
const NEW: MigrationSet = MigrationSet { owner: "one", migrations: &[STEP, NEXT, TWIN] };
const REWRITTEN: MigrationSet = MigrationSet { owner: "one", migrations: &[CHANGED] };
const FAILING: MigrationSet = MigrationSet { owner: "one", migrations: &[STEP, BROKEN] };

crate::contract! {
    migrations: [OLD];

    async fn only_what_is_missing_is_applied(db: Db) {
        assert_eq!(pending(&db, &[NEW]), Ok(vec!["one/0002_add".to_owned(), "one/0003_twin".to_owned()]));
        migrate(&db, &[NEW]).unwrap();
        migrate(&db, &[NEW, EXAMPLE]).unwrap();
        assert_eq!(pending(&db, &[EXAMPLE, NEW]), Ok(vec![]));
        let count: Result<i64, DbError> =
            db.read(|tx| tx.query_one("SELECT count(*) FROM one WHERE flag", params![], |row| row.get(0))).await;
        assert_eq!(count, Ok(0));
    }

    async fn a_newer_schema_refuses_to_start(db: Db) {
        migrate(&db, &[NEW]).unwrap();
        let newer = DbError::NewerSchema { owner: "one".to_owned(), name: "0002_add".to_owned() };
        assert_eq!(migrate(&db, &[OLD]), Err(newer.clone()));
        assert_eq!(pending(&db, &[OLD]), Err(newer));
    }

    async fn a_rewritten_step_is_refused(db: Db) {
        let changed = DbError::ChecksumChanged { owner: "one".to_owned(), name: "0001_create".to_owned() };
        assert_eq!(migrate(&db, &[REWRITTEN]), Err(changed));
    }

    async fn a_failing_step_leaves_nothing_of_itself(db: Db) {
        let failed = migrate(&db, &[FAILING]);
        assert!(matches!(failed, Err(DbError::Migration { ref name, .. }) if name == "0002_broken"), "{failed:?}");
        let left = db.read(|tx| tx.query("SELECT id FROM two", params![], |_| Ok(()))).await;
        assert!(left.is_err(), "the first statement of the step was rolled back");
        migrate(&db, &[OLD]).unwrap();
    }

    async fn two_nodes_that_migrate_at_once_do_not_collide(db: Db) {
        let other = Db::open(db.config()).unwrap();
        let (left, right) = std::thread::scope(|scope| {
            let left = scope.spawn(|| migrate(&db, &[NEW, EXAMPLE]));
            let right = scope.spawn(|| migrate(&other, &[NEW, EXAMPLE]));
            (left.join().unwrap(), right.join().unwrap())
        });
        assert_eq!((left, right), (Ok(()), Ok(())));
    }

    async fn two_sets_of_one_owner_are_refused(db: Db) {
        assert!(matches!(migrate(&db, &[OLD, NEW]), Err(DbError::Setup(_))));
    }
}

#[test]
fn both_databases_come_out_with_the_same_schema() {
    assert_same_schema(&[NEW, EXAMPLE]);
}

#[test]
#[should_panic(expected = "tables without {strict}")]
fn a_table_that_forgets_strict_is_found() {
    const LAX: MigrationSet = MigrationSet {
        owner: "lax",
        migrations: &[Migration {
            name: "0001",
            sql: "CREATE TABLE lax (id {id} PRIMARY KEY)",
            sqlite: None,
            postgres: None,
        }],
    };
    assert_same_schema(&[LAX]);
}

#[test]
fn a_schema_that_differs_by_an_index_is_found() {
    let plain = TestDb::sqlite(&[OLD]);
    let before = crate::schema_dump(&plain).unwrap();
    plain
        .write_blocking(|tx| tx.execute("CREATE UNIQUE INDEX extra ON one (id)", params![]))
        .unwrap_or_else(|e: DbError| panic!("{e}"));
    assert_ne!(crate::schema_dump(&plain).unwrap(), before);
}
