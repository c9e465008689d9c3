//! The QR of the chip-based identity card.
use super::{IdentifierError, PersonalNumber, PersonalNumberKind, Sex};
use crate::PartialDate;
use jiff::civil::Date;
use std::fmt;

const INPUT_BYTES_MAX: usize = 2_048;
const FIELDS: usize = 7;
/// A later card may append fields; they are not read.
const FIELDS_MAX: usize = 16;

/// What a desk scanner types: `number|old number|name|ddMMyyyy|sex|address|ddMMyyyy`.
/// The address is the one printed on the card: before 2025-07-01 it has a district and must be mapped.
/// `Debug` shows no name, address or whole number.
#[derive(Clone, PartialEq, Eq)]
pub struct CardScan {
    pub number: PersonalNumber,
    /// The nine-digit number held before, if the card states one.
    pub old_number: Option<PersonalNumber>,
    /// As scanned, trimmed; pass it through `text::clean_name` before storing.
    pub name: String,
    /// `00001950` when only the year was known.
    pub birth: PartialDate,
    pub sex: Option<Sex>,
    pub address: String,
    pub issued: Option<Date>,
}

impl CardScan {
    /// Reads a scan.  The card's number, the name and the birth must be there; an old number, a sex or a day of
    /// issue that cannot be read is left out rather than refusing the card in front of its owner.
    ///
    /// # Errors
    /// `Empty`, `CardScanInvalid`, or what is wrong with the number or the birth.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if text.len() > INPUT_BYTES_MAX {
            return Err(IdentifierError::CardScanInvalid);
        }
        let fields: Vec<&str> = text.split('|').map(str::trim).collect();
        if !(FIELDS..=FIELDS_MAX).contains(&fields.len()) {
            return Err(IdentifierError::CardScanInvalid);
        }
        let [number, old_number, name, birth, sex, address, issued, ..] = fields.as_slice() else {
            return Err(IdentifierError::CardScanInvalid);
        };
        let number = PersonalNumber::parse(number)?;
        if number.kind() != PersonalNumberKind::Citizen {
            return Err(IdentifierError::PersonalNumberLength);
        }
        if name.is_empty() {
            return Err(IdentifierError::CardScanInvalid);
        }
        Ok(Self {
            number,
            old_number: PersonalNumber::parse(old_number).ok(),
            name: (*name).to_owned(),
            birth: card_date(birth)?,
            sex: Sex::from_vi(sex),
            address: (*address).to_owned(),
            issued: card_date(issued).ok().and_then(PartialDate::whole),
        })
    }

    /// [`CardScan::parse`], and refuses a birth or number whose year lies after `today` (a day in Vietnam).
    ///
    /// # Errors
    /// Those of `parse`, and `PersonalNumberFutureYear`.
    pub fn parse_on(text: &str, today: Date) -> Result<Self, IdentifierError> {
        let card = Self::parse(text)?;
        PersonalNumber::parse_on(card.number.as_str(), today)?;
        if card.birth.earliest() > today {
            return Err(IdentifierError::PersonalNumberFutureYear);
        }
        Ok(card)
    }

    /// Whether the number's year and sex agree with the printed ones: a warning when not, never a refusal.
    #[must_use]
    pub fn agrees_with_number(&self) -> bool {
        self.number.agrees_with(self.birth.year(), self.sex)
    }
}

/// Exactly `ddMMyyyy`: the position in the line is known only by its shape.
fn card_date(field: &str) -> Result<PartialDate, IdentifierError> {
    if field.len() != 8 || !super::all_digits(field) {
        return Err(IdentifierError::DateInvalid);
    }
    PartialDate::parse(field)
}

impl fmt::Debug for CardScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardScan").field("number", &self.number).finish_non_exhaustive()
    }
}
