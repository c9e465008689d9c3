//! The code of a dossier (mã số hồ sơ): TT 03/2025/TT-VPCP Art. 13, amended by TT 04/2025/TT-VPCP Art. 23.2.
use super::{AgencyCode, IdentifierError, all_digits, code_of, string_serde};
use jiff::civil::Date;
use std::fmt;

const TAIL_DIGITS_MIN: usize = 4;
const TAIL_DIGITS_MAX: usize = 12;

/// `{agency}-{day}-{tail}`, kept as printed (upper case, plain hyphens, no blanks).  Read leniently:
/// the day as `yyMMdd` or `yyyyMMdd`, a tail of 4 to 12 digits, the agency in today's or the reversed form.
/// The central form `MX1X2.Y1Y2Y3.Z1Z2-YYMMDD-AAXXXX` has the same shape; see [`DossierCode::central_parts`].
/// `Eq` compares what is printed; [`DossierCode::canonical`] is equal for two spellings of one code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierCode {
    printed: String,
    agency: AgencyCode,
    date: Date,
}

impl DossierCode {
    /// # Errors
    /// `Empty`, `DossierCodeInvalid`, `AgencyCodeInvalid`, `DossierCodeDate`, `DossierCodeSequence`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let printed = code_of(text, IdentifierError::DossierCodeInvalid)?;
        let mut parts = printed.split('-');
        let (Some(agency), Some(day), Some(tail), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(IdentifierError::DossierCodeInvalid);
        };
        let agency = AgencyCode::parse(agency).map_err(|_| IdentifierError::AgencyCodeInvalid)?;
        let date = read_day(day).ok_or(IdentifierError::DossierCodeDate)?;
        if !all_digits(tail) || !(TAIL_DIGITS_MIN..=TAIL_DIGITS_MAX).contains(&tail.len()) {
            return Err(IdentifierError::DossierCodeSequence);
        }
        Ok(Self { agency, date, printed })
    }

    /// The code of the `sequence`-th dossier that `agency` received on `date` (a day in Vietnam): the day as
    /// `yyMMdd`, the sequence with at least four digits.
    ///
    /// # Errors
    /// `DossierCodeSequence` for 0 or more than 12 digits, `DossierCodeDate` outside 2000–2099.
    pub fn compose(agency: &AgencyCode, date: Date, sequence: u64) -> Result<Self, IdentifierError> {
        Self::with_tail(agency, date, sequence, &format!("{sequence:04}"))
    }

    /// The code of a nationally centralised service: the tail is the owner's two digits and at least four of the
    /// day's counter (TT 04/2025/TT-VPCP Art. 23.2, in force 2026-01-25).
    ///
    /// # Errors
    /// As [`DossierCode::compose`]; `AgencyCodeInvalid` when the owner has not two digits.
    pub fn compose_central(
        resolving: &AgencyCode,
        date: Date,
        owner: u8,
        sequence: u64,
    ) -> Result<Self, IdentifierError> {
        if owner > 99 {
            return Err(IdentifierError::AgencyCodeInvalid);
        }
        Self::with_tail(resolving, date, sequence, &format!("{owner:02}{sequence:04}"))
    }

    fn with_tail(
        agency: &AgencyCode,
        date: Date,
        sequence: u64,
        tail: &str,
    ) -> Result<Self, IdentifierError> {
        if sequence == 0 || tail.len() > TAIL_DIGITS_MAX {
            return Err(IdentifierError::DossierCodeSequence);
        }
        if !(2000..=2099).contains(&date.year()) {
            return Err(IdentifierError::DossierCodeDate);
        }
        let printed = format!("{agency}-{}-{tail}", short_day(date));
        Ok(Self { printed, agency: agency.clone(), date })
    }

    /// As printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.printed
    }

    /// Today's form of the agency's code.
    #[must_use]
    pub const fn agency(&self) -> &AgencyCode {
        &self.agency
    }

    /// The day in Vietnam on which the code was given.
    #[must_use]
    pub const fn date(&self) -> Date {
        self.date
    }

    /// The digits after the day, with their leading zeros.
    #[must_use]
    pub fn tail(&self) -> &str {
        self.printed.rsplit('-').next().unwrap_or_default()
    }

    /// The tail as a number; in the central form this includes the owner's two digits.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.tail().parse().unwrap_or_default()
    }

    /// The owner's two digits and the counter, if this can be a central code: an agency of three levels with
    /// three and two digits, and six digits or more.  The text alone cannot prove it: ask where it came from.
    #[must_use]
    pub fn central_parts(&self) -> Option<(&str, u64)> {
        let widths: Vec<usize> = self.agency.as_str().split('.').map(str::len).collect();
        if widths != [3, 3, 2] || self.tail().len() < 6 {
            return None;
        }
        let (owner, counter) = self.tail().split_at_checked(2)?;
        Some((owner, counter.parse().ok()?))
    }

    /// One spelling for all: today's agency code, `yyMMdd`, the tail as it is.  For finding duplicates.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!("{}-{}-{}", self.agency, short_day(self.date), self.tail())
    }

    /// Names no person: nothing is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        self.printed.clone()
    }
}

fn short_day(date: Date) -> String {
    format!("{:02}{:02}{:02}", date.year() % 100, date.month(), date.day())
}

fn read_day(day: &str) -> Option<Date> {
    if !all_digits(day) {
        return None;
    }
    let (year, rest): (i16, &str) = match day.len() {
        6 => (2000 + day.get(..2)?.parse::<i16>().ok()?, day.get(2..)?),
        8 => (day.get(..4)?.parse().ok()?, day.get(4..)?),
        _ => return None,
    };
    if !(2000..=2099).contains(&year) {
        return None;
    }
    Date::new(year, rest.get(..2)?.parse().ok()?, rest.get(2..)?.parse().ok()?).ok()
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

impl fmt::Debug for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.printed)
    }
}

string_serde!(DossierCode, DossierCode::as_str);
