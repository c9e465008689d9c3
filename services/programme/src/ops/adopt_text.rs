//! A corrected text becomes a plan in force; or it is put away.
use super::adopt::{Adoption, bring_into_force, free_slug};
use super::correct::{DOUBTS_MAX, PLAN, being_corrected};
use super::doubts::{DRAFT, NO_NUMBER, PAST};
use super::resolve::{NameKind, Names, Resolved};
use crate::Deps;
use crate::errors::Refused;
use crate::model::PlanFacts;
use crate::model::source::{FindingKind, MUST, PlanSource, SourceIdentity};
use crate::rules::terms;
use crate::store::{doubts, findings, names, plans, sources};
use base::Date;
use contracts::{AgencyId, PlanId, PlanSourceId};
use db::{DbError, Tx};
use policy::{Holding, OpContext};
use serde_json::json;

/// What the text is, who follows it, and which plan it changes: as a person corrected it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub document: crate::model::DocumentFacts,
    pub standing: AgencyId,
    pub earlier: Option<(PlanId, String)>,
}

/// Writes the identity of a text that the person saw in `version`.
///
/// # Errors
/// [`Refused::Stale`]; [`Refused::EarlierUnknown`]; [`Refused::Closed`]; no right.
pub async fn put_identity(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    version: i64,
    identity: Identity,
) -> Result<(), Refused> {
    let holding = cx.require_anywhere(PLAN)?;
    let (cx, directory) = (cx.clone(), deps.directory.clone());
    deps.db
        .write(move |tx| {
            let source = being_corrected(tx, id)?;
            if directory.agencies(tx, &[identity.standing])?.is_empty() {
                return Err(Refused::NoStanding);
            }
            if let Some((earlier, _)) = &identity.earlier {
                let known = plans::plan_by_id(tx, *earlier)?.is_some_and(|plan| plan.state == "in_force");
                if !known {
                    return Err(Refused::EarlierUnknown);
                }
            }
            let row = PlanSource {
                identity: SourceIdentity {
                    document: identity.document.clone(),
                    standing: Some(identity.standing),
                    read_millis: source.identity.read_millis,
                },
                earlier: identity.earlier.as_ref().map(|(plan, _)| *plan),
                relation: identity.earlier.as_ref().map(|(_, relation)| relation.clone()),
                version,
                ..source
            };
            if !sources::put_identity(tx, &row)? {
                return Err(Refused::Stale);
            }
            if row.identity.document.number.is_some() && row.identity.document.issued.is_some() {
                settle_number(tx, &cx, id)?;
            }
            policy::audit(tx, &cx, "programme.text_named", id.id(), Some(&holding), &json!({}))?;
            Ok(())
        })
        .await
}

fn settle_number(tx: &mut Tx<'_>, cx: &OpContext, id: PlanSourceId) -> Result<(), DbError> {
    for doubt in doubts::of_source(tx, id, DOUBTS_MAX)? {
        if matches!(doubt.code.as_str(), DRAFT | NO_NUMBER) && doubt.settled_at.is_none() {
            doubts::settle(tx, (doubt.id, doubt.version), "named", cx.actor.account(), cx.now)?;
        }
    }
    Ok(())
}

/// The text's facts as they stand now, without what was dropped.
///
/// # Errors
/// [`DbError`].
pub fn facts_as_corrected(tx: &mut Tx<'_>, source: &PlanSource) -> Result<PlanFacts, DbError> {
    let mut facts = PlanFacts { document: source.identity.document.clone(), ..PlanFacts::default() };
    for kind in FindingKind::ALL {
        let rows = findings::of_kind(tx, source.id, kind, 0, 20_000)?;
        for row in rows.into_iter().filter(|row| row.state != "dropped") {
            let bad = |error: serde_json::Error| DbError::Column { index: 9, message: error.to_string() };
            let lines = (row.line, row.end_line);
            match kind {
                FindingKind::Target => {
                    let mut fact: crate::model::TargetFacts =
                        serde_json::from_value(row.body).map_err(bad)?;
                    (fact.line, fact.end_line) = lines;
                    facts.targets.push(fact);
                }
                FindingKind::Task => {
                    let mut fact: crate::model::TaskFacts = serde_json::from_value(row.body).map_err(bad)?;
                    (fact.line, fact.end_line) = lines;
                    facts.tasks.push(fact);
                }
                FindingKind::Budget => {
                    let mut fact: crate::model::BudgetFacts =
                        serde_json::from_value(row.body).map_err(bad)?;
                    (fact.line, fact.end_line) = lines;
                    facts.budgets.push(fact);
                }
                FindingKind::Figure => {
                    let mut fact: crate::model::FigureFacts =
                        serde_json::from_value(row.body).map_err(bad)?;
                    (fact.line, fact.end_line) = lines;
                    facts.figures.push(fact);
                }
            }
        }
    }
    Ok(facts)
}

