//! From facts to the rows of an adopted plan.
use super::resolve::{NameKind, Names};
use crate::model::PlanFacts;
use crate::model::facts::{BudgetFacts, FigureFacts, TargetFacts, TaskFacts};
use crate::model::plan::{Plan, PlanBudget, PlanFigure, PlanTarget, PlanTask, TaskAgency, WholePlan};
use crate::rules::likeness::{ALIKE, Wording};
use crate::rules::terms;
use base::{Date, Id, Timestamp};
use rust_decimal::Decimal;

/// A figure is a target's starting point when their measures share so much.
const FIGURE_WITHIN: usize = 80;
const FIGURE_ALIKE: usize = 60;

/// The rows of `plan` that the facts make.
#[must_use]
pub(crate) fn whole(plan: Plan, facts: &PlanFacts, names: &Names) -> WholePlan {
    let now = plan.adopted_at;
    let figures: Vec<(Wording, &FigureFacts)> = facts
        .figures
        .iter()
        .map(|figure| (Wording::of(figure.measure.as_deref().unwrap_or(&figure.text)), figure))
        .collect();
    let mut targets = Vec::with_capacity(facts.targets.len());
    for (at, fact) in facts.targets.iter().enumerate() {
        targets.push(target(&plan, position(at), fact, names, &figures));
    }
    let mut tasks = Vec::with_capacity(facts.tasks.len());
    let mut agencies = Vec::new();
    for (at, fact) in facts.tasks.iter().enumerate() {
        let row = task(&plan, position(at), fact, now);
        for (role, printed) in
            [("lead", &fact.lead), ("coordinating", &fact.coordinating), ("directing", &fact.directing)]
        {
            agencies.extend(task_agencies(&row, role, printed, names));
        }
        tasks.push(row);
    }
    let wordings: Vec<Wording> = tasks.iter().map(|task| Wording::of(&task.text)).collect();
    let mut budgets = Vec::with_capacity(facts.budgets.len());
    for (at, fact) in facts.budgets.iter().enumerate() {
        budgets.push(budget(&plan, position(at), fact, &tasks, &wordings));
    }
    let rows = facts.figures.iter().enumerate();
    let figures = rows.map(|(at, fact)| figure(&plan, position(at), fact)).collect();
    WholePlan { plan, targets, tasks, agencies, budgets, figures }
}

