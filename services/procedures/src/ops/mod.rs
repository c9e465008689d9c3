//! What can be done to the catalogue.  One use case a file; each takes the operation context first.
mod answer_questions;
mod close_version;
mod import_catalogue;
pub(crate) mod publication;
mod publish_version;
mod read;
mod set_mode;
mod set_overlay;

pub use answer_questions::answer_questions;
pub use close_version::close_version;
pub use import_catalogue::{ImportReport, import_catalogue};
pub use publish_version::{Publication, publish_version};
pub use read::{ProcedureDetail, draft_list, procedure, version_detail};
pub use set_mode::set_mode;
pub use set_overlay::{end_overlay, set_overlay};

/// Changing the catalogue.
pub const MANAGE: policy::Permission = "procedures.manage";
/// Reading drafts, questions and decisions.
pub const READ: policy::Permission = "procedures.read";
/// Search entries of procedures; the id is the code.
pub const SEARCH_KIND: &str = "procedure";
/// Audit events of this crate.
pub const AUDIT_EVENTS: &[&str] = &[
    "procedures.imported",
    "procedures.answered",
    "procedures.published",
    "procedures.overlay_set",
    "procedures.overlay_ended",
    "procedures.mode_set",
    "procedures.closed",
];
