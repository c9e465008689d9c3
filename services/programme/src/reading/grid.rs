//! Rows and columns out of the cells of a table.
//!
//! Legal sites publish a table as a stream of cells whose spans are gone: where a row begins is told by its ordinal, how
//! wide it is by the distance from one ordinal to the next.  What a spanned or forgotten cell did to a row is not decided
//! here: a row keeps what was printed, and the rules of the columns place it (see `rules::columns`).
use super::pipes::{Loose, Region, is_ordinal_title};
use super::{DeclaredTable, years};

/// A table: the titles of its columns, and its rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// The rows were cut at their ordinals; when not, a line was a row.
    pub by_ordinal: bool,
}

/// The titles over a column, outermost first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    pub titles: Vec<String>,
}

/// What was printed between two beginnings of rows; lines count from 1.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub first: usize,
    pub last: usize,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub text: String,
    pub first: usize,
    pub last: usize,
    /// The file says that the cell continues one above (HTML, DOCX): its text is that one's.
    pub continues: bool,
    /// The file says that the cell lies under the one at its left: only titles take its text.
    pub(super) across: bool,
}

impl Row {
    /// How many cells at its end are empty.
    #[must_use]
    pub fn trailing(&self) -> usize {
        self.cells.iter().rev().take_while(|cell| cell.text.is_empty()).count()
    }
}

/// "1", "1.1", "9 2", "IV", "A", "1a": what stands in a column of ordinals.
#[must_use]
pub fn is_ordinal(text: &str) -> bool {
    !ordinal_parts(text).is_empty()
}

/// The parts of an ordinal ("2.13" is 2, 13; "IV" is 4; "B" is 2); empty when it is none.
#[must_use]
pub fn ordinal_parts(text: &str) -> Vec<u32> {
    let text = text.trim().trim_end_matches(['.', ')', '/']);
    if text.is_empty() || text.chars().count() > 9 {
        return Vec::new();
    }
    if let Some(value) = roman_value(text) {
        return vec![value];
    }
    let mut chars = text.chars();
    if let (Some(letter), None) = (chars.next(), chars.next())
        && letter.is_ascii_alphabetic()
    {
        return vec![u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1];
    }
    let pieces: Vec<&str> = text.split(['.', ' ', '-']).filter(|piece| !piece.is_empty()).collect();
    let mut parts = Vec::new();
    for piece in &pieces {
        let digits = piece.trim_end_matches(|c: char| c.is_ascii_lowercase());
        match digits.parse::<u32>() {
            Ok(value) if digits.len() <= 2 || (pieces.len() == 1 && value < 400) => parts.push(value),
            _ => return roman_head(&pieces),
        }
    }
    parts
}

/// Written in digits, not as a Roman number or a letter.
#[must_use]
pub fn is_counted(ordinal: &str) -> bool {
    ordinal.trim().starts_with(|c: char| c.is_ascii_digit())
}

fn roman_head(pieces: &[&str]) -> Vec<u32> {
    let mut parts = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match (at, roman_value(piece), piece.parse::<u32>()) {
            (0, Some(value), _) | (1.., _, Ok(value)) => parts.push(value),
            _ => return Vec::new(),
        }
    }
    if pieces.len() > 1 { parts } else { Vec::new() }
}

fn roman_value(text: &str) -> Option<u32> {
    const ROMAN: [&str; 20] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
        "XVII", "XVIII", "XIX", "XX",
    ];
    ROMAN.iter().position(|roman| *roman == text).and_then(|at| u32::try_from(at + 1).ok())
}

/// Whether `next` may come straight after `current` in a column of ordinals: the next sibling, the first child, or
/// the next sibling of a parent; a group may also begin anew.
fn follows(current: &str, next: &str) -> bool {
    let (now, then) = (ordinal_parts(current), ordinal_parts(next));
    if is_counted(current) != is_counted(next) && now.len() == 1 && then.len() == 1 {
        // "I" and "1" below it; "7" and the group "II" after it.
        return then == [1] || !is_counted(next);
    }
    if then.is_empty() || now.is_empty() {
        return !then.is_empty();
    }
    let child = then.len() == now.len() + 1 && then.last() == Some(&1);
    let at = then.len().saturating_sub(1);
    let parent = now.get(..at) == then.get(..at);
    let step = match (now.get(at), then.last()) {
        (Some(before), Some(after)) => *after > *before && *after - *before <= 2,
        _ => false,
    };
    child || (parent && step)
}

