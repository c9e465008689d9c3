//! Numbers as Vietnamese officials write them: `1.234.567,5`.
use rust_decimal::Decimal;
use std::str::FromStr;

const DIGITS_MAX: usize = 20;

/// Reads `1.234.567,5`, `1234567,5`, `12.5` and `12.345` (twelve thousand: three digits behind a full stop are a
/// group).  None for anything else.
#[must_use]
pub fn parse_decimal_vi(text: &str) -> Option<Decimal> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
    let (sign, digits) = match squeezed.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", squeezed.as_str()),
    };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let grouped = |whole: &str| {
        let mut groups = whole.split('.');
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        plain(first) && (rest.is_empty() || first.len() <= 3) && rest.iter().all(|g| plain(g) && g.len() == 3)
    };
    let number = match digits.split_once(',') {
        Some((whole, part)) if grouped(whole) && plain(part) => format!("{}.{part}", whole.replace('.', "")),
        Some(_) => return None,
        None if grouped(digits) => digits.replace('.', ""),
        None => match digits.split_once('.') {
            Some((whole, part)) if plain(whole) && plain(part) => format!("{whole}.{part}"),
            _ => return None,
        },
    };
    if number.len() > DIGITS_MAX {
        return None;
    }
    Decimal::from_str(&format!("{sign}{number}")).ok().map(|value| value.normalize())
}

/// Writes with at most `decimals` digits behind the comma, halves away from nought; zeros at the end are left out.
#[must_use]
pub fn decimal_vi(value: Decimal, decimals: u32) -> String {
    let rounded = value
        .round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .normalize()
        .to_string();
    let (sign, digits) = rounded.strip_prefix('-').map_or(("", rounded.as_str()), |rest| ("−", rest));
    let (whole, part) = digits.split_once('.').map_or((digits, ""), |(whole, part)| (whole, part));
    let mut out = String::from(sign);
    let count = whole.chars().count();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (count - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push(',');
        out.push_str(part);
    }
    out
}
