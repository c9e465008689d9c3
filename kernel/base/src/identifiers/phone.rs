//! Vietnamese phone numbers under the numbering plan in force since 2018.
use super::{IdentifierError, digits_of, last_four_of, mask_digits};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// 10 digits beginning 03, 05, 07, 08 or 09: can receive a message.
    Mobile,
    /// 11 digits beginning 02.
    Landline,
    /// 1800… and 1900…: an organisation's line.
    Service,
}

/// A Vietnamese phone number in national form (`0912345678`, `02383844747`, `19001234`).
/// `Debug` and `Display` are masked.  A foreign number is not a `Phone`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads national or international form (`+84…`, `0084…`, `84…`), grouped by blanks, dots, hyphens, brackets.
    ///
    /// # Errors
    /// `Empty`, `PhoneCharacters`, `PhoneLength`, `PhonePrefix`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        if text.len() > super::INPUT_BYTES_MAX {
            return Err(IdentifierError::PhoneLength);
        }
        if text.trim().is_empty() {
            return Err(IdentifierError::Empty);
        }
        let bare: String = text.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        let bare = bare.trim();
        let (international, rest) = match bare.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, bare),
        };
        let digits = digits_of(rest).ok_or(IdentifierError::PhoneCharacters)?;
        let national = national(&digits, international).ok_or(IdentifierError::PhonePrefix)?;
        kind_of(&national).map(|_| Self(national))
    }

    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        kind_of(&self.0).unwrap_or(PhoneKind::Service)
    }

    /// National form, digits only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// E.164 (`+84912345678`); a service line has none.
    #[must_use]
    pub fn e164(&self) -> Option<String> {
        self.0.strip_prefix('0').map(|rest| format!("+84{rest}"))
    }

    /// Grouped for reading aloud: `0912 345 678`, `0238 384 4747`.
    #[must_use]
    pub fn display_vi(&self) -> String {
        let part = |from: usize, to: usize| self.0.get(from..to).unwrap_or_default();
        match self.kind() {
            PhoneKind::Mobile | PhoneKind::Landline => {
                format!("{} {} {}", part(0, 4), part(4, 7), part(7, self.0.len()))
            }
            PhoneKind::Service => format!("{} {}", part(0, 4), part(4, self.0.len())),
        }
    }

    /// All but the last four digits hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_digits(&self.0)
    }

    #[must_use]
    pub fn last_four(&self) -> &str {
        last_four_of(&self.0)
    }
}

/// The national form; `None` for another country's.
fn national(digits: &str, international: bool) -> Option<String> {
    let with_zero = |rest: &str| {
        // "+84 (0) 912…" repeats the trunk zero.
        let rest = rest.strip_prefix('0').unwrap_or(rest);
        format!("0{rest}")
    };
    if international {
        return digits.strip_prefix("84").map(with_zero);
    }
    if let Some(rest) = digits.strip_prefix("0084") {
        return Some(with_zero(rest));
    }
    match digits.strip_prefix("84") {
        Some(rest) if rest.len() >= 9 => Some(with_zero(rest)),
        _ => Some(digits.to_owned()),
    }
}

fn kind_of(digits: &str) -> Result<PhoneKind, IdentifierError> {
    let (kind, lengths): (_, &[usize]) = if digits.starts_with("1800") || digits.starts_with("1900") {
        (PhoneKind::Service, &[8, 10])
    } else {
        match (digits.chars().next(), digits.chars().nth(1)) {
            (Some('0'), Some('2')) => (PhoneKind::Landline, &[11]),
            (Some('0'), Some('3' | '5' | '7' | '8' | '9')) => (PhoneKind::Mobile, &[10]),
            _ => return Err(IdentifierError::PhonePrefix),
        }
    };
    if lengths.contains(&digits.len()) { Ok(kind) } else { Err(IdentifierError::PhoneLength) }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for Phone {
    /// Masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl std::str::FromStr for Phone {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