/// The table that a region of bars makes; nothing when it is no table (a letterhead, a caption).
pub(super) fn of_region(region: Region) -> Option<Table> {
    let filled = region.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    if filled < 4 {
        return None;
    }
    by_ordinal(&region).or_else(|| years::of_region(&region)).or_else(|| by_line(&region))
}

struct Shape {
    head: usize,
    body: usize,
    period: usize,
    /// Each row begins with an empty cell: the bar before it.
    lead: usize,
}

fn text_at(cells: &[Loose], at: usize) -> &str {
    cells.get(at).map_or("", |cell| cell.text.as_str())
}

fn shape_of(cells: &[Loose]) -> Option<Shape> {
    let head = cells.iter().take(6).position(|cell| is_ordinal_title(&cell.text))?;
    let starts_row = |at: usize| {
        is_ordinal(text_at(cells, at))
            && at > head + 1
            && text_at(cells, at + 1).chars().any(char::is_alphabetic)
    };
    let body = (head..cells.len()).find(|at| starts_row(*at))?;
    let starts: Vec<usize> = (body..cells.len()).filter(|at| starts_row(*at)).collect();
    let mut votes: Vec<(usize, usize)> = Vec::new();
    for (nth, from) in starts.iter().enumerate() {
        // A number inside a row looks like an ordinal too: the next that follows in the count is the next row.
        let next = starts
            .iter()
            .skip(nth + 1)
            .take(4)
            .find(|to| follows(text_at(cells, *from), text_at(cells, **to)));
        let Some(wide) = next.map(|to| to - from).filter(|wide| (3..=24).contains(wide)) else { continue };
        match votes.iter_mut().find(|(width, _)| *width == wide) {
            Some((_, count)) => *count += 1,
            None => votes.push((wide, 1)),
        }
    }
    let titles = body - head;
    // The titles stand on one row in most tables: their number is the width when only one row agrees with it.
    let agreed = votes.iter().find(|(width, _)| *width == titles);
    let period = agreed
        .or_else(|| {
            votes.iter().max_by_key(|(width, count)| (*count, usize::from(titles % width == 0), *width))
        })
        .map_or(titles, |(width, _)| *width);
    let lead = usize::from(
        head > 0
            && text_at(cells, head - 1).is_empty()
            && text_at(cells, body - 1).is_empty()
            && titles % period == 0,
    );
    (period > lead + 1).then_some(Shape { head, body, period, lead })
}

fn by_ordinal(region: &Region) -> Option<Table> {
    let cells = &region.cells;
    let shape = shape_of(cells)?;
    let width = shape.period - shape.lead;
    let titles = cells.get(shape.head..shape.body).unwrap_or_default();
    let columns = column_titles(titles, &shape);
    let mut rows = Vec::new();
    let mut at = shape.body;
    while at < cells.len() {
        let end = row_end(cells, at, &shape);
        let printed = cells.get(at..end).unwrap_or_default();
        let mut row = row_of(printed);
        row.cells.truncate(
            width.max(row.cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |p| p + 1)),
        );
        if row.cells.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(row);
        }
        at = end;
    }
    Some(Table { columns, rows, by_ordinal: true })
}

fn row_of(printed: &[Loose]) -> Row {
    let cells: Vec<Cell> = printed
        .iter()
        .map(|cell| Cell { text: cell.text.clone(), first: cell.first, last: cell.last, ..Cell::default() })
        .collect();
    let first = cells.first().map_or(0, |cell| cell.first);
    Row { first, last: cells.last().map_or(first, |cell| cell.last), cells }
}

/// Where the row that begins at `at` ends (the next begins).
fn row_end(cells: &[Loose], at: usize, shape: &Shape) -> usize {
    let due = at + shape.period;
    let current = text_at(cells, at);
    if due >= cells.len() {
        let early = (at + 2..cells.len()).find(|next| begins_at(cells, *next, current));
        return early.unwrap_or(cells.len());
    }
    if is_ordinal(text_at(cells, due)) || opens_unnumbered(cells, due, shape) {
        return due;
    }
    let near =
        (at + 2..(at + 2 * shape.period).min(cells.len())).find(|next| begins_at(cells, *next, current));
    match near {
        Some(next) => next,
        None => due,
    }
}

fn begins_at(cells: &[Loose], at: usize, current: &str) -> bool {
    let text = text_at(cells, at);
    is_ordinal(text) && follows(current, text) && text_at(cells, at + 1).chars().any(char::is_alphabetic)
}

