//! What the written report of a round says: done, late and why, figures against their path, change since the last round.
use super::refused::TrackRefused;
use super::view::{
    MoneyView, PlanView, Ports, TargetRow, TaskRow, agency_names, decimal, money_view, plan_view,
};
use crate::model::plan::Plan;
use crate::model::track::{Report, Round, Tally};
use crate::store::track;
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, PathCounts};
use db::Tx;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// A task in the report.
#[derive(Clone, Debug)]
pub struct ReportTask {
    pub row: TaskRow,
    /// What the leading agencies wrote in this round, with their names: (agency, report).
    pub reports: Vec<(String, Report)>,
    /// Mean percent reported in the round before; none: nothing was.
    pub percent_before: Option<i64>,
    /// The date was moved by an amendment: the first one.
    pub first_due: Option<Date>,
}

impl ReportTask {
    /// The reasons that agencies gave for being late, each with its agency.
    #[must_use]
    pub fn reasons(&self) -> Vec<(&str, &str)> {
        let said = self.reports.iter().filter(|(_, report)| !report.reason.is_empty());
        said.map(|(agency, report)| (agency.as_str(), report.reason.as_str())).collect()
    }
}

/// A target in the report.
#[derive(Clone, Debug)]
pub struct ReportTarget {
    pub row: TargetRow,
    /// The value as of the end of the round before, where it is known.
    pub before: Option<Decimal>,
    /// What its owner wrote.
    pub words: String,
    pub reason: String,
}

/// Everything that a written report of a round needs; texts of agencies are as they sent them.
#[derive(Clone, Debug)]
pub struct RoundReport {
    pub plan: Plan,
    pub standing_name: String,
    pub round: Round,
    pub before: Option<Round>,
    /// When it was drawn up.
    pub at: Timestamp,
    pub tally: Tally,
    /// Agencies that owe something in this round.
    pub agencies: i64,
    /// Names of those that have not reported everything.
    pub silent: Vec<String>,
    pub target_counts: PathCounts,
    pub task_counts: PathCounts,
    pub targets: Vec<ReportTarget>,
    pub tasks: Vec<ReportTask>,
    pub money: MoneyView,
}

fn mean(reports: &[&Report]) -> Option<i64> {
    let all: Vec<i64> = reports.iter().filter_map(|report| report.percent).collect();
    let number = i64::try_from(all.len()).ok()?;
    all.iter().sum::<i64>().checked_div(number)
}

/// The last report of each agency on each subject among those of a round.
fn newest(reports: Vec<Report>) -> HashMap<Id, Vec<Report>> {
    let mut last: HashMap<(Id, AgencyId), Report> = HashMap::new();
    for report in reports {
        let key = (report.subject, report.agency);
        if last.get(&key).is_none_or(|known| known.revision < report.revision) {
            last.insert(key, report);
        }
    }
    let mut out: HashMap<Id, Vec<Report>> = HashMap::new();
    for report in last.into_values() {
        out.entry(report.subject).or_default().push(report);
    }
    for list in out.values_mut() {
        list.sort_by_key(|report| (report.sent_at, report.id));
    }
    out
}

/// Reports of one round that are read for its text.
const REPORTS: i64 = 30_000;

fn of_round(tx: &mut Tx<'_>, round: &Round) -> Result<HashMap<Id, Vec<Report>>, TrackRefused> {
    let mut all = track::reports::of_round(tx, round.id, "accepted", REPORTS)?;
    all.extend(track::reports::of_round(tx, round.id, "sent", REPORTS)?);
    Ok(newest(all))
}

/// The value of each target as of the day on which the round before ended.
fn values_before(
    tx: &mut Tx<'_>,
    ports: &Ports,
    view: &PlanView,
    before: &Round,
    reported: &HashMap<Id, Vec<Report>>,
) -> Result<HashMap<Id, Decimal>, TrackRefused> {
    let mut out = HashMap::new();
    let mut asked: HashMap<String, Option<Decimal>> = HashMap::new();
    let end = before.to.min(view.at.date());
    for row in &view.targets {
        let value = match &row.target.indicator {
            Some(code) => match asked.get(code) {
                Some(known) => *known,
                None => {
                    let months = ports.indicators.monthly(tx, code, before.from, end)?;
                    let last = months.into_iter().rev().find_map(|month| month.value);
                    asked.insert(code.clone(), last);
                    last
                }
            },
            None => reported
                .get(&row.target.id.id())
                .and_then(|list| list.last())
                .and_then(|report| decimal(report.figure.as_deref()?)),
        };
        if let Some(value) = value {
            out.insert(row.target.id.id(), value);
        }
    }
    Ok(out)
}

/// Reads the report of a round.  The caller has authorised reading the plan.
///
/// # Errors
/// [`TrackRefused::Database`].
pub fn round_report(
    tx: &mut Tx<'_>,
    ports: &Ports,
    plan: Plan,
    round: Round,
    now: Timestamp,
) -> Result<RoundReport, TrackRefused> {
    let money = money_view(tx, &plan)?;
    let view = plan_view(tx, ports, plan, now)?;
    let before = view
        .rounds
        .iter()
        .filter(|other| other.agency_due < round.agency_due)
        .max_by_key(|other| other.agency_due);
    let before = before.cloned();
    let mut reported = of_round(tx, &round)?;
    let reported_before = match &before {
        Some(before) => of_round(tx, before)?,
        None => HashMap::new(),
    };
    let values = match &before {
        Some(before) => values_before(tx, ports, &view, before, &reported_before)?,
        None => HashMap::new(),
    };
    let rows = track::rounds::agencies(tx, round.id)?;
    let writers = reported.values().flatten().map(|report| report.agency);
    let ids: Vec<AgencyId> = rows.iter().map(|row| row.agency).chain(writers).collect();
    let names = agency_names(tx, ports, ids)?;
    let name = |id: AgencyId| names.get(&id).cloned().unwrap_or_default();
    let mut silent: Vec<String> =
        rows.iter().filter(|row| row.tally.missing() > 0).map(|row| name(row.agency)).collect();
    silent.sort_by_cached_key(|name| text::collation_key(name));
    let (tally, ..) = track::rounds::sums(tx, round.id)?;
    let tasks = view
        .tasks
        .iter()
        .map(|row| {
            let id = row.task.id.id();
            let before: Vec<&Report> = reported_before.get(&id).into_iter().flatten().collect();
            let own = reported.remove(&id).unwrap_or_default();
            ReportTask {
                percent_before: mean(&before),
                first_due: row.task.first_due.filter(|first| Some(*first) != row.task.due),
                reports: own.into_iter().map(|report| (name(report.agency), report)).collect(),
                row: row.clone(),
            }
        })
        .collect();
    let targets = view
        .targets
        .iter()
        .map(|row| {
            let last = reported.remove(&row.target.id.id()).and_then(|mut list| list.pop());
            let (words, reason) = last.map(|report| (report.words, report.reason)).unwrap_or_default();
            ReportTarget { before: values.get(&row.target.id.id()).copied(), words, reason, row: row.clone() }
        })
        .collect();
    Ok(RoundReport {
        target_counts: view.target_counts(),
        task_counts: view.task_counts(),
        agencies: i64::try_from(rows.iter().filter(|row| row.tally.expected > 0).count()).unwrap_or(i64::MAX),
        standing_name: view.standing_name.clone(),
        plan: view.plan.clone(),
        at: now,
        round,
        before,
        tally,
        silent,
        targets,
        tasks,
        money,
    })
}
