//! Reported values: sent by one person of the agency, approved by another, locked by the statistician.
use super::book::Book;
use super::define::subject;
use super::deps::Deps;
use super::engine::{Engine, Group, Slice};
use crate::errors::Refused;
use crate::model::{Dated, Definition, Period, Report, ReportState, Reporters};
use crate::rules::{Flaw, Made, parse_decimal_vi};
use crate::store;
use base::{Date, Timestamp};
use contracts::{AgencyFact, AgencyId, AgencyNames, ReportedValueId};
use db::{DbError, Tx};
use policy::{Denied, Holding, OpContext};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const NOTE_CHARS_MAX: usize = 1_000;

/// Who reports an indicator on a day; none when the responsible agency's name means no agency or several.
///
/// # Errors
/// [`DbError`].
pub fn expected_reporters(
    tx: &mut Tx<'_>,
    names: &dyn AgencyNames,
    definition: &Definition,
    on: Date,
) -> Result<Vec<AgencyFact>, DbError> {
    if definition.counted() {
        return Ok(Vec::new());
    }
    match definition.reporters {
        Reporters::Responsible => {
            let mut found = names.candidates(tx, &definition.responsible, on)?;
            if found.iter().filter(|one| one.reason == "same_name").count() == 1 {
                found.retain(|one| one.reason == "same_name");
            }
            Ok(match found.as_slice() {
                [only] => vec![only.agency.clone()],
                _ => Vec::new(),
            })
        }
        group => names.of_group(tx, group.word(), on),
    }
}

/// One agency's line of a period.
#[derive(Clone, Debug)]
pub struct Row {
    pub agency: AgencyFact,
    /// Oldest first.
    pub versions: Vec<Report>,
    /// The deadline has passed and nothing was sent.
    pub missing: bool,
    pub may_report: bool,
    /// Another person's report waits for this one.
    pub may_decide: bool,
}

impl Row {
    /// What was sent last and not taken back.
    #[must_use]
    pub fn last(&self) -> Option<&Report> {
        self.versions.iter().rev().find(|report| report.state != ReportState::Withdrawn)
    }

    /// The version in use.
    #[must_use]
    pub fn approved(&self) -> Option<&Report> {
        self.versions.iter().rev().find(|report| report.state == ReportState::Approved)
    }
}

/// A period of a reported indicator as a page shows it.
#[derive(Clone, Debug)]
pub struct Reporting {
    pub dated: Dated,
    pub period: Period,
    pub window: (Date, Date),
    pub deadline: Date,
    pub locked_at: Option<Timestamp>,
    /// In Vietnamese order.
    pub rows: Vec<Row>,
    /// Of what is approved.
    pub made: Option<Made>,
    pub may_lock: bool,
    pub may_paste: bool,
}

fn period_of(book: &Book, code: &str, day: Date) -> Result<(Dated, Period), Refused> {
    let dated = book.at_or_first(code, day).ok_or(Refused::NotFound)?;
    if dated.definition.counted() {
        return Err(Refused::NotFound);
    }
    let period = Period::of_calendar(dated.definition.period, day);
    // The definition of a period is the one of its last day.
    let end = period.window(dated.definition.window_day).1;
    let dated = book.at_or_first(code, end).unwrap_or(dated);
    Ok((dated.clone(), Period::of_calendar(dated.definition.period, day)))
}

