//! A plan as it stands: targets against their path, tasks by state, money.  Read in a handful of statements, however
//! many tasks and agencies there are.
use super::refused::TrackRefused;
use crate::model::money::{MoneyLine, MoneyTotal, Stages};
use crate::model::path::{Aim, Ask, Point, Rule, TargetState, TaskState};
use crate::model::plan::{Plan, PlanBudget, PlanTarget, PlanTask};
use crate::model::track::{MoneyEntry, Progress, Round, Subject, Tally};
use crate::rules::path::{Known, Path, TaskKnown, done_now, target_state, task_state};
use crate::rules::totals;
use crate::store::{plans, track};
use base::{Date, Id, Timestamp};
use contracts::{
    AgencyId, AgencyNames, Directory, IndicatorFact, Indicators, Measured, PathCounts, PlanTaskId,
};
use db::{DbError, Tx};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The ports that a view asks.
#[derive(Clone)]
pub struct Ports {
    pub directory: Arc<dyn Directory>,
    pub names: Arc<dyn AgencyNames>,
    pub indicators: Arc<dyn Indicators>,
}

impl Ports {
    #[must_use]
    pub fn of(deps: &crate::Deps) -> Self {
        Self {
            directory: Arc::clone(&deps.directory),
            names: Arc::clone(&deps.names),
            indicators: Arc::clone(&deps.indicators),
        }
    }
}

/// Where a target's number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueSource {
    /// An indicator.
    Indicator,
    /// Reports of the agency that owns it.
    Report,
}

/// A target as it stands.
#[derive(Clone, Debug)]
pub struct TargetRow {
    pub target: PlanTarget,
    pub aim: Aim,
    pub path: Path,
    pub state: TargetState,
    pub latest: Option<Point>,
    /// What the path asks for on the day of the latest value, or today.
    pub expected: Option<Decimal>,
    pub source: ValueSource,
    /// Name of the agency that owns it, or as printed.
    pub owner: String,
    /// The plan names no beginning: the path begins with the first number known.
    pub base_missing: bool,
}

/// Who leads a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// Name of today, or as printed.
    pub name: String,
    pub agency: Option<AgencyId>,
    /// `communes`, `departments`.
    pub group: Option<String>,
}

/// A task as it stands.
#[derive(Clone, Debug)]
pub struct TaskRow {
    pub task: PlanTask,
    pub state: TaskState,
    /// Percent of the period that runs.
    pub done: i64,
    pub leads: Vec<Lead>,
}

impl TaskRow {
    /// Names of those who lead, as one text.
    #[must_use]
    pub fn lead_names(&self) -> String {
        let names: Vec<&str> = self.leads.iter().map(|lead| lead.name.as_str()).collect();
        names.join("; ")
    }
}

/// Everything that the pages of one plan show.
#[derive(Clone, Debug)]
pub struct PlanView {
    pub plan: Plan,
    pub standing_name: String,
    pub at: Timestamp,
    pub rule: Rule,
    /// The newest first.
    pub rounds: Vec<Round>,
    pub targets: Vec<TargetRow>,
    pub tasks: Vec<TaskRow>,
}

impl PlanView {
    /// The open round that is due next, or the last open one.
    #[must_use]
    pub fn current_round(&self) -> Option<&Round> {
        reporting_round(&self.rounds, self.at.date())
    }

    /// The last round whose day has passed for agencies.
    #[must_use]
    pub fn past_due(&self) -> Option<&Round> {
        past_due(&self.rounds, self.at.date())
    }

    #[must_use]
    pub fn target_counts(&self) -> PathCounts {
        let of = |state: TargetState| count(self.targets.iter().filter(|row| row.state == state));
        PathCounts {
            met: of(TargetState::Met) + of(TargetState::MetEarly),
            on_course: of(TargetState::OnCourse),
            at_risk: of(TargetState::AtRisk),
            missed: of(TargetState::Missed),
            no_data: of(TargetState::NoData),
        }
    }

    /// `met` are the done ones, `no_data` those whose report has not come.
    #[must_use]
    pub fn task_counts(&self) -> PathCounts {
        let of = |state: TaskState| count(self.tasks.iter().filter(|row| row.state == state));
        PathCounts {
            met: of(TaskState::Done),
            on_course: of(TaskState::OnCourse),
            at_risk: of(TaskState::AtRisk),
            missed: of(TaskState::Missed),
            no_data: of(TaskState::NotReported),
        }
    }
}

fn count<T>(rows: impl Iterator<Item = T>) -> i64 {
    i64::try_from(rows.count()).unwrap_or(i64::MAX)
}

/// Reads a decimal as it is stored.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    text.parse::<Decimal>().ok()
}

