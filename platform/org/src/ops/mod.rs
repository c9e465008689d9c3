//! What administrators do.  Each takes the context first and the caller's transaction, checks the right, checks the
//! rule, writes, and leaves an audit entry.
mod agencies;
mod delegations;
mod positions;
mod units;

pub use agencies::{
    AgencyChange, NewAgency, change_agency, close_agency, create_agency, record_agency_succession,
};
pub use delegations::{NewDelegation, create_delegation, end_delegation};
pub use positions::{
    Appointment, NewPosition, appoint, appoint_at_start, close_position, create_position, end_holding,
};
pub use units::{NewUnit, Renaming, Reorganisation, create_unit, rename_unit, reorganise};

use crate::OrgError;
use policy::{Holding, OpContext, Permission};

pub const MANAGE_UNITS: Permission = "org.manage_units";
pub const MANAGE_AGENCIES: Permission = "org.manage_agencies";
pub const MANAGE_POSITIONS: Permission = "org.manage_positions";
pub const MANAGE_DELEGATIONS: Permission = "org.manage_delegations";

/// Every event these operations leave in the audit trail.
pub const AUDIT_EVENTS: &[&str] = &[
    "org.unit_created",
    "org.unit_renamed",
    "org.units_reorganised",
    "org.agency_created",
    "org.agency_changed",
    "org.agency_closed",
    "org.agency_succeeded",
    "org.position_created",
    "org.position_closed",
    "org.holding_created",
    "org.holding_ended",
    "org.delegation_created",
    "org.delegation_ended",
];

/// A line without control characters, in normal form; not empty.
fn line(given: &str) -> Result<String, OrgError> {
    let line = text::clean_line(given).map_err(|_| OrgError::NameWrong)?;
    if line.is_empty() { Err(OrgError::NameWrong) } else { Ok(line) }
}

fn anywhere(cx: &OpContext, permission: Permission) -> Result<Holding, OrgError> {
    Ok(cx.require_anywhere(permission)?)
}