/// A period with what every agency reported.
///
/// # Errors
/// [`Refused::NotFound`] also for an indicator that nobody reports; [`Refused::Denied`] without `indicators.read`.
pub async fn reporting(deps: &Deps, cx: &OpContext, code: String, day: Date) -> Result<Reporting, Refused> {
    let scope = cx.scope("indicators.read")?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .read(move |tx| {
            let book = Book::load(tx)?;
            let (dated, period) = period_of(&book, &code, day)?;
            let definition = &dated.definition;
            let window = period.window(definition.window_day);
            let deadline = period.deadline(definition.window_day, definition.deadline_days);
            let mut by_agency: BTreeMap<AgencyId, Vec<Report>> = BTreeMap::new();
            for report in store::reports_of(tx, &code, period.first, period.first)? {
                by_agency.entry(report.agency).or_default().push(report);
            }
            let mut agencies = expected_reporters(tx, work.names.as_ref(), definition, window.1)?;
            let others: Vec<AgencyId> =
                by_agency.keys().copied().filter(|id| !agencies.iter().any(|one| one.id == *id)).collect();
            agencies.extend(work.directory.agencies(tx, &others)?);
            let me = cx.actor.account();
            let today = cx.now.date();
            let rows = agencies
                .into_iter()
                .filter(|agency| scope.covers(agency.id))
                .map(|agency| {
                    let versions = by_agency.remove(&agency.id).unwrap_or_default();
                    let waits = versions.iter().find(|one| one.state == ReportState::Sent);
                    Row {
                        missing: today > deadline && versions.is_empty(),
                        may_report: cx.require("indicators.report", agency.id).is_ok(),
                        may_decide: waits.is_some_and(|one| Some(one.sent_by) != me)
                            && cx.require("indicators.approve", agency.id).is_ok(),
                        agency,
                        versions,
                    }
                })
                .collect::<Vec<_>>();
            let locked_at = store::locks(tx, &code, period.first, period.first)?.first().map(|lock| lock.1);
            let slice = Slice { from: window.0, to: window.1, look_back: false };
            let engine = Engine::load(tx, &book, work.names.as_ref(), std::slice::from_ref(&code), slice)?;
            Ok(Reporting {
                made: engine.make(&code, &Group::of_scope(&scope)),
                may_lock: cx.require_anywhere("indicators.define").is_ok(),
                may_paste: rows.iter().filter(|row| row.may_report).count() > 1,
                dated,
                period,
                window,
                deadline,
                locked_at,
                rows,
            })
        })
        .await
}

/// What a reporter sends.
#[derive(Clone, Debug)]
pub struct SendReport {
    pub code: String,
    /// Any day of the period's first calendar month.
    pub period: Date,
    pub agency: AgencyId,
    /// As typed, by the input's code.
    pub inputs: BTreeMap<String, String>,
    pub note: String,
    /// Needed after the lock.
    pub reason: String,
    /// The last version that the page showed; 0: none.
    pub version: i64,
}

