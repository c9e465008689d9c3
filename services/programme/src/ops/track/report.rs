//! An agency reports; the standing office accepts or returns.
use super::act::{NewFile, keep_files, leading, perhaps_words, words};
use super::refused::TrackRefused;
use super::rounds::{answers_for, dates_of, owed_targets, owes};
use super::view::{Ports, decimal, plan_of};
use super::{FOLLOW, REPORT};
use crate::Deps;
use crate::model::plan::Plan;
use crate::model::track::{Report, Round, Subject};
use crate::rules::path::period_start;
use crate::store::{plans, track};
use base::{Date, Id, Timestamp};
use contracts::{AgencyId, PlanTaskId, TargetId};
use db::Tx;
use policy::OpContext;

/// What an agency says of a task or a target.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub slug: String,
    /// Code of the round.
    pub round: String,
    pub kind: Subject,
    pub subject: Id,
    pub agency: AgencyId,
    /// Of a task: 0–100.
    pub percent: Option<i64>,
    /// Decimal as text; of a target its value.
    pub figure: Option<String>,
    pub figure_total: Option<String>,
    pub figure_of: String,
    pub as_of: Date,
    pub words: String,
    pub reason: String,
    pub files: Vec<NewFile>,
    /// The revision that the writer saw; 0: none.
    pub seen: i64,
    /// Name of the writer, for the timeline.
    pub by: String,
}

fn number(field: &'static str, typed: Option<&String>) -> Result<Option<String>, TrackRefused> {
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else { return Ok(None) };
    let value = decimal(typed.trim()).ok_or(TrackRefused::Entry { field, problem: "number" })?;
    Ok(Some(value.normalize().to_string()))
}

/// No report is of a day before this one: a year before the plan's time.
fn earliest(plan: &Plan) -> Option<Date> {
    let from = plan.period_from.and_then(|year| i16::try_from(year).ok());
    let from = from.unwrap_or_else(|| plan.issued.unwrap_or_else(|| plan.adopted_at.date()).year());
    Date::new(from.checked_sub(1)?, 1, 1).ok()
}

/// The report as it will be stored, or what is wrong with it.
fn checked(new: &NewReport, round: &Round, plan: &Plan, cx: &OpContext) -> Result<Report, TrackRefused> {
    let (percent, figure) = match new.kind {
        Subject::Task => {
            let percent = new.percent.filter(|percent| (0..=100).contains(percent));
            let percent = percent.ok_or(TrackRefused::Entry { field: "percent", problem: "percent" })?;
            (Some(percent), number("figure", new.figure.as_ref())?)
        }
        Subject::Target => {
            let figure = number("figure", new.figure.as_ref())?;
            (None, Some(figure.ok_or(TrackRefused::Entry { field: "figure", problem: "number" })?))
        }
    };
    if new.as_of > cx.now.date() {
        return Err(TrackRefused::Entry { field: "as_of", problem: "future" });
    }
    if earliest(plan).is_some_and(|day| new.as_of < day) {
        return Err(TrackRefused::Entry { field: "as_of", problem: "early" });
    }
    Ok(Report {
        id: Id::new(cx.now),
        plan: plan.id,
        round: round.id,
        kind: new.kind,
        subject: new.subject,
        agency: new.agency,
        revision: new.seen.saturating_add(1),
        percent,
        figure,
        figure_total: number("figure_total", new.figure_total.as_ref())?,
        figure_of: perhaps_words("figure_of", &new.figure_of, 200)?,
        as_of: new.as_of,
        words: words("words", &new.words, 4000)?,
        reason: perhaps_words("reason", &new.reason, 2000)?,
        sent_at: cx.now,
        sent_name: new.by.clone(),
        state: "sent".to_owned(),
        answer: String::new(),
        answered_at: None,
    })
}

