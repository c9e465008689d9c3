//! What is wrong with a version, whether a pack brings it or an import.
use base::{Date, ProcedureCode, ResultCode};
use contracts::{CaseRule, Channel, ComponentRule, FeeRule, Level, Limit, LimitUnit, Mode, ProcedureFact};
use serde_json::Value;
use std::collections::BTreeSet;

/// One thing wrong.  The sentence is `procedures-problem-<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
    /// A text of the file near which it stands.
    pub near: Option<String>,
}

fn finding(code: &'static str, args: &[(&'static str, &str)], near: Option<&str>) -> Finding {
    Finding {
        code,
        args: args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        near: near.map(str::to_owned),
    }
}

/// Everything wrong with the fact by itself; references to forms and processes are the caller's.
pub(crate) fn check_fact(fact: &ProcedureFact) -> Vec<Finding> {
    let mut found = Vec::new();
    if ProcedureCode::parse(&fact.code).is_err() {
        found.push(finding("bad_code", &[("code", &fact.code)], Some(&fact.code)));
    }
    if fact.name.trim().is_empty() {
        found.push(finding("no_name", &[], None));
    }
    if fact.field.trim().is_empty() {
        found.push(finding("no_field", &[], None));
    }
    if fact.published_by.trim().is_empty() {
        found.push(finding("no_decision", &[], None));
    }
    if fact.resolving_kind.trim().is_empty() {
        found.push(finding("no_authority", &[], None));
    }
    let years = Date::constant(2000, 1, 1)..Date::constant(2100, 1, 1);
    if !years.contains(&fact.effective_from) {
        found.push(finding(
            "bad_date",
            &[("date", &fact.effective_from.to_string())],
            Some("effective_from"),
        ));
    }
    results(fact, &mut found);
    for round in &fact.supplements {
        if !(1..=60).contains(&round.within_working_days) {
            let days = round.within_working_days.to_string();
            found.push(finding("supplement_days", &[("n", &days)], Some("within_working_days")));
        }
    }
    if fact.cases.is_empty() {
        found.push(finding("no_case", &[], None));
    }
    let mut codes = BTreeSet::new();
    for case in &fact.cases {
        if !is_key(&case.code) || !codes.insert(case.code.as_str()) {
            found.push(finding("case_code", &[("case", &case.code)], Some(&case.code)));
        }
        check_case(fact, case, &mut found);
    }
    if fact.mode == Mode::Local && !fact.configured() {
        found.push(finding("local_without_process", &[], Some("local")));
    }
    found
}

fn results(fact: &ProcedureFact, found: &mut Vec<Finding>) {
    let mut codes = BTreeSet::new();
    for code in &fact.result.codes {
        if ResultCode::parse(code).is_err() {
            found.push(finding("result_code", &[("code", code)], Some(code)));
        } else if !codes.insert(code) {
            found.push(finding("result_twice", &[("code", code)], Some(code)));
        }
    }
    if fact.configured() && fact.result.name.trim().is_empty() {
        found.push(finding("no_result_name", &[], None));
    }
    if fact.result.valid_months.is_some_and(|months| !(1..=1_200).contains(&months)) {
        found.push(finding("valid_months", &[], Some("valid_months")));
    }
}

fn check_case(fact: &ProcedureFact, case: &CaseRule, found: &mut Vec<Finding>) {
    let at = ("case", case.code.as_str());
    if case.name.trim().is_empty() {
        found.push(finding("case_name", &[at], Some(&case.code)));
    }
    if case.channels.is_empty() {
        found.push(finding("no_channel", &[at], Some(&case.code)));
    }
    let mut channels = BTreeSet::new();
    for rule in &case.channels {
        if !channels.insert(rule.channel) {
            found.push(finding("channel_twice", &[at, ("channel", rule.channel.word())], Some(&case.code)));
        }
        if let Some(limit) = &rule.limit {
            check_limit(limit, at, found);
        }
    }
    let mut components = BTreeSet::new();
    for component in &case.components {
        if !is_key(&component.code) || !components.insert(component.code.as_str()) {
            let args = [at, ("component", component.code.as_str())];
            found.push(finding("component_code", &args, Some(&component.code)));
        }
        check_component(component, at, found);
    }
    let mut fees = BTreeSet::new();
    for fee in &case.fees {
        if fee.code.trim().is_empty() || !fees.insert((fee.code.as_str(), fee.channel)) {
            found.push(finding("fee_code", &[at, ("fee", &fee.code)], Some(&fee.code)));
        }
        check_fee(fee, at, fact.mode == Mode::Local && case.process.is_some(), found);
        if case.process.is_some() {
            check_names(fee, case, at, found);
        }
    }
    let mut counts = BTreeSet::new();
    for count in &case.counts {
        let own = !matches!(count.code.as_str(), "quantity" | "case" | "channel");
        let name = count.code.starts_with(|c: char| c.is_ascii_lowercase()) && !count.code.contains('-');
        if !is_key(&count.code) || !own || !name || !counts.insert(count.code.as_str()) {
            found.push(finding("count_code", &[at, ("count", &count.code)], Some(&count.code)));
        }
        if count.label.trim().is_empty() {
            found.push(finding("count_label", &[at, ("count", &count.code)], Some(&count.code)));
        }
    }
    let configured = case.process.is_some();
    if configured
        && fact.level == Level::Province
        && fact.resolving_kind == "department"
        && fact.resolving_code.is_none()
    {
        found.push(finding("no_resolving_code", &[at], Some("resolving_kind")));
    }
    for (kind, reference) in [("form", &case.form), ("process", &case.process)] {
        if let Some(reference) = reference
            && split_reference(reference).is_none()
        {
            found.push(finding(
                "bad_reference",
                &[at, ("kind", kind), ("reference", reference)],
                Some(reference),
            ));
        }
    }
}

