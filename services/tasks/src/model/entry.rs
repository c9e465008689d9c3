//! The timeline and the files beside it.
use base::Timestamp;
use contracts::{AccountId, FileId};
use serde_json::Value;

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: Timestamp,
    pub kind: String,
    pub actor: Option<AccountId>,
    pub person: String,
    pub office: String,
    pub detail: Value,
}

impl Entry {
    /// A text of the detail, or nothing.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.detail.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.detail.get(name).and_then(Value::as_i64)
    }
}

/// A file that came with an act.
#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub name: String,
    pub kind: String,
    pub size: i64,
    /// SHA-256, hex.
    pub digest: String,
    pub uploaded_at: Timestamp,
}
