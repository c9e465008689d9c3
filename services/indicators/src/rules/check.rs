//! What a fact and a definition may say.  Every flaw is told at once, at its field, before anything is stored.
use super::fact::{CompiledFact, FACT_NAMES};
use super::flaw::Flaw;
use crate::model::{AgencyOf, DayOf, Definition, FactBody};
use contracts::EVENT_KINDS;
use expr::{Expr, ExprError};
use std::collections::{BTreeMap, BTreeSet};

/// What exists besides the definition in hand.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Codes of facts.
    pub facts: BTreeSet<String>,
    /// The other indicators in force.
    pub indicators: BTreeMap<String, Definition>,
}

/// Words of the language, which therefore name nothing.
const RESERVED: &[&str] =
    &["and", "or", "in", "between", "if", "then", "else", "not", "true", "false", "null", "date", "duration"];
const CODE_CHARS_MAX: usize = 60;
const KINDS_MAX: usize = 32;
const INPUTS_MAX: usize = 12;
const TEXT_CHARS_MAX: usize = 2_000;
const TITLE_CHARS_MAX: usize = 200;

fn is_code(code: &str) -> bool {
    code.len() <= CODE_CHARS_MAX
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !RESERVED.contains(&code)
}

fn broken(field: &str, source: &str, error: &ExprError) -> Flaw {
    let near: String = source.get(error.at..).unwrap_or_default().chars().take(20).collect();
    if near.trim().is_empty() {
        Flaw::new(field, "expression-unfinished")
    } else {
        Flaw::new(field, "expression-broken").arg("near", near)
    }
}

/// What the history tells of an old act as it stands today: an act counted by it would count otherwise (or twice) when it
/// is counted from the beginning.
const TOLD_AS_NOW: [&str; 3] = ["received_at", "due_at", "closed_at"];

/// Every flaw of a fact.
#[must_use]
pub fn check_fact(fact: &FactBody) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if !is_code(&fact.code) {
        flaws.push(Flaw::new("code", "code").arg("code", fact.code.clone()));
    }
    for (field, value, most) in
        [("title", &fact.title, TITLE_CHARS_MAX), ("method", &fact.method, TEXT_CHARS_MAX)]
    {
        flaws.extend(words(field, value, most));
    }
    for kind in &fact.events {
        if !EVENT_KINDS.iter().any(|(known, _)| known == kind) {
            flaws.push(Flaw::new("events", "event-unknown").arg("kind", kind.clone()));
        }
    }
    if fact.events.len() > KINDS_MAX {
        flaws.push(Flaw::new("events", "events-many"));
    }
    if !fact.events.is_empty() {
        if fact.day != DayOf::At {
            flaws.push(Flaw::new("day", "act-day").arg("day", fact.day.word()));
        }
        if fact.agency != AgencyOf::Receiving {
            flaws.push(Flaw::new("agency", "act-agency").arg("agency", fact.agency.word()));
        }
    }
    match CompiledFact::of(0, fact).and_then(|_| Expr::parse(&fact.when)) {
        Err(error) => flaws.push(broken("when", &fact.when, &error)),
        Ok(when) => {
            for name in when.names() {
                let head = name.split('.').next().unwrap_or_default();
                if !FACT_NAMES.contains(&head) {
                    flaws.push(Flaw::new("when", "condition-name").arg("name", name));
                } else if !fact.events.is_empty() && TOLD_AS_NOW.contains(&head) {
                    flaws.push(Flaw::new("when", "act-condition").arg("name", name));
                }
            }
        }
    }
    flaws
}

fn words(field: &str, value: &str, most: usize) -> Option<Flaw> {
    if value.trim().is_empty() {
        return Some(Flaw::new(field, "empty"));
    }
    (value.chars().count() > most).then(|| Flaw::new(field, "long").arg("most", most.to_string()))
}

