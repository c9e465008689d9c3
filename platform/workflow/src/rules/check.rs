//! Tells exactly what is wrong with a definition before it is published.
use super::limits::{KEY_CHARS_MAX, STEPS_MAX, WATCHED_MAX};
use super::shape::{self, Oddity};
use super::times::{longest_minutes, span_of};
use crate::model::{Definition, END, Place, Problem, Step, StepKind};
use calendar::Span;
use contracts::{Limit, LimitUnit};
use std::collections::BTreeSet;

/// Everything wrong with `definition`; empty when it may be published.  `legal` is the limit of the procedure: the
/// longest way through our own steps must not exceed it (limits in calendar days do not add up in hours and are not
/// compared).
#[must_use]
pub fn check(definition: &Definition, legal: Option<&Limit>) -> Vec<Problem> {
    let mut problems = Vec::new();
    head(definition, &mut problems);
    for step in &definition.steps {
        let place = format!("steps.{}", step.key);
        row(step, &place, &mut problems);
        references(definition, step, &place, &mut problems);
        routes(step, &place, &mut problems);
        asked(definition, step, &place, &mut problems);
        signer(definition, step, &place, &mut problems);
        unsigned(definition, step, &place, &mut problems);
    }
    graph(definition, &mut problems);
    if let Some(most) = legal.and_then(legal_minutes) {
        let sum = longest_minutes(definition);
        if sum > most {
            problems.push(Problem::new("steps", "over_limit", format!("{sum} > {most}")));
        }
    }
    problems
}

fn legal_minutes(limit: &Limit) -> Option<i64> {
    match limit.unit {
        LimitUnit::SameDay => Some(calendar::MINUTES_PER_WORKING_DAY),
        _ => span_of(limit).and_then(Span::working_minutes),
    }
}

fn key_fits(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !key.is_empty() && key.len() <= KEY_CHARS_MAX && key.chars().all(plain) && key != END
}

fn head(definition: &Definition, out: &mut Vec<Problem>) {
    if definition.code.trim().is_empty() || definition.code.contains(['@', ' ']) {
        out.push(Problem::new("code", "bad_code", definition.code.clone()));
    }
    if definition.version < 1 {
        out.push(Problem::new("version", "bad_version", definition.version.to_string()));
    }
    if definition.title.trim().is_empty() {
        out.push(Problem::new("title", "empty", ""));
    }
    if definition.steps.is_empty() || definition.steps.len() > STEPS_MAX {
        out.push(Problem::new("steps", "step_count", definition.steps.len().to_string()));
    }
    if definition.step(&definition.start).is_none() {
        out.push(Problem::new("start", "unknown_target", definition.start.clone()));
    }
    let mut seen = BTreeSet::new();
    let mut watched = BTreeSet::new();
    for step in &definition.steps {
        if !seen.insert(&step.key) {
            out.push(Problem::new(format!("steps.{}", step.key), "twice", step.key.clone()));
        }
        watched.extend(&step.different_from);
    }
    if watched.len() > WATCHED_MAX {
        out.push(Problem::new("steps", "too_many_different_from", watched.len().to_string()));
    }
}

/// What one row says about itself.
fn row(step: &Step, place: &str, out: &mut Vec<Problem>) {
    let at = |field: &str| format!("{place}.{field}");
    if !key_fits(&step.key) {
        out.push(Problem::new(at("key"), "bad_key", step.key.clone()));
    }
    if step.title.trim().is_empty() {
        out.push(Problem::new(at("title"), "empty", ""));
    }
    let waits = matches!(step.kind, StepKind::WaitCitizen { .. });
    if step.role.trim().is_empty() != waits {
        out.push(Problem::new(
            at("role"),
            if waits { "role_of_citizen" } else { "empty" },
            step.role.clone(),
        ));
    }
    if step.minutes.is_some_and(|minutes| !(1..=480 * 3_660).contains(&minutes)) {
        out.push(Problem::new(at("minutes"), "bad_amount", ""));
    }
    if let Some(limit) = &step.limit
        && (span_of(limit).is_none() || (limit.unit != LimitUnit::SameDay && limit.amount < 1))
    {
        out.push(Problem::new(at("limit"), "bad_amount", limit.amount.to_string()));
    }
    let needs_end = waits || matches!(step.kind, StepKind::Consult { deemed: true });
    if needs_end && step.limit.is_none() && step.minutes.is_none() {
        out.push(Problem::new(at("limit"), "silence_without_limit", ""));
    }
    match &step.kind {
        StepKind::External { system } if system.trim().is_empty() => {
            out.push(Problem::new(at("system"), "empty", ""));
        }
        StepKind::Desk if step.routes.iter().any(|route| !route.ends()) => {
            out.push(Problem::new(at("routes"), "desk_goes_on", ""));
        }
        _ => {}
    }
    if step.place == Place::Asked && !matches!(step.kind, StepKind::Consult { .. }) {
        out.push(Problem::new(at("place"), "asked_without_consult", ""));
    }
}

/// Every name of another step must be one, and of the right kind.
fn references(definition: &Definition, step: &Step, place: &str, out: &mut Vec<Problem>) {
    for (number, route) in (1..).zip(&step.routes) {
        if !route.ends() && definition.step(&route.to).is_none() {
            out.push(Problem::new(
                format!("{place}.routes[{number}].to"),
                "unknown_target",
                route.to.clone(),
            ));
        }
        if let Some(Err(error)) = route.when.as_ref().map(|condition| condition.expr()) {
            let detail = format!("{:?}, {}", error.problem, error.at);
            out.push(Problem::new(format!("{place}.routes[{number}].when"), "condition", detail));
        }
    }
    let lists = [("may_return_to", &step.may_return_to), ("different_from", &step.different_from)];
    for (field, keys) in lists {
        for key in keys {
            let code = match definition.step(key) {
                None => "unknown_target",
                Some(other) if other.key == step.key => "itself",
                Some(other) if !other.kind.by_officer() => "not_an_officers_step",
                Some(_) => continue,
            };
            out.push(Problem::new(format!("{place}.{field}"), code, key.clone()));
        }
    }
}

