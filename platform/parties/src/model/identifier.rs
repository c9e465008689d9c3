//! Numbers that name a party.
use super::words;
use crate::PartyError;
use base::{Date, PersonalNumber, PersonalNumberKind, TaxCode};
use std::fmt;

words!(
    /// Which series of numbers.
    IdentifierKind {
        /// 12 digits (Luật Căn cước 26/2023/QH15).
        Personal => "personal_number",
        /// The 9 digits of the former identity card.
        FormerIdentity => "former_identity",
        Passport => "passport",
        /// 10 or 13 digits; of a person it is the personal number.
        Tax => "tax_code",
        /// Any other paper, as written on it (birth proof, decision of establishment).
        Other => "other",
    }
);

/// A number in its one written form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Identifier {
    kind: IdentifierKind,
    value: String,
}

impl Identifier {
    /// A personal number or the former 9 digits; refuses a year of birth after `today`'s.
    ///
    /// # Errors
    /// [`PartyError::Identifier`].
    pub fn personal(text: &str, today: Date) -> Result<Self, PartyError> {
        let number = PersonalNumber::parse_on(text, today)?;
        Ok(Self::from(&number))
    }

    /// Reads a number of the kind.
    ///
    /// # Errors
    /// [`PartyError`] saying what is wrong with it.
    pub fn parse(kind: IdentifierKind, text: &str) -> Result<Self, PartyError> {
        match kind {
            IdentifierKind::Personal | IdentifierKind::FormerIdentity => {
                Ok(Self::from(&PersonalNumber::parse(text)?))
            }
            IdentifierKind::Tax => Ok(Self::from(&TaxCode::parse(text)?)),
            IdentifierKind::Passport => {
                let value = squeezed(text);
                let sound =
                    (6..=15).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
                if sound { Ok(Self { kind, value }) } else { Err(PartyError::PassportMalformed) }
            }
            IdentifierKind::Other => {
                let value = squeezed(&text::clean_line_within(text, 60)?);
                if value.is_empty() { Err(PartyError::PaperMalformed) } else { Ok(Self { kind, value }) }
            }
        }
    }

    #[must_use]
    pub const fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The whole number; whoever shows it owes an access grant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// What a look-up asks for.
    #[must_use]
    pub fn last_four(&self) -> String {
        let skip = self.value.chars().count().saturating_sub(4);
        self.value.chars().skip(skip).collect()
    }

    /// `••••••••1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        let hidden = self.value.chars().count().saturating_sub(4);
        "•".repeat(hidden) + &self.last_four()
    }

    pub(crate) const fn stored(kind: IdentifierKind, value: String) -> Self {
        Self { kind, value }
    }
}

impl From<&PersonalNumber> for Identifier {
    fn from(number: &PersonalNumber) -> Self {
        let kind = match number.kind() {
            PersonalNumberKind::Citizen => IdentifierKind::Personal,
            PersonalNumberKind::LegacyNine => IdentifierKind::FormerIdentity,
        };
        Self { kind, value: number.as_str().to_owned() }
    }
}

impl From<&TaxCode> for Identifier {
    /// A 12-digit tax code is the personal number itself, so that one person is one party.
    fn from(code: &TaxCode) -> Self {
        let kind = if code.as_str().len() == 12 { IdentifierKind::Personal } else { IdentifierKind::Tax };
        Self { kind, value: code.as_str().to_owned() }
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.masked())
    }
}

/// Upper case without blanks.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}