/// Every flaw of a definition beside what exists.
#[must_use]
pub fn check_definition(definition: &Definition, known: &Known) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let d = definition;
    if !is_code(&d.code) {
        flaws.push(Flaw::new("code", "code").arg("code", d.code.clone()));
    }
    if known.facts.contains(&d.code) {
        flaws.push(Flaw::new("code", "code-is-fact").arg("code", d.code.clone()));
    }
    for (field, value, most) in [
        ("title", &d.title, TITLE_CHARS_MAX),
        ("unit", &d.unit, 40),
        ("source", &d.source, TEXT_CHARS_MAX),
        ("method", &d.method, TEXT_CHARS_MAX),
        ("responsible", &d.responsible, TITLE_CHARS_MAX),
        ("legal_basis", &d.legal_basis, TEXT_CHARS_MAX),
    ] {
        flaws.extend(words(field, value, most));
    }
    if d.levels.is_empty() {
        flaws.push(Flaw::new("levels", "no-level"));
    }
    if d.decimals > 6 {
        flaws.push(Flaw::new("decimals", "decimals"));
    }
    if !(1..=28).contains(&d.window_day) {
        flaws.push(Flaw::new("window_day", "window-day"));
    }
    if !(0..=366).contains(&d.deadline_days) {
        flaws.push(Flaw::new("deadline_days", "deadline-days"));
    }
    flaws.extend(inputs(d, known));
    let mut read = BTreeSet::new();
    read.extend(names_of(d, known, "numerator", &d.numerator, &mut flaws));
    if !d.denominator.trim().is_empty() {
        read.extend(names_of(d, known, "denominator", &d.denominator, &mut flaws));
    }
    if flaws.is_empty() && read.is_empty() {
        flaws.push(Flaw::new("numerator", "no-names"));
    }
    flaws
}

fn inputs(d: &Definition, known: &Known) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut seen = BTreeSet::new();
    if d.inputs.len() > INPUTS_MAX {
        flaws.push(Flaw::new("inputs", "inputs-many").arg("most", INPUTS_MAX.to_string()));
    }
    for input in &d.inputs {
        let say = |code| Flaw::new("inputs", code).arg("code", input.code.clone());
        if !is_code(&input.code) {
            flaws.push(say("code"));
        }
        if input.title.trim().is_empty() {
            flaws.push(say("input-title"));
        }
        let taken = known.facts.contains(&input.code) || known.indicators.contains_key(&input.code);
        if !seen.insert(input.code.as_str()) || taken || input.code == d.code {
            flaws.push(say("input-twice"));
        }
    }
    flaws
}

/// Reads one expression; tells what it names and does not exist.
fn names_of(
    d: &Definition,
    known: &Known,
    field: &str,
    source: &str,
    flaws: &mut Vec<Flaw>,
) -> BTreeSet<String> {
    let parsed = match Expr::parse(source) {
        Ok(parsed) => parsed,
        Err(error) => {
            flaws.push(broken(field, source, &error));
            return BTreeSet::new();
        }
    };
    let names = parsed.names();
    for name in &names {
        if d.inputs.iter().any(|input| input.code == *name) || known.facts.contains(name) {
            continue;
        }
        if *name == d.code {
            flaws.push(Flaw::new(field, "refers-to-itself").arg("name", name.clone()));
        } else if !known.indicators.contains_key(name) {
            flaws.push(Flaw::new(field, "name-unknown").arg("name", name.clone()));
        } else if let Some(way) = way_back(&d.code, name, known) {
            flaws.push(Flaw::new(field, "refers-to-itself-through").arg("way", way.join(" → ")));
        }
    }
    names
}

/// The chain of indicators by which `from` leads back to `to`, if it does.
fn way_back(to: &str, from: &str, known: &Known) -> Option<Vec<String>> {
    let mut open: Vec<Vec<String>> = vec![vec![to.to_owned(), from.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = open.pop() {
        let Some(last) = way.last().cloned() else { continue };
        if !seen.insert(last.clone()) {
            continue;
        }
        let Some(definition) = known.indicators.get(&last) else { continue };
        for source in [&definition.numerator, &definition.denominator] {
            let Ok(parsed) = Expr::parse(source) else { continue };
            for name in parsed.names() {
                let mut longer = way.clone();
                longer.push(name.clone());
                if name == to {
                    return Some(longer);
                }
                open.push(longer);
            }
        }
    }
    None
}
