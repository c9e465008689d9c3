//! The written report, as PDF and as a Word document.
use super::samples;
use super::tools::{poppler, text_of};
use crate::{GridRow, ReportPart, docx, print};
use std::io::{Cursor, Read as _};

fn parts_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let found = parts_of(bytes).into_iter().find(|(known, _)| known == name).unwrap();
    String::from_utf8(found.1).unwrap()
}

/// Every part is well-formed and every name has its end.
fn well_formed(bytes: &[u8]) {
    for (name, content) in parts_of(bytes) {
        if name.ends_with(".xlsx") {
            well_formed(&content);
            continue;
        }
        let text = String::from_utf8(content).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        reader.config_mut().check_end_names = true;
        let mut depth = 0i32;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Start(tag)) => {
                    depth += 1;
                    tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
                }
                Ok(quick_xml::events::Event::End(_)) => depth -= 1,
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
        assert_eq!(depth, 0, "{name}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let paper = samples::report();
    assert!(docx(&paper).unwrap() == docx(&paper).unwrap());
    assert!(print(&paper).unwrap() == print(&paper).unwrap());
}

#[test]
fn every_part_of_the_word_document_is_named_referred_to_and_well_formed() {
    let bytes = docx(&samples::report()).unwrap();
    well_formed(&bytes);
    let names: Vec<String> = parts_of(&bytes).into_iter().map(|(name, _)| name).collect();
    let types = part(&bytes, "[Content_Types].xml");
    let rels = part(&bytes, "word/_rels/document.xml.rels");
    for name in names.iter().filter(|name| name.starts_with("word/") && name.ends_with(".xml")) {
        assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
        let target = name.trim_start_matches("word/");
        assert!(target == "document.xml" || rels.contains(&format!("Target=\"{target}\"")), "{name}");
    }
    let document = part(&bytes, "word/document.xml");
    for wanted in document.split("r:id=\"").skip(1) {
        let id = wanted.split('"').next().unwrap();
        assert!(rels.contains(&format!("Id=\"{id}\"")), "{id}");
    }
    let styles = part(&bytes, "word/styles.xml");
    for style in document.split("w:pStyle w:val=\"").skip(1) {
        let id = style.split('"').next().unwrap();
        assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{id}");
    }
}

#[test]
fn what_would_break_xml_or_the_page_is_written_as_plain_words() {
    let mut paper = samples::report();
    let hostile = "a < b & \"c\" > ]]> \u{0} \u{1F} \u{FFFF} \u{202E}x\u{202C} #panic(1) <w:p/> 😀";
    paper.subject = hostile.into();
    paper.body.insert(0, ReportPart::Heading { level: 9, text: hostile.into() });
    paper.body.insert(1, ReportPart::Item { text: "x".repeat(400) });
    for part in &mut paper.body {
        match part {
            ReportPart::Table(grid) => {
                grid.rows.push(GridRow::plain(vec![hostile.into(); 40]));
                grid.rows.push(GridRow::group(hostile.into()));
                grid.rows.push(GridRow::plain(Vec::new()));
            }
            ReportPart::Bars(bars) => bars.rows[0].name = hostile.into(),
            ReportPart::Lines { charts, .. } => {
                charts[0].title = hostile.into();
                charts[0].series[0].points.clear();
            }
            _ => {}
        }
    }
    well_formed(&docx(&paper).unwrap());
    let pdf = print(&paper).unwrap();
    assert_eq!(pdf.missing, vec!['\u{FFFF}', '😀']);
}

#[test]
fn a_report_prints_its_charts_and_repeats_the_head_of_a_long_table() {
    let mut paper = samples::report();
    for part in &mut paper.annexes[0].body {
        if let ReportPart::Table(grid) = part {
            let row = grid.rows[1].clone();
            grid.rows.extend(std::iter::repeat_n(row, 120));
        }
    }
    let pdf = print(&paper).unwrap();
    assert!(pdf.pages > 4 && pdf.missing.is_empty(), "{pdf:?} {:?}", pdf.missing);
    let Some(text) = text_of(&pdf.bytes) else { return };
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: ......./BC-.......",
        "BÁO CÁO",
        "I. TÌNH HÌNH CHUNG",
        "Biểu đồ 1. Chỉ tiêu, nhiệm vụ theo tình trạng",
        "52,5%",
        "Nơi nhận:",
        "PHỤ LỤC",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(
        text.matches("Cơ quan chủ trì").count() >= pdf.pages - 3,
        "the head of the annex's table is repeated"
    );
    let fonts = poppler("pdffonts", &[], &pdf.bytes).unwrap();
    assert!(fonts.lines().skip(2).all(|row| row.contains("LiberationSerif")), "{fonts}");
}