fn typed(
    definition: &Definition,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Decimal>, Refused> {
    let mut flaws = Vec::new();
    let mut inputs = BTreeMap::new();
    for input in &definition.inputs {
        let text = given.get(&input.code).map(|text| text.trim()).unwrap_or_default();
        let field = format!("so-{}", input.code);
        match parse_decimal_vi(text) {
            Some(value) => {
                inputs.insert(input.code.clone(), value);
            }
            None if text.is_empty() => {
                flaws.push(Flaw::new(field, "number-missing").arg("title", input.title.clone()))
            }
            None => flaws
                .push(Flaw::new(field, "number-wrong").arg("title", input.title.clone()).arg("found", text)),
        }
    }
    if flaws.is_empty() { Ok(inputs) } else { Err(Refused::Report(flaws)) }
}

/// What is about to be stored of one agency.
pub(super) struct Fresh {
    pub agency: AgencyId,
    pub inputs: BTreeMap<String, Decimal>,
    pub note: String,
    pub reason: String,
    /// The last version that was shown; 0: none.
    pub version: i64,
}

/// Everything that must hold before a period takes a report, and the row itself.
pub(super) fn send(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: &Holding,
    definition: &Definition,
    period: Period,
    fresh: &Fresh,
) -> Result<ReportedValueId, Refused> {
    let account = cx.actor.account().ok_or(Denied::Unauthenticated)?;
    let today = cx.now.date();
    if period.window(definition.window_day).0 > today {
        return Err(Refused::TooEarly);
    }
    let locked = !store::locks(tx, &definition.code, period.first, period.first)?.is_empty();
    if locked && fresh.reason.trim().is_empty() {
        return Err(Refused::Locked);
    }
    if fresh.note.chars().count() > NOTE_CHARS_MAX || fresh.reason.chars().count() > NOTE_CHARS_MAX {
        let flaw = Flaw::new("note", "long").arg("most", NOTE_CHARS_MAX.to_string());
        return Err(Refused::Report(vec![flaw]));
    }
    let before = store::history(tx, &definition.code, period.first, fresh.agency)?;
    let last = before.last().map_or(0, |report| report.version);
    if fresh.version != last {
        return Err(Refused::Stale);
    }
    store::withdraw_sent(tx, &definition.code, period.first, fresh.agency)?;
    let first_time = before.is_empty();
    let late = first_time && today > period.deadline(definition.window_day, definition.deadline_days);
    let report = Report {
        id: ReportedValueId::new(cx.now),
        code: definition.code.clone(),
        period: period.first,
        agency: fresh.agency,
        version: last + 1,
        inputs: fresh.inputs.clone(),
        note: fresh.note.trim().to_owned(),
        reason: if locked { fresh.reason.trim().to_owned() } else { String::new() },
        state: ReportState::Sent,
        late: late || before.iter().any(|one| one.late),
        sent_at: cx.now,
        sent_by: account,
        decided_at: None,
        decided_by: None,
        decision_words: String::new(),
    };
    if !store::insert_report(tx, &report)? {
        return Err(Refused::Stale);
    }
    let detail = serde_json::json!({ "code": definition.code, "period": period.first.to_string(), "version": report.version });
    policy::audit(tx, cx, "indicators.reported", report.id.id(), Some(holding), &detail)?;
    Ok(report.id)
}

/// Sends a report of one agency for a period.
///
/// # Errors
/// [`Refused::Report`] with every wrong number at its field, [`Refused::NotReporter`], [`Refused::TooEarly`],
/// [`Refused::Locked`] without a reason, [`Refused::Stale`], [`Refused::Denied`].
pub async fn send_report(deps: &Deps, cx: &OpContext, cmd: SendReport) -> Result<ReportedValueId, Refused> {
    let holding = cx.require("indicators.report", cmd.agency)?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let book = Book::load(tx)?;
            let (dated, period) = period_of(&book, &cmd.code, cmd.period)?;
            let definition = &dated.definition;
            let end = period.window(definition.window_day).1;
            let expected = expected_reporters(tx, work.names.as_ref(), definition, end)?;
            if !expected.iter().any(|agency| agency.id == cmd.agency) {
                return Err(Refused::NotReporter);
            }
            let fresh = Fresh {
                agency: cmd.agency,
                inputs: typed(definition, &cmd.inputs)?,
                note: cmd.note.clone(),
                reason: cmd.reason.clone(),
                version: cmd.version,
            };
            send(tx, &cx, &holding, definition, period, &fresh)
        })
        .await
}

/// Its period was locked after it was sent: approving it changes a closed number and nothing says why.
fn unexplained(tx: &mut Tx<'_>, report: &Report) -> Result<bool, DbError> {
    Ok(report.reason.is_empty() && !store::locks(tx, &report.code, report.period, report.period)?.is_empty())
}

/// The other person's decision.
#[derive(Clone, Debug)]
pub struct Decide {
    pub report: ReportedValueId,
    pub approve: bool,
    /// Needed to send it back, and to approve in a locked period what came without a reason; kept with the version.
    pub words: String,
}

/// Approves a report or sends it back.
///
/// # Errors
/// [`Refused::SamePerson`] for whoever sent it, [`Refused::NothingToDecide`], [`Refused::NoWords`],
/// [`Refused::Locked`] where the change of a locked period has no reason, [`Refused::Denied`].
pub async fn decide(deps: &Deps, cx: &OpContext, cmd: Decide) -> Result<Report, Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            if !tx.lock("indicator_report", cmd.report)? {
                return Err(Refused::NotFound);
            }
            let report = store::report(tx, cmd.report)?.ok_or(Refused::NotFound)?;
            let report = cx.authorize("indicators.approve", report)?;
            let account = cx.actor.account().ok_or(Denied::Unauthenticated)?;
            if report.state != ReportState::Sent {
                return Err(Refused::NothingToDecide);
            }
            if report.sent_by == account {
                return Err(Refused::SamePerson);
            }
            let words = cmd.words.trim();
            if !cmd.approve && words.is_empty() {
                return Err(Refused::NoWords);
            }
            if words.chars().count() > NOTE_CHARS_MAX {
                let flaw = Flaw::new("words", "long").arg("most", NOTE_CHARS_MAX.to_string());
                return Err(Refused::Report(vec![flaw]));
            }
            if cmd.approve && words.is_empty() && unexplained(tx, &report)? {
                return Err(Refused::Locked);
            }
            if !store::decide(tx, &report, cmd.approve, words, account, cx.now)? {
                return Err(Refused::NothingToDecide);
            }
            let event = if cmd.approve { "indicators.approved" } else { "indicators.sent_back" };
            let detail = serde_json::json!({ "code": report.code, "period": report.period.to_string(), "version": report.version });
            policy::audit(tx, &cx, event, report.id.id(), report.holding(), &detail)?;
            Ok(report.into_inner())
        })
        .await
}

