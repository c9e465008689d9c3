//! Every crate is laid out alike: a page that explains it, the common lints, and dependencies fixed once at the root.

use crate::Finding;
use crate::tree::{Crate, File};

pub const README_LINES_MAX: usize = 120;

/// Crates without a README, or with one that is a title only or longer than a page.
pub fn readmes(crates: &[Crate], files: &[File]) -> Vec<Finding> {
    crates
        .iter()
        .filter_map(|c| {
            let path = format!("{}/README.md", c.path);
            let Some(file) = files.iter().find(|f| f.path == path) else {
                return Some(Finding::new(path, "readme", "is missing"));
            };
            let lines = file.text.lines().filter(|l| !l.trim().is_empty()).count();
            let wrong = match lines {
                0..3 => "says nothing",
                n if n > README_LINES_MAX => "is longer than a page",
                _ => return None,
            };
            Some(Finding::new(path, "readme", wrong))
        })
        .collect()
}

/// Manifests that set their own lints, versions, features or doctests.
pub fn manifests(crates: &[Crate], files: &[File]) -> Vec<Finding> {
    let mut out = Vec::new();
    for c in crates {
        let path = format!("{}/Cargo.toml", c.path);
        let Some(file) = files.iter().find(|f| f.path == path) else { continue };
        let mut section = "";
        let (mut lints, mut doctest) = (false, false);
        for (number, line) in file.text.lines().enumerate() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']').trim_start_matches('[');
                continue;
            }
            lints |= section == "lints" && line == "workspace = true";
            doctest |= section == "lib" && line == "doctest = false";
            let dependency =
                section.ends_with("dependencies") && line.contains('=') && !line.starts_with('#');
            let plain = line.ends_with(".workspace = true") || line.contains("{ workspace = true }");
            if dependency && !plain {
                let place = format!("{path}:{}", number + 1);
                out.push(Finding::new(place, "manifest", format!("`{line}` is not fixed at the root")));
            }
        }
        if !lints {
            out.push(Finding::new(&path, "manifest", "does not take the common lints"));
        }
        let library = files.iter().any(|f| f.path == format!("{}/src/lib.rs", c.path));
        if library && !doctest {
            out.push(Finding::new(&path, "manifest", "[lib] doctest = false is missing"));
        }
    }
    out
}
