//! A planner corrects what was read.  Every row has a version: whoever saves what somebody else has changed meanwhile is
//! refused and nothing of either is lost.
use super::doubts::{AGENCY, UNSURE};
use super::read_text::name_row;
use super::resolve::{self, NameKind};
use crate::Deps;
use crate::errors::Refused;
use crate::model::facts::{BudgetFacts, FigureFacts, TargetFacts, TaskFacts};
use crate::model::source::{AgencyName, Doubt, Finding, FindingKind, MUST, PlanSource};
use crate::rules::{faults, meaning};
use crate::store::{doubts, findings, names, sources};
use contracts::{AgencyId, AgencyNames, FindingId, PlanSourceId};
use db::{DbError, Tx};
use policy::{Holding, OpContext};
use serde_json::{Value, json};

pub const PLAN: policy::Permission = "programme.plan";

/// What a finding says, typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Target(TargetFacts),
    Task(TaskFacts),
    Budget(BudgetFacts),
    Figure(FigureFacts),
}

impl Body {
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        match self {
            Self::Target(_) => FindingKind::Target,
            Self::Task(_) => FindingKind::Task,
            Self::Budget(_) => FindingKind::Budget,
            Self::Figure(_) => FindingKind::Figure,
        }
    }

    /// The stored body as its kind's facts.
    ///
    /// # Errors
    /// [`DbError::Column`] when the stored JSON is none.
    pub fn of(finding: &Finding) -> Result<Self, DbError> {
        let body = finding.body.clone();
        let read = match finding.kind {
            FindingKind::Target => serde_json::from_value(body).map(Self::Target),
            FindingKind::Task => serde_json::from_value(body).map(Self::Task),
            FindingKind::Budget => serde_json::from_value(body).map(Self::Budget),
            FindingKind::Figure => serde_json::from_value(body).map(Self::Figure),
        };
        read.map_err(|error| DbError::Column { index: 9, message: error.to_string() })
    }

    fn json(&self) -> Result<Value, DbError> {
        let json = match self {
            Self::Target(row) => serde_json::to_value(row),
            Self::Task(row) => serde_json::to_value(row),
            Self::Budget(row) => serde_json::to_value(row),
            Self::Figure(row) => serde_json::to_value(row),
        };
        json.map_err(|error| DbError::Column { index: 9, message: error.to_string() })
    }

    /// Agency names that it prints.
    fn names(&self) -> Vec<&String> {
        match self {
            Self::Target(row) => row.owner.iter().collect(),
            Self::Task(row) => row.lead.iter().chain(&row.coordinating).chain(&row.directing).collect(),
            Self::Budget(_) | Self::Figure(_) => Vec::new(),
        }
    }

    fn check(&self) -> Result<(), Refused> {
        let wrong = match self {
            Self::Target(row) => faults::of_target(row),
            Self::Task(row) => faults::of_task(row),
            Self::Budget(row) if row.task.trim().is_empty() => vec![("task", String::new())],
            Self::Figure(row) if row.text.trim().is_empty() => vec![("text", String::new())],
            Self::Budget(_) | Self::Figure(_) => Vec::new(),
        };
        match wrong.first() {
            Some((field, _)) => Err(Refused::Field { field, problem: "wrong" }),
            None => Ok(()),
        }
    }
}

/// What is done to a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Confirm,
    Drop,
    Restore,
    /// New contents and the lines it stands on.
    Save {
        body: Box<Body>,
        lines: (i64, i64),
    },
}

/// The text, when it is still being corrected; whoever else writes to it waits.
pub(super) fn being_corrected(tx: &mut Tx<'_>, id: PlanSourceId) -> Result<PlanSource, Refused> {
    tx.lock("plan_source", id)?;
    let source = sources::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    if source.state == "reading" { Ok(source) } else { Err(Refused::Closed) }
}

