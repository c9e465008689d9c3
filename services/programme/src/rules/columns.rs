//! What each column of a table is for, and to which column each printed cell belongs.
//!
//! A legal site drops spans: the cells of a row below a spanned cell move to the left.  The cells of a row are therefore
//! placed where they fit best by what columns are for, in their order; a gap under a cell that was printed above in the
//! same group takes that cell's text.
use super::words::{has_any, names_agency};
use crate::grammar::{Abbreviations, agency, number, when};
use crate::reading::{Cell, Column, Row, Table};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Ordinal,
    Work,
    Aim,
    Directing,
    Lead,
    Coordinating,
    When,
    Product,
    Basis,
    Note,
    Unit,
    Money,
    Value,
    Other,
}

/// The use of each column.
pub(crate) fn uses(table: &Table) -> Vec<Use> {
    let mut out: Vec<Use> = table.columns.iter().map(use_of).collect();
    let money = table.columns.iter().any(|column| is_money(&column.titles.join(" ").to_lowercase()));
    for (at, column) in table.columns.iter().enumerate() {
        let lower = column.titles.join(" ").to_lowercase();
        let total = lower.starts_with("tổng") && money;
        if let Some(slot) = out.get_mut(at).filter(|_| total) {
            *slot = Use::Money;
        }
    }
    // "Kết quả năm 2025" over numbers is what was reached, not what is to be made.
    for at in 0..out.len() {
        let dated = table.columns.get(at).is_some_and(|column| {
            column.titles.join(" ").split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
        });
        if let Some(slot) =
            out.get_mut(at).filter(|slot| matches!(slot, Use::Product | Use::When | Use::Other) && dated)
            && figures(table, at)
        {
            *slot = Use::Value;
        }
    }
    // "Nguồn vốn" over words says where the money comes from.
    for at in 0..out.len() {
        if let Some(slot) = out.get_mut(at).filter(|slot| **slot == Use::Money && !amounts(table, at)) {
            *slot = Use::Other;
        }
    }
    if !out.contains(&Use::Work) && !out.contains(&Use::Aim) {
        let text = (0..out.len()).find(|at| out.get(*at) == Some(&Use::Other) && letters(table, *at));
        if let Some(slot) = text.and_then(|at| out.get_mut(at)) {
            *slot = Use::Work;
        }
    }
    out
}

/// Whether a column holds amounts, or nothing at all.
fn amounts(table: &Table, at: usize) -> bool {
    let mut filled = table
        .rows
        .iter()
        .filter(|row| row.cells.len() == table.columns.len())
        .filter_map(|row| row.cells.get(at))
        .filter(|cell| !cell.text.is_empty())
        .peekable();
    filled.peek().is_none() || filled.any(|cell| is_amount(&cell.text))
}

/// Whether most cells of a column begin with a number.
fn figures(table: &Table, at: usize) -> bool {
    let filled = table.rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.text.is_empty());
    let (mut numbers, mut all) = (0, 0);
    for cell in filled {
        all += 1;
        numbers += usize::from(cell.text.starts_with(|c: char| c.is_ascii_digit()) || cell.text == "-");
    }
    all > 0 && numbers * 3 > all * 2
}

fn letters(table: &Table, at: usize) -> bool {
    let filled = table.rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.text.is_empty());
    let (mut words, mut all) = (0, 0);
    for cell in filled {
        all += 1;
        words += usize::from(cell.text.split_whitespace().count() > 3);
    }
    all > 0 && words * 2 > all
}

fn is_money(lower: &str) -> bool {
    has_any(
        lower,
        &["kinh phí", "ngân sách", "vốn", "phân kỳ", "dự toán", "số tiền", "thành tiền", "mức đầu tư"],
    )
}