/// The round in which is reported: the open one that is due next, or the last open one.  Rounds come newest first.
pub(super) fn reporting_round(rounds: &[Round], today: Date) -> Option<&Round> {
    let next = rounds.iter().rfind(|round| round.open && round.agency_due >= today);
    next.or_else(|| rounds.iter().find(|round| round.open))
}

fn past_due(rounds: &[Round], today: Date) -> Option<&Round> {
    rounds.iter().filter(|round| round.agency_due < today).max_by_key(|round| round.agency_due)
}

/// What several plans share, read once.
pub struct Shared {
    pub rule: Rule,
    facts: HashMap<String, IndicatorFact>,
    measured: HashMap<String, Measured>,
}

/// The rule of a day.
pub(crate) fn rule_on(tx: &mut Tx<'_>, on: Date) -> Result<Rule, DbError> {
    track::rules::rule_on(tx, on)?
        .ok_or_else(|| DbError::Value("plan_rule has no row for this day".to_owned()))
}

impl Shared {
    /// Rule and indicators for some targets.
    pub fn read<'a>(
        tx: &mut Tx<'_>,
        ports: &Ports,
        targets: impl Iterator<Item = &'a PlanTarget>,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let rule = rule_on(tx, now.date())?;
        let mut codes: Vec<String> = targets.filter_map(|target| target.indicator.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        let (mut facts, mut measured) = (HashMap::new(), HashMap::new());
        if !codes.is_empty() {
            facts.extend(ports.indicators.list(tx)?.into_iter().map(|fact| (fact.code.clone(), fact)));
            let all = ports.indicators.latest(tx, &codes, now)?;
            measured.extend(all.into_iter().map(|value| (value.code.clone(), value)));
        }
        Ok(Self { rule, facts, measured })
    }
}

/// The last day of a target: of its year, of the plan, or of the year that runs.
pub(crate) fn by_day(plan: &Plan, target: &PlanTarget, today: Date) -> Date {
    let year = target.year.or(plan.period_to).and_then(|year| i16::try_from(year).ok());
    let end = |year: i16| Date::new(year, 12, 31).ok();
    year.and_then(end).or_else(|| end(today.year())).unwrap_or(today)
}

fn aim(plan: &Plan, target: &PlanTarget, today: Date) -> Aim {
    Aim {
        ask: Ask::from_sign(&target.comparator).unwrap_or(Ask::Exactly),
        by: by_day(plan, target, today),
        value: decimal(&target.value).unwrap_or_default(),
    }
}

/// What the targets of one measure have in common: their indicator, or measure, unit, level and owner as printed.
pub(crate) fn line_key(target: &PlanTarget) -> String {
    match &target.indicator {
        Some(code) => format!("indicator:{code}"),
        None => {
            let owner = match target.owner {
                Some(agency) => agency.to_string(),
                None => text::fold(&target.owner_printed),
            };
            format!("{}|{}|{}|{owner}", text::fold(&target.measure), target.unit_normalised, target.level)
        }
    }
}

fn base_of(plan: &Plan, target: &PlanTarget) -> Option<Point> {
    let value = decimal(target.base_value.as_deref()?)?;
    let on = target.base_date.or(plan.issued).unwrap_or_else(|| plan.adopted_at.date());
    Some(Point { on, value })
}

fn latest_of(
    shared: &Shared,
    target: &PlanTarget,
    reported: &HashMap<&str, Point>,
    key: &str,
    today: Date,
) -> Option<Point> {
    match &target.indicator {
        Some(code) => {
            let measured = shared.measured.get(code)?;
            Some(Point { on: measured.to.min(today), value: measured.value? })
        }
        None => reported.get(key).copied(),
    }
}

