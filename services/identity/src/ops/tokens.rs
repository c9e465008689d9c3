//! Secrets that are shown once and stored as a digest.
use crate::IdentityError;
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

/// A 256-bit token, base64url.  Never printed by `Debug`; given to its owner once.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A fresh token; `prefix` tells people and scanners of leaked secrets what it is.
    ///
    /// # Errors
    /// [`IdentityError::Hashing`] when the operating system gives no random bytes.
    pub(crate) fn fresh(prefix: &str) -> Result<Self, IdentityError> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|_| IdentityError::Hashing)?;
        Ok(Self(format!("{prefix}{}", BASE64URL_NOPAD.encode(&bytes))))
    }

    /// The text to give to its owner.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        token_hash(&self.0)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

/// What is stored of a token.  A token has 256 random bits, so a plain digest cannot be guessed back.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
