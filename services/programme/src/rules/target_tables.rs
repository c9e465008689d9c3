//! Targets in tables: a row for each measure, a column for each year (or one value).  A table that sets the aims of
//! several documents beside one another compares, and is left out.
use super::columns::{self, Use};
use super::{Context, Place, Target};
use crate::grammar::quantity::{self, Comparator};
use crate::grammar::{agency, level, number};
use crate::reading::{Kind, Table};

pub(super) fn read(context: &Context<'_>, out: &mut Vec<Target>) {
    for (block, section) in context.document.blocks.iter().zip(context.sections) {
        let Kind::Table(table) = &block.kind else { continue };
        let uses = columns::uses(table);
        if sets_aims(table, &uses) {
            rows(context, table, &uses, section.heading().map(|heading| heading.text.clone()), out);
        }
    }
}

/// A row for each measure and at least one value.
pub(super) fn sets_aims(table: &Table, uses: &[Use]) -> bool {
    let aims = uses.contains(&Use::Aim) && uses.contains(&Use::Value) && !uses.contains(&Use::Money);
    aims && !compares(table)
}

/// A column of values.
pub(super) struct Value {
    pub at: usize,
    pub year: Option<i32>,
    /// What was reached, beside what is aimed at.
    pub past: bool,
}

/// The columns of values.  A year before the plan's own, or "Thực hiện", "Ước": a state and no aim.
pub(super) fn values(context: &Context<'_>, table: &Table, uses: &[Use]) -> Vec<Value> {
    let begins = context.identity.period.map(|(from, _)| from);
    let all = table.columns.iter().enumerate().filter(|(at, _)| uses.get(*at) == Some(&Use::Value));
    let mut out: Vec<Value> = all
        .map(|(at, column)| {
            let title = column.titles.join(" ").to_lowercase();
            let year = super::sections::year_of(&format!("năm {}", title.replace("năm", "").trim()))
                .or_else(|| years(&title));
            let told = ["thực hiện", "kết quả", "ước", "hiện trạng", "thực trạng", "hiện tại", "đã đạt"];
            let aimed =
                ["kế hoạch", "mục tiêu", "phấn đấu", "chỉ tiêu"].iter().any(|word| title.contains(word));
            let before = matches!((year, begins), (Some(year), Some(from)) if year < from);
            let past = !aimed && (told.iter().any(|word| title.contains(word)) || before);
            Value { at, year, past }
        })
        .collect();
    // Nothing but states: the table has no aims to set apart from them.
    if out.iter().all(|value| value.past) {
        out.iter_mut().for_each(|value| value.past = false);
    }
    out
}

fn years(title: &str) -> Option<i32> {
    title.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4).and_then(|y| y.parse().ok())
}

/// Two columns or more are named after documents.
pub(super) fn compares(table: &Table) -> bool {
    let documents = table.columns.iter().filter(|column| {
        let lower = column.titles.join(" ").to_lowercase();
        ["nghị quyết", "quyết định", "kế hoạch số", "/qđ", "/nq"].iter().any(|word| lower.contains(word))
    });
    documents.count() >= 2
}

fn rows(context: &Context<'_>, table: &Table, uses: &[Use], pillar: Option<String>, out: &mut Vec<Target>) {
    let values: Vec<(usize, Option<i32>)> = values(context, table, uses)
        .into_iter()
        .filter(|value| !value.past)
        .map(|value| (value.at, value.year))
        .collect();
    let mut pillar = pillar;
    for row in columns::place(table, uses, context.abbreviations) {
        let Some(measure) = row.own(uses, Use::Aim).map(str::to_owned) else { continue };
        let unit = row.text(uses, Use::Unit).unwrap_or_default().to_owned();
        let filled = values
            .iter()
            .filter(|(at, _)| row.cells.get(*at).is_some_and(|slot| !slot.text.is_empty()))
            .count();
        if filled == 0 {
            pillar = Some(measure);
            continue;
        }
        let owner: Vec<String> = row
            .text(uses, Use::Lead)
            .map(|text| {
                agency::split(text, context.abbreviations).into_iter().map(|agency| agency.printed).collect()
            })
            .unwrap_or_default();
        for (at, year) in &values {
            let Some(slot) = row.cells.get(*at) else { continue };
            let Some((comparator, value, own)) = value_of(&slot.text) else { continue };
            let unit = own.unwrap_or_else(|| unit.clone());
            out.push(Target {
                place: Place {
                    line: row.first,
                    end_line: row.last,
                    confidence: if row.moved { 60 } else { 90 },
                    reason: "table_of_aims",
                },
                pillar: pillar.clone(),
                text: measure.clone(),
                measure: super::words::shorten(&measure, 12),
                comparator,
                value,
                unit: unit.clone(),
                unit_normalised: unit.to_lowercase(),
                level: level::of(&measure).first().map(|level| level.word()),
                year: year.or(context.identity.aim_year),
                owner: owner.clone(),
            });
        }
    }
}

fn value_of(text: &str) -> Option<(Comparator, crate::grammar::Decimal, Option<String>)> {
    if let Some(found) = quantity::find(text).into_iter().next() {
        let unit = (!found.unit.normalised.is_empty()).then(|| found.unit.normalised.clone());
        return Some((found.comparator.unwrap_or(Comparator::Equal), found.value, unit));
    }
    let sign = text.trim().chars().next();
    let comparator = match sign {
        Some('≥') => Comparator::AtLeast,
        Some('>') => Comparator::Above,
        Some('≤') => Comparator::AtMost,
        Some('<') => Comparator::Below,
        _ => Comparator::Equal,
    };
    number::parse(text.trim_start_matches(['≥', '>', '≤', '<', '=', ' ']))
        .map(|value| (comparator, value, None))
}