/// The agency leads the task, or owns the target, and a task that is late comes with its reason.
fn belongs(
    tx: &mut Tx<'_>,
    ports: &Ports,
    plan: &Plan,
    row: &Report,
    today: Date,
) -> Result<(), TrackRefused> {
    match row.kind {
        Subject::Task => {
            let id = PlanTaskId::from(row.subject);
            if track::subjects::plan_of_task(tx, id)? != Some(plan.id) {
                return Err(TrackRefused::NoSuch);
            }
            if !leading(tx, ports, id, today)?.contains(&row.agency) {
                return Err(TrackRefused::NotYours);
            }
            let task = plans::tasks(tx, plan.id)?.into_iter().find(|task| task.id == id);
            let task = task.filter(|task| task.ended_at.is_none()).ok_or(TrackRefused::NoSuch)?;
            let late = task.due.is_some_and(|due| due < today) && row.percent < Some(100);
            if late && row.reason.is_empty() {
                return Err(TrackRefused::Entry { field: "reason", problem: "late" });
            }
        }
        Subject::Target => {
            let id = TargetId::from(row.subject);
            let target = plans::targets(tx, plan.id)?.into_iter().find(|target| target.id == id);
            let target = target.filter(|target| target.ended_at.is_none()).ok_or(TrackRefused::NoSuch)?;
            if answers_for(plan, &target) != row.agency || target.indicator.is_some() {
                return Err(TrackRefused::NotYours);
            }
        }
    }
    Ok(())
}

/// Sends a report.  Of two people who report the same at once the second is told so with what the first one wrote; both
/// texts stay.
///
/// # Errors
/// No right in this agency; not its task; no open round; a field; [`TrackRefused::Overtaken`].
pub async fn send_report(deps: &Deps, cx: &OpContext, new: NewReport) -> Result<Id, TrackRefused> {
    let (cx, ports) = (cx.clone(), Ports::of(deps));
    deps.db
        .write(move |tx| {
            let holding = cx.require(REPORT, new.agency)?;
            let plan = plan_of(tx, &new.slug)?;
            let round =
                track::rounds::round_by_code(tx, plan.id, &new.round)?.ok_or(TrackRefused::NoRound)?;
            tx.lock("plan_round", round.id)?;
            // Read again: it may have been closed while this one waited.
            let round = track::rounds::round_by_id(tx, round.id)?.ok_or(TrackRefused::NoRound)?;
            if !round.open || plan.state != "in_force" {
                return Err(TrackRefused::NoRound);
            }
            let row = checked(&new, &round, &plan, &cx)?;
            belongs(tx, &ports, &plan, &row, cx.now.date())?;
            let before = track::reports::last(tx, round.id, row.subject, row.agency)?;
            if before.as_ref().map_or(0, |report| report.revision) != new.seen {
                return Err(TrackRefused::Overtaken);
            }
            if !track::reports::insert(tx, &row, cx.actor.account())? {
                return Err(TrackRefused::Overtaken);
            }
            let accepted = track::reports::was_accepted(tx, round.id, row.subject, row.agency)?;
            match &before {
                Some(report) if report.state == "sent" => track::reports::replace(tx, report.id)?,
                Some(report) if report.state == "returned" && !accepted => {
                    track::rounds::count(tx, round.id, row.subject, row.agency, 1, 0)?;
                }
                None => track::rounds::count(tx, round.id, row.subject, row.agency, 1, 0)?,
                Some(_) => {}
            }
            track::reports::stand(tx, &row)?;
            keep_files(tx, plan.id, row.id, &new.files, cx.now)?;
            let detail = serde_json::json!({
                "plan": plan.id, "round": round.code, "kind": row.kind.word(), "subject": row.subject,
                "agency": row.agency, "percent": row.percent, "files": new.files.len(),
            });
            policy::audit(tx, &cx, "programme.reported", row.id, Some(&holding), &detail)?;
            tx.emit(row.id, "programme.reported", 1, &detail, cx.now)?;
            Ok(row.id)
        })
        .await
}