/// Everything that waits in a period for this approver.
#[derive(Clone, Debug)]
pub struct ApproveAll {
    pub code: String,
    pub period: Date,
    /// What was sent later was not on the page and is not approved; none: whatever waits.
    pub until: Option<Timestamp>,
}

/// Approves every report of a period that waits, that this person may approve and did not send; answers how many.
///
/// # Errors
/// [`Refused::NothingToDecide`]; [`Refused::Locked`] when one of a locked period came without a reason (it is decided by
/// itself, with words); [`Refused::Denied`] without `indicators.approve`.
pub async fn approve_all(deps: &Deps, cx: &OpContext, cmd: ApproveAll) -> Result<usize, Refused> {
    cx.require_anywhere("indicators.approve")?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let book = Book::load(tx)?;
            let (_, period) = period_of(&book, &cmd.code, cmd.period)?;
            let account = cx.actor.account().ok_or(Denied::Unauthenticated)?;
            let mut count = 0;
            for report in store::reports_of(tx, &cmd.code, period.first, period.first)? {
                let unseen = cmd.until.is_some_and(|until| report.sent_at > until);
                if report.state != ReportState::Sent || report.sent_by == account || unseen {
                    continue;
                }
                let Ok(report) = cx.authorize("indicators.approve", report) else { continue };
                if unexplained(tx, &report)? {
                    return Err(Refused::Locked);
                }
                if store::decide(tx, &report, true, "", account, cx.now)? {
                    let detail = serde_json::json!({ "code": report.code, "period": report.period.to_string(), "version": report.version });
                    policy::audit(tx, &cx, "indicators.approved", report.id.id(), report.holding(), &detail)?;
                    count += 1;
                }
            }
            if count == 0 { Err(Refused::NothingToDecide) } else { Ok(count) }
        })
        .await
}

/// The statistician closes a period: a later change needs a reason.
#[derive(Clone, Debug)]
pub struct LockPeriod {
    pub code: String,
    pub period: Date,
}

/// Locks a period.
///
/// # Errors
/// [`Refused::AlreadyLocked`], [`Refused::TooEarly`] before the window has ended, [`Refused::StillWaiting`] while a
/// report waits for its decision, [`Refused::Denied`] without `indicators.define`.
pub async fn lock_period(deps: &Deps, cx: &OpContext, cmd: LockPeriod) -> Result<(), Refused> {
    let holding = cx.require_anywhere("indicators.define")?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let book = Book::load(tx)?;
            let (dated, period) = period_of(&book, &cmd.code, cmd.period)?;
            if period.window(dated.definition.window_day).1 >= cx.now.date() {
                return Err(Refused::TooEarly);
            }
            let reports = store::reports_of(tx, &cmd.code, period.first, period.first)?;
            let waiting = reports.iter().filter(|one| one.state == ReportState::Sent).count();
            if waiting > 0 && store::locks(tx, &cmd.code, period.first, period.first)?.is_empty() {
                return Err(Refused::StillWaiting(waiting));
            }
            let account = cx.actor.account().ok_or(Denied::Unauthenticated)?;
            if !store::insert_lock(tx, &cmd.code, period.first, account, cx.now)? {
                return Err(Refused::AlreadyLocked);
            }
            let detail = serde_json::json!({ "code": cmd.code, "period": period.first.to_string() });
            policy::audit(tx, &cx, "indicators.locked", subject(&cmd.code), Some(&holding), &detail)?;
            Ok(())
        })
        .await
}
