//! A plan comes into force: from a text that was read and corrected, or from a pack.
use super::amend;
use super::build;
use super::resolve::{self, Names};
use crate::errors::Refused;
use crate::model::PlanFacts;
use crate::model::plan::{AMENDS, Plan, REPLACES};
use crate::model::source::{PlanSource, SourceIdentity};
use crate::rules::terms;
use crate::store::{plans, sources, track};
use contracts::{AgencyId, AgencyNames, Directory, PlanEvent, PlanId, PlanSourceId};
use db::{DbError, Tx};
use policy::OpContext;
use std::sync::Arc;

/// Whom a plan of a pack asks about agencies.
#[derive(Clone)]
pub struct AgencyPorts {
    pub names: Arc<dyn AgencyNames>,
    pub directory: Arc<dyn Directory>,
}

/// What comes into force.
pub(crate) struct Adoption<'a> {
    pub source: PlanSourceId,
    pub slug: String,
    pub standing: AgencyId,
    pub earlier: Option<(PlanId, String)>,
    pub facts: &'a PlanFacts,
    pub names: &'a Names,
}

/// Writes the plan with its rows, ends the one it takes the place of, and tells it: one transaction.
pub(crate) fn bring_into_force(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: Option<&policy::Holding>,
    adoption: Adoption<'_>,
) -> Result<PlanId, Refused> {
    let Adoption { source, slug, standing, earlier, facts, names } = adoption;
    if facts.targets.is_empty() && facts.tasks.is_empty() {
        return Err(Refused::Empty);
    }
    if plans::plan_by_slug(tx, &slug)?.is_some() {
        return Err(Refused::SlugTaken(slug));
    }
    let document = &facts.document;
    let period = document.period;
    let (earlier, relation) = earlier.unzip();
    let plan = Plan {
        id: base::Id::new(cx.now).into(),
        source,
        slug,
        number: document.number.clone().unwrap_or_default(),
        issued: document.issued,
        issuer: document.issuer.clone().unwrap_or_default(),
        title: document.title.clone().unwrap_or_default(),
        period_from: period.map(|[from, _]| i64::from(from)),
        period_to: period.map(|[_, to]| i64::from(to)),
        standing,
        state: "in_force".to_owned(),
        earlier,
        relation,
        adopted_at: cx.now,
        adopted_by: cx.actor.account(),
        version: 1,
    };
    let mut whole = build::whole(plan, facts, names);
    let carried = amend::tie(tx, &mut whole, facts)?;
    let id = whole.plan.id;
    if let Some(old) = whole.plan.earlier {
        let state = if whole.plan.relation.as_deref() == Some(AMENDS) { "amended" } else { "replaced" };
        if !plans::end_plan(tx, old, state, cx.now)? {
            return Err(Refused::Stale);
        }
        policy::audit(
            tx,
            cx,
            "programme.ended",
            old.id(),
            holding,
            &serde_json::json!({ "state": state, "by": id }),
        )?;
        tx.emit(old.id(), "programme.ended", 1, &PlanEvent { plan: old }, cx.now)?;
    }
    plans::insert_plan(tx, &whole)?;
    track::carry::carry(tx, &whole, &carried, cx.now)?;
    let detail = serde_json::json!({
        "source": source, "slug": whole.plan.slug, "targets": whole.targets.len(), "tasks": whole.tasks.len(),
    });
    policy::audit(tx, cx, "programme.adopted", id.id(), holding, &detail)?;
    tx.emit(id.id(), "programme.adopted", 1, &PlanEvent { plan: id }, cx.now)?;
    Ok(id)
}

/// Installs a plan that a pack brings.  A plan whose slug is there already is left as it is: none comes back.
///
/// # Errors
/// [`Refused`]: an agency, the standing office or the earlier plan cannot be found, or nobody but the program asks.
pub fn adopt_facts(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    ports: &AgencyPorts,
    facts: &PlanFacts,
    file_name: &str,
) -> Result<Option<PlanId>, Refused> {
    cx.authorize_system("programme.plan", ())?;
    let today = cx.now.date();
    let document = &facts.document;
    let slug = facts.slug.clone().unwrap_or_else(|| {
        terms::slug(
            document.number.as_deref(),
            document.issued,
            document.title.as_deref().unwrap_or_default(),
        )
    });
    if plans::plan_by_slug(tx, &slug)?.is_some() {
        return Ok(None);
    }
    let standing = match &facts.standing {
        Some(code) => ports.directory.agency_by_code(tx, code, today)?.ok_or(Refused::NoStanding)?.id,
        None => return Err(Refused::NoStanding),
    };
    let names = resolve::of_pack(tx, &*ports.names, &*ports.directory, facts, today)?;
    let earlier = earlier_of(tx, facts)?;
    let source = PlanSource {
        id: base::Id::new(cx.now).into(),
        file_name: file_name.to_owned(),
        digest: None,
        size: 0,
        identity: SourceIdentity { document: document.clone(), standing: Some(standing), read_millis: 0 },
        state: "adopted".to_owned(),
        line_count: 0,
        read_at: cx.now,
        read_by: None,
        earlier: earlier.as_ref().map(|(id, _)| *id),
        relation: earlier.as_ref().map(|(_, relation)| relation.clone()),
        version: 1,
    };
    sources::insert(tx, &source)?;
    let adoption = Adoption { source: source.id, slug, standing, earlier, facts, names: &names };
    bring_into_force(tx, cx, None, adoption).map(Some)
}

fn earlier_of(tx: &mut Tx<'_>, facts: &PlanFacts) -> Result<Option<(PlanId, String)>, Refused> {
    let Some(slug) = &facts.earlier else { return Ok(None) };
    let plan = plans::plan_by_slug(tx, slug)?.ok_or(Refused::EarlierUnknown)?;
    let relation = facts.relation.as_deref().unwrap_or(REPLACES);
    Ok(Some((plan.id, relation.to_owned())))
}

/// The first free slug: the wished one, or with `-2`, `-3` behind it.
pub(crate) fn free_slug(tx: &mut Tx<'_>, wished: &str) -> Result<String, DbError> {
    let mut slug = wished.to_owned();
    for number in 2..100_u8 {
        if plans::plan_by_slug(tx, &slug)?.is_none() {
            break;
        }
        slug = format!("{wished}-{number}");
    }
    Ok(slug)
}
