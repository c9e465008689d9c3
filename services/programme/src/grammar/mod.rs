//! How Vietnamese plans write numbers, amounts, dates, cadences, levels and agencies.
//!
//! Pure functions over one sentence or one table cell; line breaks inside it are spaces. Places are
//! bytes of the text given, on character boundaries. Nothing here knows a document.
//!
//! - [`number::parse`]`(&str) -> Option<Decimal>`: one printed number (a table cell).
//! - [`quantity::find`]`(&str) -> Vec<Quantity>`: `at` (whole phrase), `parts` (the pieces of it that are
//!   the quantity, so that the rest is the measure), `comparator`, `value`, `upper` (of a range), `from` (of a change), `unit`, `fraction`, `kind`.
//! - [`quantity::every`]`(&str) -> Vec<Range>`: "tất cả các", "toàn bộ", "mọi", "mỗi": a hundred percent in words.
//! - [`when::deadline`]`(&str, Option<i32>) -> Deadline{dates, cadence, rest}`; [`when::years_in`],
//!   [`when::date_in`], [`when::dates_in`], [`when::as_of`]; `When`, `Point` and `Cadence::word` print the output's words.
//! - [`cadence::cadence_in`], [`cadence::periodic_in`] (a sentence that says "định kỳ …").
//! - [`agency::split`]`(&str, &Abbreviations) -> Vec<Agency{printed, expanded, collective, directs, place}>`;
//!   [`abbreviation::Abbreviations`]`::{common, declared_in, expand, knows, declarations}`.
//! - [`role::roles`]`(&str, &Abbreviations) -> Roles{lead, coordinating, directing, named}`: one cell that says
//!   "Chủ trì: …; phối hợp: …".
//! - [`level::of`]`(&str) -> Vec<Level>` in printed order, [`level::mentions`] with places; `Level::word`.
pub mod abbreviation;
pub mod agency;
pub mod cadence;
mod comparator;
mod context;
mod dates;
mod heads;
pub mod level;
pub mod number;
pub mod quantity;
pub mod role;
mod scan;
mod unit;
pub mod when;

pub use abbreviation::Abbreviations;
pub use agency::Agency;
pub use cadence::Cadence;
pub use level::Level;
pub use quantity::{Comparator, Kind, Quantity, Unit};
pub use rust_decimal::Decimal;
pub use when::{Deadline, Point, Relation, When, YearIn};
