//! poppler-utils as an independent reader of what we write.
use std::path::Path;
use std::process::Command;

/// The output of a poppler tool over `pdf`, or `None` after printing SKIPPED where the tool is missing.
/// With TINHSO_REQUIRE_TOOLS=1 a missing tool fails.
pub fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    run(tool, arguments, &path)
}

#[allow(clippy::disallowed_methods, reason = "test support reads the environment")]
fn run(tool: &str, arguments: &[&str], path: &Path) -> Option<String> {
    let (options, rest): (Vec<&str>, Vec<&str>) =
        arguments.iter().partition(|a| a.len() > 1 && a.starts_with('-'));
    match Command::new(tool).args(options).arg(path).args(rest).output() {
        Ok(output) => {
            assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            let required = std::env::var("TINHSO_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
            assert!(!required, "{tool} is required: {error}");
            println!("SKIPPED: {tool} is not installed");
            None
        }
    }
}

/// The text in reading order, white space squeezed to single spaces.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let text = poppler("pdftotext", &["-layout", "-"], pdf)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
