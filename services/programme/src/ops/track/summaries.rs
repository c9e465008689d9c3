//! Plans in force on one line each, for other services.
use super::view::{PlanView, Ports, TargetRow, TaskRow, plan_views};
use crate::model::path::{TargetState, TaskState};
use crate::store::track;
use base::{Timestamp, date_vi};
use contracts::{PlanAttention, PlanSummary, Plans};
use db::{DbError, Tx};

/// The port [`contracts::Plans`].
#[derive(Clone)]
pub struct PlanSummaries {
    pub ports: Ports,
}

/// Lines of attention for one plan.
const ATTENTION: usize = 5;

fn of_target(view: &PlanView, row: &TargetRow) -> PlanAttention {
    let unit = if row.target.unit.is_empty() { String::new() } else { format!(" {}", row.target.unit) };
    let value = row.latest.map_or_else(|| "–".to_owned(), |point| super::number_vi(point.value));
    let wanted = row.expected.map_or_else(|| super::number_vi(row.aim.value), super::number_vi);
    PlanAttention {
        title: row.target.measure.clone(),
        state: row.state.word(),
        href: format!("/ke-hoach/{}/chi-tieu/{}", view.plan.slug, row.target.id),
        detail: format!("{value} / {wanted}{unit}"),
    }
}

fn of_task(view: &PlanView, row: &TaskRow) -> PlanAttention {
    PlanAttention {
        title: format!("{} {}", row.task.code, row.task.text).trim().to_owned(),
        state: if row.state == TaskState::NotReported { "no_data" } else { row.state.word() },
        href: format!("/ke-hoach/{}/nhiem-vu/{}", view.plan.slug, row.task.id),
        detail: row.task.due.map(date_vi).unwrap_or_default(),
    }
}

/// Worst first: missed, at risk, without data; of each, targets before tasks.
pub(super) fn attention(view: &PlanView, most: usize) -> Vec<PlanAttention> {
    let mut all: Vec<(u8, PlanAttention)> = Vec::new();
    for row in &view.targets {
        let rank = match row.state {
            TargetState::Missed => 0,
            TargetState::AtRisk => 2,
            TargetState::NoData => 4,
            _ => continue,
        };
        all.push((rank, of_target(view, row)));
    }
    for row in &view.tasks {
        let rank = match row.state {
            TaskState::Missed => 1,
            TaskState::AtRisk => 3,
            TaskState::NotReported => 5,
            _ => continue,
        };
        all.push((rank, of_task(view, row)));
    }
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().take(most).map(|(_, line)| line).collect()
}

impl Plans for PlanSummaries {
    fn summaries(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<PlanSummary>, DbError> {
        let plans = track::subjects::in_force(tx)?;
        let views = plan_views(tx, &self.ports, plans, now)?;
        Ok(views
            .iter()
            .map(|view| PlanSummary {
                id: view.plan.id,
                title: view.plan.title.clone(),
                number: view.plan.number.clone(),
                href: format!("/ke-hoach/{}", view.plan.slug),
                targets: view.target_counts(),
                tasks: view.task_counts(),
                attention: attention(view, ATTENTION),
            })
            .collect())
    }
}
