//! Answers that have parts.
use contracts::{FileId, UnitId};
use serde::{Deserialize, Serialize};

/// *Họ*, *chữ đệm*, *tên*.  Only the given name is certain: some people have a single name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub middle: String,
    pub given: String,
}

impl PersonName {
    /// The whole name in Vietnamese order.
    #[must_use]
    pub fn full(&self) -> String {
        let parts = [&self.family, &self.middle, &self.given];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// A place: the unit as of the day it was given, and free text below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Commune, effective-dated by its own id.
    pub unit: UnitId,
    /// Its code on that day.
    pub code: String,
    /// Commune and province as named on that day: “Xã Con Cuông, tỉnh Nghệ An”.
    pub name: String,
    /// Thôn, bản, xóm, khối.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub village: String,
    /// Số nhà, đường.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub house: String,
}

impl Address {
    /// From the smallest to the largest: “Số 5, Bản Nưa, xã Con Cuông, tỉnh Nghệ An”.
    #[must_use]
    pub fn full(&self) -> String {
        let name = if self.house.is_empty() && self.village.is_empty() {
            self.name.clone()
        } else {
            lower_first(&self.name)
        };
        let parts = [&self.house, &self.village, &name];
        parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// `Xã` → `xã` inside a sentence; the name behind the kind keeps its capitals.
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The receipt of a stored file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileReference {
    pub id: FileId,
    /// The name the person knows it by.
    pub name: String,
    /// In bytes; 0 means the transfer broke, and the answer does not count.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    pub received_at: base::Timestamp,
}
