//! Tables on pages, and files made to break a reader.
use super::reading::covers_every_line_once;
use super::support;
use crate::reading::{self, ReadError};
use crate::{Reading, read_plan};
use proptest::prelude::*;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;

/// A plan of our own invention: a table of 18 tasks over three pages, with rules and without; titles repeated, a page
/// number above and a running foot below (typeset by WeasyPrint).
const RULED: &[u8] = include_bytes!("pages/ruled.pdf");
const PLAIN: &[u8] = include_bytes!("pages/plain.pdf");

fn eighteen_tasks(reading: &Reading) {
    covers_every_line_once(&reading.document);
    let tasks = &reading.found.tasks;
    assert_eq!(tasks.len(), 18, "{:#?}", reading.document.lines);
    for (at, task) in tasks.iter().enumerate().map(|(at, task)| (at + 1, task)) {
        assert_eq!(task.code, Some(at.to_string()));
        assert!(task.text.starts_with(&format!("Rà soát quy trình nội bộ số {at} của cơ quan")));
        assert!(task.text.ends_with("để người dân theo dõi"), "{}", task.text);
        let lead = if at % 3 == 0 { "Văn phòng UBND tỉnh" } else { "Sở Nội vụ" };
        assert_eq!(task.lead.iter().map(|name| name.printed.as_str()).collect::<Vec<_>>(), [lead]);
        let due: Vec<String> = task.deadlines.iter().map(ToString::to_string).collect();
        assert_eq!(due, [format!("2026-{:02}-{:02}", 1 + at % 9, 10 + at)]);
    }
    assert!(!reading.document.lines.iter().any(|line| line.contains("trang") && line.contains("thử nghiệm")));
}

#[test]
fn a_ruled_table_over_three_pages_is_one_table() {
    eighteen_tasks(&read_plan(RULED, "plan.pdf").unwrap());
}

#[test]
fn a_table_without_rules_is_rebuilt_from_the_places_of_its_words() {
    eighteen_tasks(&read_plan(PLAIN, "plan.pdf").unwrap());
}

#[test]
fn a_document_of_more_than_four_hundred_pages_is_refused() {
    let page: &[&str] = &["Plan"];
    let pages: Vec<&[&str]> = vec![page; 401];
    let read = reading::read(&support::pdf(&pages, ""), "plan.pdf");
    assert_eq!(read.err(), Some(ReadError::TooManyPages { pages: 401 }));
}

#[test]
fn a_document_that_swells_when_unpacked_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..70 {
        zip.write_all(&spaces).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert!(matches!(reading::read(&bytes, "plan.docx"), Err(ReadError::TooLarge { .. })));
}

#[test]
fn elements_nested_without_end_are_read_as_text() {
    let page = format!("<html><body>{}mục tiêu{}", "<div>".repeat(5_000), "</div>".repeat(5_000));
    let document = reading::read(page.as_bytes(), "plan.html").unwrap();
    covers_every_line_once(&document);
    assert!(document.lines.iter().any(|line| line.contains("mục tiêu")));
    let tables =
        format!("<html><body>{}ô{}", "<table><tr><td>".repeat(300), "</td></tr></table>".repeat(300));
    covers_every_line_once(&reading::read(tables.as_bytes(), "plan.html").unwrap());
}

#[test]
fn spans_that_would_fill_the_memory_leave_the_cells_as_text() {
    let wide = "<td rowspan=\"2000\" colspan=\"40\">ô</td>".repeat(500);
    let page = format!("<html><body><table><tr>{wide}</tr>{}</table>", "<tr></tr>".repeat(20_000));
    let document = reading::read(page.as_bytes(), "plan.html").unwrap();
    covers_every_line_once(&document);
    assert_eq!(document.lines.len(), 500);
    let long = "<tr><td>1</td><td>Việc</td></tr>".repeat(40_000);
    let page = format!("<html><body><table>{long}</table>");
    let read = reading::read(page.as_bytes(), "plan.html");
    assert_eq!(read.err(), Some(ReadError::TooManyLines { lines: 80_000 }));
}

/// One file of each kind that has bytes rather than words.
static FILES: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let paragraph = support::paragraph("II. MỤC TIÊU: 90% hồ sơ");
    let rows: &[&[(&str, &str)]] = &[&[("TT", ""), ("Nhiệm vụ", "")], &[("1", ""), ("Làm", "")]];
    let html = "<html><body><h1>KẾ HOẠCH</h1><table><tr><td rowspan=2>TT</td><td>Nhiệm vụ</td></tr></table></body></html>";
    vec![
        ("plan.pdf", RULED.to_vec()),
        ("plan.docx", support::docx(&format!("{paragraph}{}", support::table(rows)))),
        ("plan.html", html.as_bytes().to_vec()),
    ]
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn files_with_bytes_changed_or_cut_are_read_or_refused(
        file in 0usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (name, mut bytes) = FILES[file].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()).max(8));
        }
        if let Ok(reading) = read_plan(&bytes, name) {
            covers_every_line_once(&reading.document);
        }
    }
}
