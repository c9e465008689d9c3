//! All SQL of this crate.
mod overlays;
mod revision;
mod versions;

pub(crate) use overlays::{end_overlay, insert_overlay, overlay, overlays};
pub(crate) use revision::{bump, revision};
pub use versions::ListRow;
pub(crate) use versions::{
    IndexRow, NewVersion, by_origin, drafts, ensure_procedure, fact, facts, index, insert_version, mode,
    next_version, procedure_id, publish_draft, replace_draft, set_end, set_mode, trim_older, version,
    versions_of,
};
