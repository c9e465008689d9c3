//! What a careful planner would be told: sums that their parts do not make, ordinals that jump, one measure with two
//! values, dates already past, and what the reading itself is not sure of.
use super::columns::{self, Use};
use super::sections::Role;
use super::words::first_words;
use super::{Budget, Context, Found, Status, Target, Task};
use crate::grammar::quantity::{self, Kind as Sort};
use crate::grammar::{Decimal, number};
use crate::reading::{Kind, Table, ordinal_parts};
use std::collections::BTreeMap;

/// One warning: the line it is about, the key of its sentence in `locales/vi.ftl`, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub line: usize,
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Warning {
    /// The key of its sentence without what all have in common: `deadline-past`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.key.strip_prefix("programme-warn-").unwrap_or(self.key)
    }
}

fn warning(line: usize, key: &'static str, args: &[(&'static str, String)]) -> Warning {
    Warning { line, key, args: args.to_vec() }
}

pub(super) fn read(context: &Context<'_>, found: &Found) -> Vec<Warning> {
    let mut out = Vec::new();
    of_document(context, found, &mut out);
    of_layout(context, &mut out);
    of_headings(context, &mut out);
    of_tasks(context, &found.tasks, &mut out);
    of_targets(context, &found.targets, &mut out);
    of_figures(found, &mut out);
    for (at, block) in context.document.blocks.iter().enumerate() {
        if let Kind::Table(table) = &block.kind {
            of_table(block.first, table, &mut out);
            totals(context, at, table, &found.budgets, &mut out);
        }
    }
    declared_counts(context, found, &mut out);
    abbreviations(context, &mut out);
    out.sort_by_key(|warning| (super::doubts::weight(warning.key), warning.line, warning.key));
    out.dedup();
    out
}

fn of_document(context: &Context<'_>, found: &Found, out: &mut Vec<Warning>) {
    if context.identity.status == Status::Draft {
        out.push(warning(1, "programme-warn-draft", &[]));
    }
    if found.targets.is_empty() {
        out.push(warning(1, "programme-warn-no-targets", &[]));
    }
    if found.tasks.is_empty() {
        out.push(warning(1, "programme-warn-no-tasks", &[]));
    }
    let means = context.document.blocks.iter().zip(context.sections).find(|(block, section)| {
        matches!(block.kind, Kind::Heading { level: 1 | 2, .. })
            && section.heading().is_some_and(|heading| heading.role == Role::Means)
    });
    if let Some((block, _)) = means.filter(|_| found.budgets.is_empty()) {
        out.push(warning(block.first, "programme-warn-no-money", &[]));
    }
}

/// A second letterhead: another document in the same file, or the same printed again.  Ordinals of headings that jump.
fn of_layout(context: &Context<'_>, out: &mut Vec<Warning>) {
    let heads: Vec<(usize, String)> = context
        .document
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.trim_start_matches(['|', ' ']).starts_with("Số:"))
        .filter_map(|(at, line)| super::identity::number_of(line).map(|number| (at + 1, number)))
        .collect();
    let Some((_, first)) = heads.first() else { return };
    for (line, number) in heads.iter().skip(1) {
        let key =
            if number == first { "programme-warn-repeated-head" } else { "programme-warn-second-document" };
        out.push(warning(*line, key, &[("number", number.clone())]));
    }
}

fn of_headings(context: &Context<'_>, out: &mut Vec<Warning>) {
    let mut before: Vec<(u8, Vec<u32>, String)> = Vec::new();
    for block in &context.document.blocks {
        let (level, number) = match &block.kind {
            Kind::Heading { level, number, .. } => (level, number.clone()),
            // A long item of the same numbering ("1. … ." beside "2. …").
            Kind::Bullet { mark, depth, .. } if ordinal_parts(mark).len() == usize::from(*depth) => {
                (&(depth + 1), Some(mark.clone()))
            }
            _ => continue,
        };
        before.retain(|(kept, _, _)| kept <= level);
        let Some(number) = number.as_ref().filter(|number| number.chars().any(|c| c.is_ascii_digit())) else {
            before.retain(|(kept, _, _)| kept < level);
            continue;
        };
        let parts = ordinal_parts(number.trim_start_matches("Điều "));
        let last = before.iter().position(|(kept, _, _)| kept == level);
        if let Some((_, seen, printed)) = last.and_then(|at| before.get(at)) {
            let (was, now) = (seen.last().copied().unwrap_or(0), parts.last().copied().unwrap_or(0));
            if seen.len() == parts.len() && now > was + 1 {
                let args = [("from", printed.clone()), ("to", number.clone())];
                out.push(warning(block.first, "programme-warn-heading-jumps", &args));
            }
        }
        before.retain(|(kept, _, _)| kept < level);
        before.push((*level, parts, number.clone()));
    }
}

