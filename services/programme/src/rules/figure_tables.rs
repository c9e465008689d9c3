//! Figures in tables: last year's value beside the target, what was reached, and rows of years.
use super::columns::{self, Use};
use super::sections::{Role, Section};
use super::words::shorten;
use super::{Context, Figure, Place, target_tables};
use crate::grammar::quantity::{self, Kind as Sort};
use crate::grammar::{Decimal, number};
use crate::reading::{Kind, Row, Table, is_year};

pub(super) fn read(context: &Context<'_>, out: &mut Vec<Figure>) {
    for (at, (block, section)) in context.document.blocks.iter().zip(context.sections).enumerate() {
        let Kind::Table(table) = &block.kind else { continue };
        let uses = columns::uses(table);
        if target_tables::sets_aims(table, &uses) {
            beside_aims(context, table, &uses, out);
        } else if is_yearly(table) {
            yearly(table, out);
            below(context, at + 1, table, out);
        } else if describes(section, &uses) {
            reached(context, section, table, &uses, out);
        }
    }
}

/// A table of a part about the present that hands out no work.
fn describes(section: &Section, uses: &[Use]) -> bool {
    (section.role == Role::Present || section.past)
        && !uses.iter().any(|found| matches!(found, Use::Lead | Use::When | Use::Money | Use::Aim))
}

/// What a cell says: numerator, denominator, rate.
type Said = (Option<Decimal>, Option<Decimal>, Option<Decimal>);

fn said(text: &str, unit: &str) -> Option<Said> {
    let all = quantity::find(text);
    if let Some(found) = all.first() {
        let rate = (found.kind == Sort::Percent).then_some(found.value);
        let later = all
            .get(1)
            .filter(|next| next.kind == Sort::Percent && next.fraction.is_none())
            .map(|next| next.value);
        return Some(match found.fraction {
            Some((top, bottom)) => (Some(top), Some(bottom), rate.or(later)),
            None if rate.is_some() => (None, None, rate),
            None if found.kind == Sort::Count && found.unit.normalised.is_empty() && unit.contains('%') => {
                (None, None, Some(found.value))
            }
            None => (Some(found.value), None, later),
        });
    }
    let value = number::parse(text.trim())?;
    Some(if unit.contains('%') { (None, None, Some(value)) } else { (Some(value), None, None) })
}

fn push(place: Place, label: &str, said: Said, date: Option<String>, out: &mut Vec<Figure>) {
    let (numerator, denominator, rate) = said;
    out.push(Figure {
        place,
        text: label.to_owned(),
        measure: shorten(label, 14),
        numerator,
        denominator,
        rate,
        date,
    });
}

fn year_in(title: &str) -> Option<String> {
    title.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 4).map(str::to_owned)
}

/// The value of the year before in a table of aims.
fn beside_aims(context: &Context<'_>, table: &Table, uses: &[Use], out: &mut Vec<Figure>) {
    let past: Vec<(usize, String)> = target_tables::values(context, table, uses)
        .into_iter()
        .filter(|value| value.past)
        .map(|value| (value.at, table.columns.get(value.at).map(|c| c.titles.join(" ")).unwrap_or_default()))
        .collect();
    if past.is_empty() {
        return;
    }
    for row in columns::place(table, uses, context.abbreviations) {
        let Some(label) = row.own(uses, Use::Aim).map(str::to_owned) else { continue };
        let unit = row.text(uses, Use::Unit).unwrap_or_default().to_owned();
        for (at, title) in &past {
            let Some(slot) = row.cells.get(*at).filter(|slot| !slot.carried) else { continue };
            let Some(value) = said(&slot.text, &unit) else { continue };
            let confidence = if row.moved { 60 } else { 85 };
            let place =
                Place { line: row.first, end_line: row.last, confidence, reason: "value_beside_the_target" };
            push(place, &label, value, year_in(title), out);
        }
    }
}