/// Percent done of a task: the mean of what was accepted from each agency that leads it, rounded down.  Of a task that
/// comes again only what is of the newest period counts.
fn done_of(tx: &mut Tx<'_>, ports: &Ports, report: &Report, today: Date) -> Result<i64, TrackRefused> {
    let task = PlanTaskId::from(report.subject);
    let leading = leading(tx, ports, task, today)?;
    let row = plans::tasks(tx, report.plan)?.into_iter().find(|row| row.id == task);
    let row = row.ok_or(TrackRefused::NoSuch)?;
    let newest = row.done_at.map_or(report.as_of, |day| day.max(report.as_of));
    let from = period_start(&row.cadence, newest).unwrap_or(Date::MIN);
    let accepted = track::reports::accepted_percents(tx, task.id(), from)?;
    let sum: i64 = accepted.iter().filter(|(agency, _)| leading.contains(agency)).map(|(_, n)| n).sum();
    let number = i64::try_from(leading.len()).unwrap_or(i64::MAX);
    Ok(sum.checked_div(number).unwrap_or(0))
}

/// True when whoever answers sent the report: somebody else has to look at it.
fn is_own(tx: &mut Tx<'_>, cx: &OpContext, report: &Report) -> Result<bool, TrackRefused> {
    let Some(account) = cx.actor.account() else { return Ok(false) };
    Ok(track::reports::sent_by(tx, report.id)? == Some(account))
}

fn accept(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    ports: &Ports,
    report: &Report,
    holding: Option<&policy::Holding>,
) -> Result<(), TrackRefused> {
    if is_own(tx, cx, report)? {
        return Err(TrackRefused::OwnReport);
    }
    let first = !track::reports::was_accepted(tx, report.round, report.subject, report.agency)?;
    if !track::reports::answer(tx, report.id, "accepted", "", cx.actor.account(), cx.now)? {
        return Err(TrackRefused::Answered);
    }
    track::reports::stand_answered(tx, report, "accepted", cx.now)?;
    if first {
        track::rounds::count(tx, report.round, report.subject, report.agency, 0, 1)?;
    }
    match report.kind {
        Subject::Task => {
            let task = PlanTaskId::from(report.subject);
            let done = done_of(tx, ports, report, cx.now.date())?;
            track::subjects::set_done(tx, task, done, report.as_of)?;
        }
        Subject::Target => {
            if let Some(figure) = &report.figure {
                track::subjects::set_base_if_none(tx, TargetId::from(report.subject), figure, report.as_of)?;
            }
        }
    }
    let detail = serde_json::json!({
        "plan": report.plan, "kind": report.kind.word(), "subject": report.subject, "agency": report.agency,
    });
    policy::audit(tx, cx, "programme.report_accepted", report.id, holding, &detail)?;
    tx.emit(report.id, "programme.report_accepted", 1, &detail, cx.now)?;
    Ok(())
}

/// Accepts a report: what it says counts.
///
/// # Errors
/// No right over the standing office, no such report, answered before, or sent by the same person.
pub async fn accept_report(deps: &Deps, cx: &OpContext, slug: &str, id: Id) -> Result<(), TrackRefused> {
    let (cx, ports, slug) = (cx.clone(), Ports::of(deps), slug.to_owned());
    deps.db
        .write(move |tx| {
            let plan = cx.authorize(FOLLOW, plan_of(tx, &slug)?)?;
            let report = track::reports::report_by_id(tx, id)?.filter(|report| report.plan == plan.id);
            let report = report.ok_or(TrackRefused::NoSuch)?;
            tx.lock("plan_round", report.round)?;
            accept(tx, &cx, &ports, &report, plan.holding())
        })
        .await
}

/// Reports accepted in one transaction.
const AT_ONCE: i64 = 20;

/// What became of the reports of a round that waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    pub reports: usize,
    /// Left for somebody else: the same person sent them.
    pub own: i64,
}

