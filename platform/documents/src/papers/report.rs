//! A written report in the layout of Decree 30/2020/NĐ-CP, Annex I (A4): headings, paragraphs, tables and charts.  The
//! same paper is printed as PDF and written as DOCX.
use super::{Letterhead, Paper, Signature, iso_date};
use crate::Template;
use base::Date;
use serde::Serialize;

/// Where the words of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Centre,
    Right,
}

#[derive(Clone, Debug, Serialize)]
pub struct GridColumn {
    pub title: String,
    /// Share of the width.
    pub width: u32,
    pub align: Align,
}

#[derive(Clone, Debug, Serialize)]
pub struct GridRow {
    /// One for each column; missing ones are empty.
    pub cells: Vec<String>,
    /// Bold, such as a sum.
    pub strong: bool,
    /// The first cell stands over the whole width, such as the title of a group.
    pub whole: bool,
}

/// A row of fewer letters is not parted by the end of a page; the template of the PDF counts the same.
pub(crate) const ROW_LETTERS: usize = 900;
/// A table of so many short rows, or fewer, is not parted either.
pub(crate) const ROWS_TOGETHER: usize = 8;

impl GridRow {
    /// Letters in its cells.
    pub(crate) fn letters(&self) -> usize {
        self.cells.iter().map(|cell| cell.chars().count()).sum()
    }

    #[must_use]
    pub const fn plain(cells: Vec<String>) -> Self {
        Self { cells, strong: false, whole: false }
    }

    #[must_use]
    pub const fn strong(cells: Vec<String>) -> Self {
        Self { cells, strong: true, whole: false }
    }

    #[must_use]
    pub fn group(title: String) -> Self {
        Self { cells: vec![title], strong: true, whole: true }
    }
}

/// A table with a caption above it; its head is repeated on every page.
#[derive(Clone, Debug, Serialize)]
pub struct Grid {
    pub caption: String,
    pub columns: Vec<GridColumn>,
    pub rows: Vec<GridRow>,
    /// What stands below it in small print.
    pub note: Option<String>,
}

/// The meaning of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Good,
    Main,
    Warn,
    Bad,
    Unknown,
}

#[derive(Clone, Debug, Serialize)]
pub struct BarSeries {
    pub name: String,
    pub tone: Tone,
}

#[derive(Clone, Debug, Serialize)]
pub struct BarRow {
    pub name: String,
    /// One for each series, not below nought.
    pub values: Vec<i64>,
}

/// Bars that are divided into shares of their whole; each share bears its number.
#[derive(Clone, Debug, Serialize)]
pub struct Bars {
    pub caption: String,
    /// What it shows, in words, for those who do not see it.
    pub says: String,
    pub series: Vec<BarSeries>,
    pub rows: Vec<BarRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LinePoint {
    #[serde(serialize_with = "iso_date")]
    pub on: Date,
    /// A decimal with a point.
    pub value: String,
    /// As it is shown: `42,5%`.
    pub label: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct LineSeries {
    pub name: String,
    pub tone: Tone,
    /// What is wanted, rather than what is.
    pub dashed: bool,
    /// By day.
    pub points: Vec<LinePoint>,
}

/// Values over days.
#[derive(Clone, Debug, Serialize)]
pub struct LineChart {
    pub title: String,
    pub says: String,
    pub series: Vec<LineSeries>,
}

/// A part of a report, in order.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ReportPart {
    /// `level` 1 is `I.`, 2 is `1.`, 3 is `a)`; the number is part of the text.
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        text: String,
    },
    /// A line with a dash.
    Item {
        text: String,
    },
    Table(Grid),
    Bars(Bars),
    /// Charts two by two under one caption.
    Lines {
        caption: String,
        charts: Vec<LineChart>,
    },
}

/// What stands after the signature, on a page of its own.
#[derive(Clone, Debug, Serialize)]
pub struct ReportAnnex {
    /// `Phụ lục`, `Phụ lục II`.
    pub label: String,
    pub title: String,
    /// Which paper it belongs to, in brackets.
    pub under: Option<String>,
    pub body: Vec<ReportPart>,
}

/// A report of an agency, ready to be edited and signed.
#[derive(Clone, Debug, Serialize)]
pub struct ReportPaper {
    pub letterhead: Letterhead,
    /// Tên loại, e.g. `Báo cáo`.  Printed in capitals.
    pub kind: String,
    /// Trích yếu.
    pub subject: String,
    /// Whole line, e.g. `Kính gửi: Ủy ban nhân dân tỉnh`.
    pub addressee: Option<String>,
    pub body: Vec<ReportPart>,
    pub signature: Signature,
    /// Nơi nhận, without dashes and stops.
    pub recipients: Vec<String>,
    pub annexes: Vec<ReportAnnex>,
}

impl Paper for ReportPaper {
    const TEMPLATE: Template = Template::ReportPaper;
}
