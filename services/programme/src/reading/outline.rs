//! How a paragraph begins: the marks of Vietnamese administrative texts (NĐ 30/2020, phụ lục I: phần, chương, mục, điều,
//! khoản, điểm) and of the lists inside them.

/// What stands at the beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marker {
    /// "Phụ lục 1", "PHỤ LỤC II:", "Danh mục", "Phần thứ nhất", "Chương I".
    Annex,
    /// "I.", "IV)".
    Roman(String),
    /// "1.", "2.1.", "2.1.1": the number without its last dot, and how many parts it has.
    Number(String, u8),
    /// "a)", "đ)".
    Letter(String),
    /// "Điều 1."
    Article(String),
    /// "-", "+", "*", "•".
    Bullet(char),
    /// "[1]": a note at the foot.
    Note(String),
}

/// The mark of a line and what follows it.
#[must_use]
pub fn marker_of(line: &str) -> Option<(Marker, &str)> {
    let line = line.trim_start();
    bullet(line)
        .or_else(|| note(line))
        .or_else(|| annex(line))
        .or_else(|| article(line))
        .or_else(|| number(line))
        .or_else(|| roman(line))
        .or_else(|| letter(line))
}

fn bullet(line: &str) -> Option<(Marker, &str)> {
    let mut chars = line.chars();
    let mark = chars.next()?;
    let mark = match mark {
        '-' | '–' | '—' | '−' => '-',
        '+' | '*' => mark,
        '•' | '●' | '▪' | '◦' | '·' | '○' | '■' | '➢' | '\u{f0b7}' | '\u{f0a7}' | '✓' => '•',
        _ => return None,
    };
    let rest = chars.as_str();
    // "-------" under a letterhead is no list; "-100%" is one with its blank forgotten.
    let next = rest.trim_start().chars().next()?;
    if matches!(next, '-' | '–' | '*' | '_' | '=') {
        return None;
    }
    Some((Marker::Bullet(mark), rest.trim_start()))
}

fn note(line: &str) -> Option<(Marker, &str)> {
    let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
    let digits = !inside.is_empty() && inside.len() <= 3 && inside.chars().all(|c| c.is_ascii_digit());
    digits.then(|| (Marker::Note(inside.to_owned()), rest.trim_start()))
}

const ANNEX_WORDS: [&str; 6] = ["phụ lục", "phụ biểu", "biểu số", "phần thứ", "phần ", "chương "];

fn annex(line: &str) -> Option<(Marker, &str)> {
    let lower = line.to_lowercase();
    let word = ANNEX_WORDS.into_iter().find(|word| lower.starts_with(word))?;
    let after: Vec<&str> = lower.get(word.len()..)?.split_whitespace().take(2).collect();
    // "Phụ lục kèm theo…" in running text is no heading: after the word stands a number, a sign or nothing.
    let first = after.first().copied().unwrap_or("");
    let plain = first.trim_matches(|c: char| !c.is_alphanumeric());
    let numbered = (plain.is_empty() && lower.starts_with("phụ"))
        || (!plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit()))
        || (!plain.is_empty() && plain.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
        || (plain.chars().count() == 1 && lower.starts_with("phụ"))
        || word == "phần thứ";
    let short = line.chars().count() <= 200 && !line.trim_end().ends_with([';', '.']);
    (numbered && short).then_some((Marker::Annex, line))
}

fn article(line: &str) -> Option<(Marker, &str)> {
    let rest = line.strip_prefix("Điều ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let rest = rest.strip_prefix(digits.as_str())?;
    let rest = rest.strip_prefix(['.', ':'])?;
    (!digits.is_empty()).then(|| (Marker::Article(digits), rest.trim_start()))
}

fn number(line: &str) -> Option<(Marker, &str)> {
    let token: String = line.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let rest = line.strip_prefix(token.as_str())?;
    let closed = token.ends_with('.') || rest.starts_with([')', '/']);
    let inner = token.trim_end_matches('.');
    let parts: Vec<&str> = inner.split('.').collect();
    let whole = parts.iter().all(|part| !part.is_empty() && part.len() <= 2);
    if !whole || inner.is_empty() || parts.len() > 5 {
        return None;
    }
    // "2.1 Text" is a heading without its dot, "12 người" is a count; "100.000" fell out above.
    if !closed && parts.len() < 2 {
        return None;
    }
    let rest = rest.trim_start_matches([')', '/']);
    if closed || rest.starts_with(' ') {
        let next = rest.trim_start().chars().next()?;
        if next.is_alphabetic()
            || matches!(next, '"' | '“' | '(')
            || (closed && next.is_ascii_digit() && rest.starts_with(' '))
        {
            let depth = u8::try_from(parts.len()).unwrap_or(u8::MAX);
            return Some((Marker::Number(inner.to_owned(), depth), rest.trim_start()));
        }
    }
    None
}

fn roman(line: &str) -> Option<(Marker, &str)> {
    let token: String = line.chars().take_while(|c| matches!(c, 'I' | 'V' | 'X')).collect();
    let rest = line.strip_prefix(token.as_str())?;
    let rest = rest
        .strip_prefix(['.', ')', '/'])
        .or_else(|| rest.strip_prefix(" -"))
        .or_else(|| rest.strip_prefix(" –"))?;
    let next = rest.trim_start().chars().next()?;
    (!token.is_empty() && token.len() <= 5 && next.is_alphabetic())
        .then(|| (Marker::Roman(token), rest.trim_start()))
}

fn letter(line: &str) -> Option<(Marker, &str)> {
    let mut chars = line.chars();
    let first = chars.next().filter(|c| c.is_alphabetic())?;
    let rest = chars.as_str();
    let closed = if first.is_lowercase() { rest.strip_prefix(')') } else { rest.strip_prefix(". ") };
    let rest = closed?.trim_start();
    // "A. MỤC TIÊU" is a part; "P. Giám đốc" or "C. Thương" are abbreviations, so a capital needs capitals after it.
    if first.is_uppercase()
        && !(matches!(first, 'A'..='H') && rest.chars().take(6).all(|c| !c.is_lowercase()))
    {
        return None;
    }
    rest.chars().next()?;
    Some((Marker::Letter(first.to_string()), rest))
}
