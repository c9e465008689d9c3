//! A file of 800 lines or a function of 120 has two jobs.

use crate::Finding;
use crate::lexer::functions;
use crate::tree::{File, Source};

pub const FILE_LINES_MAX: usize = 800;
pub const FUNCTION_LINES_MAX: usize = 120;

const MEASURED: &[&str] = &["rs", "html", "js", "mjs", "sql", "sh"];

pub fn files(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .filter(|f| MEASURED.iter().any(|e| f.is(e)))
        .filter_map(|f| {
            let lines = f.text.lines().count();
            let long = lines > FILE_LINES_MAX;
            long.then(|| Finding::new(&f.path, "sizes", format!("{lines} lines, at most {FILE_LINES_MAX}")))
        })
        .collect()
}

pub fn long_functions(sources: &[Source]) -> Vec<Finding> {
    let mut out = Vec::new();
    for source in sources {
        for (name, line, lines) in functions(&source.tokens) {
            if lines > FUNCTION_LINES_MAX {
                let detail = format!("fn {name} has {lines} lines, at most {FUNCTION_LINES_MAX}");
                out.push(Finding::new(format!("{}:{line}", source.file.path), "sizes", detail));
            }
        }
    }
    out
}
