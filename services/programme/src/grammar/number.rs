//! Numbers as Vietnamese documents print them.
use rust_decimal::Decimal;

/// The value of a printed number, or `None` when it is none.
///
/// The comma is the decimal sign and the point groups thousands (`10.135,0`), as the public
/// finance forms prescribe; offices also print a decimal point (`60.01`), and commas as groups in
/// figures taken from spreadsheets (`12,324,415,367`, `33,333.5`). One separator followed by three
/// digits is a thousands point but a decimal comma: `8.272` is 8 272, `8,272` is 8.272.
/// Numbering (`1.1.2`), negative numbers and anything with letters are no numbers.
pub fn parse(text: &str) -> Option<Decimal> {
    let text = join_spaced_groups(text.trim())?;
    if text.len() > 40 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    if text.ends_with(['.', ',']) {
        return None;
    }
    match (points, commas) {
        (0, 0) => plain(&text, ""),
        (1, 0) => {
            let (head, tail) = text.split_once('.')?;
            if is_grouped(head, tail) { plain(&format!("{head}{tail}"), "") } else { plain(head, tail) }
        }
        (0, 1) => text.split_once(',').and_then(|(head, tail)| plain(head, tail)),
        (_, 0) => grouped(&text, '.', ""),
        (0, _) => grouped(&text, ',', ""),
        _ => mixed(&text),
    }
}

/// Both separators stand in it: the last one is the decimal sign and stands once.
fn mixed(text: &str) -> Option<Decimal> {
    let last = text.rfind(['.', ','])?;
    let (head, tail) = text.split_at_checked(last)?;
    let mark = tail.chars().next()?;
    let group = if mark == '.' { ',' } else { '.' };
    let tail = tail.strip_prefix(mark)?;
    if head.contains(mark) { None } else { grouped(head, group, tail) }
}

fn grouped(text: &str, group: char, fraction: &str) -> Option<Decimal> {
    let mut parts = text.split(group);
    let head = parts.next()?;
    let tail: Vec<&str> = parts.collect();
    let well_formed = (1..=3).contains(&head.len()) && tail.iter().all(|part| part.len() == 3);
    // "0.123.456" is a telephone or an account, not an amount.
    if !well_formed || head.starts_with('0') {
        return None;
    }
    plain(&format!("{head}{}", tail.concat()), fraction)
}

fn is_grouped(head: &str, tail: &str) -> bool {
    tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0')
}

fn plain(whole: &str, fraction: &str) -> Option<Decimal> {
    if whole.is_empty() || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let written = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
    Decimal::from_str_exact(&written).ok().map(|value| value.normalize())
}

/// "12 324 415" with spaces between groups of three becomes one number; other spaces end it.
fn join_spaced_groups(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(char::is_whitespace).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [head, tail @ ..] => {
            let grouped = (1..=3).contains(&head.len()) && !head.starts_with('0');
            let grouped = grouped && tail.iter().all(|part| part.len() == 3);
            grouped.then(|| parts.concat())
        }
    }
}
