//! Use cases.  Each takes the context first and the caller's transaction, and leaves an audit entry.
mod merge;
mod record;

pub use merge::{merge, unmerge};
pub use record::{Correction, add_paper, correct, end_paper, find_or_create, put_address, put_contact};

use policy::Permission;

pub const MERGE: Permission = "parties.merge";
pub const EDIT: Permission = "parties.edit";

/// Every event these operations leave in the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "parties.created",
    "parties.corrected",
    "parties.paper_added",
    "parties.paper_ended",
    "parties.contact_added",
    "parties.address_put",
    "parties.merged",
    "parties.unmerged",
];
