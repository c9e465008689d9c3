//! Tables with rules: lines that touch make a frame, its crossings make cells, a missing piece of a line joins two cells.
use super::page::{Cell, Grid, Mark, Rule, joined};
use kurbo::Point;

/// Rules whose places differ by less are one; points.
const NEAR: f64 = 2.5;
/// Rules on one axis are one where the gap between them is not larger; points.
const GAP: f64 = 3.5;
/// Uprights that reach so much further than the last rule hold another row; points.
const OPEN: f64 = 8.0;
const RULES_MAX: usize = 1000;
const COLUMNS_MAX: usize = 40;
const CELLS_MAX: usize = 20_000;

/// The lines of one table: where columns and rows are parted.
#[derive(Debug, Default)]
pub(super) struct Frame {
    edges: Vec<f64>,
    /// From the top.
    steps: Vec<f64>,
    level: Vec<Rule>,
    upright: Vec<Rule>,
}

/// Every frame of two columns or more.
pub(super) fn frames(rules: &[Rule]) -> Vec<Frame> {
    let level = merged(rules.iter().filter(|rule| rule.level));
    let upright = merged(rules.iter().filter(|rule| !rule.level));
    if level.len() + upright.len() > RULES_MAX {
        return Vec::new();
    }
    let mut left: Vec<Rule> = level.into_iter().chain(upright).collect();
    let mut out = Vec::new();
    while let Some(seed) = left.pop() {
        let mut frame = vec![seed];
        let mut at = 0;
        while let Some(rule) = frame.get(at).copied() {
            let (touching, rest) = left.into_iter().partition(|other| touch(&rule, other));
            left = rest;
            frame.extend::<Vec<Rule>>(touching);
            at += 1;
        }
        out.extend(Frame::of(frame));
    }
    out
}

fn merged<'a>(rules: impl Iterator<Item = &'a Rule>) -> Vec<Rule> {
    let mut all: Vec<Rule> = rules.copied().collect();
    all.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut lanes: Vec<Vec<Rule>> = Vec::new();
    for rule in all {
        match lanes.last_mut().filter(|lane| lane.first().is_some_and(|first| rule.at - first.at < NEAR)) {
            Some(lane) => lane.push(rule),
            None => lanes.push(vec![rule]),
        }
    }
    let mut out: Vec<Rule> = Vec::new();
    for mut lane in lanes {
        lane.sort_by(|a, b| a.from.total_cmp(&b.from));
        let at = lane.first().map_or(0.0, |rule| rule.at);
        let begun = out.len();
        for rule in lane {
            match out.get_mut(begun..).and_then(|own| own.last_mut()).filter(|last| rule.from - last.to < GAP)
            {
                Some(last) => last.to = last.to.max(rule.to),
                None => out.push(Rule { at, ..rule }),
            }
        }
    }
    out.retain(|rule| rule.to - rule.from > 4.0);
    out
}

/// For each letter, in the order of drawing, the middle of its word: a word wider than its cell runs over the rule, but
/// belongs where it stands for the most part.
fn words(marks: &[Mark]) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::with_capacity(marks.len());
    let mut word: Vec<&Mark> = Vec::new();
    let close = |word: &mut Vec<&Mark>, out: &mut Vec<Point>| {
        if let (Some(first), Some(last)) = (word.first(), word.last()) {
            let middle = f64::midpoint(first.x, last.x + last.wide);
            let place = Point::new(middle, first.middle().y);
            out.resize(out.len() + word.len(), place);
        }
        word.clear();
    };
    for mark in marks {
        let goes_on = word.last().is_some_and(|last| {
            let gap = mark.x - (last.x + last.wide);
            (last.y - mark.y).abs() < 0.5 && gap.abs() < mark.size * 0.08
        });
        if !goes_on || mark.text.trim().is_empty() {
            close(&mut word, &mut out);
        }
        word.push(mark);
        if mark.text.trim().is_empty() {
            close(&mut word, &mut out);
        }
    }
    close(&mut word, &mut out);
    out
}

fn touch(a: &Rule, b: &Rule) -> bool {
    a.level != b.level && a.at > b.from - GAP && a.at < b.to + GAP && b.at > a.from - GAP && b.at < a.to + GAP
}

fn places(rules: &[Rule]) -> Vec<f64> {
    let mut out: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    out.sort_by(f64::total_cmp);
    out.dedup_by(|a, b| (*a - *b).abs() < 2.0 * NEAR);
    out
}

fn pair(list: &[f64], at: usize) -> Option<(f64, f64)> {
    Some((*list.get(at)?, *list.get(at + 1)?))
}

