//! The words before and after a number that say how it binds.
use super::quantity::Comparator;
use super::scan::{Token, longest_before, phrase_at, phrase_before};
use std::ops::Range;

/// Longest first where one ends another ("không dưới" before "dưới"): the earliest start wins.
const BEFORE: &[(&str, Comparator)] = &[
    ("không thấp hơn", Comparator::AtLeast),
    ("không ít hơn", Comparator::AtLeast),
    ("không nhỏ hơn", Comparator::AtLeast),
    ("không dưới", Comparator::AtLeast),
    ("lớn hơn hoặc bằng", Comparator::AtLeast),
    ("cao hơn hoặc bằng", Comparator::AtLeast),
    ("tối thiểu", Comparator::AtLeast),
    ("tối thiếu", Comparator::AtLeast),
    ("ít nhất", Comparator::AtLeast),
    ("chí ít", Comparator::AtLeast),
    ("thấp nhất", Comparator::AtLeast),
    ("≥", Comparator::AtLeast),
    ("> =", Comparator::AtLeast),
    ("từ", Comparator::AtLeast),
    ("không vượt quá", Comparator::AtMost),
    ("không được quá", Comparator::AtMost),
    ("không lớn hơn", Comparator::AtMost),
    ("không cao hơn", Comparator::AtMost),
    ("không nhiều hơn", Comparator::AtMost),
    ("không quá", Comparator::AtMost),
    ("nhỏ hơn hoặc bằng", Comparator::AtMost),
    ("thấp hơn hoặc bằng", Comparator::AtMost),
    ("tối đa", Comparator::AtMost),
    ("nhiều nhất", Comparator::AtMost),
    ("chậm nhất", Comparator::AtMost),
    ("muộn nhất", Comparator::AtMost),
    ("trong vòng", Comparator::AtMost),
    ("≤", Comparator::AtMost),
    ("< =", Comparator::AtMost),
    ("chưa đến", Comparator::Below),
    ("chưa tới", Comparator::Below),
    ("chưa đầy", Comparator::Below),
    ("thấp hơn", Comparator::Below),
    ("nhỏ hơn", Comparator::Below),
    ("ít hơn", Comparator::Below),
    ("dưới", Comparator::Below),
    ("<", Comparator::Below),
    ("lớn hơn", Comparator::Above),
    ("cao hơn", Comparator::Above),
    ("nhiều hơn", Comparator::Above),
    ("vượt", Comparator::Above),
    ("trên", Comparator::Above),
    ("hơn", Comparator::Above),
    (">", Comparator::Above),
    ("khoảng", Comparator::About),
    ("xấp xỉ", Comparator::About),
    ("cơ bản", Comparator::About),
    ("gần", Comparator::About),
    ("bằng", Comparator::Equal),
];

/// Signs and rarer words for "about" and "exactly".
const MORE: &[(&str, Comparator)] = &[
    ("~", Comparator::About),
    ("≈", Comparator::About),
    ("ước", Comparator::About),
    ("chừng", Comparator::About),
    ("=", Comparator::Equal),
    ("đúng", Comparator::Equal),
    ("vượt quá", Comparator::Above),
];

/// Words that may stand between a comparator and its number.
const BETWEEN: &[&str] =
    &["đạt", "là", "có", "được", "mức", "tương", "ứng", "lần", "lượt", "tỷ", "lệ", "thêm", "phải"];