/// Confirms, drops, brings back or changes a finding that the person saw in `version`.
///
/// # Errors
/// [`Refused::Stale`] when somebody changed it meanwhile; [`Refused::Field`]; no right.
pub async fn change_finding(
    deps: &Deps,
    cx: &OpContext,
    source: PlanSourceId,
    (id, version): (FindingId, i64),
    edit: Edit,
) -> Result<(), Refused> {
    let holding = cx.require_anywhere(PLAN)?;
    if let Edit::Save { body, .. } = &edit {
        body.check()?;
    }
    let (cx, port) = (cx.clone(), deps.names.clone());
    deps.db
        .write(move |tx| {
            being_corrected(tx, source)?;
            let row = findings::by_id(tx, id)?.filter(|row| row.source == source).ok_or(Refused::NotFound)?;
            let (state, body, lines) = match &edit {
                Edit::Confirm => ("confirmed", None, None),
                Edit::Drop => ("dropped", None, None),
                Edit::Restore => ("open", None, None),
                Edit::Save { body, .. } if body.kind() != row.kind => return Err(Refused::NotFound),
                Edit::Save { body, lines } => ("changed", Some(body.json()?), Some(*lines)),
            };
            let by = cx.actor.account();
            let change = findings::Change { id, version, state, body: body.as_ref(), lines, by, at: cx.now };
            if row.version != version || !findings::change(tx, &change)? {
                return Err(Refused::Stale);
            }
            if let Edit::Save { body, lines } = &edit {
                note_names(tx, &cx, &*port, source, body, *lines)?;
            }
            if !matches!(edit, Edit::Restore) {
                settle_of_finding(tx, &cx, source, id, state)?;
            }
            let detail = json!({ "finding": id, "state": state });
            policy::audit(tx, &cx, "programme.finding_changed", source.id(), Some(&holding), &detail)?;
            Ok(())
        })
        .await
}

/// What was said of a finding is settled by what a person did with it.
fn settle_of_finding(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    source: PlanSourceId,
    id: FindingId,
    answer: &str,
) -> Result<(), DbError> {
    let open = doubts::of_source(tx, source, DOUBTS_MAX)?;
    for doubt in open.into_iter().filter(|doubt| doubt.finding == Some(id) && doubt.settled_at.is_none()) {
        // A confirmed row is sure; what else was said of it was read together with it.
        if answer != "confirmed" || doubt.code == UNSURE || doubt.weight > MUST {
            doubts::settle(tx, (doubt.id, doubt.version), answer, cx.actor.account(), cx.now)?;
        }
    }
    Ok(())
}

pub(super) const DOUBTS_MAX: i64 = 5_000;

/// Adds a row that the importer missed.
///
/// # Errors
/// [`Refused::Field`], [`Refused::Closed`], no right.
pub async fn add_finding(
    deps: &Deps,
    cx: &OpContext,
    source: PlanSourceId,
    body: Body,
    lines: (i64, i64),
) -> Result<FindingId, Refused> {
    let holding = cx.require_anywhere(PLAN)?;
    body.check()?;
    let (cx, port) = (cx.clone(), deps.names.clone());
    deps.db
        .write(move |tx| {
            being_corrected(tx, source)?;
            let id = FindingId::from(base::Id::new(cx.now));
            let row = Finding {
                id,
                source,
                kind: body.kind(),
                position: findings::last_position(tx, source, body.kind())? + 1,
                line: lines.0,
                end_line: lines.1,
                confidence: 100,
                reason: "person".to_owned(),
                original: None,
                body: body.json()?,
                state: "changed".to_owned(),
                version: 1,
                changed_by: cx.actor.account(),
                changed_at: Some(cx.now),
            };
            findings::insert(tx, &row)?;
            note_names(tx, &cx, &*port, source, &body, lines)?;
            let detail = json!({ "finding": id, "state": "added" });
            policy::audit(tx, &cx, "programme.finding_changed", source.id(), Some(&holding), &detail)?;
            Ok(id)
        })
        .await
}

/// Names that a correction brings are looked up like those of the text; what stays open is asked.
fn note_names(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    port: &dyn AgencyNames,
    source: PlanSourceId,
    body: &Body,
    (line, end_line): (i64, i64),
) -> Result<(), DbError> {
    for printed in body.names() {
        let key = meaning::key(printed);
        if key.is_empty() || names::by_key(tx, source, &key)?.is_some() {
            continue;
        }
        let found = resolve::resolve(tx, port, (printed, None), cx.now.date())?;
        names::insert(tx, &name_row(source, &found), &found.agencies)?;
        if found.kind == NameKind::Open {
            let doubt = Doubt {
                id: base::Id::new(cx.now),
                source,
                position: DOUBTS_MAX,
                line,
                end_line,
                code: AGENCY.to_owned(),
                args: json!({ "name": printed, "key": key, "places": "1" }),
                finding: None,
                weight: MUST,
                answer: None,
                settled_by: None,
                settled_at: None,
                version: 1,
            };
            doubts::insert(tx, &doubt)?;
        }
    }
    Ok(())
}

