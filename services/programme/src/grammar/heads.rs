//! How the names of Vietnamese agencies begin, and which words never are an agency alone.
use super::abbreviation;
use super::scan::{Token, phrase_at};
use std::ops::Range;

/// First words of an agency's own name.
const HEADS: &[&str] = &[
    "sở",
    "ubnd",
    "ủy ban nhân dân",
    "ủy ban",
    "hđnd",
    "hội đồng nhân dân",
    "văn phòng",
    "vp",
    "công an",
    "ban",
    "bql",
    "cục",
    "chi cục",
    "tổng cục",
    "trung tâm",
    "đài",
    "báo",
    "cổng",
    "hội",
    "hiệp hội",
    "liên hiệp",
    "liên minh",
    "liên đoàn",
    "đoàn",
    "tỉnh đoàn",
    "thành đoàn",
    "huyện đoàn",
    "thanh tra",
    "tòa án",
    "viện",
    "kho bạc",
    "ngân hàng",
    "nhnn",
    "kbnn",
    "bảo hiểm xã hội",
    "bhxh",
    "bưu điện",
    "bưu chính",
    "điện lực",
    "công ty",
    "tổng công ty",
    "tập đoàn",
    "viettel",
    "vnpt",
    "mobifone",
    "vinaphone",
    "vietnampost",
    "fpt",
    "trường",
    "đại học",
    "học viện",
    "bệnh viện",
    "bộ",
    "mặt trận",
    "mttq",
    "ubmttq",
    "ubmttqvn",
    "tổ",
    "hội đồng",
    "phòng",
    "quỹ",
    "bộ chỉ huy",
    "bch",
    "chủ tịch",
    "giám đốc",
    "thủ trưởng",
    "chánh văn phòng",
    "tỉnh ủy",
    "thành ủy",
    "huyện ủy",
    "đảng ủy",
    "đảng",
    "nhà nước",
    "quân khu",
    "hải quan",
    "thuế",
    "thống kê",
    "lđlđ",
    "hiệp",
    "đoàn thể",
    "khối",
];

/// Generic nouns: an agency only with "các" or in a list of such nouns.
const GENERIC: &[&str] = &[
    "sở",
    "ban",
    "ngành",
    "bộ",
    "đoàn thể",
    "đơn vị",
    "địa phương",
    "cơ quan",
    "tổ chức",
    "doanh nghiệp",
    "hợp tác xã",
    "hội",
    "hiệp hội",
    "viện",
    "trường",
    "viện nghiên cứu",
    "trường học",
    "báo chí",
    "báo",
    "đài",
    "cá nhân",
    "người dân",
    "huyện",
    "quận",
    "thị xã",
    "thị",
    "thành phố",
    "thành",
    "xã",
    "phường",
    "thị trấn",
    "thôn",
    "tổ dân phố",
    "khu phố",
    "đặc khu",
    "cấp",
    "cộng đồng",
    "chi nhánh",
    "phòng",
    "công ty",
    "tập đoàn",
    "hộ kinh doanh",
    "cơ sở",
    "nhà trường",
    "bệnh viện",
];

/// Nouns that name many even with something after them: "cơ quan TW trên địa bàn", "hiệp hội doanh nghiệp".
const PLURAL: &[&str] = &[
    "đoàn thể",
    "đơn vị",
    "địa phương",
    "cơ quan",
    "tổ chức",
    "doanh nghiệp",
    "hợp tác xã",
    "hiệp hội doanh nghiệp",
    "người dân",
    "cá nhân",
    "cộng đồng",
];

/// Words of a level: "UBND các huyện, thành, thị", "UBND cấp huyện, cấp xã".
const LEVELS: &[&str] = &[
    "cấp",
    "tỉnh",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "thị",
    "thành phố",
    "thành",
    "xã",
    "phường",
    "đặc khu",
    "tp",
];

/// Names with a comma inside: how they go on after it.
const COMMA_NAMES: &[(&str, &str)] = &[
    ("văn hóa", "thể thao"),
    ("văn hóa", "thông tin"),
    ("văn hóa", "khoa học"),
    ("văn hóa", "xã hội"),
    ("văn hóa", "gia đình"),
    ("lao động", "thương binh"),
    ("lao động", "việc làm"),
    ("kinh tế", "hạ tầng"),
    ("thể thao", "du lịch"),
    ("khoa học", "công nghệ"),
    ("nông nghiệp", "môi trường"),
    ("báo", "phát thanh"),
];