/// A label and one value or more in each row.
fn reached(context: &Context<'_>, section: &Section, table: &Table, uses: &[Use], out: &mut Vec<Figure>) {
    let unit_at = uses.iter().position(|found| *found == Use::Unit);
    let label_at = uses
        .iter()
        .position(|found| *found == Use::Work)
        .or_else(|| (0..table.columns.len()).find(|at| uses.get(*at) != Some(&Use::Ordinal)));
    let Some(label_at) = label_at else { return };
    for row in columns::place(table, uses, context.abbreviations) {
        let Some(label) = row.cells.get(label_at).map(|slot| slot.text.clone()) else { continue };
        let unit = unit_at.and_then(|at| row.cells.get(at)).map(|slot| slot.text.clone()).unwrap_or_default();
        if !label.chars().any(char::is_alphabetic) {
            continue;
        }
        for (at, slot) in row.cells.iter().enumerate().skip(label_at + 1) {
            let kept = matches!(uses.get(at), Some(Use::Value | Use::Other | Use::Product)) && !slot.carried;
            let brief = slot.text.split_whitespace().count() <= 8;
            let Some(value) = said(&slot.text, &unit).filter(|_| kept && brief) else { continue };
            let title = table.columns.get(at).map(|c| c.titles.join(" ")).unwrap_or_default();
            let date = year_in(&title).or_else(|| section.year.map(|year| year.to_string()));
            let confidence = if row.moved { 55 } else { 80 };
            let place =
                Place { line: row.first, end_line: row.last, confidence, reason: "table_of_the_present" };
            push(place, &label, value, date, out);
        }
    }
}

fn label_of(row: &Row) -> &str {
    row.cells.first().map_or("", |cell| cell.text.as_str())
}

/// Rows of years that are over: no plan sets them.
fn is_yearly(table: &Table) -> bool {
    let titled = table.columns.first().and_then(|column| column.titles.first());
    let years = table.rows.iter().filter(|row| is_year(label_of(row))).count();
    let rows = table.rows.iter().filter(|row| row.cells.len() > 1).count();
    titled.is_some_and(|title| title.to_lowercase() == "năm") && years >= 2 && years + 1 >= rows
}

/// Columns whose cell in the first row is the total itself: one cell over all years, as the sites print it.
fn merged(table: &Table) -> Vec<usize> {
    let last = table.rows.iter().rev().find(|row| row.cells.len() > 1);
    let (Some(first), Some(total)) = (table.rows.first(), last) else { return Vec::new() };
    if is_year(label_of(total)) {
        return Vec::new();
    }
    let same = |at: &usize| match (first.cells.get(*at), total.cells.get(*at)) {
        (Some(a), Some(b)) => !a.text.is_empty() && a.text == b.text,
        _ => false,
    };
    (1..first.cells.len()).filter(same).collect()
}

fn yearly(table: &Table, out: &mut Vec<Figure>) {
    let width = table.columns.len();
    let merged = merged(table);
    for row in &table.rows {
        if row.cells.len() == 1 {
            stated(label_of(row), row.first, row.last, table, out);
            continue;
        }
        let total = !is_year(label_of(row));
        let columns: Vec<usize> = if row.cells.len() == width {
            (1..width).collect()
        } else {
            (1..width).filter(|at| !merged.contains(at)).collect()
        };
        if columns.len() + 1 != row.cells.len() {
            continue;
        }
        for (at, cell) in columns.iter().zip(row.cells.iter().skip(1)) {
            let Some(value) = number::parse(&cell.text).filter(|_| total || !merged.contains(at)) else {
                continue;
            };
            let title = table.columns.get(*at).map(|c| c.titles.join(" ")).unwrap_or_default();
            let place =
                Place { line: row.first, end_line: row.last, confidence: 75, reason: "row_of_a_year" };
            let date = year_in(label_of(row));
            push(place, &title, (Some(value), None, None), date, out);
        }
    }
}

/// "Tỷ lệ (%): 0.31" under such a table.
fn below(context: &Context<'_>, at: usize, table: &Table, out: &mut Vec<Figure>) {
    let Some(block) = context.document.blocks.get(at) else { return };
    let Kind::Paragraph(prose) = &block.kind else { return };
    stated(&prose.text, block.first, block.last, table, out);
}

fn stated(text: &str, first: usize, last: usize, table: &Table, out: &mut Vec<Figure>) {
    let Some((label, value)) = text.split_once(':') else { return };
    let rate = label.contains('%').then(|| number::parse(value.trim().trim_end_matches('.'))).flatten();
    let Some(rate) = rate else { return };
    let place = Place { line: first, end_line: last, confidence: 70, reason: "number_behind_its_label" };
    let date = table.rows.iter().rev().find_map(|row| year_in(label_of(row)));
    push(place, label.trim(), (None, None, Some(rate)), date, out);
}
