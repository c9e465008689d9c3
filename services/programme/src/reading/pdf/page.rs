//! One page: its glyphs and rules, and the lines of text and the tables that they make, from the top.
use super::super::lines::clean;
use super::{columns, ruled};
use kurbo::Point;

/// A filled box not wider than this is a rule; points.
pub(super) const RULE_WIDE_MAX: f64 = 3.0;
/// A drawing has more; no table of people does.
const RULES_MAX: usize = 20_000;
/// A gap of so many letter heights parts what stands side by side (a letterhead, columns without rules).
pub(super) const WIDE_GAP: f64 = 2.2;

/// A glyph on the page: the origin is at the bottom left, points.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub wide: f64,
    pub text: String,
}

impl Mark {
    /// The middle of the letter, for the question in which cell it stands.
    pub fn middle(&self) -> Point {
        Point::new(self.x + self.wide / 2.0, self.y + self.size * 0.3)
    }
}

/// A straight line along an axis: `at` on the other axis, from `from` to `to`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub at: f64,
    pub from: f64,
    pub to: f64,
    pub level: bool,
}

impl Rule {
    /// The rule between two points; none when it is slanted or too short.
    pub fn between(a: Point, b: Point) -> Option<Self> {
        let (wide, high) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        let level = wide > high;
        if wide.min(high) > 1.0 || wide.max(high) < 2.0 || !(wide + high).is_finite() {
            return None;
        }
        let (at, from, to) = if level {
            (f64::midpoint(a.y, b.y), a.x.min(b.x), a.x.max(b.x))
        } else {
            (f64::midpoint(a.x, b.x), a.y.min(b.y), a.y.max(b.y))
        };
        Some(Self { at, from, to, level })
    }
}

#[derive(Debug, Default)]
pub(super) struct Page {
    pub height: f64,
    pub marks: Vec<Mark>,
    pub rules: Vec<Rule>,
}

/// A cell of a table on a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
    pub text: String,
}

/// A table on a page: where its columns are parted, and its rows; a cell stands in its first row.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub top: f64,
    pub edges: Vec<f64>,
    pub rows: Vec<Vec<Cell>>,
}

/// What stands on a page, from the top.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// `edge`: near the top or the bottom of the page, where furniture stands.
    Line {
        y: f64,
        edge: bool,
        text: String,
    },
    Table(Grid),
}

impl Item {
    fn y(&self) -> f64 {
        match self {
            Self::Line { y, .. } => *y,
            Self::Table(grid) => grid.top,
        }
    }
}

impl Page {
    pub fn rule(&mut self, rule: Option<Rule>) {
        if let Some(rule) = rule.filter(|_| self.rules.len() < RULES_MAX) {
            self.rules.push(rule);
        }
    }

    /// Tables and lines in reading order.
    pub fn items(mut self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for frame in ruled::frames(&self.rules) {
            if let Some(grid) = frame.fill(&mut self.marks) {
                items.push(Item::Table(grid));
            }
        }
        let mut rows = rows_of(self.marks);
        if items.is_empty() {
            items.extend(columns::tables(&mut rows).into_iter().map(Item::Table));
        }
        let (low, high) = (self.height * 0.13, self.height * 0.87);
        for row in rows {
            let y = row.first().map_or(0.0, |mark| mark.y);
            let text = parted(row);
            if !text.is_empty() {
                items.push(Item::Line { y, edge: y < low || y > high, text });
            }
        }
        items.sort_by(|a, b| b.y().total_cmp(&a.y()));
        items
    }
}

/// Rows of marks from the top, each from the left; glyphs whose base differs by less than a third of their size stand
/// on one row.
pub(super) fn rows_of(mut marks: Vec<Mark>) -> Vec<Vec<Mark>> {
    marks.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        match rows
            .last_mut()
            .filter(|row| row.last().is_some_and(|last| (last.y - mark.y).abs() < last.size / 3.0))
        {
            Some(row) => row.push(mark),
            None => rows.push(vec![mark]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    rows
}

/// The words of a row; where the gap is wide, a new stretch begins.
pub(super) fn stretches(row: Vec<Mark>) -> Vec<(f64, f64, String)> {
    let mut out: Vec<(f64, f64, String)> = Vec::new();
    for mark in row {
        let end = mark.x + mark.wide;
        match out.last_mut().filter(|(_, last, _)| mark.x - *last < mark.size * WIDE_GAP) {
            Some((_, last, text)) => {
                if mark.x - *last > mark.size * 0.18 && !text.ends_with(' ') {
                    text.push(' ');
                }
                text.push_str(&mark.text);
                *last = last.max(end);
            }
            None if mark.text.trim().is_empty() => {}
            None => out.push((mark.x, end, mark.text)),
        }
    }
    out
}

/// What stands side by side is parted by a bar, as legal sites do with letterheads.
fn parted(row: Vec<Mark>) -> String {
    let parts: Vec<String> = stretches(row)
        .into_iter()
        .map(|(_, _, text)| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect();
    let bars = if parts.len() > 1 { " |" } else { "" };
    clean(&format!("{}{bars}", parts.join(" | ")))
}

/// The text of a cell: its lines joined; a line that ends with a stroke goes on at once ("Quý III/" "2026").
pub(super) fn joined(marks: Vec<Mark>) -> String {
    let mut out = String::new();
    for row in rows_of(marks) {
        let words = stretches(row).into_iter().map(|(_, _, text)| text).collect::<Vec<_>>().join(" ");
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !out.is_empty() && !line.is_empty() && !out.ends_with('/') {
            out.push(' ');
        }
        out.push_str(&line);
    }
    clean(&out)
}
