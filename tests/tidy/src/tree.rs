//! The repository as facts: its crates and its files, read once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::lexer::{Token, tokens};

/// Where a crate stands in the house, from the first part of its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Floor {
    Kernel,
    Platform,
    Services,
    Apps,
    Tests,
    Bench,
}

impl Floor {
    pub fn of(path: &str) -> Option<Self> {
        Some(match path.split('/').next()? {
            "kernel" => Self::Kernel,
            "platform" => Self::Platform,
            "services" => Self::Services,
            "apps" => Self::Apps,
            "tests" => Self::Tests,
            "bench" => Self::Bench,
            _ => return None,
        })
    }
}

/// One crate of the workspace.
#[derive(Debug, Clone)]
pub struct Crate {
    pub name: String,
    /// From the root, such as `kernel/db`.
    pub path: String,
    pub floor: Floor,
    /// Names of every direct dependency of any kind.
    pub uses: BTreeSet<String>,
}

/// One text file; `path` is from the root, with slashes.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
    }

    /// `kernel/db` for `kernel/db/src/lib.rs`.
    pub fn crate_path(&self) -> Option<String> {
        if Floor::of(&self.path)? == Floor::Bench {
            return Some("bench".to_owned());
        }
        let mut parts = self.path.split('/');
        Some(format!("{}/{}", parts.next()?, parts.next()?))
    }

    /// The path inside the crate: `src/store/rows.rs`.
    pub fn inside(&self) -> &str {
        let skip = self.crate_path().map_or(0, |c| c.split('/').count());
        let mut rest = self.path.as_str();
        for _ in 0..skip {
            rest = rest.split_once('/').map_or("", |(_, tail)| tail);
        }
        rest
    }

    /// Test code: a `tests` room, a test support crate or module, the conformance and tidy crates.
    pub fn is_test_code(&self) -> bool {
        let inside = self.inside();
        self.path.starts_with("tests/")
            || inside.starts_with("tests/")
            || inside.starts_with("src/tests/")
            || inside == "src/tests.rs"
            || inside.starts_with("src/testing/")
            || inside == "src/testing.rs"
    }
}

/// A Rust file with its tokens.
#[derive(Debug, Clone)]
pub struct Source {
    pub file: File,
    pub tokens: Vec<Token>,
}

impl Source {
    pub fn new(file: File) -> Self {
        let tokens = tokens(&file.text);
        Self { file, tokens }
    }

    /// The tokens that go into the program: no test code, and nothing at all of a test file.
    pub fn program(&self) -> impl Iterator<Item = &Token> {
        let whole = !self.file.is_test_code();
        self.tokens.iter().filter(move |t| whole && !t.in_test)
    }
}

/// Folders that are not ours or not written by hand.
const SKIPPED: &[&str] = &["target", ".git", ".tools", "node_modules", "data", "dist", "out"];

/// Files that are read: everything else is data or a picture.
const READ: &[&str] =
    &["rs", "html", "ftl", "sql", "toml", "css", "js", "mjs", "sh", "md", "yml", "json", "txt", "svg"];

pub fn root() -> PathBuf {
    // The manifest stands in tests/tidy.
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

/// Every text file of ours under the root, in the order of the paths.
pub fn files(root: &Path) -> std::io::Result<Vec<File>> {
    let mut out = Vec::new();
    walk(root, root, &mut out)?;
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

fn walk(root: &Path, folder: &Path, out: &mut Vec<File>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let top = folder == root;
            if !SKIPPED.contains(&name.as_str()) || (!top && name == "data") {
                walk(root, &entry.path(), out)?;
            }
            continue;
        }
        let extension = name.rsplit_once('.').map_or("", |(_, e)| e);
        let script = folder.ends_with("scripts") && !name.contains('.');
        if !kind.is_file() || !(READ.contains(&extension) || script) {
            continue;
        }
        if let Ok(text) = std::fs::read_to_string(entry.path()) {
            let path = entry.path();
            let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            out.push(File { path, text });
        }
    }
    Ok(())
}
