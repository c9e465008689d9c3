//! How often a task is done.
use super::scan::{Token, phrase_at, scan};
use std::ops::Range;

/// A cadence, by the word the plan prints for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// thường xuyên
    Always,
    /// hằng năm
    Yearly,
    /// 6 tháng
    HalfYearly,
    /// hằng quý
    Quarterly,
    /// hằng tháng
    Monthly,
    /// hằng tuần
    Weekly,
    /// hằng ngày
    Daily,
}

impl Cadence {
    /// The word of the output.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Always => "thường xuyên",
            Self::Yearly => "hằng năm",
            Self::HalfYearly => "6 tháng",
            Self::Quarterly => "hằng quý",
            Self::Monthly => "hằng tháng",
            Self::Weekly => "hằng tuần",
            Self::Daily => "hằng ngày",
        }
    }

    /// It has a period, so that a day beside it is the day of every period.
    pub(crate) const fn repeats(self) -> bool {
        !matches!(self, Self::Always)
    }
}

/// Phrases, the longer before the shorter where one begins the other.
const PHRASES: &[(&str, Cadence)] = &[
    ("thường xuyên", Cadence::Always),
    ("liên tục", Cadence::Always),
    ("hằng năm", Cadence::Yearly),
    ("hàng năm", Cadence::Yearly),
    ("mỗi năm", Cadence::Yearly),
    ("từng năm", Cadence::Yearly),
    ("các năm", Cadence::Yearly),
    ("các năm tiếp theo", Cadence::Yearly),
    ("những năm tiếp theo", Cadence::Yearly),
    ("các năm sau", Cadence::Yearly),
    ("những năm sau", Cadence::Yearly),
    ("định kỳ năm", Cadence::Yearly),
    ("1 lần / năm", Cadence::Yearly),
    ("01 lần / năm", Cadence::Yearly),
    ("một lần / năm", Cadence::Yearly),
    ("1 năm / lần", Cadence::Yearly),
    ("01 năm / lần", Cadence::Yearly),
    ("năm một lần", Cadence::Yearly),
    ("hằng quý", Cadence::Quarterly),
    ("hàng quý", Cadence::Quarterly),
    ("mỗi quý", Cadence::Quarterly),
    ("từng quý", Cadence::Quarterly),
    ("theo quý", Cadence::Quarterly),
    ("các quý", Cadence::Quarterly),
    ("định kỳ quý", Cadence::Quarterly),
    ("quý trong năm", Cadence::Quarterly),
    ("tháng cuối quý", Cadence::Quarterly),
    ("cuối quý", Cadence::Quarterly),
    ("1 lần / quý", Cadence::Quarterly),
    ("01 lần / quý", Cadence::Quarterly),
    ("quý / lần", Cadence::Quarterly),
    ("3 tháng / lần", Cadence::Quarterly),
    ("03 tháng / lần", Cadence::Quarterly),
    ("4 lần / năm", Cadence::Quarterly),
    ("04 lần / năm", Cadence::Quarterly),
    ("hằng tháng", Cadence::Monthly),
    ("hàng tháng", Cadence::Monthly),
    ("mỗi tháng", Cadence::Monthly),
    ("từng tháng", Cadence::Monthly),
    ("theo tháng", Cadence::Monthly),
    ("các tháng", Cadence::Monthly),
    ("1 lần / tháng", Cadence::Monthly),
    ("01 lần / tháng", Cadence::Monthly),
    ("tháng / lần", Cadence::Monthly),
    ("hằng tuần", Cadence::Weekly),
    ("hàng tuần", Cadence::Weekly),
    ("mỗi tuần", Cadence::Weekly),
    ("1 lần / tuần", Cadence::Weekly),
    ("01 lần / tuần", Cadence::Weekly),
    ("hằng ngày", Cadence::Daily),
    ("hàng ngày", Cadence::Daily),
    ("nửa năm", Cadence::HalfYearly),
    ("2 lần / năm", Cadence::HalfYearly),
    ("02 lần / năm", Cadence::HalfYearly),
    ("hai lần / năm", Cadence::HalfYearly),
    ("6 tháng", Cadence::HalfYearly),
    ("06 tháng", Cadence::HalfYearly),
    ("sáu tháng", Cadence::HalfYearly),
    ("bán niên", Cadence::HalfYearly),
];

/// The first cadence among the tokens and its run.
pub(crate) fn find(tokens: &[Token<'_>]) -> Option<(Cadence, Range<usize>)> {
    (0..tokens.len()).find_map(|at| {
        let found = PHRASES
            .iter()
            .filter_map(|(phrase, cadence)| phrase_at(tokens, at, phrase).map(|count| (count, *cadence)));
        let (count, cadence) = found.max_by_key(|(count, _)| *count)?;
        let next = tokens.get(at + count);
        // "6 tháng đầu năm" is a date; "hàng năm 2024" does not exist, "các năm 2024, 2025" does.
        let half = cadence == Cadence::HalfYearly && next.is_some_and(|t| t.is_any(&["đầu", "cuối"]));
        let listed = phrase_at(tokens, at, "các năm").is_some() && next.is_some_and(Token::is_number);
        let duration = at > 0 && half_is_duration(tokens, at, cadence);
        let mut end = at + count;
        while ["một lần", "/ lần", "1 lần", "01 lần"].iter().any(|p| phrase_at(tokens, end, p).is_some())
        {
            end += 2;
        }
        (!half && !listed && !duration).then_some((cadence, at..end))
    })
}

/// "trong vòng 6 tháng", "sau 6 tháng": a duration.
fn half_is_duration(tokens: &[Token<'_>], at: usize, cadence: Cadence) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    cadence == Cadence::HalfYearly
        && before.is_some_and(|token| token.is_any(&["vòng", "sau", "trong", "thời", "gian"]))
}

/// The cadence of a sentence that says it is one: "(định kỳ 6 tháng)", "báo cáo định kỳ hằng quý".
/// A task that merely says "thường xuyên" has none.
pub fn periodic_in(text: &str) -> Option<Cadence> {
    let tokens = scan(text);
    (0..tokens.len()).find_map(|at| {
        let mut next = at + phrase_at(&tokens, at, "định kỳ")?;
        if tokens.get(next).is_some_and(|token| token.is_any(&["theo", ":", "vào", "là"])) {
            next += 1;
        }
        if let Some((cadence, run)) = find(tokens.get(next..)?)
            && run.start == 0
        {
            return Some(cadence);
        }
        match tokens.get(next).map(|token| token.key.as_str()) {
            Some("quý") => Some(Cadence::Quarterly),
            Some("tháng") => Some(Cadence::Monthly),
            Some("năm") => Some(Cadence::Yearly),
            Some("tuần") => Some(Cadence::Weekly),
            _ => None,
        }
    })
}

/// The first cadence of a text, if any.
pub fn cadence_in(text: &str) -> Option<Cadence> {
    find(&scan(text)).map(|(cadence, _)| cadence)
}
