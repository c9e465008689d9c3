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
        let aims = uses.contains(&Use::Aim) && uses.contains(&Use::Value) && !uses.contains(&Use::Money);
        if aims && !compares(table) {
            rows(context, table, &uses, section.heading().map(|heading| heading.text.clone()), out);
        }
    }
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
    let values: Vec<(usize, Option<i32>)> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(at, _)| uses.get(*at) == Some(&Use::Value))
        .map(|(at, column)| {
            (
                at,
                super::sections::year_of(&format!(
                    "năm {}",
                    column.titles.join(" ").to_lowercase().replace("năm", "").trim()
                )),
            )
        })
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
