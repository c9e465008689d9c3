//! Dates, years, quarters and cadences of a plan.
//!
//! All dates are civil dates of Vietnam (no time, no zone).
use super::cadence::{self, Cadence};
use super::dates::{self, Raw, Unit};
use super::scan::{Token, scan};
use jiff::civil::Date;
use std::fmt;
use std::ops::Range;

/// One printed point in time, as exact as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// 15/5/2024
    Day(Date),
    /// tháng 6/2024
    Month {
        /// Year of our era.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// Quý III/2026
    Quarter {
        /// Year of our era.
        year: i16,
        /// 1 to 4.
        quarter: i8,
    },
    /// năm 2025
    Year(i16),
}

impl Point {
    /// The year the point lies in.
    pub fn year(self) -> i16 {
        match self {
            Self::Day(date) => date.year(),
            Self::Month { year, .. } | Self::Quarter { year, .. } | Self::Year(year) => year,
        }
    }

    /// The last day of it: by then the work must be done.
    pub fn last_day(self) -> Option<Date> {
        let month = match self {
            Self::Day(date) => return Some(date),
            Self::Month { month, .. } => month,
            Self::Quarter { quarter, .. } => quarter.checked_mul(3)?,
            Self::Year(_) => 12,
        };
        Date::new(self.year(), month, 1).ok().map(Date::last_of_month)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Month { year, month } => write!(f, "{year}-{month:02}"),
            Self::Quarter { year, quarter } => write!(f, "{year}-Q{quarter}"),
            Self::Year(year) => write!(f, "{year}"),
        }
    }
}

/// A deadline: a point, or a span whose end is the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// `2024-03-30`, `2022-10`, `2026-Q3`, `2025`
    At(Point),
    /// `2024/2025`
    Span {
        /// First point of the span.
        from: Point,
        /// Last point of the span, the deadline.
        to: Point,
    },
}

impl When {
    /// The point by which it is due.
    pub fn end(self) -> Point {
        match self {
            Self::At(point) | Self::Span { to: point, .. } => point,
        }
    }

    /// The first point of a span, or the point itself.
    pub fn start(self) -> Point {
        match self {
            Self::At(point) | Self::Span { from: point, .. } => point,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(point) => write!(f, "{point}"),
            Self::Span { from, to } => write!(f, "{from}/{to}"),
        }
    }
}

/// What a deadline cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deadline {
    /// In printed order.
    pub dates: Vec<When>,
    /// How often, when it says so.
    pub cadence: Option<Cadence>,
    /// What was not understood ("sau khi có hướng dẫn của Bộ"), on one line; empty when all was.
    pub rest: String,
}

/// Reads a deadline cell. `plan_year` completes dates printed without a year ("30/6", "Quý II");
/// without it they stay in `rest`. A date "hằng năm" has no year and stays in `rest` too, so that
/// nothing is invented.
pub fn deadline(text: &str, plan_year: Option<i32>) -> Deadline {
    let tokens = scan(text);
    let mut used = vec![false; tokens.len()];
    let cadence = cadence::find(&tokens);
    if let Some((_, run)) = &cadence {
        mark(&mut used, run.clone());
    }
    // "trước 15/12 hằng năm", "tháng cuối quý": a day of every period, not one day.
    let repeated = cadence.as_ref().is_some_and(|(cadence, _)| cadence.repeats());
    let year = if repeated { None } else { plan_year.and_then(|year| i16::try_from(year).ok()) };
    let mut raws = dates::find(&tokens);
    raws.retain(|raw| {
        let free = !used.iter().take(raw.run.end).skip(raw.run.start).any(|taken| *taken);
        free && !dates::is_cited(&tokens, raw.run.start)
    });
    let mut found = Vec::new();
    for (when, runs) in resolve(&tokens, &raws, year) {
        found.push(when);
        for run in runs {
            mark(&mut used, run);
        }
    }
    if year.is_some() && found.is_empty() && cadence.is_none() {
        found.extend(this_year(&tokens, &mut used, year));
    }
    Deadline { dates: found, cadence: cadence.map(|(cadence, _)| cadence), rest: rest(text, &tokens, &used) }
}

