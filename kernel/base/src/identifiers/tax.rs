//! Tax codes (mã số thuế, also the enterprise number).
use super::{IdentifierError, PersonalNumber, digits_of, last_four_of, mask_digits};
use std::fmt;

/// Weights of the first nine digits of a tax code.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaxCodeKind {
    /// 10 digits: an enterprise, agency, or a person registered before personal numbers took over.
    Main,
    /// 13 digits: a dependent unit, written `0100112437-001`.
    Branch,
    /// 12 digits: the personal number of an individual or of a household business's representative.
    Personal,
}

/// A tax code, stored as digits only.  `Debug` and `Display` are masked, for a code may name a person;
/// [`TaxCode::display_vi`] writes an organisation's code in full.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxCode(String);

impl TaxCode {
    /// Reads 10, 13 or 12 digits.  For 10 and 13 digits the tenth is checked:
    /// 10 − (Σ digit·weight mod 11), where 10 means that no such code is issued.
    ///
    /// # Errors
    /// `Empty`, `TaxCodeCharacters`, `TaxCodeLength`, `TaxCodeCheckDigit`, `TaxCodeBranch`,
    /// and `PersonalNumberPlace` for 12 digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        if text.len() > super::INPUT_BYTES_MAX {
            return Err(IdentifierError::TaxCodeLength);
        }
        if text.trim().is_empty() {
            return Err(IdentifierError::Empty);
        }
        let digits = digits_of(text).ok_or(IdentifierError::TaxCodeCharacters)?;
        match digits.len() {
            10 | 13 => {
                let stated = digits.chars().nth(9).and_then(|c| c.to_digit(10));
                // All zeros inside is nobody's code though its arithmetic may agree.
                let nobody = digits.get(2..9) == Some("0000000");
                if nobody || stated.is_none() || stated != check_digit(&digits) {
                    return Err(IdentifierError::TaxCodeCheckDigit);
                }
                if digits.get(10..) == Some("000") {
                    return Err(IdentifierError::TaxCodeBranch);
                }
                Ok(Self(digits))
            }
            12 => PersonalNumber::parse(&digits).map(|_| Self(digits)),
            _ => Err(IdentifierError::TaxCodeLength),
        }
    }

    #[must_use]
    pub fn kind(&self) -> TaxCodeKind {
        match self.0.len() {
            13 => TaxCodeKind::Branch,
            12 => TaxCodeKind::Personal,
            _ => TaxCodeKind::Main,
        }
    }

    /// Digits only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As written on papers: `0100112437`, `0100112437-001`.
    #[must_use]
    pub fn display_vi(&self) -> String {
        match (self.0.get(..10), self.0.get(10..)) {
            (Some(main), Some(branch)) if self.kind() == TaxCodeKind::Branch => format!("{main}-{branch}"),
            _ => self.0.clone(),
        }
    }

    /// The main unit's code of a branch; a code that is no branch answers itself.
    #[must_use]
    pub fn main(&self) -> Self {
        match self.0.get(..10) {
            Some(main) if self.kind() == TaxCodeKind::Branch => Self(main.to_owned()),
            _ => self.clone(),
        }
    }

    /// All but the last four digits hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_digits(&self.0)
    }

    /// What organisations give at a look-up.
    #[must_use]
    pub fn last_four(&self) -> &str {
        last_four_of(&self.0)
    }
}

/// The tenth digit for the first nine; `None` when the arithmetic gives 10.
fn check_digit(digits: &str) -> Option<u32> {
    let sum: u32 =
        digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap_or(0) * weight).sum();
    Some(10 - sum % 11).filter(|&digit| digit < 10)
}

impl fmt::Debug for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for TaxCode {
    /// Masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl std::str::FromStr for TaxCode {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
