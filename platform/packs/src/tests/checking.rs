use super::support::{Journal, pack, readers};
use crate::{Installed, Memory, Problem, Version, check};

fn plain(source: &Memory) -> Vec<String> {
    let report = check(source, &readers(&Journal::default()), &Installed::default());
    report.problems.iter().map(Problem::plain).collect()
}

fn manifest(text: &str) -> Memory {
    Memory(vec![("pack.toml".to_owned(), text.as_bytes().to_vec())])
}

#[test]
fn a_good_pack_tells_what_it_brings_in_the_readers_order() {
    let source =
        pack("1.0", &[("late/a.txt", "one\nneeds early two"), ("early/b.txt", "two"), ("README.md", "x")]);
    let journal = Journal::default();
    let report = check(&source, &readers(&journal), &Installed::default());
    assert_eq!(report.problems, []);
    let brought: Vec<&str> = report.objects.iter().map(|object| object.reference.as_str()).collect();
    assert_eq!(brought, ["two", "one"]);
    assert_eq!(journal.lines(), Vec::<String>::new(), "a check writes nothing");
}

#[test]
fn everything_wrong_is_told_at_once_with_file_and_line() {
    let source = pack(
        "1.0",
        &[
            ("late/a.txt", "one\nbad\nneeds early nothing"),
            ("early/b.txt", "bad"),
            ("odd/c.txt", "x"),
            ("stray.txt", "x"),
        ],
    );
    assert_eq!(
        plain(&source),
        [
            "early/b.txt:1: tests.bad",
            "late/a.txt:2: tests.bad",
            "late/a.txt:3: tests.missing (reference=nothing)",
            "odd/c.txt: packs.unknown_file",
            "stray.txt: packs.unknown_file",
        ]
    );
}

#[test]
fn a_manifest_must_stand_and_read() {
    assert_eq!(plain(&Memory::default()), ["pack.toml: packs.no_manifest"]);
    let cases = [
        ("code = \"thu\"\nversion = \"1\"\ntitle = \"T\"\ncolour = 1", "pack.toml:4: packs.bad_toml"),
        ("code = \"thu\"\nversion = \"one\"\ntitle = \"T\"", "pack.toml:2: packs.bad_toml"),
        ("code = \"Thử\"\nversion = \"1\"\ntitle = \"T\"", "pack.toml: packs.bad_code"),
        ("code = \"thu\"\nversion = \"1\"\ntitle = \" \"", "pack.toml: packs.no_title"),
        ("code = \"thu\"", "pack.toml:1: packs.bad_toml"),
    ];
    for (text, expected) in cases {
        let found = plain(&manifest(text));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{text}: {found:?}");
    }
    let bytes = Memory(vec![("pack.toml".to_owned(), vec![0xff])]);
    assert_eq!(plain(&bytes), ["pack.toml: packs.not_utf8"]);
}

#[test]
fn what_a_pack_requires_must_be_there_in_that_version() {
    let source =
        manifest("code = \"thu\"\nversion = \"1\"\ntitle = \"T\"\nrequires = [\"land >= 2026.9\", \"base\"]");
    assert_eq!(plain(&source).len(), 2);
    let mut installed = Installed::default();
    installed.packs.insert("land".into(), "2026.10.1".parse().unwrap());
    installed.packs.insert("base".into(), "0.1".parse().unwrap());
    assert_eq!(check(&source, &readers(&Journal::default()), &installed).problems, []);
    installed.packs.insert("land".into(), "2026.8".parse().unwrap());
    let report = check(&source, &readers(&Journal::default()), &installed);
    assert_eq!(report.problems.len(), 1);
    assert_eq!(report.problems[0].key(), "packs-problem-requirement-missing");
}

#[test]
fn one_pack_may_lean_on_another_that_was_checked_before() {
    let first =
        check(&pack("1.0", &[("early/b.txt", "two")]), &readers(&Journal::default()), &Installed::default());
    let mut installed = Installed::default();
    installed.absorb(&first);
    let second = Memory(vec![
        (
            "pack.toml".into(),
            b"code = \"other\"\nversion = \"1\"\ntitle = \"T\"\nrequires = [\"thu\"]".to_vec(),
        ),
        ("late/a.txt".into(), b"needs early two".to_vec()),
    ]);
    assert_eq!(check(&second, &readers(&Journal::default()), &installed).problems, []);
}

#[test]
fn a_file_named_by_the_manifest_must_be_there_and_is_not_unknown() {
    let with = |files: Vec<(String, Vec<u8>)>| {
        let text = "code = \"thu\"\nversion = \"1\"\ntitle = \"T\"\n[files]\nunits = \"units.tsv\"";
        let mut all = vec![("pack.toml".to_owned(), text.as_bytes().to_vec())];
        all.extend(files);
        plain(&Memory(all))
    };
    assert_eq!(with(Vec::new()), ["pack.toml: packs.file_missing (role=units, path=units.tsv)"]);
    assert_eq!(with(vec![("units.tsv".into(), Vec::new())]), Vec::<String>::new());
}

#[test]
fn the_same_thing_twice_is_told() {
    let source = pack("1.0", &[("late/a.txt", "one"), ("late/b.txt", "one")]);
    assert_eq!(plain(&source), ["late/b.txt: packs.twice (kind=late, reference=one)"]);
}

#[test]
fn versions_compare_as_numbers() {
    let version = |text: &str| text.parse::<Version>().unwrap();
    assert!(version("1.10") > version("1.9"));
    assert!(version("2026.09.20") < version("2026.10"));
    assert_eq!(version("1"), version("1.0.0"));
    for wrong in ["", "1.", ".1", "1.a", "-1", "1.2.3.4.5", "1234567", "1,2"] {
        assert!(wrong.parse::<Version>().is_err(), "{wrong}");
    }
}
