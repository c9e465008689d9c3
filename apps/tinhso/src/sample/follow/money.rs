//! Money of the newest years of a plan's budget: allotted, contracted, paid.
use super::Follow;
use crate::sample::staff::Officer;
use db::DbError;
use programme::model::money::Stage;
use programme::model::plan::{Plan, PlanBudget};
use programme::ops::track::{self, NewMoney};
use programme::store::plans;
use std::cmp::Reverse;

/// Lines of a plan with stages.
const LINES: usize = 36;

impl Follow<'_> {
    /// # Errors
    /// [`DbError`]; a refusal of an operation is noted.
    pub(super) async fn money(&mut self, plan: &Plan, planner: &Officer) -> Result<(), DbError> {
        let of = plan.id;
        let budgets = self.parts.db.read(move |tx| plans::budgets(tx, of)).await?;
        let mut lines: Vec<PlanBudget> = budgets
            .into_iter()
            .filter(|line| line.year.is_some() && !line.is_sum && line.dong.is_some())
            .collect();
        lines.sort_by_key(|line| Reverse(line.year));
        for (place, line) in lines.into_iter().take(LINES).enumerate() {
            let estimate = line.dong.unwrap_or(0);
            // Every fifth line has only its estimate yet.
            let reached = [3, 2, 3, 0, 1].get(place % 5).copied().unwrap_or(0);
            let mut whole = estimate;
            for (step, stage) in [Stage::Allotted, Stage::Contracted, Stage::Paid].into_iter().enumerate() {
                if step >= reached {
                    break;
                }
                whole = whole / 100 * self.random.between(82, 99);
                self.enter(plan, planner, &line, stage, whole).await;
            }
        }
        Ok(())
    }

    async fn enter(&mut self, plan: &Plan, planner: &Officer, line: &PlanBudget, stage: Stage, dong: i64) {
        let back = match stage {
            Stage::Allotted => 150,
            Stage::Contracted => 90,
            _ => 20,
        };
        let at = self.moment(super::plus(self.today(), -back));
        let new = NewMoney {
            slug: plan.slug.clone(),
            budget: line.id,
            stage,
            dong,
            as_of: at.date(),
            words: String::new(),
            files: Vec::new(),
            seen: 0,
            by: planner.name.clone(),
        };
        let outcome = track::enter_money(&self.parts.programme, &planner.at(at), new).await;
        self.note("money", outcome);
    }
}
