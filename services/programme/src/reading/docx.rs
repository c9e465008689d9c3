//! DOCX (ECMA-376): paragraphs make lines, tables keep their spans, deleted text is left out.
use super::lines::clean;
use super::{DeclaredCell, DeclaredTable, ReadError, Source};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{Cursor, Read as _};

/// The text of a 400-page decision is far below this; more is a bomb.
const XML_BYTES_MAX: u64 = 64 * 1024 * 1024;
const BROKEN: ReadError = ReadError::Broken { format: "DOCX" };

pub(super) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
    let mut xml = Vec::new();
    {
        let file = archive.by_name("word/document.xml").map_err(|_| ReadError::Unknown)?;
        file.take(XML_BYTES_MAX + 1).read_to_end(&mut xml).map_err(|_| BROKEN)?;
    }
    if u64::try_from(xml.len()).unwrap_or(u64::MAX) > XML_BYTES_MAX {
        return Err(ReadError::TooLarge { bytes: xml.len() });
    }
    walk(&xml)
}

#[derive(Default)]
struct Walk {
    source: Source,
    open: String,
    /// Tables inside tables: the outer one waits.
    tables: Vec<DeclaredTable>,
    row: Vec<Vec<DeclaredCell>>,
    in_text: bool,
    bullet: bool,
}

fn walk(xml: &[u8]) -> Result<Source, ReadError> {
    let mut reader = Reader::from_reader(xml);
    let mut state = Walk::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => state.start(&tag),
            Ok(Event::Empty(tag)) => {
                state.start(&tag);
                state.end(tag.local_name().as_ref());
            }
            Ok(Event::End(tag)) => state.end(tag.local_name().as_ref()),
            Ok(Event::Text(text)) if state.in_text => state.open.push_str(&text),
            Ok(Event::GeneralRef(name)) if state.in_text => state.entity(&name),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err(BROKEN),
        }
    }
    state.end_line();
    state.source.tables.sort_by_key(|table| table.first);
    Ok(state.source)
}

impl Walk {
    fn entity(&mut self, name: &str) {
        match name {
            "amp" => self.open.push('&'),
            "lt" => self.open.push('<'),
            "gt" => self.open.push('>'),
            "quot" => self.open.push('"'),
            "apos" => self.open.push('\''),
            other => {
                let code = other.strip_prefix("#x").map_or_else(
                    || other.strip_prefix('#').and_then(|digits| digits.parse().ok()),
                    |hex| u32::from_str_radix(hex, 16).ok(),
                );
                self.open.extend(code.and_then(char::from_u32));
            }
        }
    }

    fn end_line(&mut self) {
        let words = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        self.open.clear();
        let bullet = std::mem::take(&mut self.bullet);
        if words.is_empty() {
            return;
        }
        // A list of Word keeps its dash or number outside the text: a dash stands for it.
        let marked = super::marker_of(&words).is_some() || !self.row.is_empty();
        let line = if bullet && !marked { format!("- {words}") } else { words };
        self.source.lines.push(clean(&line));
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "t" => self.in_text = true,
            "tab" | "br" | "cr" => self.open.push(' '),
            "numPr" => self.bullet = true,
            "p" => self.end_line(),
            "tbl" => {
                self.end_line();
                self.tables
                    .push(DeclaredTable { first: self.source.lines.len() + 1, ..DeclaredTable::default() });
            }
            "tr" => self.row.push(Vec::new()),
            "tc" => {
                let first = self.source.lines.len() + 1;
                let cell = DeclaredCell { first, columns: 1, rows: 1, ..DeclaredCell::default() };
                if let Some(row) = self.row.last_mut() {
                    row.push(cell);
                }
            }
            "gridSpan" => {
                self.with_cell(|cell| cell.columns = value(tag).and_then(|v| v.parse().ok()).unwrap_or(1))
            }
            // "restart" opens a span downwards; anything else continues it.
            "vMerge" => {
                let continues = value(tag).is_none_or(|v| v != "restart");
                self.with_cell(|cell| cell.rows = usize::from(!continues));
            }
            _ => {}
        }
    }

    fn with_cell(&mut self, act: impl FnOnce(&mut DeclaredCell)) {
        if let Some(cell) = self.row.last_mut().and_then(|row| row.last_mut()) {
            act(cell);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" => self.end_line(),
            "tc" => {
                self.end_line();
                let last = self.source.lines.len();
                let lines = &self.source.lines;
                if let Some(cell) = self.row.last_mut().and_then(|row| row.last_mut()) {
                    cell.last = last.max(cell.first.saturating_sub(1));
                    cell.text = lines.get(cell.first - 1..last).unwrap_or_default().join(" ");
                }
            }
            "tr" => {
                if let (Some(row), Some(table)) = (self.row.pop(), self.tables.last_mut()) {
                    table.rows.push(row);
                }
            }
            "tbl" => {
                if let Some(mut table) = self.tables.pop() {
                    table.last = self.source.lines.len();
                    spans(&mut table);
                    let outer = !self.tables.is_empty();
                    if table.last >= table.first && !outer {
                        self.source.tables.push(table);
                    }
                }
            }
            _ => {}
        }
    }
}

/// `vMerge` marks each cell below: they become the row span of the cell that they continue.
fn spans(table: &mut DeclaredTable) {
    let mut opened: Vec<(usize, usize, usize)> = Vec::new();
    let mut grown: Vec<(usize, usize)> = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let mut column = 0;
        for (index, cell) in row.iter().enumerate() {
            if cell.rows == 0 {
                if let Some((_, r, i)) = opened.iter().find(|(c, _, _)| *c == column) {
                    grown.push((*r, *i));
                }
            } else {
                opened.retain(|(c, _, _)| *c != column);
                opened.push((column, at, index));
            }
            column += cell.columns.max(1);
        }
    }
    for (row, index) in grown {
        if let Some(cell) = table.rows.get_mut(row).and_then(|row| row.get_mut(index)) {
            cell.rows += 1;
        }
    }
    for row in &mut table.rows {
        row.retain(|cell| cell.rows > 0);
    }
}

fn value(tag: &BytesStart<'_>) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == "val")?;
    Some(found.value.into_owned())
}
