//! Tasks: the rows of the task tables; where a plan has none, the bullets of its tasks.
use super::columns::{self, Placed, Use};
use super::sections::Role;
use super::words::{has_any, shorten};
use super::{Context, Named, Place, Task};
use crate::grammar::{agency, cadence, when};
use crate::reading::{Kind, Table, is_counted, is_ordinal, ordinal_parts};

pub(super) fn read(context: &Context<'_>) -> Vec<Task> {
    let tables: Vec<(usize, &Table)> = context
        .document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match &block.kind {
            Kind::Table(table) => Some((at, table)),
            _ => None,
        })
        .collect();
    let task_table = |table: &Table| {
        let uses = columns::uses(table);
        uses.contains(&Use::Work) && (uses.contains(&Use::Lead) || uses.contains(&Use::When))
    };
    let priced = |table: &Table| columns::uses(table).contains(&Use::Money);
    let plain = tables.iter().any(|(_, table)| task_table(table) && !priced(table));
    let mut out = Vec::new();
    for (at, table) in tables {
        // Where a table of money repeats the work of a table of tasks, it is a budget only.
        if task_table(table) && !(plain && priced(table)) {
            rows(context, at, table, &mut out);
        }
    }
    if out.is_empty() {
        bullets(context, &mut out);
    }
    out
}

fn rows(context: &Context<'_>, block: usize, table: &Table, out: &mut Vec<Task>) {
    let uses = columns::uses(table);
    let placed = columns::place(table, &uses, context.abbreviations);
    let mut group = context.sections.get(block).and_then(|section| section.titled());
    for (at, row) in placed.iter().enumerate() {
        let next = placed.get(at + 1);
        if is_group(row, next, &uses) {
            group = Some(title_of(row));
            continue;
        }
        if let Some(task) = task_of(context, row, &uses, group.clone()) {
            out.push(task);
        }
    }
}

/// A row that heads those below it: it has a title and nobody leads it, or its ordinal is the parent of the next.
pub(super) fn is_group(row: &Placed, next: Option<&Placed>, uses: &[Use]) -> bool {
    if !columns::is_title_row(row, uses) {
        return false;
    }
    let ordinal = |placed: &Placed| placed.cells.first().map(|slot| slot.text.clone()).unwrap_or_default();
    let (own, below) =
        (ordinal_parts(&ordinal(row)), next.map(|next| ordinal_parts(&ordinal(next))).unwrap_or_default());
    let filled = row.cells.iter().filter(|slot| !slot.text.is_empty()).count();
    let parent = below.len() == own.len() + 1 && below.starts_with(&own);
    let other = next.is_some_and(|next| ordinal(next) != ordinal(row));
    let anew = below.last() == Some(&1) && other;
    // "II" over "3": a group in Roman numbers whose tasks are counted on.
    let styled =
        !own.is_empty() && !is_counted(&ordinal(row)) && next.is_some_and(|next| is_counted(&ordinal(next)));
    parent
        || anew
        || styled
        || (own.is_empty() && filled == 1)
        || (own.len() == 1 && filled <= 2 && next.is_some_and(|next| columns::is_title_row(next, uses)))
}

pub(super) fn title_of(row: &Placed) -> String {
    let mut cells = row.cells.iter().filter(|slot| !slot.text.is_empty() && !slot.carried);
    let first = cells.next().map(|slot| slot.text.clone()).unwrap_or_default();
    if !is_ordinal(&first) {
        return first;
    }
    cells.next().map_or(first.clone(), |slot| format!("{first} {}", slot.text))
}

fn task_of(context: &Context<'_>, row: &Placed, uses: &[Use], group: Option<String>) -> Option<Task> {
    let text = row.own(uses, Use::Work)?.to_owned();
    if has_any(&text.to_lowercase(), &["tổng cộng", "tổng số"]) && text.split_whitespace().count() < 4
    {
        return None;
    }
    let code = row.cells.first().map(|slot| slot.text.clone()).filter(|code| is_ordinal(code));
    let lead = agencies(context, row.text(uses, Use::Lead));
    let cell = row.text(uses, Use::When).unwrap_or_default();
    let deadline = when::deadline(cell, context.identity.aim_year);
    let cadence = deadline.cadence.or_else(|| cadence::periodic_in(&text));
    let note = row.text(uses, Use::Note).map(str::to_owned).or_else(|| {
        let rest = deadline.rest.trim();
        (rest.split_whitespace().count() > 2).then(|| rest.to_owned())
    });
    let (confidence, reason) =
        match (lead.is_empty(), deadline.dates.is_empty() && cadence.is_none(), row.moved) {
            (true, _, _) => (50, "no_lead"),
            (_, _, true) => (75, "cells_moved"),
            (_, true, _) if uses.contains(&Use::When) => (70, "no_deadline"),
            _ => (95, "table_row"),
        };
    Some(Task {
        place: Place { line: row.first, end_line: row.last, confidence, reason },
        group,
        code,
        text,
        directing: agencies(context, row.text(uses, Use::Directing)),
        lead,
        coordinating: agencies(context, row.text(uses, Use::Coordinating)),
        deadlines: deadline.dates,
        cadence,
        product: row.text(uses, Use::Product).map(|text| shorten(text, 6)),
        legal_basis: row.text(uses, Use::Basis).map(|text| shorten(text, 12)),
        note,
    })
}

