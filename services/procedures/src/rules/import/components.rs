//! The list of papers: one long line in which names, form files and counts are glued together, in no order, with notes
//! among the papers and several cases' lists one after the other.
use super::record::Record;
use super::words::{has_words, quote};
use crate::model::{Effect, Question, Reading};
use contracts::ComponentRule;

const HEADER: &str = "Tên giấy tờMẫu đơn, tờ khaiSố lượng";
const ORIGINALS: &str = " bản chính";
const COPIES: &str = " bản sao";
const COMPONENTS_MAX: usize = 300;
const GROUPS_MAX: usize = 60;

/// One row as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub name: String,
    /// Name of the form's file glued behind the name.
    pub file: String,
    pub originals: i64,
    pub copies: i64,
}

/// Rows under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub heading: String,
    pub rows: Vec<Row>,
}

/// The list of one case.
pub(crate) struct CasePapers {
    pub code: String,
    pub name: String,
    pub help: String,
    pub components: Vec<ComponentRule>,
}

pub(crate) struct Papers {
    pub cases: Vec<CasePapers>,
}

/// Splits the text into groups and rows.
pub(crate) fn read_groups(text: &str) -> Vec<Group> {
    let mut parts = text.split(HEADER);
    let mut heading = clean_heading(parts.next().unwrap_or_default());
    let mut groups: Vec<Group> = Vec::new();
    for part in parts.take(GROUPS_MAX) {
        let (rows, rest) = read_rows(part);
        // The same heading twice is one list that the portal broke in two.
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.rows.extend(rows),
            None => groups.push(Group { heading, rows }),
        }
        heading = clean_heading(rest);
    }
    for group in &mut groups {
        let mut seen: Vec<String> = Vec::new();
        group.rows.retain(|row| {
            let key = text::search_key(row.name.trim_end_matches(['.', ';', ' ']));
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
    }
    groups
}

fn clean_heading(text: &str) -> String {
    text::squeeze(text).trim_matches(['*', '-', '+', ' ', ':', ';']).to_owned()
}

/// Rows, and what is left behind the last count: the next group's heading.
fn read_rows(part: &str) -> (Vec<Row>, &str) {
    let (mut rows, mut rest) = (Vec::new(), part);
    let mut from = 0;
    while rows.len() < COMPONENTS_MAX {
        let Some((start, end, originals, copies)) = next_count(rest, from) else { break };
        let Some((name, after)) = rest.get(..start).zip(rest.get(end..)) else { break };
        let (name, file) = split_file(name);
        if !name.is_empty() {
            rows.push(Row { name, file, originals, copies });
        }
        rest = after;
        from = 0;
    }
    (rows, rest)
}

/// The next count (`1 bản chính`, `0 bản chính,1 bản sao`) at or after byte `from`: its bounds and numbers.  A count is
/// glued to what follows it; `01 bản chính văn bản đề nghị` is part of a name.
fn next_count(text: &str, from: usize) -> Option<(usize, usize, i64, i64)> {
    let mut at = from;
    loop {
        let tail = text.get(at..)?;
        let originals_at = tail.find(ORIGINALS);
        let copies_at = tail.find(COPIES);
        let (found, word) = match (originals_at, copies_at) {
            (Some(one), Some(other)) if other < one => (other, COPIES),
            (Some(one), _) => (one, ORIGINALS),
            (None, Some(other)) => (other, COPIES),
            (None, None) => return None,
        };
        let word_at = at + found;
        let word_end = word_at + word.len();
        at = word_end;
        let Some((start, number)) = number_before(text, word_at) else { continue };
        let after = text.get(word_end..)?;
        if word == ORIGINALS
            && let Some((copies, length)) = pair(after)
        {
            return Some((start, word_end + length, number, copies));
        }
        if is_glued(after) {
            return Some(if word == ORIGINALS {
                (start, word_end, number, 0)
            } else {
                (start, word_end, 0, number)
            });
        }
    }
}

/// `,1 bản sao` behind the originals: the copies and the length.
fn pair(after: &str) -> Option<(i64, usize)> {
    let rest = after.strip_prefix(',')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: i64 = rest.get(..digits)?.parse().ok()?;
    let behind = rest.get(digits..)?.strip_prefix(COPIES)?;
    is_glued(behind).then_some((number, 1 + digits + COPIES.len()))
}

fn is_glued(after: &str) -> bool {
    after.chars().next().is_none_or(|c| !c.is_whitespace() && !matches!(c, ';' | ',' | '.' | ')' | ':' | '/'))
}

/// The number that ends at `end`.  A longer run of digits is a name's number with the count glued on
/// (`năm 20251 bản chính`): only its last digit counts.
fn number_before(text: &str, end: usize) -> Option<(usize, i64)> {
    let head = text.get(..end)?;
    let run = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let length = match run {
        0 => return None,
        1 => 1,
        2 => {
            let before = text::fold(head.get(..end - run)?.trim_end());
            let named = before.ends_with(" so") || before.ends_with("nam") || before.ends_with("dieu");
            if named || head.get(end - 2..)?.starts_with('0') { 1 } else { 2 }
        }
        _ => 1,
    };
    let start = end.checked_sub(length)?;
    Some((start, head.get(start..)?.parse().ok()?))
}

/// Parts the form's file from the name: `Đơn đề nghị;TK 1.000703.docx`.
fn split_file(text: &str) -> (String, String) {
    let text = text::squeeze(text);
    let folded = text.to_lowercase();
    let is_file = [".docx", ".doc", ".pdf", ".xlsx", ".xls"].iter().any(|end| folded.ends_with(end));
    if !is_file {
        return (clean_name(&text), String::new());
    }
    let stem = text.rfind('.').unwrap_or(0);
    let head = text.get(..stem).unwrap_or_default();
    let cut = head
        .char_indices()
        .rev()
        .find(|(at, c)| {
            let next = head.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            matches!(c, ';' | ')') || (*c == '.' && next.is_some_and(char::is_alphabetic))
        })
        .map(|(at, c)| at + c.len_utf8());
    match cut.and_then(|cut| text.get(..cut).zip(text.get(cut..))) {
        Some((name, file)) if !name.trim().is_empty() && file.chars().count() <= 60 => {
            (clean_name(name), file.trim().to_owned())
        }
        _ => (clean_name(&text), String::new()),
    }
}

fn clean_name(text: &str) -> String {
    text.trim_start_matches(['-', '+', '*', ' ', '•']).trim_end_matches([' ', ';']).to_owned()
}

/// How a heading is to be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Papers of every case.
    Common,
    /// Papers of a case of its own.
    Case,
    /// Papers of every case, asked only where the heading applies (authorisation; one of several proofs).
    Conditional,
    /// No papers: remarks.
    Notes,
}