fn issued_year(context: &Context<'_>) -> Option<i32> {
    context.identity.issued.as_deref().and_then(|date| date.get(..4)).and_then(|year| year.parse().ok())
}

fn of_tasks(context: &Context<'_>, tasks: &[Task], out: &mut Vec<Warning>) {
    let dated = tasks.iter().filter(|task| !task.deadlines.is_empty() || task.cadence.is_some()).count();
    if dated == 0 && !tasks.is_empty() {
        let line = tasks.first().map_or(1, |task| task.place.line);
        out.push(warning(line, "programme-warn-no-deadlines", &[("count", tasks.len().to_string())]));
    }
    let moved: Vec<&Task> = tasks.iter().filter(|task| task.place.reason == "cells_moved").collect();
    if let Some(first) = moved.first() {
        let args = [("task", first.code.clone().unwrap_or_default()), ("count", moved.len().to_string())];
        out.push(warning(first.place.line, "programme-warn-cells-moved", &args));
    }
    for task in tasks {
        let name = task.code.clone().unwrap_or_else(|| first_words(&task.text, 6));
        let line = task.place.line;
        if dated > 0 && task.deadlines.is_empty() && task.cadence.is_none() {
            out.push(warning(line, "programme-warn-task-no-deadline", &[("task", name.clone())]));
        }
        if task.lead.is_empty() && task.place.reason != "bullet_of_the_text" {
            out.push(warning(line, "programme-warn-task-no-lead", &[("task", name.clone())]));
        }
        let issued = context.identity.issued.as_deref().unwrap_or_default();
        for when in &task.deadlines {
            let due = when.end().last_day().map(|day| day.to_string()).unwrap_or_default();
            if !issued.is_empty() && !due.is_empty() && due.as_str() < issued {
                out.push(warning(
                    line,
                    "programme-warn-deadline-past",
                    &[("task", name.clone()), ("date", when.to_string())],
                ));
            }
            if let (Some(year), true) = (issued_year(context), when.start() != when.end())
                && i32::from(when.start().year()) < year
                && due.as_str() >= issued
            {
                out.push(warning(
                    line,
                    "programme-warn-begins-past",
                    &[("task", name.clone()), ("date", when.to_string())],
                ));
            }
        }
    }
}

fn of_targets(context: &Context<'_>, targets: &[Target], out: &mut Vec<Warning>) {
    let mut seen: BTreeMap<(String, Option<i32>, Option<&str>), &Target> = BTreeMap::new();
    for target in targets {
        if let (Some(year), Some(issued)) = (target.year, issued_year(context))
            && year < issued
        {
            out.push(warning(
                target.place.line,
                "programme-warn-target-past",
                &[("year", year.to_string()), ("measure", target.measure.clone())],
            ));
        }
        let impossible = target.unit_normalised == "%"
            && target.value > Decimal::ONE_HUNDRED
            && !target.text.to_lowercase().contains("tăng");
        if impossible {
            out.push(warning(
                target.place.line,
                "programme-warn-impossible",
                &[("value", target.value.normalize().to_string())],
            ));
        }
        let key = (target.measure.to_lowercase(), target.year, target.level);
        match seen.get(&key) {
            Some(other) if other.place.line == target.place.line => {}
            Some(other) if other.value != target.value || other.comparator != target.comparator => {
                out.push(warning(
                    target.place.line,
                    "programme-warn-two-values",
                    &[
                        ("measure", target.measure.clone()),
                        ("first", shown(other)),
                        ("second", shown(target)),
                        ("line", other.place.line.to_string()),
                    ],
                ))
            }
            Some(_) => {}
            None => {
                seen.insert(key, target);
            }
        }
    }
}

fn shown(target: &Target) -> String {
    format!("{} {} {}", target.comparator.sign(), vietnamese(target.value), target.unit)
}

