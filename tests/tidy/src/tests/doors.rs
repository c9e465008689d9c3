use super::{a_crate, rust, told};
use crate::doors::{PLATFORM_ORDER, axum_rooms, environment_readers, floors, kept_libraries, rooms};

/// Every crate that the architecture knows, each using what `user` is given.
fn broken(user: &str, uses: &[&str]) -> Vec<String> {
    let others = [
        "kernel/base",
        "kernel/db",
        "platform/contracts",
        "platform/policy",
        "platform/org",
        "platform/forms",
        "services/dossiers",
        "services/portal",
        "apps/tinhso",
        "tests/tidy",
    ];
    let mut crates: Vec<_> = others.iter().filter(|o| **o != user).map(|o| a_crate(o, &[])).collect();
    crates.push(a_crate(user, uses));
    told(&floors(&crates))
}

#[test]
fn the_kernel_imports_only_the_kernel() {
    assert!(broken("kernel/web", &["base", "db"]).is_empty());
    assert_eq!(broken("kernel/web", &["contracts"]).len(), 1);
    assert_eq!(broken("kernel/web", &["dossiers"]).len(), 1);
}

#[test]
fn a_platform_crate_imports_only_those_before_it() {
    assert!(broken("platform/forms", &["base", "contracts", "policy", "org"]).is_empty());
    assert_eq!(
        broken("platform/policy", &["org"]),
        ["platform/policy: imports platform/org: it does not stand before this crate in the platform order"]
    );
    assert_eq!(broken("platform/org", &["dossiers"]).len(), 1);
}

#[test]
fn a_platform_crate_without_a_place_in_the_order_is_told() {
    assert_eq!(broken("platform/novelty", &[]), ["platform/novelty: has no place in the platform order"]);
    assert_eq!(PLATFORM_ORDER.len(), 14);
}

#[test]
fn a_service_imports_no_service() {
    assert!(broken("services/dossiers", &["base", "forms"]).is_empty());
    assert_eq!(
        broken("services/dossiers", &["portal"]),
        ["services/dossiers: imports services/portal: a service never imports a service"]
    );
}

#[test]
fn only_tests_import_the_binary_and_nobody_imports_tests() {
    assert!(broken("tests/conformance", &["tinhso", "dossiers"]).is_empty());
    assert_eq!(broken("services/dossiers", &["tinhso"]).len(), 1);
    assert_eq!(broken("apps/tinhso", &["tidy"]).len(), 1);
}

#[test]
fn a_database_driver_outside_of_kernel_db_is_told() {
    let found = kept_libraries(&[
        a_crate("kernel/db", &["rusqlite", "postgres"]),
        a_crate("services/vault", &["rusqlite"]),
    ]);
    assert_eq!(told(&found), ["services/vault: depends on rusqlite: only kernel/db names a database driver"]);
}

#[test]
fn an_http_client_outside_of_kernel_http_is_told() {
    assert_eq!(kept_libraries(&[a_crate("services/exchange", &["reqwest"])]).len(), 1);
}

#[test]
fn axum_outside_of_a_web_room_is_told() {
    let text = "use axum::Router; // axum in words is fine\n#[cfg(test)]\nmod tests { use axum::body; }";
    assert!(axum_rooms(&[rust("services/dossiers/src/web/pages/desk.rs", text)]).is_empty());
    assert!(axum_rooms(&[rust("kernel/web/src/lib.rs", text)]).is_empty());
    assert_eq!(told(&axum_rooms(&[rust("services/dossiers/src/ops/receive.rs", text)])).len(), 1);
}

#[test]
fn reading_the_environment_outside_of_the_binary_is_told() {
    let text = "fn f() { let home = std::env::var(\"HOME\"); let at = env!(\"CARGO_PKG_NAME\"); }";
    assert_eq!(told(&environment_readers(&[rust("kernel/db/src/open.rs", text)])).len(), 1);
    assert!(environment_readers(&[rust("apps/tinhso/src/config.rs", text)]).is_empty());
    assert!(environment_readers(&[rust("kernel/db/src/tests/mod.rs", text)]).is_empty());
}

#[test]
fn a_room_that_looks_back_is_told() {
    let found = rooms(&[
        rust("services/dossiers/src/store/rows.rs", "use crate::{model::Dossier, ops::{receive, refuse}};"),
        rust("services/dossiers/src/ops/receive.rs", "use crate::store; use crate::rules::due;"),
        rust("services/dossiers/src/rules/due.rs", "use crate::store::rows;"),
    ]);
    assert_eq!(
        told(&found),
        [
            "services/dossiers/src/store/rows.rs:1: src/store names crate::ops",
            "services/dossiers/src/rules/due.rs:1: src/rules names crate::store",
        ]
    );
}

#[test]
fn a_rule_that_touches_the_database_is_told() {
    let found = rooms(&[
        rust("services/dossiers/src/rules/due.rs", "fn due(tx: &mut db::Tx<'_>) {}"),
        rust("services/dossiers/src/model/dossier.rs", "use base::Id; fn f(db: u8) -> u8 { db }"),
    ]);
    assert_eq!(told(&found), ["services/dossiers/src/rules/due.rs:1: src/rules is pure but names db"]);
}
