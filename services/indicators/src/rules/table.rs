//! A table that was pasted or uploaded: one line an agency.  Whatever does not fit is said at its place; nothing of a
//! table with a flaw is taken.
use super::flaw::Flaw;
use super::number::parse_decimal_vi;
use crate::model::Definition;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedRow {
    /// From 1, as the sheet shows it.
    pub line: usize,
    pub agency_code: String,
    pub inputs: BTreeMap<String, Decimal>,
    pub note: String,
}

const LINES_MAX: usize = 2_000;
const FLAWS_MAX: usize = 50;

/// The header of an indicator's table: the agency's code and name, one column a number, a note.
#[must_use]
pub fn header_of(definition: &Definition) -> Vec<String> {
    let mut columns = vec!["ma_co_quan".to_owned(), "ten_co_quan".to_owned()];
    columns.extend(definition.inputs.iter().map(|input| input.code.clone()));
    columns.push("ghi_chu".to_owned());
    columns
}

/// Cells of a line, quotes as spreadsheets write them.
fn cells(line: &str, mark: char) -> Vec<String> {
    let mut out = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                cell.push('"');
                signs.next();
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            _ if sign == mark && !quoted => out.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(sign),
        }
    }
    out.push(cell.trim().to_owned());
    out
}

fn mark_of(header: &str) -> char {
    [';', '\t'].into_iter().find(|mark| header.contains(*mark)).unwrap_or(',')
}

/// Reads the table; `agencies` are the codes and names of those who report.
///
/// # Errors
/// Every flaw, at most fifty.
pub fn read_table(
    text: &str,
    definition: &Definition,
    agencies: &[(String, String)],
) -> Result<Vec<PastedRow>, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let Some((_, head)) = lines.by_ref().find(|(_, line)| !line.trim().is_empty()) else {
        return Err(vec![Flaw::new("table", "table-empty")]);
    };
    let mark = mark_of(head);
    let wanted = header_of(definition);
    let found: Vec<String> = cells(head, mark).into_iter().map(|cell| cell.to_lowercase()).collect();
    let said: Vec<String> = found.iter().rev().skip_while(|cell| cell.is_empty()).cloned().collect();
    if said.into_iter().rev().collect::<Vec<_>>() != wanted {
        let flaw = Flaw::new("table", "table-header")
            .arg("wanted", wanted.join("; "))
            .arg("found", found.join("; "));
        return Err(vec![flaw]);
    }
    let mut rows: Vec<PastedRow> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (index, line) in lines.filter(|(_, line)| line.chars().any(|c| c != mark && !c.is_whitespace())) {
        if rows.len() >= LINES_MAX {
            flaws.push(Flaw::new("table", "table-long").arg("most", LINES_MAX.to_string()));
            break;
        }
        if flaws.len() >= FLAWS_MAX {
            break;
        }
        match read_line(index + 1, &cells(line, mark), &wanted, definition, agencies) {
            Ok(row) if !seen.insert(row.agency_code.clone()) => {
                flaws.push(at(index + 1, "table-twice").arg("code", row.agency_code));
            }
            Ok(row) => rows.push(row),
            Err(found) => flaws.extend(found),
        }
    }
    if flaws.is_empty() && rows.is_empty() {
        flaws.push(Flaw::new("table", "table-empty"));
    }
    if flaws.is_empty() { Ok(rows) } else { Err(flaws) }
}

fn at(line: usize, code: &'static str) -> Flaw {
    Flaw::new("table", code).arg("line", line.to_string())
}

fn read_line(
    line: usize,
    cells: &[String],
    header: &[String],
    definition: &Definition,
    agencies: &[(String, String)],
) -> Result<PastedRow, Vec<Flaw>> {
    let full = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    // A note may be left out; anything else is a column too few or too many.
    if full > header.len() || cells.len() + 1 < header.len() {
        let flaw = at(line, "table-columns")
            .arg("found", full.max(cells.len().min(header.len() + 9)).to_string())
            .arg("wanted", header.len().to_string());
        return Err(vec![flaw]);
    }
    let cell = |index: usize| cells.get(index).map(String::as_str).unwrap_or_default();
    let mut flaws = Vec::new();
    let code = cell(0);
    let name = agencies.iter().find(|(known, _)| known == code).map(|(_, name)| name.as_str());
    match name {
        None => flaws.push(at(line, "table-agency").arg("code", code)),
        Some(known) if !cell(1).is_empty() && !text::same_words(known, cell(1)) => {
            let flaw = at(line, "table-name").arg("code", code).arg("known", known).arg("found", cell(1));
            flaws.push(flaw);
        }
        Some(_) => {}
    }
    let mut inputs = BTreeMap::new();
    for (index, input) in definition.inputs.iter().enumerate() {
        let text = cell(index + 2);
        let place = |code| {
            at(line, code)
                .arg("column", (index + 3).to_string())
                .arg("title", input.title.clone())
                .arg("found", text)
        };
        match parse_decimal_vi(text) {
            Some(value) => {
                inputs.insert(input.code.clone(), value);
            }
            None if text.is_empty() && parse_decimal_vi(cell(index + 3)).is_some() => {
                flaws.push(place("table-shifted"));
            }
            None if text.is_empty() => flaws.push(place("table-missing")),
            // Words where a number belongs, while a number stands in the column of names or notes: the row has moved.
            None if parse_decimal_vi(cell(1)).is_some()
                || parse_decimal_vi(cell(header.len() - 1)).is_some()
                || agencies.iter().any(|(known, name)| known == text || text::same_words(name, text)) =>
            {
                flaws.push(place("table-shifted"));
            }
            None => flaws.push(place("table-number")),
        }
    }
    if !flaws.is_empty() {
        return Err(flaws);
    }
    let note = cell(header.len() - 1).to_owned();
    Ok(PastedRow { line, agency_code: code.to_owned(), inputs, note })
}
