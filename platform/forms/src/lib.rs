//! Electronic forms: a definition as data, a journey derived from it, answers read and refused with words, and the
//! HTML of one page.  Knows nothing of axum, of dossiers and of where drafts are kept.
mod errors;
mod model;
mod pack;
mod places;
mod ports;
mod rules;
pub mod store;
mod view;

#[cfg(test)]
mod tests;

pub use errors::FormError;
pub use model::{
    Address, Answers, Check, Choice, Field, FieldKind, FileReference, FormDefinition, ITEMS_MAX,
    LONG_TEXT_CHARS_MAX, Page, PersonName, Reach, Repeat, Source, TEXT_CHARS_MAX,
};
pub use pack::{FormPack, PackFault};
pub use places::{ListedCodes, ListedCommune, ListedPlaces};
pub use ports::{AddressBook, CodeLists, Context, FoundPlace, Labels, Place};
pub use rules::complete::{StepErrors, Submission, submitted_values, validate_all};
pub use rules::display::{display, size_vi};
pub use rules::journey::{
    Step, StepRef, StepRefError, StepStatus, journey, next_after, next_unfinished, previous,
};
pub use rules::lint::{Problem, ProblemKind};
pub use rules::messages::{FieldError, Message};
pub use rules::page::{Action, Next, PageOutcome, parse_page};
pub use rules::review::{Row, Section, check_answers};
pub use rules::schema::schema_of;
pub use store::MIGRATIONS;
pub use view::View;

/// The words of this crate as `(language, Fluent text)`.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];
