//! What is inside the binary that we hand out, as two documents: the list of components (CycloneDX 1.6, which security
//! teams read by machine) and the notices that the licences ask for (which people read).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

/// A crate inside the binary.
#[derive(Debug, Clone)]
pub struct Component {
    pub name: String,
    pub version: String,
    pub licence: String,
    /// SHA-256 of the package as the lock file has it.
    pub checksum: Option<String>,
    /// Name and text of each licence or notice file of the package.
    pub notices: Vec<(String, String)>,
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Ids of the packages whose code `root` contains: normal dependencies, without the macros that only the build runs.
fn contained<'a>(metadata: &'a Value, root: &str) -> BTreeSet<&'a str> {
    let packages = list(metadata, "packages");
    let is_macro = |id: &str| {
        packages.iter().any(|p| {
            text(p, "id") == id
                && list(p, "targets")
                    .iter()
                    .any(|t| list(t, "kind").iter().any(|k| k.as_str() == Some("proc-macro")))
        })
    };
    let nodes: BTreeMap<&str, &Value> = metadata
        .get("resolve")
        .map_or(&[][..], |r| list(r, "nodes"))
        .iter()
        .map(|n| (text(n, "id"), n))
        .collect();
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> =
        packages.iter().filter(|p| text(p, "name") == root).map(|p| text(p, "id")).collect();
    while let Some(id) = open.pop() {
        if is_macro(id) || !found.insert(id) {
            continue;
        }
        let Some(node) = nodes.get(id) else { continue };
        for dependency in list(node, "deps") {
            if list(dependency, "dep_kinds").iter().any(|k| k.get("kind").is_some_and(Value::is_null)) {
                open.push(text(dependency, "pkg"));
            }
        }
    }
    found
}

/// The foreign crates inside the binary `root`, from `cargo metadata` and the text of `Cargo.lock`.
pub fn components(metadata: &Value, lock: &str, root: &str) -> Vec<Component> {
    let inside = contained(metadata, root);
    let checksums = checksums(lock);
    let mut out: Vec<Component> = list(metadata, "packages")
        .iter()
        .filter(|p| inside.contains(text(p, "id")) && p.get("source").is_some_and(|s| !s.is_null()))
        .map(|p| {
            let (name, version) = (text(p, "name").to_owned(), text(p, "version").to_owned());
            Component {
                checksum: checksums.get(&(name.clone(), version.clone())).cloned(),
                // The slash of old manifests is no SPDX.
                licence: text(p, "license").replace('/', " OR "),
                notices: elected(
                    text(p, "license"),
                    Path::new(text(p, "manifest_path")).parent().map(notices),
                ),
                name,
                version,
            }
        })
        .collect();
    out.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    out
}

fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut out = BTreeMap::new();
    for block in lock.split("[[package]]") {
        let field = |key: &str| {
            let line = block.lines().find_map(|l| l.strip_prefix(key)?.trim_start().strip_prefix('='))?;
            Some(line.trim().trim_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(sum)) = (field("name"), field("version"), field("checksum")) {
            out.insert((name, version), sum);
        }
    }
    out
}

/// Where a crate offers MIT among others, we take it under MIT and owe that text (and any notice) only.
fn elected(licence: &str, notices: Option<Vec<(String, String)>>) -> Vec<(String, String)> {
    let mut notices = notices.unwrap_or_default();
    let is_mit = |name: &str| name.to_ascii_uppercase().contains("MIT");
    let offered =
        licence.replace('/', " OR ").split(" OR ").any(|l| l.trim() == "MIT") && !licence.contains("AND");
    if offered && notices.iter().any(|(name, _)| is_mit(name)) {
        notices.retain(|(name, _)| is_mit(name) || name.to_ascii_uppercase().starts_with("NOTICE"));
    }
    notices
}

fn notices(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut out: Vec<(String, String)> = entries
        .flatten()
        .filter_map(|e| {
            let name = e.file_name().to_string_lossy().into_owned();
            let upper = name.to_ascii_uppercase();
            let wanted = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE"];
            if !wanted.iter().any(|w| upper.starts_with(w)) || !e.file_type().ok()?.is_file() {
                return None;
            }
            let text = std::fs::read_to_string(e.path()).ok()?;
            let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            Some((name, text.trim_matches('\n').to_owned()))
        })
        .collect();
    out.sort();
    out
}

/// The component list. It names no time and no serial number, so that the same lock file gives the same bytes.
pub fn sbom(version: &str, components: &[Component]) -> String {
    let all: Vec<Value> = components
        .iter()
        .map(|c| {
            let purl = format!("pkg:cargo/{}@{}", c.name, c.version);
            let hashes: Vec<Value> =
                c.checksum.iter().map(|sum| json!({ "alg": "SHA-256", "content": sum })).collect();
            json!({
                "type": "library", "bom-ref": purl, "name": c.name, "version": c.version, "hashes": hashes,
                "licenses": [{ "expression": c.licence }], "purl": purl,
            })
        })
        .collect();
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": "tinhso", "name": "tinhso", "version": version,
            "licenses": [{ "license": { "id": "EUPL-1.2" } }],
        } },
        "components": all,
    });
    format!("{bom:#}\n")
}

/// The notices: a table, then every licence text once with the crates that carry it.
pub fn third_party(components: &[Component]) -> String {
    let mut out = String::from(
        "Third-party notices of Tỉnh Số\n==============================\n\nThe binary contains the crates below, \
         each under its own licence.\nWritten by `make docs`; do not edit.\n\n",
    );
    let width = components.iter().map(|c| c.name.len() + c.version.len() + 1).max().unwrap_or(0);
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for c in components {
        let name = format!("{} {}", c.name, c.version);
        let bare = if c.notices.is_empty() { "  (its package holds no licence text)" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{name:width$}  {}{bare}", c.licence);
        for (_, text) in &c.notices {
            texts.entry(text).or_default().push(name.clone());
        }
    }
    let mut texts: Vec<(Vec<String>, &str)> = texts.into_iter().map(|(text, names)| (names, text)).collect();
    texts.sort();
    for (mut names, text) in texts {
        names.dedup();
        let _ = write!(out, "\n{}\n{}\n\n{text}\n", "-".repeat(78), names.join(", "));
    }
    out
}
