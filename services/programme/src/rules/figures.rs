//! Where things stand now: rates, fractions and counts of the parts that describe the present.
use super::sections::Role;
use super::words::{has_any, sentences, shorten};
use super::{Context, Figure, Place};
use crate::grammar::quantity::{self, Kind as Sort, Quantity};
use crate::grammar::when;
use crate::reading::{Kind, Prose};

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
        if std::mem::take(&mut taken) || !describes(found, priced) || is_growth(text, found) {
            continue;
        }
        let from = at.checked_sub(1).and_then(|at| all.get(at)).map_or(0, |before| before.at.end);
        let next = all.get(at + 1);
        let rated = next.filter(|next| is_rate_of(text, found, next));
        taken = rated.is_some();
        let until = next.map_or(text.len(), |next| next.at.start);
        let before = text.get(from..found.at.start).unwrap_or_default();
        let after = text.get(found.at.end..until).unwrap_or_default();
        let led = has_any(&before.to_lowercase(), &["tỷ lệ", "số lượng", "tổng số"]);
        let clause = if after.split_whitespace().count() > 1 && !led { after } else { before };
        let (numerator, denominator) = match (found.fraction, found.kind) {
            (Some((top, bottom)), _) => (Some(top), Some(bottom)),
            (None, Sort::Percent | Sort::Share) => (None, None),
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
}

fn place(prose: &Prose, range: std::ops::Range<usize>, confidence: u8, reason: &'static str) -> Place {
    let line = prose.line_at(range.start);
    Place { line, end_line: prose.line_at(range.end.saturating_sub(1)).max(line), confidence, reason }
}

fn measure(clause: &str) -> String {
    shorten(clause.trim().trim_matches([',', ';', ':', '(', ')', ' ']), 14)
}

/// "2.022.185 dữ liệu, đạt tỷ lệ 91,95 %": the rate belongs to the count before it.
fn is_rate_of(text: &str, count: &Quantity, rate: &Quantity) -> bool {
    let bare = rate.kind == Sort::Percent && rate.fraction.is_none() && rate.comparator.is_none();
    let between = text.get(count.at.end..rate.at.start).unwrap_or_default().to_lowercase();
    let tail: Vec<&str> = between.split_whitespace().rev().take(3).collect();
    let led = tail.iter().any(|word| matches!(word.trim_start_matches('('), "đạt" | "chiếm" | "lệ"));
    bare && count.kind == Sort::Count && led && between.split_whitespace().count() <= 16
}

/// "tăng 6 bậc so với năm trước" is a change and no state.
fn is_growth(text: &str, found: &Quantity) -> bool {
    let head = text.get(..found.at.start).unwrap_or_default().to_lowercase();
    let verb = head.split_whitespace().next_back().unwrap_or_default();
    found.kind == Sort::Count && matches!(verb, "tăng" | "giảm" | "vượt")
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
        let Some(value) = crate::grammar::number::parse(digits).filter(|_| ends && named && !read) else {
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
