//! Ids that follow from a pack's keys, so that installing twice names the same things.
use base::Id;
use contracts::{AgencyId, PositionId, UnitId};
use sha2::{Digest, Sha256};

/// 2025-07-01T00:00+07:00 in milliseconds: the time part of every id made from a key (the rest is a hash).
const EPOCH_MILLIS: u64 = 1_751_302_800_000;

/// An id in UUIDv7 layout made from a name.
pub(crate) fn key_id(kind: &str, key: &str) -> Id {
    let hash = Sha256::new().chain_update(kind).chain_update([0]).chain_update(key).finalize();
    let mut bytes = [0_u8; 16];
    for (slot, value) in bytes.iter_mut().zip(EPOCH_MILLIS.to_be_bytes().into_iter().skip(2)) {
        *slot = value;
    }
    for (slot, value) in bytes.iter_mut().skip(6).zip(hash) {
        *slot = value;
    }
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = (*version & 0x0f) | 0x70;
    *variant = (*variant & 0x3f) | 0x80;
    Id::from_bytes(bytes)
}

/// The unit with that key in packs/vietnam (`c17254-2025`).
#[must_use]
pub fn unit_id(key: &str) -> UnitId {
    key_id("unit", key).into()
}

/// The agency with that key (`skhcn`; `c17254-2025/ttpvhcc`) in the pack of the province with that unit key (`p40`).
#[must_use]
pub fn agency_id(province: &str, key: &str) -> AgencyId {
    key_id("agency", &format!("{province}/{key}")).into()
}

/// The position of that role which a pack's template made in an agency.
#[must_use]
pub fn position_id(agency: AgencyId, role: &str) -> PositionId {
    key_id("position", &format!("{agency}/{role}")).into()
}

/// SHA-256 of the texts, hexadecimal.
pub(crate) fn digest(texts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut out, byte| {
        use std::fmt::Write;
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
