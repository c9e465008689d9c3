//! Agencies: create, change, close, say what became of them.
use super::{MANAGE_AGENCIES, anywhere, line};
use crate::OrgError;
use crate::model::{Agency, Share};
use crate::pack::well_formed;
use crate::store::agencies::{agency_at, child_agencies};
use crate::store::lookup::unit_at;
use crate::store::write;
use base::{Date, Id};
use contracts::{AgencyId, UnitId};
use db::Tx;
use policy::{OpContext, audit};
use serde_json::json;

/// An agency to be.
#[derive(Clone, Debug)]
pub struct NewAgency {
    pub kind: String,
    pub unit: UnitId,
    /// None stands outside every tree (police, insurance).
    pub parent: Option<AgencyId>,
    pub name: String,
    pub short_name: String,
    /// QĐ 20/2020/QĐ-TTg.
    pub code: Option<String>,
    pub from: Date,
    pub basis: String,
}

/// A new name of an agency that goes on.
#[derive(Clone, Debug)]
pub struct AgencyChange {
    pub agency: AgencyId,
    pub name: String,
    pub short_name: String,
    pub on: Date,
    pub basis: String,
}

/// Creates an agency.  Needs the right over its parent; one outside every tree needs it anywhere.
///
/// # Errors
/// [`OrgError`]: no right, unit or parent unknown on that day, code malformed or taken.
pub fn create_agency(tx: &mut Tx<'_>, cx: &OpContext, new: &NewAgency) -> Result<AgencyId, OrgError> {
    let holding = match new.parent {
        Some(parent) => cx.require(MANAGE_AGENCIES, parent)?,
        None => anywhere(cx, MANAGE_AGENCIES)?,
    };
    unit_at(tx, new.unit, new.from)?.ok_or(OrgError::UnitUnknown)?;
    if let Some(parent) = new.parent {
        agency_at(tx, parent, new.from)?.ok_or(OrgError::AgencyUnknown)?;
    }
    let id = AgencyId::from(Id::new(cx.now));
    let (kind, name, short_name) = (line(&new.kind)?, line(&new.name)?, line(&new.short_name)?);
    write::insert_agency(
        tx,
        &write::AgencyInsert {
            id,
            kind: &kind,
            unit: new.unit,
            name: &name,
            short_name: &short_name,
            parent: new.parent,
            from: new.from,
            basis: &new.basis,
        },
    )?;
    if let Some(code) = &new.code {
        if !well_formed(code) {
            return Err(OrgError::CodeMalformed);
        }
        write::insert_agency_code(tx, id, code, new.from)?;
    }
    let detail = json!({"code": new.code, "unit": new.unit, "parent": new.parent, "from": new.from});
    audit(tx, cx, "org.agency_created", id.id(), Some(&holding), &detail)?;
    Ok(id)
}

/// The agency on a day, locked, and the proof that the actor may manage it.
fn managed(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: AgencyId,
    on: Date,
) -> Result<policy::Authorized<Agency>, OrgError> {
    if !tx.lock("agency", id)? {
        return Err(OrgError::AgencyUnknown);
    }
    let agency = agency_at(tx, id, on)?.ok_or(OrgError::AgencyUnknown)?;
    Ok(cx.authorize(MANAGE_AGENCIES, agency)?)
}

/// Gives an agency another name; identity, code, place and positions stay.
///
/// # Errors
/// [`OrgError`]: no right, agency unknown on that day, a version begins on that very day.
pub fn change_agency(tx: &mut Tx<'_>, cx: &OpContext, to: &AgencyChange) -> Result<(), OrgError> {
    let agency = managed(tx, cx, to.agency, to.on)?;
    if agency.period.from >= to.on || agency.period.end().is_some() {
        return Err(OrgError::PeriodWrong);
    }
    let (name, short_name) = (line(&to.name)?, line(&to.short_name)?);
    write::end_agency_version(tx, to.agency, to.on)?;
    write::insert_agency_version(
        tx,
        &write::AgencyInsert {
            id: to.agency,
            kind: &agency.kind,
            unit: agency.unit,
            name: &name,
            short_name: &short_name,
            parent: agency.parent,
            from: to.on,
            basis: &to.basis,
        },
    )?;
    let detail = json!({"on": to.on, "basis": to.basis});
    audit(tx, cx, "org.agency_changed", to.agency.id(), agency.holding(), &detail)?;
    Ok(())
}

/// Ends an agency with its codes, positions, holdings and delegations.
///
/// # Errors
/// [`OrgError`]: no right, agency unknown, or agencies below it would go on.
pub fn close_agency(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: AgencyId,
    on: Date,
    basis: &str,
) -> Result<(), OrgError> {
    let agency = managed(tx, cx, id, on)?;
    if agency.period.from >= on {
        return Err(OrgError::PeriodWrong);
    }
    if !child_agencies(tx, id, on)?.is_empty() {
        return Err(OrgError::StillInUse);
    }
    write::end_agency(tx, id, on)?;
    audit(tx, cx, "org.agency_closed", id.id(), agency.holding(), &json!({"on": on, "basis": basis}))?;
    Ok(())
}

/// Says what became of an ended agency, all at once: whole to one, or to several with exactly one default.
///
/// # Errors
/// [`OrgError`]: no right over the successors, one unknown on that day, shares that make no whole.
pub fn record_agency_succession(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    from: AgencyId,
    to: &[(AgencyId, Share)],
    on: Date,
    basis: &str,
) -> Result<(), OrgError> {
    let count = |share: Share| to.iter().filter(|(_, given)| *given == share).count();
    if !matches!((count(Share::Whole), count(Share::Default), count(Share::Split)), (1, 0, 0) | (0, 1, 1..)) {
        return Err(OrgError::SharesWrong);
    }
    if agency_at(tx, from, on)?.is_some() || !tx.lock("agency", from)? {
        return Err(OrgError::AgencyUnknown);
    }
    let mut holding = None;
    for (successor, share) in to {
        let agency = agency_at(tx, *successor, on)?.ok_or(OrgError::AgencyUnknown)?;
        holding = cx.authorize(MANAGE_AGENCIES, agency)?.holding().cloned();
        write::insert_agency_succession(tx, from, *successor, on, *share, basis)?;
    }
    let successors: Vec<AgencyId> = to.iter().map(|(agency, _)| *agency).collect();
    let detail = json!({"on": on, "basis": basis, "to": successors});
    audit(tx, cx, "org.agency_succeeded", from.id(), holding.as_ref(), &detail)?;
    Ok(())
}
