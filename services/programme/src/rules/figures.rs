//! Where things stand now: rates, fractions and counts of the parts that describe the present.
use super::sections::Role;
use super::words::{has_any, sentences, shorten};
use super::{Context, Figure, Place};
use crate::grammar::quantity::{self, Comparator, Kind as Sort, Quantity};
use crate::grammar::{Decimal, number, when};
use crate::reading::{Kind, Prose};
use std::ops::Range;

pub(super) fn read(context: &Context<'_>) -> Vec<Figure> {
    let mut out = Vec::new();
    for (block, section) in context.document.blocks.iter().zip(context.sections) {
        let prose = match &block.kind {
            Kind::Bullet { prose, .. } | Kind::Paragraph(prose) if section.role == Role::Present => prose,
            _ => continue,
        };
        let date = section.year.map(|year| year.to_string());
        for sentence in sentences(&prose.text) {
            let text = prose.text.get(sentence.clone()).unwrap_or_default();
            let own = date_of(text).or_else(|| date.clone());
            read_sentence(prose, sentence.start, text, own.as_deref(), &mut out);
        }
    }
    out
}

/// "Tính đến ngày …", "đến tháng 10/2022": the date of what follows.
fn date_of(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    has_any(&lower, &["tính đến", "đến ngày", "đến tháng", "đến hết", "năm 20", "đến nay"])
        .then(|| when::as_of(text))
        .flatten()
        .map(|point| point.to_string())
}

fn read_sentence(prose: &Prose, offset: usize, text: &str, date: Option<&str>, out: &mut Vec<Figure>) {
    let priced = has_any(&prose.text.to_lowercase(), &super::money::MONEY);
    let all = quantity::find(text);
    let mut taken = false;
    for (at, found) in all.iter().enumerate() {
        if std::mem::take(&mut taken)
            || !describes(found, priced)
            || is_growth(text, found)
            || is_aside(text, found)
        {
            continue;
        }
        let from = at.checked_sub(1).and_then(|at| all.get(at)).map_or(0, |before| before.at.end);
        let next = all.get(at + 1);
        let rated = next.filter(|next| is_rate_of(text, found, next));
        let count = next.filter(|next| rated.is_none() && counted(text, found, next));
        taken = rated.is_some() || count.is_some();
        let until = next.map_or(text.len(), |next| next.at.start);
        let before = text.get(from..found.at.start).unwrap_or_default();
        let after = text.get(found.at.end..until).unwrap_or_default();
        let led = has_any(&before.to_lowercase(), &["tỷ lệ", "số lượng", "tổng số"]);
        let clause = if after.split_whitespace().count() > 1 && !led { after } else { before };
        let (numerator, denominator) = match (found.fraction, found.kind) {
            (Some((top, bottom)), _) => (Some(top), Some(bottom)),
            (None, Sort::Percent | Sort::Share) => (count.map(|count| count.value), None),
            (None, _) => (Some(found.value), None),
        };
        let own = (found.kind == Sort::Percent).then_some(found.value);
        let (confidence, reason) = match (found.kind, found.fraction.is_some() || rated.is_some()) {
            (Sort::Percent, true) => (90, "fraction_and_rate"),
            (Sort::Percent, false) => (85, "rate"),
            (_, true) => (85, "fraction"),
            _ => (60, "count"),
        };
        let end = rated.map_or(found.at.end, |rate| rate.at.end);
        let range = offset + found.at.start..offset + end;
        out.push(Figure {
            place: place(prose, range, confidence, reason),
            text: text.trim().to_owned(),
            measure: measure(clause),
            numerator,
            denominator,
            rate: own.or(rated.map(|rate| rate.value)),
            date: date.map(str::to_owned),
        });
    }
    labelled(prose, offset, text, &all, date, out);
    listed(prose, offset, text, &all, date, out);
}

/// Words before a number that is no count: a year, an article, the number of a document, a rank of a list.
const NUMBERED: [&str; 22] = [
    "năm", "số", "ngày", "tháng", "thứ", "điều", "khoản", "điểm", "cấp", "độ", "mức", "đoạn", "lần", "nhóm",
    "quý", "khóa", "khoá", "mục", "phụ", "lục", "loại", "phiên",
];

/// "(Đang hoạt động 2.608; Hết hiệu lực 4; Thu hồi 182)": short labels, each with its number, in one list.
fn listed(
    prose: &Prose,
    offset: usize,
    text: &str,
    known: &[Quantity],
    date: Option<&str>,
    out: &mut Vec<Figure>,
) {
    let mut found: Vec<(Range<usize>, String, Decimal)> = Vec::new();
    let mut begin = 0;
    for (end, mark) in text.match_indices([';', '(', ')', ':']).chain([(text.len(), "")]) {
        let part = text.get(begin..end).unwrap_or_default();
        let start = begin + part.trim_end().rfind(' ').map_or(0, |at| at + 1);
        begin = end + mark.len();
        let token = text.get(start..end).unwrap_or_default().trim_end();
        let label = part.get(..start.saturating_sub(end - part.len())).unwrap_or_default().trim();
        let words = label.split_whitespace().count();
        let last = label.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let plain = !token.is_empty() && token.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let read = known
            .iter()
            .any(|other| describes(other, false) && other.at.start <= start && start < other.at.end);
        let named = (2..=6).contains(&words)
            && !NUMBERED.contains(&last.as_str())
            && label.chars().all(|c| c.is_alphabetic() || c.is_whitespace());
        let Some(value) = number::parse(token).filter(|_| plain && named && !read) else { continue };
        found.push((start..start + token.len(), label.to_owned(), value));
    }
    // One number at the end of a sentence may be anything; a list of them counts.
    if found.len() < 2 {
        return;
    }
    for (range, label, value) in found {
        out.push(Figure {
            place: place(prose, offset + range.start..offset + range.end, 60, "list_of_labels"),
            text: text.trim().to_owned(),
            measure: measure(&label),
            numerator: Some(value),
            denominator: None,
            rate: None,
            date: date.map(str::to_owned),
        });
    }
}

