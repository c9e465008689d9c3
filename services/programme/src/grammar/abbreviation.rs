//! Abbreviations: what a document declares, and what every office writes.
use super::scan::{Token, fold, one_line, printed, scan};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Departments of a province by their usual short forms (first the full name), before and after the
/// mergers of 2025.
const SECTORS: [(&str, &[&str]); 31] = [
    ("Thông tin và Truyền thông", &["TTTT", "TT-TT"]),
    ("Kế hoạch và Đầu tư", &["KHĐT", "KH-ĐT"]),
    ("Khoa học và Công nghệ", &["KHCN"]),
    ("Giáo dục và Đào tạo", &["GDĐT", "GD"]),
    (
        "Lao động - Thương binh và Xã hội",
        &["LĐTBXH", "LĐ", "Lao động-TB&XH", "Lao động TBXH", "LĐ-TBXH", "Lao động"],
    ),
    ("Văn hóa, Thể thao và Du lịch", &["VHTTDL", "VHTT&DL", "VHTTDL", "Văn hóa TTDL"]),
    ("Văn hóa và Thể thao", &["VHTT"]),
    ("Nông nghiệp và Phát triển nông thôn", &["NNPTNT", "NN", "Nông nghiệp & PTNT", "Nông nghiệp PTNT"]),
    ("Nông nghiệp và Môi trường", &["NNMT"]),
    ("Tài nguyên và Môi trường", &["TNMT"]),
    ("Giao thông vận tải", &["GTVT", "Giao thông - Vận tải"]),
    ("Công Thương", &["CT", "C.Thương"]),
    ("Xây dựng", &["XD"]),
    ("Tài chính", &["TC"]),
    ("Tư pháp", &["TP"]),
    ("Nội vụ", &["NV"]),
    ("Ngoại vụ", &["NgV"]),
    ("Y tế", &["YT"]),
    ("Du lịch", &["DL"]),
    ("Dân tộc và Tôn giáo", &["DTTG"]),
    ("Quy hoạch - Kiến trúc", &["QHKT"]),
    ("Thông tin - Truyền thông", &[]),
    ("Giáo dục - Đào tạo", &[]),
    ("Kế hoạch - Đầu tư", &[]),
    ("Khoa học - Công nghệ", &[]),
    ("Tài nguyên - Môi trường", &[]),
    ("Lao động, Thương binh và Xã hội", &[]),
    ("An toàn thực phẩm", &["ATTP"]),
    ("Văn hóa", &["VH"]),
    ("Thông tin, Truyền thông", &[]),
    ("Ngoại giao", &[]),
];

