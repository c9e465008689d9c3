//! The text of the document: letterhead, parts, signature, annexes.
use super::charts::{self, Chart};
use super::xml::{esc, paragraph, rule, run};
use crate::papers::{ROW_LETTERS, ROWS_TOGETHER};
use crate::{Align, Grid, GridRow, Letterhead, ReportPaper, ReportPart};

/// Width between the margins: 210 − 30 − 15 mm in twentieths of a point.
const WIDTH: u32 = 9354;
/// The same in English metric units (1/36,000 mm).
const WIDTH_EMU: u32 = 5_940_000;
const BOLD: &str = "<w:b/>";

/// The document and its charts, in order.
pub struct Written {
    pub document: String,
    pub charts: Vec<Chart>,
}

struct Writer {
    out: String,
    charts: Vec<Chart>,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><w:body>";
/// A4, margins 20 / 20 / 30 / 15 mm, the first page without a number.
const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdHeader\"/><w:headerReference w:type=\"first\" r:id=\"rIdHeaderFirst\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/><w:cols w:space=\"708\"/><w:titlePg/></w:sectPr>";

pub fn write(paper: &ReportPaper) -> Written {
    let mut writer = Writer { out: HEAD.to_owned(), charts: Vec::new() };
    writer.letterhead(&paper.letterhead);
    writer.out.push_str(&paragraph("Title", "", &run(&paper.kind.to_uppercase(), "")));
    writer.out.push_str(&paragraph("Subtitle", "", &run(&paper.subject, "")));
    writer.out.push_str(&rule(3700));
    if let Some(addressee) = &paper.addressee {
        writer.out.push_str(&paragraph("Addressee", "", &run(addressee, "")));
    }
    let (last, before) =
        paper.body.split_last().map_or((None, [].as_slice()), |(last, all)| (Some(last), all));
    for part in before {
        writer.part(part);
    }
    match last {
        // II.7: the signature does not stand alone on a page.
        Some(ReportPart::Paragraph { text }) => {
            writer.out.push_str(&paragraph("BodyText", "<w:keepNext/><w:keepLines/>", &run(text, "")));
        }
        Some(part) => writer.part(part),
        None => {}
    }
    writer.signature(paper);
    for annex in &paper.annexes {
        writer.out.push_str(&paragraph("AnnexLabel", "", &run(&annex.label, "")));
        writer.out.push_str(&paragraph("AnnexTitle", "", &run(&annex.title.to_uppercase(), "")));
        if let Some(under) = &annex.under {
            writer.out.push_str(&paragraph("AnnexUnder", "", &run(under, "")));
        }
        for part in &annex.body {
            writer.part(part);
        }
    }
    writer.out.push_str(SECTION);
    writer.out.push_str("</w:body></w:document>");
    Written { document: writer.out, charts: writer.charts }
}

/// `ngày 05 tháng 02 năm 2026`: a nought before days below 10 and before months 1 and 2 (Annex I II.4.b).
fn day_words(letterhead: &Letterhead) -> String {
    let date = letterhead.date;
    let month = if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() };
    format!("{}, ngày {:02} tháng {month} năm {}", letterhead.place, date.day(), date.year())
}

/// A name in capitals that is longer than this stands on two lines.
const NAME_LETTERS: usize = 24;

/// A long name cut before its place (`Ủy ban nhân dân` / `tỉnh Nghệ An`), or else near its middle.
fn in_lines(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let length = name.chars().count();
    if length <= NAME_LETTERS || words.len() < 2 {
        return vec![words.join(" ")];
    }
    let before = |at: usize| words.iter().take(at).map(|word| word.chars().count() + 1).sum::<usize>();
    let place = ["tỉnh", "thành", "xã", "phường", "đặc"];
    let placed = (1..words.len()).find(|at| {
        before(*at) * 3 >= length
            && words.get(*at).is_some_and(|word| place.contains(&word.to_lowercase().as_str()))
    });
    let middle = || (1..words.len()).min_by_key(|at| (before(*at) * 2).abs_diff(length));
    let cut = placed.or_else(middle).unwrap_or(words.len());
    let (first, second) = words.split_at(cut);
    vec![first.join(" "), second.join(" ")]
}

