//! Cells of a CSV that people open in a spreadsheet.
use std::borrow::Cow;

/// How a text begins that a spreadsheet would run; East Asian sheets take the wide signs for the narrow ones.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text, with an apostrophe before what a spreadsheet would run as a formula; it shows the text then.
#[must_use]
pub fn csv_safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A safe cell in quotes, for files that are written by hand.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    format!("\"{}\"", csv_safe(text).replace('"', "\"\""))
}
