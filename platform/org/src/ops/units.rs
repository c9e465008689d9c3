//! Units: create, rename, reorganise.  National changes come as packs; this is for what they do not bring in time.
use super::{MANAGE_UNITS, anywhere, line};
use crate::OrgError;
use crate::model::{Level, Share, Unit};
use crate::store::lookup::{children, unit_at};
use crate::store::write;
use base::{Date, Id};
use contracts::UnitId;
use db::Tx;
use policy::{Holding, OpContext, audit};
use serde_json::json;
use std::collections::HashMap;

/// A unit to be.
#[derive(Clone, Debug)]
pub struct NewUnit {
    pub level: Level,
    pub code: String,
    pub kind: String,
    pub name: String,
    pub parent: Option<UnitId>,
}

/// A new name or kind of a unit that goes on.
#[derive(Clone, Debug)]
pub struct Renaming {
    pub unit: UnitId,
    pub kind: String,
    pub name: String,
    pub on: Date,
    pub basis: String,
}

/// Units that end and units that begin on one day by one act; merges, splits and splits across are all this.
#[derive(Clone, Debug)]
pub struct Reorganisation {
    pub on: Date,
    /// Number of the act.
    pub basis: String,
    pub closes: Vec<UnitId>,
    pub creates: Vec<NewUnit>,
    /// (ended unit, index into `creates`, share).
    pub links: Vec<(UnitId, usize, Share)>,
}

/// Creates a unit from a day.
///
/// # Errors
/// [`OrgError`]: no right, code malformed or taken, parent unknown on that day.
pub fn create_unit(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    unit: &NewUnit,
    from: Date,
    basis: &str,
) -> Result<UnitId, OrgError> {
    let holding = anywhere(cx, MANAGE_UNITS)?;
    let id = insert(tx, cx, unit, from, basis)?;
    audit(
        tx,
        cx,
        "org.unit_created",
        id.id(),
        Some(&holding),
        &json!({"code": unit.code, "from": from, "basis": basis}),
    )?;
    Ok(id)
}

fn insert(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    unit: &NewUnit,
    from: Date,
    basis: &str,
) -> Result<UnitId, OrgError> {
    if unit.code.len() != unit.level.digits() || !unit.code.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(OrgError::CodeMalformed);
    }
    match (unit.level, unit.parent) {
        (Level::Province, None) => {}
        (Level::Province, Some(_)) | (_, None) => return Err(OrgError::UnitUnknown),
        (level, Some(parent)) => {
            let above = unit_at(tx, parent, from)?.ok_or(OrgError::UnitUnknown)?;
            if above.level >= level {
                return Err(OrgError::UnitUnknown);
            }
        }
    }
    let id = UnitId::from(Id::new(cx.now));
    let (kind, name) = (line(&unit.kind)?, line(&unit.name)?);
    let key = id.to_string();
    write::insert_unit(
        tx,
        &write::UnitInsert {
            id,
            key: &key,
            level: unit.level,
            code: &unit.code,
            kind: &kind,
            name: &name,
            parent: unit.parent,
            from,
            basis,
        },
    )?;
    Ok(id)
}

/// Gives a unit another name or kind; code, place and identity stay.
///
/// # Errors
/// [`OrgError`]: no right, unit unknown on that day, or a version begins on that very day.
pub fn rename_unit(tx: &mut Tx<'_>, cx: &OpContext, to: &Renaming) -> Result<Unit, OrgError> {
    let holding = anywhere(cx, MANAGE_UNITS)?;
    if !tx.lock("org_unit", to.unit)? {
        return Err(OrgError::UnitUnknown);
    }
    let unit = unit_at(tx, to.unit, to.on)?.ok_or(OrgError::UnitUnknown)?;
    if unit.period.from >= to.on || unit.period.end().is_some() {
        return Err(OrgError::PeriodWrong);
    }
    let (kind, name) = (line(&to.kind)?, line(&to.name)?);
    write::end_unit_version(tx, to.unit, to.on)?;
    write::insert_unit_version(
        tx,
        &write::UnitInsert {
            id: to.unit,
            key: &unit.key,
            level: unit.level,
            code: &unit.code,
            kind: &kind,
            name: &name,
            parent: unit.parent,
            from: to.on,
            basis: &to.basis,
        },
    )?;
    audit(
        tx,
        cx,
        "org.unit_renamed",
        to.unit.id(),
        Some(&holding),
        &json!({"on": to.on, "basis": to.basis}),
    )?;
    unit_at(tx, to.unit, to.on)?.ok_or(OrgError::UnitUnknown)
}

/// Ends units and begins others, with what became of each; all or nothing.
///
/// # Errors
/// [`OrgError`]: no right; a unit unknown or not living before and on that day; shares that make no whole; a unit
/// that would end while units below it go on.
pub fn reorganise(tx: &mut Tx<'_>, cx: &OpContext, change: &Reorganisation) -> Result<Vec<UnitId>, OrgError> {
    let holding = anywhere(cx, MANAGE_UNITS)?;
    check_shares(change)?;
    for id in &change.closes {
        if !tx.lock("org_unit", *id)? {
            return Err(OrgError::UnitUnknown);
        }
        let unit = unit_at(tx, *id, change.on)?.ok_or(OrgError::UnitUnknown)?;
        if unit.period.from >= change.on {
            return Err(OrgError::PeriodWrong);
        }
        if children(tx, *id, change.on)?.iter().any(|child| !change.closes.contains(&child.id)) {
            return Err(OrgError::StillInUse);
        }
    }
    for id in &change.closes {
        write::end_unit(tx, *id, change.on)?;
    }
    let mut created = Vec::with_capacity(change.creates.len());
    for unit in &change.creates {
        created.push(insert(tx, cx, unit, change.on, &change.basis)?);
    }
    for (from, index, share) in &change.links {
        let to = created.get(*index).ok_or(OrgError::UnitUnknown)?;
        write::insert_succession(tx, *from, *to, change.on, *share, &change.basis)?;
    }
    record(tx, cx, &holding, change, &created)?;
    Ok(created)
}

fn record(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: &Holding,
    change: &Reorganisation,
    created: &[UnitId],
) -> Result<(), OrgError> {
    let detail = json!({"on": change.on, "basis": change.basis, "closed": change.closes, "created": created});
    for unit in change.closes.iter().chain(created) {
        audit(tx, cx, "org.units_reorganised", unit.id(), Some(holding), &detail)?;
    }
    Ok(())
}

/// Every ended unit goes somewhere: whole to one, or to several with exactly one default.
fn check_shares(change: &Reorganisation) -> Result<(), OrgError> {
    let mut counts: HashMap<UnitId, (usize, usize, usize)> =
        change.closes.iter().map(|unit| (*unit, (0, 0, 0))).collect();
    for (from, _, share) in &change.links {
        let count = counts.get_mut(from).ok_or(OrgError::SharesWrong)?;
        match share {
            Share::Whole => count.0 += 1,
            Share::Default => count.1 += 1,
            Share::Split => count.2 += 1,
        }
    }
    let sound = counts.values().all(|count| matches!(count, (1, 0, 0) | (0, 1, 1..)));
    if sound && !change.closes.is_empty() { Ok(()) } else { Err(OrgError::SharesWrong) }
}