/// As Vietnamese prints it: points between thousands, a comma before the decimals.
pub(crate) fn vietnamese(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (whole, decimals) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, part)| (whole, Some(part)));
    let digits: Vec<char> = whole.chars().collect();
    let mut out = String::new();
    for (at, digit) in digits.iter().enumerate() {
        if at > 0
            && (digits.len() - at).is_multiple_of(3)
            && *digit != '-'
            && digits.get(at - 1) != Some(&'-')
        {
            out.push('.');
        }
        out.push(*digit);
    }
    if let Some(part) = decimals {
        out.push(',');
        out.push_str(part);
    }
    out
}

fn of_figures(found: &Found, out: &mut Vec<Warning>) {
    for figure in &found.figures {
        let (Some(top), Some(bottom), Some(rate)) = (figure.numerator, figure.denominator, figure.rate)
        else {
            continue;
        };
        let Some(computed) = (top * Decimal::ONE_HUNDRED).checked_div(bottom) else { continue };
        let rounded = computed.round_dp(rate.scale());
        let apart = (rounded - rate).abs();
        if apart > Decimal::ZERO {
            out.push(warning(
                figure.place.line,
                "programme-warn-rate",
                &[
                    ("numerator", vietnamese(top)),
                    ("denominator", vietnamese(bottom)),
                    ("computed", vietnamese(rounded)),
                    ("printed", vietnamese(rate)),
                ],
            ));
        }
    }
}

fn of_table(first: usize, table: &Table, out: &mut Vec<Warning>) {
    let uses = columns::uses(table);
    let known = uses.contains(&Use::Work) || uses.contains(&Use::Aim);
    if table.by_ordinal
        && known
        && !uses.iter().any(|found| matches!(found, Use::Lead | Use::When | Use::Money | Use::Value))
    {
        out.push(warning(first, "programme-warn-table-unread", &[]));
    }
    if uses.contains(&Use::Aim) && super::target_tables::compares(table) {
        out.push(warning(first, "programme-warn-table-compared", &[]));
    }
    let mut before: Vec<u32> = Vec::new();
    let mut printed = String::new();
    for row in &table.rows {
        let Some(cell) = row.cells.first() else { continue };
        let own = ordinal_parts(&cell.text);
        if own.is_empty() {
            continue;
        }
        if own.len() == before.len()
            && own.len() > 1
            && own.split_last().map(|(_, head)| head) == before.split_last().map(|(_, head)| head)
        {
            let (last, now) = (before.last().copied().unwrap_or(0), own.last().copied().unwrap_or(0));
            if now == last {
                out.push(warning(row.first, "programme-warn-code-repeats", &[("code", cell.text.clone())]));
            } else if now > last + 1 {
                out.push(warning(
                    row.first,
                    "programme-warn-code-jumps",
                    &[("from", printed.clone()), ("to", cell.text.clone())],
                ));
            }
        }
        if cell.text.trim().contains(' ') && own.len() > 1 {
            out.push(warning(row.first, "programme-warn-code-form", &[("code", cell.text.clone())]));
        }
        before = own;
        printed = cell.text.clone();
    }
}

