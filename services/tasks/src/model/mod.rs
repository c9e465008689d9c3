//! Assigned work: what it is, in which state, and what may be done to it.
mod act;
mod assignment;
mod entry;

pub use act::{Deed, apply};
pub use assignment::{Assignment, Helper, Phase, Priority, State, overdue_at};
pub use entry::{Entry, File};
