//! What is to be paid: *phí* and *lệ phí* by formula, channel and quantity.
use crate::model::{Fee, FeeState};
use base::{Currency, Id, Money, Timestamp};
use contracts::{CaseRule, Channel, FeeDue, FeeRule};

fn amount(rule: &FeeRule, answers: &serde_json::Value, quantity: i64) -> Option<Money> {
    if let Some(fixed) = rule.amount {
        return Some(fixed);
    }
    let formula = expr::Expr::parse(rule.formula.as_deref()?).ok()?;
    let mut scope = answers.as_object().cloned().unwrap_or_default();
    scope.insert("quantity".to_owned(), quantity.into());
    let expr::Value::Number(value) =
        formula.eval(&expr::Value::from(serde_json::Value::Object(scope))).ok()?
    else {
        return None;
    };
    let minor = i64::try_from(value.round()).ok()?;
    Some(Money { minor, currency: Currency::Vnd })
}

/// The lines of a case on a channel; a line whose amount comes to zero or cannot be computed is left out, the
/// latter being refused when the pack is checked.
#[must_use]
pub fn fee_lines(
    case: &CaseRule,
    channel: Channel,
    answers: &serde_json::Value,
    quantity: i64,
    now: Timestamp,
) -> Vec<Fee> {
    case.fees
        .iter()
        .filter(|rule| rule.channel.is_none_or(|only| only == channel))
        .filter_map(|rule| {
            let amount = amount(rule, answers, quantity)?;
            (amount.minor > 0).then(|| Fee {
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
            })
        })
        .collect()
}

/// Whether something is still owed before this moment of the procedure.
#[must_use]
pub fn unpaid_before(fees: &[Fee], moment: FeeDue) -> bool {
    fees.iter().any(|fee| fee.state == FeeState::Due && fee.due == moment)
}
