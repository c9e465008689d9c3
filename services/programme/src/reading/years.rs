//! Tables without ordinals whose rows are years: "Năm | … |", then a year and its numbers, and a row of totals.
use super::grid::{Cell, Column, Row, Table};
use super::pipes::{Loose, Region, is_year_title};

const COLUMNS_MAX: usize = 12;

/// The table of a region whose first title is "Năm".
pub(super) fn of_region(region: &Region) -> Option<Table> {
    let cells = &region.cells;
    let head = cells.iter().take(3).position(|cell| is_year_title(&cell.text))?;
    let starts = |at: usize| {
        cells.get(at).is_some_and(|cell| is_year(&cell.text) || is_total(&cell.text))
            && cells.get(at + 1).is_some_and(|cell| is_number(&cell.text))
    };
    // "Tổng chi" among the titles is no row of totals.
    let dated = |at: usize| starts(at) && cells.get(at).is_some_and(|cell| is_year(&cell.text));
    let body = (head + 1..cells.len()).find(|at| dated(*at))?;
    let begins: Vec<usize> = (body..cells.len()).filter(|at| starts(*at)).collect();
    let ends = begins.iter().skip(1).copied().chain([cells.len()]);
    let parts = begins.iter().zip(ends);
    let rows: Vec<Row> =
        parts.flat_map(|(from, to)| rows_of(cells.get(*from..to).unwrap_or_default())).collect();
    let width =
        rows.iter().map(|row| row.cells.len()).max().filter(|width| (2..=COLUMNS_MAX).contains(width))?;
    if rows.len() < 2 {
        return None;
    }
    let titles: Vec<&str> = cells
        .get(head..body)?
        .iter()
        .map(|cell| cell.text.as_str())
        .filter(|text| !text.is_empty())
        .collect();
    Some(Table { columns: columns(&titles, width), rows, by_ordinal: false })
}

/// A label with its numbers; words behind them ("Tỷ lệ (%): 0,3") stand for themselves.
fn rows_of(cells: &[Loose]) -> Vec<Row> {
    let words = |cell: &Loose| cell.text.chars().any(char::is_alphabetic);
    let end = cells.iter().skip(1).position(words).map_or(cells.len(), |at| at + 1);
    let (numbers, rest) = cells.split_at(end.min(cells.len()));
    let alone = rest.iter().filter(|cell| !cell.text.is_empty()).map(std::slice::from_ref);
    std::iter::once(numbers).chain(alone).filter_map(row).collect()
}

fn row(cells: &[Loose]) -> Option<Row> {
    let filled = cells.iter().rposition(|cell| !cell.text.is_empty())?;
    let kept = cells.get(..=filled)?;
    Some(Row {
        first: kept.first()?.first,
        last: kept.last()?.last,
        cells: kept
            .iter()
            .map(|cell| Cell {
                text: cell.text.clone(),
                first: cell.first,
                last: cell.last,
                ..Cell::default()
            })
            .collect(),
    })
}

/// One row of titles; or the second title lies over those at the end, whose spans are gone.
fn columns(titles: &[&str], width: usize) -> Vec<Column> {
    let one = |title: &&str| Column { titles: vec![(*title).to_owned()] };
    let below = (titles.len() + 1).checked_sub(width).filter(|below| *below > 1 && titles.len() > width);
    let Some((top, inner)) = below.and_then(|below| titles.split_at_checked(titles.len() - below)) else {
        let mut out: Vec<Column> = titles.iter().take(width).map(one).collect();
        out.resize(width, Column::default());
        return out;
    };
    let mut out: Vec<Column> = Vec::new();
    for (at, title) in top.iter().enumerate() {
        if at == 1 {
            out.extend(
                inner.iter().map(|own| Column { titles: vec![(*title).to_owned(), (*own).to_owned()] }),
            );
        } else {
            out.push(one(title));
        }
    }
    out.resize(width, Column::default());
    out
}

/// "2016", "Năm 2017", "2020 (ước)".
pub(crate) fn is_year(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.len() == 4 && (digits.starts_with("20") || digits.starts_with("19")) && text.chars().count() <= 14
}

fn is_total(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("tổng") || lower.starts_with("cộng")
}

fn is_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}
