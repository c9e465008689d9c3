//! A later plan takes an earlier one's place: what goes on keeps its history, what is gone ends, and the difference can
//! be said in words.
use crate::errors::Refused;
use crate::model::PlanFacts;
use crate::model::facts::{DocumentFacts, TargetFacts, TaskFacts};
use crate::model::plan::{AMENDS, Plan, PlanBudget, PlanTarget, PlanTask, TaskAgency, WholePlan};
use crate::rules::difference::{Change, Side, compare, pairs};
use crate::store::plans;
use base::Id;
use contracts::{PlanId, PlanTaskId};
use db::{DbError, Tx};
use std::collections::HashMap;
use std::str::FromStr;

/// The differences of two plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub targets: Vec<Change>,
    pub tasks: Vec<Change>,
}

/// Sets two plans against each other.
#[must_use]
pub fn difference(old: &PlanFacts, new: &PlanFacts) -> Difference {
    Difference {
        targets: compare(&target_sides(old), &target_sides(new)),
        tasks: compare(&task_sides(old), &task_sides(new)),
    }
}

fn target_sides(facts: &PlanFacts) -> Vec<Side> {
    facts.targets.iter().map(target_side).collect()
}

fn task_sides(facts: &PlanFacts) -> Vec<Side> {
    facts.tasks.iter().map(task_side).collect()
}

fn target_side(target: &TargetFacts) -> Side {
    let unit = target.unit.clone().unwrap_or_default();
    let value = target.value.normalize().to_string().replace('.', ",");
    let year = target.year.map(|year| year.to_string()).unwrap_or_default();
    Side {
        code: String::new(),
        text: target.measure.clone().unwrap_or_else(|| target.text.clone()),
        apart: format!("{}|{year}", target.unit_normalised.as_ref().unwrap_or(&unit)),
        fields: vec![
            ("value", format!("{} {value} {unit}", target.comparator).trim().to_owned()),
            ("year", year),
            ("level", target.level.clone().unwrap_or_default()),
            ("owner", target.owner.join("; ")),
        ],
    }
}

fn task_side(task: &TaskFacts) -> Side {
    let cadence = task.cadence.as_deref().and_then(crate::rules::terms::cadence).unwrap_or_default();
    Side {
        code: task.code.clone().unwrap_or_default(),
        text: task.text.clone(),
        apart: task.group.clone().unwrap_or_default(),
        fields: vec![
            ("code", task.code.clone().unwrap_or_default()),
            ("text", task.text.clone()),
            ("lead", task.lead.join("; ")),
            ("coordinating", task.coordinating.join("; ")),
            ("deadline", task.deadlines.join("; ")),
            ("cadence", cadence.to_owned()),
            ("product", task.product.clone().unwrap_or_default()),
        ],
    }
}

/// A stored plan as facts again, without the rows that an amendment ended.
///
/// # Errors
/// [`DbError`].
pub fn facts_of(tx: &mut Tx<'_>, plan: &Plan, open_only: bool) -> Result<PlanFacts, DbError> {
    let mut agencies: HashMap<PlanTaskId, Vec<TaskAgency>> = HashMap::new();
    for row in plans::agencies_of_plan(tx, plan.id)? {
        agencies.entry(row.task).or_default().push(row);
    }
    let targets = plans::targets(tx, plan.id)?;
    let tasks = plans::tasks(tx, plan.id)?;
    let years = plan.period_from.zip(plan.period_to);
    let years = years.and_then(|(from, to)| Some([i32::try_from(from).ok()?, i32::try_from(to).ok()?]));
    Ok(PlanFacts {
        slug: Some(plan.slug.clone()),
        document: DocumentFacts {
            number: Some(plan.number.clone()),
            issued: plan.issued,
            issuer: Some(plan.issuer.clone()),
            title: Some(plan.title.clone()),
            period: years,
            status: "adopted".to_owned(),
        },
        targets: targets
            .iter()
            .filter(|row| !open_only || row.ended_at.is_none())
            .map(target_facts)
            .collect(),
        tasks: tasks
            .iter()
            .filter(|row| !open_only || row.ended_at.is_none())
            .map(|row| task_facts(row, agencies.get(&row.id).map_or(&[], Vec::as_slice)))
            .collect(),
        ..PlanFacts::default()
    })
}

fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn target_facts(row: &PlanTarget) -> TargetFacts {
    TargetFacts {
        line: row.line,
        end_line: row.end_line,
        pillar: given(&row.pillar),
        text: row.text.clone(),
        measure: given(&row.measure),
        comparator: row.comparator.clone(),
        value: rust_decimal::Decimal::from_str(&row.value).unwrap_or_default(),
        unit: given(&row.unit),
        unit_normalised: given(&row.unit_normalised),
        level: given(&row.level),
        year: row.year.and_then(|year| i32::try_from(year).ok()),
        owner: given(&row.owner_printed).into_iter().collect(),
        ..TargetFacts::default()
    }
}

fn task_facts(row: &PlanTask, agencies: &[TaskAgency]) -> TaskFacts {
    let of = |role: &str| {
        let mut names: Vec<String> =
            agencies.iter().filter(|one| one.role == role).map(|one| one.printed.clone()).collect();
        names.dedup();
        names
    };
    TaskFacts {
        line: row.line,
        end_line: row.end_line,
        group: given(&row.group_title),
        code: given(&row.code),
        text: row.text.clone(),
        directing: of("directing"),
        lead: of("lead"),
        coordinating: of("coordinating"),
        deadlines: row.deadlines.clone(),
        cadence: given(&row.cadence),
        product: given(&row.product),
        legal_basis: given(&row.legal_basis),
        note: given(&row.note),
        ..TaskFacts::default()
    }
}

/// Ties the new plan to the one it changes.  A row that goes on keeps its first date, what was done, its number and its
/// starting point; under `amends` what the new text does not name goes on as it was.  Answers which budget line goes on
/// in place of which earlier one.
///
/// # Errors
/// [`Refused::EarlierUnknown`] when the earlier plan is no longer in force.
pub(crate) fn tie(
    tx: &mut Tx<'_>,
    whole: &mut WholePlan,
    facts: &PlanFacts,
) -> Result<Vec<(Id, Id)>, Refused> {
    let (Some(earlier), Some(relation)) = (whole.plan.earlier, whole.plan.relation.clone()) else {
        return Ok(Vec::new());
    };
    tx.lock("plan", earlier)?;
    let old = plans::plan_by_id(tx, earlier)?.filter(|plan| plan.state == "in_force");
    let old = old.ok_or(Refused::EarlierUnknown)?;
    let before = facts_of(tx, &old, true)?;
    let old_targets: Vec<PlanTarget> =
        plans::targets(tx, earlier)?.into_iter().filter(|row| row.ended_at.is_none()).collect();
    let old_tasks: Vec<PlanTask> =
        plans::tasks(tx, earlier)?.into_iter().filter(|row| row.ended_at.is_none()).collect();
    let target_pairs = pairs(&target_sides(&before), &target_sides(facts));
    let task_pairs = pairs(&task_sides(&before), &task_sides(facts));
    for (from, to) in &target_pairs {
        if let (Some(old), Some(new)) = (old_targets.get(*from), whole.targets.get_mut(*to)) {
            continue_target(old, new);
        }
    }
    for (from, to) in &task_pairs {
        if let (Some(old), Some(new)) = (old_tasks.get(*from), whole.tasks.get_mut(*to)) {
            continue_task(old, new);
        }
    }
    if relation == AMENDS {
        let goes_on = |pairs: &[(usize, usize)], at: usize| pairs.iter().all(|(from, _)| *from != at);
        let id = whole.plan.id;
        for (_, old) in old_targets.iter().enumerate().filter(|(at, _)| goes_on(&target_pairs, *at)) {
            let at = i64::try_from(whole.targets.len()).unwrap_or(i64::MAX);
            whole.targets.push(carried_target(old, id, at, whole.plan.adopted_at));
        }
        let agencies = plans::agencies_of_plan(tx, earlier)?;
        for (_, old) in old_tasks.iter().enumerate().filter(|(at, _)| goes_on(&task_pairs, *at)) {
            let at = i64::try_from(whole.tasks.len()).unwrap_or(i64::MAX);
            let task = carried_task(old, id, at, whole.plan.adopted_at);
            let rows = agencies.iter().filter(|row| row.task == old.id);
            whole.agencies.extend(rows.map(|row| TaskAgency { task: task.id, ..row.clone() }));
            whole.tasks.push(task);
        }
        return Ok(carry_budgets(whole, &plans::budgets(tx, earlier)?));
    }
    Ok(Vec::new())
}

