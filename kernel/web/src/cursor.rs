//! Keyset cursors: where the next page of a list starts, signed and bound to the list's scope.
use crate::failure::Failure;
use crate::keys::Keys;
use base::RefusalKind;
use serde::Serialize;
use serde::de::DeserializeOwned;

const PURPOSE: &str = "cursor";

/// Seals and opens cursors.  `scope` names the list and everything that filters it (operation, agencies, filter),
/// so that a cursor from one list is refused by another.
#[derive(Clone)]
pub struct Cursor {
    keys: Keys,
    scope: String,
}

impl Cursor {
    pub(crate) fn new(keys: Keys, scope: impl Into<String>) -> Self {
        Self { keys, scope: scope.into() }
    }

    fn purpose(&self) -> String {
        format!("{PURPOSE}\u{1f}{}", self.scope)
    }

    /// The text for the link to the page that starts after `position` (the sort keys of the last row shown).
    #[must_use]
    pub fn seal<T: Serialize>(&self, position: &T) -> String {
        serde_json::to_string(position).map(|json| self.keys.seal(&self.purpose(), &json)).unwrap_or_default()
    }

    /// # Errors
    /// 422 `web.bad_cursor` when the text was not made here for this scope.
    pub fn open<T: DeserializeOwned>(&self, text: &str) -> Result<T, Failure> {
        self.keys
            .open(&self.purpose(), text)
            .and_then(|json| serde_json::from_str(&json).ok())
            .ok_or_else(|| Failure::new(RefusalKind::Invalid, "web.bad_cursor"))
    }

    /// An absent or empty cursor is the first page.
    ///
    /// # Errors
    /// As [`Cursor::open`].
    pub fn open_opt<T: DeserializeOwned>(&self, text: Option<&str>) -> Result<Option<T>, Failure> {
        match text {
            None | Some("") => Ok(None),
            Some(text) => self.open(text).map(Some),
        }
    }
}
