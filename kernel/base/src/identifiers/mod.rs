//! The identifiers that Vietnamese administration runs on.  Every `parse` trims and normalises what people type or
//! scan, bounds its input, and refuses with a reason that never repeats the number itself.
mod agency;
mod card;
mod dossier;
mod error;
mod personal;
mod phone;
mod procedure;
mod tax;

pub use agency::AgencyCode;
pub use card::CardScan;
pub use dossier::DossierCode;
pub use error::IdentifierError;
pub use personal::{BirthRegistration, PersonalNumber, PersonalNumberKind, Sex};
pub use phone::{Phone, PhoneKind};
pub use procedure::{ProcedureCode, ResultCode};
pub use tax::{TaxCode, TaxCodeKind};

/// No identifier is longer, in bytes, with generous separators.
const INPUT_BYTES_MAX: usize = 128;

/// The digits of `text` after dropping the blanks, full stops and hyphens people group them with;
/// `None` when anything else is in it.
fn digits_of(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(16);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            c if c.is_whitespace() || is_dash(c) || c == '.' => {}
            _ => return None,
        }
    }
    Some(digits)
}

/// Hyphens, dashes and the minus sign, as word processors put them into copied codes.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}')
}

/// Trims, drops blanks, unifies dashes, upper-cases ASCII; refuses nothing and what is too long.
fn code_of(text: &str, invalid: IdentifierError) -> Result<String, IdentifierError> {
    if text.len() > INPUT_BYTES_MAX {
        return Err(invalid);
    }
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if is_dash(c) { '-' } else { c.to_ascii_uppercase() })
        .collect();
    if code.is_empty() { Err(IdentifierError::Empty) } else { Ok(code) }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// All but the last four digits as bullets; the only form that lists and logs may carry.
fn mask_digits(digits: &str) -> String {
    let hidden = digits.chars().count().saturating_sub(4);
    digits
        .chars()
        .enumerate()
        .map(|(at, c)| if at < hidden && c.is_ascii_digit() { '•' } else { c })
        .collect()
}

fn last_four_of(digits: &str) -> &str {
    digits.len().checked_sub(4).and_then(|start| digits.get(start..)).unwrap_or(digits)
}

/// serde as one string, for codes that name no person.
macro_rules! string_serde {
    ($name:ident, $write:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($write(self).as_ref())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                $name::parse(&text).map_err(serde::de::Error::custom)
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::IdentifierError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $name::parse(text)
            }
        }
    };
}
pub(crate) use string_serde;
