//! Which doubts a reading raises and how heavy they are.
use super::terms;
use super::warnings::Warning;
use crate::model::PlanFacts;
use crate::model::source::{MUST, NOTE, SHOULD};
use base::Date;

/// Below this (percent) a target, a task or an amount is asked about.
pub const UNSURE_BELOW: i64 = 70;

/// How heavy a warning of the importer is.
#[must_use]
pub fn weight(key: &str) -> i64 {
    match key {
        "programme-warn-draft" | "programme-warn-second-document" => MUST,
        "programme-warn-no-targets"
        | "programme-warn-no-tasks"
        | "programme-warn-task-no-lead"
        | "programme-warn-cells-moved"
        | "programme-warn-deadline-past"
        | "programme-warn-begins-past"
        | "programme-warn-target-past"
        | "programme-warn-impossible"
        | "programme-warn-two-values"
        | "programme-warn-rate"
        | "programme-warn-table-unread"
        | "programme-warn-code-repeats"
        | "programme-warn-sum"
        | "programme-warn-total"
        | "programme-warn-row-sum"
        | "programme-warn-count" => SHOULD,
        _ => NOTE,
    }
}

/// What a warning is about, so that changing that settles it: `task`, `target`, `figure`, `budget`; none: the text.
#[must_use]
pub fn about(warning: &Warning) -> Option<&'static str> {
    match warning.key {
        "programme-warn-task-no-lead"
        | "programme-warn-task-no-deadline"
        | "programme-warn-deadline-past"
        | "programme-warn-begins-past"
        | "programme-warn-code-repeats" => Some("task"),
        "programme-warn-target-past" | "programme-warn-impossible" | "programme-warn-two-values" => {
            Some("target")
        }
        "programme-warn-rate" => Some("figure"),
        _ => None,
    }
}

/// Tasks that are not repeated and whose last day has passed: how many, and the latest of those days.
#[must_use]
pub fn past_deadlines(facts: &PlanFacts, today: Date) -> Option<(usize, Date)> {
    let past: Vec<Date> = facts
        .tasks
        .iter()
        .filter(|task| task.cadence.as_deref().unwrap_or_default().is_empty())
        .filter_map(|task| terms::due(&task.deadlines))
        .filter(|due| *due < today)
        .collect();
    past.iter().max().map(|latest| (past.len(), *latest))
}
