//! What people type and paste, made fit to be stored, or refused with a reason.
//!
//! Decisions, once for all:
//! - stored text is NFC;
//! - control characters and marks that reverse the reading direction are refused, not dropped: they hide what is read;
//! - invisible characters that word processors leave (zero-width space, word joiner, byte-order mark, soft hyphen) are dropped;
//! - characters beyond U+FFFF (emoji, rare Nôm letters) are accepted in free text and refused in names:
//!   the national systems that receive names do not all store them.
use base::{Refusal, RefusalKind};
use unicode_normalization::char::is_combining_mark;

/// Characters of one line, by default (the longest procedure names have more than 1,000).
pub const LINE_CHARS_MAX: usize = 2_000;
/// Characters of a text of many lines, by default.
pub const TEXT_CHARS_MAX: usize = 50_000;
/// Characters of a person's name.
pub const NAME_CHARS_MAX: usize = 150;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    #[error("a control or direction character is in the text")]
    ControlCharacter,
    #[error("a line break is in a text of one line")]
    LineBreak,
    #[error("the text has more than {max} characters")]
    TooLong { max: usize },
    #[error("a character that no name has")]
    NotInName,
    #[error("the name is empty")]
    NameEmpty,
}

impl Refusal for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::ControlCharacter => "text.control_character",
            Self::LineBreak => "text.line_break",
            Self::TooLong { .. } => "text.too_long",
            Self::NotInName => "text.not_in_name",
            Self::NameEmpty => "text.name_empty",
        }
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }
    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } => vec![("max", max.to_string())],
            _ => Vec::new(),
        }
    }
}

/// One line: NFC, blanks squeezed, at most [`LINE_CHARS_MAX`] characters.  May be empty.
///
/// # Errors
/// `ControlCharacter`, `LineBreak` (inside; at the ends it is trimmed), `TooLong`.
pub fn clean_line(text: &str) -> Result<String, TextError> {
    clean_line_within(text, LINE_CHARS_MAX)
}

/// [`clean_line`] with another limit, in characters.
///
/// # Errors
/// As [`clean_line`].
pub fn clean_line_within(text: &str, max: usize) -> Result<String, TextError> {
    let text = text.trim();
    refuse_flood(text, max)?;
    if text.chars().any(is_line_break) {
        return Err(TextError::LineBreak);
    }
    let line = crate::squeeze(&visible(text)?);
    within(line, max)
}

/// Several lines: NFC, line ends as `\n`, no blanks at line ends, no empty lines at the ends, blanks inside a line
/// kept; at most [`TEXT_CHARS_MAX`] characters.  May be empty.
///
/// # Errors
/// `ControlCharacter`, `TooLong`.
pub fn clean_text(text: &str) -> Result<String, TextError> {
    clean_text_within(text, TEXT_CHARS_MAX)
}

/// [`clean_text`] with another limit, in characters.
///
/// # Errors
/// As [`clean_text`].
pub fn clean_text_within(text: &str, max: usize) -> Result<String, TextError> {
    refuse_flood(text.trim(), max)?;
    let unified = text.replace("\r\n", "\n").replace(is_line_break, "\n");
    let lines = unified.split('\n').map(|line| visible(line).map(|line| line.trim_end().to_owned()));
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    let joined = lines.join("\n");
    within(joined.trim_end().trim_start_matches('\n').to_owned(), max)
}

/// A person's name: a line of letters with marks, and `' ’ - .` inside (`H'Hen Niê`, `K’Brêu`, `O'Brien`).
/// Neither digits nor characters beyond U+FFFF.  Case is kept: an official decides it, not we.
///
/// # Errors
/// Those of [`clean_line`], `NameEmpty`, `NotInName`.
pub fn clean_name(text: &str) -> Result<String, TextError> {
    let name = clean_line_within(text, NAME_CHARS_MAX)?;
    if name.is_empty() {
        return Err(TextError::NameEmpty);
    }
    let belongs = |c: char| {
        u32::from(c) <= 0xFFFF
            && (c.is_alphabetic() || is_combining_mark(c) || matches!(c, ' ' | '\'' | '’' | '-' | '.'))
    };
    if !name.chars().all(belongs) || !name.chars().next().is_some_and(char::is_alphabetic) {
        return Err(TextError::NotInName);
    }
    Ok(name)
}

/// NFC without invisible leftovers; tabs and odd blanks become spaces.
fn visible(line: &str) -> Result<String, TextError> {
    let mut kept = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' => kept.push(' '),
            c if is_refused(c) => return Err(TextError::ControlCharacter),
            c if is_leftover(c) => {}
            c if c.is_whitespace() => kept.push(' '),
            c => kept.push(c),
        }
    }
    Ok(crate::nfc(&kept))
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls, direction marks, deprecated format characters, tags and noncharacters.
fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}')
        || (u32::from(c) & 0xFFFE) == 0xFFFE
}

fn is_leftover(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Before any work: no character has more than four bytes, and few texts have many marks beyond the limit.
fn refuse_flood(text: &str, max: usize) -> Result<(), TextError> {
    if text.len() > max.saturating_mul(16) { Err(TextError::TooLong { max }) } else { Ok(()) }
}

fn within(text: String, max: usize) -> Result<String, TextError> {
    if text.chars().count() > max { Err(TextError::TooLong { max }) } else { Ok(text) }
}
