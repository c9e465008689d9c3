//! The one form of a login name.
use crate::IdentityError;
use crate::model::Login;
use base::Phone;

/// Characters of a login name.
const CHARS: std::ops::RangeInclusive<usize> = 3..=60;

/// A telephone number becomes its national form; anything else is folded (no marks, lower case, no blanks), so that
/// "Tiepnhan.ConCuông" and "tiepnhan.concuong" are one name.
///
/// # Errors
/// [`IdentityError::LoginMalformed`] when other signs than letters, digits and `. _ - @` are left, or too few.
pub fn login(text: &str) -> Result<Login, IdentityError> {
    if text.len() > 400 {
        return Err(IdentityError::LoginMalformed);
    }
    if let Ok(phone) = Phone::parse(text) {
        return Ok(Login(phone.as_str().to_owned()));
    }
    let folded: String = text::fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-' | '@');
    let lettered = folded.chars().any(|c| c.is_ascii_lowercase());
    if CHARS.contains(&folded.chars().count()) && folded.chars().all(plain) && lettered {
        Ok(Login(folded))
    } else {
        Err(IdentityError::LoginMalformed)
    }
}
