//! Small questions about words, asked by several rules.

/// Whether the lower-case text has any of the phrases.
pub(super) fn has_any(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| lower.contains(phrase))
}

/// At most so many words; what was cut is marked.
pub(super) fn shorten(text: &str, words: usize) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    match all.get(..words) {
        Some(head) if all.len() > words => {
            format!("{}…", head.join(" ").trim_end_matches([',', ';', ':', '.']))
        }
        _ => all.join(" "),
    }
}

/// The first words, without a mark.
pub(super) fn first_words(text: &str, words: usize) -> String {
    text.split_whitespace().take(words).collect::<Vec<_>>().join(" ")
}

/// How an agency begins.  Lower case.
const AGENCY_HEADS: [&str; 44] = [
    "sở",
    "các sở",
    "ubnd",
    "ủy ban",
    "uỷ ban",
    "ban",
    "bql",
    "văn phòng",
    "vp",
    "công an",
    "cục",
    "chi cục",
    "bộ",
    "các bộ",
    "hội",
    "liên hiệp",
    "liên đoàn",
    "hiệp hội",
    "tỉnh đoàn",
    "đoàn",
    "đài",
    "báo",
    "trường",
    "các trường",
    "doanh nghiệp",
    "các doanh",
    "các cơ quan",
    "các đơn vị",
    "các ban",
    "cơ quan",
    "đơn vị",
    "ngân hàng",
    "thanh tra",
    "điện lực",
    "kho bạc",
    "bảo hiểm",
    "mặt trận",
    "tổ ",
    "trung tâm",
    "viện",
    "tòa án",
    "hđnd",
    "các hội",
    "tổng công ty",
];

/// Whether a cell begins as the name of an agency does.
pub(super) fn names_agency(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    // "Phòng Văn hóa", "Trạm Y tế": with a name behind it, unlike "phòng, chống".
    let named = ["phòng ", "trạm ", "thuế ", "thống kê ", "đảng ủy ", "tập đoàn "].iter().any(|head| {
        lower.starts_with(head)
            && text.trim().chars().nth(head.chars().count()).is_some_and(char::is_uppercase)
    });
    named
        || AGENCY_HEADS.iter().any(|head| {
            lower.strip_prefix(head).is_some_and(|rest| {
                head.ends_with(' ') || rest.is_empty() || rest.starts_with([' ', ',', ';', '.'])
            })
        })
}

/// Sentence case of a heading in capitals, and its leading "Về" away: what a reader would call the pillar.
pub(super) fn plain_heading(text: &str) -> String {
    text.trim().trim_end_matches([':', '.', ';']).trim().to_owned()
}

/// The sentences of a text, as byte ranges: parted at semicolons and at full stops, not inside brackets.
pub(super) fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut begin = 0;
    let mut depth = 0_i32;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ';' if depth <= 0 => {
                out.push(begin..at);
                begin = at + c.len_utf8();
            }
            '.' if depth <= 0 && next.is_none_or(char::is_whitespace) && !before.is_whitespace() => {
                let follows = chars.clone().find(|(_, c)| !c.is_whitespace()).map(|(_, c)| c);
                let opens = follows.is_none_or(|c| {
                    c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '+' | '“' | '"' | '(')
                });
                if opens {
                    out.push(begin..at);
                    begin = at + c.len_utf8();
                }
            }
            _ => {}
        }
        if depth < 0 {
            depth = 0;
        }
        before = c;
    }
    out.push(begin..text.len());
    out.retain(|range| text.get(range.clone()).is_some_and(|part| part.chars().any(char::is_alphanumeric)));
    out
}

/// Whether the byte stands inside brackets.
pub(super) fn in_brackets(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    head.matches('(').count() > head.matches(')').count()
}