/// A table without lines: (widths, cells), each cell whole paragraphs.
fn bare_table(widths: [u32; 2], rows: &[[String; 2]]) -> String {
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"{}\"/><w:gridCol w:w=\"{}\"/></w:tblGrid>",
        widths[0], widths[1]
    );
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (width, cell) in widths.iter().zip(row) {
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{cell}</w:tc>"
            ));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

impl Writer {
    fn letterhead(&mut self, letterhead: &Letterhead) {
        let centred = |text: &str, properties: &str| paragraph("Letterhead", "", &run(text, properties));
        let lines = |name: &str, properties: &str| -> String {
            in_lines(name).iter().map(|line| centred(&line.to_uppercase(), properties)).collect()
        };
        let mut agency = String::new();
        if let Some(superior) = &letterhead.superior {
            agency.push_str(&lines(superior, ""));
        }
        agency.push_str(&lines(&letterhead.agency, BOLD));
        agency.push_str(&rule(1250));
        let nation = [
            centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD),
            centred("Độc lập - Tự do - Hạnh phúc", "<w:b/><w:sz w:val=\"26\"/>"),
            rule(1080),
        ]
        .concat();
        let number = letterhead.number.as_deref().unwrap_or(".........");
        let second = [centred(&format!("Số: {number}"), ""), centred(&day_words(letterhead), "<w:i/>")];
        self.out.push_str(&bare_table([3854, 5500], &[[agency, nation], second]));
    }

    fn part(&mut self, part: &ReportPart) {
        match part {
            ReportPart::Heading { level, text } => {
                let style = format!("Heading{}", (*level).clamp(1, 3));
                self.out.push_str(&paragraph(&style, "", &run(text, "")));
            }
            ReportPart::Paragraph { text } => self.out.push_str(&paragraph("BodyText", "", &run(text, ""))),
            ReportPart::Item { text } => {
                self.out.push_str(&paragraph("BodyText", "", &run(&format!("- {text}"), "")));
            }
            ReportPart::Table(grid) => self.table(grid),
            ReportPart::Bars(bars) => {
                self.caption(&bars.caption);
                let height = 620_000 + 400_000 * u32::try_from(bars.rows.len()).unwrap_or(10).min(20);
                let drawn = self.chart(charts::bars(bars), (WIDTH_EMU, height), &bars.caption, &bars.says);
                self.out.push_str(&paragraph("Chart", "", &drawn));
            }
            ReportPart::Lines { caption, charts } => {
                self.caption(caption);
                for pair in charts.chunks(2) {
                    // Two by two; one alone stands in the middle.
                    let size = (WIDTH_EMU / 2 - 30_000, 1_980_000);
                    let drawn: String = pair
                        .iter()
                        .map(|one| self.chart(charts::lines(one), size, &one.title, &one.says))
                        .collect();
                    self.out.push_str(&paragraph("Chart", "", &drawn));
                }
            }
        }
    }

    fn caption(&mut self, caption: &str) {
        if !caption.is_empty() {
            self.out.push_str(&paragraph("Caption", "", &run(caption, "")));
        }
    }

    /// The run that holds a chart.
    fn chart(&mut self, chart: Chart, (width, height): (u32, u32), name: &str, says: &str) -> String {
        self.charts.push(chart);
        let number = self.charts.len();
        format!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/><wp:docPr id=\"{number}\" name=\"{}\" descr=\"{}\"/>\
             <wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
             <c:chart r:id=\"rIdChart{number}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            esc(name),
            esc(says),
        )
    }

    fn table(&mut self, grid: &Grid) {
        self.caption(&grid.caption);
        let shares: u32 = grid.columns.iter().map(|column| column.width).sum::<u32>().max(1);
        let widths: Vec<u32> = grid.columns.iter().map(|column| column.width * WIDTH / shares).collect();
        self.out.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
             w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
        ));
        for width in &widths {
            self.out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        // The head is repeated on every page.
        self.out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (column, width) in grid.columns.iter().zip(&widths) {
            self.out.push_str(&cell(&column.title, *width, "", Align::Centre, (true, true)));
        }
        self.out.push_str("</w:tr>");
        let together = stays_together(grid);
        for row in &grid.rows {
            self.row(grid, row, &widths, together);
        }
        self.out.push_str("</w:tbl>");
        let below = grid.note.as_deref().unwrap_or_default();
        self.out.push_str(&paragraph("TableNote", "", &run(below, "")));
    }

    fn row(&mut self, grid: &Grid, row: &GridRow, widths: &[u32], together: bool) {
        // A short row is not parted by a page; a long one has to be.
        let keep = if row.letters() <= ROW_LETTERS { "<w:trPr><w:cantSplit/></w:trPr>" } else { "" };
        self.out.push_str(&format!("<w:tr>{keep}"));
        let words = |index: usize| row.cells.get(index).map(String::as_str).unwrap_or_default();
        if row.whole {
            let span = format!("<w:gridSpan w:val=\"{}\"/>", grid.columns.len().max(1));
            self.out.push_str(&cell(words(0), widths.iter().sum(), &span, Align::Left, (row.strong, true)));
        } else {
            for (index, (column, width)) in grid.columns.iter().zip(widths).enumerate() {
                self.out.push_str(&cell(words(index), *width, "", column.align, (row.strong, together)));
            }
        }
        self.out.push_str("</w:tr>");
    }

    fn signature(&mut self, paper: &ReportPaper) {
        let mut left = String::new();
        if !paper.recipients.is_empty() {
            left.push_str(&paragraph(
                "Recipients",
                "",
                &run("Nơi nhận:", "<w:b/><w:i/><w:sz w:val=\"24\"/>"),
            ));
        }
        for (at, recipient) in paper.recipients.iter().enumerate() {
            let stop = if at + 1 == paper.recipients.len() { "." } else { ";" };
            left.push_str(&paragraph("Recipients", "", &run(&format!("- {recipient}{stop}"), "")));
        }
        if left.is_empty() {
            left.push_str(&paragraph("Recipients", "", ""));
        }
        let mut right = String::new();
        for line in &paper.signature.lines {
            let authority =
                line.authority.map_or_else(String::new, |authority| format!("{} ", authority.sign()));
            let office = format!("{authority}{}", line.office).to_uppercase();
            right.push_str(&paragraph("Signature", "", &run(&office, BOLD)));
        }
        for _ in 0..4 {
            right.push_str(&paragraph("Signature", "", ""));
        }
        right.push_str(&paragraph("Signature", "", &run(&paper.signature.name, BOLD)));
        self.out.push_str(&bare_table([4677, 4677], &[[left, right]]));
        // Word asks for a paragraph after the last table.
        self.out.push_str(&paragraph("TableNote", "", ""));
    }
}

/// A small table stands on one page, with its note.
fn stays_together(grid: &Grid) -> bool {
    grid.rows.len() <= ROWS_TOGETHER && grid.rows.iter().all(|row| row.letters() <= ROW_LETTERS)
}

/// A cell of a head or of a group's title: it stays with the row below it.
fn cell(words: &str, width: u32, span: &str, align: Align, (strong, stays): (bool, bool)) -> String {
    let stays = if stays { "<w:keepNext/>" } else { "" };
    let side = match align {
        Align::Left => "",
        Align::Centre => "<w:jc w:val=\"center\"/>",
        Align::Right => "<w:jc w:val=\"right\"/>",
    };
    let runs = if words.is_empty() { String::new() } else { run(words, if strong { BOLD } else { "" }) };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}<w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
        paragraph("TableText", &format!("{stays}{side}"), &runs)
    )
}
