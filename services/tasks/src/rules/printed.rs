//! Agencies and a day, as a paragraph prints them.  What is not plainly an agency or a last day is left to the person.
use base::Date;

/// An agency as printed: the words from its head word on, perhaps too many; whoever looks it up shortens from the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub words: Vec<String>,
    /// `communes` or `departments` where a whole group is meant.
    pub group: Option<&'static str>,
    /// Named behind "phối hợp": it helps.
    pub helps: bool,
}

/// A last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDay {
    pub day: Date,
    /// As printed.
    pub words: String,
}

struct Word {
    plain: String,
    lower: String,
    /// The sign behind it.
    end: Option<char>,
}

impl Word {
    fn is(&self, lower: &str) -> bool {
        self.lower == lower
    }
    fn capital(&self) -> bool {
        self.plain.chars().next().is_some_and(char::is_uppercase)
    }
    fn ends_sentence(&self) -> bool {
        matches!(self.end, Some('.' | ';' | ':' | '\n'))
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    for line in text.lines() {
        for piece in line.split_whitespace() {
            let plain = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '&');
            let end = piece.chars().next_back().filter(|c| !c.is_alphanumeric());
            if plain.is_empty() {
                if let Some(last) = all.last_mut() {
                    last.end = last.end.or(end);
                }
                continue;
            }
            all.push(Word { plain: plain.to_owned(), lower: text::nfc(&plain.to_lowercase()), end });
        }
        if let Some(last) = all.last_mut() {
            last.end = last.end.or(Some('\n'));
        }
    }
    all
}

/// First words of an agency's name; the first is written with a capital.
const HEADS: &[&[&str]] = &[
    &["sở"],
    &["ban", "quản"],
    &["ban", "dân"],
    &["ban", "chỉ"],
    &["văn", "phòng"],
    &["vp"],
    &["ubnd"],
    &["ủy", "ban"],
    &["uỷ", "ban"],
    &["công", "an"],
    &["bộ", "chỉ"],
    &["thanh", "tra"],
    &["trung", "tâm"],
    &["chi", "cục"],
    &["đài", "phát"],
    &["kho", "bạc"],
    &["thuế", "tỉnh"],
    &["bảo", "hiểm"],
    &["trường"],
];

/// Small words with which the name is over and the task begins.
const OVER: &[&str] = &[
    "chủ", "phối", "khẩn", "tham", "rà", "hoàn", "báo", "thực", "tiếp", "căn", "đôn", "theo", "triển",
    "trước", "trong", "để", "cùng", "với", "là", "có", "phải", "sớm", "nghiên", "tập", "đẩy", "hướng",
    "kiểm", "chịu", "lập", "trình", "giao", "đề", "yêu", "khi", "đã", "cần", "làm", "bố", "cung", "rút",
    "sử", "được", "tổng", "xử", "chỉ", "chuẩn", "các", "kịp", "ban",
];

/// Words before a name that make its bearer somebody who is told, asked or quoted, not somebody who does the work.
const TOLD: &[&str] = &["cáo", "gửi", "cho", "của", "tại", "theo", "qua", "về", "trình"];

/// Words of the longest name.
const NAME_WORDS_MAX: usize = 14;

fn is_head(all: &[Word], at: usize) -> bool {
    let capital = all.get(at).is_some_and(Word::capital);
    capital
        && HEADS.iter().any(|head| {
            head.iter()
                .enumerate()
                .all(|(step, word)| all.get(at.saturating_add(step)).is_some_and(|found| found.is(word)))
        })
}

/// `các xã, phường`, `130 xã`, `UBND cấp xã`, `các sở, ban, ngành`.
fn group_at(all: &[Word], at: usize) -> Option<&'static str> {
    let word = all.get(at)?;
    let before = at.checked_sub(1).and_then(|back| all.get(back));
    let several = before.is_some_and(|before| {
        before.is("các") || before.is("cấp") || before.lower.chars().all(|c| c.is_ascii_digit())
    });
    match word.lower.as_str() {
        "xã" | "phường" if several => Some("communes"),
        "sở" if several && before.is_some_and(|before| before.is("các")) => Some("departments"),
        _ => None,
    }
}

/// Every agency that a paragraph names, in its order.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    let all = words(text);
    let mut found: Vec<Mention> = Vec::new();
    let (mut helps, mut at) = (false, 0);
    while let Some(word) = all.get(at) {
        let behind = at.checked_sub(1).and_then(|back| all.get(back));
        if behind.is_some_and(Word::ends_sentence) || word.is("giao") {
            helps = false;
        }
        if word.is("phối") && all.get(at.saturating_add(1)).is_some_and(|next| next.is("hợp")) {
            helps = true;
        }
        if let Some(group) = group_at(&all, at) {
            found.push(Mention { words: Vec::new(), group: Some(group), helps });
        } else if is_head(&all, at) {
            let name = name_from(&all, at);
            at = at.saturating_add(name.len().max(1));
            // The province's committee speaks in the notice; it is not told what to do.
            let own = matches!(name.as_slice(), [.., last] if text::fold(last) == "tinh")
                && matches!(text::fold(&name.join(" ")).as_str(), "ubnd tinh" | "uy ban nhan dan tinh");
            let told = behind.is_some_and(|word| word.end.is_none() && TOLD.contains(&word.lower.as_str()));
            if !own && !told && name.len() > 1 {
                found.push(Mention { words: name, group: None, helps });
            }
            continue;
        }
        at = at.saturating_add(1);
    }
    let mut seen: Vec<Mention> = Vec::new();
    found.retain(|mention| {
        let new = !seen.iter().any(|known| known.words == mention.words && known.group == mention.group);
        seen.push(mention.clone());
        new
    });
    found
}

