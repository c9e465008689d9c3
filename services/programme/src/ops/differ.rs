//! Two plans set against each other: a text against the plan it will change, or two plans in force or ended.
use super::adopt_text::facts_as_corrected;
use super::amend::{Difference, difference, facts_of};
use super::correct::PLAN;
use crate::Deps;
use crate::errors::Refused;
use crate::model::PlanFacts;
use crate::store::{plans, sources};
use contracts::PlanSourceId;
use policy::OpContext;

/// Two plans and what is different.
#[derive(Clone, Debug)]
pub struct Compared {
    pub old: PlanFacts,
    pub new: PlanFacts,
    pub difference: Difference,
    /// `amends`, `replaces`; none where neither changes the other.
    pub relation: Option<String>,
}

impl Compared {
    #[must_use]
    pub fn of(old: PlanFacts, new: PlanFacts, relation: Option<String>) -> Self {
        let difference = difference(&old, &new);
        Self { old, new, difference, relation }
    }
}

/// What a text will change in the plan that it was said to change.
///
/// # Errors
/// [`Refused::NotFound`] where none was chosen; no right.
pub async fn preview_difference(deps: &Deps, cx: &OpContext, id: PlanSourceId) -> Result<Compared, Refused> {
    cx.require_anywhere(PLAN)?;
    deps.db
        .read(move |tx| {
            let source = sources::by_id(tx, id)?.ok_or(Refused::NotFound)?;
            let earlier = source.earlier.ok_or(Refused::NotFound)?;
            let plan = plans::plan_by_id(tx, earlier)?.ok_or(Refused::NotFound)?;
            let old = facts_of(tx, &plan, plan.state == "in_force")?;
            let new = facts_as_corrected(tx, &source)?;
            Ok(Compared::of(old, new, source.relation))
        })
        .await
}

/// What the second plan changes in the first.
///
/// # Errors
/// [`Refused::NotFound`]; no right.
pub async fn compare_plans(deps: &Deps, cx: &OpContext, old: &str, new: &str) -> Result<Compared, Refused> {
    cx.require_anywhere("programme.read")?;
    let (old, new) = (old.to_owned(), new.to_owned());
    deps.db
        .read(move |tx| {
            let before = plans::plan_by_slug(tx, &old)?.ok_or(Refused::NotFound)?;
            let after = plans::plan_by_slug(tx, &new)?.ok_or(Refused::NotFound)?;
            let relation = after.relation.clone().filter(|_| after.earlier == Some(before.id));
            let (old, new) = (facts_of(tx, &before, false)?, facts_of(tx, &after, false)?);
            Ok(Compared::of(old, new, relation))
        })
        .await
}
