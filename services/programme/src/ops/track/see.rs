//! What the pages of a plan read.
use super::READ;
use super::act::leading;
use super::refused::TrackRefused;
use super::view::{
    BudgetRow, MoneyView, PlanView, Ports, TargetRow, TaskRow, agency_names, decimal, line_key, money_view,
    plan_of, plan_view, plan_views,
};
use crate::Deps;
use crate::model::path::{Point, Rule};
use crate::model::plan::{Plan, TaskAgency};
use crate::model::rounds::Regime;
use crate::model::track::{Evidence, Progress, Question, Report, Round, Subject, Tally};
use crate::store::{plans, track};
use base::{Id, Timestamp};
use contracts::{AgencyId, AssignmentFact, IndicatorFact, PlanTaskId, RoundId, TargetId};
use db::{DbError, Tx};
use policy::OpContext;
use std::collections::HashMap;

/// A plan in the list.
#[derive(Clone, Debug)]
pub struct ListedPlan {
    pub view: PlanView,
    /// Of the round that runs: what is owed, agencies, agencies with something missing.
    pub sums: Option<(Tally, i64, i64)>,
}

fn sums(tx: &mut Tx<'_>, view: &PlanView) -> Result<Option<(Tally, i64, i64)>, DbError> {
    match view.current_round() {
        Some(round) => track::rounds::sums(tx, round.id).map(Some),
        None => Ok(None),
    }
}

/// Every plan in force.
///
/// # Errors
/// No right.
pub async fn listed_plans(deps: &Deps, cx: &OpContext) -> Result<Vec<ListedPlan>, TrackRefused> {
    cx.scope(READ)?;
    public_plans(deps, cx.now).await
}

/// Every plan in force, as anybody may know it.
///
/// # Errors
/// [`TrackRefused::Database`].
pub async fn public_plans(deps: &Deps, now: Timestamp) -> Result<Vec<ListedPlan>, TrackRefused> {
    let ports = Ports::of(deps);
    deps.db
        .read(move |tx| {
            let plans = track::subjects::in_force(tx)?;
            let mut all = Vec::new();
            for view in plan_views(tx, &ports, plans, now)? {
                all.push(ListedPlan { sums: sums(tx, &view)?, view });
            }
            Ok(all)
        })
        .await
}

/// A plan with its money and the state of its round.
///
/// # Errors
/// No right, or no such plan.
pub async fn plan_page(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
) -> Result<(ListedPlan, MoneyView), TrackRefused> {
    cx.scope(READ)?;
    public_plan(deps, cx.now, slug).await
}

/// As [`plan_page`], for anybody: it holds no person.
///
/// # Errors
/// No such plan.
pub async fn public_plan(
    deps: &Deps,
    now: Timestamp,
    slug: &str,
) -> Result<(ListedPlan, MoneyView), TrackRefused> {
    let (ports, slug) = (Ports::of(deps), slug.to_owned());
    deps.db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let money = money_view(tx, &plan)?;
            let view = plan_view(tx, &ports, plan, now)?;
            Ok((ListedPlan { sums: sums(tx, &view)?, view }, money))
        })
        .await
}

/// A task with everything around it.
#[derive(Clone, Debug)]
pub struct TaskPage {
    pub plan: Plan,
    pub row: TaskRow,
    /// With names of today.
    pub agencies: Vec<(TaskAgency, String)>,
    /// Every agency that leads it, groups written out, with its name.
    pub leading: Vec<(AgencyId, String)>,
    pub progress: Vec<Progress>,
    /// The newest first.
    pub reports: Vec<Report>,
    pub evidence: Vec<Evidence>,
    pub questions: Vec<Question>,
    pub assigned: Vec<AssignmentFact>,
    pub rounds: HashMap<RoundId, Round>,
    /// Code of the round in which it is reported on now.
    pub current_round: Option<String>,
    pub names: HashMap<AgencyId, String>,
    /// The place in the published text.
    pub lines: Vec<(i64, String)>,
    pub budgets: Vec<BudgetRow>,
}

/// Reports and lines shown at once.
const REPORTS: i64 = 60;