fn name_from(all: &[Word], at: usize) -> Vec<String> {
    let mut name: Vec<String> = Vec::new();
    for step in at..at.saturating_add(NAME_WORDS_MAX) {
        let Some(word) = all.get(step) else { break };
        let inside = step > at;
        let next_is_head = is_head(all, step.saturating_add(1));
        if inside && !word.capital() && OVER.contains(&word.lower.as_str()) {
            break;
        }
        // "Sở Tài chính và Sở Xây dựng": the joining word is no part of the first name.
        if inside && word.is("và") && (next_is_head || group_at(all, step.saturating_add(2)).is_some()) {
            break;
        }
        // "Văn phòng UBND tỉnh" is one name, "Sở Y tế Sở Nội vụ" are two.
        let office = all.get(at).is_some_and(|head| head.is("văn") || head.is("vp"));
        if inside && is_head(all, step) && !(office && (word.is("ubnd") || word.is("ủy") || word.is("uỷ")))
        {
            break;
        }
        name.push(word.plain.clone());
        if word.end.is_some() {
            break;
        }
    }
    name
}

/// Words between the date and what makes it a last day.
const FILLERS: &[&str] = &["ngày", "tháng", "quý", "năm", "cuối", "hết", "đầu", "là"];
/// What makes a date a last day.
const TRIGGERS: &[&str] = &["trước", "trong", "đến", "nhất", "hạn", "xong", "thành", "vào", "tới"];

fn is_last_day(all: &[Word], at: usize) -> bool {
    let mut back = at;
    while let Some(before) = back.checked_sub(1).and_then(|step| all.get(step)) {
        if TRIGGERS.contains(&before.lower.as_str()) {
            return true;
        }
        if !FILLERS.contains(&before.lower.as_str()) {
            return false;
        }
        back = back.saturating_sub(1);
    }
    false
}

/// The first last day that a paragraph names; a date that only dates a document is none.  A date without a year lies on
/// or after `after`.
#[must_use]
pub fn named_day(text: &str, after: Date) -> Option<NamedDay> {
    let all = words(text);
    (0..all.len()).find_map(|at| {
        let day = day_at(&all, at, after).filter(|_| is_last_day(&all, at))?;
        let from = at
            .checked_sub(1)
            .filter(|back| all.get(*back).is_some_and(|word| FILLERS.contains(&word.lower.as_str())));
        let printed = all.iter().take(at.saturating_add(1)).skip(from.unwrap_or(at));
        let words = printed.map(|word| word.plain.as_str()).collect::<Vec<_>>().join(" ");
        Some(NamedDay { day, words })
    })
}

fn number(word: Option<&Word>) -> Option<i16> {
    word.and_then(|word| word.plain.parse().ok())
}

fn made(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month_end(year: i16, month: i16) -> Option<Date> {
    made(year, month, 1).map(Date::last_of_month)
}

fn day_at(all: &[Word], at: usize, after: Date) -> Option<Date> {
    let word = all.get(at)?;
    let before = at.checked_sub(1).and_then(|back| all.get(back));
    let next = |step: usize| all.get(at.saturating_add(step));
    let parts: Vec<&str> = word.plain.split(['/', '-', '.']).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let dated = |what: &str| before.is_some_and(|before| before.is(what));
    match (numbers.as_deref(), parts.as_slice()) {
        (Some([day, month, year]), _) if *year > 2000 => made(*year, *month, *day),
        (Some([month, year]), _) if *year > 2000 && *month <= 12 => month_end(*year, *month),
        (Some([day, month]), _) if dated("ngày") => without_year(*day, *month, after),
        (Some([day]), _) if dated("ngày") && next(1).is_some_and(|word| word.is("tháng")) => {
            let month = number(next(2))?;
            match next(3).filter(|word| word.is("năm")).and_then(|_| number(next(4))) {
                Some(year) => made(year, month, *day),
                None => without_year(*day, month, after),
            }
        }
        (Some([month]), _) if dated("tháng") && next(1).is_some_and(|word| word.is("năm")) => {
            // "ngày 5 tháng 12 năm 2026" is read at its day.
            month_end(number(next(2))?, *month)
        }
        (Some([year]), _) if *year > 2000 && dated("năm") => made(*year, 12, 31),
        (None, [quarter, year]) if dated("quý") => {
            let last = match *quarter {
                "I" => 3,
                "II" => 6,
                "III" => 9,
                "IV" => 12,
                _ => return None,
            };
            month_end(year.parse().ok()?, last)
        }
        _ => None,
    }
}

fn without_year(day: i16, month: i16, after: Date) -> Option<Date> {
    let this = made(after.year(), month, day)?;
    if this >= after { Some(this) } else { made(after.year().checked_add(1)?, month, day) }
}

/// `ngày 18 tháng 11 năm 2026` wherever it stands in a line.
pub fn long_day(line: &str) -> Option<Date> {
    let all = words(line);
    (0..all.len()).find_map(|at| {
        let says =
            |step: usize, what: &str| all.get(at.saturating_add(step)).is_some_and(|word| word.is(what));
        let whole = says(0, "ngày") && says(2, "tháng") && says(4, "năm");
        let part = |step: usize| number(all.get(at.saturating_add(step)));
        if whole { made(part(5)?, part(3)?, part(1)?) } else { None }
    })
}
