//! Codes of agencies and organisations (QĐ 20/2020/QĐ-TTg) and the reversed form used before it.
use super::{IdentifierError, all_digits, code_of, string_serde};
use std::fmt;

/// At most 35 characters of `0-9 A-Z .` (QĐ 20/2020, structure of the code).
const CHARS_MAX: usize = 35;

/// A code such as `H41`, `H28.12`, `G09.20.5`: level 1 is a letter A–Y and two digits, each further level one to
/// three digits.  Organisations outside that tree are `Z01`–`Z99` followed by up to 32 characters of their own
/// scheme.  Enterprises, cooperatives and household businesses use their own number: see `TaxCode`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

impl AgencyCode {
    /// Reads a code of today or the reversed older form `000.00.12.H28`, which becomes `H28.12`.
    ///
    /// # Errors
    /// `Empty` or `AgencyCodeInvalid`.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = code_of(text, IdentifierError::AgencyCodeInvalid)?;
        if let Some(mapped) = from_reversed(&code) {
            return Ok(Self(mapped));
        }
        if is_current(&code) { Ok(Self(code)) } else { Err(IdentifierError::AgencyCodeInvalid) }
    }

    /// Whether `text` is written in the reversed form, so that an importer keeps the original beside the mapped.
    #[must_use]
    pub fn is_legacy_form(text: &str) -> bool {
        code_of(text, IdentifierError::AgencyCodeInvalid).is_ok_and(|code| from_reversed(&code).is_some())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 1 for a province or ministry, 2 for what stands under it, and so on.  Schemes of `Zxy` are one level.
    #[must_use]
    pub fn level(&self) -> usize {
        if self.is_other_organisation() { 1 } else { self.0.split('.').count() }
    }

    /// The code one level up; none for level 1.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.is_other_organisation() {
            return None;
        }
        self.0.rsplit_once('.').map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The code at level 1: the province, ministry or body at the top (`H41`).
    #[must_use]
    pub fn root(&self) -> Self {
        match self.0.split_once('.') {
            Some((root, _)) if !self.is_other_organisation() => Self(root.to_owned()),
            _ => self.clone(),
        }
    }

    /// Whether this is `other` or stands below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(other.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Outside the state's tree (`Zxy…`).
    #[must_use]
    pub fn is_other_organisation(&self) -> bool {
        self.0.starts_with('Z')
    }

    /// The reversed form `000.00.12.H28`, for partners that still speak it.  It has four groups of 3, 2, 2 digits
    /// and level 1, so only codes of those widths, whose last group is not all zeros, have one.
    #[must_use]
    pub fn to_legacy(&self) -> Option<String> {
        if self.is_other_organisation() {
            return None;
        }
        let mut groups = self.0.split('.');
        let root = groups.next()?;
        let below: Vec<&str> = groups.collect();
        if below.last().is_some_and(|group| group.bytes().all(|b| b == b'0')) {
            return None;
        }
        let widths = [2, 2, 3];
        if below.len() > widths.len() || below.iter().zip(widths).any(|(group, width)| group.len() != width) {
            return None;
        }
        let group = |at: usize, unused: &'static str| below.get(at).copied().unwrap_or(unused);
        Some(format!("{}.{}.{}.{root}", group(2, "000"), group(1, "00"), group(0, "00")))
    }

    /// An agency code names no person: nothing is hidden.
    #[must_use]
    pub fn masked(&self) -> String {
        self.0.clone()
    }
}

/// `^[A-Y]\d{2}(\.\d{1,3})*$`, or `Z01`–`Z99` and up to 32 more characters.
fn is_current(code: &str) -> bool {
    if code.len() > CHARS_MAX || !code.is_ascii() {
        return false;
    }
    let (Some(top), Some(rest)) = (code.get(..3), code.get(3..)) else {
        return false;
    };
    if !is_level_one(top) {
        return match top.strip_prefix('Z') {
            Some(number) => all_digits(number) && number != "00" && is_own_scheme(rest),
            None => false,
        };
    }
    match rest.strip_prefix('.') {
        Some(groups) => groups.split('.').all(|group| group.len() <= 3 && all_digits(group)),
        None => rest.is_empty(),
    }
}

fn is_own_scheme(rest: &str) -> bool {
    rest.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'.')
        && !rest.ends_with('.')
        && !rest.contains("..")
}

fn is_level_one(top: &str) -> bool {
    let mut chars = top.chars();
    matches!(chars.next(), Some('A'..='Y')) && chars.as_str().len() == 2 && all_digits(chars.as_str())
}

/// `000.00.12.H28` → `H28.12`; zero groups at the far end mean "no such level" and fall away.
fn from_reversed(code: &str) -> Option<String> {
    let mut parts = code.split('.');
    let (fourth, third, second, root) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let widths_agree = fourth.len() == 3 && third.len() == 2 && second.len() == 2;
    if parts.next().is_some() || !widths_agree || !is_level_one(root) {
        return None;
    }
    let mut groups = vec![second, third, fourth];
    if !groups.iter().all(|group| all_digits(group)) {
        return None;
    }
    while groups.last().is_some_and(|group| group.bytes().all(|b| b == b'0')) {
        groups.pop();
    }
    let mut current = root.to_owned();
    for group in groups {
        current.push('.');
        current.push_str(group);
    }
    Some(current)
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

string_serde!(AgencyCode, AgencyCode::as_str);
