//! What is wrong with an answer, as data; words come from the locale file or, where the form says its own, from it.
use crate::ports::Labels;

/// A sentence to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Locale key and its arguments.
    Key(&'static str, Vec<(&'static str, String)>),
    /// Written in the form.
    Written(String),
}

impl Message {
    /// The sentence.
    #[must_use]
    pub fn text(&self, labels: &dyn Labels) -> String {
        match self {
            Self::Key(key, args) => labels.with(key, args),
            Self::Written(text) => text.clone(),
        }
    }
}

/// One refused answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub field: String,
    /// Name and element id of the box to mend: where the summary's link leads.
    pub control: String,
    pub message: Message,
}
