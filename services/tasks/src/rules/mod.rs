//! Decisions without a clock and without a database.
mod due;
mod gather;
mod notice;
mod printed;

pub use due::{half_time, moved_to_work, working_day_after};
pub use gather::{Gathered, PartFact, gather};
pub use notice::{Notice, Paragraph, read_notice};
pub use printed::{Mention, NamedDay, mentions, named_day};
