//! What a form is and what a person has answered.  Plain data.
mod answers;
mod definition;
mod values;

pub use answers::{Answers, Source};
pub use definition::{
    Check, Choice, Field, FieldKind, FormDefinition, ITEMS_MAX, LONG_TEXT_CHARS_MAX, Page, Reach, Repeat,
    TEXT_CHARS_MAX,
};
pub(crate) use values::lower_first;
pub use values::{Address, FileReference, PersonName};
