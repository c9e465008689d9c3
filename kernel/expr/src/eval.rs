//! From tree to value (DMN 1.4 10.3.2): no side effects, no clock, bounded steps.
use crate::ast::{Arithmetic, Compare, Kind, Node, Test};
use crate::explain::{Explanation, Note};
use crate::functions::order;
use crate::parse::{Expr, UnaryTests};
use crate::value::{Duration, Value};
use crate::{STEPS_MAX, TEXT_BYTES_MAX};
use jiff::Span;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Where names get their values.  `None` = a name the scope does not know; the result is null with a note.
pub trait Scope {
    fn lookup(&self, name: &str) -> Option<Value>;
}

impl Scope for BTreeMap<String, Value> {
    fn lookup(&self, name: &str) -> Option<Value> {
        self.get(name).cloned()
    }
}

impl Scope for Value {
    /// The entries of a context; no other value has names.
    fn lookup(&self, name: &str) -> Option<Value> {
        match self {
            Self::Context(entries) => entries.get(name).cloned(),
            _ => None,
        }
    }
}

impl Scope for () {
    fn lookup(&self, _: &str) -> Option<Value> {
        None
    }
}

/// A limit was hit: the only way in which evaluating fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    #[error("expression takes more than {STEPS_MAX} steps")]
    TooManySteps,
    #[error("expression builds a text of more than {TEXT_BYTES_MAX} bytes")]
    TextTooLong,
}

impl Expr {
    /// The value in `scope`.
    ///
    /// # Errors
    /// Only when a limit is hit; a wrong operand gives null.
    pub fn eval(&self, scope: &dyn Scope) -> Result<Value, EvalError> {
        Run { scope, source: &self.source, steps: 0 }.node(&self.root, None)
    }

    /// The value and how it came about.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn eval_explained(&self, scope: &dyn Scope) -> Result<(Value, Explanation), EvalError> {
        let mut parts = Vec::new();
        let value = Run { scope, source: &self.source, steps: 0 }.node(&self.root, Some(&mut parts))?;
        let whole = parts.pop().unwrap_or_else(|| Explanation {
            text: self.source.clone(),
            value: value.clone(),
            note: None,
            parts: Vec::new(),
        });
        Ok((value, whole))
    }

    /// Is the condition true?  Null and non-booleans are not.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn holds(&self, scope: &dyn Scope) -> Result<bool, EvalError> {
        Ok(self.eval(scope)?.as_bool() == Some(true))
    }
}

impl UnaryTests {
    /// Does the value pass, with no names known?  An answer of null is no.
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn matches(&self, value: &Value) -> Result<bool, EvalError> {
        self.matches_in(value, &())
    }

    /// Does the value pass, with names from `scope`?
    ///
    /// # Errors
    /// As [`Expr::eval`].
    pub fn matches_in(&self, value: &Value, scope: &dyn Scope) -> Result<bool, EvalError> {
        let mut run = Run { scope, source: &self.source, steps: 0 };
        Ok(run.any_test(value, &self.tests, None)? == Some(true))
    }
}

struct Run<'a> {
    scope: &'a dyn Scope,
    source: &'a str,
    steps: usize,
}

type Parts<'p> = Option<&'p mut Vec<Explanation>>;

