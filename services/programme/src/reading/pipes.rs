//! Tables in plain text: cells closed by `|`, on one line or one cell a line, with or without a bar before the row.
use super::outline::{Marker, marker_of};

/// A stretch of lines that is a table, as the cells in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Region {
    pub first: usize,
    pub last: usize,
    pub cells: Vec<Loose>,
    /// The lines are rows by themselves: each has the same number of bars.
    pub by_line: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Loose {
    pub text: String,
    pub first: usize,
    pub last: usize,
}

/// A cell of a plan does not run over more lines than this; a longer gap between bars is running text.
const CELL_LINES_MAX: usize = 24;
/// Lines between two bars that are longer than this together are running text too.
const CELL_CHARS_MAX: usize = 3000;

/// The tables of the lines (counted from 1), ascending and apart.
pub(super) fn regions(lines: &[String]) -> Vec<Region> {
    let bars: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.contains('|') && !line.contains("||=") && !line.contains("http"))
        .map(|(at, _)| at)
        .collect();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for bar in bars {
        let begins = spans.last().map_or(0, |(_, last)| last + 1);
        let joined = spans.last().is_some_and(|(_, last)| one_cell(lines, last + 1, bar));
        match spans.last_mut() {
            Some(span) if joined => span.1 = bar,
            _ => spans.push((cell_begin(lines, begins, bar), bar)),
        }
    }
    spans.into_iter().flat_map(|(first, last)| split(lines, first, last)).collect()
}

/// Whether the lines from `from` up to the one before `bar` may be the text of one cell, closed on line `bar`.
fn one_cell(lines: &[String], from: usize, bar: usize) -> bool {
    let between = lines.get(from..bar).unwrap_or_default();
    let chars: usize = between.iter().map(|line| line.chars().count()).sum();
    if between.len() > CELL_LINES_MAX || chars > CELL_CHARS_MAX {
        return false;
    }
    if between.is_empty() {
        return true;
    }
    let running = between.iter().any(|line| line.chars().count() > 120);
    if running && (between.len() > 1 || between.iter().any(|line| line.trim_end().ends_with('.'))) {
        return false;
    }
    let closes = lines.get(bar).is_some_and(|line| bars_in(line) >= 1);
    // Rows that stand on one line each need no text between them: what is between is running text.
    let whole_row =
        lines.get(bar).is_some_and(|line| bars_in(line) >= 2 && !line.trim_start().starts_with('|'));
    let heading = between.iter().any(|line| {
        matches!(
            marker_of(line),
            Some((Marker::Annex | Marker::Roman(_) | Marker::Article(_) | Marker::Note(_), _))
        )
    });
    closes && !whole_row && (!heading || ends_with_ordinal(between))
}

fn ends_with_ordinal(between: &[String]) -> bool {
    between.last().is_some_and(|line| is_ordinal_title(line))
}

/// Where the first cell of a region begins: only the line just before the bar may belong to it.
fn cell_begin(lines: &[String], least: usize, bar: usize) -> usize {
    let own = lines.get(bar).map_or("", String::as_str).trim();
    if !own.is_empty() && own != "|" {
        return bar;
    }
    let before = bar.checked_sub(1).filter(|at| *at >= least);
    match before {
        Some(at) if lines.get(at).is_some_and(|line| is_ordinal_title(line) || is_year_title(line)) => at,
        _ => bar,
    }
}

/// "Năm": the first title of a table whose rows are years.
pub(super) fn is_year_title(text: &str) -> bool {
    text.trim().to_lowercase() == "năm"
}

pub(super) fn bars_in(line: &str) -> usize {
    line.chars().filter(|c| *c == '|').count()
}

/// "TT", "STT", "Số TT": the title of the column of ordinals, with which nearly every table of a plan begins.
#[must_use]
pub fn is_ordinal_title(text: &str) -> bool {
    let plain: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    matches!(plain.as_str(), "tt" | "stt" | "sốtt" | "sốthứtự" | "thứtự")
}

/// Cuts a stretch where a new table begins inside it, and gives the words before an ordinal title back to the text.
fn split(lines: &[String], first: usize, last: usize) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    let mut cells: Vec<Loose> = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for at in first..=last {
        let Some(line) = lines.get(at) else { break };
        // The letterhead of a second document does not belong to the table before it.
        if opens_document(line) && open.is_empty() {
            close(&mut out, &mut cells, lines);
            cells.clear();
        }
        let mut pieces = line.split('|').peekable();
        while let Some(piece) = pieces.next() {
            if !piece.trim().is_empty() {
                open.push((at, piece.trim().to_owned()));
            }
            if pieces.peek().is_some() {
                if let Some(cut) =
                    open.iter().position(|(_, text)| is_ordinal_title(text)).filter(|_| open.len() <= 6)
                {
                    close(&mut out, &mut cells, lines);
                    open.drain(..cut);
                }
                cells.push(loose(&mut open, at));
            }
        }
    }
    if !open.is_empty() {
        cells.push(loose(&mut open, last));
    }
    close(&mut out, &mut cells, lines);
    out
}

fn opens_document(line: &str) -> bool {
    let lower = line.to_lowercase();
    lower.contains("cộng hòa xã hội") || lower.contains("cộng hoà xã hội")
}

fn loose(open: &mut Vec<(usize, String)>, at: usize) -> Loose {
    let first = open.first().map_or(at, |(line, _)| *line);
    let text = open.drain(..).map(|(_, text)| text).collect::<Vec<_>>().join(" ");
    Loose { text, first: first + 1, last: at + 1 }
}

fn close(out: &mut Vec<Region>, cells: &mut Vec<Loose>, lines: &[String]) {
    if cells.iter().all(|cell| cell.text.is_empty()) {
        // A lone empty cell before the new table is the bar that opens its first row: it goes along.
        let lead = cells.pop();
        cells.clear();
        cells.extend(lead);
        return;
    }
    out.extend(region(cells, lines));
}

fn region(cells: &mut Vec<Loose>, lines: &[String]) -> Option<Region> {
    let first = cells.first()?.first;
    let last = cells.last()?.last;
    let counts: Vec<usize> =
        (first..=last).filter_map(|at| lines.get(at - 1)).map(|line| bars_in(line)).collect();
    let widest = counts.iter().copied().max().unwrap_or(0);
    let whole = counts.iter().filter(|count| **count == widest).count();
    let by_line = widest >= 2 && whole * 10 >= counts.len() * 8;
    Some(Region { first, last, cells: std::mem::take(cells), by_line })
}
