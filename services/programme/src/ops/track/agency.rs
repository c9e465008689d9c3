//! What an agency has to report, and by when.
use super::REPORT;
use super::act::Groups;
use super::refused::TrackRefused;
use super::report::owed_by;
use super::rounds::answers_for;
use super::view::{Ports, known_task, reporting_round, rule_on};
use crate::Deps;
use crate::model::path::{Rule, TaskState};
use crate::model::plan::{Plan, PlanTarget, PlanTask};
use crate::model::track::{Chase, Progress, Question, Round, Tally};
use crate::rules::path::{days, done_now, task_state};
use crate::store::{plans, track};
use base::{Date, Id, Timestamp};
use contracts::AgencyId;
use db::{DbError, Tx};
use policy::{Holding, OpContext};
use std::collections::{HashMap, HashSet};

/// A task or target that an agency reports on.
#[derive(Clone, Debug)]
pub enum OwedRow {
    Task { task: PlanTask, state: TaskState, done: i64, progress: Option<Progress>, in_round: bool },
    Target { target: PlanTarget, progress: Option<Progress>, in_round: bool },
}

impl OwedRow {
    /// True when nothing was sent in the round, or what was sent came back.
    #[must_use]
    pub fn is_open(&self, round: Option<&Round>) -> bool {
        let (progress, in_round) = match self {
            Self::Task { progress, in_round, .. } | Self::Target { progress, in_round, .. } => {
                (progress, *in_round)
            }
        };
        in_round
            && progress
                .as_ref()
                .is_none_or(|p| round.is_none_or(|round| p.round != round.id) || p.state == "returned")
    }
}

/// One plan at the agency's page.
#[derive(Clone, Debug)]
pub struct AgencyPlan {
    pub plan: Plan,
    pub round: Option<Round>,
    pub tally: Tally,
    pub chases: Vec<Chase>,
    pub rows: Vec<OwedRow>,
    /// Calendar days until the reporting day; negative after it.
    pub days_left: Option<i64>,
    /// Something is open and the reporting day is near or past: the reminder.
    pub remind: bool,
}

/// The page of an agency's own reports.
#[derive(Clone, Debug)]
pub struct AgencyPage {
    pub agency: AgencyId,
    pub agency_name: String,
    /// Every agency for which the reader may report.
    pub agencies: Vec<(AgencyId, String)>,
    pub plans: Vec<AgencyPlan>,
    /// Answered within the last thirty days.
    pub answered: Vec<Question>,
    pub rule: Rule,
    pub at: Timestamp,
}

/// The agencies for which somebody may report, by her positions.
///
/// # Errors
/// She may for none.
pub fn own_agencies(cx: &OpContext) -> Result<Vec<Holding>, TrackRefused> {
    cx.scope(REPORT)?;
    let mut seen = HashSet::new();
    let held = cx.standing.holdings.iter().filter(|holding| cx.require(REPORT, holding.agency).is_ok());
    Ok(held.filter(|holding| seen.insert(holding.agency)).cloned().collect())
}

fn own_tasks(
    tx: &mut Tx<'_>,
    ports: &Ports,
    plan: &Plan,
    agency: AgencyId,
    groups: &mut Groups,
    today: Date,
) -> Result<Vec<PlanTask>, DbError> {
    let mut own = HashSet::new();
    for (task, _, lead, group) in track::subjects::leads(tx, plan.id)? {
        let of_group = match &group {
            Some(group) => groups.of(tx, ports, group, today)?.contains(&agency),
            None => false,
        };
        if lead == Some(agency) || of_group {
            own.insert(task);
        }
    }
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let tasks = plans::tasks(tx, plan.id)?.into_iter();
    Ok(tasks.filter(|task| task.ended_at.is_none() && own.contains(&task.id)).collect())
}