/// Short forms that stand for a word or two anywhere in a name.
const COMMON: &[(&str, &str)] = &[
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("VP", "Văn phòng"),
    ("VPUBND", "Văn phòng Ủy ban nhân dân"),
    ("BQL", "Ban Quản lý"),
    ("QL", "Quản lý"),
    ("KKT", "Khu kinh tế"),
    ("KCN", "khu công nghiệp"),
    ("KCNs", "khu công nghiệp"),
    ("CCN", "cụm công nghiệp"),
    ("CĐS", "Chuyển đổi số"),
    ("CNTT", "công nghệ thông tin"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("MTTQVN", "Mặt trận Tổ quốc Việt Nam"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("UBMTTQVN", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    ("UB", "Ủy ban"),
    ("BHXH", "Bảo hiểm xã hội"),
    ("NHNN", "Ngân hàng Nhà nước"),
    ("KBNN", "Kho bạc Nhà nước"),
    ("LĐLĐ", "Liên đoàn Lao động"),
    ("LHPN", "Liên hiệp Phụ nữ"),
    ("CCB", "Cựu chiến binh"),
    ("BCH", "Bộ Chỉ huy"),
    ("BCHQS", "Bộ Chỉ huy Quân sự"),
    ("PTTH", "Phát thanh và Truyền hình"),
    ("PT&TH", "Phát thanh và Truyền hình"),
    ("PT-TH", "Phát thanh và Truyền hình"),
    ("TTĐT", "Thông tin điện tử"),
    ("TTHC", "thủ tục hành chính"),
    ("HCC", "hành chính công"),
    ("TW", "Trung ương"),
    ("QLDA", "Quản lý dự án"),
    ("ATTT", "an toàn thông tin"),
    ("CSDL", "cơ sở dữ liệu"),
    ("KHKT", "khoa học kỹ thuật"),
    ("ĐBQH", "đại biểu Quốc hội"),
    ("CQĐT", "chính quyền điện tử"),
    ("CA", "Công an"),
    ("TTPVHCC", "Trung tâm Phục vụ hành chính công"),
    ("HTX", "hợp tác xã"),
    ("DN", "doanh nghiệp"),
    ("DNNN", "doanh nghiệp nhà nước"),
    ("TX", "thị xã"),
    ("TP", "thành phố"),
    ("TTr", "Thanh tra"),
    ("KT-XH", "kinh tế - xã hội"),
    ("IOC", "Trung tâm điều hành thông minh"),
    ("TT", "Trung tâm"),
];

/// The abbreviations in force for one document: its own declarations before the common ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abbreviations {
    /// Key, abbreviation, full wording.
    declared: Vec<(String, String, String)>,
}

impl Abbreviations {
    /// Only what every office writes.
    pub fn common() -> Self {
        Self::default()
    }

    /// What the document declares: "Sở … (sau đây gọi tắt là Sở TT&TT)", "(viết tắt: CĐS)",
    /// "Ủy ban nhân dân (UBND)", and the lines of a list of abbreviations ("UBND: Ủy ban nhân dân",
    /// "UBND | Ủy ban nhân dân |"). The first declaration of an abbreviation holds.
    pub fn declared_in(text: &str) -> Self {
        let mut known = Self::default();
        for line in text.lines() {
            for (short, full) in glossary(line) {
                known.add(&short, &full);
            }
            let tokens = scan(line);
            for open in (0..tokens.len()).filter(|at| tokens.get(*at).is_some_and(|token| token.is("("))) {
                if let Some((short, full)) = in_brackets(line, &tokens, open) {
                    known.add(&short, &full);
                }
            }
        }
        known
    }

    /// Declarations in printed order: abbreviation and full wording.
    pub fn declarations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.declared.iter().map(|(_, short, full)| (short.as_str(), full.as_str()))
    }

    /// The document declares this abbreviation, or every office knows it.
    pub fn knows(&self, short: &str) -> bool {
        self.word(short).is_some() || sector_of(short).is_some()
    }

    fn add(&mut self, short: &str, full: &str) {
        let key = squeeze(short);
        if !key.is_empty() && key != squeeze(full) && !self.declared.iter().any(|(known, ..)| *known == key) {
            self.declared.push((key, one_line(short), one_line(full)));
        }
    }

    fn word(&self, short: &str) -> Option<&str> {
        let key = squeeze(short);
        if key.is_empty() {
            return None;
        }
        let own = self.declared.iter().find(|(known, ..)| *known == key).map(|(.., full)| full.as_str());
        own.or_else(|| COMMON_KEYS.get(&key).copied())
    }

    /// The department named by its sector alone ("TT&TT", "Công thương"), without "Sở".
    pub fn sector(&self, printed: &str) -> Option<&'static str> {
        sector_of(printed)
    }

    /// The name written out, or `None` when nothing in it is short.
    pub fn expand(&self, printed: &str) -> Option<String> {
        let line = one_line(printed);
        let key = squeeze(&line);
        if let Some((.., full)) = self.declared.iter().find(|(known, ..)| *known == key) {
            return Some(full.clone());
        }
        if let Some(sector) = sector_of(&line) {
            return Some(format!("Sở {sector}"));
        }
        let words: Vec<&str> = line.split(' ').collect();
        let mut written: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let last = written.last().map(|last| fold(last.trim_matches(|c: char| !c.is_alphanumeric())));
            let department = last.is_some_and(|last| last == "sở" || last == "bộ");
            let sector = (1..=8).rev().filter(|_| department).find_map(|count| {
                let name = words.get(at..at + count)?.join(" ");
                let tail = name.trim_end_matches(|c: char| !c.is_alphanumeric());
                let end = name.strip_prefix(tail).unwrap_or_default().to_owned();
                sector_of(&name).map(|sector| (count, format!("{sector}{end}")))
            });
            if let Some((count, sector)) = sector {
                written.push(sector);
                at += count;
                continue;
            }
            written.push(self.written_word(word));
            at += 1;
        }
        let full = written.join(" ");
        (fold(&full) != fold(&line)).then_some(full)
    }

    /// One word with the signs around it kept: "(UBND" → "(Ủy ban nhân dân".
    fn written_word(&self, word: &str) -> String {
        if word.contains(|c: char| c.is_ascii_digit()) {
            return word.to_owned();
        }
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let initials = core.chars().filter(|c| c.is_uppercase()).count() >= 2;
        if let Some(full) = self.word(core).filter(|_| initials) {
            // "TP. Huế": the point belongs to the short form.
            return word.trim_end_matches('.').replacen(core, full, 1);
        }
        // "HĐND-UBND"
        let halves: Option<Vec<&str>> = core.split('-').map(|half| self.word(half)).collect();
        match halves.filter(|halves| initials && halves.len() == 2) {
            Some(halves) => word.replacen(core, &halves.join(" - "), 1),
            None => word.to_owned(),
        }
    }
}

/// The tokens are a department's sector: "TT&TT", "Công Thương", "NN &PTNT".
pub(crate) fn is_sector(tokens: &[Token<'_>]) -> bool {
    let words: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    tokens.first().is_some_and(Token::is_capital) && sector_of(&words.join(" ")).is_some()
}

fn sector_of(printed: &str) -> Option<&'static str> {
    let key = squeeze(printed);
    if key.is_empty() {
        return None;
    }
    SECTOR_KEYS.get(&key).copied()
}