/// Money lines that the amending text does not print go on; where it prints the same line, its amount holds and what was
/// spent goes on.  A printed total of other lines goes on only when the text says nothing of money at all.
fn carry_budgets(whole: &mut WholePlan, old: &[PlanBudget]) -> Vec<(Id, Id)> {
    let silent = whole.budgets.is_empty();
    let mut printed: Vec<Option<(Id, String)>> =
        whole.budgets.iter().map(|row| Some((row.id, line_of(row)))).collect();
    let mut carried = Vec::new();
    for row in old {
        let same = printed.iter_mut().find(|one| one.as_ref().is_some_and(|(_, line)| *line == line_of(row)));
        if let Some((id, _)) = same.and_then(Option::take) {
            carried.push((row.id, id));
            continue;
        }
        if row.is_sum && !silent {
            continue;
        }
        let id = Id::new(whole.plan.adopted_at);
        let task = whole.tasks.iter().find(|task| task.continues.is_some() && task.continues == row.task);
        let position = i64::try_from(whole.budgets.len()).unwrap_or(i64::MAX);
        let (plan, task) = (whole.plan.id, task.map(|task| task.id));
        whole.budgets.push(PlanBudget { id, plan, task, position, line: 0, end_line: 0, ..row.clone() });
        carried.push((row.id, id));
    }
    carried
}

/// What makes two printed lines one: wording, source, year.
fn line_of(row: &PlanBudget) -> String {
    let year = row.year.map(|year| year.to_string()).unwrap_or_default();
    format!("{}|{}|{year}|{}", text::fold(&row.text), text::fold(&row.source_of_money), row.is_sum)
}

fn continue_target(old: &PlanTarget, new: &mut PlanTarget) {
    new.continues = Some(old.id);
    if new.indicator.is_none() {
        new.indicator.clone_from(&old.indicator);
    }
    if new.base_value.is_none() {
        new.base_value.clone_from(&old.base_value);
        new.base_date = old.base_date;
    }
    if new.owner.is_none() && new.owner_printed.is_empty() {
        new.owner = old.owner;
        new.owner_printed.clone_from(&old.owner_printed);
    }
}

fn continue_task(old: &PlanTask, new: &mut PlanTask) {
    new.continues = Some(old.id);
    new.first_due = old.first_due.or(new.first_due);
    if new.done == 0 {
        new.done = old.done;
        new.done_at = old.done_at;
    }
}

/// The lines are those of another text, so they are not taken along.
fn carried_target(old: &PlanTarget, plan: PlanId, position: i64, at: base::Timestamp) -> PlanTarget {
    PlanTarget {
        id: Id::new(at).into(),
        plan,
        position,
        continues: Some(old.id),
        line: 0,
        end_line: 0,
        version: 1,
        ..old.clone()
    }
}

fn carried_task(old: &PlanTask, plan: PlanId, position: i64, at: base::Timestamp) -> PlanTask {
    PlanTask {
        id: Id::new(at).into(),
        plan,
        position,
        continues: Some(old.id),
        line: 0,
        end_line: 0,
        version: 1,
        ..old.clone()
    }
}