/// A row without an ordinal: a total, or a title over a group in capitals.
fn opens_unnumbered(cells: &[Loose], at: usize, shape: &Shape) -> bool {
    let (own, next) = (text_at(cells, at), text_at(cells, at + 1));
    let total = |text: &str| {
        let lower = text.to_lowercase();
        lower.starts_with("tổng") || lower.starts_with("cộng")
    };
    let rest_empty = (at + 1..at + shape.period - shape.lead).all(|cell| text_at(cells, cell).is_empty());
    total(own) || (own.is_empty() && total(next)) || (!own.is_empty() && rest_empty)
}

/// The titles of the columns out of the cells before the first row: one row of titles, or some on top of one another
/// whose spans are gone.
fn column_titles(cells: &[Loose], shape: &Shape) -> Vec<Column> {
    let width = shape.period - shape.lead;
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    if texts.len() <= shape.period {
        return (0..width)
            .map(|at| Column {
                titles: texts
                    .get(at)
                    .filter(|text| !text.is_empty())
                    .map(|text| (*text).to_owned())
                    .into_iter()
                    .collect(),
            })
            .collect();
    }
    let rows: Vec<Vec<&str>> = if texts.len().is_multiple_of(shape.period) {
        texts
            .chunks(shape.period)
            .map(|row| row.iter().copied().filter(|text| !text.is_empty()).collect())
            .collect()
    } else {
        let years = texts.iter().rev().take_while(|text| is_year(text)).count();
        let cut = if years > 0 { texts.len() - years } else { width.min(texts.len()) };
        let (upper, lower) = texts.split_at(cut);
        vec![upper.to_vec(), lower.to_vec()]
    };
    stacked(&rows.into_iter().filter(|row| !row.is_empty()).collect::<Vec<_>>(), width)
}

fn is_year(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.len() == 4 && digits.starts_with("20") && text.chars().count() <= 9
}

/// Titles of rows of titles, from the bottom up: as many columns as the lowest row has titles lie under the titles of
/// the row above that can hold others; the rest of the columns have one title.
fn stacked(rows: &[Vec<&str>], width: usize) -> Vec<Column> {
    let Some((top, lower)) = rows.split_first() else { return vec![Column::default(); width] };
    let spare = (width + 1).saturating_sub(top.len()).max(1);
    if lower.is_empty() || top.len() >= width {
        return (0..width)
            .map(|at| Column { titles: top.get(at).map(|text| (*text).to_owned()).into_iter().collect() })
            .collect();
    }
    let holders: Vec<usize> =
        (0..top.len()).filter(|at| top.get(*at).is_some_and(|text| can_hold(text))).collect();
    let holders = if holders.is_empty() { vec![top.len() - 1] } else { holders };
    let extra = width.saturating_sub(top.len()) + holders.len();
    let each = extra / holders.len().max(1);
    let inner = stacked(lower, extra);
    let mut inner = inner.into_iter();
    let mut out = Vec::new();
    for (at, title) in top.iter().enumerate() {
        let span = if holders.contains(&at) { each.max(1).min(spare.max(each)) } else { 1 };
        for _ in 0..span {
            let mut column = Column { titles: vec![(*title).to_owned()] };
            if holders.contains(&at) {
                column.titles.extend(inner.next().map(|below| below.titles).unwrap_or_default());
            }
            out.push(column);
        }
    }
    out.resize(width, Column::default());
    out
}

/// Whether a title may lie over several columns: money, years, stages and values may; ordinals, names of tasks,
/// agencies, totals and notes do not.
fn can_hold(title: &str) -> bool {
    let lower = title.to_lowercase();
    let single = is_ordinal_title(title)
        || [
            "nội dung",
            "nhiệm vụ",
            "hạng mục",
            "tên ",
            "ghi chú",
            "đơn vị tính",
            "đvt",
            "chỉ tiêu",
            "danh mục",
        ]
        .iter()
        .any(|word| lower.starts_with(word))
        || lower.starts_with("tổng")
        || lower.contains("cơ quan")
        || (lower.starts_with("đơn vị") && !lower.contains("kinh phí"))
        || lower.contains("thời gian")
        || lower.contains("thời hạn")
        || lower.contains("căn cứ")
        || lower.contains("sản phẩm")
        || lower.contains("kết quả");
    !single
}

