//! Names, numbers and quotations.
use super::Office;
use crate::model::path::Ask;
use crate::model::rounds::RoundKind;
use crate::model::track::Round;
use crate::ops::track::{RoundReport, TargetRow, number_vi};
use base::date_vi;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use web::{Lang, arg};

/// Different texts that one cell quotes; the others are counted.
const QUOTED: usize = 6;

/// `quý III năm 2026`, `6 tháng đầu năm 2026`, `năm 2026`.
pub fn round(l: &Lang, round: &Round) -> String {
    let (year, month) = (round.from.year().to_string(), round.from.month());
    match round.kind {
        RoundKind::Year => l.with("programme-paper-round-year", &[("year", year)]),
        RoundKind::HalfYear => {
            let key =
                if month == 1 { "programme-paper-round-half-1" } else { "programme-paper-round-half-2" };
            l.with(key, &[("year", year)])
        }
        RoundKind::Quarter => {
            let number = match month {
                1 => "I",
                4 => "II",
                7 => "III",
                _ => "IV",
            };
            l.with("programme-paper-round-quarter", &[("number", number), ("year", year.as_str())])
        }
    }
}

/// Who issued the plan: as the organisation of today writes the name where the text prints the same in capitals.
pub fn issuer(office: &Office, report: &RoundReport) -> String {
    let printed = text::squeeze(&report.plan.issuer);
    match &office.superior {
        Some(name) if text::fold(name) == text::fold(&printed) => name.clone(),
        _ => printed,
    }
}

/// `Quyết định số 3050/QĐ-UBND ngày 15/11/2024 của Ủy ban nhân dân tỉnh`; a plan without a number is its title.
pub fn plan(l: &Lang, report: &RoundReport, issuer: &str) -> String {
    let plan = &report.plan;
    let number = plan.number.trim();
    if number.is_empty() {
        return plan.title.trim().to_owned();
    }
    // The notation after the stroke says which kind of paper it is (Decree 30/2020, Annex III).
    let kind =
        number.split_once('/').map_or("", |(_, notation)| notation.split('-').next().unwrap_or_default());
    let key = match text::fold(kind).as_str() {
        "qd" => "programme-paper-plan-decision",
        "kh" => "programme-paper-plan-plan",
        "nq" => "programme-paper-plan-resolution",
        _ => "programme-paper-plan-other",
    };
    let mut name = l.with(key, &[("number", number)]);
    if let Some(day) = plan.issued {
        name = l.with("programme-paper-plan-issued", &[("plan", name), ("day", date_vi(day))]);
    }
    if !issuer.is_empty() {
        name = l.with("programme-paper-plan-issuer", &[("plan", name.as_str()), ("issuer", issuer)]);
    }
    name
}

/// `a, b và c`.
pub fn listed(l: &Lang, mut parts: Vec<String>) -> String {
    let Some(last) = parts.pop() else { return String::new() };
    if parts.is_empty() {
        return last;
    }
    l.with("programme-paper-and", &[("first", parts.join(", ")), ("last", last)])
}

/// `33,3%`; of nothing: `0%`.
pub fn share(part: i64, whole: i64) -> String {
    let percent = Decimal::from(part)
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|part| part.checked_div(Decimal::from(whole)));
    format!("{}%", number_vi(percent.unwrap_or_default().round_dp(1)))
}

pub fn is_percent(row: &TargetRow) -> bool {
    row.target.unit_normalised.trim() == "%" || row.target.unit.trim() == "%"
}

/// `42,5%`, `1.200 hộ`.
pub fn value(value: Decimal, row: &TargetRow) -> String {
    if is_percent(row) {
        return format!("{}%", number_vi(value));
    }
    match row.target.unit.trim() {
        "" => number_vi(value),
        unit => format!("{} {unit}", number_vi(value)),
    }
}

/// How far two values are apart: `12,5 điểm phần trăm`, `30 hộ`.
pub fn gap(l: &Lang, apart: Decimal, row: &TargetRow) -> String {
    if is_percent(row) {
        return l.with("programme-paper-gap-points", &[("value", number_vi(apart.abs()))]);
    }
    value(apart.abs(), row)
}

/// `≥ 60%`.
pub fn aim(row: &TargetRow) -> String {
    let sign = match row.aim.ask {
        Ask::Exactly => "",
        Ask::AtLeast => "≥ ",
        Ask::MoreThan => "> ",
        Ask::AtMost => "≤ ",
        Ask::LessThan => "< ",
        Ask::About => "≈ ",
    };
    format!("{sign}{}", value(row.aim.value, row))
}

/// `+3,5`, `−2`, `0`.
pub fn signed(change: Decimal) -> String {
    let shown = number_vi(change);
    if change.is_sign_positive() && !change.is_zero() { format!("+{shown}") } else { shown }
}

/// What a target measures.
pub fn measure(row: &TargetRow) -> String {
    let name = if row.target.measure.trim().is_empty() { &row.target.text } else { &row.target.measure };
    name.trim().to_owned()
}

/// Texts of agencies, each quoted once: one agency's alone, several with their names, the same text of many with their
/// number.
pub fn quoted(l: &Lang, said: &[(&str, &str)]) -> String {
    let mut by_text: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (agency, words) in said.iter().filter(|(_, words)| !words.trim().is_empty()) {
        by_text.entry(text::squeeze(words)).or_default().push(agency);
    }
    let mut groups: Vec<(String, Vec<&str>)> = by_text.into_iter().collect();
    // What most say stands first.
    groups.sort_by_key(|(_, agencies)| std::cmp::Reverse(agencies.len()));
    let quote = |words: &str| l.with("programme-paper-quoted", &[("words", words)]);
    if let [(words, agencies)] = groups.as_slice()
        && agencies.len() == 1
    {
        return quote(words);
    }
    let rest: usize = groups.iter().skip(QUOTED).map(|(_, agencies)| agencies.len()).sum();
    let mut out: Vec<String> = groups
        .iter()
        .take(QUOTED)
        .map(|(words, agencies)| {
            let words = quote(words);
            match agencies.as_slice() {
                [one] => l.with("programme-paper-said", &[("agency", *one), ("words", words.as_str())]),
                many => {
                    l.with("programme-paper-said-many", &[("n", arg(&many.len())), ("words", arg(&words))])
                }
            }
        })
        .collect();
    if rest > 0 {
        out.push(l.with("programme-paper-said-more", &[("n", rest)]));
    }
    out.join("; ")
}
