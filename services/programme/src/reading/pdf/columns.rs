//! Tables without rules: the titles of the columns stand side by side after "TT", what is below them keeps to their
//! columns, a row begins at its ordinal.
use super::super::grid::is_ordinal;
use super::super::pipes::is_ordinal_title;
use super::page::{Cell, Grid, Mark, joined};

/// A gap of so many letter heights parts two columns.
const GAP: f64 = 0.9;

/// Takes the rows of text that make tables out of the page.
pub(super) fn tables(rows: &mut Vec<Vec<Mark>>) -> Vec<Grid> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let Some((grid, end)) = rows.get(at..).and_then(table) else {
            at += 1;
            continue;
        };
        rows.drain(at..at + end);
        out.push(grid);
    }
    out
}

/// A stretch of a row: where it begins and ends.
#[derive(Clone, Copy)]
struct Ink {
    from: f64,
    to: f64,
}

impl Ink {
    fn over(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

fn pieces(row: &[Mark]) -> Vec<(Ink, Vec<Mark>)> {
    let mut out: Vec<(Ink, Vec<Mark>)> = Vec::new();
    for mark in row.iter().filter(|mark| !mark.text.trim().is_empty()) {
        let ink = Ink { from: mark.x, to: mark.x + mark.wide };
        match out.last_mut().filter(|(last, _)| ink.from - last.to < mark.size * GAP) {
            Some((last, marks)) => {
                last.to = last.to.max(ink.to);
                marks.push(mark.clone());
            }
            None => out.push((ink, vec![mark.clone()])),
        }
    }
    out
}

/// A table that begins with the first row, and how many rows it takes.
fn table(rows: &[Vec<Mark>]) -> Option<(Grid, usize)> {
    let first = pieces(rows.first()?);
    let titled = first.first().is_some_and(|(_, marks)| is_ordinal_title(&joined(marks.clone())));
    if !titled || first.len() < 3 {
        return None;
    }
    let mut columns: Vec<Ink> = first.iter().map(|(ink, _)| *ink).collect();
    let width = columns.len();
    let mut body: Vec<Vec<Vec<Mark>>> = vec![vec![Vec::new(); width]];
    let mut spans: Vec<bool> = vec![false];
    let mut end = 0;
    for row in rows {
        let parts = pieces(row);
        let begins = parts.first().is_some_and(|(ink, marks)| {
            columns.first().is_some_and(|own| ink.from < own.to) && is_ordinal(&joined(marks.clone()))
        });
        let crosses =
            parts.iter().any(|(ink, _)| columns.iter().filter(|column| column.over(ink)).count() > 1);
        if crosses && !begins {
            break;
        }
        if begins {
            body.push(vec![Vec::new(); width]);
            spans.push(crosses);
        }
        let Some(cells) = body.last_mut() else { break };
        for (ink, marks) in parts {
            let at = nearest(&columns, &ink);
            if !crosses && let Some(column) = columns.get_mut(at) {
                *column = Ink { from: column.from.min(ink.from), to: column.to.max(ink.to) };
            }
            if let Some(cell) = cells.get_mut(at) {
                cell.extend(marks);
            }
        }
        end += 1;
    }
    if body.len() < 3 {
        return None;
    }
    let top = rows.first().and_then(|row| row.first()).map_or(0.0, |mark| mark.y);
    let mut edges: Vec<f64> = columns.iter().map(|column| column.from).collect();
    edges.extend(columns.last().map(|column| column.to));
    let rows = body.into_iter().zip(spans).map(|(cells, group)| cells_of(cells, group)).collect();
    Some((Grid { top, edges, rows }, end))
}

fn cells_of(cells: Vec<Vec<Mark>>, group: bool) -> Vec<Cell> {
    let width = cells.len();
    let texts = cells.into_iter().map(joined);
    if !group {
        return texts.enumerate().map(|(column, text)| Cell { column, columns: 1, rows: 1, text }).collect();
    }
    let mut texts = texts;
    let code = texts.next().unwrap_or_default();
    let title = texts.collect::<Vec<_>>().join(" ").trim().to_owned();
    vec![
        Cell { column: 0, columns: 1, rows: 1, text: code },
        Cell { column: 1, columns: width - 1, rows: 1, text: title },
    ]
}

/// The column that a stretch lies over, else the one that is nearest.
fn nearest(columns: &[Ink], ink: &Ink) -> usize {
    let far = |column: &Ink| {
        if column.over(ink) { 0.0 } else { (column.from - ink.to).abs().min((ink.from - column.to).abs()) }
    };
    columns.iter().enumerate().min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b))).map_or(0, |(at, _)| at)
}
