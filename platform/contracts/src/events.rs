//! Events as plain data.  Ids only: no name, address or identity number ever stands in an event.
use crate::{AgencyId, DossierId};
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
