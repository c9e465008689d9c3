//! Money of a budget line by stage, each amount with what proves it.
use super::act::{NewFile, keep_files, perhaps_words};
use super::refused::TrackRefused;
use super::view::{plan_of, stages_of};
use super::{FOLLOW, REPORT};
use crate::Deps;
use crate::model::money::Stage;
use crate::model::plan::TaskAgency;
use crate::model::track::MoneyEntry;
use crate::rules::totals::overtakes;
use crate::store::{plans, track};
use base::{Date, Id};
use contracts::PlanTaskId;
use db::Tx;
use policy::{Holding, OpContext};

/// An amount up to a day; it takes the place of the last one of its stage.
#[derive(Clone, Debug)]
pub struct NewMoney {
    pub slug: String,
    pub budget: Id,
    pub stage: Stage,
    /// Whole đồng, all that was allotted, contracted or paid up to `as_of`.
    pub dong: i64,
    pub as_of: Date,
    pub words: String,
    pub files: Vec<NewFile>,
    /// The revision of this stage that the writer saw; 0: none.
    pub seen: i64,
    pub by: String,
}

/// Who leads a task enters what was contracted and paid; estimate and allotment belong to the standing office.
pub(crate) const OF_THE_LEAD: [Stage; 2] = [Stage::Contracted, Stage::Paid];

/// The standing office of the plan, or of the stages of the lead the one agency that leads the task of the line.
pub(super) fn may_enter(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    plan: &crate::model::plan::Plan,
    task: Option<PlanTaskId>,
    stage: Stage,
) -> Result<Holding, TrackRefused> {
    if let Ok(holding) = cx.require(FOLLOW, plan.standing) {
        return Ok(holding);
    }
    let scope = cx.scope(REPORT)?;
    let Some(task) = task.filter(|_| OF_THE_LEAD.contains(&stage)) else {
        return Err(TrackRefused::NotYours);
    };
    let mut leads = plans::agencies_of_task(tx, task)?.into_iter().filter(|row| row.role == "lead");
    match (leads.next(), leads.next()) {
        (Some(TaskAgency { agency: Some(agency), group_code: None, .. }), None) if scope.covers(agency) => {
            Ok(cx.require(REPORT, agency)?)
        }
        _ => Err(TrackRefused::NotYours),
    }
}

/// Enters an amount.
///
/// # Errors
/// No right; a negative amount or a day to come; more than the stage before without words; somebody else was first.
pub async fn enter_money(deps: &Deps, cx: &OpContext, new: NewMoney) -> Result<Id, TrackRefused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let plan = plan_of(tx, &new.slug)?;
            tx.lock("plan_budget", new.budget)?;
            let (of, task) = track::subjects::plan_of_budget(tx, new.budget)?.ok_or(TrackRefused::NoSuch)?;
            if of != plan.id {
                return Err(TrackRefused::NoSuch);
            }
            let holding = may_enter(tx, &cx, &plan, task, new.stage)?;
            if new.dong < 0 {
                return Err(TrackRefused::Entry { field: "dong", problem: "number" });
            }
            if new.as_of > cx.now.date() {
                return Err(TrackRefused::Entry { field: "as_of", problem: "future" });
            }
            let said = perhaps_words("words", &new.words, 2000)?;
            let history = track::money::history(tx, new.budget)?;
            let last = history.iter().filter(|row| row.stage == new.stage).map(|row| row.revision).max();
            if last.unwrap_or(0) != new.seen {
                return Err(TrackRefused::Overtaken);
            }
            let budgets = plans::budgets(tx, plan.id)?;
            let budget = budgets.iter().find(|row| row.id == new.budget).ok_or(TrackRefused::NoSuch)?;
            let holding_entries: Vec<MoneyEntry> = history.into_iter().filter(|row| row.current).collect();
            let stages = stages_of(budget, &holding_entries);
            if said.is_empty() && overtakes(&stages, new.stage, new.dong).is_some() {
                return Err(TrackRefused::Entry { field: "words", problem: "overtakes" });
            }
            let row = MoneyEntry {
                id: Id::new(cx.now),
                budget: new.budget,
                stage: new.stage,
                revision: new.seen.saturating_add(1),
                dong: new.dong,
                as_of: new.as_of,
                words: said,
                entered_at: cx.now,
                entered_name: new.by.clone(),
                current: true,
            };
            if !track::money::enter(tx, plan.id, &row, cx.actor.account())? {
                return Err(TrackRefused::Overtaken);
            }
            keep_files(tx, plan.id, row.id, &new.files, cx.now)?;
            let detail = serde_json::json!({
                "plan": plan.id, "budget": new.budget, "stage": new.stage.word(), "dong": new.dong,
                "as_of": new.as_of.to_string(), "files": new.files.len(),
            });
            policy::audit(tx, &cx, "programme.money_entered", row.id, Some(&holding), &detail)?;
            tx.emit(row.id, "programme.money_entered", 1, &detail, cx.now)?;
            Ok(row.id)
        })
        .await
}