impl Run<'_> {
    fn step(&mut self, count: usize) -> Result<(), EvalError> {
        self.steps = self.steps.saturating_add(count);
        if self.steps > STEPS_MAX { Err(EvalError::TooManySteps) } else { Ok(()) }
    }

    fn node(&mut self, node: &Node, out: Parts<'_>) -> Result<Value, EvalError> {
        self.step(1)?;
        let mut parts = out.is_some().then(Vec::new);
        let result = self.apply(node, parts.as_mut())?;
        let (value, note) = match result {
            Ok(value) => (value, None),
            Err(note) => (Value::Null, Some(note)),
        };
        if let (Some(out), Some(parts)) = (out, parts)
            && !matches!(node.kind, Kind::Literal(_))
        {
            let text = self.source.get(node.start..node.end).unwrap_or_default().to_owned();
            out.push(Explanation { text, value: value.clone(), note, parts });
        }
        Ok(value)
    }

    fn apply(&mut self, node: &Node, mut parts: Parts<'_>) -> Result<Result<Value, Note>, EvalError> {
        Ok(match &node.kind {
            Kind::Literal(value) => Ok(value.clone()),
            Kind::Name(name) => self.scope.lookup(name).ok_or(Note::UnknownName),
            Kind::Path(inner, name) => {
                let value = self.node(inner, parts)?;
                self.property(&value, name)?
            }
            Kind::Negate(inner) => negate(self.node(inner, parts)?),
            Kind::All(items) => self.junction(items, false, parts)?,
            Kind::Any(items) => self.junction(items, true, parts)?,
            Kind::Compare(operator, left, right) => {
                let left = self.node(left, parts.as_deref_mut())?;
                let right = self.node(right, parts)?;
                self.step(size(&left).min(size(&right)))?;
                compare(*operator, &left, &right).map(Value::Bool).ok_or(Note::NotApplicable)
            }
            Kind::Arithmetic(operator, left, right) => {
                let left = self.node(left, parts.as_deref_mut())?;
                let right = self.node(right, parts)?;
                let result = arithmetic(*operator, left, right);
                if matches!(&result, Ok(Value::Text(text)) if text.len() > TEXT_BYTES_MAX) {
                    return Err(EvalError::TextTooLong);
                }
                result
            }
            Kind::Between(value, low, high) => {
                let value = self.node(value, parts.as_deref_mut())?;
                let low = self.node(low, parts.as_deref_mut())?;
                let high = self.node(high, parts)?;
                let above = compare(Compare::GreaterOrEqual, &value, &low);
                and(above, compare(Compare::LessOrEqual, &value, &high))
                    .map(Value::Bool)
                    .ok_or(Note::NotApplicable)
            }
            Kind::In(value, tests) => {
                let value = self.node(value, parts.as_deref_mut())?;
                self.any_test(&value, tests, parts)?.map(Value::Bool).ok_or(Note::NotApplicable)
            }
            // 10.3.2: a condition that is not true takes the `else` branch, null included.
            Kind::If(test, yes, no) => {
                let holds = self.node(test, parts.as_deref_mut())?.as_bool() == Some(true);
                Ok(self.node(if holds { yes } else { no }, parts)?)
            }
            Kind::List(items) => Ok(Value::List(self.nodes(items, parts)?)),
            Kind::Call(function, arguments) => {
                let values = self.nodes(arguments, parts)?;
                self.step(values.iter().map(size).fold(0, usize::saturating_add))?;
                function.apply(&values)
            }
        })
    }

    fn nodes(&mut self, items: &[Node], mut parts: Parts<'_>) -> Result<Vec<Value>, EvalError> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.node(item, parts.as_deref_mut())?);
        }
        Ok(values)
    }

    /// 10.3.2.4: `and` is false as soon as one part is, `or` true as soon as one part is; otherwise null as soon as
    /// one part is not a boolean.  Every part is evaluated, so that the explanation is whole.
    fn junction(
        &mut self,
        items: &[Node],
        decisive: bool,
        mut parts: Parts<'_>,
    ) -> Result<Result<Value, Note>, EvalError> {
        let (mut decided, mut unknown) = (false, false);
        for item in items {
            match self.node(item, parts.as_deref_mut())?.as_bool() {
                Some(value) => decided |= value == decisive,
                None => unknown = true,
            }
        }
        Ok(match (decided, unknown) {
            (true, _) => Ok(Value::Bool(decisive)),
            (false, false) => Ok(Value::Bool(!decisive)),
            (false, true) => Err(Note::NotABoolean),
        })
    }

    fn any_test(
        &mut self,
        value: &Value,
        tests: &[Test],
        mut parts: Parts<'_>,
    ) -> Result<Option<bool>, EvalError> {
        let mut answer = Some(false);
        for test in tests {
            answer = or(answer, self.test(value, test, parts.as_deref_mut())?);
        }
        Ok(answer)
    }

    fn test(&mut self, value: &Value, test: &Test, mut parts: Parts<'_>) -> Result<Option<bool>, EvalError> {
        self.step(1)?;
        Ok(match test {
            Test::Anything => Some(true),
            Test::Compare(operator, node) => compare(*operator, value, &self.node(node, parts)?),
            Test::Equal(node) => match self.node(node, parts)? {
                Value::List(items) if !matches!(value, Value::List(_)) => {
                    self.step(items.len())?;
                    contains(&items, value)
                }
                other => compare(Compare::Equal, value, &other),
            },
            // 10.3.2.7: a range is the conjunction of two comparisons; a null end never makes it true.
            Test::Interval { low, low_open, high, high_open } => {
                let low = self.node(low, parts.as_deref_mut())?;
                let high = self.node(high, parts)?;
                let above = if *low_open { Compare::Greater } else { Compare::GreaterOrEqual };
                let below = if *high_open { Compare::Less } else { Compare::LessOrEqual };
                and(compare(above, value, &low), compare(below, value, &high))
            }
            Test::Not(tests) => self.any_test(value, tests, parts)?.map(|passed| !passed),
        })
    }

    /// Entries of a context, parts of dates and durations (10.3.2.3), and the same over each item of a list.
    fn property(&mut self, value: &Value, name: &str) -> Result<Result<Value, Note>, EvalError> {
        self.step(size(value))?;
        if let Value::List(items) = value {
            let taken = items.iter().map(|item| property_of_one(item, name).unwrap_or(Value::Null)).collect();
            return Ok(Ok(Value::List(taken)));
        }
        Ok(property_of_one(value, name).ok_or(Note::UnknownProperty))
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::List(items) => items.len(),
        Value::Context(entries) => entries.len(),
        _ => 1,
    }
}

