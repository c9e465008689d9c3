//! What we build with may be shipped with us: licences compatible with EUPL-1.2 (its appendix, and permissive ones),
//! and none of the crates that this house does without.

use crate::Finding;

/// A package that the program or its build needs.
#[derive(Debug, Clone)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// The SPDX expression of its manifest.
    pub licence: Option<String>,
}

/// Permissive, or listed in the EUPL's appendix. All conditions they set are met by shipping their notices.
pub const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "EUPL-1.2",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "OFL-1.1",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Crates that the house does without, and why.
pub const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "one TLS provider everywhere: rustls with ring"),
    ("native-tls", "one TLS provider everywhere: rustls with ring"),
    ("aws-lc-sys", "one TLS provider everywhere: rustls with ring"),
    ("sqlx", "the database layer is kernel/db"),
    ("diesel", "the database layer is kernel/db"),
    ("sea-orm", "the database layer is kernel/db"),
    ("async-std", "one runtime: tokio"),
    ("actix-web", "one web server: axum"),
    ("chrono", "one calendar library: jiff"),
];

pub fn packages(packages: &[Package]) -> Vec<Finding> {
    let mut out = Vec::new();
    for package in packages {
        let place = format!("{} {}", package.name, package.version);
        match package.licence.as_deref().map(allowed) {
            Some(Ok(true)) => {}
            Some(Ok(false)) => {
                let licence = package.licence.clone().unwrap_or_default();
                out.push(Finding::new(place.clone(), "licence", format!("{licence} is not on the list")));
            }
            Some(Err(why)) => out.push(Finding::new(place.clone(), "licence", why)),
            None => out.push(Finding::new(place.clone(), "licence", "its manifest names no licence")),
        }
        if let Some((_, why)) = BANNED.iter().find(|(name, _)| *name == package.name) {
            out.push(Finding::new(place, "ban", *why));
        }
    }
    out
}

/// Whether an SPDX licence expression (SPDX 2.3, annex D; with the old `/` for OR) can be met from the list.
/// An exception (`WITH`) only ever adds a permission, so the licence before it decides.
pub fn allowed(expression: &str) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let answer = either(&words, &mut at)?;
    if at == words.len() { Ok(answer) } else { Err(format!("cannot read the expression {expression}")) }
}

fn either(words: &[&str], at: &mut usize) -> Result<bool, String> {
    let mut answer = both(words, at)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        answer |= both(words, at)?;
    }
    Ok(answer)
}

fn both(words: &[&str], at: &mut usize) -> Result<bool, String> {
    let mut answer = one(words, at)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        answer &= one(words, at)?;
    }
    Ok(answer)
}

fn one(words: &[&str], at: &mut usize) -> Result<bool, String> {
    let word = *words.get(*at).ok_or("the expression breaks off")?;
    *at += 1;
    if word == "(" {
        let answer = either(words, at)?;
        if words.get(*at) != Some(&")") {
            return Err("a parenthesis is open".to_owned());
        }
        *at += 1;
        return Ok(answer);
    }
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    Ok(ALLOWED.contains(&word))
}