fn kind(heading: &str) -> Kind {
    let folded = text::fold(without_mark(heading));
    let bare = folded.trim_start_matches(|c: char| !c.is_alphabetic());
    let common =
        ["giay to phai nop", "ho so bao gom", "thanh phan ho so", "ho so gom", "ho so dang ky bao gom"];
    let authorisation = [
        "truong hop uy quyen",
        "uy quyen thuc hien",
        "uy quyen cho ca nhan",
        "uy quyen cho to chuc",
        "uy quyen cho don vi",
    ];
    let case = ["truong hop", "doi voi", "dang ky", "ho so dang ky tam tru", "nguoi duoc cham soc"];
    if bare.starts_with("luu y") || bare.starts_with("ghi chu") {
        Kind::Notes
    } else if bare.is_empty()
        || has_words(bare, "phai xuat trinh")
        || common.iter().any(|start| bare.starts_with(start))
    {
        Kind::Common
    } else if authorisation.iter().any(|words| has_words(bare, words)) {
        Kind::Conditional
    } else if case.iter().any(|start| bare.starts_with(start)) {
        Kind::Case
    } else {
        Kind::Conditional
    }
}

/// The text without a letter or number in front: `(ii)`, `1.1)`, `3.`.
fn without_mark(text: &str) -> &str {
    let bare = text.trim_start_matches(['-', '+', '*', ' ', '(']);
    if enumerator(text).is_none() {
        return bare;
    }
    match bare.split_once([')', ' ']) {
        Some((_, rest)) => rest.trim_start_matches([')', ' ', ':']),
        None => bare,
    }
}