fn stored_names(tx: &mut Tx<'_>, id: PlanSourceId) -> Result<Names, DbError> {
    let mut chosen: std::collections::HashMap<String, Vec<AgencyId>> = std::collections::HashMap::new();
    for (key, agency) in names::choices(tx, id)? {
        chosen.entry(key).or_default().push(agency);
    }
    let mut all = Names::default();
    for row in names::of_source(tx, id)? {
        let groups = row.group_code.as_deref().unwrap_or_default();
        all.put(Resolved {
            kind: NameKind::from_word(&row.kind).unwrap_or(NameKind::Open),
            groups: groups.split_whitespace().map(str::to_owned).collect(),
            agencies: chosen.remove(&row.key).unwrap_or_default(),
            reason: "person",
            candidates: Vec::new(),
            printed: row.printed,
        });
    }
    Ok(all)
}

/// Brings the corrected text into force, as the person saw it in `version`.
///
/// # Errors
/// [`Refused::DoubtsOpen`] while something of weight 1 is open, [`Refused::NoNumber`], [`Refused::NoStanding`],
/// [`Refused::Empty`], [`Refused::EarlierUnknown`], [`Refused::Closed`], [`Refused::Stale`], no right over the standing
/// office or over that of the plan whose place it takes.
pub async fn adopt_text(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    version: i64,
) -> Result<PlanId, Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let source = being_corrected(tx, id)?;
            let standing = source.identity.standing.ok_or(Refused::NoStanding)?;
            let holding = cx.require(PLAN, standing)?;
            if let Some(earlier) = source.earlier {
                let old = plans::plan_by_id(tx, earlier)?.ok_or(Refused::EarlierUnknown)?;
                cx.require(PLAN, old.standing)?;
            }
            if source.version != version {
                return Err(Refused::Stale);
            }
            adopt(tx, &cx, Some(&holding), &source, standing)
        })
        .await
}

/// The same for the operator at the command line, who names the standing office.  Blocks.
///
/// # Errors
/// As [`adopt_text`].
pub fn adopt_text_as_operator(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    standing: AgencyId,
) -> Result<PlanId, Refused> {
    cx.authorize_system(PLAN, ())?;
    let cx = cx.clone();
    deps.db.write_blocking(move |tx| {
        let source = being_corrected(tx, id)?;
        adopt(tx, &cx, None, &source, standing)
    })
}

fn adopt(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: Option<&Holding>,
    source: &PlanSource,
    standing: AgencyId,
) -> Result<PlanId, Refused> {
    let open: i64 =
        doubts::open(tx, source.id)?.into_iter().filter(|(weight, _)| *weight <= MUST).map(|(_, n)| n).sum();
    if open > 0 {
        return Err(Refused::DoubtsOpen(open));
    }
    let document = &source.identity.document;
    if document.number.as_deref().unwrap_or_default().trim().is_empty() || document.issued.is_none() {
        return Err(Refused::NoNumber);
    }
    let mut facts = facts_as_corrected(tx, source)?;
    if past_is_done(tx, source.id)? {
        count_as_done(&mut facts, cx.now.date());
    }
    let names = stored_names(tx, source.id)?;
    let title = document.title.as_deref().unwrap_or_default();
    let slug = free_slug(tx, &terms::slug(document.number.as_deref(), document.issued, title))?;
    if !sources::put_state(tx, source.id, "reading", "adopted")? {
        return Err(Refused::Closed);
    }
    let earlier = source.earlier.zip(source.relation.clone());
    let adoption = Adoption { source: source.id, slug, standing, earlier, facts: &facts, names: &names };
    bring_into_force(tx, cx, holding, adoption)
}

fn past_is_done(tx: &mut Tx<'_>, id: PlanSourceId) -> Result<bool, DbError> {
    let all = doubts::of_source(tx, id, DOUBTS_MAX)?;
    Ok(all.iter().any(|doubt| doubt.code == PAST && doubt.answer.as_deref() == Some("done")))
}

/// A person said that what was due before today is done.
fn count_as_done(facts: &mut PlanFacts, today: Date) {
    for task in &mut facts.tasks {
        let due = terms::due(&task.deadlines).filter(|due| *due < today);
        if let Some(due) = due.filter(|_| task.cadence.as_deref().unwrap_or_default().is_empty()) {
            task.done = Some(100);
            task.done_at = Some(due);
        }
    }
}

/// Puts a text away without adopting it; its rows stay, and the same file may be read again.
///
/// # Errors
/// [`Refused::Closed`], [`Refused::Stale`], no right.
pub async fn discard_text(
    deps: &Deps,
    cx: &OpContext,
    id: PlanSourceId,
    version: i64,
) -> Result<(), Refused> {
    let holding = cx.require_anywhere(PLAN)?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            if being_corrected(tx, id)?.version != version {
                return Err(Refused::Stale);
            }
            if !sources::put_state(tx, id, "reading", "discarded")? {
                return Err(Refused::Closed);
            }
            policy::audit(tx, &cx, "programme.text_discarded", id.id(), Some(&holding), &json!({}))?;
            Ok(())
        })
        .await
}
