use super::support::{opened, parts};
use crate::{migration_sets, modules, routes};
use std::collections::BTreeSet;
use web::{Access, RouteKind};

fn all() -> (tempfile::TempDir, crate::Parts) {
    let dir = tempfile::tempdir().unwrap();
    let parts = parts(opened(dir.path(), "tinhso.db"), None);
    (dir, parts)
}

#[test]
fn the_modules_fold_into_one_site() {
    let (_dir, parts) = all();
    let site = super::support::Site::new(&parts, "127.0.0.1");
    assert!(site.words.missing().is_empty());
}

#[test]
fn every_route_is_named_and_its_access_is_said() {
    let (_dir, parts) = all();
    let routes = routes(&parts);
    assert!(routes.len() > 60, "{}", routes.len());
    let declared: BTreeSet<&str> =
        modules(&parts).iter().flat_map(|module| module.permissions.iter().copied()).collect();
    for route in &routes {
        assert!(route.path.starts_with('/') && route.path.is_ascii(), "{}", route.path);
        let verb = route.operation.split('_').next().unwrap();
        assert!(!verb.is_empty() && route.operation.contains('_'), "{}", route.operation);
        if let Access::Permission(name) | Access::Machine(name) = route.access {
            assert!(declared.contains(name), "{}: {name}", route.operation);
        }
        if route.path.starts_with("/quan-tri") {
            assert!(matches!(route.access, Access::Permission(_)), "{} is open", route.path);
        }
        if route.kind == RouteKind::Api && route.method != http::Method::GET {
            assert!(route.access != Access::Public, "{} changes something for anybody", route.operation);
        }
    }
}

#[test]
fn every_module_with_tables_is_migrated_and_every_permission_can_be_given() {
    let (_dir, parts) = all();
    let owners: BTreeSet<&str> = migration_sets().iter().map(|set| set.owner).collect();
    let given: BTreeSet<&str> = modules::permissions().into_iter().collect();
    for module in modules(&parts) {
        if !module.migrations.migrations.is_empty() {
            assert!(owners.contains(module.migrations.owner), "{}", module.name);
        }
        for permission in module.permissions {
            assert!(given.contains(permission), "{permission} is missing from modules::permissions");
        }
    }
}

#[test]
fn jobs_and_subscriptions_have_names_of_their_own() {
    let (_dir, parts) = all();
    let all = modules(&parts);
    let kinds: Vec<&str> = all.iter().flat_map(|module| module.jobs.iter().map(|job| job.kind)).collect();
    let unique: BTreeSet<&str> = kinds.iter().copied().collect();
    assert_eq!(kinds.len(), unique.len());
    assert!(unique.contains("dossiers.timers"));
    let names: Vec<&str> =
        all.iter().flat_map(|module| module.subscriptions.iter().map(|one| one.name)).collect();
    assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn the_api_description_has_every_api_route_and_no_other() {
    let (_dir, parts) = all();
    let described: serde_json::Value = serde_json::from_str(&crate::openapi::document()).unwrap();
    let mut told = BTreeSet::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            told.insert(format!(
                "{} {path} {}",
                method.to_uppercase(),
                operation["operationId"].as_str().unwrap()
            ));
        }
    }
    let there: BTreeSet<String> = routes(&parts)
        .iter()
        .filter(|route| route.kind == RouteKind::Api || route.path.starts_with("/api/v1/"))
        .map(|route| format!("{} {} {}", route.method, route.path, route.operation))
        .collect();
    assert!(there.len() > 20);
    assert_eq!(told, there);
}

#[test]
fn the_command_line_knows_the_sentences_of_every_refusal_it_can_meet() {
    let (_dir, parts) = all();
    let known: BTreeSet<&str> = crate::modules::locales().iter().map(|(name, ..)| *name).collect();
    // Pages only: no command calls into these.
    let pages = ["web", "portal", "console"];
    for module in modules(&parts).iter().filter(|module| !module.locales.is_empty()) {
        assert!(known.contains(module.name) || pages.contains(&module.name), "{}", module.name);
    }
}
