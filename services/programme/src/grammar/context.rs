//! Numbers that are no quantities: dates, document numbers, articles, levels, numbering.
use super::dates;
use super::number;
use super::scan::{Kind, Token, phrase_at, phrase_before};
use super::unit;

/// Words before a number that make it a name: "Điều 7", "mức độ 3", "Quyết định 458", "quý 2".
const NAMING: &[&str] = &[
    "điều",
    "khoản",
    "điểm",
    "mục",
    "tiểu mục",
    "chương",
    "phần",
    "phụ lục",
    "phụ biểu",
    "năm",
    "ngày",
    "tháng",
    "quý",
    "thứ",
    "lần thứ",
    "mức độ",
    "mức",
    "cấp độ",
    "cấp",
    "bậc",
    "giai đoạn",
    "khóa",
    "kỳ",
    "đợt",
    "loại",
    "hạng",
    "nhóm",
    "đề án",
    "nghị quyết",
    "nghị định",
    "quyết định",
    "chỉ thị",
    "thông tư",
    "thông báo",
    "kế hoạch",
    "công văn",
    "công điện",
    "tờ trình",
    "báo cáo",
    "luật",
    "văn bản",
    "dự án",
    "tiểu dự án",
    "nội dung",
    "nhiệm vụ",
    "chỉ tiêu",
    "mục tiêu",
    "tiêu chí",
    "phiên bản",
    "công nghiệp",
    "công nghệ",
    "nông nghiệp",
    "thế hệ",
    "tổ",
    "thôn",
    "khu phố",
    "quận",
    "phường",
    "quốc lộ",
    "tỉnh lộ",
    "điện thoại",
    "hotline",
    "tổng đài",
    "trang",
    "bảng",
    "biểu",
    "hình",
    "mẫu",
    "hệ số",
    "trụ cột",
    "giải pháp",
    "bước",
    "lớp",
    "đầu số",
];

/// Which tokens are numbers that must not be read as quantities.
pub(crate) fn blocked(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut blocked = vec![false; tokens.len()];
    for raw in dates::find(tokens) {
        if raw.unit != dates::Unit::Year || !is_counted_year(tokens, raw.run.clone()) {
            for flag in blocked.iter_mut().take(raw.run.end).skip(raw.run.start) {
                *flag = true;
            }
        }
    }
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_number()) {
        let name = is_code(tokens, at)
            || is_named(tokens, at)
            || is_enumerator(tokens, at)
            || is_age_or_rate_base(tokens, at)
            || is_call_number(token)
            || is_continued(tokens, at, &blocked);
        if let Some(flag) = blocked.get_mut(at).filter(|_| name) {
            *flag = true;
        }
    }
    blocked
}

