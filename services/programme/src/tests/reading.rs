//! The document model: what a line is, how tables are rebuilt, what is refused.
use super::support::{docx, paragraph, pdf, table};
use crate::reading::{Block, Document, Kind, PAGES_MAX, ReadError, Table, read, read_text};

fn tables(document: &Document) -> Vec<&Table> {
    let table = |block: &Block| matches!(block.kind, Kind::Table(_));
    document
        .blocks
        .iter()
        .filter(|block| table(block))
        .map(|block| match &block.kind {
            Kind::Table(table) => table,
            _ => unreachable!(),
        })
        .collect()
}

fn headings(document: &Document) -> Vec<(u8, &str)> {
    document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            Kind::Heading { level, text, .. } => Some((*level, text.as_str())),
            _ => None,
        })
        .collect()
}

fn texts(table: &Table, row: usize) -> Vec<&str> {
    table.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect()
}

pub(crate) fn covers_every_line_once(document: &Document) {
    let mut next = 1;
    for block in &document.blocks {
        assert_eq!(block.first, next, "a gap or an overlap before line {}", block.first);
        assert!(block.last >= block.first);
        next = block.last + 1;
    }
    assert_eq!(next, document.lines.len() + 1, "lines at the end are lost");
}

#[test]
fn a_table_of_one_cell_a_line_gets_its_rows_back() {
    let text = "DANH MỤC VIỆC\nTT\n|\nViệc phải làm\n|\nĐơn vị\nchủ trì\n|\nHạn\n|\nI\n|\nNhóm đầu\n|\n|\n|\n1.1\n|\nViệc thứ nhất\n\
                kéo sang dòng\n|\nSở A\n|\n2026\n|\n1.2\n|\nViệc thứ hai\n|\nSở B\n|\n2027\n|\nHết bảng.";
    let document = read_text(text);
    covers_every_line_once(&document);
    let found = tables(&document);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].columns.iter().map(|column| column.titles[0].as_str()).collect::<Vec<_>>(),
        ["TT", "Việc phải làm", "Đơn vị chủ trì", "Hạn"]
    );
    assert_eq!(texts(found[0], 0), ["I", "Nhóm đầu", "", ""]);
    assert_eq!(texts(found[0], 1), ["1.1", "Việc thứ nhất kéo sang dòng", "Sở A", "2026"]);
    assert_eq!((found[0].rows[2].first, found[0].rows[2].last), (26, 33));
}

#[test]
fn a_short_row_below_a_spanned_cell_ends_where_the_next_ordinal_stands() {
    let text = "TT | Việc | Hạn | Chủ trì |\n1 | Việc a | 2026 | Sở A |\n2 | Việc b | Sở B |\n3 | Việc c | Sở C |\n4 | Việc d | 2027 | Sở D |";
    let document = read_text(text);
    let found = tables(&document);
    assert_eq!(texts(found[0], 1), ["2", "Việc b", "Sở B"]);
    assert_eq!(texts(found[0], 3), ["4", "Việc d", "2027", "Sở D"]);
}

#[test]
fn titles_on_three_rows_lie_over_the_columns_they_name() {
    let text = "TT | Nội dung | Kinh phí | Đơn vị | |||\nTỉnh | Huyện | |||||\nTX | ĐT | TX | ĐT | |||\n\
                1 | Việc a | 1 | 2 | 3 | 4 | Sở A |\n2 | Việc b | 5 | 6 | 7 | 8 | Sở B |";
    let document = read_text(text);
    let table = tables(&document)[0];
    let over: Vec<String> = table.columns.iter().map(|column| column.titles.join("/")).collect();
    assert_eq!(
        over,
        [
            "TT",
            "Nội dung",
            "Kinh phí/Tỉnh/TX",
            "Kinh phí/Tỉnh/ĐT",
            "Kinh phí/Huyện/TX",
            "Kinh phí/Huyện/ĐT",
            "Đơn vị"
        ]
    );
}

#[test]
fn broken_lines_are_joined_and_headings_keep_their_levels() {
    let line = "Dòng chữ này dài đúng như những dòng chữ khác của một trang web bị ngắt";
    let mut text = String::from("I. MỤC TIÊU\n1. Mục tiêu cụ\nthể của tỉnh\n");
    for _ in 0..12 {
        text.push_str(&format!(
            "- {line}\nở giữa câu nên phải nối lại thành một đoạn cho đến khi gặp được\ndấu chấm.\n"
        ));
    }
    let document = read_text(&text);
    covers_every_line_once(&document);
    assert_eq!(headings(&document), [(1, "MỤC TIÊU"), (2, "Mục tiêu cụ thể của tỉnh")]);
    let bullets: Vec<&Block> =
        document.blocks.iter().filter(|block| matches!(block.kind, Kind::Bullet { .. })).collect();
    assert_eq!(bullets.len(), 12);
    assert!(bullets.iter().all(|block| block.last - block.first == 2));
}

