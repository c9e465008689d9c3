//! How the object store says no.
use base::{Refusal, RefusalKind};
use std::io;

/// A file could not be kept or found.  Neither text nor arguments carry a path, a name or any content.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// The volume or the quota is full.  Nothing was kept.
    #[error("no space left for files")]
    DiskFull,
    /// More bytes came than the caller's limit, in bytes.  Nothing was kept.
    #[error("the file is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    /// No object has this digest, or the text is not a SHA-256 in lower-case hexadecimal.
    #[error("no such object")]
    Missing,
    /// The bytes on disk no longer have the digest they are filed under.
    #[error("the stored bytes do not match their digest")]
    Damaged,
    /// The file system refused for another reason.
    #[error("the file system refused: {0}")]
    Io(#[source] io::Error),
}

impl From<io::Error> for ObjectError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Io(error),
        }
    }
}

impl Refusal for ObjectError {
    fn code(&self) -> &'static str {
        match self {
            Self::DiskFull => "objects.disk_full",
            Self::TooLarge { .. } => "objects.too_large",
            Self::Missing => "objects.missing",
            Self::Damaged => "objects.damaged",
            Self::Io(_) => "objects.unavailable",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::DiskFull | Self::Io(_) => RefusalKind::Unavailable,
            Self::TooLarge { .. } => RefusalKind::TooLarge,
            Self::Missing => RefusalKind::NotFound,
            Self::Damaged => RefusalKind::Internal,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            // Megabytes of 1,048,576 bytes, rounded down: the unit people know from their file manager.
            Self::TooLarge { limit } => vec![("limit_mb", (limit / (1024 * 1024)).to_string())],
            _ => Vec::new(),
        }
    }
}
