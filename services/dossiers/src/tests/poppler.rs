//! poppler-utils as an independent reader of the papers we print.
use std::process::Command;

/// The text in the order in which it was set, white space squeezed; none after printing SKIPPED where the tool is missing.  With
/// TINHSO_REQUIRE_TOOLS=1 a missing tool fails.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let text = run("pdftotext", &["-raw"], Some("-"), pdf)?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// How many pages an independent reader counts; none where the tool is missing.
pub fn pages_of(pdf: &[u8]) -> Option<usize> {
    let info = run("pdfinfo", &[], None, pdf)?;
    info.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok())
}

#[allow(clippy::disallowed_methods, reason = "test support runs a tool and reads the environment")]
fn run(tool: &str, options: &[&str], output: Option<&str>, pdf: &[u8]) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    match Command::new(tool).args(options).arg(&path).args(output).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
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