fn place(prose: &Prose, range: Range<usize>, confidence: u8, reason: &'static str) -> Place {
    let line = prose.line_at(range.start);
    Place { line, end_line: prose.line_at(range.end.saturating_sub(1)).max(line), confidence, reason }
}

fn measure(clause: &str) -> String {
    shorten(clause.trim().trim_matches([',', ';', ':', '(', ')', ' ']), 14)
}

/// "2.022.185 dữ liệu, đạt tỷ lệ 91,95 %": the rate belongs to the count before it.
fn is_rate_of(text: &str, count: &Quantity, rate: &Quantity) -> bool {
    let about = matches!(rate.comparator, None | Some(Comparator::About));
    let bare = rate.kind == Sort::Percent && rate.fraction.is_none() && about;
    let between = text.get(count.at.end..rate.at.start).unwrap_or_default().to_lowercase();
    let tail: Vec<&str> = between.split_whitespace().rev().take(3).collect();
    let led = tail.iter().any(|word| matches!(word.trim_start_matches('('), "đạt" | "chiếm" | "lệ"));
    // "…, đạt 31,6% chi phí": a rate that names its own thing.
    let after = text.get(rate.at.end..).unwrap_or_default().trim_start();
    let own: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
    let free = own.is_empty()
        || !own.chars().all(char::is_lowercase)
        || matches!(
            own.as_str(),
            "so" | "trên" | "tổng" | "số" | "và" | "trong" | "kế" | "chỉ" | "theo" | "tăng" | "cao"
        );
    bare && free
        && count.kind == Sort::Count
        && led
        && between.split_whitespace().count() <= if between.contains("đạt tỷ lệ") { 32 } else { 16 }
}

/// "tăng 6 bậc so với năm trước" is a change and no state.
fn is_growth(text: &str, found: &Quantity) -> bool {
    let head = text.get(..found.at.start).unwrap_or_default().to_lowercase();
    let mut words = head.split_whitespace().rev();
    let verb = words.next().unwrap_or_default();
    // "Cắt giảm 412 thủ tục" counts what was done.
    let done = words.next() == Some("cắt");
    found.kind == Sort::Count && matches!(verb, "tăng" | "giảm" | "vượt") && !done
}

/// A number that says nothing about the state of the place: how often ("tần suất 4 tin/tuần"), how long ("10 năm
/// 2021-2030"), a part of a name ("Covid-19"), or what ought to be ("phải ở mức 1%").
fn is_aside(text: &str, found: &Quantity) -> bool {
    let head = text.get(..found.at.start).unwrap_or_default();
    let lower = head.to_lowercase();
    let near: Vec<&str> = lower.split_whitespace().rev().take(4).collect();
    let often = near.contains(&"suất") && found.kind == Sort::Count;
    let ought = near.contains(&"phải") && found.fraction.is_none();
    let named = head.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic));
    let unit = found.unit.normalised.to_lowercase();
    let long = found.kind == Sort::Count
        && (unit == "năm" || unit.starts_with("năm ") || unit.starts_with("tháng đầu") || unit == "tháng");
    often || ought || named || long
}

/// "đạt 65,62% (551.819 thuê bao)": the count behind a rate, in brackets, is what the rate is of.
fn counted(text: &str, rate: &Quantity, next: &Quantity) -> bool {
    let between = text.get(rate.at.end..next.at.start).unwrap_or_default().trim();
    let after = text.get(next.at.end..).unwrap_or_default();
    rate.kind == Sort::Percent
        && rate.fraction.is_none()
        && next.kind == Sort::Count
        && next.fraction.is_none()
        && between == "("
        && after.split(')').next().is_some_and(|rest| rest.trim().is_empty())
}

/// "Kết nối lĩnh vực Tư pháp: 327.365": a number behind its label, without a noun of its own.
fn labelled(
    prose: &Prose,
    offset: usize,
    text: &str,
    known: &[Quantity],
    date: Option<&str>,
    out: &mut Vec<Figure>,
) {
    for (at, _) in text.match_indices(": ") {
        let label =
            text.get(..at).and_then(|head| head.rsplit([';', '(', '.', ':']).next()).unwrap_or_default();
        let after = text.get(at + 2..).unwrap_or_default();
        let token: String =
            after.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        let digits = token.trim_end_matches(['.', ',']);
        let follows = after.get(token.len()..).unwrap_or_default();
        let ends = follows.trim_start().is_empty() || follows.trim_start().starts_with([';', '(', ')']);
        let start = at + 2;
        let read = known
            .iter()
            .any(|found| describes(found, false) && found.at.start <= start && start < found.at.end);
        let named = label.split_whitespace().count() >= 2;
        let Some(value) = number::parse(digits).filter(|_| ends && named && !read) else {
            continue;
        };
        let range = offset + start..offset + start + digits.len();
        out.push(Figure {
            place: place(prose, range, 70, "number_behind_its_label"),
            text: text.trim().to_owned(),
            measure: measure(label),
            numerator: Some(value),
            denominator: None,
            rate: None,
            date: date.map(str::to_owned),
        });
    }
}

fn describes(found: &Quantity, priced: bool) -> bool {
    match found.kind {
        Sort::Percent | Sort::Rank => true,
        Sort::Share => found.fraction.is_some(),
        Sort::Count => found.fraction.is_some() || !found.unit.normalised.is_empty(),
        Sort::Money => !priced,
    }
}
