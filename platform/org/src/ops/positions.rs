//! Positions and who holds them.
use super::{MANAGE_POSITIONS, line};
use crate::OrgError;
use crate::model::{OPEN, Period, Position};
use crate::store::agencies::agency_at;
use crate::store::positions::{holding_row, position_row};
use crate::store::write;
use base::{Date, Id};
use contracts::{AccountId, AgencyId, HoldingId, PositionId};
use db::Tx;
use policy::{Actor, Holding, OpContext, audit};
use serde_json::json;

/// A position to be.
#[derive(Clone, Debug)]
pub struct NewPosition {
    pub agency: AgencyId,
    /// Role code, data of the province.
    pub role: String,
    pub title: String,
    pub from: Date,
}

/// Somebody put on a position.
#[derive(Clone, Debug)]
pub struct Appointment {
    pub account: AccountId,
    pub position: PositionId,
    pub from: Date,
    /// First day after; None while no end is known.
    pub to: Option<Date>,
    /// Number of the decision.
    pub basis: String,
}

/// Creates a position.
///
/// # Errors
/// [`OrgError`]: no right, agency unknown on that day.
pub fn create_position(tx: &mut Tx<'_>, cx: &OpContext, new: &NewPosition) -> Result<PositionId, OrgError> {
    let agency = agency_at(tx, new.agency, new.from)?.ok_or(OrgError::AgencyUnknown)?;
    let agency = cx.authorize(MANAGE_POSITIONS, agency)?;
    let id = PositionId::from(Id::new(cx.now));
    let (role, title) = (line(&new.role)?, line(&new.title)?);
    write::insert_position(tx, id, new.agency, &role, &title, new.from)?;
    let detail = json!({"agency": new.agency, "role": role, "from": new.from});
    audit(tx, cx, "org.position_created", id.id(), agency.holding(), &detail)?;
    Ok(id)
}

fn managed(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: PositionId,
) -> Result<policy::Authorized<Position>, OrgError> {
    if !tx.lock("position", id)? {
        return Err(OrgError::PositionUnknown);
    }
    let position = position_row(tx, id)?.ok_or(OrgError::PositionUnknown)?;
    Ok(cx.authorize(MANAGE_POSITIONS, position)?)
}

/// Ends a position with its holdings and delegations.
///
/// # Errors
/// [`OrgError`]: no right, position unknown or not living on that day.
pub fn close_position(tx: &mut Tx<'_>, cx: &OpContext, id: PositionId, on: Date) -> Result<(), OrgError> {
    let position = managed(tx, cx, id)?;
    if position.period.from >= on || on >= position.period.to {
        return Err(OrgError::PeriodWrong);
    }
    write::end_position(tx, id, on)?;
    audit(tx, cx, "org.position_closed", id.id(), position.holding(), &json!({"on": on}))?;
    Ok(())
}

/// Puts an account on a position for a period within the position's.
///
/// # Errors
/// [`OrgError`]: no right, position unknown, period wrong, already held.
pub fn appoint(tx: &mut Tx<'_>, cx: &OpContext, given: &Appointment) -> Result<HoldingId, OrgError> {
    let position = managed(tx, cx, given.position)?;
    let holding = position.holding().cloned();
    put(tx, cx, &position, given, holding.as_ref())
}

/// As [`appoint`], by the program itself: the first administrator and the accounts of the sample.
///
/// # Errors
/// [`policy::Denied`] for anybody but [`Actor::System`]; else as [`appoint`].
pub fn appoint_at_start(tx: &mut Tx<'_>, cx: &OpContext, given: &Appointment) -> Result<HoldingId, OrgError> {
    if !matches!(cx.actor, Actor::System(_)) {
        return Err(policy::Denied::Missing(MANAGE_POSITIONS).into());
    }
    let position = position_row(tx, given.position)?.ok_or(OrgError::PositionUnknown)?;
    put(tx, cx, &position, given, None)
}

fn put(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    position: &Position,
    given: &Appointment,
    holding: Option<&Holding>,
) -> Result<HoldingId, OrgError> {
    let period = Period { from: given.from, to: given.to.unwrap_or(OPEN) };
    if period.is_empty() || position.period.and(period) != Some(period) {
        return Err(OrgError::PeriodWrong);
    }
    let id = HoldingId::from(Id::new(cx.now));
    if !write::insert_holding(tx, id, given.account, given.position, period, &given.basis)? {
        return Err(OrgError::Duplicate);
    }
    let detail = json!({"account": given.account, "position": given.position, "from": given.from, "basis": given.basis});
    audit(tx, cx, "org.holding_created", id.id(), holding, &detail)?;
    Ok(id)
}

/// Takes somebody off a position from a day.
///
/// # Errors
/// [`OrgError`]: no right, holding unknown or over by then.
pub fn end_holding(tx: &mut Tx<'_>, cx: &OpContext, id: HoldingId, on: Date) -> Result<(), OrgError> {
    let row = holding_row(tx, id)?.ok_or(OrgError::HoldingUnknown)?;
    let position = managed(tx, cx, row.position)?;
    if on < row.period.from || on >= row.period.to {
        return Err(OrgError::PeriodWrong);
    }
    write::end_holding(tx, id, on)?;
    let detail = json!({"account": row.account, "position": row.position, "on": on});
    audit(tx, cx, "org.holding_ended", id.id(), position.holding(), &detail)?;
    Ok(())
}
