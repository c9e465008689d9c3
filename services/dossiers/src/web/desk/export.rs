//! `/quay/xuat`: the list of the counter as CSV or XLSX, written slice by slice into a file without a name.
use super::list::{Asked, filter_of};
use super::sheet::{Cell, Sheet};
use super::words;
use crate::ops::{self, DeskExport, EXPORT_MAX};
use crate::store::{DeskRow, DeskTab};
use crate::{Deps, Refused};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{Timestamp, date_vi, group_thousands, time_vi};
use calendar::WorkCalendar;
use policy::web::Cx;
use serde::Deserialize;
use std::fs::File;
use std::io::{Error, Seek, SeekFrom, Write};
use web::{Failure, FileAnswer, Form, Lang, Shell};

/// The list and the format that the address asks.
#[derive(Debug, Default, Deserialize)]
pub struct AskedFile {
    #[serde(default)]
    nhom: String,
    #[serde(default)]
    tt: String,
    #[serde(default)]
    kenh: String,
    #[serde(default)]
    dang: String,
}

/// The columns: key of the heading, width in characters.
const COLUMNS: [(&str, u8); 11] = [
    ("dossiers-desk-code", 24),
    ("dossiers-desk-owner", 28),
    ("dossiers-desk-export-procedure-code", 12),
    ("dossiers-desk-procedure", 44),
    ("dossiers-desk-export-status", 22),
    ("dossiers-desk-at", 30),
    ("dossiers-desk-channel", 12),
    ("dossiers-desk-export-filed", 17),
    ("dossiers-desk-export-received", 17),
    ("dossiers-desk-export-due", 17),
    ("dossiers-desk-export-mark", 26),
];

/// GET `/quay/xuat`.
pub async fn export_desk(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Form(asked): Form<AskedFile>,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let format = if asked.dang == "xlsx" { "xlsx" } else { "csv" };
    let tab = DeskTab::from_word(&asked.nhom);
    let filter = filter_of(&Asked { tt: asked.tt, kenh: asked.kenh, ..Asked::default() });
    let mut export = ops::begin_export(&deps, &cx, tab, filter).await?;
    let headings: Vec<(String, u8)> =
        COLUMNS.iter().map(|(key, width)| (lang.t(key).into_owned(), *width)).collect();
    let sheet = lang.t("dossiers-desk-export-sheet").into_owned();
    let mut writer = blocking(move || Writer::new(format, &sheet, &headings)).await?;
    let calendar = deps.time.calendar();
    loop {
        let rows = export.next(&deps).await?;
        if rows.is_empty() {
            break;
        }
        let lines: Vec<Vec<Cell>> =
            rows.into_iter().map(|row| cells(&lang, &calendar, cx.now, row)).collect();
        writer = blocking(move || writer.rows(&lines)).await?;
    }
    if export.cut {
        let words = lang.with("dossiers-desk-export-cut", &[("n", group_thousands(EXPORT_MAX))]);
        writer = blocking(move || writer.rows(&[vec![Cell::Text(words)]])).await?;
    }
    let name = name(&lang, &export, format, cx.now);
    let (file, size) = blocking(move || writer.finish()).await?;
    export.finish(&deps, &cx, format).await?;
    let kind = if format == "xlsx" {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else {
        "text/csv; charset=utf-8"
    };
    Ok(FileAnswer::stream(&name, kind, size, file).into_response())
}

fn name(lang: &Lang, export: &DeskExport, format: &str, now: Timestamp) -> String {
    let tab = lang.t(&format!("dossiers-desk-tab-{}", export.tab.word())).to_lowercase();
    let day = date_vi(now.date()).replace('/', "-");
    lang.with("dossiers-desk-export-file", &[("tab", tab), ("day", day), ("format", format.to_owned())])
}

/// Writing a file waits for the disk, so it waits on a thread of its own.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Refused> {
    let failed = |error: Error| Refused::Objects(objects::ObjectError::from(error));
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(failed),
        Err(stopped) => Err(failed(Error::other(stopped))),
    }
}

fn cells(lang: &Lang, calendar: &WorkCalendar, now: Timestamp, row: DeskRow) -> Vec<Cell> {
    let status = words::status_word(lang, row.status);
    let (filed, received, due) = (row.filed_at, row.received_at, row.due_at);
    let code = row.procedure_code.clone();
    let line = super::list::line(lang, calendar, now, row);
    vec![
        Cell::Text(line.code),
        Cell::Text(line.owner),
        Cell::Text(code),
        Cell::Text(line.procedure),
        Cell::Text(status),
        Cell::Text(line.at),
        Cell::Text(line.channel),
        Cell::Time(Some(filed)),
        Cell::Time(received),
        Cell::Time(due),
        Cell::Text(line.due.words),
    ]
}

/// The file while it grows.
enum Writer {
    Csv(Box<csv::Writer<File>>),
    Xlsx(Box<Sheet>),
}

impl Writer {
    fn new(format: &str, sheet: &str, headings: &[(String, u8)]) -> Result<Self, Error> {
        if format == "xlsx" {
            return Ok(Self::Xlsx(Box::new(Sheet::new(sheet, headings).map_err(Error::other)?)));
        }
        let mut file = tempfile::tempfile()?;
        // The mark by which Excel knows UTF-8.
        file.write_all("\u{FEFF}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        writer.write_record(headings.iter().map(|(words, _)| words))?;
        Ok(Self::Csv(Box::new(writer)))
    }

    fn rows(mut self, lines: &[Vec<Cell>]) -> Result<Self, Error> {
        for line in lines {
            match &mut self {
                Self::Csv(writer) => writer.write_record(line.iter().map(plain))?,
                Self::Xlsx(sheet) => sheet.row(line).map_err(Error::other)?,
            }
        }
        Ok(self)
    }

    /// The file, at its beginning, and how long it is.
    fn finish(self) -> Result<(File, u64), Error> {
        let mut file = match self {
            Self::Csv(writer) => writer.into_inner().map_err(|error| Error::other(error.to_string()))?,
            Self::Xlsx(sheet) => {
                let file = tempfile::tempfile()?;
                sheet.finish(&file).map_err(Error::other)?;
                file
            }
        };
        file.flush()?;
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(0))?;
        Ok((file, size))
    }
}

/// A cell of a CSV.  A text that a spreadsheet would run as a formula begins with an apostrophe, which it shows as text.
fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => web::csv_safe(text).into_owned(),
        Cell::Time(Some(at)) => format!("{} {}", date_vi(at.date()), time_vi(at.to_local().time())),
        Cell::Time(None) => String::new(),
    }
}
