//! Events as plain data.  Ids only: no name, address or identity number ever stands in an event.
use crate::{AgencyId, AssignmentId, DossierId, PlanId};
use base::Timestamp;
use serde::{Deserialize, Serialize};

/// Every event kind a service may emit, with its current version.
pub const EVENT_KINDS: &[(&str, u16)] = &[
    ("dossiers.filed", 1),
    ("dossiers.received", 1),
    ("dossiers.refused", 1),
    ("dossiers.supplement_requested", 1),
    ("dossiers.supplemented", 1),
    ("dossiers.fee_requested", 1),
    ("dossiers.withdrawn", 1),
    ("dossiers.stopped", 1),
    ("dossiers.handed_over", 1),
    ("dossiers.resolved", 1),
    ("dossiers.reopened", 1),
    ("dossiers.returned", 1),
    ("dossiers.changed", 1),
    ("programme.adopted", 1),
    ("programme.ended", 1),
    ("tasks.assigned", 1),
    ("tasks.done", 1),
];

/// The body of every `dossiers.*` event of version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierEvent {
    pub dossier: DossierId,
    /// Status code 1–10 after the event (law.md §1.1).
    pub status: u8,
    pub receiving: AgencyId,
    pub resolving: AgencyId,
    pub procedure_code: String,
    pub at: Timestamp,
    /// Filed online by the person herself (law.md §1.4).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub online: bool,
    /// When it was accepted, when it is due, when processing ended, as they stand after the event; a later event may
    /// correct an earlier one (an entry made afterwards, a result taken back).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
}

/// The body of every `tasks.*` event of version 1: work was assigned, or its assigner has confirmed that it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentEvent {
    pub assignment: AssignmentId,
    /// The work that was given to several agencies at once, when this is a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<AssignmentId>,
    /// Agency that assigns and confirms.
    pub assigner: AgencyId,
    /// Agencies that do the work.
    pub agencies: Vec<AgencyId>,
    pub at: Timestamp,
    /// Handed in after its last day; only of work that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<bool>,
}

/// The body of `programme.adopted` and `programme.ended` (a later plan took its place), version 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanEvent {
    pub plan: PlanId,
}
