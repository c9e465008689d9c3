//! Numbers as people type and read them: full stops or blanks between thousands, a comma before the fraction.
use expr::Decimal;
use std::str::FromStr;

/// More digits would not survive JSON's numbers.
pub(crate) const DIGITS_MAX: usize = 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberError {
    NotANumber,
    /// `12.5`: a full stop that parts no group of three.
    StopInsteadOfComma,
    TooLong,
}

/// Reads `1.234,5`, `1 234,5`, `-3`.
pub(crate) fn read_number(text: &str) -> Result<Decimal, NumberError> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, bare) = bare.strip_prefix(['-', '−']).map_or(("", bare.as_str()), |rest| ("-", rest));
    let (whole, fraction) =
        bare.split_once(',').map_or((bare, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    if !digits(first) || rest.iter().any(|group| !digits(group)) || fraction.is_some_and(|part| !digits(part))
    {
        return Err(NumberError::NotANumber);
    }
    if !rest.is_empty() && (first.len() > 3 || rest.iter().any(|group| group.len() != 3)) {
        return Err(NumberError::StopInsteadOfComma);
    }
    let fraction = fraction.unwrap_or_default();
    let joined = format!("{first}{}", rest.concat());
    if joined.len() + fraction.len() > DIGITS_MAX {
        return Err(NumberError::TooLong);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    Decimal::from_str(&format!("{sign}{joined}{point}{fraction}")).map_err(|_| NumberError::NotANumber)
}

/// Writes `1.234,5`.
pub(crate) fn number_vi(number: Decimal) -> String {
    let text = number.normalize().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let grouped = digits.parse::<i64>().map_or_else(|_| digits.to_owned(), base::group_thousands);
    fraction.map_or_else(|| format!("{sign}{grouped}"), |fraction| format!("{sign}{grouped},{fraction}"))
}