#[test]
fn html_keeps_spans_and_leaves_the_menu_out() {
    let page = "<html><head><title>x</title></head><body><nav>Trang chủ</nav><p>KẾ HOẠCH</p><table>\
        <tr><th rowspan=2>TT</th><th rowspan=2>Việc</th><th colspan=2>Kinh phí</th></tr><tr><th>Năm 2026</th><th>Năm 2027</th></tr>\
        <tr><td rowspan=2>1</td><td>Việc a</td><td>5</td><td>6</td></tr><tr><td>Việc b</td><td>7</td><td>8</td></tr></table></body></html>";
    let document = read(page.as_bytes(), "plan.html").unwrap();
    covers_every_line_once(&document);
    assert!(!document.lines.iter().any(|line| line.contains("Trang chủ")));
    let table = tables(&document)[0];
    assert_eq!(table.columns[3].titles, ["Kinh phí", "Năm 2027"]);
    assert_eq!(texts(table, 1), ["1", "Việc b", "7", "8"]);
    assert!(table.rows[1].cells[0].continues);
}

#[test]
fn docx_keeps_paragraphs_and_merged_cells() {
    let down = "<w:vMerge w:val=\"restart\"/>";
    let rows = table(&[
        &[("TT", ""), ("Nhiệm vụ", ""), ("Cơ quan chủ trì", ""), ("Thời hạn", "")],
        &[("1", ""), ("Việc a &amp; b", ""), ("Sở Nội vụ", down), ("2026", "")],
        &[("2", ""), ("Việc c", ""), ("", "<w:vMerge/>"), ("2027", "")],
    ]);
    let body = format!("{}{rows}{}", paragraph("KẾ HOẠCH"), paragraph("Hết."));
    let document = read(&docx(&body), "plan.docx").unwrap();
    covers_every_line_once(&document);
    let table = tables(&document)[0];
    assert_eq!(texts(table, 0), ["1", "Việc a & b", "Sở Nội vụ", "2026"]);
    assert_eq!(texts(table, 1), ["2", "Việc c", "Sở Nội vụ", "2027"]);
}

#[test]
fn a_pdf_with_text_gives_its_lines_from_the_top() {
    let bytes =
        pdf(&[&["So: 12/KH-UBND", "KE HOACH NAM 2026"], &["I. MUC TIEU", "- 90% ho so dung han."]], "");
    let document = read(&bytes, "plan.pdf").unwrap();
    assert_eq!(
        document.lines,
        ["So: 12/KH-UBND", "KE HOACH NAM 2026", "I. MUC TIEU", "- 90% ho so dung han."]
    );
}

#[test]
fn what_cannot_be_read_is_refused_by_its_reason() {
    let empty: &[&str] = &[];
    assert_eq!(read(&pdf(&[empty], ""), "scan.pdf").unwrap_err(), ReadError::NoText);
    let many: Vec<&[&str]> = vec![&["x"]; PAGES_MAX + 1];
    assert_eq!(
        read(&pdf(&many, ""), "long.pdf").unwrap_err(),
        ReadError::TooManyPages { pages: PAGES_MAX + 1 }
    );
    assert_eq!(read(b"%PDF-1.4 broken", "x.pdf").unwrap_err(), ReadError::Broken { format: "PDF" });
    assert_eq!(read(b"PK\x03\x04 broken", "x.docx").unwrap_err(), ReadError::Broken { format: "DOCX" });
    assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0], "x.docx").unwrap_err(), ReadError::Encrypted);
    assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0], "x.doc").unwrap_err(), ReadError::Unknown);
    assert_eq!(read(&[1, 0, 255, 0], "x.bin").unwrap_err(), ReadError::Unknown);
    assert_eq!(read(b"--- 12 | 3", "x.txt").unwrap_err(), ReadError::NoText);
    assert!(matches!(read(&vec![b'a'; 21 * 1024 * 1024], "x.txt").unwrap_err(), ReadError::TooLarge { .. }));
}

#[test]
fn every_refusal_has_its_sentence() {
    let text = crate::LOCALES[0].1;
    let all = [
        ReadError::TooLarge { bytes: 1 },
        ReadError::TooManyPages { pages: 1 },
        ReadError::TooManyLines { lines: 1 },
        ReadError::Encrypted,
        ReadError::NoText,
        ReadError::Broken { format: "PDF" },
        ReadError::Unknown,
    ];
    for error in all {
        assert!(text.contains(&format!("{} = ", error.key())), "{}", error.key());
        for (name, _) in error.args() {
            assert!(text.contains(&format!("{{ ${name} }}")), "{name}");
        }
    }
}

#[test]
fn a_table_whose_rows_are_years_is_rebuilt_from_one_cell_a_line() {
    let text = "CHI CHO SỐ HÓA\nNăm\n|\nChi thường xuyên\n|\nChi đầu tư\n|\nTổng chi\n|\n2021\n|\n1.200\n|\n9.000\n|\n50.000\n|\n2022\n|\n1.300\n|\n60.000\n|\nTổng cộng\n|\n2.500\n|\n9.000\n|\n110.000\n|\nTỷ lệ (%): 10,4\n";
    let document = read_text(text);
    covers_every_line_once(&document);
    let found = crate::rules::apply(&document);
    let said: Vec<String> = found
        .figures
        .iter()
        .map(|figure| format!("{} {:?} {:?}", figure.measure, figure.numerator, figure.rate))
        .collect();
    assert_eq!(said.len(), 8, "{said:#?}\n{:#?}", document.blocks);
}
