//! Where the tone mark stands.  Two spellings are taught (`hòa`, `thúy`, `khỏe` and `hoà`, `thuý`, `khoẻ`), and slow
//! typing leaves others (`tóan`).  A syllable has one tone, so its place carries no meaning.
use unicode_normalization::UnicodeNormalization;

/// A letter of a word being read: its base, its quality mark (â ă ơ …), both as NFD.
#[derive(Clone, Copy)]
struct Letter {
    base: char,
    quality: Option<char>,
}

impl Letter {
    fn is_vowel(self) -> bool {
        matches!(self.base.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
    }

    fn is(self, base: char) -> bool {
        self.quality.is_none() && self.base.eq_ignore_ascii_case(&base)
    }
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn is_quality(c: char) -> bool {
    matches!(c, '\u{302}' | '\u{306}' | '\u{31b}')
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'đ' | 'Đ')
}

/// The text in NFC with the tone of every Vietnamese syllable in the older place (`hòa`, `thúy`, `khỏe`, `quý`).
/// Words that are no Vietnamese syllable (two tones, consonants inside, other marks) stay as they are.
/// Keeps case and everything between words.
pub(crate) fn settle(text: &str) -> String {
    let mut settled = String::with_capacity(text.len() + 8);
    let mut word: Vec<char> = Vec::new();
    for c in text.nfd() {
        let continues =
            is_letter(c) || (!word.is_empty() && unicode_normalization::char::is_combining_mark(c));
        if !continues {
            write_word(&word, &mut settled);
            word.clear();
        }
        if continues {
            word.push(c);
        } else {
            settled.push(c);
        }
    }
    write_word(&word, &mut settled);
    settled.nfc().collect()
}

fn write_word(word: &[char], out: &mut String) {
    let placed = read_syllable(word).and_then(|(letters, tone)| Some((tone_place(&letters)?, letters, tone)));
    let Some((place, letters, tone)) = placed else {
        out.extend(word);
        return;
    };
    for (at, letter) in letters.into_iter().enumerate() {
        out.push(letter.base);
        out.extend(letter.quality);
        if at == place {
            out.push(tone);
        }
    }
}

/// The letters of a word and its single tone, which stands on a vowel; `None` otherwise.
fn read_syllable(word: &[char]) -> Option<(Vec<Letter>, char)> {
    let mut letters: Vec<Letter> = Vec::with_capacity(word.len());
    let mut tone = None;
    for &c in word {
        if is_letter(c) {
            letters.push(Letter { base: c, quality: None });
            continue;
        }
        let last = letters.last_mut()?;
        if is_tone(c) && tone.is_none() && last.is_vowel() {
            tone = Some(c);
        } else if is_quality(c) && last.quality.is_none() && last.is_vowel() {
            last.quality = Some(c);
        } else {
            return None;
        }
    }
    Some((letters, tone?))
}

/// The index of the letter that carries the tone, if the letters are one syllable.
fn tone_place(letters: &[Letter]) -> Option<usize> {
    let start = onset_length(letters);
    let vowels = letters.iter().skip(start).take_while(|letter| letter.is_vowel()).count();
    let coda = letters.get(start + vowels..)?;
    // No Vietnamese coda is longer than "ng", "nh", "ch"; a vowel in it means a second syllable.
    if vowels == 0 || vowels > 3 || coda.len() > 2 || coda.iter().any(|letter| letter.is_vowel()) {
        return None;
    }
    let nucleus = letters.get(start..start + vowels)?;
    // ê ơ â ă ô ư carry it, the last of them when there are two (ươ).
    if let Some(marked) = nucleus.iter().rposition(|letter| letter.quality.is_some()) {
        return Some(start + marked);
    }
    let within = match (vowels, coda.is_empty()) {
        (1, _) => 0,
        (_, false) => vowels - 1,
        (2, true) => 0,
        (_, true) => 1,
    };
    Some(start + within)
}

/// The letters before the nucleus; `qu` and `gi` before a vowel belong to it, so `quý` and `già` never move.
fn onset_length(letters: &[Letter]) -> usize {
    if let [first, second, third, ..] = letters {
        let swallows_vowel = (first.is('q') && second.is('u')) || (first.is('g') && second.is('i'));
        if swallows_vowel && third.is_vowel() {
            return 2;
        }
    }
    letters.iter().take_while(|letter| !letter.is_vowel()).count()
}
