//! Making any text printable.  PDF/A-2b forbids glyphs that a font lacks (ISO 19005-2, 6.2.11.8), and a counter
//! must be able to print a slip whatever stands in a name.
use crate::fonts::can_draw;
use serde_json::Value;
use std::collections::BTreeSet;

/// Drawn instead of a character that the font lacks.
const MISSING: char = '\u{25A1}';
/// A word longer than this may be broken anywhere; shorter ones stay whole (an e-mail address, a long code).
const LONGEST_WHOLE_WORD: usize = 28;
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// Cleans every string in `value`; answers the characters that could not be drawn.
pub(crate) fn clean(value: &mut Value, missing: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => *text = clean_text(text, missing),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, missing)),
        Value::Object(fields) => fields.values_mut().for_each(|item| clean(item, missing)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// NFC (the font has no glyphs for loose marks), one space for any white space, no invisible characters.
fn clean_text(raw: &str, missing: &mut BTreeSet<char>) -> String {
    let composed = text::nfc(raw);
    let mut out = String::with_capacity(composed.len());
    let mut word = 0usize;
    for character in composed.chars() {
        let character = match character {
            // No-break spaces are typographic and stay.
            '\u{A0}' | '\u{202F}' => '\u{A0}',
            c if c.is_whitespace() || c.is_control() => ' ',
            c if is_invisible(c) => continue,
            c if can_draw(c) => c,
            c => {
                missing.insert(c);
                MISSING
            }
        };
        word = if character == ' ' { 0 } else { word.saturating_add(1) };
        if word > LONGEST_WHOLE_WORD {
            out.push(ZERO_WIDTH_SPACE);
        }
        out.push(character);
    }
    out.trim().to_owned()
}

/// Zero-width and direction marks: they print nothing, and could make a name read otherwise than it is.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}
