//! Codes of administrative procedures and of their results in the national catalogue.
use super::{AgencyCode, IdentifierError, all_digits, code_of, string_serde};
use std::fmt;

/// A procedure of the national catalogue: `1.001193` (`[123].` and six digits).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcedureCode(String);

impl ProcedureCode {
    /// # Errors
    /// `Empty` or `ProcedureCodeInvalid`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = code_of(text, IdentifierError::ProcedureCodeInvalid)?;
        let well_formed = match code.split_once('.') {
            Some((family, number)) => {
                matches!(family, "1" | "2" | "3") && number.len() == 6 && all_digits(number)
            }
            None => false,
        };
        if well_formed { Ok(Self(code)) } else { Err(IdentifierError::ProcedureCodeInvalid) }
    }

    /// Reads the longer form in which a province publishes its own version, `1.001193.000.00.00.H41`: the
    /// procedure and the publishing agency.  The short form has no agency.
    ///
    /// # Errors
    /// `Empty`, `ProcedureCodeInvalid` or `AgencyCodeInvalid`.
    pub fn parse_published(text: &str) -> Result<(Self, Option<AgencyCode>), IdentifierError> {
        let code = code_of(text, IdentifierError::ProcedureCodeInvalid)?;
        match code.match_indices('.').nth(1).and_then(|(at, _)| code.split_at_checked(at)) {
            Some((procedure, agency)) => {
                let agency = AgencyCode::parse(agency.trim_start_matches('.'))?;
                Ok((Self::parse(procedure)?, Some(agency)))
            }
            None => Ok((Self::parse(&code)?, None)),
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Names no person: nothing is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        self.0.clone()
    }
}

/// A kind of result: `KQ.G15.000031` (`KQ`, the body that defines it, six digits).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResultCode(String);

impl ResultCode {
    /// # Errors
    /// `Empty` or `ResultCodeInvalid`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = code_of(text, IdentifierError::ResultCodeInvalid)?;
        if split_result(&code).is_some() { Ok(Self(code)) } else { Err(IdentifierError::ResultCodeInvalid) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The body whose catalogue defines the result.
    #[must_use]
    pub fn issuer(&self) -> Option<AgencyCode> {
        split_result(&self.0)
    }

    /// Names no person: nothing is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        self.0.clone()
    }
}

fn split_result(code: &str) -> Option<AgencyCode> {
    let (issuer, number) = code.strip_prefix("KQ.")?.rsplit_once('.')?;
    if number.len() != 6 || !all_digits(number) || AgencyCode::is_legacy_form(issuer) {
        return None;
    }
    AgencyCode::parse(issuer).ok()
}

macro_rules! shown_whole {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )+};
}
shown_whole!(ProcedureCode, ResultCode);
string_serde!(ProcedureCode, ProcedureCode::as_str);
string_serde!(ResultCode, ResultCode::as_str);