/// The cases with their components.
pub(crate) fn decide(record: &Record, questions: &mut Vec<Question>) -> Papers {
    let mut groups = read_groups(&record.components);
    if sorted(&groups, |group| enumerator(&group.heading)) {
        groups.sort_by_key(|group| enumerator(&group.heading));
    }
    let count = groups.iter().filter(|group| kind(&group.heading) == Kind::Case).count();
    let several = count > 1;
    let (mut common, mut notes) = (Vec::new(), Vec::new());
    let mut cases: Vec<(String, Vec<Row>)> = Vec::new();
    for group in groups {
        let kind = kind(&group.heading);
        let (papers, remarks): (Vec<Row>, Vec<Row>) = group
            .rows
            .into_iter()
            .partition(|row| kind != Kind::Notes && (row.originals > 0 || row.copies > 0));
        notes.extend(remarks.into_iter().map(|row| row.name));
        let heading = group.heading;
        match kind {
            Kind::Case if several => cases.push((heading, in_order(papers))),
            Kind::Case | Kind::Conditional => {
                common.extend(in_order(papers).into_iter().map(|row| (row, heading.clone(), false)));
            }
            Kind::Common | Kind::Notes => {
                let named = text::fold(&heading);
                let shown = has_words(&named, "phai xuat trinh");
                common.extend(in_order(papers).into_iter().map(|row| (row, String::new(), shown)));
            }
        }
    }
    notes.dedup();
    // What everybody hands in comes before what only some do.
    common.sort_by_key(|(_, note, _)| !note.is_empty());
    let help = notes.join("\n");
    let cases = if several {
        ask_cases(record, &cases, questions);
        cases
            .into_iter()
            .enumerate()
            .map(|(place, (name, rows))| case(place, &name, &help, rows, &common))
            .collect()
    } else {
        vec![CasePapers {
            code: "chung".to_owned(),
            name: record.name.clone(),
            help,
            components: numbered(common.into_iter().map(|(row, note, shown)| component(row, &note, shown))),
        }]
    };
    if record.components.is_empty() {
        questions.push(Question {
            id: "components".to_owned(),
            code: "components_missing".to_owned(),
            args: Vec::new(),
            quote: String::new(),
            beside: String::new(),
            readings: Vec::new(),
            answer: None,
        });
    }
    Papers { cases }
}

fn case(place: usize, name: &str, help: &str, rows: Vec<Row>, common: &[(Row, String, bool)]) -> CasePapers {
    let own = rows.into_iter().map(|row| component(row, "", false));
    let shared = common.iter().map(|(row, note, shown)| component(row.clone(), note, *shown));
    CasePapers {
        code: format!("truong-hop-{}", place + 1),
        name: quote(without_mark(name)),
        help: help.to_owned(),
        components: numbered(own.chain(shared)),
    }
}

fn ask_cases(record: &Record, cases: &[(String, Vec<Row>)], questions: &mut Vec<Question>) {
    let names: Vec<&str> = cases.iter().map(|(name, _)| name.as_str()).collect();
    questions.push(Question {
        id: "cases".to_owned(),
        code: "cases".to_owned(),
        args: vec![("n".to_owned(), cases.len().to_string())],
        quote: quote(&names.join("\n")),
        beside: record.sentences_with(|line| line.contains("truong hop")),
        readings: vec![
            Reading { code: "cases_keep".to_owned(), args: Vec::new(), effect: Effect::Nothing },
            Reading { code: "cases_join".to_owned(), args: Vec::new(), effect: Effect::JoinCases },
        ],
        answer: None,
    });
}

