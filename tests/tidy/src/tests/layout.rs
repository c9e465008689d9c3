use super::{a_crate, rust, told};
use crate::tree::File;
use crate::{crates, leftovers, sizes};

#[test]
fn a_long_file_and_a_long_function_are_told() {
    let long = File::new("kernel/db/src/lib.rs", &"// a line\n".repeat(801));
    let data = File::new("packs/vietnam/units.csv", &"line\n".repeat(9_000));
    assert_eq!(told(&sizes::files(&[long, data])), ["kernel/db/src/lib.rs: 801 lines, at most 800"]);
    let source =
        rust("kernel/db/src/lib.rs", &format!("fn long() {{\n{}}}\nfn short() {{}}", "  x();\n".repeat(119)));
    assert_eq!(
        told(&sizes::long_functions(&[source])),
        ["kernel/db/src/lib.rs:1: fn long has 121 lines, at most 120"]
    );
}

#[test]
fn unfinished_work_is_told_unless_a_decision_record_holds_it() {
    let mark = concat!("TO", "DO");
    let file = File::new(
        "kernel/db/src/lib.rs",
        &format!("// {mark} later\n// {mark} see docs/adr/0007\nlet mastodon = 1; // docs/adr/0009 {mark}\n"),
    );
    assert_eq!(leftovers::marks(&[file], &["0007".to_owned()]).len(), 2);
    let records = [File::new("docs/adr/0003-build-profile.md", ""), File::new("docs/adr/README.md", "")];
    assert_eq!(leftovers::records(&records), ["0003"]);
}

#[test]
fn a_crate_without_its_page_is_told() {
    let crates_ = [a_crate("kernel/base", &[]), a_crate("kernel/text", &[]), a_crate("kernel/db", &[])];
    let files = [
        File::new("kernel/base/README.md", "# base\n\nIds and money.\nThe law.\n"),
        File::new("kernel/text/README.md", "# text\n"),
    ];
    assert_eq!(
        told(&crates::readmes(&crates_, &files)),
        ["kernel/text/README.md: says nothing", "kernel/db/README.md: is missing"]
    );
}

#[test]
fn a_manifest_that_goes_its_own_way_is_told() {
    let good = "[lib]\ndoctest = false\n[lints]\nworkspace = true\n[dependencies]\nserde.workspace = true\n";
    let bad = "[dependencies]\nserde = \"1\"\n[dev-dependencies]\nbase = { workspace = true, features = [\"x\"] }\n";
    let crates_ = [a_crate("kernel/base", &[]), a_crate("kernel/text", &[])];
    let files = [
        File::new("kernel/base/Cargo.toml", good),
        File::new("kernel/text/Cargo.toml", bad),
        File::new("kernel/text/src/lib.rs", ""),
    ];
    let found = told(&crates::manifests(&crates_, &files));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|f| f.starts_with("kernel/text/")));
}
