//! Small readings of text that several rules need.

/// Whether a folded text has the words of `needle` (folded) as whole words.  Numbers may be glued on: the portal does it.
pub(crate) fn has_words(folded: &str, needle: &str) -> bool {
    let mut rest = folded;
    while let Some((before, after)) = rest.split_once(needle) {
        let open = before.chars().next_back().is_none_or(|c| !c.is_alphabetic());
        let shut = after.chars().next().is_none_or(|c| !c.is_alphabetic());
        if open && shut {
            return true;
        }
        rest = after;
    }
    false
}

/// Numbers of acts (`85/2019/TT-BTC`, `66.7/2025/NQ-CP`, `72/2020/QH14`), each once, in order.
pub(crate) fn act_numbers(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        match act_at(&characters, at) {
            Some(act) => {
                at += act.chars().count();
                if !found.contains(&act) {
                    found.push(act);
                }
            }
            None => at += 1,
        }
        if found.len() >= 100 {
            break;
        }
    }
    found
}

/// An act's number that starts exactly here: digits `/` four digits `/` capitals with `-`.
fn act_at(characters: &[char], start: usize) -> Option<String> {
    let before = start.checked_sub(1).and_then(|at| characters.get(at));
    if before.is_some_and(|c| c.is_ascii_digit() || *c == '.') || !characters.get(start)?.is_ascii_digit() {
        return None;
    }
    let take = |from: usize, fits: &dyn Fn(char) -> bool| -> usize {
        characters.get(from..).unwrap_or_default().iter().take_while(|c| fits(**c)).count()
    };
    let number = take(start, &|c| c.is_ascii_digit() || c == '.');
    let year_at = start + number + 1;
    let year = take(year_at, &|c| c.is_ascii_digit());
    let kind_at = year_at + year + 1;
    let slashes =
        characters.get(start + number) == Some(&'/') && characters.get(year_at + year) == Some(&'/');
    if !slashes || number > 8 || year != 4 || (before == Some(&'/') && number <= 4) {
        return None;
    }
    let tail: String = characters.get(kind_at..).unwrap_or_default().iter().take(24).collect();
    let kind = kind_of(&tail)?;
    // `ngày 20/11/202076/2025/QH15`: a year glued in front of the number.
    let first =
        if number > 4 && characters.get(start..start + 2) == Some(&['2', '0']) { start + 4 } else { start };
    let head: String = characters.get(first..kind_at)?.iter().collect();
    Some(format!("{}{kind}", head.trim_start_matches('.')))
}

/// Who issues acts, as the last part of their numbers; the longest that fits counts, since titles are glued behind.
const KINDS: [&str; 30] = [
    "NĐ-CP",
    "NQ-CP",
    "QĐ-TTg",
    "CT-TTg",
    "TT-BTC",
    "TT-BTP",
    "TT-BCA",
    "TT-BNNMT",
    "TT-BTNMT",
    "TT-BNNPTNT",
    "TT-BKHĐT",
    "TT-BXD",
    "TT-BGTVT",
    "TT-BLĐTBXH",
    "TT-BTTTT",
    "TT-BYT",
    "TT-BNV",
    "TT-VPCP",
    "TT-BQP",
    "TT-BVHTTDL",
    "TT-BGDĐT",
    "TT-BKHCN",
    "TT-BCT",
    "TT-BNG",
    "TT-NHNN",
    "TT-BDTTG",
    "TT-TTCP",
    "TT-UBDT",
    "NQ-UBTVQH",
    "NQ-HĐND",
];

fn kind_of(tail: &str) -> Option<String> {
    if let Some(rest) = tail.strip_prefix("QH") {
        let term: String = rest.chars().take_while(char::is_ascii_digit).take(2).collect();
        return (!term.is_empty()).then(|| format!("QH{term}"));
    }
    KINDS
        .iter()
        .filter(|kind| tail.starts_with(**kind))
        .max_by_key(|kind| kind.len())
        .map(|kind| (*kind).to_owned())
}

/// Digits at the start of a text as a number, and what follows.
pub(crate) fn leading_number(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

/// The text shortened for a question's quote.
pub(crate) fn quote(text: &str) -> String {
    let mut short: String = text.chars().take(600).collect();
    if text.chars().count() > 600 {
        short.push('…');
    }
    short
}
