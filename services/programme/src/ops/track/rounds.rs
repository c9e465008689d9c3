//! Rounds open by themselves: which ones, and who owes what in them.
use super::FOLLOW;
use super::act::Groups;
use super::refused::TrackRefused;
use super::view::{Ports, by_day, line_key, plan_of};
use crate::Deps;
use crate::model::plan::{Plan, PlanTarget, PlanTask};
use crate::model::rounds::{Owed, RoundDates};
use crate::model::track::Round;
use crate::rules::rounds::{called_for, is_owed, regimes_of};
use crate::store::{plans, track};
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, RoundId};
use db::{Db, DbError, Tx};
use policy::OpContext;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Rows written in one transaction.
const SLICE: usize = 100;

/// What is owed in a round.
#[derive(Default, Debug, PartialEq, Eq)]
struct Expected {
    agencies: BTreeMap<AgencyId, i64>,
    subjects: BTreeMap<Id, i64>,
}

impl Expected {
    fn add(&mut self, subject: Id, agencies: &BTreeSet<AgencyId>) {
        for agency in agencies {
            *self.agencies.entry(*agency).or_default() += 1;
        }
        let number = i64::try_from(agencies.len()).unwrap_or(i64::MAX);
        if number > 0 {
            self.subjects.insert(subject, number);
        }
    }
}

/// The first day of a task whose time is printed as a span (`2024/2026`).
fn begins(task: &PlanTask) -> Option<Date> {
    let starts = task.deadlines.iter().map(|printed| {
        let (start, _) = printed.split_once('/')?;
        let year: i16 = start.split('-').next()?.trim().parse().ok()?;
        Date::new(year, 1, 1).ok()
    });
    starts.collect::<Option<Vec<Date>>>()?.into_iter().min()
}

pub(super) fn owes(task: &PlanTask, dates: &RoundDates) -> bool {
    let owed = Owed { cadence: &task.cadence, done: task.done, done_at: task.done_at, begins: begins(task) };
    task.ended_at.is_none() && is_owed(&owed, dates)
}

/// Who reports on a target that no indicator measures: its owner, or the plan's standing office where it names none.
pub(super) fn answers_for(plan: &Plan, target: &PlanTarget) -> AgencyId {
    target.owner.unwrap_or(plan.standing)
}

/// The targets that somebody reports on: not bound, one for each measure, the next aim that has not passed; of a measure
/// whose aims have all passed the last one, for a year.
pub(super) fn owed_targets<'a>(plan: &Plan, targets: &'a [PlanTarget], from: Date) -> Vec<&'a PlanTarget> {
    let mut open: Vec<(bool, Date, &PlanTarget)> = targets
        .iter()
        .filter(|target| target.ended_at.is_none() && target.indicator.is_none())
        .map(|target| {
            let by = by_day(plan, target, from);
            (by < from, by, target)
        })
        .filter(|(passed, by, _)| !passed || by.year().saturating_add(1) >= from.year())
        .collect();
    // Of those that have passed the last one stands first.
    open.sort_by_key(|(passed, by, target)| {
        let day = i64::from(by.year()).saturating_mul(if *passed { -1 } else { 1 });
        (*passed, day, target.position)
    });
    let mut seen = HashSet::new();
    open.into_iter().filter(|(.., target)| seen.insert(line_key(target))).map(|(.., target)| target).collect()
}

/// Who owes what in a round, by the plan's rows of today.
fn expected(tx: &mut Tx<'_>, ports: &Ports, plan: &Plan, dates: &RoundDates) -> Result<Expected, DbError> {
    let mut groups = Groups::default();
    let mut leads: BTreeMap<Id, BTreeSet<AgencyId>> = BTreeMap::new();
    for (task, _, agency, group) in track::subjects::leads(tx, plan.id)? {
        let all = leads.entry(task.id()).or_default();
        all.extend(agency);
        if let Some(group) = group {
            all.extend(groups.of(tx, ports, &group, dates.agency_due)?);
        }
    }
    let mut out = Expected::default();
    for task in plans::tasks(tx, plan.id)?.iter().filter(|task| owes(task, dates)) {
        if let Some(agencies) = leads.get(&task.id.id()) {
            out.add(task.id.id(), agencies);
        }
    }
    let targets = plans::targets(tx, plan.id)?;
    for target in owed_targets(plan, &targets, dates.from) {
        out.add(target.id.id(), &BTreeSet::from([answers_for(plan, target)]));
    }
    Ok(out)
}

