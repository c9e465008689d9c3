//! Normal form and keys to find by.
use crate::tone;
use unicode_normalization::UnicodeNormalization;

/// Unicode NFC: the one form in which text is stored (a Mac or an old keyboard sends `e` + marks).
#[must_use]
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Blanks of every kind squeezed to one space, none at the ends.
#[must_use]
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// Lower case without any mark, `đ` as `d`, blanks squeezed: finds `Đặng Thị Hoà` by `dang thi hoa`.
/// Only the marks of Latin letters fall (U+0300–U+036F); other scripts keep their vowel signs.
#[must_use]
pub fn fold(text: &str) -> String {
    let bare: String = lower_compatible(text)
        .nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    squeeze(&bare.nfc().collect::<String>())
}

/// Lower case with tones, in which the place of the tone within a syllable does not matter:
/// `Hoà`, `hòa` and `HÒA` have one key; `hoa` and `hoả` have others.
#[must_use]
pub fn search_key(text: &str) -> String {
    squeeze(&tone::settle(&lower_compatible(text)))
}

/// Whether two texts are the same words, however the tones are placed, composed, capitalised and spaced.
#[must_use]
pub fn same_words(one: &str, other: &str) -> bool {
    search_key(one) == search_key(other)
}

/// NFKC (full-width letters, ligatures) in lower case; twice, since each step can open the other's work.
fn lower_compatible(text: &str) -> String {
    let once: String = text.nfkc().flat_map(char::to_lowercase).collect();
    once.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}
