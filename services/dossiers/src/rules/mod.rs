//! Decisions: data in, decision out; pure; the clock is an argument.
mod ahead;
mod components;
mod deadline;
mod fees;
mod notice;
mod result;
mod share;
mod signature;
mod supplement;

pub use ahead::ahead;
pub use components::{components_on_paper, missing_mandatory, required_components};
pub use deadline::{Deadline, answer_by, deadline, limit_span, moved_deadline};
pub use fees::{Uncounted, fee_lines, fees_so_far, unpaid_before};
pub use notice::notice_by;
pub use result::{Difference, Known, Later, differences, result_lines, settle};
pub use share::{per_mille, percent_vi};
pub use signature::{signature_lines, signature_of, signature_text};
pub use supplement::next_round;
