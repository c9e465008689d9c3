//! poppler-utils as an independent reader of the papers we print.
use std::process::Command;

/// The text in the order in which it was set, white space squeezed; none after printing SKIPPED where the tool is missing.  With
/// TINHSO_REQUIRE_TOOLS=1 a missing tool fails.
#[allow(clippy::disallowed_methods, reason = "test support runs a tool and reads the environment")]
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    match Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let text = String::from_utf8(output.stdout).unwrap();
            Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Err(error) => {
            let required = std::env::var("TINHSO_REQUIRE_TOOLS").is_ok_and(|value| value == "1");
            assert!(!required, "pdftotext is required: {error}");
            println!("SKIPPED: pdftotext is not installed");
            None
        }
    }
}