impl Frame {
    fn of(rules: Vec<Rule>) -> Option<Self> {
        let (level, upright): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(|rule| rule.level);
        let edges = places(&upright);
        let mut steps = places(&level);
        // A row that the end of the page cuts may have no rule below it, and the rest of it none above.
        let low = upright.iter().map(|rule| rule.from).fold(f64::INFINITY, f64::min);
        let high = upright.iter().map(|rule| rule.to).fold(f64::NEG_INFINITY, f64::max);
        if steps.first().is_some_and(|first| first - low > OPEN) {
            steps.insert(0, low);
        }
        if steps.last().is_some_and(|last| high - last > OPEN) {
            steps.push(high);
        }
        steps.reverse();
        (edges.len() >= 3 && edges.len() <= COLUMNS_MAX && steps.len() >= 2).then_some(Self {
            edges,
            steps,
            level,
            upright,
        })
    }

    fn ruled(rules: &[Rule], at: f64, across: f64) -> bool {
        rules.iter().any(|rule| (rule.at - at).abs() < 2.0 * NEAR && rule.from < across && across < rule.to)
    }

    /// Whether a line stands to the right of the column within the row.
    fn closed_right(&self, row: usize, column: usize) -> bool {
        let (Some((top, bottom)), Some(edge)) = (pair(&self.steps, row), self.edges.get(column + 1)) else {
            return true;
        };
        column + 2 >= self.edges.len() || Self::ruled(&self.upright, *edge, f64::midpoint(top, bottom))
    }

    /// Whether a line stands under the row within the column.
    fn closed_below(&self, row: usize, column: usize) -> bool {
        let (Some((left, right)), Some(step)) = (pair(&self.edges, column), self.steps.get(row + 1)) else {
            return true;
        };
        row + 2 >= self.steps.len() || Self::ruled(&self.level, *step, f64::midpoint(left, right))
    }

    /// Takes the marks that stand inside out of the page and puts them in their cells.  None when it is no table.
    pub fn fill(&self, marks: &mut Vec<Mark>) -> Option<Grid> {
        let (width, height) = (self.edges.len() - 1, self.steps.len() - 1);
        let top = *self.steps.first()?;
        if width * height > CELLS_MAX {
            return None;
        }
        let mut owners: Vec<Option<usize>> = vec![None; width * height];
        let mut cells: Vec<(usize, Cell)> = Vec::new();
        for (row, column) in (0..height).flat_map(|row| (0..width).map(move |column| (row, column))) {
            if owners.get(row * width + column).is_none_or(Option::is_some) {
                continue;
            }
            let (columns, rows) = self.span(row, column, width, height);
            for at in (row..row + rows).flat_map(|r| (column..column + columns).map(move |c| r * width + c)) {
                if let Some(owner) = owners.get_mut(at) {
                    *owner = Some(cells.len());
                }
            }
            cells.push((row, Cell { column, columns, rows, text: String::new() }));
        }
        let places = words(marks);
        let owner_of = |place: &Point| owners.get(self.slot(*place, width)?).copied().flatten();
        let mut inside: Vec<Vec<Mark>> = vec![Vec::new(); cells.len()];
        // A frame around running text is no table.
        let mut held: Vec<usize> = places.iter().filter_map(owner_of).collect();
        held.sort_unstable();
        held.dedup();
        if held.len() < 2 {
            return None;
        }
        let all = std::mem::take(marks);
        for (mark, place) in all.into_iter().zip(&places) {
            match owner_of(place).and_then(|owner| inside.get_mut(owner)) {
                Some(own) => own.push(mark),
                None => marks.push(mark),
            }
        }
        let mut rows: Vec<Vec<Cell>> = vec![Vec::new(); height];
        for ((row, cell), own) in cells.into_iter().zip(inside) {
            if let Some(cells) = rows.get_mut(row) {
                cells.push(Cell { text: joined(own), ..cell });
            }
        }
        Some(Grid { top, edges: self.edges.clone(), rows })
    }

    /// The smallest cell at a point.
    fn slot(&self, point: Point, width: usize) -> Option<usize> {
        let column = self.edges.partition_point(|edge| *edge <= point.x).checked_sub(1)?;
        let row = self.steps.partition_point(|step| *step > point.y).checked_sub(1)?;
        (column + 1 < self.edges.len() && row + 1 < self.steps.len()).then(|| row * width + column)
    }

    fn span(&self, row: usize, column: usize, width: usize, height: usize) -> (usize, usize) {
        let mut columns = 1;
        while column + columns < width && !self.closed_right(row, column + columns - 1) {
            columns += 1;
        }
        let mut rows = 1;
        while row + rows < height
            && (column..column + columns).all(|at| !self.closed_below(row + rows - 1, at))
        {
            rows += 1;
        }
        (columns, rows)
    }
}
