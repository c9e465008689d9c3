//! What answers make of a draft.  The draft itself stays as imported; answers are laid on when it is shown or published.
use crate::model::{Answer, Effect, LimitAnswer, Question};
use contracts::{CaseRule, ComponentRule, Limit, ProcedureFact, Receiving};

/// The fact with every answered question's effect.  Cases are joined before anything is set in them.
pub(crate) fn answered(fact: &ProcedureFact, questions: &[Question]) -> ProcedureFact {
    let mut fact = fact.clone();
    let chosen: Vec<&Effect> = questions
        .iter()
        .filter_map(|question| {
            let Some(Answer { reading: Some(place) }) = question.answer else { return None };
            question.readings.get(place).map(|reading| &reading.effect)
        })
        .collect();
    let (first, rest): (Vec<&Effect>, Vec<&Effect>) =
        chosen.into_iter().partition(|effect| **effect == Effect::JoinCases);
    first.into_iter().chain(rest).for_each(|effect| lay(&mut fact, effect));
    fact
}

fn lay(fact: &mut ProcedureFact, effect: &Effect) {
    let source = fact.published_by.clone();
    match effect {
        Effect::Nothing => {}
        Effect::SetLimit { limit } => {
            let limit = limit.map(|limit| limit.limit(&source));
            fact.immediate = limit.is_none();
            fact.cases.iter_mut().for_each(|case| set_limit(case, limit.as_ref()));
        }
        Effect::SplitCases { limits } => split(fact, limits, &source),
        Effect::FeeByProvince => {
            for fee in fact.cases.iter_mut().flat_map(|case| case.fees.iter_mut()) {
                (fee.amount, fee.formula) = (None, None);
            }
        }
        Effect::NoFee => fact.cases.iter_mut().for_each(|case| case.fees.clear()),
        Effect::SetFees { fees } => fact.cases.iter_mut().for_each(|case| case.fees.clone_from(fees)),
        Effect::JoinCases => join(fact),
        Effect::SetAuthority { level, resolving_kind } => {
            fact.level = *level;
            fact.resolving_kind.clone_from(resolving_kind);
            fact.receiving = match level {
                contracts::Level::Commune => Receiving::OwnCommune,
                contracts::Level::Province => Receiving::Province,
            };
        }
        Effect::SetResult { code, name } => {
            fact.result.codes = vec![code.clone()];
            fact.result.name.clone_from(name);
        }
    }
}

fn set_limit(case: &mut CaseRule, limit: Option<&Limit>) {
    for rule in &mut case.channels {
        rule.limit = limit.cloned();
    }
}

/// One copy of every case for each limit.
fn split(fact: &mut ProcedureFact, limits: &[LimitAnswer], source: &str) {
    let cases = std::mem::take(&mut fact.cases);
    for case in cases {
        for (place, limit) in limits.iter().enumerate() {
            let mut copy = case.clone();
            copy.code = format!("{}-{}", case.code, place + 1);
            set_limit(&mut copy, Some(&limit.limit(source)));
            fact.cases.push(copy);
        }
    }
}

/// All components once, in one case; what was a case's own says whose it is and is not asked of everybody.
fn join(fact: &mut ProcedureFact) {
    let cases = std::mem::take(&mut fact.cases);
    let shared = |name: &str| cases.iter().all(|case| case.components.iter().any(|own| own.name == name));
    let mut components: Vec<ComponentRule> = Vec::new();
    for case in &cases {
        for component in &case.components {
            if components.iter().any(|known| known.name == component.name) {
                continue;
            }
            let mut component = component.clone();
            if !shared(&component.name) {
                component.help = [case.name.as_str(), component.help.as_str()]
                    .iter()
                    .filter(|text| !text.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join("\n");
                component.mandatory = false;
            }
            component.code = format!("tp{:02}", components.len() + 1);
            components.push(component);
        }
    }
    if let Some(mut first) = cases.into_iter().next() {
        first.code = "chung".to_owned();
        first.name.clone_from(&fact.name);
        first.components = components;
        fact.cases.push(first);
    }
}

/// Answers of an earlier import of the same record stay where question and quote are the same.
pub(crate) fn carry_over(new: &mut [Question], old: &[Question]) {
    for question in new {
        let same = old.iter().find(|known| {
            known.id == question.id
                && known.code == question.code
                && known.quote == question.quote
                && known.readings == question.readings
        });
        question.answer = same.and_then(|known| known.answer);
    }
}
