use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::licences::Package;
use crate::tree::{Crate, File, Floor, Source, files, root};
use crate::{Finding, crates, doors, leftovers, licences, sizes, sql, templates, words};

/// The whole repository, read once for all rules.
pub(super) struct House {
    pub(super) files: Vec<File>,
    pub(super) sources: Vec<Source>,
}

pub(super) static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let files = files(&root()).unwrap();
    let sources = files.iter().filter(|f| f.is("rs")).cloned().map(Source::new).collect();
    House { files, sources }
});

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).current_dir(root()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What `cargo metadata` says of what this system builds; packages for others need not even be downloaded.
/// Read as plain JSON: the crate made for it turns on features that `make run` would then build again without.
pub(super) static METADATA: LazyLock<Value> = LazyLock::new(|| {
    let filter = ["metadata", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"];
    serde_json::from_str(&cargo(&filter)).unwrap()
});

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn ids(list: &Value) -> BTreeSet<&str> {
    list.as_array().unwrap().iter().map(|v| v.as_str().unwrap_or_else(|| text(&v["id"]))).collect()
}

fn house_crates() -> Vec<Crate> {
    let members = ids(&METADATA["workspace_members"]);
    let start = format!("{}/", text(&METADATA["workspace_root"]));
    let packages = METADATA["packages"].as_array().unwrap();
    packages
        .iter()
        .filter(|p| members.contains(text(&p["id"])))
        .map(|p| {
            let manifest = text(&p["manifest_path"]);
            let path = manifest.strip_prefix(&start).unwrap().strip_suffix("/Cargo.toml").unwrap().to_owned();
            let uses =
                p["dependencies"].as_array().unwrap().iter().map(|d| text(&d["name"]).to_owned()).collect();
            Crate { name: text(&p["name"]).to_owned(), floor: Floor::of(&path).unwrap(), path, uses }
        })
        .collect()
}

#[track_caller]
fn nothing_in(mut findings: Vec<Finding>) {
    findings.sort();
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} broken:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn the_tree_is_seen_at_all() {
    assert!(HOUSE.sources.len() > 40, "only {} Rust files found", HOUSE.sources.len());
    assert!(house_crates().len() > 20);
}

#[test]
fn every_crate_keeps_to_its_floor() {
    nothing_in(doors::floors(&house_crates()));
}

#[test]
fn kept_libraries_stay_in_their_room() {
    nothing_in(doors::kept_libraries(&house_crates()));
}

#[test]
fn axum_is_named_only_in_web_rooms() {
    nothing_in(doors::axum_rooms(&HOUSE.sources));
}

#[test]
fn only_the_binary_reads_the_environment() {
    nothing_in(doors::environment_readers(&HOUSE.sources));
}

#[test]
fn the_rooms_of_a_crate_look_one_way() {
    nothing_in(doors::rooms(&HOUSE.sources));
}

#[test]
fn files_and_functions_are_short() {
    nothing_in(sizes::files(&HOUSE.files));
    nothing_in(sizes::long_functions(&HOUSE.sources));
}

#[test]
fn no_work_is_promised_in_a_comment() {
    nothing_in(leftovers::marks(&HOUSE.files, &leftovers::records(&HOUSE.files)));
}

#[test]
fn every_crate_has_its_page() {
    nothing_in(crates::readmes(&house_crates(), &HOUSE.files));
}

#[test]
fn every_manifest_takes_what_the_root_fixes() {
    nothing_in(crates::manifests(&house_crates(), &HOUSE.files));
}

#[test]
fn sql_uses_no_word_that_differs_between_databases() {
    nothing_in(sql::forbidden_words(&sql::statements(&HOUSE.sources, &HOUSE.files)));
}

#[test]
fn sql_stands_only_in_store() {
    nothing_in(sql::outside_store(&sql::statements(&HOUSE.sources, &HOUSE.files)));
}

#[test]
fn a_table_is_named_only_by_its_owner() {
    nothing_in(sql::ownership(&sql::statements(&HOUSE.sources, &HOUSE.files)));
}

#[test]
fn migrations_are_named_counted_and_listed() {
    nothing_in(sql::migrations(&HOUSE.sources, &HOUSE.files));
}

#[test]
fn templates_say_no_word_themselves() {
    nothing_in(templates::literal_words(&HOUSE.files));
}

#[test]
fn templates_hold_no_script_style_or_handler() {
    nothing_in(templates::inline_code(&HOUSE.files));
}

#[test]
fn every_key_asked_for_is_in_the_catalogue() {
    nothing_in(words::missing(&words::asked(&HOUSE.sources, &HOUSE.files), &words::messages(&HOUSE.files)));
}

#[test]
fn every_key_of_the_catalogue_is_asked_for() {
    nothing_in(words::unused(&words::asked(&HOUSE.sources, &HOUSE.files), &words::messages(&HOUSE.files)));
}

#[test]
fn the_catalogue_is_told_once_and_by_its_crate() {
    nothing_in(words::catalogue(&words::messages(&HOUSE.files)));
}

#[test]
fn what_we_build_with_may_be_shipped() {
    let members = ids(&METADATA["workspace_members"]);
    // The resolved graph: only what this system builds, not all that the lock file could need elsewhere.
    let used = ids(&METADATA["resolve"]["nodes"]);
    let all = METADATA["packages"].as_array().unwrap();
    let packages: Vec<Package> = all
        .iter()
        .filter(|p| used.contains(text(&p["id"])) && !members.contains(text(&p["id"])))
        .map(|p| Package {
            name: text(&p["name"]).to_owned(),
            version: text(&p["version"]).to_owned(),
            licence: p["license"].as_str().map(str::to_owned),
        })
        .collect();
    assert!(packages.len() > 100);
    nothing_in(licences::packages(&packages));
}

#[test]
fn browser_test_packages_are_locked_without_addresses() {
    let lock = HOUSE.files.iter().find(|f| f.path == "tests/e2e/package-lock.json").unwrap();
    assert!(!lock.text.contains("\"resolved\""), "package-lock.json names download addresses");
    assert!(lock.text.contains("\"integrity\""));
}

/// Package → features, as one cargo command resolves them.
fn features(arguments: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let output = cargo(&[&["tree", "--prefix", "none", "--format", "{p}|{f}"], arguments].concat());
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in output.lines().filter(|l| !l.is_empty()) {
        let (package, features) = line.trim_end_matches(" (*)").split_once('|').unwrap();
        out.entry(package.to_owned()).or_default().insert(features.trim().to_owned());
    }
    out
}

/// Otherwise `make test` compiles again what `make run` compiled.
#[test]
fn make_run_and_make_test_share_one_feature_set() {
    let run = features(&["-p", "tinhso", "--edges", "normal,build"]);
    let test = features(&["--workspace", "--edges", "normal,build,dev"]);
    let different: Vec<String> = run
        .iter()
        .filter(|(package, sets)| test.get(*package).is_none_or(|found| !sets.is_subset(found)))
        .map(|(package, sets)| format!("{package}: {sets:?} in run, {:?} in test", test.get(package)))
        .collect();
    assert!(run.len() > 50);
    assert!(different.is_empty(), "{}", different.join("\n"));
}
