//! The values of the language (DMN 1.4 clause 9.3 and 10.3.2.1) and their way from and to JSON.
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A duration.  FEEL keeps two kinds apart because a month has no fixed length (10.3.2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    /// Whole months; a year is 12.
    YearsMonths(i64),
    /// Whole seconds; a day is 86,400.
    DaysTime(i64),
}

/// A value.  Numbers are decimals of 28 digits, dates and times are those of Asia/Ho_Chi_Minh.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    Date(Date),
    DateTime(DateTime),
    Duration(Duration),
    List(Vec<Value>),
    Context(BTreeMap<String, Value>),
}

impl Value {
    /// `Some` only for a boolean: in a condition `null` and every other kind count as "not known to be true".
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Reads `2026-11-07`; any other text answers `None`.
    #[must_use]
    pub fn parse_date(text: &str) -> Option<Date> {
        let dashes = text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        if text.len() == 10 && dashes { text.parse().ok() } else { None }
    }

    /// Reads `2026-11-07T08:30:00` (seconds may be missing); offsets are refused, times are Vietnam's.
    #[must_use]
    pub fn parse_date_time(text: &str) -> Option<DateTime> {
        let (date, time) = text.split_once('T')?;
        let plain = time.len() >= 5 && time.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
        if !plain {
            return None;
        }
        Some(Self::parse_date(date)?.to_datetime(time.parse().ok()?))
    }

    /// The value as JSON.  Whole numbers stay numbers; a fraction that binary floating point would bend, dates
    /// and durations become text.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Number(number) => number_to_json(*number),
            Self::Text(text) => Json::String(text.clone()),
            Self::Date(date) => Json::String(date.to_string()),
            Self::DateTime(at) => Json::String(at.to_string()),
            Self::Duration(duration) => Json::String(duration.to_string()),
            Self::List(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Self::Context(entries) => {
                Json::Object(entries.iter().map(|(name, value)| (name.clone(), value.to_json())).collect())
            }
        }
    }
}

fn number_to_json(number: Decimal) -> serde_json::Value {
    let text = number.normalize().to_string();
    if let Ok(whole) = text.parse::<i64>() {
        return serde_json::Value::from(whole);
    }
    let exact = text.parse::<f64>().ok().filter(|float| float.to_string() == text);
    exact.map_or(serde_json::Value::String(text), serde_json::Value::from)
}

impl From<serde_json::Value> for Value {
    /// Text stays text: `date(x)` turns it into a date.  A number beyond 28 digits becomes null.
    fn from(json: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(number) => {
                let text = number.to_string();
                let parsed = Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text));
                parsed.map_or(Self::Null, Self::Number)
            }
            Json::String(text) => Self::Text(text),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Json::Object(entries) => {
                Self::Context(entries.into_iter().map(|(name, value)| (name, Self::from(value))).collect())
            }
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(Decimal::from(value))
    }
}
impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Self::Number(value)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<Date> for Value {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}
impl From<DateTime> for Value {
    fn from(value: DateTime) -> Self {
        Self::DateTime(value)
    }
}

impl fmt::Display for Value {
    /// The value written as an expression of the language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(number) => write!(f, "{}", number.normalize()),
            Self::Text(text) => {
                f.write_str("\"")?;
                for c in text.chars() {
                    match c {
                        '"' => f.write_str("\\\"")?,
                        '\\' => f.write_str("\\\\")?,
                        '\n' => f.write_str("\\n")?,
                        '\r' => f.write_str("\\r")?,
                        '\t' => f.write_str("\\t")?,
                        other => write!(f, "{other}")?,
                    }
                }
                f.write_str("\"")
            }
            Self::Date(date) => write!(f, "@\"{date}\""),
            Self::DateTime(at) => write!(f, "@\"{at}\""),
            Self::Duration(duration) => write!(f, "@\"{duration}\""),
            Self::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Context(entries) => {
                f.write_str("{")?;
                for (i, (name, value)) in entries.iter().enumerate() {
                    write!(f, "{}{name}: {value}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}

impl fmt::Display for Duration {
    /// ISO 8601: `P1Y2M`, `-P3DT4H`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, parts): (bool, [(u64, char); 4]) = match *self {
            Self::YearsMonths(months) => {
                let m = months.unsigned_abs();
                (months < 0, [(m / 12, 'Y'), (m % 12, 'M'), (0, 'D'), (0, 'D')])
            }
            Self::DaysTime(seconds) => {
                let s = seconds.unsigned_abs();
                (seconds < 0, [(s / 86_400, 'D'), (s / 3600 % 24, 'H'), (s / 60 % 60, 'M'), (s % 60, 'S')])
            }
        };
        if parts.iter().all(|(count, _)| *count == 0) {
            return f.write_str(if matches!(self, Self::YearsMonths(_)) { "P0M" } else { "PT0S" });
        }
        f.write_str(if negative { "-P" } else { "P" })?;
        let mut in_time = false;
        for (i, (count, unit)) in parts.into_iter().enumerate().filter(|(_, (count, _))| *count > 0) {
            if i > 0 && !in_time && matches!(self, Self::DaysTime(_)) {
                in_time = true;
                f.write_str("T")?;
            }
            write!(f, "{count}{unit}")?;
        }
        Ok(())
    }
}

/// The text is not a duration of one of the two kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a duration")]
pub struct DurationError;

impl FromStr for Duration {
    type Err = DurationError;

    /// Reads `P1Y`, `P1Y2M`, `P14D`, `PT4H30M`, `-P1D`; years or months may not stand with days or time.
    fn from_str(text: &str) -> Result<Self, DurationError> {
        let (sign, rest) = text.strip_prefix('-').map_or((1_i64, text), |rest| (-1, rest));
        let rest = rest.strip_prefix('P').ok_or(DurationError)?;
        let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
        if time.is_some_and(str::is_empty) {
            return Err(DurationError);
        }
        let (months, date_seconds) =
            read_units(date, &[('Y', 12, true), ('M', 1, true), ('D', 86_400, false)])?;
        let (_, time_seconds) =
            read_units(time.unwrap_or_default(), &[('H', 3600, false), ('M', 60, false), ('S', 1, false)])?;
        let total = |value: i64| value.checked_mul(sign).ok_or(DurationError);
        match (months, date_seconds, time_seconds) {
            (Some(months), None, None) => Ok(Self::YearsMonths(total(months)?)),
            (None, None, None) | (Some(_), _, _) => Err(DurationError),
            (None, days, clock) => {
                let seconds = days.unwrap_or(0).checked_add(clock.unwrap_or(0)).ok_or(DurationError)?;
                Ok(Self::DaysTime(total(seconds)?))
            }
        }
    }
}

type Unit = (char, i64, bool);

/// Adds up `<digits><unit>` groups in the given order; the first sum is months, the second seconds.
fn read_units(text: &str, units: &[Unit]) -> Result<(Option<i64>, Option<i64>), DurationError> {
    let (mut months, mut seconds) = (None::<i64>, None::<i64>);
    let mut left = units.iter();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let (_, factor, is_months) = left.find(|(unit, _, _)| *unit == c).ok_or(DurationError)?;
        let count: i64 = digits.parse().map_err(|_| DurationError)?;
        digits.clear();
        let sum = if *is_months { &mut months } else { &mut seconds };
        let amount = count.checked_mul(*factor).ok_or(DurationError)?;
        *sum = Some(sum.unwrap_or(0).checked_add(amount).ok_or(DurationError)?);
    }
    if digits.is_empty() { Ok((months, seconds)) } else { Err(DurationError) }
}
