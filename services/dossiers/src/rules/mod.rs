//! Decisions: data in, decision out; pure; the clock is an argument.
mod components;
mod deadline;
mod fees;
mod supplement;

pub use components::{missing_mandatory, required_components};
pub use deadline::{Deadline, answer_by, deadline, limit_span, moved_deadline};
pub use fees::{fee_lines, unpaid_before};
pub use supplement::next_round;