fn property_of_one(value: &Value, name: &str) -> Option<Value> {
    let number = |n: i64| Some(Value::from(n));
    let of_date = |date: Date| match name {
        "year" => number(date.year().into()),
        "month" => number(date.month().into()),
        "day" => number(date.day().into()),
        // Monday is 1 (ISO 8601).
        "weekday" => number(date.weekday().to_monday_one_offset().into()),
        _ => None,
    };
    match value {
        Value::Context(entries) => entries.get(name).cloned(),
        Value::Date(date) => of_date(*date),
        Value::DateTime(at) => match name {
            "hour" => number(at.hour().into()),
            "minute" => number(at.minute().into()),
            "second" => number(at.second().into()),
            _ => of_date(at.date()),
        },
        Value::Duration(Duration::YearsMonths(months)) => match name {
            "years" => number(months / 12),
            "months" => number(months % 12),
            _ => None,
        },
        Value::Duration(Duration::DaysTime(seconds)) => match name {
            "days" => number(seconds / 86_400),
            "hours" => number(seconds / 3600 % 24),
            "minutes" => number(seconds / 60 % 60),
            "seconds" => number(seconds % 60),
            _ => None,
        },
        _ => None,
    }
}

fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    and(left.map(|value| !value), right.map(|value| !value)).map(|value| !value)
}

/// Is one of the items equal?  One unanswerable comparison does not hide a later yes.
fn contains(items: &[Value], value: &Value) -> Option<bool> {
    let mut found = Some(false);
    for item in items {
        found = or(found, equal(value, item));
    }
    found
}

/// 10.3.2.2: null equals null and nothing else; different kinds have no answer.
fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Null, Value::Null) => Some(true),
        (Value::Null, _) | (_, Value::Null) => Some(false),
        (Value::Duration(Duration::YearsMonths(_)), Value::Duration(Duration::DaysTime(_)))
        | (Value::Duration(Duration::DaysTime(_)), Value::Duration(Duration::YearsMonths(_))) => None,
        _ if std::mem::discriminant(left) == std::mem::discriminant(right) => Some(left == right),
        _ => None,
    }
}

fn compare(operator: Compare, left: &Value, right: &Value) -> Option<bool> {
    Some(match operator {
        Compare::Equal => equal(left, right)?,
        Compare::NotEqual => !equal(left, right)?,
        Compare::Less => order(left, right)? == Ordering::Less,
        Compare::LessOrEqual => order(left, right)? != Ordering::Greater,
        Compare::Greater => order(left, right)? == Ordering::Greater,
        Compare::GreaterOrEqual => order(left, right)? != Ordering::Less,
    })
}

fn negate(value: Value) -> Result<Value, Note> {
    match value {
        Value::Number(number) => Ok(Value::Number(-number)),
        Value::Duration(duration) => turn(duration).map(Value::Duration),
        _ => Err(Note::NotApplicable),
    }
}

fn turn(duration: Duration) -> Result<Duration, Note> {
    match duration {
        Duration::YearsMonths(months) => months.checked_neg().map(Duration::YearsMonths),
        Duration::DaysTime(seconds) => seconds.checked_neg().map(Duration::DaysTime),
    }
    .ok_or(Note::OutOfRange)
}

