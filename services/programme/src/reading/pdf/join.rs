//! Pages to one text: page numbers and running titles go, a table that a page cut is one table again.
use super::super::pipes::is_ordinal_title;
use super::super::{DeclaredCell, DeclaredTable, Source};
use super::page::{Cell, Grid, Item};
use std::collections::BTreeMap;

/// Columns of a table that goes on lie at the same places, so exactly; points.
const NEAR: f64 = 6.0;

pub(super) fn source(pages: Vec<Vec<Item>>) -> Source {
    let count = pages.len();
    let running = running(&pages);
    let mut out = Source::default();
    let mut open: Option<Grid> = None;
    for page in pages {
        for item in page {
            match item {
                Item::Line { edge: true, text, .. } if is_furniture(&text, &running, count) => {}
                Item::Line { text, .. } => {
                    flush(&mut open, &mut out);
                    out.lines.push(text);
                }
                Item::Table(grid) => match open.as_mut().filter(|kept| goes_on(kept, &grid)) {
                    Some(kept) => append(kept, grid),
                    None => {
                        flush(&mut open, &mut out);
                        open = Some(grid);
                    }
                },
            }
        }
    }
    flush(&mut open, &mut out);
    out
}

/// Words at the edges of pages without their digits, and on how many pages they stand.
fn running(pages: &[Vec<Item>]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for page in pages {
        let mut own: Vec<String> = page
            .iter()
            .filter_map(|item| match item {
                Item::Line { edge: true, text, .. } => Some(bare(text)),
                _ => None,
            })
            .collect();
        own.sort();
        own.dedup();
        for words in own {
            *out.entry(words).or_insert(0) += 1;
        }
    }
    out
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

fn is_furniture(text: &str, running: &BTreeMap<String, usize>, pages: usize) -> bool {
    let words = bare(text);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if words.is_empty() || (words == "trang" || words == "page") && digits > 0 {
        return digits <= 7 && text.chars().count() <= 12;
    }
    let seen = running.get(&words).copied().unwrap_or(0);
    pages >= 2 && seen >= 2 && seen * 5 >= pages * 2
}

/// Whether a table at the top of a page goes on with the one at the end of the page before: same columns, and no other
/// titles of its own.
fn goes_on(kept: &Grid, next: &Grid) -> bool {
    let (Some(left), Some(other)) = (kept.edges.first(), next.edges.first()) else { return false };
    let same = kept.edges.len() == next.edges.len()
        && kept.edges.iter().zip(&next.edges).all(|(a, b)| ((a - left) - (b - other)).abs() < NEAR);
    let titled =
        next.rows.first().and_then(|row| row.first()).is_some_and(|cell| is_ordinal_title(&cell.text));
    same && (!titled || repeated(kept, next) > 0)
}

fn words_of(row: &[Cell]) -> Vec<String> {
    row.iter().map(|cell| cell.text.to_lowercase()).collect()
}

/// How many rows of titles are printed again.
fn repeated(kept: &Grid, next: &Grid) -> usize {
    let same = kept
        .rows
        .iter()
        .zip(&next.rows)
        .take_while(|(a, b)| words_of(a) == words_of(b) && a.iter().any(|cell| !cell.text.is_empty()));
    same.count()
}

fn append(kept: &mut Grid, next: Grid) {
    let titles = repeated(kept, &next);
    let mut rows = next.rows;
    rows.drain(..titles.min(rows.len()));
    if kept.rows.is_empty() || rows.is_empty() {
        kept.rows.append(&mut rows);
        return;
    }
    let first = rows.remove(0);
    match torn(kept, &first) {
        true => mend(kept, first),
        false => {
            let carried = first.into_iter().filter(|cell| !carries(kept, cell)).collect();
            kept.rows.push(carried);
        }
    }
    kept.rows.append(&mut rows);
}

/// Whether the first row of a page is the rest of the last row of the page before: it has no ordinal where others have.
fn torn(kept: &Grid, first: &[Cell]) -> bool {
    let numbered =
        |row: &Vec<Cell>| row.first().is_some_and(|cell| cell.column == 0 && !cell.text.is_empty());
    let rows = kept.rows.get(1..).unwrap_or_default();
    let most = rows.iter().filter(|row| numbered(row)).count() * 5 >= rows.len() * 3 && !rows.is_empty();
    let own = first.iter().find(|cell| !cell.text.is_empty()).map(|cell| cell.text.to_lowercase());
    let total = own.is_some_and(|text| text.starts_with("tổng") || text.starts_with("cộng"));
    let group = first.iter().any(|cell| cell.columns > 2 && !cell.text.is_empty());
    most && !total && !group && first.first().is_some_and(|cell| cell.column > 0 || cell.text.is_empty())
}

/// The cell over a column of the last row, wherever it began.
fn over(kept: &mut Grid, column: usize) -> Option<&mut Cell> {
    let count = kept.rows.len();
    kept.rows.iter_mut().enumerate().rev().find_map(|(at, row)| {
        row.iter_mut().find(|cell| {
            at + cell.rows >= count && cell.column <= column && column < cell.column + cell.columns
        })
    })
}

/// Puts the rest of a row behind its beginning.
fn mend(kept: &mut Grid, first: Vec<Cell>) {
    for cell in first {
        let Some(begun) = over(kept, cell.column) else { continue };
        if !begun.text.is_empty() && !cell.text.is_empty() && !begun.text.ends_with('/') {
            begun.text.push(' ');
        }
        begun.text.push_str(&cell.text);
        begun.rows += cell.rows - 1;
    }
}

/// Whether an empty cell at the top of a page is the rest of a merged one: it lies over several rows, or the column has
/// a text in every other row and what stands above is words (a date or a number is never taken from another row).
fn carries(kept: &mut Grid, cell: &Cell) -> bool {
    if !cell.text.is_empty() || cell.column == 0 {
        return false;
    }
    let column = cell.column;
    let own: Vec<bool> = kept
        .rows
        .iter()
        .flatten()
        .filter(|other| other.column == column && other.columns == 1)
        .map(|other| !other.text.is_empty())
        .collect();
    let always = own.len() >= 4 && own.iter().all(|filled| *filled);
    let Some(above) = over(kept, column).filter(|above| above.columns == cell.columns) else { return false };
    let words = !above.text.is_empty() && !above.text.chars().any(|c| c.is_ascii_digit());
    if words && (cell.rows > 1 || above.rows > 1 || always) {
        above.rows += cell.rows;
        return true;
    }
    false
}

fn flush(open: &mut Option<Grid>, out: &mut Source) {
    let Some(grid) = open.take() else { return };
    let first = out.lines.len() + 1;
    let mut rows = Vec::with_capacity(grid.rows.len());
    for row in grid.rows {
        let mut cells = Vec::with_capacity(row.len());
        for cell in row {
            let begins = out.lines.len() + 1;
            if !cell.text.is_empty() {
                out.lines.push(cell.text.clone());
            }
            let last = out.lines.len();
            cells.push(DeclaredCell {
                first: begins.min(last.max(1)),
                last,
                text: cell.text,
                columns: cell.columns,
                rows: cell.rows,
            });
        }
        rows.push(cells);
    }
    let last = out.lines.len();
    if last >= first {
        out.tables.push(DeclaredTable { first, last, rows });
    }
}
