//! From names with numbers to the value.
use crate::model::Definition;
use expr::{Explanation, Expr, Note, Scope, Value};
use rust_decimal::Decimal;

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoValue {
    /// The denominator is nought.
    NothingToDivideBy,
    /// A number that somebody reports is not there.
    NotReported,
    /// A division by nought inside an expression.
    DividesByZero,
    /// What came out is no number (a limit, a comparison).
    NoNumber,
}

impl NoValue {
    /// End of the sentence's key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NothingToDivideBy => "nothing-to-divide-by",
            Self::NotReported => "not-reported",
            Self::DividesByZero => "divides-by-zero",
            Self::NoNumber => "no-number",
        }
    }
}

/// A value and what it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
    /// In the indicator's unit.
    pub value: Result<Decimal, NoValue>,
}

/// Digits kept behind the comma of a quotient.
const KEPT: u32 = 6;

fn divides_by_zero(explanation: &Explanation) -> bool {
    explanation.note == Some(Note::DivisionByZero) || explanation.parts.iter().any(divides_by_zero)
}

fn number(source: &str, scope: &dyn Scope) -> Result<Decimal, NoValue> {
    let parsed = Expr::parse(source).map_err(|_| NoValue::NoNumber)?;
    let (value, why) = parsed.eval_explained(scope).map_err(|_| NoValue::NoNumber)?;
    match value {
        Value::Number(number) => Ok(number.normalize()),
        Value::Null if divides_by_zero(&why) => Err(NoValue::DividesByZero),
        Value::Null
            if parsed.names().iter().any(|name| scope.lookup(name).is_none_or(|value| value.is_null())) =>
        {
            Err(NoValue::NotReported)
        }
        _ => Err(NoValue::NoNumber),
    }
}

/// The value of a definition with the numbers of `scope`; a name without a number is null there.
#[must_use]
pub fn make(definition: &Definition, scope: &dyn Scope) -> Made {
    let numerator = number(&definition.numerator, scope);
    if definition.denominator.trim().is_empty() {
        return Made { numerator: numerator.ok(), denominator: None, value: numerator };
    }
    let denominator = number(&definition.denominator, scope);
    let value = match (numerator, denominator) {
        (_, Ok(below)) if below.is_zero() => Err(NoValue::NothingToDivideBy),
        (Ok(above), Ok(below)) => {
            let times = if definition.percent() { Decimal::ONE_HUNDRED } else { Decimal::ONE };
            above
                .checked_mul(times)
                .and_then(|above| above.checked_div(below))
                .map(|value| value.round_dp(KEPT).normalize())
                .ok_or(NoValue::NoNumber)
        }
        (Err(why), _) | (_, Err(why)) => Err(why),
    };
    Made { numerator: numerator.ok(), denominator: denominator.ok(), value }
}