fn check_limit(limit: &Limit, at: (&'static str, &str), found: &mut Vec<Finding>) {
    let fits = limit.unit == LimitUnit::SameDay || (1..=3_660).contains(&limit.amount);
    if !fits {
        found.push(finding("limit_amount", &[at, ("n", &limit.amount.to_string())], Some("limit")));
    }
    if limit.source.trim().is_empty() {
        found.push(finding("limit_source", &[at], Some("limit")));
    }
}

fn check_component(component: &ComponentRule, at: (&'static str, &str), found: &mut Vec<Finding>) {
    let args = [at, ("component", component.code.as_str())];
    if component.name.trim().is_empty() {
        found.push(finding("component_name", &args, Some(&component.code)));
    }
    if !(0..=1_000).contains(&component.originals) || !(0..=1_000).contains(&component.copies) {
        found.push(finding("component_count", &args, Some(&component.code)));
    }
    if let Some(when) = &component.when
        && let Err(error) = expr::Expr::parse(when)
    {
        let detail = error.to_string();
        found.push(finding("component_when", &[args[0], args[1], ("detail", &detail)], Some(when)));
    }
}

fn check_fee(fee: &FeeRule, at: (&'static str, &str), must_be_known: bool, found: &mut Vec<Finding>) {
    let args = [at, ("fee", fee.code.as_str())];
    if fee.amount.is_some_and(|amount| amount.minor < 0) {
        found.push(finding("fee_amount", &args, Some(&fee.code)));
    }
    if fee.amount.is_some() && fee.formula.is_some() {
        found.push(finding("fee_both", &args, Some(&fee.code)));
    }
    if must_be_known && fee.amount.is_none() && fee.formula.is_none() {
        found.push(finding("fee_unknown", &args, Some(&fee.code)));
    }
    if fee.source.trim().is_empty() {
        found.push(finding("fee_source", &args, Some(&fee.code)));
    }
    if let Some(formula) = &fee.formula
        && let Err(error) = expr::Expr::parse(formula)
    {
        let detail = error.to_string();
        found.push(finding("fee_formula", &[args[0], args[1], ("detail", &detail)], Some(formula)));
    }
}

/// An amount is reckoned from what is asked: at the counter and by post from the quantity and what the case counts,
/// online from the answers of the form too.
fn check_names(fee: &FeeRule, case: &CaseRule, at: (&'static str, &str), found: &mut Vec<Finding>) {
    let Some(formula) = fee.formula.as_deref() else { return };
    let Ok(names) = expr::Expr::parse(formula).map(|formula| formula.names()) else { return };
    let offered = case.channels.iter().map(|rule| rule.channel);
    for channel in offered.filter(|channel| fee.channel.is_none_or(|only| only == *channel)) {
        let asked = |name: &String| match channel {
            Channel::Online => case.form.is_some() || name == "quantity",
            Channel::InPerson | Channel::Post => {
                name == "quantity" || case.counts.iter().any(|count| count.code == *name)
            }
        };
        let unasked: Vec<&str> = names.iter().filter(|name| !asked(name)).map(String::as_str).collect();
        if unasked.is_empty() {
            continue;
        }
        let names = unasked.join(", ");
        let code = if channel == Channel::Online { "fee_without_form" } else { "fee_not_counted" };
        found.push(finding(code, &[at, ("fee", &fee.code), ("names", &names)], Some(formula)));
        return;
    }
}

/// Lower-case ASCII, digits, `-` and `_`.
fn is_key(text: &str) -> bool {
    (1..=60).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
}

/// `code@version` into its parts.
pub(crate) fn split_reference(reference: &str) -> Option<(&str, i64)> {
    let (code, version) = reference.split_once('@')?;
    let version: i64 = version.parse().ok().filter(|number| *number >= 1)?;
    (!code.is_empty()).then_some((code, version))
}

/// The longest a case may take, in working minutes; `None` when its limits do not count in hours (calendar days).
pub(crate) fn longest_working_minutes(case: &CaseRule) -> Option<i64> {
    let mut longest = None;
    for limit in case.channels.iter().filter_map(|rule| rule.limit.as_ref()) {
        let minutes = match limit.unit {
            LimitUnit::Hour => limit.amount.checked_mul(60)?,
            LimitUnit::WorkingDay => limit.amount.checked_mul(480)?,
            LimitUnit::SameDay => 480,
            LimitUnit::CalendarDay => return None,
        };
        longest = longest.max(Some(minutes));
    }
    longest
}

/// Keys of `written` that `read` does not have: misspelled, so silently without effect.  Paths like `cases[0].chanels`.
pub(crate) fn unknown_keys(written: &Value, read: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(written, read, "", &mut found);
    found
}

fn walk(written: &Value, read: &Value, path: &str, found: &mut Vec<String>) {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            for (key, value) in written {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match read.get(key) {
                    Some(known) => walk(value, known, &path, found),
                    None => found.push(path),
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (place, (value, known)) in written.iter().zip(read).enumerate() {
                walk(value, known, &format!("{path}[{place}]"), found);
            }
        }
        _ => {}
    }
}