/// A task.
///
/// # Errors
/// No right, or no such task of this plan.
pub async fn task_page(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    task: PlanTaskId,
) -> Result<TaskPage, TrackRefused> {
    cx.scope(READ)?;
    let (ports, slug, now) = (Ports::of(deps), slug.to_owned(), cx.now);
    let assignments = deps.assignments.clone();
    deps.db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let view = plan_view(tx, &ports, plan, now)?;
            let current = view.current_round().filter(|round| round.open).map(|round| round.code.clone());
            let row = view.tasks.into_iter().find(|row| row.task.id == task).ok_or(TrackRefused::NoSuch)?;
            let agencies = plans::agencies_of_task(tx, task)?;
            let leading = leading(tx, &ports, task, now.date())?;
            let progress = track::reports::progress_of(tx, task.id())?;
            let mut reports = track::reports::of_subject(tx, task.id(), REPORTS)?;
            if let Some(earlier) = row.task.continues {
                reports.extend(track::reports::of_subject(tx, earlier.id(), REPORTS)?);
            }
            let owners: Vec<Id> = reports.iter().map(|report| report.id).collect();
            let evidence = track::reports::evidence_of(tx, &owners)?;
            let questions = track::talk::questions_of(tx, task)?;
            let asked = questions.iter().map(|question| question.agency);
            let ids = agencies.iter().filter_map(|row| row.agency).chain(leading.iter().copied());
            let ids: Vec<AgencyId> =
                ids.chain(reports.iter().map(|report| report.agency)).chain(asked).collect();
            let names = agency_names(tx, &ports, ids)?;
            let name = |id: AgencyId| names.get(&id).cloned().unwrap_or_default();
            let rounds = view.rounds.iter().map(|round| (round.id, round.clone())).collect();
            let source = view.plan.source.id();
            let lines = match row.task.line {
                0 => Vec::new(),
                line => track::subjects::source_lines(tx, source, line, row.task.end_line.max(line))?,
            };
            let budgets = money_view(tx, &view.plan)?.lines.into_iter();
            Ok(TaskPage {
                agencies: agencies
                    .into_iter()
                    .map(|row| {
                        let name = row.agency.map(name).filter(|name| !name.is_empty());
                        let shown = name.unwrap_or_else(|| row.printed.clone());
                        (row, shown)
                    })
                    .collect(),
                leading: leading.into_iter().map(|id| (id, name(id))).collect(),
                assigned: assignments.of_source(tx, &format!("plan-task:{task}"), now)?,
                budgets: budgets.filter(|line| line.budget.task == Some(task)).collect(),
                plan: view.plan,
                row,
                progress,
                reports,
                evidence,
                questions,
                rounds,
                current_round: current,
                lines,
                names,
            })
        })
        .await
}

/// A target with its path and its number's history.
#[derive(Clone, Debug)]
pub struct TargetPage {
    pub plan: Plan,
    pub rule: Rule,
    pub row: TargetRow,
    /// The same measure in other years.
    pub siblings: Vec<TargetRow>,
    /// Oldest first.
    pub history: Vec<Point>,
    pub indicator: Option<IndicatorFact>,
    /// What it may be bound to.
    pub indicators: Vec<IndicatorFact>,
    pub reports: Vec<Report>,
    pub evidence: Vec<Evidence>,
    pub names: HashMap<AgencyId, String>,
    pub rounds: HashMap<RoundId, Round>,
    pub assigned: Vec<AssignmentFact>,
    pub lines: Vec<(i64, String)>,
}

fn history(
    tx: &mut Tx<'_>,
    deps: &Deps,
    row: &TargetRow,
    reports: &[Report],
    now: Timestamp,
) -> Result<Vec<Point>, DbError> {
    let mut points = Vec::new();
    if let Some(code) = &row.target.indicator {
        let first = row.path.base.map_or_else(|| row.target.base_date.unwrap_or(now.date()), |base| base.on);
        for month in deps.indicators.monthly(tx, code, first, now.date())? {
            if let Some(value) = month.value {
                points.push(Point { on: month.to.min(now.date()), value });
            }
        }
    } else {
        let accepted = reports.iter().filter(|report| report.state == "accepted");
        let known = accepted.filter_map(|report| {
            Some(Point { on: report.as_of, value: decimal(report.figure.as_deref()?)? })
        });
        points.extend(known);
        points.sort_by_key(|point| point.on);
    }
    points.extend(row.latest.filter(|latest| points.last().is_none_or(|last| last.on < latest.on)));
    points.dedup_by_key(|point| point.on);
    Ok(points)
}

