//! Words, numbers and signs of a Vietnamese sentence with their places.
//!
//! Everything in this grammar works on tokens, never on bytes: slicing Vietnamese text by byte
//! counts panics, and a word has several spellings (composed or not, "hoá" or "hóa").
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Digits, with the separators between digits ("10.135,0").
    Number,
    /// Letters only.
    Word,
    /// One sign; every dash is the key `-`.
    Sign,
}

/// One token and its place in the text.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    /// As printed.
    pub text: &'a str,
    /// Lower case, composed, tone mark on the classical vowel: for comparison.
    pub key: String,
    /// Bytes in the text.
    pub at: Range<usize>,
    pub kind: Kind,
    /// No space before it.
    pub glued: bool,
}

impl Token<'_> {
    pub fn is(&self, key: &str) -> bool {
        self.key == key
    }

    pub fn is_any(&self, keys: &[&str]) -> bool {
        keys.contains(&self.key.as_str())
    }

    pub fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Starts with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// At least two capital letters: "QĐ", "TTg", "UBND".
    pub fn is_initials(&self) -> bool {
        self.text.chars().filter(|c| c.is_uppercase()).count() >= 2
    }
}

/// Splits a text into tokens, in order.
pub(crate) fn scan(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut glued = false;
    while let Some((start, first)) = chars.next() {
        if first.is_whitespace() || matches!(first, '\u{200b}' | '\u{feff}' | '\u{ad}') {
            glued = false;
            continue;
        }
        let mut end = start + first.len_utf8();
        let kind = if first.is_ascii_digit() {
            // "năm 2025,100% trường": after the word for year a number is a year and ends after four digits.
            let year = tokens.last().is_some_and(|token| token.is("năm"));
            end = number_end(text, start, year);
            while chars.peek().is_some_and(|(at, _)| *at < end) {
                chars.next();
            }
            Kind::Number
        } else if is_letter(first) {
            while let Some((at, next)) = chars.peek().copied().filter(|(_, c)| is_letter(*c)) {
                end = at + next.len_utf8();
                chars.next();
            }
            Kind::Word
        } else {
            Kind::Sign
        };
        let printed = text.get(start..end).unwrap_or_default();
        let key = if kind == Kind::Sign { sign_key(first).to_string() } else { fold(printed) };
        tokens.push(Token { text: printed, key, at: start..end, kind, glued });
        glued = true;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

fn sign_key(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '_' => '-',
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '∕' => '/',
        '%' | '％' => '%',
        other => other,
    }
}

/// End of the number that begins at `start`: digits, and separators that stand between digits.
fn number_end(text: &str, start: usize, year: bool) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    while digit(end) {
        end += 1;
    }
    if year && end - start == 4 {
        return end;
    }
    while bytes.get(end).is_some_and(|b| matches!(b, b'.' | b',')) && digit(end + 1) {
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    end
}

/// The form words are compared in: lower case, composed, "hoá" as "hóa", "uỷ" as "ủy".
pub(crate) fn fold(word: &str) -> String {
    let mut letters: Vec<char> = word.nfc().flat_map(char::to_lowercase).collect();
    let length = letters.len();
    if length >= 2 {
        let before = length.checked_sub(3).and_then(|at| letters.get(at)).copied();
        let pair = (letters.get(length - 2).copied(), letters.get(length - 1).copied());
        if let (Some(glide), Some(last)) = pair
            && let Some((toned, plain)) = shift_tone(glide, last, before)
        {
            letters.truncate(length - 2);
            letters.push(toned);
            letters.push(plain);
        }
    }
    letters.into_iter().collect()
}

fn shift_tone(glide: char, last: char, before: Option<char>) -> Option<(char, char)> {
    const TONES: &[(&str, char)] = &[("àáảãạ", 'a'), ("èéẻẽẹ", 'e'), ("ỳýỷỹỵ", 'y')];
    let (place, plain) = TONES
        .iter()
        .find_map(|(row, plain)| row.chars().position(|c| c == last).map(|place| (place, *plain)))?;
    let row = match (glide, plain) {
        ('o', 'a' | 'e') => "òóỏõọ",
        ('u', 'y') if before != Some('q') => "ùúủũụ",
        _ => return None,
    };
    row.chars().nth(place).map(|toned| (toned, plain))
}

/// How many tokens from `at` spell `phrase` (keys separated by spaces), if they do.
pub(crate) fn phrase_at(tokens: &[Token<'_>], at: usize, phrase: &str) -> Option<usize> {
    let mut count = 0;
    for key in phrase.split_whitespace() {
        if !tokens.get(at + count)?.is(key) {
            return None;
        }
        count += 1;
    }
    (count > 0).then_some(count)
}

/// The start of `phrase` when it ends just before token `end`.
pub(crate) fn phrase_before(tokens: &[Token<'_>], end: usize, phrase: &str) -> Option<usize> {
    let start = end.checked_sub(phrase.split_whitespace().count())?;
    phrase_at(tokens, start, phrase).map(|_| start)
}

/// The longest of `phrases` that ends just before `end`: its start and its place in the list.
pub(crate) fn longest_before(tokens: &[Token<'_>], end: usize, phrases: &[&str]) -> Option<(usize, usize)> {
    let found = phrases.iter().enumerate();
    found.filter_map(|(n, phrase)| phrase_before(tokens, end, phrase).map(|start| (start, n))).min()
}

/// The text of a run of tokens, as printed.
pub(crate) fn printed<'a>(text: &'a str, tokens: &[Token<'_>], run: Range<usize>) -> &'a str {
    let (Some(first), Some(last)) =
        (tokens.get(run.start), run.end.checked_sub(1).and_then(|at| tokens.get(at)))
    else {
        return "";
    };
    text.get(first.at.start..last.at.end).unwrap_or_default()
}

/// One line: every run of white space is one space, none at the ends.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
