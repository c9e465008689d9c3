//! Personal identification numbers: 12 digits (CCCD, căn cước, birth certificates) and the old card's 9 digits.
use super::{IdentifierError, digits_of, last_four_of, mask_digits};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Provinces in which a birth may have been registered: the 63 codes of TT 07/2016/TT-BCA, Annex I (a leading zero
/// and the statistics code).  Since 2025-07-01 new numbers use 34 of them; the others stay valid for the living.
const PROVINCES: [&str; 63] = [
    "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024",
    "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045",
    "046", "048", "049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070",
    "072", "074", "075", "077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093",
    "094", "095", "096",
];

/// As recorded on Vietnamese papers; the words are the locale keys of [`Sex::key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// The locale key `sex-male` or `sex-female`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Male => "sex-male",
            Self::Female => "sex-female",
        }
    }

    /// Reads `Nam`, `Nữ` (composed or not), in any case.
    #[must_use]
    pub fn from_vi(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().as_str() {
            "nam" => Some(Self::Male),
            "nữ" | "nu\u{31b}\u{303}" | "nu\u{303}\u{31b}" | "nư\u{303}" | "nu" => Some(Self::Female),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonalNumberKind {
    /// 12 digits, for life (Law on Identification 2023, Art. 12).
    Citizen,
    /// 9 digits of the old identity card (CMND); no structure is promised inside.
    LegacyNine,
}

/// Where the birth was registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BirthRegistration<'a> {
    /// The two-digit province code **as of the registration** (`80` was Long An before 2025-07-01).
    Province(&'a str),
    /// The three-digit code of a country (Annex II); the list of countries is not checked.
    Abroad(&'a str),
}

/// A personal number.  `Debug` and `Display` are masked; [`PersonalNumber::as_str`] is the one way to the digits,
/// and whoever shows them owes an `AccessGrant`.  Deliberately not `Serialize`: events carry ids, not numbers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber(String);

impl PersonalNumber {
    /// Reads 12 or 9 digits, grouped or not.  There is no check digit; a 12-digit number must begin with a known
    /// place.  Whether the year lies ahead needs a day: use [`PersonalNumber::parse_on`] for what people type.
    ///
    /// # Errors
    /// `Empty`, `PersonalNumberCharacters`, `PersonalNumberLength`, `PersonalNumberPlace`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        if text.len() > super::INPUT_BYTES_MAX {
            return Err(IdentifierError::PersonalNumberLength);
        }
        if text.trim().is_empty() {
            return Err(IdentifierError::Empty);
        }
        let digits = digits_of(text).ok_or(IdentifierError::PersonalNumberCharacters)?;
        match digits.len() {
            9 => Ok(Self(digits)),
            12 if place_exists(&digits) => Ok(Self(digits)),
            12 => Err(IdentifierError::PersonalNumberPlace),
            _ => Err(IdentifierError::PersonalNumberLength),
        }
    }

    /// [`PersonalNumber::parse`], and refuses a year of birth after that of `today` (a day in Vietnam).
    ///
    /// # Errors
    /// Those of `parse`, and `PersonalNumberFutureYear`.
    pub fn parse_on(text: &str, today: Date) -> Result<Self, IdentifierError> {
        let number = Self::parse(text)?;
        match number.birth_year() {
            Some(year) if year > today.year() => Err(IdentifierError::PersonalNumberFutureYear),
            _ => Ok(number),
        }
    }

    #[must_use]
    pub fn kind(&self) -> PersonalNumberKind {
        if self.0.len() == 12 { PersonalNumberKind::Citizen } else { PersonalNumberKind::LegacyNine }
    }

    /// All digits, for storing, comparing and showing under an access grant.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `••••••••1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        mask_digits(&self.0)
    }

    /// The digits people give at a look-up.
    #[must_use]
    pub fn last_four(&self) -> &str {
        last_four_of(&self.0)
    }

    /// Digits 1–3 of a 12-digit number.
    #[must_use]
    pub fn birth_registration(&self) -> Option<BirthRegistration<'_>> {
        let place = self.citizen_part(0, 3)?;
        Some(match place.strip_prefix('0') {
            Some(province) => BirthRegistration::Province(province),
            None => BirthRegistration::Abroad(place),
        })
    }

    /// Digit 4 of a 12-digit number: even is male, odd female (TT 07/2016/TT-BCA Art. 7).
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        Some(if self.century_digit()? % 2 == 0 { Sex::Male } else { Sex::Female })
    }

    /// Digits 4–6 of a 12-digit number: century (0, 1 the 1900s; 2, 3 the 2000s; … 8, 9 the 2300s) and year.
    #[must_use]
    pub fn birth_year(&self) -> Option<i16> {
        let in_century: i16 = self.citizen_part(4, 6)?.parse().ok()?;
        Some(1900 + self.century_digit()? / 2 * 100 + in_century)
    }

    /// Whether year and sex agree with the number.  A nine-digit number agrees with everybody.  A sex corrected
    /// or reassigned after birth may rightly disagree: warn, never refuse.
    #[must_use]
    pub fn agrees_with(&self, birth_year: i16, sex: Option<Sex>) -> bool {
        let year_agrees = self.birth_year().is_none_or(|year| year == birth_year);
        let sex_agrees = match (self.sex(), sex) {
            (Some(of_number), Some(given)) => of_number == given,
            _ => true,
        };
        year_agrees && sex_agrees
    }

    fn century_digit(&self) -> Option<i16> {
        self.citizen_part(3, 4)?.parse().ok()
    }

    fn citizen_part(&self, from: usize, to: usize) -> Option<&str> {
        if self.kind() == PersonalNumberKind::Citizen { self.0.get(from..to) } else { None }
    }
}

fn place_exists(digits: &str) -> bool {
    digits.get(0..3).is_some_and(|place| !place.starts_with('0') || PROVINCES.contains(&place))
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for PersonalNumber {
    /// Masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl std::str::FromStr for PersonalNumber {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
