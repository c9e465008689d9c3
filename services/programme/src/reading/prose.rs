//! Lines to headings, paragraphs and bullets; broken lines are joined again.
use super::grid;
use super::outline::{Marker, marker_of};
use super::pipes::{self, Region};
use super::{Block, Kind, Prose, Source};

/// A heading is not longer than this, in characters.
const HEADING_CHARS_MAX: usize = 190;
/// A bullet that ends with a colon and is not longer than this heads what follows.
const LEAD_CHARS_MAX: usize = 130;

/// Every line of the source in exactly one block, in order.
pub(super) fn blocks(source: &Source) -> Vec<Block> {
    let lines = &source.lines;
    let mut out: Vec<Block> = Vec::new();
    let mut next = 1;
    for (first, last, kind) in tables(source) {
        let first = first.max(next);
        if last < first {
            continue;
        }
        running(lines, next, first - 1, &mut out);
        match kind {
            Some(kind) => out.push(Block { first, last, kind }),
            None => out.push(Block { first, last, kind: Kind::Furniture }),
        }
        next = last + 1;
    }
    running(lines, next, lines.len(), &mut out);
    out
}

fn tables(source: &Source) -> Vec<(usize, usize, Option<Kind>)> {
    if !source.tables.is_empty() {
        return source
            .tables
            .iter()
            .filter_map(|table| {
                grid::of_declared(table).map(|grid| (table.first, table.last, Some(Kind::Table(grid))))
            })
            .collect();
    }
    pipes::regions(&source.lines)
        .into_iter()
        .map(|region| {
            let (first, last) = (region.first, region.last);
            let words = spoken(&region);
            let kind = grid::of_region(region).map(Kind::Table).or(words);
            (first, last, kind)
        })
        .collect()
}

/// A region that is no table: a letterhead or a caption is furniture, more than that is text.
fn spoken(region: &Region) -> Option<Kind> {
    let filled: Vec<_> = region.cells.iter().filter(|cell| !cell.text.is_empty()).collect();
    if filled.len() < 4 {
        return None;
    }
    let mut prose = Prose::default();
    for cell in filled {
        prose.push(cell.first, &cell.text);
    }
    Some(Kind::Paragraph(prose))
}

/// The blocks of the lines `first..=last`, none of which stands in a table.
fn running(lines: &[String], first: usize, last: usize, out: &mut Vec<Block>) {
    if last < first {
        return;
    }
    let width = wrap_width(lines);
    let mut at = first;
    let mut closing = false;
    while at <= last {
        let line = line_at(lines, at);
        if is_rule(line) {
            out.push(Block { first: at, last: at, kind: Kind::Furniture });
            at += 1;
            continue;
        }
        let mut end = at;
        while end < last && continues(line_at(lines, end), line_at(lines, end + 1), at == end, width) {
            end += 1;
        }
        closing = closing_part(line, closing);
        let kind = if closing { Kind::Furniture } else { kind_of(lines, at, end) };
        out.push(Block { first: at, last: end, kind });
        at = end + 1;
    }
}

fn line_at(lines: &[String], at: usize) -> &str {
    at.checked_sub(1).and_then(|at| lines.get(at)).map_or("", |line| line.trim())
}

/// Nothing, a rule under a letterhead, a lone page number, bars alone.
fn is_rule(line: &str) -> bool {
    !line.chars().any(char::is_alphabetic) && line.chars().filter(char::is_ascii_digit).count() <= 3
}

/// The list of receivers and the signature, up to the next heading in capitals or annex.
fn closing_part(line: &str, closing: bool) -> bool {
    let lower = line.to_lowercase();
    if lower.starts_with("nơi nhận") || lower.starts_with("tm. ") || lower.starts_with("kt. ") {
        return true;
    }
    let heading = matches!(marker_of(line), Some((Marker::Annex | Marker::Roman(_) | Marker::Note(_), _)));
    let title = is_capitals(line) && line.chars().count() > 6 && !is_signature(&lower);
    closing && !heading && !title
}

fn is_signature(lower: &str) -> bool {
    ["chủ tịch", "giám đốc", "bộ trưởng", "chánh văn phòng", "thủ tướng", "ủy ban nhân"]
        .iter()
        .any(|word| lower.contains(word))
}

/// The length at which lines were broken, when they were.
fn wrap_width(lines: &[String]) -> Option<usize> {
    let mut lengths: Vec<usize> =
        lines.iter().map(|line| line.chars().count()).filter(|count| *count > 12).collect();
    if lengths.len() < 20 {
        return None;
    }
    lengths.sort_unstable();
    let high = lengths.get(lengths.len() * 97 / 100).copied().unwrap_or(0);
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    (high <= 130 && middle * 2 >= high).then_some(high)
}