pub(super) fn dates_of(round: &Round) -> RoundDates {
    RoundDates {
        code: round.code.clone(),
        kind: round.kind,
        from: round.from,
        to: round.to,
        opens: round.from,
        agency_due: round.agency_due,
        standing_due: round.standing_due,
    }
}

/// Writes what differs from what stands there, in slices.
fn settle(db: &Db, ports: &Ports, plan: &Plan, round: &Round) -> Result<(), TrackRefused> {
    let (asked, of, dates, id) = (ports.clone(), plan.clone(), dates_of(round), round.id);
    let (agencies, subjects) = db.read_blocking(move |tx| {
        let expected = expected(tx, &asked, &of, &dates)?;
        let mut agencies = expected.agencies;
        for row in track::rounds::agencies(tx, id)? {
            if agencies.get(&row.agency) == Some(&row.tally.expected) {
                agencies.remove(&row.agency);
            } else if row.tally.expected > 0 {
                agencies.entry(row.agency).or_insert(0);
            }
        }
        let mut subjects = expected.subjects;
        for (subject, tally) in track::rounds::subjects(tx, id)? {
            if subjects.get(&subject) == Some(&tally.expected) {
                subjects.remove(&subject);
            } else if tally.expected > 0 {
                subjects.entry(subject).or_insert(0);
            }
        }
        Ok::<_, DbError>((agencies, subjects))
    })?;
    let agencies: Vec<(AgencyId, i64)> = agencies.into_iter().collect();
    for slice in agencies.chunks(SLICE) {
        let slice = slice.to_vec();
        db.write_blocking(move |tx| {
            slice
                .iter()
                .try_for_each(|(agency, owed)| track::rounds::expect_of_agency(tx, id, *agency, *owed))
        })?;
    }
    let subjects: Vec<(Id, i64)> = subjects.into_iter().collect();
    for slice in subjects.chunks(SLICE) {
        let slice = slice.to_vec();
        db.write_blocking(move |tx| {
            slice
                .iter()
                .try_for_each(|(subject, owed)| track::rounds::expect_of_subject(tx, id, *subject, *owed))
        })?;
    }
    Ok(())
}

/// Opens the rounds that a plan's regime calls for on a day; how many were opened now.
fn open_for(db: &Db, plan: &Plan, cx: &OpContext, on: Date) -> Result<usize, TrackRefused> {
    let (plan, cx) = (plan.clone(), cx.clone());
    db.write_blocking(move |tx| {
        let regimes = track::rules::regimes(tx)?;
        let mut opened = 0;
        for dates in called_for(&regimes_of(&regimes, &plan.slug, on), on) {
            // What was over before the plan was adopted was never owed; a period that has passed unseen is not asked for
            // afterwards.
            if dates.agency_due < plan.adopted_at.date() || dates.to < on {
                continue;
            }
            if let Some(id) = track::rounds::open_round(tx, plan.id, &dates, cx.now)? {
                opened += 1;
                let detail = serde_json::json!({ "plan": plan.id, "round": dates.code });
                policy::audit(tx, &cx, "programme.round_opened", id.id(), None, &detail)?;
                tx.emit(id, "programme.round_opened", 1, &detail, cx.now)?;
            }
        }
        Ok(opened)
    })
}

/// The job of the clock: opens what is due to open, brings what is owed up to date until the agencies' day has passed,
/// and gives bound targets without a beginning their first number.  Run twice it does nothing the second time.
///
/// # Errors
/// [`TrackRefused::Database`].
pub fn keep_rounds(deps: &Deps, now: Timestamp) -> Result<usize, TrackRefused> {
    let cx = OpContext::system("programme.rounds", now);
    let mut opened = 0;
    for plan in deps.db.read_blocking(track::subjects::in_force)? {
        opened += keep_plan(deps, &plan, &cx, now.date())?;
    }
    Ok(opened)
}

