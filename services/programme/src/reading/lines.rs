//! Bytes to lines: UTF-8, or UTF-16 with its mark; one normal form (NFC), no control characters.
use unicode_normalization::UnicodeNormalization as _;

/// The text of the bytes; nothing when they are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some(rest) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return String::from_utf8(rest.to_vec()).ok();
    }
    let wide = |rest: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|pair| join(*pair)).collect();
        String::from_utf16(&units).ok()
    };
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return wide(rest, u16::from_be_bytes);
    }
    if bytes.contains(&0) {
        return None;
    }
    String::from_utf8(bytes.to_vec()).ok()
}

/// The lines of a text; a page break also ends a line.
pub(super) fn of(text: &str) -> Vec<String> {
    text.split('\n').flat_map(|line| line.split('\u{c}')).map(clean).collect()
}

/// NFC, hard spaces as spaces, soft hyphens, zero-width marks and control characters away.
pub(super) fn clean(line: &str) -> String {
    let joined: String = line
        .nfc()
        .filter_map(|c| match c {
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' | '\t' => Some(' '),
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    joined.trim_end().to_owned()
}