/// "Trong năm", "Cuối năm", "Cả năm": the year of the plan.
fn this_year(tokens: &[Token<'_>], used: &mut [bool], year: Option<i16>) -> Option<When> {
    let all = tokens.iter().all(|t| t.is("năm") || FILLERS.contains(&t.key.as_str()) || t.is("cả"));
    if !all || !tokens.iter().any(|token| token.is("năm")) {
        return None;
    }
    used.fill(true);
    year.map(|year| When::At(Point::Year(year)))
}

fn mark(used: &mut [bool], run: Range<usize>) {
    for flag in used.iter_mut().take(run.end).skip(run.start) {
        *flag = true;
    }
}

const FILLERS: &[&str] = &[
    "và", "+", "&", ",", ";", ".", ":", "-", "/", "(", ")", "trước", "đến", "tới", "ngày", "tháng", "quý",
    "năm", "hoàn", "thành", "trong", "cuối", "đầu", "hết", "giai", "đoạn", "từ", "vào", "hạn", "định", "kỳ",
];

fn rest(text: &str, tokens: &[Token<'_>], used: &[bool]) -> String {
    let left = tokens.iter().zip(used).filter(|(_, used)| !**used);
    if left.clone().all(|(token, _)| FILLERS.contains(&token.key.as_str())) {
        return String::new();
    }
    let mut words = String::new();
    for (token, _) in left {
        if !words.is_empty() && !token.glued {
            words.push(' ');
        }
        words.push_str(text.get(token.at.clone()).unwrap_or_default());
    }
    let trim = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '-' | '–');
    words.trim_matches(trim).to_owned()
}

/// Joins points into spans ("2024-2025", "từ quý I đến quý III/2024") and gives partial ones
/// their year: from the next point they are listed or joined with, else from the plan.
fn resolve(tokens: &[Token<'_>], raws: &[Raw], year: Option<i16>) -> Vec<(When, Vec<Range<usize>>)> {
    let mut years: Vec<Option<i16>> = raws.iter().map(|raw| raw.year).collect();
    for place in (0..raws.len().saturating_sub(1)).rev() {
        let next = years.get(place + 1).copied().flatten();
        let listed = raws.get(place).zip(raws.get(place + 1)).is_some_and(|(a, b)| {
            tokens.iter().take(b.run.start).skip(a.run.end).all(|token| token.is_any(LINKS))
                && a.unit.same(b.unit)
        });
        if let Some(slot) = years.get_mut(place).filter(|slot| slot.is_none() && listed) {
            *slot = next;
        }
    }
    let mut found: Vec<(When, Vec<Range<usize>>)> = Vec::new();
    let mut previous_end: Option<usize> = None;
    for (raw, own) in raws.iter().zip(years) {
        let Some(point) = raw.point(own.or(year)) else {
            previous_end = None;
            continue;
        };
        let joined = previous_end.is_some_and(|end| is_span(tokens, end..raw.run.start));
        match found.last_mut() {
            Some((last @ When::At(_), runs)) if joined && last.end() < point => {
                *last = When::Span { from: last.end(), to: point };
                runs.push(raw.run.clone());
            }
            _ => found.push((When::At(point), vec![raw.run.clone()])),
        }
        previous_end = Some(raw.run.end);
    }
    found
}

const LINKS: &[&str] = &["+", "&", ",", "-", "và", "đến", "tới", "hết", "hoặc", "/", "năm", "cuối"];

/// Only words of a span stand between two points, and one of them makes it a span.
fn is_span(tokens: &[Token<'_>], gap: Range<usize>) -> bool {
    let between = || tokens.iter().take(gap.end).skip(gap.start);
    between().any(|token| token.is_any(&["-", "đến", "tới"]))
        && between().all(|token| token.is_any(&["-", "đến", "tới", "hết", "cuối", "năm", "ngày", "trước"]))
}

/// How a sentence speaks of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// "đến năm 2025", "đến hết năm 2025", "vào năm 2025"
    By,
    /// "trước năm 2028": by the end of 2027
    Before,
    /// "năm 2024"
    In,
    /// "giai đoạn 2021-2025": `from` is set
    Span,
    /// Of a document quoted: "Quyết định 749/QĐ-TTg năm 2020", "ngày 03/6/2020"
    Cited,
}

/// A year in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearIn {
    /// Bytes, with the words that lead it ("đến năm 2025").
    pub at: Range<usize>,
    /// The year printed; of a span its last.
    pub year: i32,
    /// The first year of a span.
    pub from: Option<i32>,
    /// How it is meant.
    pub relation: Relation,
}

impl YearIn {
    /// The year by whose end it must hold: one less after "trước năm".
    pub fn by(&self) -> i32 {
        if self.relation == Relation::Before { self.year - 1 } else { self.year }
    }
}

/// The years a sentence names, in order; years inside dates are not named again.
pub fn years_in(text: &str) -> Vec<YearIn> {
    let tokens = scan(text);
    let mut raws = dates::find(&tokens);
    raws.retain(|raw| raw.unit == Unit::Year);
    let spans = resolve(&tokens, &raws, None);
    let mut found = Vec::new();
    for (when, runs) in spans {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { continue };
        let raw = raws.iter().find(|raw| raw.run.end == last.end);
        let printed = raw.and_then(|raw| raw.year).unwrap_or_else(|| when.end().year());
        let (start, relation) = relation(&tokens, first.start, when);
        let place = tokens.get(start).map_or(0, |token| token.at.start);
        let end = last.end.checked_sub(1).and_then(|at| tokens.get(at)).map_or(place, |token| token.at.end);
        let from = matches!(when, When::Span { .. }).then(|| i32::from(when.start().year()));
        found.push(YearIn { at: place..end, year: i32::from(printed), from, relation });
    }
    found
}

fn relation(tokens: &[Token<'_>], start: usize, when: When) -> (usize, Relation) {
    if dates::is_cited(tokens, start) {
        return (start, Relation::Cited);
    }
    if matches!(when, When::Span { .. }) {
        return (start, Relation::Span);
    }
    let mut first = start;
    let mut relation = Relation::In;
    while let Some(token) = first.checked_sub(1).and_then(|at| tokens.get(at)) {
        match token.key.as_str() {
            "năm" | "cuối" | "hết" | "khoảng" | "vào" => {}
            "đến" | "tới" => relation = Relation::By,
            "trước" => relation = Relation::Before,
            _ => break,
        }
        first -= 1;
    }
    // "đến trước năm 2028"
    if let Some(token) = tokens.get(first..start).and_then(|run| run.iter().find(|token| token.is("trước")))
    {
        relation = if token.is("trước") { Relation::Before } else { relation };
    }
    let leads = tokens.get(start).is_some_and(|token| token.is("năm"));
    let vao = first < start && tokens.get(first).is_some_and(|token| token.is("vào"));
    if relation == Relation::In
        && (vao || (!leads && first < start && tokens.get(first).is_some_and(|t| t.is("cuối"))))
    {
        relation = Relation::By;
    }
    (first, relation)
}

/// The full dates of a text with their places (bytes), in order.
pub fn dates_in(text: &str) -> Vec<(Range<usize>, Date)> {
    let tokens = scan(text);
    let raws = dates::find(&tokens);
    let full = raws.iter().filter(|raw| raw.unit == Unit::Day);
    full.filter_map(|raw| match raw.point(raw.year)? {
        Point::Day(date) => {
            let start = tokens.get(raw.run.start)?.at.start;
            let end = tokens.get(raw.run.end.checked_sub(1)?)?.at.end;
            Some((start..end, date))
        }
        _ => None,
    })
    .collect()
}

/// The first full date of a text: "ngày 12 tháng 11 năm 2024", "12/11/2024", "12.11.2024".
pub fn date_in(text: &str) -> Option<Date> {
    dates_in(text).into_iter().map(|(_, date)| date).next()
}

/// The moment a statement of fact is dated to: "tính đến tháng 10/2022", "đến ngày 30/11/2023".
/// The last point of the text that no document number claims; spans count by their end.
pub fn as_of(text: &str) -> Option<Point> {
    let tokens = scan(text);
    let mut raws = dates::find(&tokens);
    raws.retain(|raw| !dates::is_cited(&tokens, raw.run.start));
    resolve(&tokens, &raws, None).last().map(|(when, _)| when.end())
}