/// Whatever the outcome, some way must lead on: a step that ends by a clock has nobody to tell that none does.
fn routes(step: &Step, place: &str, out: &mut Vec<Problem>) {
    let place = format!("{place}.routes");
    if step.routes.is_empty() {
        out.push(Problem::new(place, "no_routes", ""));
        return;
    }
    if step.split && step.routes.len() < 2 {
        out.push(Problem::new(place.clone(), "split_of_one", ""));
    }
    let always = |outcome: Option<&str>| {
        step.routes.iter().any(|route| {
            route.when.is_none() && (route.outcome.is_none() || route.outcome.as_deref() == outcome)
        })
    };
    let named = |outcome: &str| {
        step.routes.iter().any(|route| route.when.is_none() && route.outcome.as_deref() == Some(outcome))
    };
    let own: Vec<&str> = match step.kind {
        StepKind::WaitCitizen { .. } | StepKind::Consult { .. } => vec!["agreed", "disagreed"],
        StepKind::External { .. } => vec!["ok", "failed"],
        _ => step.routes.iter().filter_map(|route| route.outcome.as_deref()).collect(),
    };
    for outcome in own.iter().copied().filter(|outcome| !always(Some(outcome))) {
        out.push(Problem::new(place.clone(), "no_default_route", outcome));
    }
    if own.is_empty() && !always(None) {
        out.push(Problem::new(place.clone(), "no_default_route", ""));
    }
    // A citizen's no and a failed work order must not slip through the way of a yes.
    let no = match step.kind {
        StepKind::WaitCitizen { .. } => "disagreed",
        StepKind::External { .. } => "failed",
        _ => return,
    };
    if !named(no) {
        out.push(Problem::new(place, "no_route_for_no", no));
    }
}

/// Only an officer of the step before can say whom to ask.
fn asked(definition: &Definition, step: &Step, place: &str, out: &mut Vec<Problem>) {
    if step.place != Place::Asked {
        return;
    }
    if definition.start == step.key || step.join {
        out.push(Problem::new(place, "nobody_can_ask", ""));
    }
    for before in &definition.steps {
        if before.routes.iter().any(|route| route.to == step.key) && !before.kind.by_officer() {
            out.push(Problem::new(place, "nobody_can_ask", before.key.clone()));
        }
    }
}

/// Drafter and signer of one result differ (law.md §1.4): an approval names every draft that it may sign.
fn signer(definition: &Definition, step: &Step, place: &str, out: &mut Vec<Problem>) {
    if step.kind != StepKind::Approve {
        return;
    }
    let drafts = definition.steps.iter().filter(|other| other.kind == StepKind::Propose);
    let mut any = false;
    for draft in drafts {
        any = true;
        if !step.different_from.contains(&draft.key) {
            out.push(Problem::new(format!("{place}.different_from"), "drafter_may_sign", draft.key.clone()));
        }
    }
    if !any {
        out.push(Problem::new(place, "nothing_to_sign", ""));
    }
}

/// Nothing is handed over that nobody resolved, and no draft leaves without a signature (law.md §1.4).
fn unsigned(definition: &Definition, step: &Step, place: &str, out: &mut Vec<Problem>) {
    if step.key == definition.start {
        let desk = |key: &str| definition.step(key).is_some_and(|next| next.kind == StepKind::Desk);
        for (number, route) in (1..).zip(&step.routes).filter(|(_, route)| desk(&route.to)) {
            out.push(Problem::new(format!("{place}.routes[{number}].to"), "desk_at_once", route.to.clone()));
        }
        if step.kind == StepKind::Desk {
            out.push(Problem::new(format!("{place}.kind"), "desk_at_once", step.key.clone()));
        }
    }
    if step.kind == StepKind::Propose
        && let Some(last) = shape::leaves_unsigned(definition, &step.key)
    {
        out.push(Problem::new(place, "draft_unsigned", last));
    }
}

fn graph(definition: &Definition, out: &mut Vec<Problem>) {
    let (reached, ending) = (shape::reached(definition), shape::ending(definition));
    for (at, step) in definition.steps.iter().enumerate() {
        let place = format!("steps.{}", step.key);
        if !reached.get(at).copied().unwrap_or(false) {
            out.push(Problem::new(place, "unreachable", ""));
        } else if !ending.get(at).copied().unwrap_or(false) && !step.routes.is_empty() {
            out.push(Problem::new(place, "no_way_to_end", ""));
        }
    }
    for oddity in shape::oddities(definition) {
        let (at, code) = match oddity {
            Oddity::TwoLevels(at) => (at, "inside_and_outside_of_split"),
            Oddity::JoinWithoutSplit(at) => (at, "join_without_split"),
            Oddity::SplitWithoutJoin(at) => (at, "split_without_join"),
            Oddity::DifferentJoins(at) => (at, "different_joins"),
            Oddity::TooDeep(at) => (at, "split_too_deep"),
        };
        let key = definition.at(at).map_or_else(String::new, |step| step.key.clone());
        out.push(Problem::new(format!("steps.{key}"), code, ""));
    }
}
