//! `pack.toml`: which pack this is, what it needs, where its facts are from.
use crate::{Problem, Version, toml_problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the manifest inside every pack.
pub(crate) const MANIFEST: &str = "pack.toml";

/// The manifest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Lower-case ASCII, digits and `-`; the same over all versions.
    pub code: String,
    pub version: Version,
    pub title: String,
    /// Packs that must be installed before: `"vietnam"` or `"vietnam >= 2026.9"`.
    #[serde(default)]
    pub requires: Vec<Requirement>,
    /// Where the facts are from.
    #[serde(default, rename = "source", alias = "sources")]
    pub sources: Vec<SourceNote>,
    /// Words for people; not used by the program.
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub licence: Option<String>,
    #[serde(default)]
    pub generator: Option<String>,
    /// Files that a reader looks up by role (`units = "units.tsv"`).
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Free facts for the readers of this pack.
    #[serde(default)]
    pub era: Vec<toml::Table>,
}

/// One source of the pack's facts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SourceNote {
    pub what: String,
    #[serde(flatten)]
    pub more: BTreeMap<String, String>,
}

/// Another pack that must be there, perhaps from a version on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Requirement {
    pub code: String,
    pub at_least: Option<Version>,
}

impl TryFrom<String> for Requirement {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (code, at_least) = match text.split_once(">=") {
            Some((code, version)) => (code.trim(), Some(version.trim().parse()?)),
            None => (text.trim(), None),
        };
        if !is_code(code) {
            return Err("a requirement is a pack's code, perhaps with >= and a version".to_owned());
        }
        Ok(Self { code: code.to_owned(), at_least })
    }
}

pub(crate) fn is_code(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

impl Manifest {
    /// Reads the manifest.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let text = std::str::from_utf8(bytes).map_err(|_| vec![Problem::new(MANIFEST, "packs.not_utf8")])?;
        let manifest: Self =
            toml::from_str(text).map_err(|error| vec![toml_problem(MANIFEST, text, &error)])?;
        let mut problems = Vec::new();
        if !is_code(&manifest.code) {
            problems.push(Problem::new(MANIFEST, "packs.bad_code").arg("code", manifest.code.clone()));
        }
        if manifest.title.trim().is_empty() {
            problems.push(Problem::new(MANIFEST, "packs.no_title"));
        }
        if problems.is_empty() { Ok(manifest) } else { Err(problems) }
    }
}
