//! What the pages of money read.
use super::READ;
use super::money::may_enter;
use super::refused::TrackRefused;
use super::view::{BudgetRow, MoneyView, money_view, plan_of, stages_of};
use crate::Deps;
use crate::model::plan::Plan;
use crate::model::track::{Evidence, MoneyEntry};
use crate::store::{plans, track};
use base::Id;
use policy::OpContext;
/// Every budget line of a plan.
///
/// # Errors
/// No right, or no such plan.
pub async fn money_page(deps: &Deps, cx: &OpContext, slug: &str) -> Result<(Plan, MoneyView), TrackRefused> {
    cx.scope(READ)?;
    let slug = slug.to_owned();
    deps.db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let money = money_view(tx, &plan)?;
            Ok((plan, money))
        })
        .await
}

/// A budget line with everything that was entered for it.
#[derive(Clone, Debug)]
pub struct BudgetPage {
    pub plan: Plan,
    pub row: BudgetRow,
    pub history: Vec<MoneyEntry>,
    pub evidence: Vec<Evidence>,
    /// What the reader may enter; empty: nothing.
    pub may_enter: Vec<crate::model::money::Stage>,
}

/// A budget line.
///
/// # Errors
/// No right, or no such line of this plan.
pub async fn budget_page(
    deps: &Deps,
    cx: &OpContext,
    slug: &str,
    id: Id,
) -> Result<BudgetPage, TrackRefused> {
    cx.scope(READ)?;
    let (slug, cx) = (slug.to_owned(), cx.clone());
    deps.db
        .read(move |tx| {
            let plan = plan_of(tx, &slug)?;
            let budgets = plans::budgets(tx, plan.id)?;
            let budget = budgets.into_iter().find(|row| row.id == id).ok_or(TrackRefused::NoSuch)?;
            let history = track::money::history(tx, id)?;
            let owners: Vec<Id> = history.iter().map(|row| row.id).collect();
            let entries: Vec<MoneyEntry> = history.iter().filter(|row| row.current).cloned().collect();
            let mut stages = Vec::new();
            for stage in crate::model::money::Stage::ALL {
                match may_enter(tx, &cx, &plan, budget.task, stage) {
                    Ok(_) => stages.push(stage),
                    Err(TrackRefused::Database(error)) => return Err(error.into()),
                    Err(_) => {}
                }
            }
            Ok(BudgetPage {
                row: BudgetRow { stages: stages_of(&budget, &entries), budget, entries },
                evidence: track::reports::evidence_of(tx, &owners)?,
                plan,
                history,
                may_enter: stages,
            })
        })
        .await
}
