//! Packs with procedures: checked to the line, installed in order, removed without loss.
use super::catalogue::{SETS, version_on};
use super::checks::GOOD;
use super::sample::{day, now};
use crate::pack_readers;
use db::Db;
use packs::{Installed, Memory, Outcome, PackError, Readers, check, install, remove};
use policy::OpContext;

const FORM: &str = r#"{"effective_from": "2026-01-01", "form": {"code": "thu", "version": 1, "title": "Thử",
  "facts": ["case", "channel"], "code_lists": {}, "pages": [{"id": "mot", "title": "Một",
  "fields": [{"id": "kind", "kind": "text", "label": "Loại", "missing": "Nhập loại"}]}], "declaration": "", "submit_label": ""}}"#;

const PROCESS: &str = r#"
code = "thu"
version = 1
title = "Thử"
start = "work"
[[steps]]
key = "work"
title = "Xử lý"
kind = "propose"
role = "case_officer"
place = "resolving"
minutes = 600
routes = [{ to = "sign" }]
[[steps]]
key = "sign"
title = "Ký"
kind = "approve"
role = "signer"
place = "resolving"
minutes = 240
different_from = ["work"]
routes = [{ to = "desk", outcome = "granted" }, { to = "desk", outcome = "refused" }]
[[steps]]
key = "desk"
title = "Trả"
kind = "desk"
role = "reception_officer"
place = "receiving"
minutes = 120
routes = [{ to = "end" }]
"#;

fn pack(version: &str, files: &[(&str, &str)]) -> Memory {
    let manifest = format!("code = \"thu\"\nversion = \"{version}\"\ntitle = \"Thử\"\n");
    let all = std::iter::once(("pack.toml", manifest.as_str())).chain(files.iter().copied());
    Memory(all.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect())
}

fn whole(version: &str) -> Memory {
    pack(
        version,
        &[("forms/thu.json", FORM), ("processes/thu.toml", PROCESS), ("procedures/1.999001.toml", GOOD)],
    )
}

fn readers() -> Readers {
    Readers::new(pack_readers())
}

fn wrong(files: &[(&str, &str)]) -> Vec<String> {
    let report = check(&pack("1.0", files), &readers(), &Installed::default());
    report.problems.iter().map(packs::Problem::plain).collect()
}

fn operator() -> OpContext {
    OpContext::system("cli", now())
}

#[test]
fn a_good_pack_has_nothing_wrong() {
    let report = check(&whole("1.0"), &readers(), &Installed::default());
    assert_eq!(report.problems, []);
    let objects: Vec<_> = report.objects.iter().map(|one| (one.kind, one.reference.as_str())).collect();
    assert_eq!(objects, [("form", "thu@1"), ("process", "thu@1"), ("procedure", "1.999001@1")]);
}

#[test]
fn a_missing_form_and_process_are_told_with_their_line() {
    let problems = wrong(&[("procedures/p.toml", GOOD)]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("procedures/p.toml:17: procedures.reference_missing"), "{problems:?}");
}

#[test]
fn steps_that_take_longer_than_the_law_gives_are_told() {
    let long = PROCESS.replace("minutes = 600", "minutes = 1200");
    let problems =
        wrong(&[("forms/thu.json", FORM), ("processes/thu.toml", &long), ("procedures/p.toml", GOOD)]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("procedures.steps_over_limit") && problems[0].contains("steps=1560, limit=1440"),
        "{problems:?}"
    );
}

#[test]
fn formulas_and_conditions_that_do_not_parse_are_told_with_their_line() {
    let broken = GOOD.replace("2000 * quantity", "2000 * * quantity").replace("kind = \\\"a\\\"", "kind = =");
    let problems =
        wrong(&[("forms/thu.json", FORM), ("processes/thu.toml", PROCESS), ("procedures/p.toml", &broken)]);
    let codes: Vec<bool> = ["procedures.component_when", "procedures.fee_formula"]
        .iter()
        .map(|code| problems.iter().any(|problem| problem.contains(code)))
        .collect();
    assert_eq!(codes, [true, true], "{problems:?}");
    assert!(
        problems.iter().all(|problem| !problem.starts_with("procedures/p.toml: ")),
        "each has a line: {problems:?}"
    );
}

