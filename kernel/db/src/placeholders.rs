//! `?1 … ?n` in SQL text, away from literals, quoted names and comments.
use crate::DbError;

/// The text with every `?n` written as `$n`, as PostgreSQL wants it, and the highest n.
///
/// # Errors
/// A `?` without a number or a `$n` that would be a *named* parameter on SQLite, bound to nothing.
pub(crate) fn rewrite(sql: &str) -> Result<(String, usize), DbError> {
    let mut out = String::with_capacity(sql.len());
    let mut highest = 0;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' | '"' => {
                out.push(c);
                // A doubled quote closes and opens again: the same text comes out.
                for inner in chars.by_ref() {
                    out.push(inner);
                    if inner == c {
                        break;
                    }
                }
            }
            '-' if chars.peek() == Some(&'-') => {
                for inner in chars.by_ref() {
                    if inner == '\n' {
                        break;
                    }
                }
                out.push('\n');
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                chars.next();
                for inner in chars.by_ref() {
                    if last == '*' && inner == '/' {
                        break;
                    }
                    last = inner;
                }
                out.push(' ');
            }
            '?' => {
                let mut number = 0usize;
                while let Some(digit) = chars.peek().and_then(|d| d.to_digit(10)) {
                    chars.next();
                    number = number.saturating_mul(10).saturating_add(usize::try_from(digit).unwrap_or(0));
                }
                if number == 0 || number > 999 {
                    return Err(DbError::Value("placeholders are ?1 … ?999".to_owned()));
                }
                highest = highest.max(number);
                out.push('$');
                out.push_str(&number.to_string());
            }
            '$' if chars.peek().is_some_and(char::is_ascii_alphanumeric) => {
                return Err(DbError::Value("placeholders are ?n, never $n".to_owned()));
            }
            other => out.push(other),
        }
    }
    Ok((out, highest))
}