fn one_plan(
    tx: &mut Tx<'_>,
    ports: &Ports,
    plan: Plan,
    agency: AgencyId,
    (groups, progress, rule): (&mut Groups, &HashMap<Id, Progress>, &Rule),
    today: Date,
) -> Result<AgencyPlan, DbError> {
    let tasks = own_tasks(tx, ports, &plan, agency, groups, today)?;
    let targets: Vec<PlanTarget> = plans::targets(tx, plan.id)?
        .into_iter()
        .filter(|target| answers_for(&plan, target) == agency && target.ended_at.is_none())
        .collect();
    let rounds = track::rounds::rounds(tx, plan.id)?;
    let round = reporting_round(&rounds, today).cloned();
    let (owed_tasks, owed_targets) = match &round {
        Some(round) => owed_by(&plan, round, tasks.clone(), &targets, agency),
        None => (Vec::new(), Vec::new()),
    };
    let owed: HashSet<Id> = owed_tasks.iter().map(|task| task.id.id()).collect();
    let mut rows: Vec<OwedRow> = Vec::new();
    for target in owed_targets {
        let progress = progress.get(&target.id.id()).cloned();
        rows.push(OwedRow::Target { target, progress, in_round: true });
    }
    for task in tasks {
        let (known, in_round) = (known_task(&task, false), owed.contains(&task.id.id()));
        rows.push(OwedRow::Task {
            state: task_state(&known, today, rule),
            done: done_now(&known, today),
            progress: progress.get(&task.id.id()).cloned(),
            in_round,
            task,
        });
    }
    let open = rows.iter().filter(|row| row.is_open(round.as_ref())).count();
    let in_round = rows
        .iter()
        .filter(|row| matches!(row, OwedRow::Task { in_round: true, .. } | OwedRow::Target { .. }));
    let expected = i64::try_from(in_round.count()).unwrap_or(0);
    let missing = i64::try_from(open).unwrap_or(0);
    let chases = match &round {
        Some(round) => track::talk::chases_of(tx, agency, round.id)?,
        None => Vec::new(),
    };
    let days_left = round.as_ref().map(|round| days(today, round.agency_due));
    Ok(AgencyPlan {
        remind: open > 0 && days_left.is_some_and(|left| left <= rule.remind_days),
        tally: Tally { expected, reported: expected - missing, accepted: 0 },
        plan,
        round,
        chases,
        rows,
        days_left,
    })
}

/// The page of an agency; `None` takes the reader's first position.
///
/// # Errors
/// She may report for no agency, or not for this one.
pub async fn agency_page(
    deps: &Deps,
    cx: &OpContext,
    wanted: Option<AgencyId>,
) -> Result<AgencyPage, TrackRefused> {
    let held = own_agencies(cx)?;
    let chosen = held.iter().find(|holding| wanted.is_none_or(|agency| agency == holding.agency));
    let chosen = chosen.cloned().ok_or(TrackRefused::NotYours)?;
    let agencies = held.into_iter().map(|holding| (holding.agency, holding.agency_name)).collect::<Vec<_>>();
    let (ports, now) = (Ports::of(deps), cx.now);
    deps.db
        .read(move |tx| {
            let (today, agency) = (now.date(), chosen.agency);
            let rule = rule_on(tx, today)?;
            let mine = track::reports::progress_of_agency(tx, agency)?;
            let progress: HashMap<Id, Progress> = mine.into_iter().map(|row| (row.subject, row)).collect();
            let mut groups = Groups::default();
            let mut plans = Vec::new();
            for plan in track::subjects::in_force(tx)? {
                let one = one_plan(tx, &ports, plan, agency, (&mut groups, &progress, &rule), today)?;
                if !one.rows.is_empty() {
                    plans.push(one);
                }
            }
            let answered = track::talk::answered_since(tx, agency, now.plus_seconds(-30 * 86_400))?;
            Ok::<_, TrackRefused>(AgencyPage {
                agency,
                agency_name: chosen.agency_name.clone(),
                agencies: agencies.clone(),
                plans,
                answered,
                rule,
                at: now,
            })
        })
        .await
}
