//! What is wrong with the facts of a plan, as far as it can be judged without asking anybody.
use super::terms;
use crate::model::facts::{PlanFacts, TargetFacts, TaskFacts};

/// Signs between a measure and its value.
pub const COMPARATORS: [&str; 6] = ["=", "≥", ">", "≤", "<", "≈"];

/// A field that cannot be meant so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `targets 3`: list and number in it, from 1; `document` otherwise.
    pub row: String,
    pub field: &'static str,
    pub value: String,
}

/// What is wrong with the facts, as far as they can be judged without asking anybody.
#[must_use]
pub fn faults(facts: &PlanFacts) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut say = |row: String, field, value: &str| {
        found.push(Fault { row, field, value: value.to_owned() });
    };
    if !matches!(facts.relation.as_deref(), None | Some("amends" | "replaces")) {
        say("document".to_owned(), "relation", facts.relation.as_deref().unwrap_or_default());
    }
    for (at, row) in facts.agencies.iter().enumerate() {
        let said =
            usize::from(!row.codes.is_empty()) + usize::from(row.group.is_some()) + usize::from(row.outside);
        let known = matches!(row.group.as_deref(), None | Some("communes" | "departments"));
        if said != 1 || !known {
            say(format!("agencies {}", at + 1), "printed", &row.printed);
        }
    }
    for (at, row) in facts.targets.iter().enumerate() {
        for (field, value) in of_target(row) {
            say(format!("targets {}", at + 1), field, &value);
        }
    }
    for (at, row) in facts.tasks.iter().enumerate() {
        for (field, value) in of_task(row) {
            say(format!("tasks {}", at + 1), field, &value);
        }
    }
    for (at, row) in facts.budgets.iter().enumerate() {
        let named = row
            .task_code
            .as_ref()
            .is_none_or(|code| facts.tasks.iter().any(|task| task.code.as_ref() == Some(code)));
        if !named {
            say(format!("budgets {}", at + 1), "task_code", row.task_code.as_deref().unwrap_or_default());
        }
        if row.amount.is_sign_negative() {
            say(format!("budgets {}", at + 1), "amount", &row.amount.to_string());
        }
    }
    found
}

/// What is wrong with one target: field and value.
#[must_use]
pub fn of_target(row: &TargetFacts) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if row.text.trim().is_empty() {
        found.push(("text", String::new()));
    }
    if !COMPARATORS.contains(&row.comparator.as_str()) {
        found.push(("comparator", row.comparator.clone()));
    }
    if row.year.is_some_and(|year| !(1990..=2100).contains(&year)) {
        found.push(("year", row.year.unwrap_or_default().to_string()));
    }
    found
}

/// What is wrong with one task: field and value.
#[must_use]
pub fn of_task(row: &TaskFacts) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if row.text.trim().is_empty() {
        found.push(("text", String::new()));
    }
    let wrong = row.deadlines.iter().filter(|term| terms::last_day(term).is_none());
    found.extend(wrong.map(|term| ("deadlines", term.clone())));
    if let Some(word) = row.cadence.as_deref().filter(|word| terms::cadence(word).is_none()) {
        found.push(("cadence", word.to_owned()));
    }
    if row.done.is_some_and(|done| done > 100) {
        found.push(("done", row.done.unwrap_or_default().to_string()));
    }
    found
}
