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
    let all = quantity::find(text);
    for (at, found) in all.iter().enumerate() {
        if !describes(found) {
            continue;
        }
        let from = at.checked_sub(1).and_then(|at| all.get(at)).map_or(0, |before| before.at.end);
        let until = all.get(at + 1).map_or(text.len(), |next| next.at.start);
        let before = text.get(from..found.at.start).unwrap_or_default();
        let after = text.get(found.at.end..until).unwrap_or_default();
        let clause = if after.split_whitespace().count() > 1 && !before.to_lowercase().contains("tỷ lệ") {
            after
        } else {
            before
        };
        let (numerator, denominator) = match (found.fraction, found.kind) {
            (Some((top, bottom)), _) => (Some(top), Some(bottom)),
            (None, Sort::Percent | Sort::Share) => (None, None),
            (None, _) => (Some(found.value), None),
        };
        let rate = (found.kind == Sort::Percent).then_some(found.value);
        let line = prose.line_at(offset + found.at.start);
        let end_line = prose.line_at((offset + found.at.end).saturating_sub(1)).max(line);
        let (confidence, reason) = match (found.kind, found.fraction) {
            (Sort::Percent, Some(_)) => (90, "fraction_and_rate"),
            (Sort::Percent, None) => (85, "rate"),
            (_, Some(_)) => (85, "fraction"),
            _ => (60, "count"),
        };
        out.push(Figure {
            place: Place { line, end_line, confidence, reason },
            text: text.trim().to_owned(),
            measure: shorten(clause.trim().trim_matches([',', ';', ':', '(', ')']), 14),
            numerator,
            denominator,
            rate,
            date: date.map(str::to_owned),
        });
    }
}

fn describes(found: &Quantity) -> bool {
    match found.kind {
        Sort::Percent | Sort::Rank => true,
        Sort::Share => found.fraction.is_some(),
        Sort::Count => found.fraction.is_some() || !found.unit.normalised.is_empty(),
        Sort::Money => false,
    }
}
