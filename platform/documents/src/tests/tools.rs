//! poppler-utils as an independent reader of what we write.
use std::path::Path;
use std::process::Command;

/// The output of a poppler tool over `pdf`, or `None` after printing SKIPPED where the tool is missing.
/// With TINHSO_REQUIRE_TOOLS=1 a missing tool fails.
pub fn poppler(tool: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    poppler_bytes(tool, arguments, pdf).map(|output| String::from_utf8(output).unwrap())
}

/// As [`poppler`], for pictures.
pub fn poppler_bytes(tool: &str, arguments: &[&str], pdf: &[u8]) -> Option<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("paper.pdf");
    std::fs::write(&path, pdf).unwrap();
    run(tool, arguments, &path)
}

#[allow(clippy::disallowed_methods, reason = "test support reads the environment")]
fn run(tool: &str, arguments: &[&str], path: &Path) -> Option<Vec<u8>> {
    // "-" is the output, which stands after the file; everything else stands before it.
    let (output, options): (Vec<&str>, Vec<&str>) = arguments.iter().partition(|argument| **argument == "-");
    match Command::new(tool).args(options).arg(path).args(output).output() {
        Ok(output) => {
            assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
            Some(output.stdout)
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

/// What an independent reader finds in the QR codes of the first page, printed at 200 dots an inch.
pub fn qr_codes_of(pdf: &[u8]) -> Option<Vec<String>> {
    let pgm = poppler_bytes("pdftoppm", &["-gray", "-r", "200", "-f", "1", "-l", "1"], pdf)?;
    let mut fields = pgm.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut number = || std::str::from_utf8(fields.next().unwrap()).unwrap().parse::<usize>().ok();
    let (_magic, width, height) = (number(), number().unwrap(), number().unwrap());
    let pixels = &pgm[pgm.len() - width * height..];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    Some(image.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect())
}