fn arithmetic(operator: Arithmetic, left: Value, right: Value) -> Result<Value, Note> {
    use Arithmetic::{Add, Divide, Multiply, Power, Subtract};
    let number = |result: Option<Decimal>| result.map(Value::Number).ok_or(Note::OutOfRange);
    match (operator, left, right) {
        (Add, Value::Number(a), Value::Number(b)) => number(a.checked_add(b)),
        (Subtract, Value::Number(a), Value::Number(b)) => number(a.checked_sub(b)),
        (Multiply, Value::Number(a), Value::Number(b)) => number(a.checked_mul(b)),
        (Divide, Value::Number(_), Value::Number(b)) if b.is_zero() => Err(Note::DivisionByZero),
        (Divide, Value::Number(a), Value::Number(b)) => number(a.checked_div(b)),
        (Power, Value::Number(a), Value::Number(b)) => power(a, b),
        (Add, Value::Text(a), Value::Text(b)) => Ok(Value::Text(a + &b)),
        (Add, Value::Date(date), Value::Duration(by)) | (Add, Value::Duration(by), Value::Date(date)) => {
            shift(date.into(), by).map(|at| Value::Date(at.date()))
        }
        (Subtract, Value::Date(date), Value::Duration(by)) => {
            shift(date.into(), turn(by)?).map(|at| Value::Date(at.date()))
        }
        (Add, Value::DateTime(at), Value::Duration(by)) | (Add, Value::Duration(by), Value::DateTime(at)) => {
            shift(at, by).map(Value::DateTime)
        }
        (Subtract, Value::DateTime(at), Value::Duration(by)) => shift(at, turn(by)?).map(Value::DateTime),
        (Subtract, Value::Date(a), Value::Date(b)) => Ok(apart(a.into(), b.into())),
        (Subtract, Value::DateTime(a), Value::DateTime(b)) => Ok(apart(a, b)),
        (Add, Value::Duration(a), Value::Duration(b)) => add_durations(a, b),
        (Subtract, Value::Duration(a), Value::Duration(b)) => add_durations(a, turn(b)?),
        (Multiply, Value::Duration(a), Value::Number(b))
        | (Multiply, Value::Number(b), Value::Duration(a)) => scale(a, |amount| amount.checked_mul(b)),
        (Divide, Value::Duration(_), Value::Number(b)) if b.is_zero() => Err(Note::DivisionByZero),
        (Divide, Value::Duration(a), Value::Number(b)) => scale(a, |amount| amount.checked_div(b)),
        _ => Err(Note::NotApplicable),
    }
}

/// Whole exponents up to 1,000 either way: what fees and scores need, and exact.
fn power(base: Decimal, exponent: Decimal) -> Result<Value, Note> {
    let whole = if exponent.fract().is_zero() { exponent.to_i64() } else { None };
    let times = whole.filter(|times| (-1000..=1000).contains(times)).ok_or(Note::BadArgument)?;
    let mut result = Decimal::ONE;
    for _ in 0..times.unsigned_abs() {
        result = result.checked_mul(base).ok_or(Note::OutOfRange)?;
    }
    if times >= 0 {
        return Ok(Value::Number(result));
    }
    if result.is_zero() {
        return Err(Note::DivisionByZero);
    }
    Decimal::ONE.checked_div(result).map(Value::Number).ok_or(Note::OutOfRange)
}

/// A month after 31 January is the last day of February (10.3.2.3).
fn shift(at: DateTime, by: Duration) -> Result<DateTime, Note> {
    let span = match by {
        Duration::YearsMonths(months) => Span::new().try_months(months),
        Duration::DaysTime(seconds) => Span::new().try_seconds(seconds),
    };
    span.and_then(|span| at.checked_add(span)).map_err(|_| Note::OutOfRange)
}

fn apart(left: DateTime, right: DateTime) -> Value {
    Value::Duration(Duration::DaysTime(right.duration_until(left).as_secs()))
}

fn add_durations(left: Duration, right: Duration) -> Result<Value, Note> {
    match (left, right) {
        (Duration::YearsMonths(a), Duration::YearsMonths(b)) => a.checked_add(b).map(Duration::YearsMonths),
        (Duration::DaysTime(a), Duration::DaysTime(b)) => a.checked_add(b).map(Duration::DaysTime),
        _ => return Err(Note::NotApplicable),
    }
    .map(Value::Duration)
    .ok_or(Note::OutOfRange)
}

/// Durations stay whole: the fraction of a month or a second falls away.
fn scale(duration: Duration, by: impl Fn(Decimal) -> Option<Decimal>) -> Result<Value, Note> {
    let scaled =
        |amount: i64| by(Decimal::from(amount)).and_then(|d| d.trunc().to_i64()).ok_or(Note::OutOfRange);
    Ok(Value::Duration(match duration {
        Duration::YearsMonths(months) => Duration::YearsMonths(scaled(months)?),
        Duration::DaysTime(seconds) => Duration::DaysTime(scaled(seconds)?),
    }))
}
