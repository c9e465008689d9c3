//! What is to be paid: *phí* and *lệ phí* by formula, channel and quantity.
use crate::model::{Fee, FeeState};
use base::{Currency, Id, Money, Timestamp};
use contracts::{CaseRule, Channel, FeeDue, FeeRule};
use serde_json::{Map, Value};

/// An amount that cannot be reckoned.  It is never taken for nothing: who asks is told what to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// The name of the fee.
    pub fee: String,
    /// What its formula reads and nobody gave, by the names of the formula; empty when everything was given and what
    /// came out is no amount (below zero, beyond what a sum can be).
    pub needs: Vec<String>,
}

impl Uncounted {
    /// What to fill in, in words: a count by its label, everything else as `label` knows it.
    #[must_use]
    pub fn words(&self, case: &CaseRule, label: impl Fn(&str) -> Option<String>) -> String {
        let said = |name: &String| {
            let counted = case.counts.iter().find(|rule| rule.code == *name).map(|rule| rule.label.clone());
            counted.or_else(|| label(name)).unwrap_or_else(|| name.clone())
        };
        self.needs.iter().map(said).collect::<Vec<_>>().join(", ")
    }
}

/// Whether something was given under a name, `mother.residence` being a path.
fn given(scope: &Map<String, Value>, name: &str) -> bool {
    let mut parts = name.split('.');
    let first = parts.next().and_then(|part| scope.get(part));
    parts.fold(first, |found, part| found?.get(part)).is_some_and(|value| !value.is_null())
}

/// The amount of one rule; none where nobody has set one (the province's council may still decide).
fn amount(case: &CaseRule, rule: &FeeRule, scope: &Map<String, Value>) -> Result<Option<Money>, Uncounted> {
    if rule.amount.is_some() {
        return Ok(rule.amount);
    }
    let Some(formula) = rule.formula.as_deref() else { return Ok(None) };
    let fail = |needs: Vec<String>| Uncounted { fee: rule.name.clone(), needs };
    let formula = expr::Expr::parse(formula).map_err(|_| fail(Vec::new()))?;
    let absent: Vec<String> = formula.names().into_iter().filter(|name| !given(scope, name)).collect();
    // What the counter counts has no value of its own: without it even a formula that gives something is wrong.
    if absent.iter().any(|name| case.counts.iter().any(|count| count.code == *name)) {
        return Err(fail(absent));
    }
    let found =
        formula.eval(&expr::Value::from(Value::Object(scope.clone()))).map_err(|_| fail(Vec::new()))?;
    match found {
        expr::Value::Number(value) => {
            let minor = i64::try_from(value.round()).ok().filter(|minor| (0..=MOST).contains(minor));
            let minor = minor.ok_or_else(|| fail(Vec::new()))?;
            Ok(Some(Money { minor, currency: Currency::Vnd }))
        }
        _ => Err(fail(absent)),
    }
}

/// No single fee or charge comes near it (đồng); a larger sum is a formula gone wrong.
const MOST: i64 = 1_000_000_000_000;

/// The lines of a case on a channel as far as they can be reckoned, and those that cannot yet.  A line whose amount
/// comes to zero is left out.
#[must_use]
pub fn fees_so_far(
    case: &CaseRule,
    channel: Channel,
    answers: &Value,
    quantity: i64,
    now: Timestamp,
) -> (Vec<Fee>, Vec<Uncounted>) {
    let mut scope = answers.as_object().cloned().unwrap_or_default();
    scope.insert("quantity".to_owned(), quantity.into());
    let (mut lines, mut uncounted) = (Vec::new(), Vec::new());
    for rule in case.fees_on(channel) {
        match amount(case, rule, &scope) {
            Ok(Some(amount)) if amount.minor > 0 => lines.push(Fee {
                id: Id::new(now),
                code: rule.code.clone(),
                name: rule.name.clone(),
                kind: rule.kind,
                amount,
                due: rule.due,
                state: FeeState::Due,
                source: rule.source.clone(),
                receipt_number: None,
                exempt_reason: None,
            }),
            Ok(_) => {}
            Err(why) => uncounted.push(why),
        }
    }
    (lines, uncounted)
}

/// The lines of a case on a channel.
///
/// # Errors
/// [`Uncounted`]: the first amount that cannot be reckoned from what was given.
pub fn fee_lines(
    case: &CaseRule,
    channel: Channel,
    answers: &Value,
    quantity: i64,
    now: Timestamp,
) -> Result<Vec<Fee>, Uncounted> {
    let (lines, uncounted) = fees_so_far(case, channel, answers, quantity, now);
    match uncounted.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(lines),
    }
}

/// Whether something is still owed before this moment of the procedure.
#[must_use]
pub fn unpaid_before(fees: &[Fee], moment: FeeDue) -> bool {
    fees.iter().any(|fee| fee.state == FeeState::Due && fee.due == moment)
}