/// The comparator before token `at`, never reaching back over `free_from`, and where it begins.
/// "tối thiểu trên 2%": the stricter of two wins.
pub(crate) fn before(tokens: &[Token<'_>], at: usize, free_from: usize) -> (usize, Option<Comparator>) {
    let mut start = at;
    let mut found: Option<Comparator> = None;
    while let Some((begin, comparator)) = one_before(tokens, start, free_from) {
        found = Some(found.map_or(comparator, |stricter| stricter_of(stricter, comparator)));
        start = begin;
    }
    (start, found)
}

fn one_before(tokens: &[Token<'_>], at: usize, free_from: usize) -> Option<(usize, Comparator)> {
    let mut end = at;
    loop {
        let all = BEFORE.iter().chain(MORE.iter());
        let hit = all
            .filter_map(|(phrase, comparator)| {
                phrase_before(tokens, end, phrase).map(|start| (start, *comparator))
            })
            .min_by_key(|(start, _)| *start);
        if let Some((start, comparator)) = hit {
            return (start >= free_from && !is_other_word(tokens, start, end)).then_some((start, comparator));
        }
        let skip = end.checked_sub(1).and_then(|last| tokens.get(last)).is_some_and(|t| t.is_any(BETWEEN));
        if !skip || end <= free_from || at - end >= 3 {
            return None;
        }
        end -= 1;
    }
}

/// "vượt trên": both say above. "khoảng từ 5": about, from. "tối thiểu trên": above.
fn stricter_of(near: Comparator, far: Comparator) -> Comparator {
    match (near, far) {
        (Comparator::AtLeast, Comparator::AtMost | Comparator::Below) => far,
        (Comparator::About, far) => far,
        (near, _) => near,
    }
}

/// The word is the end of another one: "nhỏ hơn" is caught by length, these are not comparators.
fn is_other_word(tokens: &[Token<'_>], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|place| tokens.get(place));
    let alone = end == start + 1;
    alone
        && tokens.get(start).is_some_and(|token| match token.key.as_str() {
            // "nâng cao hơn 5%" stays above; "cân bằng 5" and "tích trên" are other words.
            "bằng" => before.is_some_and(|b| b.is_any(&["cân", "đồng", "công"])),
            "đúng" => before.is_none(),
            "ước" => before.is_some_and(|b| b.is_any(&["cam", "hiệp", "quy"])),
            _ => false,
        })
}

/// "trở lên", "trở xuống" after the unit, or after the noun counted: its run and what it means.
pub(crate) fn after(tokens: &[Token<'_>], at: usize) -> Option<(Range<usize>, Comparator)> {
    const WORDS: &[(&str, Comparator)] = &[
        ("trở lên", Comparator::AtLeast),
        ("trở xuống", Comparator::AtMost),
        ("đổ lên", Comparator::AtLeast),
        ("trở xuông", Comparator::AtMost),
        ("hoặc hơn", Comparator::AtLeast),
    ];
    let mut place = at;
    while place <= at + 9 {
        for (phrase, comparator) in WORDS {
            if let Some(count) = phrase_at(tokens, place, phrase) {
                return Some((place..place + count, *comparator));
            }
        }
        // Another number or the end of the clause: the words belong to something else.
        if !tokens.get(place)?.is_word() {
            return None;
        }
        place += 1;
    }
    None
}

/// A rank before its number.
pub(crate) struct RankLead {
    pub start: usize,
    /// Among the first N ("nhóm 30", "top 20"), not the place N itself.
    pub grouped: bool,
}

/// The words that make the number at `at` a rank.
pub(crate) fn rank_before(tokens: &[Token<'_>], at: usize, free_from: usize) -> Option<RankLead> {
    const PLACE: &[&str] = &[
        "xếp thứ hạng",
        "thứ hạng",
        "xếp hạng",
        "xếp hạng thứ",
        "xếp thứ",
        "đứng thứ",
        "vị trí thứ",
        "vị trí số",
        "hạng thứ",
    ];
    const GROUP: &[&str] = &["top", "tốp", "tóp", "nhóm"];
    const AMONG: &[&str] = &["trong", "trong số", "thuộc"];
    if let Some((start, _)) = longest_before(tokens, at, PLACE) {
        return (start >= free_from).then_some(RankLead { start, grouped: false });
    }
    if let Some((start, word)) = longest_before(tokens, at, GROUP) {
        let sure = word < 3 || group_is_rank(tokens, start, at);
        return (start >= free_from && sure).then_some(RankLead { start, grouped: true });
    }
    let (start, _) = longest_before(tokens, at, AMONG)?;
    (start >= free_from && leads_follow(tokens, at)).then_some(RankLead { start, grouped: true })
}

/// "nhóm 30" ranks when it is held among provinces; "nhóm 2: …" numbers a heading.
fn group_is_rank(tokens: &[Token<'_>], start: usize, at: usize) -> bool {
    const HOLD: &[&str] =
        &["thuộc", "trong", "vào", "lọt", "đạt", "giữ", "đứng", "nằm", "ở", "là", "vị", "trí"];
    const AMONG: &[&str] =
        &["tỉnh", "thành", "địa", "đơn", "nước", "quốc", "đầu", "dẫn", "cao", "toàn", "huyện", "của"];
    let held = start.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|t| t.is_any(HOLD));
    let among = tokens.get(at + 1).is_some_and(|token| token.is_any(AMONG));
    let large = tokens.len() == at + 1 && tokens.get(at).is_some_and(|token| token.text.len() == 2);
    held || among || large
}

/// "10 tỉnh, thành phố dẫn đầu cả nước", "05 địa phương có chỉ số cao nhất"
fn leads_follow(tokens: &[Token<'_>], at: usize) -> bool {
    const LEADING: &[&str] =
        &["dẫn đầu", "đứng đầu", "hàng đầu", "tốp đầu", "top đầu", "cao nhất", "tốt nhất"];
    let places = ["tỉnh", "địa phương", "thành phố", "đơn vị", "nước", "quốc gia"];
    let counted = places.iter().any(|place| phrase_at(tokens, at + 1, place).is_some());
    counted
        && (at + 2..at + 14)
            .take_while(|place| tokens.get(*place).is_some_and(|token| !token.is_any(&[";", "."])))
            .any(|place| LEADING.iter().any(|phrase| phrase_at(tokens, place, phrase).is_some()))
}