/// "2020 hồ sơ" counts when no word for year leads it and a known noun follows.
fn is_counted_year(tokens: &[Token<'_>], run: std::ops::Range<usize>) -> bool {
    run.len() == 1 && unit::is_known_noun(tokens, run.end) && {
        let before = run.start.checked_sub(1).and_then(|place| tokens.get(place));
        before.is_none_or(|token| !token.is_any(&["năm", "đến", "-", "từ", "đoạn", "và", ",", "trước", "/"]))
    }
}

/// Letters glued to it: "IPv6", "5G", "36a", "B2C", "36-NQ/TW", "2074/QĐ"; numbering "1.1.2"; "24/7".
fn is_code(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    let before = at.checked_sub(1).and_then(|place| tokens.get(place)).filter(|_| token.glued);
    let next = tokens.get(at + 1).filter(|next| next.glued);
    let lettered = before.is_some_and(Token::is_word) && !unit::is_measure(before)
        || next.is_some_and(|next| {
            next.is_word() && !unit::is_measure(Some(next)) && !unit::is_money(tokens, at + 1)
        });
    if lettered || number::parse(token.text).is_none() {
        return true;
    }
    // "36-NQ/TW", "2113/TTr-STTTT", "01/2023/NQ-CP": a sign and capitals, in one run
    let mut place = at + 1;
    while tokens.get(place).is_some_and(|next| next.glued && (next.is_any(&["/", "-"]) || next.is_number())) {
        place += 1;
    }
    let capitals = place > at + 1
        && tokens.get(place).is_some_and(|next| next.glued && next.is_word() && next.is_capital());
    // "QĐ/2023", "H05", "TCVN 7870-1": after capitals and a sign
    let sign = before.is_some_and(|before| before.is_any(&["/", "-"]));
    let word = at.checked_sub(2).and_then(|place| tokens.get(place));
    let tail = sign
        && word.is_some_and(|word| word.is_word() && word.is_initials())
        && tokens.get(at - 1).is_some_and(|sign| sign.glued);
    capitals || tail || is_round_the_clock(tokens, at)
}

fn is_round_the_clock(tokens: &[Token<'_>], at: usize) -> bool {
    let start = [at.checked_sub(2), Some(at)].into_iter().flatten().find(|start| {
        tokens.get(*start).is_some_and(|token| token.is("24"))
            && tokens.get(start + 1).is_some_and(|token| token.is("/"))
            && tokens.get(start + 2).is_some_and(|token| token.is_any(&["7", "24"]))
    });
    start.is_some()
}

fn is_named(tokens: &[Token<'_>], at: usize) -> bool {
    let is_percent = tokens.get(at + 1).is_some_and(|token| token.is("%"));
    let mut end = at;
    // "Quyết định số 36", "Điều số 7", "vị trí số 1"
    if phrase_before(tokens, end, "số").is_some() {
        let own =
            end.checked_sub(2).and_then(|place| tokens.get(place)).is_some_and(|t| t.is_any(&["tổng", "là"]));
        // No document number is grouped; "địa chỉ số 206.742/295.693" counts.
        let counts = tokens.get(at).is_some_and(|token| !token.text.bytes().all(|b| b.is_ascii_digit()));
        if !is_percent && !own && !counts {
            return true;
        }
        end -= 1;
    }
    let Some((start, _)) = super::scan::longest_before(tokens, end, NAMING) else { return false };
    // Names are not grouped: "đã cấp 3.552 chữ ký số" counts, "phiên bản 1.0" names.
    if tokens.get(at).is_some_and(|token| token.text.split('.').skip(1).any(|group| group.len() == 3)) {
        return false;
    }
    // "cung cấp 42 địa chỉ", "đã cấp 5 giấy phép": to issue, not a level
    let verb = start.checked_sub(1).and_then(|before| tokens.get(before));
    let issued = verb.is_some_and(|t| t.is_any(&["cung", "đã", "được", "trao", "phân", "mới"]));
    if issued && tokens.get(start).is_some_and(|token| token.is("cấp")) && start + 1 == end {
        return false;
    }
    let whole = tokens.get(start..at).unwrap_or_default();
    if is_percent {
        // "phấn đấu năm 100%": only a percentage is certainly a value, "Điều 7%" does not exist.
        return false;
    }
    // "mức độ 3,4" is two levels without a space, "mức 3,45" a value.
    let pair = tokens.get(at).filter(|token| token.text.contains(','));
    if let Some(pair) = pair {
        return pair.text.len() == 3
            && whole.iter().any(|token| token.is_any(&["mức", "cấp", "điều", "khoản"]));
    }
    // "đạt 95 điểm", "nhóm 30 tỉnh": a name is followed by no money; "mức 5 triệu đồng" is an amount.
    let names_amount =
        whole.first().is_some_and(|token| token.is_any(&["mức", "tổ", "nội", "kế", "báo", "nhiệm", "lớp"]));
    if names_amount && (unit::is_money(tokens, at + 1) || unit::is_known_noun(tokens, at + 1)) {
        return false;
    }
    !is_verb_before(tokens, start, whole)
}

/// "hoàn thành nhiệm vụ 12 ..." stays a name; "chương trình có 5 nhiệm vụ" is not concerned.
/// "công nghệ 4.0" names; "ứng dụng công nghệ 20 cơ sở" counts when a known noun follows.
fn is_verb_before(tokens: &[Token<'_>], start: usize, whole: &[Token<'_>]) -> bool {
    let loose = ["công", "nông", "báo", "kế", "nội", "giải", "biểu"];
    let next = start + whole.len() + 1;
    whole.first().is_some_and(|token| token.is_any(&loose)) && unit::is_known_noun(tokens, next)
}

/// "1. Nhận thức", "2) …", "1.1 Ngày chuyển đổi số", "12 Quyết định …" at the beginning.
fn is_enumerator(tokens: &[Token<'_>], at: usize) -> bool {
    let lead = tokens.iter().take(at).all(|token| token.is_any(&["-", "+", "*", "•", "(", "["]));
    if !lead || tokens.len() == at + 1 {
        return false;
    }
    let next = tokens.get(at + 1);
    let sign = next.is_some_and(|token| token.glued && token.is_any(&[".", ")", "]", ":"]));
    let title = next.is_some_and(|token| token.is_word() && token.is_capital() && !token.glued);
    sign || (title && digits_only(tokens, at))
}

fn digits_only(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.text.bytes().all(|b| b.is_ascii_digit()) || at == 0)
}

/// "15 tuổi", "/100 dân", "/10.000 dân"
fn is_age_or_rate_base(tokens: &[Token<'_>], at: usize) -> bool {
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| token.is("-"))
        && tokens.get(next + 1).is_some_and(Token::is_number)
    {
        next += 2;
    }
    if phrase_at(tokens, next, "tuổi").is_some() {
        return true;
    }
    let back = |n: usize| at.checked_sub(n).and_then(|place| tokens.get(place));
    // A rate is per a power of ten; "tài khoản/295.019 đối tượng" is a fraction.
    let digits = tokens.get(at).map_or("", |token| token.text);
    let tens = digits.strip_prefix('1').is_some_and(|rest| rest.chars().all(|c| matches!(c, '0' | '.')));
    tens && back(1).is_some_and(|token| token.is("/"))
        && back(2).is_none_or(|token| !token.is_number() && !token.is("%"))
}

/// Telephone numbers, accounts, postal codes: a leading zero and no separator, or very many digits.
fn is_call_number(token: &Token<'_>) -> bool {
    let digits = token.text.bytes().all(|b| b.is_ascii_digit());
    let length = token.text.len();
    digits && (length >= 9 || (length >= 3 && token.text.starts_with('0')))
}

/// "mức độ 3, 4", "Điều 7, 8 và 9", "cấp độ 2-3": the list goes on with names.
fn is_continued(tokens: &[Token<'_>], at: usize, blocked: &[bool]) -> bool {
    let Some(before) = at.checked_sub(2) else { return false };
    let link = tokens.get(at - 1).is_some_and(|token| token.is_any(&[",", "và", "-", "hoặc", "đến"]));
    let plain = |place: usize| {
        tokens.get(place).is_some_and(|token| {
            token.kind == Kind::Number
                && token.text.len() <= 2
                && token.text.bytes().all(|b| b.is_ascii_digit())
        })
    };
    let named = blocked.get(before).copied().unwrap_or(false) && plain(before) && plain(at);
    let value = tokens.get(at + 1).is_some_and(|token| token.is_any(&["%", "/"]))
        || unit::is_money(tokens, at + 1)
        || unit::is_known_noun(tokens, at + 1);
    link && named && !value
}
