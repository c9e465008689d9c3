//! The level of government a sentence or a cell speaks of.
use super::scan::{Token, phrase_at, scan};
use std::ops::Range;

/// A level of government. The district level existed until 30/6/2025
/// (Luật Tổ chức chính quyền địa phương 2025); older plans still name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// quốc gia
    Country,
    /// tỉnh, thành phố trực thuộc trung ương
    Province,
    /// huyện, quận, thị xã, thành phố thuộc tỉnh
    District,
    /// xã, phường, thị trấn, đặc khu
    Commune,
}

impl Level {
    /// The word printed for it: `quốc gia`, `tỉnh`, `huyện`, `xã`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Country => "quốc gia",
            Self::Province => "tỉnh",
            Self::District => "huyện",
            Self::Commune => "xã",
        }
    }
}

/// The levels a text names, each once, in printed order.
pub fn of(text: &str) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for (_, level) in mentions(text) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels
}

/// Every naming of a level with its place (bytes): "cấp tỉnh", "cấp tỉnh, huyện, xã" (three),
/// a label "Tỉnh: 90%", a counted unit "100% xã".
///
/// The bare word is not enough: "trên địa bàn tỉnh" and "Cổng Dịch vụ công quốc gia" name no level.
pub fn mentions(text: &str) -> Vec<(Range<usize>, Level)> {
    let tokens = scan(text);
    let mut found: Vec<(Range<usize>, Level)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let next = series(&tokens, at, &mut found)
            .or_else(|| label(&tokens, at, &mut found))
            .or_else(|| counted(&tokens, at, &mut found));
        at = next.unwrap_or(at + 1);
    }
    found
}

/// "cấp tỉnh, huyện và xã": every level word of the list, not those that begin another noun.
fn series(tokens: &[Token<'_>], at: usize, found: &mut Vec<(Range<usize>, Level)>) -> Option<usize> {
    let start = tokens.get(at).filter(|token| token.is("cấp"))?.at.start;
    let (level, mut next) = level_at(tokens, at + 1)?;
    found.push((start..end_of(tokens, next), level));
    while tokens.get(next).is_some_and(|token| token.is_any(&[",", "và", "-", "/", "hoặc", "đến"])) {
        let Some((level, after)) = level_at(tokens, next + 1) else { break };
        let place = tokens.get(next + 1).map_or(0, |token| token.at.start);
        found.push((place..end_of(tokens, after), level));
        next = after;
    }
    Some(next)
}

fn label(tokens: &[Token<'_>], at: usize, found: &mut Vec<(Range<usize>, Level)>) -> Option<usize> {
    let first = tokens.get(at).filter(|token| token.is_capital())?;
    let (level, next) = level_at(tokens, at)?;
    tokens.get(next).filter(|token| token.is(":"))?;
    found.push((first.at.start..end_of(tokens, next), level));
    Some(next)
}

/// "100% xã", "80% số huyện": the level itself is counted.
fn counted(tokens: &[Token<'_>], at: usize, found: &mut Vec<(Range<usize>, Level)>) -> Option<usize> {
    tokens.get(at).filter(|token| token.is("%"))?;
    let mut next = at + 1;
    while tokens.get(next).is_some_and(|token| token.is_any(&["số", "các", "đơn", "vị"])) {
        next += 1;
    }
    let start = tokens.get(next)?.at.start;
    let (level, after) = level_at(tokens, next)?;
    if level == Level::Province {
        return None;
    }
    found.push((start..end_of(tokens, after), level));
    Some(after)
}

fn level_at(tokens: &[Token<'_>], at: usize) -> Option<(Level, usize)> {
    const WORDS: &[(&str, Level)] = &[
        ("quốc gia", Level::Country),
        ("trung ương", Level::Country),
        ("tw", Level::Country),
        ("tỉnh", Level::Province),
        ("thành phố trực thuộc trung ương", Level::Province),
        ("thành phố trực thuộc tw", Level::Province),
        ("huyện", Level::District),
        ("quận", Level::District),
        ("xã", Level::Commune),
        ("phường", Level::Commune),
        ("thị trấn", Level::Commune),
        ("đặc khu", Level::Commune),
    ];
    let at = if tokens.get(at).is_some_and(|token| token.is("cấp")) { at + 1 } else { at };
    let (count, level) = WORDS
        .iter()
        .find_map(|(phrase, level)| phrase_at(tokens, at, phrase).map(|count| (count, *level)))?;
    // "xã hội", "tỉnh ủy": the level word is the first half of another noun.
    let other = tokens.get(at + count).is_some_and(|token| token.is_any(&["hội", "ủy", "đoàn", "đội"]));
    (!other).then_some((level, at + count))
}

fn end_of(tokens: &[Token<'_>], next: usize) -> usize {
    next.checked_sub(1).and_then(|last| tokens.get(last)).map_or(0, |token| token.at.end)
}