/// What a printed name is decided to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Agencies(Vec<AgencyId>),
    /// `communes`, `departments`.
    Groups(Vec<String>),
    Outside,
}

/// Decides what a printed name means, everywhere in the text, and settles the doubt about it.
///
/// # Errors
/// [`Refused::Stale`] when the doubt was settled or changed meanwhile; [`Refused::Field`] when nothing was chosen.
pub async fn decide_name(
    deps: &Deps,
    cx: &OpContext,
    source: PlanSourceId,
    (doubt, version): (base::Id, i64),
    decision: Decision,
) -> Result<(), Refused> {
    let holding = cx.require_anywhere(PLAN)?;
    let (cx, directory) = (cx.clone(), deps.directory.clone());
    deps.db
        .write(move |tx| {
            being_corrected(tx, source)?;
            let row = doubt_of(tx, source, doubt)?;
            let key = row.args.get("key").and_then(Value::as_str).unwrap_or_default().to_owned();
            let name = names::by_key(tx, source, &key)?.ok_or(Refused::NotFound)?;
            let (kind, groups, agencies) = match &decision {
                Decision::Agencies(list) => {
                    let known = directory.agencies(tx, list)?;
                    if list.is_empty() || known.len() != list.len() {
                        return Err(Refused::Field { field: "co-quan", problem: "missing" });
                    }
                    (NameKind::Agency, None, list.clone())
                }
                Decision::Groups(list) => (NameKind::Group, Some(list.join(" ")), Vec::new()),
                Decision::Outside => (NameKind::Outside, None, Vec::new()),
            };
            let decided = AgencyName {
                kind: kind.word().to_owned(),
                group_code: groups,
                reason: "person".to_owned(),
                ..name
            };
            let settled = row.version == version
                && names::decide(tx, &decided, &agencies)?
                && doubts::settle(tx, (doubt, version), kind.word(), cx.actor.account(), cx.now)?;
            if !settled {
                return Err(Refused::Stale);
            }
            let detail = json!({ "name": key, "kind": kind.word(), "agencies": agencies });
            policy::audit(tx, &cx, "programme.name_decided", source.id(), Some(&holding), &detail)?;
            Ok(())
        })
        .await
}

fn doubt_of(tx: &mut Tx<'_>, source: PlanSourceId, id: base::Id) -> Result<Doubt, Refused> {
    doubts::by_id(tx, id)?.filter(|row| row.source == source).ok_or(Refused::NotFound)
}

/// Settles a doubt that has been looked at; `answer` is a stable word (`kept`, `late`, `done`).
///
/// # Errors
/// [`Refused::Stale`]; [`Refused::NoNumber`] for a draft, which only a number and a day settle.
pub async fn settle_doubt(
    deps: &Deps,
    cx: &OpContext,
    source: PlanSourceId,
    (id, version): (base::Id, i64),
    answer: &'static str,
) -> Result<(), Refused> {
    let holding = cx.require_anywhere(PLAN)?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            being_corrected(tx, source)?;
            let row = doubt_of(tx, source, id)?;
            match row.code.as_str() {
                super::doubts::DRAFT | super::doubts::NO_NUMBER => return Err(Refused::NoNumber),
                AGENCY => return Err(Refused::Field { field: "co-quan", problem: "missing" }),
                _ => {}
            }
            if !doubts::settle(tx, (id, version), answer, cx.actor.account(), cx.now)? {
                return Err(Refused::Stale);
            }
            let detail = json!({ "doubt": row.code, "answer": answer });
            policy::audit(tx, &cx, "programme.doubt_settled", source.id(), Some(&holding), &detail)?;
            Ok(())
        })
        .await
}

/// Opens a settled doubt again.
///
/// # Errors
/// [`Refused::Stale`], [`Refused::Closed`], no right.
pub async fn reopen_doubt(
    deps: &Deps,
    cx: &OpContext,
    source: PlanSourceId,
    (id, version): (base::Id, i64),
) -> Result<(), Refused> {
    let holding: Holding = cx.require_anywhere(PLAN)?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            being_corrected(tx, source)?;
            let row = doubt_of(tx, source, id)?;
            if !doubts::reopen(tx, id, version)? {
                return Err(Refused::Stale);
            }
            let detail = json!({ "doubt": row.code, "answer": "open" });
            policy::audit(tx, &cx, "programme.doubt_settled", source.id(), Some(&holding), &detail)?;
            Ok(())
        })
        .await
}
