//! Who leads and who helps, in a cell that says so in words.
use super::abbreviation::Abbreviations;
use super::agency::{self, Agency};
use super::scan::{Token, phrase_at, scan};

/// The agencies of a cell by what it gives them to do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// "Chủ trì: Sở Y tế", "Sở Y tế chủ trì"; agencies with no word for their part are here too.
    pub lead: Vec<Agency>,
    /// "Phối hợp: …", "… phối hợp"
    pub coordinating: Vec<Agency>,
    /// "Chỉ đạo: …"
    pub directing: Vec<Agency>,
    /// The cell itself names the parts; otherwise the column does.
    pub named: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Lead,
    Coordinating,
    Directing,
}

const MARKS: &[(&str, Part)] = &[
    ("chủ trì phối hợp", Part::Lead),
    ("chủ trì thực hiện", Part::Lead),
    ("chủ trì", Part::Lead),
    ("phối hợp thực hiện", Part::Coordinating),
    ("phối hợp cùng", Part::Coordinating),
    ("phối hợp với", Part::Coordinating),
    ("phối hợp", Part::Coordinating),
    ("chỉ đạo", Part::Directing),
];

/// Splits a cell that holds several parts: "Chủ trì: A; phối hợp: B, C", "A chủ trì, phối hợp với B",
/// "A chủ trì; B, C phối hợp". Without such words all agencies lead and `named` is false.
pub fn roles(text: &str, abbreviations: &Abbreviations) -> Roles {
    let tokens = scan(text);
    let mut roles = Roles::default();
    let mut waiting: Option<usize> = None;
    let mut part: Option<Part> = None;
    let mut give = |from: usize, to: usize, part: Part| {
        let start = tokens.get(from).map_or(text.len(), |token| token.at.start);
        let end = to.checked_sub(1).and_then(|last| tokens.get(last)).map_or(start, |token| token.at.end);
        let found = agency::split(text.get(start..end).unwrap_or_default(), abbreviations);
        match part {
            Part::Lead => roles.lead.extend(found),
            Part::Coordinating => roles.coordinating.extend(found),
            Part::Directing => roles.directing.extend(found),
        }
    };
    let mut named = false;
    let mut at = 0;
    let mut start = 0;
    while at < tokens.len() {
        let Some((length, mark)) = mark_at(&tokens, at) else {
            at += 1;
            continue;
        };
        named = true;
        let after = at + length;
        let leads_list = tokens.get(after).is_some_and(|token| token.is_any(&[":", "là"]))
            || tokens.get(after - 1).is_some_and(|token| token.is_any(&["với", "cùng"]));
        let label = label_start(&tokens, at);
        if leads_list {
            // What stands before a new label belongs to the part before it.
            if label > start {
                give(start, label, part.unwrap_or(Part::Lead));
            }
            part = Some(mark);
            start =
                if tokens.get(after).is_some_and(|t| t.is_any(&[":", "là"])) { after + 1 } else { after };
            waiting = None;
        } else {
            give(start, at, mark);
            part = None;
            start = after;
            waiting = Some(after);
        }
        at = start.max(at + 1);
    }
    if start < tokens.len() && waiting.is_none_or(|from| from < tokens.len()) {
        give(start, tokens.len(), part.unwrap_or(if named { Part::Coordinating } else { Part::Lead }));
    }
    roles.named = named;
    roles
}

/// A word for a part, unless it is inside a name: "Ban Chỉ đạo", "Tổ phối hợp".
fn mark_at(tokens: &[Token<'_>], at: usize) -> Option<(usize, Part)> {
    let found = MARKS.iter().filter_map(|(words, part)| phrase_at(tokens, at, words).map(|n| (n, *part)));
    let (length, part) = found.max_by_key(|(length, _)| *length)?;
    let before = at.checked_sub(1).and_then(|place| tokens.get(place));
    let inside = before.is_some_and(|token| token.is_any(&["ban", "tổ", "giao", "sự", "cơ", "được"]));
    // "chỉ đạo" directs only as a label.
    let labelled = tokens.get(at + length).is_some_and(|token| token.is(":"));
    (!inside && (part != Part::Directing || labelled)).then_some((length, part))
}

/// "Cơ quan chủ trì:", "Đơn vị phối hợp:": the label begins with its noun.
fn label_start(tokens: &[Token<'_>], at: usize) -> usize {
    ["cơ quan", "đơn vị", "các cơ quan", "các đơn vị"]
        .iter()
        .filter_map(|noun| super::scan::phrase_before(tokens, at, noun))
        .min()
        .unwrap_or(at)
}