/// Whether `next` goes on with what `line` says.
fn continues(line: &str, next: &str, first: bool, width: Option<usize>) -> bool {
    if line.is_empty() || next.is_empty() || is_rule(next) {
        return false;
    }
    let ended = line.ends_with(['.', ';', ':', '!', '?', '/']) && !line.ends_with("..");
    let small = next.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ')' | '%' | '/'));
    let open = line.matches('(').count() > line.matches(')').count();
    if let Some((marker, _)) = marker_of(next) {
        // "2019" / "- 2020": a dash inside a span of years that was broken.
        let broken = matches!(marker, Marker::Bullet('-'))
            && !ended
            && starts_with_digit_after_dash(next)
            && width.is_some();
        let lettered =
            matches!(marker, Marker::Letter(_)) && !ended && width.is_some() && is_full(line, next, width);
        return broken || lettered;
    }
    if is_capitals(line) && is_capitals(next) {
        return !is_letterhead(next) && !is_letterhead(line);
    }
    if small && !ended {
        return true;
    }
    if open && first && !ended {
        return true;
    }
    if is_full(line, next, width) {
        return !(is_capitals(line) || heads(line) && !small);
    }
    small && width.is_some() && !line.ends_with(['.', ';', ':'])
}

fn heads(line: &str) -> bool {
    matches!(marker_of(line), Some((Marker::Annex | Marker::Roman(_), _)))
}

fn starts_with_digit_after_dash(line: &str) -> bool {
    line.trim_start_matches(['-', '–', ' ']).chars().next().is_some_and(|c| c.is_ascii_digit())
        && line.starts_with("- ")
}

/// The line was broken because the next word had no place on it.
fn is_full(line: &str, next: &str, width: Option<usize>) -> bool {
    let Some(width) = width else { return false };
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.chars().count() + 1 + word + 2 > width
}

pub(super) fn is_capitals(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let small = line.chars().filter(|c| c.is_lowercase()).count();
    letters >= 3 && small == 0
}

fn is_letterhead(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        "cộng hòa",
        "cộng hoà",
        "độc lập",
        "ủy ban nhân dân",
        "uỷ ban nhân dân",
        "quyết định",
        "kế hoạch",
        "nghị quyết",
    ]
    .iter()
    .any(|word| lower.trim_end_matches(':') == *word || lower.starts_with("cộng h"))
}

fn kind_of(lines: &[String], first: usize, last: usize) -> Kind {
    let mut prose = Prose::default();
    for at in first..=last {
        prose.push(at, line_at(lines, at));
    }
    let whole = prose.text.clone();
    let chars = whole.chars().count();
    let Some((marker, rest)) = marker_of(&whole) else {
        return unmarked(prose, chars);
    };
    let body = prose.without_head(whole.len() - rest.len());
    let open_end = !whole.ends_with(['.', ';', ',']);
    let short = chars <= HEADING_CHARS_MAX && open_end && !rest.contains(". ");
    let heading = |level: u8, number: Option<String>| Kind::Heading {
        level,
        number,
        text: body.text.trim_end_matches(':').trim().to_owned(),
    };
    let bullet = |mark: String, depth: u8| Kind::Bullet { mark, depth, prose: body.clone() };
    match marker {
        Marker::Annex if chars <= HEADING_CHARS_MAX => heading(0, None),
        Marker::Annex => Kind::Paragraph(prose),
        Marker::Note(_) => Kind::Note(body),
        Marker::Article(number) if short && chars <= LEAD_CHARS_MAX => {
            heading(1, Some(format!("Điều {number}")))
        }
        Marker::Article(number) => bullet(format!("Điều {number}"), 0),
        Marker::Roman(number) if chars <= 2 * HEADING_CHARS_MAX => heading(1, Some(number)),
        Marker::Roman(number) => bullet(number, 1),
        Marker::Number(number, depth) if short => heading(1 + depth, Some(number)),
        Marker::Number(number, depth) => bullet(number, depth),
        Marker::Letter(letter) if letter.chars().all(char::is_uppercase) => heading(1, Some(letter)),
        Marker::Letter(letter) if short && chars <= LEAD_CHARS_MAX => heading(7, Some(letter)),
        Marker::Letter(letter) => bullet(letter, 2),
        Marker::Bullet(mark) => {
            let depth = if mark == '-' { 3 } else { 4 };
            if whole.ends_with(':') && chars <= LEAD_CHARS_MAX && !rest.contains(';') {
                heading(5 + depth, None)
            } else {
                bullet(mark.to_string(), depth)
            }
        }
    }
}

fn unmarked(prose: Prose, chars: usize) -> Kind {
    let text = prose.text.as_str();
    if is_capitals(text) && chars <= 2 * HEADING_CHARS_MAX {
        return Kind::Heading { level: 0, number: None, text: text.trim_end_matches(':').to_owned() };
    }
    let lower = text.to_lowercase();
    let aims = lower.contains("mục tiêu") || lower.contains("chỉ tiêu") || lower.starts_with("đến năm");
    if aims && text.ends_with(':') && chars <= LEAD_CHARS_MAX {
        return Kind::Heading { level: 1, number: None, text: text.trim_end_matches(':').to_owned() };
    }
    Kind::Paragraph(prose)
}