/// A paper that the words themselves make conditional is not mandatory: `Trường hợp …`, `… (nếu có)`.
fn component(row: Row, note: &str, shown: bool) -> ComponentRule {
    let folded = text::fold(&row.name);
    let conditional = folded.starts_with("truong hop")
        || folded.contains("(neu co)")
        || (folded.starts_with("van ban uy quyen") && has_words(&folded, "truong hop"));
    ComponentRule {
        code: String::new(),
        name: row.name,
        help: [note, row.file.as_str()]
            .iter()
            .filter(|text| !text.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join("\n"),
        issuer: String::new(),
        originals: row.originals,
        copies: row.copies,
        mandatory: note.is_empty() && !conditional,
        when: None,
        is_form: false,
        compare_original: shown,
        replaced_by: None,
    }
}

fn numbered(list: impl Iterator<Item = ComponentRule>) -> Vec<ComponentRule> {
    list.take(COMPONENTS_MAX)
        .enumerate()
        .map(|(place, mut component)| {
            component.code = format!("tp{:02}", place + 1);
            component
        })
        .collect()
}

/// The portal shuffles rows: where they carry letters or numbers these give the order, elsewhere the application comes
/// first.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    if sorted(&rows, |row| enumerator(&row.name)) {
        rows.sort_by_key(|row| enumerator(&row.name));
    } else {
        rows.sort_by_key(|row| !is_application(&row.name));
    }
    rows
}

fn sorted<T>(list: &[T], key: impl Fn(&T) -> Option<Vec<u32>>) -> bool {
    list.len() > 1 && list.iter().filter(|item| key(item).is_some()).count() * 2 > list.len()
}

fn is_application(name: &str) -> bool {
    let folded = text::fold(name);
    let folded = folded.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    ["to khai", "don ", "giay de nghi", "van ban de nghi", "ban chinh van ban de nghi", "to trinh"]
        .iter()
        .any(|start| folded.starts_with(start))
}

/// The place that a letter or number in front gives: `a)`, `đ)`, `3.`, `(1.2)`, `(ii)`.  A quantity (`01 bản chính`) is none.
fn enumerator(text: &str) -> Option<Vec<u32>> {
    const LETTERS: &str = "aăâbcdđeêghiklmnoôơpqrstuưvxy";
    let bare = text.trim_start_matches(['-', '+', '*', ' ', '(']);
    let end = bare.find([')', ' '])?;
    let mark = bare.get(..end)?;
    let closed = bare.get(end..)?.starts_with(')') || mark.ends_with('.');
    let mark = mark.trim_end_matches('.').to_lowercase();
    if mark.is_empty() || !closed || mark.chars().count() > 6 {
        return None;
    }
    if mark.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return mark.split('.').map(|part| part.parse().ok()).collect();
    }
    let bracketed = text.trim_start_matches(['-', '+', '*', ' ']).starts_with('(');
    if (mark.len() > 1 || bracketed) && mark.chars().all(|c| "ivx".contains(c)) {
        return Some(vec![roman(&mark)]);
    }
    let mut letters = mark.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => {
            let place = LETTERS.chars().position(|known| known == letter)?;
            Some(vec![u32::try_from(place + 1).ok()?])
        }
        _ => None,
    }
}

fn roman(mark: &str) -> u32 {
    let value = |c: char| match c {
        'i' => 1,
        'v' => 5,
        _ => 10,
    };
    let digits: Vec<u32> = mark.chars().map(value).collect();
    digits.iter().enumerate().fold(0, |sum: u32, (place, digit)| {
        let smaller = digits.get(place + 1).is_some_and(|next| next > digit);
        if smaller { sum.saturating_sub(*digit) } else { sum + digit }
    })
}