fn keep_plan(deps: &Deps, plan: &Plan, cx: &OpContext, on: Date) -> Result<usize, TrackRefused> {
    let ports = Ports::of(deps);
    let opened = open_for(&deps.db, plan, cx, on)?;
    let of = plan.id;
    let rounds = deps.db.read_blocking(move |tx| track::rounds::rounds(tx, of))?;
    for round in rounds.iter().filter(|round| round.open && round.agency_due >= on) {
        settle(&deps.db, &ports, plan, round)?;
    }
    settle_bases(deps, plan, cx.now)?;
    Ok(opened)
}

/// A bound target whose plan names no beginning begins with the first number its indicator has.
fn settle_bases(deps: &Deps, plan: &Plan, now: Timestamp) -> Result<(), TrackRefused> {
    let (of, indicators) = (plan.id, deps.indicators.clone());
    let from = plan.issued.unwrap_or_else(|| plan.adopted_at.date());
    let found = deps.db.read_blocking(move |tx| {
        let mut found = Vec::new();
        for (target, code) in track::subjects::unbased(tx, of)? {
            let first =
                indicators.monthly(tx, &code, from, now.date())?.into_iter().find(|m| m.value.is_some());
            if let Some((value, on)) = first.and_then(|m| Some((m.value?, m.to.min(now.date())))) {
                found.push((target, value.normalize().to_string(), on));
            }
        }
        Ok::<_, DbError>(found)
    })?;
    if found.is_empty() {
        return Ok(());
    }
    deps.db.write_blocking(move |tx| {
        for (target, value, on) in &found {
            track::subjects::set_base_if_none(tx, *target, value, *on)?;
        }
        Ok::<_, TrackRefused>(())
    })
}

/// Opens what the regime called for on another day, e.g. a quarter that passed before the program was installed.  Blocks.
///
/// # Errors
/// No right over the plan's standing office, or no such plan.
pub fn open_rounds_on(deps: &Deps, cx: &OpContext, slug: &str, on: Date) -> Result<usize, TrackRefused> {
    let (asked, slug) = (cx.clone(), slug.to_owned());
    let plan = deps.db.read_blocking(move |tx| {
        let plan = plan_of(tx, &slug)?;
        match asked.actor {
            policy::Actor::System(_) => Ok(plan),
            _ => Ok::<_, TrackRefused>(asked.authorize(FOLLOW, plan)?.into_inner()),
        }
    })?;
    let ports = Ports::of(deps);
    let opened = open_for(&deps.db, &plan, cx, on)?;
    let of = plan.id;
    for round in deps.db.read_blocking(move |tx| track::rounds::rounds(tx, of))? {
        if round.open {
            settle(&deps.db, &ports, &plan, &round)?;
        }
    }
    Ok(opened)
}

/// Closes a round: nothing more is reported in it.
///
/// # Errors
/// No right over the plan's standing office, no such round, or closed already.
pub async fn close_round(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    code: &str,
) -> Result<RoundId, TrackRefused> {
    let (cx, slug, code) = (cx.clone(), slug.to_owned(), code.to_owned());
    deps.db
        .write(move |tx| {
            let plan = cx.authorize(FOLLOW, plan_of(tx, &slug)?)?;
            let round = track::rounds::round_by_code(tx, plan.id, &code)?.ok_or(TrackRefused::NoSuch)?;
            tx.lock("plan_round", round.id)?;
            if !track::rounds::close_round(tx, round.id, cx.actor.account(), cx.now)? {
                return Err(TrackRefused::NoRound);
            }
            let detail = serde_json::json!({ "plan": plan.id, "round": round.code });
            policy::audit(tx, &cx, "programme.round_closed", round.id.id(), plan.holding(), &detail)?;
            tx.emit(round.id, "programme.round_closed", 1, &detail, cx.now)?;
            Ok(round.id)
        })
        .await
}