/// Full and short names by the form they are compared in; the first that claims a form has it.
static SECTOR_KEYS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut keys = HashMap::new();
    for (full, _) in SECTORS {
        keys.entry(squeeze(full)).or_insert(full);
    }
    for (full, shorts) in SECTORS {
        for short in shorts {
            keys.entry(squeeze(short)).or_insert(full);
        }
    }
    keys
});

static COMMON_KEYS: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| COMMON.iter().map(|(short, full)| (squeeze(short), *full)).collect());

/// The form short names are compared in: no spaces, signs or "và", no case.
fn squeeze(name: &str) -> String {
    scan(name)
        .iter()
        .filter(|token| token.is_word() && !token.is("và"))
        .map(|token| token.key.as_str())
        .collect()
}

/// "UBND: Ủy ban nhân dân", "3 | UBND | Ủy ban nhân dân |": neighbours in a short line.
fn glossary(line: &str) -> Vec<(String, String)> {
    if line.chars().count() > 160 {
        return Vec::new();
    }
    let cells: Vec<&str> =
        line.split(['|', ':', '\t']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let pairs = cells.iter().zip(cells.iter().skip(1));
    let declared = pairs.filter(|(short, full)| {
        let short = short.trim_start_matches(['-', '+', ' ']);
        is_short(short)
            && !is_short(full)
            && first_letter(short) == first_letter(full)
            && !full.contains(char::is_numeric)
    });
    declared
        .map(|(short, full)| (short.trim_start_matches(['-', '+', ' ']).to_owned(), (*full).to_owned()))
        .collect()
}

fn is_short(word: &str) -> bool {
    let count = word.chars().count();
    !word.contains(char::is_whitespace)
        && (2..=14).contains(&count)
        && word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '&' | '-' | '.' | '/'))
}

/// The first letter without its tone and hat; "đ" stays.
fn first_letter(text: &str) -> Option<char> {
    text.nfd().find(|c| c.is_alphabetic()).and_then(|c| c.to_lowercase().next())
}

/// What stands in the bracket at `open`, and the words before it that it stands for.
fn in_brackets(line: &str, tokens: &[Token<'_>], open: usize) -> Option<(String, String)> {
    let close =
        (open + 1..tokens.len()).take(24).find(|at| tokens.get(*at).is_some_and(|token| token.is(")")))?;
    let inside = tokens.get(open + 1..close)?;
    const INTRODUCTIONS: &[&str] = &["sau đây", "viết tắt", "gọi tắt", "gọi chung", "tên viết", "dưới đây"];
    let introduced = INTRODUCTIONS.iter().any(|words| super::scan::phrase_at(inside, 0, words).is_some());
    let start = if introduced {
        let said = inside.iter().rposition(|token| token.is_any(&["là", ":"]))?;
        open + 2 + said
    } else {
        open + 1
    };
    let short = printed(line, tokens, start..close).trim_matches(['"', '“', '”', '\'', ' ']).to_owned();
    if short.is_empty() || (!introduced && !is_short(&short)) {
        return None;
    }
    let run =
        by_initials(tokens, open, &short).or_else(|| introduced.then(|| by_head(tokens, open, &short))?)?;
    Some((short, printed(line, tokens, run).to_owned()))
}

/// The words before the bracket whose initials spell the abbreviation: "Ủy ban nhân dân (UBND)".
fn by_initials(tokens: &[Token<'_>], open: usize, short: &str) -> Option<Range<usize>> {
    let last = short.split_whitespace().last()?;
    let mut letters: Vec<char> =
        last.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if letters.len() < 2 || letters.len() > 12 {
        return None;
    }
    let mut at = open;
    while let Some(letter) = letters.last().copied() {
        at = at.checked_sub(1)?;
        let token = tokens.get(at)?;
        if token.is_word() && first_letter(token.text) == Some(letter) {
            letters.pop();
        } else if !token.is_any(&["và", "-", ",", "&"]) {
            return None;
        }
    }
    // "Sở Thông tin và Truyền thông (Sở TT&TT)": the words before the initials are the same words.
    let lead = short.split_whitespace().count().saturating_sub(1);
    let start = at.checked_sub(lead)?;
    let same = short.split_whitespace().take(lead).zip(start..at);
    let mut same = same.map(|(word, place)| tokens.get(place).is_some_and(|token| token.key == fold(word)));
    same.all(|equal| equal).then_some(start..open)
}

/// No initials to go by: back to the last word the abbreviation begins with, else to the clause.
fn by_head(tokens: &[Token<'_>], open: usize, short: &str) -> Option<Range<usize>> {
    let first = fold(short.split_whitespace().next()?);
    let floor = open.saturating_sub(30);
    let back = || (floor..open).rev();
    if let Some(at) = back().find(|at| tokens.get(*at).is_some_and(|token| token.key == first)) {
        return Some(at..open);
    }
    let clause = back().find(|at| tokens.get(*at).is_some_and(|t| t.is_any(&[",", ";", ".", ":", "("])));
    let start = clause.map_or(floor, |at| at + 1);
    (start < open).then_some(start..open)
}
