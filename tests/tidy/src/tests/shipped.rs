use serde_json::{Value, json};

use super::house::{HOUSE, METADATA};
use crate::shipped::{Component, components, sbom, third_party};
use crate::tree::root;

fn component(name: &str, text: &str) -> Component {
    Component {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        licence: "MIT".to_owned(),
        checksum: Some("ab".repeat(32)),
        notices: vec![("LICENSE".to_owned(), text.to_owned())],
    }
}

#[test]
fn macros_test_tools_and_our_own_crates_are_not_in_the_binary() {
    let package = |id: &str, kind: &str, source: Value| {
        json!({ "id": id, "name": id, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source,
                "manifest_path": "/nowhere/Cargo.toml", "targets": [{ "kind": [kind] }] })
    };
    let to = |id: &str, kind: Value| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
    let metadata = json!({
        "packages": [
            package("tinhso", "lib", Value::Null), package("base", "lib", Value::Null), package("serde", "lib", json!("r")),
            package("derive", "proc-macro", json!("r")), package("syn", "lib", json!("r")),
            package("proptest", "lib", json!("r")), package("cc", "lib", json!("r")),
        ],
        "resolve": { "nodes": [
            { "id": "tinhso", "deps": [to("base", Value::Null), to("proptest", json!("dev")), to("cc", json!("build"))] },
            { "id": "base", "deps": [to("serde", Value::Null)] },
            { "id": "serde", "deps": [to("derive", Value::Null)] },
            { "id": "derive", "deps": [to("syn", Value::Null)] },
        ] },
    });
    let lock = "[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\nchecksum = \"abcd\"\n";
    let found = components(&metadata, lock, "tinhso");
    let names: Vec<&str> = found.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["serde"]);
    assert_eq!(found.first().unwrap().checksum.as_deref(), Some("abcd"));
    assert_eq!(found.first().unwrap().licence, "MIT OR Apache-2.0");
}

#[test]
fn a_licence_text_shared_by_two_crates_is_printed_once() {
    let notices =
        third_party(&[component("one", "Text A"), component("two", "Text A"), component("three", "Text B")]);
    assert_eq!(notices.matches("Text A").count(), 1);
    assert!(notices.contains("one 1.0.0, two 1.0.0"));
}

#[test]
fn the_component_list_is_the_same_each_time() {
    let all = [component("one", "Text")];
    assert_eq!(sbom("0.1.0", &all), sbom("0.1.0", &all));
    assert!(sbom("0.1.0", &all).contains("\"purl\": \"pkg:cargo/one@1.0.0\""));
}

fn ours() -> Vec<Component> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    components(&METADATA, &lock, "tinhso")
}

/// Compares a committed document with what it should say, or writes it for `make docs`.
#[track_caller]
#[allow(clippy::disallowed_methods, reason = "a switch of the test run itself")]
fn generated(path: &str, wanted: &str) {
    if std::env::var("TINHSO_WRITE_DOCS").is_ok() {
        let place = root().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, wanted).unwrap();
        return;
    }
    let found = HOUSE.files.iter().find(|f| f.path == path).map_or("", |f| f.text.as_str());
    assert!(found == wanted, "{path} is out of date: run make docs");
}

#[test]
fn generated_component_list_is_up_to_date() {
    generated("docs/generated/sbom.cdx.json", &sbom(env!("CARGO_PKG_VERSION"), &ours()));
}

#[test]
fn generated_notices_are_up_to_date() {
    generated("docs/generated/third-party.txt", &third_party(&ours()));
}