fn agencies(context: &Context<'_>, cell: Option<&str>) -> Vec<Named> {
    cell.map(|text| agency::split(text, context.abbreviations))
        .unwrap_or_default()
        .into_iter()
        .map(|agency| Named { printed: agency.printed, expanded: agency.expanded })
        .collect()
}

/// A bullet tells a task when it begins with what to do; the agency of its heading leads it.
fn bullets(context: &Context<'_>, out: &mut Vec<Task>) {
    for (block, section) in context.document.blocks.iter().zip(context.sections) {
        let Kind::Bullet { prose, mark, .. } = &block.kind else { continue };
        if section.role != Role::Tasks || prose.text.split_whitespace().count() < 4 {
            continue;
        }
        let lead = leading(context, &prose.text);
        let (deadlines, cadence) = due_in(&prose.text, context.identity.aim_year);
        let (confidence, reason) = match (lead.is_empty(), deadlines.is_empty() && cadence.is_none()) {
            (false, false) => (70, "sentence_of_the_text"),
            _ => (45, "bullet_of_the_text"),
        };
        out.push(Task {
            place: Place { line: block.first, end_line: block.last, confidence, reason },
            group: section.titled(),
            code: (!matches!(mark.as_str(), "-" | "+" | "*" | "•")).then(|| mark.clone()),
            text: prose.text.clone(),
            directing: Vec::new(),
            lead,
            coordinating: Vec::new(),
            deadlines,
            cadence,
            product: None,
            legal_basis: None,
            note: None,
        });
    }
}

/// Words after which a sentence says by when.
const LIMITS: [&str; 12] = [
    "hoàn thành",
    "trước ngày",
    "trước tháng",
    "trước ",
    "chậm nhất",
    "xong trong",
    "trong quý",
    "trong tháng",
    "thời gian:",
    "thời hạn:",
    "đến hết",
    "thời gian thực hiện",
];

/// How often, in a sentence that sets no date.
const EVERY: [(&str, cadence::Cadence); 6] = [
    ("hằng tháng", cadence::Cadence::Monthly),
    ("hàng tháng", cadence::Cadence::Monthly),
    ("hằng quý", cadence::Cadence::Quarterly),
    ("hàng quý", cadence::Cadence::Quarterly),
    ("hằng năm", cadence::Cadence::Yearly),
    ("hàng năm", cadence::Cadence::Yearly),
];

/// "…; hoàn thành trước ngày 10/10/2026", "xong trong tháng 8/2026", "thực hiện thường xuyên": by when a sentence says
/// that it is done.  Dates of documents that are named stand elsewhere.
fn due_in(text: &str, plan_year: Option<i32>) -> (Vec<when::When>, Option<cadence::Cadence>) {
    let lower = text.to_lowercase();
    let mut dates = Vec::new();
    // Lower case may be longer: the place is looked up in the lower text throughout.
    let mut from = 0;
    while let Some(at) = LIMITS.iter().filter_map(|word| lower.get(from..)?.find(word)).min() {
        let begin = from + at;
        let rest = lower.get(begin..).unwrap_or_default();
        let end = rest.find([';', ',']).or_else(|| rest.find(". ")).unwrap_or(rest.len());
        let clause = rest.get(..end).unwrap_or_default();
        if dates.is_empty() {
            dates = when::deadline(&roman_upper(clause), plan_year).dates;
        }
        from = begin + end.max(1);
        while from < lower.len() && !lower.is_char_boundary(from) {
            from += 1;
        }
    }
    if dates.is_empty() {
        let year = super::sections::year_of(text);
        dates.extend(
            year.and_then(|year| when::deadline(&format!("năm {year}"), None).dates.first().copied()),
        );
    }
    let continuous = lower.contains("thường xuyên")
        && ["thực hiện thường xuyên", "duy trì thường xuyên", "thường xuyên, liên tục", "và thường xuyên"]
            .iter()
            .any(|words| lower.contains(words));
    let repeated = cadence::periodic_in(text).or_else(|| {
        let named = EVERY.iter().find(|(words, _)| dates.is_empty() && lower.contains(words));
        named.map(|(_, cadence)| *cadence)
    });
    (dates, repeated.or(continuous.then_some(cadence::Cadence::Always)))
}

/// Quarters are written in Roman numbers, in capitals.
fn roman_upper(clause: &str) -> String {
    clause
        .split(' ')
        .map(|word| {
            let head = word.split('/').next().unwrap_or(word);
            if matches!(head, "i" | "ii" | "iii" | "iv") { word.to_uppercase() } else { word.to_owned() }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// "Sở X chủ trì …", "Giao Sở X …": who is named at the beginning.
fn leading(context: &Context<'_>, text: &str) -> Vec<Named> {
    let before = text.split_once(" chủ trì").map(|(before, _)| before);
    let named = before
        .map(|before| before.trim_start_matches("Giao ").trim())
        .filter(|named| super::words::names_agency(named));
    named
        .filter(|named| named.split_whitespace().count() <= 14)
        .map(|named| agencies(context, Some(named)))
        .unwrap_or_default()
}
