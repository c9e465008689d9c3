//! No work promised in a comment: a mark of unfinished work stands only beside an open decision record.

use crate::Finding;
use crate::tree::File;

/// Spelt in two halves, so that this file does not find itself.
const MARKS: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

const LOOKED_AT: &[&str] = &["rs", "html", "css", "js", "mjs", "sql", "ftl", "sh", "toml", "yml"];

/// `records` are the numbers that `docs/adr` holds, such as `0003`.
pub fn marks(files: &[File], records: &[String]) -> Vec<Finding> {
    let mut out = Vec::new();
    for file in files {
        let script = file.path.starts_with("scripts/");
        if !script && !LOOKED_AT.iter().any(|e| file.is(e)) {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            let words = || line.split(|c: char| !c.is_alphanumeric() && c != '_');
            let Some(mark) = words().find(|w| MARKS.contains(w)) else { continue };
            let recorded = records.iter().any(|r| line.contains(&format!("docs/adr/{r}")));
            if !recorded {
                let place = format!("{}:{}", file.path, number + 1);
                out.push(Finding::new(place, "leftovers", format!("{mark} without docs/adr/NNNN")));
            }
        }
    }
    out
}

/// The numbers of the decision records among the files.
pub fn records(files: &[File]) -> Vec<String> {
    files
        .iter()
        .filter_map(|f| f.path.strip_prefix("docs/adr/"))
        .filter_map(|name| name.split('-').next())
        .filter(|number| number.len() == 4 && number.chars().all(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}