/// Parents against their children, the last row against the groups, a number in the name of the total against its row.
fn totals(context: &Context<'_>, block: usize, table: &Table, budgets: &[Budget], out: &mut Vec<Warning>) {
    let Some(block) = context.document.blocks.get(block) else { return };
    let own: Vec<&Budget> = budgets
        .iter()
        .filter(|budget| budget.place.line >= block.first && budget.place.line <= block.last)
        .collect();
    if own.is_empty() {
        return;
    }
    let parts_of = |budget: &Budget| ordinal_parts(budget.task.split_whitespace().next().unwrap_or_default());
    for parent in own.iter().filter(|budget| budget.sum) {
        let code = parts_of(parent);
        let total = code.is_empty();
        let children: Vec<&&Budget> = own
            .iter()
            .filter(|child| {
                child.source == parent.source
                    && child.year == parent.year
                    && child.place.line != parent.place.line
            })
            .filter(|child| {
                let parts = parts_of(child);
                if total {
                    parts.len() == 1
                } else {
                    parts.len() == code.len() + 1 && parts.starts_with(&code)
                }
            })
            .collect();
        let sum: Decimal = children.iter().map(|child| child.amount).sum();
        if !children.is_empty() && sum != parent.amount {
            out.push(warning(
                parent.place.line,
                "programme-warn-sum",
                &[
                    ("name", parent.task.clone()),
                    ("source", parent.source.clone().unwrap_or_default()),
                    ("printed", vietnamese(parent.amount)),
                    ("sum", vietnamese(sum)),
                ],
            ));
        }
    }
    across(&own, out);
    for row in &table.rows {
        let Some(cell) = row.cells.iter().find(|cell| cell.text.to_lowercase().starts_with("tổng")) else {
            continue;
        };
        let Some(declared) = cell.text.split_once(':').and_then(|(_, amount)| number::parse(amount)) else {
            continue;
        };
        let amounts: Decimal = own
            .iter()
            .filter(|budget| budget.place.line == row.first && budget.source.is_some())
            .map(|budget| budget.amount)
            .sum();
        if amounts != declared && !amounts.is_zero() {
            out.push(warning(
                row.first,
                "programme-warn-total",
                &[
                    ("declared", vietnamese(declared)),
                    ("sum", vietnamese(amounts)),
                    ("apart", vietnamese((declared - amounts).abs())),
                ],
            ));
        }
    }
}

/// A column of totals beside columns of years: each row adds up.
fn across(own: &[&Budget], out: &mut Vec<Warning>) {
    for whole in own.iter().filter(|budget| budget.sum && budget.year.is_none()) {
        let years: Vec<&&Budget> =
            own.iter().filter(|part| part.place.line == whole.place.line && part.year.is_some()).collect();
        let sum: Decimal = years.iter().map(|part| part.amount).sum();
        if years.len() > 1 && sum != whole.amount {
            out.push(warning(
                whole.place.line,
                "programme-warn-row-sum",
                &[
                    ("name", whole.task.clone()),
                    ("printed", vietnamese(whole.amount)),
                    ("sum", vietnamese(sum)),
                ],
            ));
        }
    }
}

/// "gồm 10 chỉ tiêu": as many as were found under that heading?
fn declared_counts(context: &Context<'_>, found: &Found, out: &mut Vec<Warning>) {
    for (block, section) in context.document.blocks.iter().zip(context.sections) {
        let prose = match &block.kind {
            Kind::Paragraph(prose) | Kind::Bullet { prose, .. } if section.role == Role::Aims => prose,
            _ => continue,
        };
        for said in quantity::find(&prose.text) {
            let unit = said.unit.normalised.as_str();
            if said.kind != Sort::Count || !(unit.starts_with("chỉ tiêu") || unit.starts_with("mục tiêu"))
            {
                continue;
            }
            let under: Vec<&Target> =
                found.targets.iter().filter(|target| target.place.line >= block.first).collect();
            let listed = under
                .iter()
                .filter(|target| target.pillar == under.first().and_then(|first| first.pillar.clone()))
                .count();
            if Decimal::from(listed) != said.value {
                out.push(warning(
                    block.first,
                    "programme-warn-count",
                    &[("said", said.value.normalize().to_string()), ("listed", listed.to_string())],
                ));
            }
        }
    }
}

/// Capitals used as a word that the text never explains.
fn abbreviations(context: &Context<'_>, out: &mut Vec<Warning>) {
    let mut seen: Vec<String> = Vec::new();
    for (at, line) in context.document.lines.iter().enumerate() {
        if line.chars().filter(|c| c.is_lowercase()).count() * 2
            < line.chars().filter(|c| c.is_alphabetic()).count()
        {
            continue;
        }
        for word in line.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '&' || c == '/')) {
            let capitals = word.chars().filter(|c| c.is_uppercase()).count();
            let plain = capitals >= 3 && word.chars().all(char::is_uppercase);
            let roman = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
            let title = crate::reading::is_ordinal_title(word) || word == "ĐVT";
            if !plain || roman || title || seen.iter().any(|known| known == word) {
                continue;
            }
            seen.push(word.to_owned());
            let coded = line.contains(&format!("-{word}"))
                || line.contains(&format!("/{word}"))
                || line.contains(&format!("- {word}"));
            if !context.abbreviations.knows(word) && !coded {
                out.push(warning(at + 1, "programme-warn-abbreviation", &[("word", word.to_owned())]));
            }
        }
    }
}
