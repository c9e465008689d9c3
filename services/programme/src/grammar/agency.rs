//! Lists of agencies as task tables print them.
use super::abbreviation::Abbreviations;
use super::heads;
use super::scan::{Kind, Token, one_line, printed, scan};
use std::ops::Range;

/// One agency, or one collective name, of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// As printed, on one line.
    pub printed: String,
    /// Written out, when an abbreviation is known ("Sở TT&TT" → "Sở Thông tin và Truyền thông").
    pub expanded: Option<String>,
    /// Many under one name: "Các sở, ban, ngành", "UBND các huyện, thành phố", "UBND cấp xã".
    pub collective: bool,
    /// A body or person that directs and is no agency with a work list: "Ban Chỉ đạo …",
    /// "Tổ Kinh tế số - Ban Chỉ đạo …", "Chủ tịch UBND tỉnh".
    pub directs: bool,
    /// A bare place name ("Tư Nghĩa"): the administration of that district or commune.
    pub place: bool,
}

/// Splits a list of agencies. Semicolons always part; a comma parts when an agency follows it, so
/// that "Sở, ban, ngành", "UBND các huyện, thành, thị" and "Sở Văn hóa, Thể thao và Du lịch" stay
/// whole; "và" parts two agencies with names of their own and nothing else.
pub fn split(text: &str, abbreviations: &Abbreviations) -> Vec<Agency> {
    let tokens = scan(text);
    let mut runs: Vec<Range<usize>> = Vec::new();
    for segment in segments(text, &tokens) {
        split_segment(&tokens, segment, &mut runs);
    }
    let mut found = Vec::new();
    let mut shared: Option<String> = None;
    for run in runs {
        let run = heads::without_role(&tokens, trim(&tokens, run));
        let (run, head) = shared_head(&tokens, run);
        if head.is_some() {
            shared = head;
        } else if heads::begins(&tokens, run.start) {
            shared = None;
        }
        if let Some(agency) = agency(text, &tokens, run, shared.as_deref(), abbreviations) {
            found.push(agency);
        }
    }
    found
}

fn agency(
    text: &str,
    tokens: &[Token<'_>],
    run: Range<usize>,
    shared: Option<&str>,
    abbreviations: &Abbreviations,
) -> Option<Agency> {
    let words = tokens.get(run.clone()).filter(|words| words.iter().any(Token::is_word))?;
    let printed = one_line(printed(text, tokens, run));
    let collective = heads::is_collective(words);
    let place = shared.is_none() && heads::is_place(words) && abbreviations.sector(&printed).is_none();
    let expanded = match shared {
        Some(head) => {
            let name = abbreviations.sector(&printed).map(str::to_owned).unwrap_or_else(|| printed.clone());
            Some(format!("{head} {name}"))
        }
        None if place => None,
        // After "UBND huyện …,": "thị xã Buôn Hồ" is its committee too.
        None if heads::is_named_level(words) => Some(format!("Ủy ban nhân dân {printed}")),
        None => abbreviations.expand(&printed),
    };
    Some(Agency { directs: heads::directs(words), printed, expanded, collective, place })
}

/// Pieces between semicolons, bullets and "+" signs, outside brackets.
fn segments(text: &str, tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        depth = depth_after(depth, token);
        let line_start = at == 0 || new_line_before(text, tokens, at);
        let bullet = token.is_any(&["-", "+", "*", "•"]) && line_start;
        if depth == 0 && (token.is(";") || bullet || token.is("•")) {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..tokens.len());
    found
}

fn depth_after(depth: usize, token: &Token<'_>) -> usize {
    match token.key.as_str() {
        "(" | "[" => depth + 1,
        ")" | "]" => depth.saturating_sub(1),
        _ => depth,
    }
}

fn new_line_before(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    let end = at.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |before| before.at.end);
    let start = tokens.get(at).map_or(end, |token| token.at.start);
    text.get(end..start).is_some_and(|gap| gap.contains('\n'))
}

fn split_segment(tokens: &[Token<'_>], segment: Range<usize>, runs: &mut Vec<Range<usize>>) {
    let mut start = segment.start;
    let mut depth = 0_usize;
    for at in segment.clone() {
        let Some(token) = tokens.get(at) else { break };
        depth = depth_after(depth, token);
        if depth > 0 || at < start {
            continue;
        }
        let current = trim(tokens, start..at);
        let cut = match token.key.as_str() {
            "," => {
                (!current.is_empty() && heads::parts(tokens, current, at + 1, segment.end)).then_some(at + 1)
            }
            "&" if token.glued => None,
            "và" | "&" | "cùng" => {
                let two = heads::joins_two(tokens, current.clone(), at + 1)
                    || heads::joins_sectors(tokens, current, at + 1..segment.end);
                two.then_some(at + 1)
            }
            // "Sở TT&TT UBND cấp huyện": two lines of a cell run together
            _ => (token.kind == Kind::Word && heads::runs_on(tokens, current, at)).then_some(at),
        };
        if let Some(next) = cut {
            runs.push(start..at);
            start = next;
        }
    }
    runs.push(start..segment.end);
}

/// "Các Sở: Nội vụ", "UBND các huyện: Tư Nghĩa": the head is shared by the names after the colon.
/// "Chủ trì: Sở Y tế": a label, not part of the name.
fn shared_head(tokens: &[Token<'_>], run: Range<usize>) -> (Range<usize>, Option<String>) {
    let colon = run.clone().find(|at| tokens.get(*at).is_some_and(|token| token.is(":")));
    let Some(colon) = colon.filter(|colon| colon + 1 < run.end) else {
        return heads::sector_head(tokens, run.clone())
            .map_or((run.clone(), None), |(next, head)| (next..run.end, Some(head.to_owned())));
    };
    let lead = tokens.get(run.start..colon).unwrap_or_default();
    let head = heads::shared(lead).map(str::to_owned);
    (trim(tokens, colon + 1..run.end), head)
}

/// Without the signs and joining words around it.
fn trim(tokens: &[Token<'_>], run: Range<usize>) -> Range<usize> {
    const EDGES: &[&str] = &[",", ";", ".", "-", "+", "*", "•", "và", ":", "|"];
    let edge = |at: usize| tokens.get(at).is_some_and(|token| token.is_any(EDGES));
    let (mut start, mut end) = (run.start, run.end);
    while start < end && edge(start) {
        start += 1;
    }
    while end > start && edge(end - 1) {
        end -= 1;
    }
    start..end
}
