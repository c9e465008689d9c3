//! A conclusion notice cut into its numbered paragraphs.  Every line of the numbered part lands in exactly one
//! paragraph; a number that does not follow its predecessor is text (a broken line, an amount), not a paragraph.
use super::printed::long_day;
use base::Date;

/// What was read of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// `812/TB-UBND`; empty when none was seen.
    pub number: String,
    pub issued: Option<Date>,
    pub paragraphs: Vec<Paragraph>,
}

/// One numbered paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// `II.1.a`: section, number, letter, as far as they are there.
    pub number: String,
    pub text: String,
    /// Line of the text, from 1.
    pub line: usize,
}

/// Lines before the body in which number and date are looked for.
const HEAD_LINES: usize = 40;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    Roman(u32),
    Arabic(Vec<u32>),
    Letter(char),
}

#[derive(Default)]
struct Place {
    roman: u32,
    arabic: Vec<u32>,
    letter: Option<char>,
}

/// The alphabet as Vietnamese lists count it.
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

/// Cuts a notice; pure and repeatable.
#[must_use]
pub fn read_notice(text: &str) -> Notice {
    let mut notice = Notice::default();
    let mut place = Place::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if index < HEAD_LINES && notice.paragraphs.is_empty() {
            head(line, &mut notice);
        }
        if line.is_empty() || is_page_number(line) {
            continue;
        }
        if !notice.paragraphs.is_empty() && is_end(line) {
            break;
        }
        match mark(line).filter(|(mark, rest)| place.follows(mark, rest)) {
            Some((mark, rest)) => {
                place.go(mark);
                notice.paragraphs.push(Paragraph {
                    number: place.label(),
                    text: rest.to_owned(),
                    line: index.saturating_add(1),
                });
            }
            None => {
                if let Some(last) = notice.paragraphs.last_mut() {
                    join(&mut last.text, line);
                }
            }
        }
    }
    notice
}

fn join(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push(if line.starts_with(['-', '+', '•', '–']) { '\n' } else { ' ' });
    }
    text.push_str(line);
}

fn head(line: &str, notice: &mut Notice) {
    if notice.number.is_empty() {
        let found = line
            .split(|c: char| c.is_whitespace() || c == ':')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .find(|word| word.contains("/TB") && word.chars().next().is_some_and(|c| c.is_ascii_digit()));
        notice.number = found.unwrap_or_default().to_owned();
    }
    if notice.issued.is_none() {
        notice.issued = long_day(line);
    }
}

fn is_page_number(line: &str) -> bool {
    line.len() <= 3 && line.chars().all(|c| c.is_ascii_digit())
}

/// Where the body ends and the addressees and signatures begin.
fn is_end(line: &str) -> bool {
    let folded = text::fold(line);
    ["noi nhan", "tl. ", "kt. ", "tm. ", "tuq. "].iter().any(|begin| folded.starts_with(begin))
}

fn mark(line: &str) -> Option<(Mark, &str)> {
    let (token, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let closed = token.ends_with(['.', ')']);
    let bare = token.trim_end_matches(['.', ')']);
    let rest = rest.trim();
    if closed && !bare.is_empty() && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
        return roman(bare).map(|number| (Mark::Roman(number), rest));
    }
    let mut chars = bare.chars();
    if let (Some(letter), None, true) = (chars.next(), chars.next(), closed)
        && LETTERS.contains(letter)
    {
        return Some((Mark::Letter(letter), rest));
    }
    let path: Option<Vec<u32>> = bare
        .split('.')
        .map(|part| if part.len() <= 2 { part.parse::<u32>().ok().filter(|n| *n > 0) } else { None })
        .collect();
    path.filter(|path| closed || path.len() > 1).map(|path| (Mark::Arabic(path), rest))
}

/// Sections of a notice; no notice has more.
const ROMAN: [&str; 20] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
    "XVII", "XVIII", "XIX", "XX",
];

fn roman(text: &str) -> Option<u32> {
    let at = ROMAN.iter().position(|word| *word == text)?;
    u32::try_from(at).ok()?.checked_add(1)
}

fn next_letter(last: char) -> Option<char> {
    LETTERS.chars().skip_while(|c| *c != last).nth(1)
}

impl Place {
    /// Whether a mark goes on where the last one stopped.
    fn follows(&self, mark: &Mark, rest: &str) -> bool {
        // A number may be missing in the text; then a sentence must begin behind it.
        let sentence = rest.chars().next().is_some_and(char::is_uppercase);
        let step = |last: u32, next: u32| {
            next == last.saturating_add(1) || (sentence && next > last && next <= last.saturating_add(3))
        };
        match mark {
            Mark::Roman(number) => step(self.roman, *number),
            Mark::Letter('a') => true,
            Mark::Letter(letter) => self.letter.is_some_and(|last| next_letter(last) == Some(*letter)),
            Mark::Arabic(path) => {
                let Some((last, above)) = path.split_last() else { return false };
                if !self.arabic.starts_with(above) {
                    return false;
                }
                step(self.arabic.get(above.len()).copied().unwrap_or(0), *last)
            }
        }
    }

    fn go(&mut self, mark: Mark) {
        match mark {
            Mark::Roman(number) => *self = Self { roman: number, ..Self::default() },
            Mark::Arabic(path) => {
                self.arabic = path;
                self.letter = None;
            }
            Mark::Letter(letter) => self.letter = Some(letter),
        }
    }

    fn label(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let section = self.roman.checked_sub(1).and_then(|at| ROMAN.get(usize::try_from(at).ok()?));
        parts.extend(section.map(|word| (*word).to_owned()));
        parts.extend(self.arabic.iter().map(ToString::to_string));
        parts.extend(self.letter.map(String::from));
        parts.join(".")
    }
}
