//! The doubts of a text: raised at reading, settled by people.
use super::resolve::{NameKind, Resolved};
use crate::model::PlanFacts;
use crate::model::source::{Doubt, Finding, FindingKind, MUST, NOTE, PlanSource, SHOULD};
use crate::rules::{Found, Warning, doubts, meaning};
use base::{Id, Timestamp, date_vi};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const DRAFT: &str = "programme-warn-draft";
pub const NO_NUMBER: &str = "programme-doubt-no-number";
/// Nobody is known by the name, or several are.
pub const AGENCY: &str = "programme-doubt-agency";
/// The agency is gone; one successor is known.
pub const AGENCY_FORMER: &str = "programme-doubt-agency-former";
/// The words name districts, which are gone.
pub const AGENCY_GROUP: &str = "programme-doubt-agency-group";
pub const UNSURE: &str = "programme-doubt-unsure";
pub const PAST: &str = "programme-doubt-past";
pub const ABOUT: &str = "programme-doubt-about";

/// Codes whose doubt is about a printed name.
#[must_use]
pub fn is_about_name(code: &str) -> bool {
    matches!(code, AGENCY | AGENCY_FORMER | AGENCY_GROUP)
}

struct Raising<'a> {
    source: &'a PlanSource,
    rows: &'a [Finding],
    at: Timestamp,
    out: Vec<Doubt>,
}

impl Raising<'_> {
    fn put(
        &mut self,
        code: &str,
        weight: i64,
        (line, end_line): (i64, i64),
        args: Value,
        finding: Option<&Finding>,
    ) {
        self.out.push(Doubt {
            id: Id::new(self.at),
            source: self.source.id,
            position: i64::try_from(self.out.len()).unwrap_or(i64::MAX),
            line,
            end_line,
            code: code.to_owned(),
            args,
            finding: finding.map(|finding| finding.id),
            weight,
            answer: None,
            settled_by: None,
            settled_at: None,
            version: 1,
        });
    }

    fn warning(&mut self, warning: &Warning) {
        let line = i64::try_from(warning.line).unwrap_or(0);
        let args: serde_json::Map<String, Value> =
            warning.args.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let kind = doubts::about(warning).and_then(FindingKind::from_word);
        let row = kind.and_then(|kind| {
            self.rows.iter().find(|row| row.kind == kind && row.line <= line && line <= row.end_line)
        });
        self.put(warning.key, doubts::weight(warning.key), (line, line), Value::Object(args), row);
    }

    fn name(&mut self, one: &Resolved) {
        let key = meaning::key(&one.printed);
        let places: Vec<&Finding> = self.rows.iter().filter(|row| names_in(row).contains(&key)).collect();
        let Some(first) = places.first() else { return };
        let lines = (first.line, first.end_line);
        let (code, weight) = match (one.kind, one.reason) {
            (NameKind::Open, _) => (AGENCY, MUST),
            (NameKind::Agency, "successor" | "district") => (AGENCY_FORMER, SHOULD),
            (NameKind::Group, "former_group") => (AGENCY_GROUP, SHOULD),
            _ => return,
        };
        let args = json!({ "name": one.printed, "key": key, "places": places.len().to_string() });
        self.put(code, weight, lines, args, None);
    }
}

/// Keys of the agency names that a finding prints.
fn names_in(row: &Finding) -> BTreeSet<String> {
    ["lead", "coordinating", "directing", "owner"]
        .into_iter()
        .filter_map(|field| row.body.get(field)?.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .map(meaning::key)
        .collect()
}

/// Everything that a careful planner would ask about.
pub(super) fn raise(
    source: &PlanSource,
    found: &Found,
    facts: &PlanFacts,
    rows: &[Finding],
    names: &[Resolved],
    at: Timestamp,
) -> Vec<Doubt> {
    let mut raising = Raising { source, rows, at, out: Vec::new() };
    for warning in &found.warnings {
        raising.warning(warning);
    }
    let document = &facts.document;
    let drafted = found.warnings.iter().any(|warning| warning.key == DRAFT);
    if !drafted && (document.number.is_none() || document.issued.is_none()) {
        raising.put(NO_NUMBER, MUST, (1, 1), json!({}), None);
    }
    for one in names {
        raising.name(one);
    }
    if let Some((count, latest)) = doubts::past_deadlines(facts, at.date()) {
        let args = json!({ "n": count.to_string(), "date": date_vi(latest) });
        raising.put(PAST, SHOULD, (1, 1), args, None);
    }
    for row in rows {
        if row.kind != FindingKind::Figure && row.confidence < doubts::UNSURE_BELOW {
            raising.put(UNSURE, SHOULD, (row.line, row.end_line), json!({ "reason": row.reason }), Some(row));
        } else if row.body.get("comparator").and_then(Value::as_str) == Some("≈") {
            let value = row.body.get("value").and_then(Value::as_str).unwrap_or_default().replace('.', ",");
            let unit = row.body.get("unit").and_then(Value::as_str).unwrap_or_default();
            let args = json!({ "value": format!("{value} {unit}").trim() });
            raising.put(ABOUT, NOTE, (row.line, row.end_line), args, Some(row));
        }
    }
    raising.out
}