fn use_of(column: &Column) -> Use {
    let own = column.titles.last().map(|title| title.to_lowercase()).unwrap_or_default();
    let all = column.titles.join(" / ").to_lowercase();
    if column.titles.first().is_some_and(|title| crate::reading::is_ordinal_title(title)) {
        return Use::Ordinal;
    }
    if own.contains("đơn vị tính") || own.trim() == "đvt" {
        return Use::Unit;
    }
    if own.contains("ghi chú") {
        return Use::Note;
    }
    if own.contains("phối hợp") && !own.contains("chủ trì") {
        return Use::Coordinating;
    }
    if has_any(
        &all,
        &[
            "chủ trì",
            "đơn vị thực hiện",
            "cơ quan thực hiện",
            "chịu trách nhiệm",
            "đầu mối",
            "đơn vị tham mưu",
        ],
    ) {
        return Use::Lead;
    }
    if own.contains("phối hợp") {
        return Use::Coordinating;
    }
    if own.contains("chỉ đạo") {
        return Use::Directing;
    }
    if is_money(&all) {
        return Use::Money;
    }
    if has_any(&own, &["thời gian", "thời hạn", "tiến độ", "hoàn thành"]) {
        return Use::When;
    }
    if has_any(&own, &["sản phẩm", "kết quả"]) {
        return Use::Product;
    }
    if has_any(&own, &["căn cứ", "cơ sở pháp lý", "văn bản"]) {
        return Use::Basis;
    }
    if has_any(&own, &["nhiệm vụ", "nội dung", "hạng mục", "công việc", "dự án", "hoạt động", "giải pháp"])
    {
        return Use::Work;
    }
    if has_any(&own, &["chỉ tiêu", "mục tiêu"]) && !own.chars().any(|c| c.is_ascii_digit()) {
        return Use::Aim;
    }
    let year = own.chars().filter(char::is_ascii_digit).count() == 4 && own.contains("20");
    if year || has_any(&own, &["giá trị", "kế hoạch", "mục tiêu"]) {
        return Use::Value;
    }
    if has_any(&own, &["cơ quan", "đơn vị"]) {
        return Use::Lead;
    }
    Use::Other
}

/// A row with each cell in its column.  `None` is a gap; `carried` marks a text that a spanned cell above gave.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub first: usize,
    pub last: usize,
    pub cells: Vec<Slot>,
    /// The row had fewer cells than the table has columns, or they were moved.
    pub moved: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Slot {
    pub text: String,
    pub carried: bool,
}

impl Placed {
    pub fn text(&self, uses: &[Use], wanted: Use) -> Option<&str> {
        let at = uses.iter().position(|found| *found == wanted)?;
        self.cells.get(at).map(|slot| slot.text.as_str()).filter(|text| !text.is_empty())
    }

    pub fn own(&self, uses: &[Use], wanted: Use) -> Option<&str> {
        let at = uses.iter().position(|found| *found == wanted)?;
        self.cells
            .get(at)
            .filter(|slot| !slot.carried)
            .map(|slot| slot.text.as_str())
            .filter(|text| !text.is_empty())
    }
}

/// Every row of the table, placed.
pub(crate) fn place(table: &Table, uses: &[Use], abbreviations: &Abbreviations) -> Vec<Placed> {
    let mut above: Vec<Slot> = vec![Slot::default(); uses.len()];
    let mut out = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        // The title of a group stands as printed: what is below it in the order of ordinals is its part.
        let heads = table.rows.get(at + 1).is_some_and(|next| parent_of(row, next));
        let placed =
            if heads { straight(row, uses.len()) } else { place_row(row, uses, &above, abbreviations) };
        // A new group ends what was spanned over the one before.
        let heads = is_title_row(&placed, uses);
        for (at, slot) in placed.cells.iter().enumerate() {
            if let Some(kept) = above.get_mut(at)
                && (heads || !slot.text.is_empty())
            {
                *kept = slot.clone();
            }
        }
        out.push(placed);
    }
    out
}

fn parent_of(row: &Row, next: &Row) -> bool {
    let parts = |row: &Row| {
        row.cells.first().map(|cell| crate::reading::ordinal_parts(&cell.text)).unwrap_or_default()
    };
    let (own, below) = (parts(row), parts(next));
    !own.is_empty() && below.len() > own.len() && below.starts_with(&own)
}

fn slot_of(cell: &Cell) -> Slot {
    Slot { text: cell.text.clone(), carried: cell.continues }
}

fn straight(row: &Row, width: usize) -> Placed {
    let mut cells: Vec<Slot> = row.cells.iter().map(slot_of).collect();
    cells.resize(width.max(cells.len()), Slot::default());
    Placed { first: row.first, last: row.last, cells, moved: false }
}

/// A row that gives a title to those below: nobody leads it.
pub(crate) fn is_title_row(row: &Placed, uses: &[Use]) -> bool {
    let leads = uses.contains(&Use::Lead);
    let alone = row.cells.iter().filter(|slot| !slot.text.is_empty() && slot.text != "-").count() <= 2;
    let empty = |wanted: Use| row.own(uses, wanted).is_none();
    (leads
        && empty(Use::Lead)
        && empty(Use::Coordinating)
        && (alone || empty(Use::Directing) || empty(Use::When)))
        || (!leads && alone)
}

/// A printed row of more columns than this is not tried in other places.
const WIDTH_MAX: usize = 14;