fn longest(tokens: &[Token<'_>], at: usize, phrases: &[&str]) -> Option<usize> {
    phrases.iter().filter_map(|phrase| phrase_at(tokens, at, phrase)).max()
}

fn key(tokens: &[Token<'_>], at: usize, keys: &[&str]) -> bool {
    tokens.get(at).is_some_and(|token| token.is_any(keys))
}

fn capital(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.is_word() && token.is_capital())
}

/// An agency's own name, or a collective with "các", begins at `at`.
pub(crate) fn begins(tokens: &[Token<'_>], at: usize) -> bool {
    key(tokens, at, &["các", "những", "toàn"]) || longest(tokens, at, HEADS).is_some()
}

/// An agency of its own name begins at `at`: a head and a name after it.
fn begins_own(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(count) = longest(tokens, at, HEADS) else { return false };
    let named =
        tokens.get(at + count).is_some_and(|token| token.is_word() && !token.is_any(&["các", "cấp", "và"]));
    capital(tokens, at) && (named || !is_generic(tokens, at))
}

fn is_generic(tokens: &[Token<'_>], at: usize) -> bool {
    longest(tokens, at, GENERIC).is_some()
}

/// UBND, HĐND and their chairmen: a list of levels continues their name.
fn is_committee(tokens: &[Token<'_>], at: usize) -> bool {
    const COMMITTEES: &[&str] = &[
        "ubnd",
        "ủy ban nhân dân",
        "hđnd",
        "hội đồng nhân dân",
        "chủ tịch ubnd",
        "chủ tịch ủy ban nhân dân",
        "ủy ban mttq",
    ];
    let at = if key(tokens, at, &["các"]) { at + 1 } else { at };
    longest(tokens, at, COMMITTEES).is_some()
}

/// Many under one name.
pub(crate) fn is_collective(words: &[Token<'_>]) -> bool {
    if key(words, 0, &["các", "những", "toàn", "mọi", "tất"]) {
        return true;
    }
    // "Thủ trưởng các sở", "Đảng ủy các xã"; not "Sở Nội vụ và các đơn vị"
    let many = (1..words.len()).any(|at| {
        key(words, at, &["các"]) && is_generic(words, at + 1) && !key(words, at - 1, &["và", "&", "của"])
    });
    if many {
        return true;
    }
    if is_committee(words, 0) {
        let many = words.iter().any(|token| token.is_any(&["các", "cấp"]));
        let last = words.iter().rposition(Token::is_word);
        let bare =
            last.is_some_and(|at| is_level_word(words, at) && !words.get(at).is_some_and(|t| t.is("tỉnh")));
        return many || bare;
    }
    if longest(words, 0, PLURAL).is_some() {
        return true;
    }
    let generic = longest(words, 0, GENERIC);
    generic.is_some_and(|count| {
        let next = words.get(count);
        next.is_none_or(|token| token.is_any(&[",", "ban", "ngành", "đoàn", "và"]))
    })
}

fn is_level_word(words: &[Token<'_>], at: usize) -> bool {
    // "phường Hạc Thành" ends with a name, not with the word for a city.
    if words.get(at).is_some_and(Token::is_capital) {
        return false;
    }
    let two =
        at.checked_sub(1).and_then(|before| longest(words, before, LEVELS)).is_some_and(|count| count == 2);
    two || longest(words, at, LEVELS).is_some()
}

/// Only capitalised words, no head: "Tư Nghĩa", "Đức Phổ".
pub(crate) fn is_place(words: &[Token<'_>]) -> bool {
    let named = (1..=4).contains(&words.len()) && (0..words.len()).all(|at| capital(words, at));
    let initials = words.iter().any(Token::is_initials);
    named && !initials && longest(words, 0, HEADS).is_none() && !is_generic(words, 0)
}

/// Bodies that direct and persons that answer: no work list of their own.
pub(crate) fn directs(words: &[Token<'_>]) -> bool {
    const BODIES: &[&str] = &[
        "ban chỉ đạo",
        "bcđ",
        "tổ công tác",
        "các tổ công tác",
        "tổ giúp việc",
        "tổ đề án",
        "ban điều hành",
        "hội đồng tư vấn",
        "chủ tịch",
        "phó chủ tịch",
        "đồng chí",
        "các đồng chí",
        "lãnh đạo",
        "ban thường vụ",
        "thường trực",
        "trưởng ban",
    ];
    let starts = longest(words, 0, BODIES).is_some();
    let team = key(words, 0, &["tổ", "tiểu", "nhóm", "các"])
        && (1..words.len())
            .any(|at| ["ban chỉ đạo", "bcđ"].iter().any(|body| phrase_at(words, at, body).is_some()));
    starts || team
}

/// The comma before token `next` parts the agency in `current` from another one.
pub(crate) fn parts(tokens: &[Token<'_>], current: Range<usize>, next: usize, end: usize) -> bool {
    let stop = (next..end).find(|at| key(tokens, *at, &[",", ";"])).unwrap_or(end);
    let Some(piece) = tokens.get(next..stop).filter(|piece| !piece.is_empty()) else { return true };
    let Some(words) = tokens.get(current.clone()) else { return true };
    if continues_name(words, piece) {
        return false;
    }
    let listed = words.iter().any(|token| token.is(":"));
    if listed {
        return true;
    }
    if let Some(parts) = level_parts(words, piece) {
        return parts;
    }
    if begins_own(piece, 0) || abbreviation::is_sector(piece) {
        return true;
    }
    if is_committee(piece, 0) || key(piece, 0, &["các", "những"]) {
        return true;
    }
    let tail = words.iter().rposition(|token| token.is("và")).map_or(0, |at| at + 1);
    if is_collective(words) || key(words, tail, &["các", "những"]) {
        // "Các Hiệp hội, doanh nghiệp, Viện, Trường": generic nouns go on; a place or a name does not.
        return !is_generic(piece, 0) && (is_place(piece) || begins(piece, 0));
    }
    begins(piece, 0) || is_generic(piece, 0) || capital(piece, 0)
}

/// After a committee: "huyện", "thành phố", "cấp xã" go on; "huyện Tư Nghĩa" is another one.
fn level_parts(words: &[Token<'_>], piece: &[Token<'_>]) -> Option<bool> {
    let at = usize::from(key(piece, 0, &["các"]));
    // "Tỉnh đoàn", "thành ủy": another body, though it begins with a level.
    if longest(piece, at, HEADS) > longest(piece, at, LEVELS) {
        return None;
    }
    let mut end = at + longest(piece, at, LEVELS)?;
    if key(piece, at, &["cấp"]) {
        end += longest(piece, at + 1, LEVELS).unwrap_or(0);
    }
    let named = capital(piece, end);
    is_committee(words, 0).then_some(named)
}

fn continues_name(words: &[Token<'_>], piece: &[Token<'_>]) -> bool {
    COMMA_NAMES.iter().any(|(first, second)| {
        let count = first.split_whitespace().count();
        let ends = words.len().checked_sub(count).is_some_and(|at| phrase_at(words, at, first).is_some());
        ends && phrase_at(piece, 0, second).is_some() && (begins(words, 0) || words.len() == count)
    })
}

/// "Sở Nội vụ và Sở Tài chính": two agencies with names of their own.
pub(crate) fn joins_two(tokens: &[Token<'_>], current: Range<usize>, next: usize) -> bool {
    let Some(words) = tokens.get(current) else { return false };
    let next = if key(tokens, next, &["với"]) { next + 1 } else { next };
    let Some(rest) = tokens.get(next..) else { return false };
    // "Văn phòng HĐND và UBND", "HĐND và UBND": one name.
    let office = key(words, 0, &["văn", "vp", "hđnd", "hội"]) && is_committee(rest, 0);
    let own = words.len() >= 2 && begins_own(words, 0) && !is_collective(words);
    let other = begins_own(rest, 0) && !key(rest, 1, &["các", "cấp", ","]);
    own && other && !office && !is_collective(clause(rest))
}

fn clause<'a, 'b>(rest: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let end = rest.iter().position(|token| token.is_any(&[";", ","])).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Two lines of a cell run together: an agency begins where the one before it has no more to say.
pub(crate) fn runs_on(tokens: &[Token<'_>], current: Range<usize>, at: usize) -> bool {
    const STRICT: &[&str] = &["sở", "ubnd", "ủy ban nhân dân", "công an", "văn phòng ubnd"];
    const OPEN: &[&str] = &[
        "thuộc",
        "của",
        "phòng",
        "vp",
        "tịch",
        "trực",
        "-",
        "&",
        "và",
        "cùng",
        "với",
        "hợp",
        "tại",
        "ở",
        "đạo",
        "mưu",
        ",",
        "(",
        "đốc",
        "các",
        "trưởng",
        "hđnd",
        "tâm",
        "từ",
        "/",
        ":",
    ];
    let Some(words) = tokens.get(current).filter(|words| words.len() >= 2) else { return false };
    let own = key(words, 0, &["sở", "ubnd", "ủy", "công", "ban"]) && begins_own(words, 0);
    let open =
        at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|token| token.is_any(OPEN));
    let count = longest(tokens, at, STRICT);
    let named = count.is_some_and(|count| {
        !key(tokens, at, &["sở"]) || capital(tokens, at + count) || key(tokens, at + count, &[",", "tt"])
    });
    own && !open && named && capital(tokens, at)
}

/// The head that names after a colon share: "Các Sở:", "UBND các huyện:".
pub(crate) fn shared(lead: &[Token<'_>]) -> Option<&'static str> {
    const HEADS: &[(&str, &str)] = &[
        ("sở", "Sở"),
        ("bộ", "Bộ"),
        ("ban", "Ban"),
        ("huyện", "Ủy ban nhân dân huyện"),
        ("thị xã", "Ủy ban nhân dân thị xã"),
        ("thành phố", "Ủy ban nhân dân thành phố"),
        ("quận", "Ủy ban nhân dân quận"),
        ("xã", "Ủy ban nhân dân xã"),
        ("phường", "Ủy ban nhân dân phường"),
        ("đặc khu", "Ủy ban nhân dân đặc khu"),
        ("trường", "Trường"),
    ];
    let mut at = 0;
    while key(lead, at, &["các", "ubnd", "ủy", "ban", "nhân", "dân"]) && at + 1 < lead.len() {
        at += 1;
    }
    HEADS.iter().find_map(|(word, head)| {
        phrase_at(lead, at, word).filter(|count| at + count == lead.len()).map(|_| *head)
    })
}

/// "Các sở TT&TT": the plural head is shared by the sectors after it.
pub(crate) fn sector_head(tokens: &[Token<'_>], run: Range<usize>) -> Option<(usize, &'static str)> {
    let count = phrase_at(tokens, run.start, "các sở")?;
    let next = run.start + count;
    let rest = tokens.get(next..run.end)?;
    abbreviation::is_sector(rest).then_some((next, "Sở"))
}

/// "huyện Krông Pắc", "phường Hạc Thành": a level and a name, the committee left out.
pub(crate) fn is_named_level(words: &[Token<'_>]) -> bool {
    let count = longest(words, 0, LEVELS).filter(|_| !key(words, 0, &["cấp"]));
    count.is_some_and(|count| {
        capital(words, count)
            && (count..words.len()).all(|at| capital(words, at))
            && longest(words, 0, HEADS).is_none()
    })
}

/// In a list after "Các Sở:" the last two names are joined by "và", or "và các đơn vị" ends it.
pub(crate) fn joins_sectors(tokens: &[Token<'_>], current: Range<usize>, rest: Range<usize>) -> bool {
    let after_colon = current.clone().rev().find(|at| key(tokens, *at, &[":"])).map(|at| at + 1);
    let name = tokens.get(after_colon.unwrap_or(current.start)..current.end).unwrap_or_default();
    let other = clause(tokens.get(rest).unwrap_or_default());
    abbreviation::is_sector(name) && (abbreviation::is_sector(other) || key(other, 0, &["các"]))
}

/// "Sở Nội vụ phối hợp", "Công an tỉnh chủ trì": what it does is not its name.
pub(crate) fn without_role(tokens: &[Token<'_>], run: Range<usize>) -> Range<usize> {
    const ROLES: &[&str] = &[
        "chủ trì",
        "chủ trì thực hiện",
        "phối hợp",
        "phối hợp thực hiện",
        "chủ trì phối hợp",
        "làm đầu mối",
        "thực hiện",
    ];
    let mut end = run.end;
    while let Some((start, _)) = super::scan::longest_before(tokens, end, ROLES) {
        if start <= run.start {
            break;
        }
        end = start;
    }
    run.start..end
}