/// Accepts every report of a round that waits now and that somebody else sent; how many.
///
/// # Errors
/// No right over the standing office, or no such round.
pub async fn accept_round(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    code: &str,
) -> Result<usize, TrackRefused> {
    Ok(accept_round_until(deps, cx, slug, code, cx.now).await?.reports)
}

/// Accepts every report of a round that waits, was sent up to a moment, and by somebody else.
///
/// # Errors
/// No right over the standing office, or no such round.
pub async fn accept_round_until(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    code: &str,
    until: Timestamp,
) -> Result<Accepted, TrackRefused> {
    let mut all = Accepted::default();
    loop {
        let (cx, ports) = (cx.clone(), Ports::of(deps));
        let (slug, code) = (slug.to_owned(), code.to_owned());
        let (done, own) = deps
            .db
            .write(move |tx| {
                let plan = cx.authorize(FOLLOW, plan_of(tx, &slug)?)?;
                let round = track::rounds::round_by_code(tx, plan.id, &code)?.ok_or(TrackRefused::NoSuch)?;
                tx.lock("plan_round", round.id)?;
                let me = cx.actor.account().map_or(Id::from_bytes([0; 16]), |account| account.id());
                let waiting = track::reports::waiting_of_others(tx, round.id, until, me, AT_ONCE)?;
                for report in &waiting {
                    accept(tx, &cx, &ports, report, plan.holding())?;
                }
                let own = track::reports::waiting_of_own(tx, round.id, until, me)?;
                Ok::<_, TrackRefused>((waiting.len(), own))
            })
            .await?;
        all = Accepted { reports: all.reports.saturating_add(done), own };
        if i64::try_from(done).unwrap_or(0) < AT_ONCE {
            return Ok(all);
        }
    }
}

/// Returns a report with the words of what is missing; the agency owes it again.
///
/// # Errors
/// No right over the standing office, no such report, no words, or answered before.
pub async fn return_report(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    id: Id,
    why: &str,
) -> Result<(), TrackRefused> {
    let (cx, slug, why) = (cx.clone(), slug.to_owned(), words("why", why, 2000)?);
    deps.db
        .write(move |tx| {
            let plan = cx.authorize(FOLLOW, plan_of(tx, &slug)?)?;
            let report = track::reports::report_by_id(tx, id)?.filter(|report| report.plan == plan.id);
            let report = report.ok_or(TrackRefused::NoSuch)?;
            tx.lock("plan_round", report.round)?;
            if !track::reports::answer(tx, report.id, "returned", &why, cx.actor.account(), cx.now)? {
                return Err(TrackRefused::Answered);
            }
            track::reports::stand_answered(tx, &report, "returned", cx.now)?;
            if !track::reports::was_accepted(tx, report.round, report.subject, report.agency)? {
                track::rounds::count(tx, report.round, report.subject, report.agency, -1, 0)?;
            }
            let detail = serde_json::json!({
                "plan": report.plan, "kind": report.kind.word(), "subject": report.subject, "agency": report.agency,
            });
            policy::audit(tx, &cx, "programme.report_returned", report.id, plan.holding(), &detail)?;
            tx.emit(report.id, "programme.report_returned", 1, &detail, cx.now)?;
            Ok(())
        })
        .await
}

/// What an agency owes in a round: tasks it leads and targets it owns.
pub(super) fn owed_by(
    plan: &Plan,
    round: &Round,
    tasks: Vec<crate::model::plan::PlanTask>,
    targets: &[crate::model::plan::PlanTarget],
    agency: AgencyId,
) -> (Vec<crate::model::plan::PlanTask>, Vec<crate::model::plan::PlanTarget>) {
    let dates = dates_of(round);
    let tasks = tasks.into_iter().filter(|task| owes(task, &dates)).collect();
    let targets = owed_targets(plan, targets, round.from).into_iter();
    (tasks, targets.filter(|target| answers_for(plan, target) == agency).cloned().collect())
}
