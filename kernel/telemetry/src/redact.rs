//! The last defence: numbers that could be a person's never leave in a log line, whoever wrote it.
use std::io::{self, Write};

/// `line` with every number that looks like a citizen number (12 digits), the older one (9 digits) or a telephone
/// number masked.  Numbers inside words, ids and longer numbers (microseconds) stay.  Borrowed when nothing is masked.
#[must_use]
pub fn redacted(line: &str) -> std::borrow::Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    for number in numbers(line) {
        if let Some(mask) = mask_of(line.get(number.clone()).unwrap_or_default()) {
            out.push_str(line.get(kept..number.start).unwrap_or_default());
            out.push_str(mask);
            kept = number.end;
        }
    }
    if kept == 0 {
        return line.into();
    }
    out.push_str(line.get(kept..).unwrap_or_default());
    out.into()
}

/// Digits, joined over single spaces or dots, that stand alone: no letter, digit or underscore touches them.
fn numbers(line: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = line.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or(b'\n');
    let mut found = Vec::new();
    let mut index = 0;
    while index < bytes.len() {
        let plus = at(index) == b'+' && at(index + 1).is_ascii_digit();
        if !(plus || at(index).is_ascii_digit()) {
            index += 1;
            continue;
        }
        let start = index;
        index += 1;
        while at(index).is_ascii_digit()
            || (matches!(at(index), b' ' | b'.')
                && at(index - 1).is_ascii_digit()
                && at(index + 1).is_ascii_digit())
        {
            index += 1;
        }
        let touched =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || !byte.is_ascii();
        let alone = start == 0 || !touched(at(start - 1));
        if alone && !touched(at(index)) {
            found.push(start..index);
        }
    }
    found
}

fn mask_of(number: &str) -> Option<&'static str> {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let dotted = number.contains('.');
    let spaced = number.contains(' ');
    let phone = (number.starts_with('0') && (10..=11).contains(&digits))
        || (number.starts_with("+84") && (11..=12).contains(&digits))
        || (number.starts_with("84") && digits == 11 && !dotted && !spaced);
    match digits {
        // A dotted number of 9 or 12 digits is an amount of money or an address.
        _ if phone => Some("[phone]"),
        9 if !dotted => Some("[9 digits]"),
        12 if !dotted => Some("[12 digits]"),
        _ => None,
    }
}

/// A writer that lets only redacted lines through.  The formatter hands over one whole event at a time.
pub(crate) struct Redacting<W>(pub W);

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(redacted(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
