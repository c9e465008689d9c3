//! The built-in functions: a closed list (DMN 1.4 10.3.4), so that whoever writes a rule learns it in a minute.
use crate::explain::Note;
use crate::value::{Duration, Value};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::cmp::Ordering;

/// A built-in function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `not(b)`: true ↔ false, anything else null (10.3.4.2).
    Not,
    /// `date("2026-11-07")`, `date(dateTime)`, `date(2026, 11, 7)` (10.3.4.1).
    Date,
    /// `date and time("2026-11-07T08:30:00")` (10.3.4.1).
    DateAndTime,
    /// `duration("P14D")`, `duration("P1Y6M")` (10.3.4.1).
    Duration,
    /// `contains("abc", "b")` (10.3.4.3).
    Contains,
    /// `string length("Nguyễn")` in characters (10.3.4.3).
    StringLength,
    /// `list contains(list, element)` (10.3.4.4).
    ListContains,
    /// `count(list)` (10.3.4.4).
    Count,
    /// `min(list)`, `min(a, b, …)` over numbers, text, dates, durations of one kind (10.3.4.4).
    Min,
    /// As `min`.
    Max,
    /// `sum(list)`, `sum(a, b, …)`; the sum of nothing is null (10.3.4.4).
    Sum,
    /// `floor(n)` (10.3.4.5).
    Floor,
    /// `ceiling(n)` (10.3.4.5).
    Ceiling,
}

/// Names as written; the longest first where one begins another.
pub(crate) const NAMES: [(&[&str], Function); 13] = [
    (&["date", "and", "time"], Function::DateAndTime),
    (&["string", "length"], Function::StringLength),
    (&["list", "contains"], Function::ListContains),
    (&["not"], Function::Not),
    (&["date"], Function::Date),
    (&["duration"], Function::Duration),
    (&["contains"], Function::Contains),
    (&["count"], Function::Count),
    (&["min"], Function::Min),
    (&["max"], Function::Max),
    (&["sum"], Function::Sum),
    (&["floor"], Function::Floor),
    (&["ceiling"], Function::Ceiling),
];

impl Function {
    /// How many arguments it takes: least and most.
    pub(crate) const fn arity(self) -> (usize, usize) {
        match self {
            Self::Date => (1, 3),
            Self::Contains | Self::ListContains => (2, 2),
            Self::Min | Self::Max | Self::Sum => (1, 64),
            _ => (1, 1),
        }
    }

    pub(crate) fn apply(self, arguments: &[Value]) -> Result<Value, Note> {
        match (self, arguments) {
            (Self::Not, [Value::Bool(value)]) => Ok(Value::Bool(!value)),
            (Self::Date, [one]) => date_of(one),
            (Self::Date, [Value::Number(year), Value::Number(month), Value::Number(day)]) => {
                date_from_parts(*year, *month, *day)
            }
            (Self::DateAndTime, [Value::Text(text)]) => {
                Value::parse_date_time(text).map(Value::DateTime).ok_or(Note::BadArgument)
            }
            (Self::Duration, [Value::Text(text)]) => {
                text.parse::<Duration>().map(Value::Duration).map_err(|_| Note::BadArgument)
            }
            (Self::Contains, [Value::Text(text), Value::Text(part)]) => {
                Ok(Value::Bool(text.contains(part.as_str())))
            }
            (Self::StringLength, [Value::Text(text)]) => count_value(text.chars().count()),
            (Self::ListContains, [Value::List(items), element]) => Ok(Value::Bool(items.contains(element))),
            (Self::Count, [Value::List(items)]) => count_value(items.len()),
            (Self::Floor, [Value::Number(number)]) => Ok(Value::Number(number.floor())),
            (Self::Ceiling, [Value::Number(number)]) => Ok(Value::Number(number.ceil())),
            (Self::Min, _) => extreme(spread(arguments), Ordering::Less),
            (Self::Max, _) => extreme(spread(arguments), Ordering::Greater),
            (Self::Sum, _) => sum(spread(arguments)),
            _ => Err(Note::BadArgument),
        }
    }
}

/// `f([a, b])` and `f(a, b)` are the same call (10.3.4.4).
fn spread(arguments: &[Value]) -> &[Value] {
    match arguments {
        [Value::List(items)] => items,
        other => other,
    }
}

fn count_value(count: usize) -> Result<Value, Note> {
    i64::try_from(count).map(Value::from).map_err(|_| Note::OutOfRange)
}

fn date_of(value: &Value) -> Result<Value, Note> {
    match value {
        Value::Text(text) => Value::parse_date(text).map(Value::Date).ok_or(Note::BadArgument),
        Value::Date(date) => Ok(Value::Date(*date)),
        Value::DateTime(at) => Ok(Value::Date(at.date())),
        _ => Err(Note::BadArgument),
    }
}

fn date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Result<Value, Note> {
    let whole = |number: Decimal| if number.fract().is_zero() { number.to_i16() } else { None };
    let parts = (whole(year), whole(month), whole(day));
    let (Some(year), Some(month), Some(day)) = parts else { return Err(Note::BadArgument) };
    let month = i8::try_from(month).map_err(|_| Note::BadArgument)?;
    let day = i8::try_from(day).map_err(|_| Note::BadArgument)?;
    Date::new(year, month, day).map(Value::Date).map_err(|_| Note::BadArgument)
}

/// Order of two values of one ordered kind; `None` when they have no order.
pub(crate) fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.cmp(b)),
        (Value::Duration(a), Value::Duration(b)) => match (a, b) {
            (Duration::YearsMonths(a), Duration::YearsMonths(b))
            | (Duration::DaysTime(a), Duration::DaysTime(b)) => Some(a.cmp(b)),
            _ => None,
        },
        _ => None,
    }
}

fn extreme(items: &[Value], wanted: Ordering) -> Result<Value, Note> {
    let Some((first, rest)) = items.split_first() else { return Ok(Value::Null) };
    order(first, first).ok_or(Note::BadArgument)?;
    let mut best = first;
    for item in rest {
        if order(item, best).ok_or(Note::BadArgument)? == wanted {
            best = item;
        }
    }
    Ok(best.clone())
}

fn sum(items: &[Value]) -> Result<Value, Note> {
    let mut total: Option<Decimal> = None;
    for item in items {
        let Value::Number(number) = item else { return Err(Note::BadArgument) };
        total = Some(total.unwrap_or_default().checked_add(*number).ok_or(Note::OutOfRange)?);
    }
    Ok(total.map_or(Value::Null, Value::Number))
}
