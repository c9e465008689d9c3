//! The door rules of the architecture: which crate may import which, and who may name what.

use std::collections::BTreeMap;

use crate::Finding;
use crate::lexer::{Kind, Token};
use crate::tree::{Crate, Floor, Source};

/// A platform crate imports only those before it (architecture, "Door rules").
pub const PLATFORM_ORDER: &[&str] = &[
    "contracts",
    "policy",
    "org",
    "parties",
    "ledger",
    "packs",
    "forms",
    "workflow",
    "search",
    "documents",
    "signing",
    "notify",
    "payments",
    "registry",
];

/// Only the crate in the second column may depend on a crate of the first.
/// The bench compares ours with the bare driver, so it may name drivers too.
const ONLY_IN: &[(&[&str], &str, &str)] = &[
    (
        &[
            "rusqlite",
            "libsqlite3-sys",
            "postgres",
            "postgres-types",
            "tokio-postgres",
            "sqlx",
            "diesel",
            "sea-orm",
        ],
        "kernel/db",
        "only kernel/db names a database driver",
    ),
    (
        &["reqwest", "ureq", "isahc", "attohttpc", "curl"],
        "kernel/http",
        "only kernel/http names an HTTP client",
    ),
    (&["typst", "typst-pdf", "typst-library"], "platform/documents", "typesetting stays in one leaf crate"),
    (&["datafusion", "arrow", "parquet"], "services/lake", "analytics stay in one leaf crate"),
];

/// Breaks of the floors and of the platform order.
pub fn floors(crates: &[Crate]) -> Vec<Finding> {
    let known: BTreeMap<&str, &Crate> = crates.iter().map(|c| (c.name.as_str(), c)).collect();
    let mut out = Vec::new();
    for user in crates {
        for used in user.uses.iter().filter_map(|name| known.get(name.as_str())) {
            if let Some(why) = closed_door(user, used) {
                out.push(Finding::new(&user.path, "doors", format!("imports {}: {why}", used.path)));
            }
        }
        if user.floor == Floor::Platform && !PLATFORM_ORDER.contains(&user.name.as_str()) {
            out.push(Finding::new(&user.path, "doors", "has no place in the platform order"));
        }
    }
    out
}

fn closed_door(user: &Crate, used: &Crate) -> Option<&'static str> {
    match (user.floor, used.floor) {
        (_, Floor::Tests | Floor::Bench) => Some("nobody imports a test or bench crate"),
        (Floor::Tests | Floor::Bench, _) => None,
        (Floor::Apps, Floor::Apps) => Some("an app imports no app"),
        (_, Floor::Apps) => Some("only tests import an app"),
        (Floor::Apps, _) => None,
        (Floor::Kernel, Floor::Kernel) => None,
        (Floor::Kernel, _) => Some("the kernel imports only the kernel"),
        (Floor::Platform, Floor::Kernel) => None,
        (Floor::Platform, Floor::Platform) => {
            let place = |c: &Crate| PLATFORM_ORDER.iter().position(|name| *name == c.name);
            (place(used) >= place(user))
                .then_some("it does not stand before this crate in the platform order")
        }
        (Floor::Platform, Floor::Services) => Some("the platform never imports a service"),
        (Floor::Services, Floor::Services) => Some("a service never imports a service"),
        (Floor::Services, _) => None,
    }
}

/// Crates that depend on a library kept in one room elsewhere.
pub fn kept_libraries(crates: &[Crate]) -> Vec<Finding> {
    let mut out = Vec::new();
    for user in crates.iter().filter(|c| c.floor != Floor::Bench) {
        for (names, room, why) in ONLY_IN {
            for name in names.iter().filter(|name| user.uses.contains(**name)) {
                if user.path != *room {
                    out.push(Finding::new(&user.path, "doors", format!("depends on {name}: {why}")));
                }
            }
        }
    }
    out
}

/// Files that name axum outside of kernel/web, a `src/web` room and the wiring of the binary.
pub fn axum_rooms(sources: &[Source]) -> Vec<Finding> {
    let allowed = |s: &Source| {
        let inside = s.file.inside();
        s.file.path.starts_with("kernel/web/")
            || s.file.path.starts_with("apps/")
            || s.file.path.starts_with("bench/")
            || inside.starts_with("src/web/")
            || inside == "src/web.rs"
    };
    words(sources.iter().filter(|s| !allowed(s)), |code, i| {
        code.get(i)
            .is_some_and(|t| t.is("axum"))
            .then_some("axum is named only in kernel/web and src/web rooms")
    })
}

