//! Which papers a case asks, given the answers of the form.
use crate::model::{Component, Given};
use base::Timestamp;
use contracts::{CaseRule, ComponentId, ComponentRule};

fn asked(rule: &ComponentRule, answers: &expr::Value) -> bool {
    let Some(when) = &rule.when else { return true };
    // A condition that cannot be read or answered asks for the paper: never silently dropped.
    expr::Expr::parse(when).ok().and_then(|condition| condition.eval(answers).ok()).and_then(|v| v.as_bool())
        != Some(false)
}

/// The papers of a dossier that comes without an electronic form: the answers stand on paper, so the clerk, who sees
/// the person, says of each conditional paper that it was handed in or, in `not_due`, that this case does not ask it.
/// A mandatory one of which she says neither stays on the list as missing; one that nobody must bring is asked only
/// when it is there.
#[must_use]
pub fn components_on_paper(
    case: &CaseRule,
    now: Timestamp,
    given: impl Fn(&ComponentRule) -> Given,
    not_due: &[String],
) -> Vec<Component> {
    let on_hand = case.components.iter().map(|rule| (rule, given(rule)));
    let asked = on_hand.filter(|(rule, given)| {
        rule.when.is_none() || *given != Given::Missing || rule.mandatory && !not_due.contains(&rule.code)
    });
    (0_i64..).zip(asked).map(|(position, (rule, given))| component(rule, position, given, now)).collect()
}

fn component(rule: &ComponentRule, position: i64, given: Given, now: Timestamp) -> Component {
    Component {
        id: ComponentId::new(now),
        position,
        code: rule.code.clone(),
        name: rule.name.clone(),
        mandatory: rule.mandatory,
        originals: rule.originals,
        copies: rule.copies,
        given,
        note: String::new(),
    }
}

/// The papers of the case that apply to these answers, in the order of the procedure.  `given` says what has been
/// handed in for each code.
#[must_use]
pub fn required_components(
    case: &CaseRule,
    answers: &serde_json::Value,
    now: Timestamp,
    given: impl Fn(&ComponentRule) -> Given,
) -> Vec<Component> {
    let scope = expr::Value::from(answers.clone());
    let mut list = Vec::new();
    for (position, rule) in (0_i64..).zip(case.components.iter().filter(|rule| asked(rule, &scope))) {
        list.push(component(rule, position, given(rule), now));
    }
    list
}

/// The first mandatory paper that is missing.
#[must_use]
pub fn missing_mandatory(list: &[Component]) -> Option<&Component> {
    list.iter().find(|component| component.mandatory && component.given == Given::Missing)
}
