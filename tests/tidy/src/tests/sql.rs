use super::{rust, told};
use crate::sql::{Statement, forbidden_words, migrations, outside_store, ownership, statements};
use crate::tree::File;

fn in_store(sql: &str) -> Vec<Statement> {
    statements(&[rust("services/dossiers/src/store/rows.rs", &format!("const Q: &str = \"{sql}\";"))], &[])
}

#[test]
fn offset_and_like_are_told_wherever_they_hide() {
    assert_eq!(forbidden_words(&in_store("SELECT id FROM dossier ORDER BY id LIMIT 5 OFFSET ?1")).len(), 1);
    assert_eq!(forbidden_words(&in_store("SELECT id FROM dossier WHERE name like ?1")).len(), 1);
    assert!(forbidden_words(&in_store("SELECT id FROM dossier WHERE note = 'LIKE OFFSET'")).is_empty());
    assert!(in_store("Select what you would LIKE to see").is_empty(), "an English sentence is no SQL");
}

#[test]
fn sql_outside_of_store_is_told_and_tests_are_free() {
    let text = "fn f() { q(\"DELETE FROM dossier WHERE id = ?1\") }";
    let all = statements(
        &[
            rust("services/dossiers/src/web/desk.rs", text),
            rust("services/dossiers/src/store/rows.rs", text),
            rust("services/dossiers/src/tests/rows.rs", text),
            rust("kernel/jobs/src/relay.rs", text),
        ],
        &[],
    );
    assert_eq!(
        told(&outside_store(&all)),
        ["services/dossiers/src/web/desk.rs:1: SQL stands only in src/store"]
    );
}

#[test]
fn a_table_named_by_a_stranger_is_told() {
    let files = [
        File::new(
            "services/dossiers/migrations/0001_create_dossier.sql",
            "CREATE TABLE dossier (id {id}) {strict};",
        ),
        File::new(
            "platform/org/migrations/0001_create_unit.sql",
            "CREATE TABLE org_unit (id {id}) {strict};\nCREATE VIEW org_unit_v AS SELECT id FROM org_unit;",
        ),
        File::new(
            "services/vault/migrations/0001_create_paper.sql",
            "CREATE TABLE paper (dossier {id} REFERENCES dossier (id)) {strict};",
        ),
    ];
    let sources = [
        rust(
            "services/dossiers/src/store/rows.rs",
            "const A: &str = \"SELECT d.id FROM dossier d JOIN org_unit_v u ON u.id = d.unit\";",
        ),
        rust(
            "services/dossiers/src/store/bad.rs",
            "const A: &str = \"SELECT d.id FROM dossier d, org_unit u\";",
        ),
        rust(
            "services/portal/src/store/bad.rs",
            "const A: &str = \"WITH x AS (SELECT 1) UPDATE dossier SET id = ?1\";",
        ),
    ];
    assert_eq!(
        told(&ownership(&statements(&sources, &files))),
        [
            "services/dossiers/src/store/bad.rs:1: names org_unit, which belongs to platform/org",
            "services/portal/src/store/bad.rs:1: names dossier, which belongs to services/dossiers",
            "services/vault/migrations/0001_create_paper.sql: names dossier, which belongs to services/dossiers",
        ]
    );
}

#[test]
fn a_table_created_twice_and_a_service_s_view_looked_through_are_told() {
    let files = [
        File::new(
            "services/dossiers/migrations/0001_create_dossier.sql",
            "CREATE TABLE IF NOT EXISTS note (id {id}) {strict};\nCREATE VIEW dossier_v AS SELECT id FROM note;",
        ),
        File::new("services/vault/migrations/0001_create_note.sql", "CREATE TABLE note (id {id}) {strict};"),
    ];
    let sources = [rust("services/vault/src/store/a.rs", "const A: &str = \"SELECT id FROM dossier_v\";")];
    let found = told(&ownership(&statements(&sources, &files)));
    assert_eq!(
        found,
        [
            "note: is created by services/dossiers, services/vault",
            "services/vault/src/store/a.rs:1: names dossier_v, which belongs to services/dossiers",
        ]
    );
}

#[test]
fn migrations_out_of_name_order_or_list_are_told() {
    let table = "-- why; and what\nCREATE TABLE a (id {id}) {strict};";
    let files = [
        File::new("services/vault/migrations/0001_create_paper.sql", table),
        File::new(
            "services/vault/migrations/0002_add_column.sqlite.sql",
            "ALTER TABLE a ADD COLUMN b {text};",
        ),
        File::new("services/vault/migrations/0004_create_share.sql", "CREATE TABLE c (id {id});"),
        File::new("services/vault/migrations/05-share.sql", table),
    ];
    let list = rust(
        "services/vault/src/lib.rs",
        "db::migrations!(\"vault\", \"0001_create_paper\", \"0002_add_column\");",
    );
    let found = told(&migrations(&[list], &files));
    assert_eq!(
        found,
        [
            "services/vault/migrations/0004_create_share.sql: is not listed in the crate's db::migrations!",
            "services/vault/migrations/0004_create_share.sql: a table does not end in {strict}",
            "services/vault/migrations/05-share.sql: is not named NNNN_verb_object.sql",
            "services/vault/migrations: 0004 follows 0002",
        ]
    );
}