/// Files outside of apps/tinhso that read the environment. Test code may.
pub fn environment_readers(sources: &[Source]) -> Vec<Finding> {
    const READERS: &[&str] =
        &["var", "var_os", "vars", "vars_os", "args", "args_os", "set_var", "remove_var"];
    let outside = |s: &&Source| !s.file.path.starts_with("apps/") && !s.file.path.starts_with("bench/");
    words(sources.iter().filter(outside), |code, i| {
        let reads = code.get(i).is_some_and(|t| t.is("env"))
            && code.get(i + 1).is_some_and(|t| t.is(":"))
            && code.get(i + 2).is_some_and(|t| t.is(":"))
            && code.get(i + 3).is_some_and(|t| READERS.contains(&t.text.as_str()));
        reads.then_some("only apps/tinhso and test code read the environment")
    })
}

/// The rooms of a crate look one way: web → ops → rules, store → model.
const ROOM_DOORS: &[(&str, &[&str])] = &[
    ("model", &["rules", "ops", "store", "web"]),
    ("rules", &["ops", "store", "web"]),
    ("store", &["ops", "web"]),
    ("ops", &["web"]),
];

/// Pure rooms name no database, no server, no file, no runtime.
const PURE: &[&str] = &["model", "rules"];
const IMPURE_CRATES: &[&str] = &["db", "web", "objects", "jobs", "tokio", "axum", "hyper"];

/// Rooms of one crate that look back, and pure rooms that are not.
pub fn rooms(sources: &[Source]) -> Vec<Finding> {
    let mut out = Vec::new();
    for source in sources {
        let inside = source.file.inside();
        let Some(room) = inside.strip_prefix("src/").map(|rest| rest.split(['/', '.']).next().unwrap_or(""))
        else {
            continue;
        };
        let code: Vec<&Token> = source.program().filter(|t| t.kind != Kind::Comment).collect();
        if let Some((_, closed)) = ROOM_DOORS.iter().find(|(name, _)| *name == room) {
            for (word, line) in crate_roots(&code) {
                if closed.contains(&word) {
                    out.push(Finding::new(
                        format!("{}:{line}", source.file.path),
                        "rooms",
                        format!("src/{room} names crate::{word}"),
                    ));
                }
            }
        }
        if PURE.contains(&room) {
            out.extend(impure(source, &code, room));
        }
    }
    out
}

fn impure(source: &Source, code: &[&Token], room: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    for (i, token) in code.iter().enumerate() {
        let path_follows =
            code.get(i + 1).is_some_and(|t| t.is(":")) && code.get(i + 2).is_some_and(|t| t.is(":"));
        let path_before = i > 0 && code.get(i - 1).is_some_and(|t| t.is(":"));
        let named = token.kind == Kind::Word && path_follows && !path_before;
        if named && IMPURE_CRATES.contains(&token.text.as_str()) {
            out.push(Finding::new(
                format!("{}:{}", source.file.path, token.line),
                "rooms",
                format!("src/{room} is pure but names {}", token.text),
            ));
        }
    }
    out
}

/// The first words after `crate::`, through one level of braces.
fn crate_roots<'a>(code: &[&'a Token]) -> Vec<(&'a str, usize)> {
    let mut out = Vec::new();
    for (i, token) in code.iter().enumerate() {
        let colons = code.get(i + 1).is_some_and(|t| t.is(":")) && code.get(i + 2).is_some_and(|t| t.is(":"));
        if !token.is("crate") || !colons {
            continue;
        }
        match code.get(i + 3) {
            Some(brace) if brace.is("{") => {
                let mut depth = 0usize;
                let mut expects_name = false;
                for inner in code.iter().skip(i + 3) {
                    if inner.is("{") {
                        depth += 1;
                        expects_name = depth == 1;
                    } else if inner.is("}") {
                        depth = depth.saturating_sub(1);
                        if depth == 0 {
                            break;
                        }
                    } else if inner.is(",") {
                        expects_name = depth == 1;
                    } else if expects_name {
                        out.push((inner.text.as_str(), inner.line));
                        expects_name = false;
                    }
                }
            }
            Some(word) => out.push((word.text.as_str(), word.line)),
            None => {}
        }
    }
    out
}

fn words<'a>(
    sources: impl Iterator<Item = &'a Source>,
    rule: impl Fn(&[&Token], usize) -> Option<&'static str>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    for source in sources {
        let code: Vec<&Token> = source.program().filter(|t| t.kind != Kind::Comment).collect();
        for (i, token) in code.iter().enumerate() {
            if let Some(why) = rule(&code, i) {
                out.push(Finding::new(format!("{}:{}", source.file.path, token.line), "doors", why));
            }
        }
    }
    out
}
