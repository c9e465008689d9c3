//! What is different from an earlier day, worst first.
use crate::model::{Before, Change, Kept, PlanMark, Snapshot, kept};
use rust_decimal::Decimal;

/// A page is read, not studied.
pub const CHANGES_MAX: usize = 8;

const AT_RISK: usize = 2;
const MISSED: usize = 3;

fn at(counts: &Kept, state: usize) -> i64 {
    counts.get(state).copied().unwrap_or(0)
}

/// Differences of one plan: what is missed, then what is at risk, targets before tasks.
fn of_plan(out: &mut Vec<Change>, index: usize, before: &PlanMark, now: &PlanMark) {
    for targets in [true, false] {
        let (was, is) = if targets { (&before.targets, &now.targets) } else { (&before.tasks, &now.tasks) };
        let (from, to) = (at(was, MISSED), at(is, MISSED));
        if from != to {
            out.push(Change::Missed { plan: index, targets, from, to });
        }
        let (from, to) = (at(was, AT_RISK), at(is, AT_RISK));
        if from != to {
            out.push(Change::AtRisk { plan: index, targets, from, to });
        }
    }
}

/// What has changed since `before`, at most [`CHANGES_MAX`]: the house's dossiers, assigned work, plans, indicators.
#[must_use]
pub fn changes(before: &Before, now: &Snapshot) -> Vec<Change> {
    let marks = &before.marks;
    let mut out = Vec::new();
    let (late, work) = (now.figures.late_now, &now.assignments);
    if marks.late != late {
        out.push(Change::Late { from: marks.late, to: late });
    }
    if marks.overdue != work.overdue {
        out.push(Change::Overdue { from: marks.overdue, to: work.overdue });
    }
    if marks.awaiting != work.awaiting_confirmation {
        out.push(Change::Awaiting { from: marks.awaiting, to: work.awaiting_confirmation });
    }
    for (index, plan) in now.plans.iter().enumerate() {
        let mark = PlanMark { targets: kept(&plan.targets), tasks: kept(&plan.tasks) };
        match marks.plans.get(&plan.id.to_string()) {
            Some(before) => of_plan(&mut out, index, before, &mark),
            None => out.push(Change::PlanNew { plan: index }),
        }
    }
    for (index, pinned) in now.indicators.iter().enumerate() {
        let value = pinned.measured.as_ref().and_then(|measured| measured.value);
        let kept = marks.indicators.get(&pinned.fact.code).and_then(|text| text.parse::<Decimal>().ok());
        if let (Some(from), Some(to)) = (kept, value)
            && from != to
        {
            out.push(Change::Indicator { indicator: index, from, to });
        }
    }
    out.truncate(CHANGES_MAX);
    out
}
