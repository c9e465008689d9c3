//! The lines of a result, from the procedure's own layout; what is known only later is filled in when it is known.
use crate::model::{ResultBody, ResultLine};
use base::{Date, PartialDate, date_vi};
use contracts::{ResultRow, ResultRule, RowFact, RowSource};
use std::collections::BTreeMap;

/// What a layout may say.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// The answers that are in force, by field, as people read them.
    pub shown: BTreeMap<String, String>,
    /// The same as data, with `case`.
    pub answers: serde_json::Value,
    pub agency: &'a str,
    pub later: Later,
}

/// What comes after the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Later {
    pub personal_number: Option<String>,
    /// Day in Vietnam.
    pub signed_on: Option<Date>,
}

impl Later {
    fn value(&self, fact: RowFact) -> Option<String> {
        match fact {
            RowFact::Agency => None,
            RowFact::SignedOn => self.signed_on.map(date_vi),
            RowFact::PersonalNumber => self.personal_number.clone(),
        }
    }
}

fn holds(source: &RowSource, scope: &expr::Value) -> bool {
    let Some(when) = &source.when else { return true };
    let said = expr::Expr::parse(when).ok().and_then(|condition| condition.eval(scope).ok());
    said.and_then(|value| value.as_bool()) == Some(true)
}

fn year_of(answers: &serde_json::Value, field: &str) -> Option<String> {
    let day = PartialDate::parse(answers.get(field)?.as_str()?).ok()?;
    Some(day.year().to_string())
}

fn value_of(source: &RowSource, known: &Known<'_>) -> Option<String> {
    match source.fact {
        Some(RowFact::Agency) => return Some(known.agency.to_owned()),
        Some(fact) => return known.later.value(fact),
        None => {}
    }
    let given = source.fields.iter().filter_map(|field| {
        let shown = known.shown.get(field).filter(|value| !value.is_empty())?;
        if source.year { year_of(&known.answers, field) } else { Some(shown.clone()) }
    });
    Some(given.collect::<Vec<_>>().join(", ")).filter(|value| !value.is_empty())
}

fn line(row: &ResultRow, known: &Known<'_>, scope: &expr::Value) -> ResultLine {
    let mut sources = row.from.iter().filter(|source| holds(source, scope));
    let value = sources.find_map(|source| value_of(source, known));
    ResultLine {
        key: row.key.clone(),
        label: row.label.clone(),
        value: value.unwrap_or_else(|| row.pending.clone()),
        heading: false,
    }
}

/// The lines of the paper as the procedure lays it out; empty where it does not.
#[must_use]
pub fn result_lines(rule: &ResultRule, known: &Known<'_>) -> Vec<ResultLine> {
    let scope = expr::Value::from(known.answers.clone());
    let mut lines = Vec::new();
    for row in &rule.rows {
        if !row.heading.is_empty() {
            lines.push(ResultLine::heading(&row.heading));
        }
        lines.push(line(row, known, &scope));
    }
    lines
}

/// Writes into a draft what has become known since; other lines are the drafter's and stay.
pub fn settle(rule: &ResultRule, body: &mut ResultBody, later: &Later) {
    for row in &rule.rows {
        let known = row.from.iter().filter_map(|source| source.fact).find_map(|fact| later.value(fact));
        let Some(value) = known else { continue };
        for line in body.rows.iter_mut().filter(|line| !line.heading && line.key == row.key) {
            line.value.clone_from(&value);
        }
    }
}

/// One line in which the draft says something else than the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub label: String,
    pub answer: String,
    pub draft: String,
}

/// What the draft says otherwise than the answers: matched by key, and by label only where an officer's own line has
/// none and the label is one of a kind.  Facts of the house (agency, day, number given) are nobody's answer.
#[must_use]
pub fn differences(rule: &ResultRule, expected: &[ResultLine], draft: &[ResultLine]) -> Vec<Difference> {
    let house =
        |key: &str| rule.rows.iter().any(|row| row.key == key && row.from.iter().any(|s| s.fact.is_some()));
    let said: Vec<&ResultLine> =
        draft.iter().filter(|line| !line.heading && (line.key.is_empty() || !house(&line.key))).collect();
    let wanted: Vec<&ResultLine> =
        expected.iter().filter(|line| !line.heading && !house(&line.key)).collect();
    let alike = |label: &str| wanted.iter().filter(|line| text::same_words(&line.label, label)).count();
    let same = |one: &ResultLine, other: &ResultLine| {
        if one.key.is_empty() || other.key.is_empty() {
            alike(&one.label) == 1 && text::same_words(&one.label, &other.label)
        } else {
            one.key == other.key
        }
    };
    let mut list = Vec::new();
    for line in &said {
        let answer = wanted.iter().find(|known| same(known, line));
        let answer = answer.map(|known| known.value.clone()).unwrap_or_default();
        if !text::same_words(&answer, &line.value) {
            list.push(Difference { label: line.label.clone(), answer, draft: line.value.clone() });
        }
    }
    for line in wanted.iter().filter(|line| !line.value.is_empty()) {
        if !said.iter().any(|drafted| same(line, drafted)) {
            let (label, answer) = (line.label.clone(), line.value.clone());
            list.push(Difference { label, answer, draft: String::new() });
        }
    }
    list
}
