//! The name of an object is what it contains.
use crate::ObjectError;
use data_encoding::HEXLOWER;
use sha2::Digest as _;
use std::fmt;

/// SHA-256 and length of a file's bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Digest {
    /// 64 lower-case hexadecimal digits (FIPS 180-4).
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

impl Digest {
    /// The digest of bytes at hand; nothing is stored.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self { sha256: HEXLOWER.encode(&sha2::Sha256::digest(bytes)), size }
    }

    /// Bytes, as the signed number that databases keep.
    #[must_use]
    pub fn size_stored(&self) -> i64 {
        i64::try_from(self.size).unwrap_or(i64::MAX)
    }
}

impl AsRef<str> for Digest {
    fn as_ref(&self) -> &str {
        &self.sha256
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sha256)
    }
}

/// Splits a name into folder and file.  Anything but 64 lower-case hexadecimal digits is [`ObjectError::Missing`],
/// so that no text from outside ever becomes a path.
pub(crate) fn folder_and_name(sha256: &str) -> Result<(&str, &str), ObjectError> {
    let well_formed =
        sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    match sha256.split_at_checked(2) {
        Some((folder, _)) if well_formed => Ok((folder, sha256)),
        _ => Err(ObjectError::Missing),
    }
}