/// Targets with path, number and state.
pub(crate) fn target_rows(
    plan: &Plan,
    targets: Vec<PlanTarget>,
    shared: &Shared,
    progress: &[Progress],
    names: &HashMap<AgencyId, String>,
    (today, stale): (Date, Option<Date>),
) -> Vec<TargetRow> {
    let keys: Vec<String> = targets.iter().map(line_key).collect();
    let mut lines: HashMap<&str, Vec<&PlanTarget>> = HashMap::new();
    let mut key_of: HashMap<Id, &str> = HashMap::new();
    for (target, key) in targets.iter().zip(&keys) {
        lines.entry(key).or_default().push(target);
        key_of.insert(target.id.id(), key);
        // What was reported on the target that this one continues is this one's too.
        key_of.extend(target.continues.map(|earlier| (earlier.id(), key.as_str())));
    }
    let mut reported: HashMap<&str, Point> = HashMap::new();
    for row in progress {
        let value = row.accepted_figure.as_deref().and_then(decimal);
        if let (Some(key), Some(value), Some(on)) = (key_of.get(&row.subject), value, row.accepted_as_of)
            && reported.get(key).is_none_or(|known| known.on <= on)
        {
            reported.insert(key, Point { on, value });
        }
    }
    let mut out = Vec::with_capacity(targets.len());
    for (target, key) in targets.iter().zip(&keys) {
        let own = aim(plan, target, today);
        let others = lines.get(key.as_str()).into_iter().flatten().map(|other| aim(plan, other, today));
        let mut aims: Vec<Aim> = others.filter(|other| other.by != own.by).collect();
        aims.push(own);
        let line = lines.get(key.as_str()).map(Vec::as_slice).unwrap_or_default();
        let latest = latest_of(shared, target, &reported, key, today);
        let base = base_of(plan, target).or_else(|| line.iter().find_map(|other| base_of(plan, other)));
        let rising =
            target.indicator.as_ref().and_then(|code| shared.facts.get(code)).map(|fact| fact.rising);
        let path = Path::new(base.or(latest), aims, rising);
        let not_before = if target.indicator.is_some() { None } else { stale };
        let state = target_state(&path, &own, Known { latest, not_before }, today, &shared.rule);
        let on = latest.map_or(today, |point| point.on);
        out.push(TargetRow {
            expected: path.expected(on),
            aim: own,
            state,
            latest,
            source: if target.indicator.is_some() { ValueSource::Indicator } else { ValueSource::Report },
            owner: target
                .owner
                .and_then(|id| names.get(&id).cloned())
                .unwrap_or_else(|| target.owner_printed.clone()),
            base_missing: base.is_none(),
            path,
            target: target.clone(),
        });
    }
    out
}

type LeadRow = (PlanTaskId, String, Option<AgencyId>, Option<String>);

fn task_rows(
    tasks: Vec<PlanTask>,
    leads: Vec<LeadRow>,
    names: &HashMap<AgencyId, String>,
    owed: &HashMap<Id, Tally>,
    (today, rule): (Date, &Rule),
) -> Vec<TaskRow> {
    let mut by_task: HashMap<PlanTaskId, Vec<Lead>> = HashMap::new();
    for (task, printed, agency, group) in leads {
        let name = agency.and_then(|id| names.get(&id).cloned()).unwrap_or(printed);
        by_task.entry(task).or_default().push(Lead { name, agency, group });
    }
    tasks
        .into_iter()
        .map(|task| {
            let known = known_task(&task, owed.get(&task.id.id()).is_some_and(|tally| tally.missing() > 0));
            TaskRow {
                state: task_state(&known, today, rule),
                done: done_now(&known, today),
                leads: by_task.remove(&task.id).unwrap_or_default(),
                task,
            }
        })
        .collect()
}

pub(crate) fn known_task(task: &PlanTask, owes_report: bool) -> TaskKnown<'_> {
    TaskKnown { due: task.due, cadence: &task.cadence, done: task.done, done_at: task.done_at, owes_report }
}

/// What of the last due round has still not come, neither then nor in the round that runs.
fn owed(tx: &mut Tx<'_>, rounds: &[Round], today: Date) -> Result<HashMap<Id, Tally>, DbError> {
    let Some(due) = past_due(rounds, today) else { return Ok(HashMap::new()) };
    let mut all: HashMap<Id, Tally> = track::rounds::subjects(tx, due.id)?.into_iter().collect();
    if let Some(now) = rounds.iter().find(|round| round.open && round.agency_due >= today) {
        for (subject, tally) in track::rounds::subjects(tx, now.id)? {
            if let Some(known) = all.get_mut(&subject) {
                known.reported = known.reported.max(tally.reported);
            }
        }
    }
    Ok(all)
}

/// Names of agencies, in one statement.
pub(crate) fn agency_names(
    tx: &mut Tx<'_>,
    ports: &Ports,
    ids: impl IntoIterator<Item = AgencyId>,
) -> Result<HashMap<AgencyId, String>, DbError> {
    let mut ids: Vec<AgencyId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let facts = ports.directory.agencies(tx, &ids)?;
    Ok(facts.into_iter().map(|fact| (fact.id, fact.name)).collect())
}

/// Reads a plan as it stands.
pub fn plan_view(tx: &mut Tx<'_>, ports: &Ports, plan: Plan, now: Timestamp) -> Result<PlanView, DbError> {
    let mut views = plan_views(tx, ports, vec![plan], now)?;
    views.pop().ok_or_else(|| DbError::Value("a plan without a view".to_owned()))
}