/// A target.
///
/// # Errors
/// No right, or no such target of this plan.
pub async fn target_page(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    target: TargetId,
) -> Result<TargetPage, TrackRefused> {
    cx.scope(READ)?;
    let (ports, slug, now, deps) = (Ports::of(deps), slug.to_owned(), cx.now, deps.clone());
    deps.db
        .clone()
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let view = plan_view(tx, &ports, plan, now)?;
            let row = view.targets.iter().find(|row| row.target.id == target).cloned();
            let row = row.ok_or(TrackRefused::NoSuch)?;
            let key = line_key(&row.target);
            let siblings: Vec<TargetRow> =
                view.targets.iter().filter(|other| line_key(&other.target) == key).cloned().collect();
            let mut reports = Vec::new();
            for sibling in &siblings {
                reports.extend(track::reports::of_subject(tx, sibling.target.id.id(), REPORTS)?);
            }
            reports.sort_by_key(|report| std::cmp::Reverse(report.sent_at));
            let owners: Vec<Id> = reports.iter().map(|report| report.id).collect();
            let indicators = deps.indicators.list(tx)?;
            let bound = row.target.indicator.as_ref();
            let lines = match row.target.line {
                0 => Vec::new(),
                line => track::subjects::source_lines(
                    tx,
                    view.plan.source.id(),
                    line,
                    row.target.end_line.max(line),
                )?,
            };
            Ok(TargetPage {
                indicator: bound.and_then(|code| indicators.iter().find(|fact| fact.code == *code)).cloned(),
                history: history(tx, &deps, &row, &reports, now)?,
                evidence: track::reports::evidence_of(tx, &owners)?,
                names: agency_names(tx, &ports, reports.iter().map(|report| report.agency))?,
                assigned: deps.assignments.of_source(tx, &format!("plan-target:{target}"), now)?,
                rounds: view.rounds.iter().map(|round| (round.id, round.clone())).collect(),
                plan: view.plan,
                rule: view.rule,
                row,
                siblings,
                indicators,
                reports,
                lines,
            })
        })
        .await
}

/// Every rule of states and every regime.
///
/// # Errors
/// No right.
pub async fn plan_rules(deps: &Deps, cx: &OpContext) -> Result<(Vec<Rule>, Vec<Regime>), TrackRefused> {
    cx.scope(READ)?;
    deps.db.read(|tx| Ok((track::rules::rules(tx)?, track::rules::regimes(tx)?))).await
}

/// The last report of an agency on something in a round, for its form.
///
/// # Errors
/// No right in this agency, no such plan or round.
pub async fn last_report(
    deps: &Deps,
    cx: &OpContext,
    (slug, code): (&str, &str),
    subject: Id,
    agency: AgencyId,
) -> Result<(Plan, Round, Option<Report>), TrackRefused> {
    cx.require(super::REPORT, agency)?;
    let (slug, code) = (slug.to_owned(), code.to_owned());
    deps.db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let round = track::rounds::round_by_code(tx, plan.id, &code)?.ok_or(TrackRefused::NoRound)?;
            let last = track::reports::last(tx, round.id, subject, agency)?;
            Ok((plan, round, last))
        })
        .await
}

/// Subjects of one kind by how many of the agencies that lead have reached a hundred percent.
#[must_use]
pub fn finished(progress: &[Progress], leading: &[(AgencyId, String)]) -> usize {
    let done = progress.iter().filter(|row| row.kind == Subject::Task && row.accepted_percent == Some(100));
    done.filter(|row| leading.iter().any(|(agency, _)| *agency == row.agency)).count()
}
