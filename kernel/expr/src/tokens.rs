//! Cutting the source into tokens (DMN 1.4 10.3.1.4).  Names are letters, digits and `_`, without spaces: we
//! write data, and a name with a space reads like two.
use crate::parse::{ExprError, ExprProblem};
use rust_decimal::Decimal;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Number(Decimal),
    Text(String),
    /// `@"…"`
    At(String),
    Name(String),
    /// `.` `..` `,` brackets and operators.
    Sign(&'static str),
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub kind: Kind,
    /// Byte offsets into the source.
    pub start: usize,
    pub end: usize,
}

const SIGNS: [&str; 19] =
    ["..", "**", "<=", ">=", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", "[", "]", ",", ".", "?"];

pub(crate) fn tokenize(source: &str) -> Result<Vec<Token>, ExprError> {
    let mut tokens = Vec::new();
    let mut rest = source;
    loop {
        rest = rest.trim_start();
        let start = source.len() - rest.len();
        let Some(first) = rest.chars().next() else { return Ok(tokens) };
        let mut after_first = rest.chars();
        after_first.next();
        let second_is_digit = after_first.clone().next().is_some_and(|c| c.is_ascii_digit());
        let (kind, tail) = if first.is_ascii_digit() || (first == '.' && second_is_digit) {
            number(rest, start)?
        } else if first == '"' {
            let (text, tail) = quoted(after_first.as_str(), start)?;
            (Kind::Text(text), tail)
        } else if let Some(tail) = rest.strip_prefix("@\"") {
            let (text, tail) = quoted(tail, start)?;
            (Kind::At(text), tail)
        } else if first.is_alphabetic() || first == '_' {
            let tail = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            (Kind::Name(head(rest, tail).to_owned()), tail)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or(ExprError { at: start, problem: ExprProblem::UnexpectedCharacter })?;
            (Kind::Sign(sign), rest.strip_prefix(sign).unwrap_or(rest))
        };
        tokens.push(Token { kind, start, end: source.len() - tail.len() });
        rest = tail;
    }
}

/// The part of `text` before its suffix `tail`.
fn head<'a>(text: &'a str, tail: &str) -> &'a str {
    text.strip_suffix(tail).unwrap_or(text)
}

fn number(rest: &str, start: usize) -> Result<(Kind, &str), ExprError> {
    let mut tail = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    // `1..5` is a range: a point belongs to the number only when a digit follows it.
    if let Some(fraction) = tail.strip_prefix('.')
        && fraction.starts_with(|c: char| c.is_ascii_digit())
    {
        tail = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let number = Decimal::from_str_exact(head(rest, tail));
    let number = number.map_err(|_| ExprError { at: start, problem: ExprProblem::NumberTooLong })?;
    Ok((Kind::Number(number), tail))
}

/// Reads up to the closing quote; escapes are `\" \\ \n \r \t \uXXXX`.
fn quoted(body: &str, start: usize) -> Result<(String, &str), ExprError> {
    let bad = ExprError { at: start, problem: ExprProblem::UnfinishedText };
    let mut text = String::new();
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Ok((text, chars.as_str())),
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                Some(same @ ('"' | '\\')) => text.push(same),
                Some('u') => {
                    let hex: String = chars.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&hex, 16).ok().filter(|_| hex.len() == 4);
                    text.push(code.and_then(char::from_u32).ok_or_else(|| bad.clone())?);
                }
                _ => return Err(bad),
            },
            other => text.push(other),
        }
    }
    Err(bad)
}