/// Reads several plans as they stand; the indicators are asked once for all.
pub fn plan_views(
    tx: &mut Tx<'_>,
    ports: &Ports,
    all: Vec<Plan>,
    now: Timestamp,
) -> Result<Vec<PlanView>, DbError> {
    let mut targets = Vec::new();
    for plan in &all {
        let mut own = plans::targets(tx, plan.id)?;
        if plan.state == "in_force" {
            own.retain(|target| target.ended_at.is_none());
        }
        targets.push(own);
    }
    let shared = Shared::read(tx, ports, targets.iter().flatten(), now)?;
    let mut views = Vec::with_capacity(all.len());
    for (plan, targets) in all.into_iter().zip(targets) {
        views.push(one_view(tx, ports, plan, targets, &shared, now)?);
    }
    Ok(views)
}

fn one_view(
    tx: &mut Tx<'_>,
    ports: &Ports,
    plan: Plan,
    targets: Vec<PlanTarget>,
    shared: &Shared,
    now: Timestamp,
) -> Result<PlanView, DbError> {
    let today = now.date();
    let mut tasks = plans::tasks(tx, plan.id)?;
    if plan.state == "in_force" {
        tasks.retain(|task| task.ended_at.is_none());
    }
    let rounds = track::rounds::rounds(tx, plan.id)?;
    let leads = track::subjects::leads(tx, plan.id)?;
    let mut progress = track::reports::progress_in_plan(tx, plan.id, Subject::Target)?;
    if let Some(earlier) = plan.earlier {
        progress.extend(track::reports::progress_in_plan(tx, earlier, Subject::Target)?);
    }
    let owed = owed(tx, &rounds, today)?;
    let ids = leads.iter().filter_map(|lead| lead.2).chain(targets.iter().filter_map(|target| target.owner));
    let names = agency_names(tx, ports, ids.chain([plan.standing]))?;
    let stale = past_due(&rounds, today).map(|round| round.from);
    let targets = target_rows(&plan, targets, shared, &progress, &names, (today, stale));
    let tasks = task_rows(tasks, leads, &names, &owed, (today, &shared.rule));
    let standing_name = names.get(&plan.standing).cloned().unwrap_or_default();
    Ok(PlanView { plan, standing_name, at: now, rule: shared.rule.clone(), rounds, targets, tasks })
}

/// A plan that can be followed, by its address.
pub(crate) fn plan_of(tx: &mut Tx<'_>, slug: &str) -> Result<Plan, TrackRefused> {
    plans::plan_by_slug(tx, slug)?.ok_or(TrackRefused::NoSuch)
}

/// A budget line with its stages.
#[derive(Clone, Debug)]
pub struct BudgetRow {
    pub budget: PlanBudget,
    pub stages: Stages,
    /// The entries that hold.
    pub entries: Vec<MoneyEntry>,
}

/// Budget lines and their sums by year and source.
#[derive(Clone, Debug, Default)]
pub struct MoneyView {
    pub lines: Vec<BudgetRow>,
    pub totals: Vec<MoneyTotal>,
}

impl MoneyView {
    /// The years that occur, in order; none: no year was said.
    #[must_use]
    pub fn years(&self) -> Vec<Option<i64>> {
        let mut years: Vec<Option<i64>> = self.totals.iter().map(|total| total.year).collect();
        years.dedup();
        years
    }
}

/// The money of a plan.
pub fn money_view(tx: &mut Tx<'_>, plan: &Plan) -> Result<MoneyView, DbError> {
    let budgets = plans::budgets(tx, plan.id)?;
    let mut entries: BTreeMap<Id, Vec<MoneyEntry>> = BTreeMap::new();
    for entry in track::money::current(tx, plan.id)? {
        entries.entry(entry.budget).or_default().push(entry);
    }
    let lines: Vec<BudgetRow> = budgets
        .into_iter()
        .map(|budget| {
            let entries = entries.remove(&budget.id).unwrap_or_default();
            let stages = stages_of(&budget, &entries);
            BudgetRow { budget, stages, entries }
        })
        .collect();
    let counted: Vec<MoneyLine> = lines
        .iter()
        .map(|row| MoneyLine {
            source: row.budget.source_of_money.clone(),
            year: row.budget.year,
            is_sum: row.budget.is_sum,
            stages: row.stages,
        })
        .collect();
    Ok(MoneyView { totals: totals::totals(&counted), lines })
}

/// The plan's own amount is the estimate until another was entered.
pub(crate) fn stages_of(budget: &PlanBudget, entries: &[MoneyEntry]) -> Stages {
    let mut stages = Stages { estimate: budget.dong, ..Stages::default() };
    for entry in entries {
        stages.set(entry.stage, Some(entry.dong));
    }
    stages
}
