//! The archive: every part, what it is, and what it refers to.  Times in it are fixed.
use super::body::Written;
use super::sheet::workbook;
use super::xml::esc;
use crate::ReportPaper;
use std::io::{Cursor, Write as _};

/// A file of the archive.
pub struct Entry {
    name: String,
    bytes: Vec<u8>,
}

impl Entry {
    pub fn text(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }
}

/// An archive whose bytes depend on nothing but its files.
pub fn zip(entries: &[Entry]) -> std::io::Result<Vec<u8>> {
    let mut archive = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The first day that the format knows, 1/1/1980.
    let options = ::zip::write::SimpleFileOptions::default().last_modified_time(::zip::DateTime::default());
    for entry in entries {
        archive.start_file(entry.name.as_str(), options)?;
        archive.write_all(&entry.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

const ROOT_RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>";
const APP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Tỉnh Số</Application></Properties>";
const SETTINGS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"vi-VN\"/><w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/></w:settings>";
/// II.1: the number of the page at the top, in the middle.
const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>";
/// The first page bears no number.
const HEADER_FIRST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr></w:p></w:hdr>";
const STYLES: &str = include_str!("styles.xml");

const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WML: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

fn types(charts: usize) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{WML}.document.main+xml\"/>\
         <Override PartName=\"/word/styles.xml\" ContentType=\"{WML}.styles+xml\"/>\
         <Override PartName=\"/word/settings.xml\" ContentType=\"{WML}.settings+xml\"/>\
         <Override PartName=\"/word/header1.xml\" ContentType=\"{WML}.header+xml\"/>\
         <Override PartName=\"/word/header2.xml\" ContentType=\"{WML}.header+xml\"/>\
         <Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"
    );
    for number in 1..=charts {
        out.push_str(&format!(
            "<Override PartName=\"/word/charts/chart{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>"
        ));
    }
    out.push_str("</Types>");
    out
}

fn document_rels(charts: usize) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rIdStyles\" Type=\"{REL}/styles\" Target=\"styles.xml\"/>\
         <Relationship Id=\"rIdSettings\" Type=\"{REL}/settings\" Target=\"settings.xml\"/>\
         <Relationship Id=\"rIdHeader\" Type=\"{REL}/header\" Target=\"header1.xml\"/>\
         <Relationship Id=\"rIdHeaderFirst\" Type=\"{REL}/header\" Target=\"header2.xml\"/>"
    );
    for number in 1..=charts {
        out.push_str(&format!(
            "<Relationship Id=\"rIdChart{number}\" Type=\"{REL}/chart\" Target=\"charts/chart{number}.xml\"/>"
        ));
    }
    out.push_str("</Relationships>");
    out
}

fn chart_rels(number: usize) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{REL}/package\" Target=\"../embeddings/sheet{number}.xlsx\"/></Relationships>"
    )
}

/// The day on the paper is the day of the file.
fn core(paper: &ReportPaper) -> String {
    let day = paper.letterhead.date;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{agency}</dc:creator><dc:language>vi-VN</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>",
        title = esc(&format!("{} {}", paper.kind, paper.subject)),
        agency = esc(&paper.letterhead.agency),
    )
}

pub fn pack(paper: &ReportPaper, written: &Written) -> std::io::Result<Vec<u8>> {
    let number = written.charts.len();
    let mut entries = vec![
        Entry::text("[Content_Types].xml", &types(number)),
        Entry::text("_rels/.rels", ROOT_RELS),
        Entry::text("docProps/core.xml", &core(paper)),
        Entry::text("docProps/app.xml", APP),
        Entry::text("word/document.xml", &written.document),
        Entry::text("word/_rels/document.xml.rels", &document_rels(number)),
        Entry::text("word/styles.xml", STYLES),
        Entry::text("word/settings.xml", SETTINGS),
        Entry::text("word/header1.xml", HEADER),
        Entry::text("word/header2.xml", HEADER_FIRST),
    ];
    for (at, chart) in written.charts.iter().enumerate() {
        let number = at + 1;
        entries.push(Entry::text(&format!("word/charts/chart{number}.xml"), &chart.xml));
        entries.push(Entry::text(&format!("word/charts/_rels/chart{number}.xml.rels"), &chart_rels(number)));
        let name = format!("word/embeddings/sheet{number}.xlsx");
        entries.push(Entry { name, bytes: workbook(&chart.rows)? });
    }
    zip(&entries)
}
