//! A spreadsheet of one sheet, row by row: no more than a row of it is held, the rest lies in a temporary file.
use base::Timestamp;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::fs::File;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Written as text: no program takes it for a formula.
    Text(String),
    /// UTC; shown in Vietnam's time.
    Time(Option<Timestamp>),
}

/// A workbook being written.
pub struct Sheet {
    book: Workbook,
    next: u32,
    time: Format,
}

impl Sheet {
    /// The name of the sheet; headings with the width of their columns in characters.
    ///
    /// # Errors
    /// [`XlsxError`]: a name that spreadsheets refuse, no temporary file.
    pub fn new(name: &str, headings: &[(String, u8)]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, (words, width)) in (0_u16..).zip(headings) {
            sheet.set_column_width(column, f64::from(*width))?;
            sheet.write_string_with_format(0, column, words, &bold)?;
        }
        Ok(Self { book, next: 1, time: Format::new().set_num_format("dd/mm/yyyy hh:mm") })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// [`XlsxError`]: a text longer than a cell, no room on the disk.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let sheet: &mut Worksheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    sheet.write_string(self.next, column, text)?;
                }
                Cell::Time(Some(at)) => {
                    let wall = at.plus_seconds(7 * 3_600).micros().div_euclid(1_000_000);
                    let wall = ExcelDateTime::from_timestamp(wall)?;
                    sheet.write_datetime_with_format(self.next, column, &wall, &self.time)?;
                }
                Cell::Time(None) => {}
            }
        }
        self.next = self.next.saturating_add(1);
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// [`XlsxError`] of the disk.
    pub fn finish(mut self, file: &File) -> Result<(), XlsxError> {
        self.book.save_to_writer(file.try_clone().map_err(XlsxError::IoError)?)
    }
}