fn position(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

fn words(text: Option<&String>) -> String {
    text.map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

fn target(
    plan: &Plan,
    position: i64,
    fact: &TargetFacts,
    names: &Names,
    figures: &[(Wording, &FigureFacts)],
) -> PlanTarget {
    let unit = words(fact.unit.as_ref());
    let measure = words(fact.measure.as_ref().or(Some(&fact.text)));
    let normalised = fact.unit_normalised.clone().unwrap_or_else(|| unit.clone());
    let base = match fact.base_value {
        Some(value) => Some((decimal(value), fact.base_date)),
        None => base_of(&measure, &normalised, figures),
    };
    let owner = fact
        .agency
        .iter()
        .chain(&fact.owner)
        .filter_map(|name| names.get(name))
        .find(|name| name.kind == NameKind::Agency && name.agencies.len() == 1)
        .and_then(|name| name.agencies.first().copied());
    PlanTarget {
        id: Id::new(plan.adopted_at).into(),
        plan: plan.id,
        position,
        continues: None,
        pillar: words(fact.pillar.as_ref()),
        text: fact.text.trim().to_owned(),
        measure,
        comparator: fact.comparator.clone(),
        value: decimal(fact.value),
        unit,
        unit_normalised: normalised,
        level: words(fact.level.as_ref()),
        year: fact.year.map(i64::from),
        owner,
        owner_printed: fact.owner.join("; "),
        line: fact.line,
        end_line: fact.end_line,
        indicator: fact.indicator.clone(),
        base_value: base.as_ref().map(|(value, _)| value.clone()),
        base_date: base.and_then(|(_, date)| date),
        ended_at: None,
        version: 1,
    }
}

/// The plan's own figure of the same measure: a rate for a share, a plain number for a count.
fn base_of(measure: &str, unit: &str, figures: &[(Wording, &FigureFacts)]) -> Option<(String, Option<Date>)> {
    let wanted = Wording::of(measure);
    let (_, _, figure, value) = figures
        .iter()
        .filter_map(|(wording, figure)| {
            let value = if unit == "%" {
                figure.rate?
            } else if figure.rate.is_none() && figure.denominator.is_none() {
                figure.numerator?
            } else {
                return None;
            };
            Some((wanted.within(wording), wanted.likeness(wording), *figure, value))
        })
        .filter(|(within, alike, ..)| *within >= FIGURE_WITHIN && *alike >= FIGURE_ALIKE)
        .max_by_key(|(within, alike, ..)| (*alike, *within))?;
    Some((decimal(value), figure.date.as_deref().and_then(terms::last_day)))
}

fn task(plan: &Plan, position: i64, fact: &TaskFacts, now: Timestamp) -> PlanTask {
    let due = terms::due(&fact.deadlines);
    PlanTask {
        id: Id::new(now).into(),
        plan: plan.id,
        position,
        continues: None,
        group_title: words(fact.group.as_ref()),
        code: words(fact.code.as_ref()),
        text: fact.text.trim().to_owned(),
        deadlines: fact.deadlines.clone(),
        due,
        first_due: due,
        cadence: fact.cadence.as_deref().and_then(terms::cadence).unwrap_or_default().to_owned(),
        product: words(fact.product.as_ref()),
        legal_basis: words(fact.legal_basis.as_ref()),
        note: words(fact.note.as_ref()),
        line: fact.line,
        end_line: fact.end_line,
        done: fact.done.map_or(0, |done| i64::from(done.min(100))),
        done_at: fact.done_at,
        ended_at: None,
        version: 1,
    }
}

/// A row for each agency and group that a printed name stands for; the printed name stays on each.
fn task_agencies(task: &PlanTask, role: &str, printed: &[String], names: &Names) -> Vec<TaskAgency> {
    let mut rows: Vec<TaskAgency> = Vec::new();
    for name in printed {
        let row = |agency, group_code| TaskAgency {
            task: task.id,
            role: role.to_owned(),
            position: 0,
            printed: name.clone(),
            agency,
            group_code,
        };
        match names.get(name) {
            Some(known) if !known.agencies.is_empty() => {
                rows.extend(known.agencies.iter().map(|agency| row(Some(*agency), None)));
            }
            Some(known) if !known.groups.is_empty() => {
                rows.extend(known.groups.iter().map(|group| row(None, Some(group.clone()))));
            }
            _ => rows.push(row(None, None)),
        }
    }
    // "Sở Thông tin và Truyền thông; Sở Khoa học và Công nghệ" may both be one agency today.
    let mut seen = std::collections::BTreeSet::new();
    rows.retain(|row| row.agency.is_none_or(|agency| seen.insert(agency)));
    for (at, row) in rows.iter_mut().enumerate() {
        row.position = position(at);
    }
    rows
}

fn budget(
    plan: &Plan,
    position: i64,
    fact: &BudgetFacts,
    tasks: &[PlanTask],
    wordings: &[Wording],
) -> PlanBudget {
    let by_code = fact.task_code.as_deref().and_then(|code| tasks.iter().find(|task| task.code == code));
    let wanted = Wording::of(&fact.task);
    let by_words = || {
        let likest = tasks.iter().zip(wordings).map(|(task, words)| (wanted.likeness(words), task));
        likest.filter(|(alike, _)| *alike >= ALIKE).max_by_key(|(alike, _)| *alike).map(|(_, task)| task)
    };
    let task = by_code.or_else(by_words);
    PlanBudget {
        id: Id::new(plan.adopted_at),
        plan: plan.id,
        task: task.map(|task| task.id),
        position,
        text: fact.task.trim().to_owned(),
        source_of_money: words(fact.source.as_ref()),
        year: fact.year.map(i64::from),
        amount: decimal(fact.amount),
        unit: fact.unit.clone(),
        dong: terms::dong(fact.amount, &fact.unit),
        is_sum: fact.sum,
        line: fact.line,
        end_line: fact.end_line,
    }
}

fn figure(plan: &Plan, position: i64, fact: &FigureFacts) -> PlanFigure {
    PlanFigure {
        id: Id::new(plan.adopted_at),
        plan: plan.id,
        position,
        text: fact.text.trim().to_owned(),
        measure: words(fact.measure.as_ref().or(Some(&fact.text))),
        numerator: fact.numerator.map(decimal),
        denominator: fact.denominator.map(decimal),
        rate: fact.rate.map(decimal),
        as_of: words(fact.date.as_ref()),
        line: fact.line,
        end_line: fact.end_line,
    }
}