fn place_row(row: &Row, uses: &[Use], above: &[Slot], abbreviations: &Abbreviations) -> Placed {
    let printed: Vec<Slot> = row.cells.iter().map(slot_of).collect();
    let trailing = row.trailing();
    let filled = printed.len() - trailing;
    let width = uses.len();
    let short = printed.len() < width;
    let with = |cells: Vec<Slot>, moved: bool| Placed { first: row.first, last: row.last, cells, moved };
    let mut identity: Vec<Slot> = printed.clone();
    identity.resize(width.max(printed.len()), Slot::default());
    let unnumbered =
        printed.first().is_some_and(|slot| !slot.text.is_empty() && !crate::reading::is_ordinal(&slot.text));
    if filled >= width
        || filled < 3
        || width > WIDTH_MAX
        || unnumbered
        || row.cells.iter().any(|cell| cell.continues)
    {
        return with(identity, short && filled >= 3);
    }
    let cells: Vec<Slot> = printed.into_iter().take(filled).collect();
    let mut best: Option<(i32, Vec<Slot>, bool)> = None;
    for holes in subsets(width - 2, width - filled) {
        let mut tried: Vec<Slot> = Vec::with_capacity(width);
        let mut next = cells.iter();
        let mut score = 0;
        let end = holes.iter().enumerate().all(|(at, hole)| *hole == width - 2 - holes.len() + at);
        for at in 0..width {
            let hole = at >= 2 && holes.contains(&(at - 2));
            let (cell, points) = if hole {
                // At the end of a full row an empty cell is empty; elsewhere it lies under a spanned one.
                let spanned = above.get(at).filter(|slot| !slot.text.is_empty() && (short || next.len() > 0));
                gap(uses.get(at).copied(), spanned, abbreviations)
            } else {
                let cell = next.next().cloned().unwrap_or_default();
                let points = fit(uses.get(at).copied().unwrap_or(Use::Other), &cell.text, abbreviations);
                (cell, points)
            };
            score += points;
            tried.push(cell);
        }
        score += if end && !short { 6 } else { 0 };
        if best.as_ref().is_none_or(|(points, _, _)| score > *points) {
            best = Some((score, tried, !end));
        }
    }
    match best {
        Some((_, cells, moved)) => with(cells, moved || short),
        None => with(identity, short),
    }
}

fn gap(wanted: Option<Use>, spanned: Option<&Slot>, abbreviations: &Abbreviations) -> (Slot, i32) {
    match (wanted, spanned) {
        // An amount is never taken from another row.
        (Some(Use::Money | Use::Value), Some(_)) => (Slot::default(), -20),
        (Some(wanted), Some(slot)) => {
            let points = fit(wanted, &slot.text, abbreviations);
            (Slot { carried: true, ..slot.clone() }, points.clamp(0, 5))
        }
        (Some(Use::Lead), None) => (Slot::default(), -8),
        _ => (Slot::default(), 0),
    }
}

/// How well a text stands in a column.
fn fit(wanted: Use, text: &str, abbreviations: &Abbreviations) -> i32 {
    if text.is_empty() {
        return 0;
    }
    let agency_like = || names_agency(text);
    match wanted {
        Use::Directing => {
            let directs = agency::split(text, abbreviations).iter().any(|agency| agency.directs);
            if directs {
                14
            } else if agency_like() {
                -4
            } else {
                -8
            }
        }
        Use::Lead | Use::Coordinating => {
            if agency_like() {
                10
            } else if is_when(text) || is_amount(text) {
                -12
            } else if text.split_whitespace().count() > 12 {
                -6
            } else {
                2
            }
        }
        Use::When => {
            if is_when(text) {
                10
            } else if agency_like() {
                -12
            } else {
                0
            }
        }
        Use::Money | Use::Value => {
            if is_amount(text) {
                10
            } else {
                -10
            }
        }
        _ => {
            if agency_like() {
                -3
            } else {
                1
            }
        }
    }
}

fn is_when(text: &str) -> bool {
    let deadline = when::deadline(text, None);
    !deadline.dates.is_empty() || deadline.cadence.is_some()
}

pub(crate) fn is_amount(text: &str) -> bool {
    matches!(text.trim(), "-" | "–") || number::parse(text).is_some()
}

/// All ways to choose `take` of `0..of`, ascending.
fn subsets(of: usize, take: usize) -> Vec<Vec<usize>> {
    if take == 0 || take > of {
        return if take == 0 { vec![Vec::new()] } else { Vec::new() };
    }
    let mut out = Vec::new();
    for last in (take - 1)..of {
        for mut head in subsets(last, take - 1) {
            head.push(last);
            out.push(head);
        }
    }
    out
}