/// A table without ordinals: each line of bars is a row, the first with letters alone holds the titles.
fn by_line(region: &Region) -> Option<Table> {
    if !region.by_line {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    for cell in &region.cells {
        let cell = Cell { text: cell.text.clone(), first: cell.first, last: cell.last, ..Cell::default() };
        match rows.last_mut().filter(|row| row.last == cell.last) {
            Some(row) => row.cells.push(cell),
            None => rows.push(Row { first: cell.first, last: cell.last, cells: vec![cell] }),
        }
    }
    // A bar at the beginning of each line makes an empty first cell.
    if rows.iter().all(|row| row.cells.first().is_some_and(|cell| cell.text.is_empty())) {
        for row in &mut rows {
            row.cells.remove(0);
        }
    }
    rows.retain(|row| row.cells.iter().any(|cell| cell.text.chars().any(char::is_alphanumeric)));
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    let titled = rows
        .first()
        .filter(|row| row.cells.iter().filter(|cell| !cell.text.is_empty()).count() * 2 > width)?;
    let columns = (0..width)
        .map(|at| Column { titles: titled.cells.get(at).map(|cell| cell.text.clone()).into_iter().collect() })
        .collect();
    Some(Table { columns, rows: rows.split_off(1), by_ordinal: false })
}

const COLUMNS_MAX: usize = 120;
/// All cells of a table with its spans written out.
const CELLS_MAX: usize = 400_000;

/// The table that a file declares: spans are written out, a cell that continues one above says so.
pub(super) fn of_declared(table: &DeclaredTable) -> Option<Table> {
    let mut grid: Vec<Vec<Cell>> = Vec::new();
    let mut below: Vec<(usize, Cell)> = Vec::new();
    let mut count = 0;
    for declared in &table.rows {
        let mut row: Vec<Cell> = Vec::new();
        // Spans that would make a page of cells out of one are no table of people: it stays text.
        count += below.len() + 1;
        if count > CELLS_MAX {
            return None;
        }
        for cell in declared.iter().take(COLUMNS_MAX) {
            fill(&mut row, &mut below);
            let room = COLUMNS_MAX.saturating_sub(row.len()).max(1);
            for nth in 0..cell.columns.clamp(1, 40).min(room) {
                let at = row.len();
                let (first, last) = (cell.first, cell.last);
                let copy = Cell { text: cell.text.clone(), first, last, across: nth > 0, ..Cell::default() };
                set(&mut below, at, cell.rows.clamp(1, 2000) - 1, &copy);
                row.push(copy);
            }
        }
        fill(&mut row, &mut below);
        grid.push(row);
    }
    let width = grid.iter().map(Vec::len).max().filter(|width| *width >= 2)?;
    let head =
        grid.iter().position(|row| row.first().is_some_and(|cell| is_ordinal(&cell.text))).unwrap_or(1);
    let (titles, body) = grid.split_at(head.min(grid.len()));
    let columns = (0..width).map(|at| declared_titles(titles, at)).collect();
    let rows = body.iter().filter(|row| !row.is_empty()).map(|row| declared_row(row)).collect();
    let by_ordinal = titles.iter().flatten().any(|cell| is_ordinal_title(&cell.text));
    Some(Table { columns, rows, by_ordinal })
}

fn declared_row(cells: &[Cell]) -> Row {
    let own = || cells.iter().filter(|cell| !cell.continues);
    let first = own().map(|cell| cell.first).min().unwrap_or(1);
    let last = own().map(|cell| cell.last).max().unwrap_or(first);
    let cells = cells
        .iter()
        .map(|cell| if cell.across { Cell { text: String::new(), ..cell.clone() } } else { cell.clone() });
    Row { first, last, cells: cells.collect() }
}

fn declared_titles(titles: &[Vec<Cell>], at: usize) -> Column {
    let mut out: Vec<String> = Vec::new();
    for row in titles {
        if let Some(cell) = row.get(at).filter(|cell| !cell.text.is_empty() && !cell.continues)
            && out.last() != Some(&cell.text)
        {
            out.push(cell.text.clone());
        }
    }
    Column { titles: out }
}

/// Cells that come from rows above, as far as the row has grown.
fn fill(row: &mut Vec<Cell>, below: &mut [(usize, Cell)]) {
    while let Some((left, cell)) = below.get_mut(row.len()).filter(|(left, _)| *left > 0) {
        *left -= 1;
        row.push(Cell { continues: true, ..cell.clone() });
    }
}

fn set(below: &mut Vec<(usize, Cell)>, at: usize, left: usize, cell: &Cell) {
    if below.len() <= at {
        below.resize(at + 1, (0, Cell::default()));
    }
    if let Some(slot) = below.get_mut(at) {
        *slot = (left, cell.clone());
    }
}
