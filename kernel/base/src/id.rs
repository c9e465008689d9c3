//! Identifiers of our own: UUIDv7, so that rows made together lie together.
use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A 128-bit identifier in UUIDv7 layout (RFC 9562 §5.7).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

/// The text is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier")]
pub struct IdError;

impl Id {
    /// A fresh identifier whose time part is `now` (milliseconds UTC) and whose other 74 bits are random.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let mut random = [0u8; 10];
        if getrandom::fill(&mut random).is_err() {
            return Self(Uuid::now_v7());
        }
        let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The same 16 bytes as the `uuid` crate's type (PostgreSQL's wire type).
    #[must_use]
    pub const fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Uuid::try_parse(text).map(Self).map_err(|_| IdError)
    }
}

/// Makes a newtype over [`Id`], so that a dossier's id cannot stand where a person's is asked.
#[macro_export]
macro_rules! typed_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name($crate::Id);
        impl $name {
            /// A fresh identifier made at `now`.
            #[must_use]
            pub fn new(now: $crate::Timestamp) -> Self { Self($crate::Id::new(now)) }
            #[must_use]
            pub const fn id(self) -> $crate::Id { self.0 }
        }
        impl From<$crate::Id> for $name { fn from(id: $crate::Id) -> Self { Self(id) } }
        impl From<$name> for $crate::Id { fn from(id: $name) -> Self { id.0 } }
        impl From<&$name> for $crate::Id { fn from(id: &$name) -> Self { id.0 } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { std::fmt::Display::fmt(&self.0, f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::IdError;
            fn from_str(text: &str) -> Result<Self, $crate::IdError> { text.parse().map(Self) }
        }
    };
}