#[test]
fn a_misspelled_key_deep_inside_is_told() {
    let odd = GOOD.replace("originals = 1", "orignals = 1");
    let problems =
        wrong(&[("forms/thu.json", FORM), ("processes/thu.toml", PROCESS), ("procedures/p.toml", &odd)]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(
        problems[0].contains("procedures.unknown_key (key=cases[0].components[0].orignals)"),
        "{problems:?}"
    );
}

#[test]
fn text_that_is_no_toml_and_a_local_mode_without_process_are_told() {
    let problems = wrong(&[("procedures/p.toml", "code = \n")]);
    assert!(problems[0].starts_with("procedures/p.toml:1: packs.bad_toml"), "{problems:?}");
    let local = GOOD
        .replace("form = \"thu@1\"\nprocess = \"thu@1\"\n", "")
        .replace("[result]", "mode = \"local\"\n[result]");
    let problems = wrong(&[("procedures/p.toml", &local)]);
    assert!(
        problems.iter().any(|problem| problem.contains("procedures.local_without_process")),
        "{problems:?}"
    );
}

db::contract! {
    migrations: [SETS[0], SETS[1], SETS[2], SETS[3], SETS[4], SETS[5], packs::MIGRATIONS];

    async fn a_pack_brings_form_process_and_procedure_and_a_second_time_nothing(db: Db) {
        let done = install(&db, &operator(), &whole("1.0"), &readers()).unwrap();
        assert!(matches!(done, Outcome::Installed { objects: 3, .. }));
        assert_eq!(version_on(&db, "2026-06-01").await, Some(1));
        assert!(db.read(|tx| workflow::definition(tx, "thu@1")).await.unwrap().is_some());
        let again = install(&db, &operator(), &whole("1.0"), &readers()).unwrap();
        assert!(matches!(again, Outcome::AlreadyInstalled { .. }));
        install(&db, &operator(), &whole("1.1"), &readers()).unwrap();
        assert_eq!(version_on(&db, "2026-06-01").await, Some(1), "the same procedure under a new pack version");
    }

    async fn changed_content_needs_a_new_number(db: Db) {
        install(&db, &operator(), &whole("1.0"), &readers()).unwrap();
        let renamed = GOOD.replace("Cấp phép thử nghiệm", "Cấp phép khác");
        let files = |text: &'static str| [("forms/thu.json", FORM), ("processes/thu.toml", PROCESS), ("procedures/1.999001.toml", text)];
        let renamed: &'static str = Box::leak(renamed.into_boxed_str());
        let refused = install(&db, &operator(), &pack("1.0", &files(renamed)), &readers());
        assert!(matches!(refused, Err(PackError::Changed { .. })));
        let refused = install(&db, &operator(), &pack("1.1", &files(renamed)), &readers());
        assert!(matches!(refused, Err(PackError::Immutable { .. })));
        let second: &'static str = Box::leak(renamed.replace("version = 1\nname", "version = 2\nname").into_boxed_str());
        install(&db, &operator(), &pack("1.1", &files(second)), &readers()).unwrap();
        assert_eq!(version_on(&db, "2026-06-01").await, Some(2));
        assert!(matches!(install(&db, &operator(), &whole("1.0"), &readers()), Err(PackError::Lower { .. })));
    }

    async fn a_comment_is_no_change_of_the_procedure(db: Db) {
        install(&db, &operator(), &whole("1.0"), &readers()).unwrap();
        let noted: &'static str = Box::leak(format!("# a note\n{GOOD}").into_boxed_str());
        let files = [("forms/thu.json", FORM), ("processes/thu.toml", PROCESS), ("procedures/1.999001.toml", noted)];
        install(&db, &operator(), &pack("1.1", &files), &readers()).unwrap();
        assert_eq!(version_on(&db, "2026-06-01").await, Some(1));
    }

    async fn a_removed_pack_ends_its_procedures_and_loses_no_row(db: Db) {
        install(&db, &operator(), &whole("1.0"), &readers()).unwrap();
        assert_eq!(remove(&db, &operator(), "thu", day("2026-09-01"), &readers()).unwrap(), 3);
        assert_eq!(version_on(&db, "2026-08-31").await, Some(1));
        assert_eq!(version_on(&db, "2026-09-01").await, None);
        assert!(db.read(|tx| workflow::definition(tx, "thu@1")).await.unwrap().is_some(), "running dossiers go on");
        assert!(matches!(remove(&db, &operator(), "thu", day("2026-09-01"), &readers()), Err(PackError::NotInstalled(_))));
        assert!(matches!(install(&db, &operator(), &whole("1.0"), &readers()), Err(PackError::Removed { .. })));
    }
}

#[test]
fn the_shipped_packs_of_procedures_have_nothing_wrong() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.join("procedures").is_dir() || !path.join("pack.toml").is_file() {
            continue;
        }
        let mut installed = Installed::default();
        installed.packs.insert("vietnam".to_owned(), "9999".parse().unwrap());
        let report = check(&packs::Dir(path.clone()), &readers(), &installed);
        let problems: Vec<String> = report.problems.iter().map(packs::Problem::plain).collect();
        assert!(problems.is_empty(), "{}:\n{}", path.display(), problems.join("\n"));
        checked += 1;
    }
    assert!(checked >= 5, "{checked}");
}
