//! Small readings of text that several rules need.

/// Whether a folded text has the words of `needle` (folded) as whole words.
pub(crate) fn has_words(folded: &str, needle: &str) -> bool {
    let mut rest = folded;
    while let Some((before, after)) = rest.split_once(needle) {
        let open = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let shut = after.chars().next().is_none_or(|c| !c.is_alphanumeric());
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
    let glued =
        start > 0 && characters.get(start - 1).is_some_and(|c| c.is_ascii_digit() || *c == '.' || *c == '/');
    if glued || !characters.get(start)?.is_ascii_digit() {
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
    if !slashes || number > 6 || year != 4 {
        return None;
    }
    let upper = |c: char| c.is_uppercase() && c.is_alphabetic();
    let mut kind = take(kind_at, &|c| upper(c) || c == '-');
    // The National Assembly's number ends in its term: QH14.
    let letters: String = characters.get(kind_at..kind_at + kind)?.iter().collect();
    if letters == "QH" {
        kind += take(kind_at + kind, &|c| c.is_ascii_digit()).min(2);
    } else if characters.get(kind_at + kind).is_some_and(|c| c.is_lowercase()) {
        // The next title is glued on: `123/2015/NĐ-CPThông tư` — the last capital belongs to it.
        kind = kind.checked_sub(1)?;
    }
    let act: String = characters.get(start..kind_at + kind)?.iter().collect();
    let act = act.trim_end_matches('-').to_owned();
    (kind >= 2).then_some(act)
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
