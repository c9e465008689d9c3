//! Single rows, written by operations.
use crate::OrgError;
use crate::model::{CodeNature, Level, OPEN, Period, Share, SignatureForm};
use base::{Date, Id};
use contracts::{AccountId, AgencyId, HoldingId, PositionId, UnitId};
use db::{Tx, params};

/// A unit about to be written.
pub struct UnitInsert<'a> {
    pub id: UnitId,
    pub key: &'a str,
    pub level: Level,
    pub code: &'a str,
    pub kind: &'a str,
    pub name: &'a str,
    pub parent: Option<UnitId>,
    pub from: Date,
    pub basis: &'a str,
}

pub fn insert_unit(tx: &mut Tx<'_>, unit: &UnitInsert<'_>) -> Result<(), OrgError> {
    let taken = tx.query_opt(
        "SELECT 1 FROM org_unit_code WHERE level = ?1 AND code = ?2 AND valid_to > ?3",
        params![unit.level.word(), unit.code, unit.from],
        |_| Ok(()),
    )?;
    if taken.is_some() {
        return Err(OrgError::CodeTaken);
    }
    let added = tx.execute(
        "INSERT INTO org_unit (id, key, level, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        params![unit.id, unit.key, unit.level.word(), unit.from, OPEN],
    )?;
    if added == 0 {
        return Err(OrgError::Duplicate);
    }
    tx.execute(
        "INSERT INTO org_unit_code (level, code, valid_from, valid_to, unit_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![unit.level.word(), unit.code, unit.from, OPEN, unit.id],
    )?;
    insert_unit_version(tx, unit)?;
    insert_closure(tx, Tree::Units, unit.id.id(), unit.parent.map(UnitId::id), unit.from)
}

pub fn insert_unit_version(tx: &mut Tx<'_>, unit: &UnitInsert<'_>) -> Result<(), OrgError> {
    let folded = text::fold(unit.name);
    tx.execute(
        "INSERT INTO org_unit_version
           (unit_id, valid_from, valid_to, level, kind, name, folded, sort_key, parent_id, basis)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            unit.id,
            unit.from,
            OPEN,
            unit.level.word(),
            unit.kind,
            unit.name,
            &folded,
            text::collation_key(unit.name),
            unit.parent,
            unit.basis
        ],
    )?;
    for term in crate::import::tails(&folded) {
        tx.execute(
            "INSERT INTO org_unit_term (term, unit_id, valid_from) VALUES (?1, ?2, ?3)",
            params![term, unit.id, unit.from],
        )?;
    }
    Ok(())
}

/// Ends the running version of a unit on `on`, the unit itself going on.
pub fn end_unit_version(tx: &mut Tx<'_>, unit: UnitId, on: Date) -> Result<(), OrgError> {
    tx.execute(
        "UPDATE org_unit_version SET valid_to = ?2 WHERE unit_id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
        params![unit, on],
    )?;
    Ok(())
}

/// Ends a unit: its version, its code, its place in the closure.
pub fn end_unit(tx: &mut Tx<'_>, unit: UnitId, on: Date) -> Result<(), OrgError> {
    end_unit_version(tx, unit, on)?;
    tx.execute("UPDATE org_unit SET valid_to = ?2 WHERE id = ?1 AND ?2 < valid_to", params![unit, on])?;
    tx.execute(
        "UPDATE org_unit_code SET valid_to = ?2 WHERE unit_id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
        params![unit, on],
    )?;
    end_closure(tx, Tree::Units, unit.id(), on)
}

pub fn insert_succession(
    tx: &mut Tx<'_>,
    from: UnitId,
    to: UnitId,
    on: Date,
    share: Share,
    basis: &str,
) -> Result<(), OrgError> {
    tx.execute(
        "INSERT INTO org_succession (from_unit, to_unit, effective_on, share, basis) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![from, to, on, share.word(), basis],
    )?;
    Ok(())
}

/// The two trees that have a closure.
#[derive(Clone, Copy)]
pub enum Tree {
    Units,
    Agencies,
}

impl Tree {
    const fn table(self) -> &'static str {
        match self {
            Self::Units => "org_closure",
            Self::Agencies => "agency_closure",
        }
    }
}

/// A new leaf: itself, and all above its parent from that day.
fn insert_closure(
    tx: &mut Tx<'_>,
    tree: Tree,
    node: Id,
    parent: Option<Id>,
    from: Date,
) -> Result<(), OrgError> {
    let table = tree.table();
    let columns = "(descendant_id, ancestor_id, valid_from, valid_to, depth)";
    tx.execute(
        &format!("INSERT INTO {table} {columns} VALUES (?1, ?1, ?2, ?3, 0)"),
        params![node, from, OPEN],
    )?;
    if let Some(parent) = parent {
        let above = tx.query(
            &format!(
                "SELECT ancestor_id, valid_to, depth FROM {table}
                 WHERE descendant_id = ?1 AND valid_from <= ?2 AND ?2 < valid_to"
            ),
            params![parent, from],
            |row| Ok((row.get::<Id>(0)?, row.get::<Date>(1)?, row.get::<i64>(2)?)),
        )?;
        for (ancestor, to, depth) in above {
            tx.execute(
                &format!("INSERT INTO {table} {columns} VALUES (?1, ?2, ?3, ?4, ?5)"),
                params![node, ancestor, from, to, depth.saturating_add(1)],
            )?;
        }
    }
    Ok(())
}

fn end_closure(tx: &mut Tx<'_>, tree: Tree, node: Id, on: Date) -> Result<(), OrgError> {
    let table = tree.table();
    tx.execute(
        &format!(
            "UPDATE {table} SET valid_to = ?2
             WHERE (descendant_id = ?1 OR ancestor_id = ?1) AND valid_from < ?2 AND ?2 < valid_to"
        ),
        params![node, on],
    )?;
    Ok(())
}

/// An agency about to be written.
pub struct AgencyInsert<'a> {
    pub id: AgencyId,
    pub kind: &'a str,
    pub unit: UnitId,
    pub name: &'a str,
    pub short_name: &'a str,
    pub parent: Option<AgencyId>,
    pub from: Date,
    pub basis: &'a str,
}

pub fn insert_agency(tx: &mut Tx<'_>, agency: &AgencyInsert<'_>) -> Result<(), OrgError> {
    let key = agency.id.to_string();
    tx.execute(
        "INSERT INTO agency (id, key, kind, unit_id, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![agency.id, &key, agency.kind, agency.unit, agency.from, OPEN],
    )?;
    insert_agency_version(tx, agency)?;
    insert_closure(tx, Tree::Agencies, agency.id.id(), agency.parent.map(AgencyId::id), agency.from)
}

pub fn insert_agency_version(tx: &mut Tx<'_>, agency: &AgencyInsert<'_>) -> Result<(), OrgError> {
    tx.execute(
        "INSERT INTO agency_version
           (agency_id, valid_from, valid_to, name, short_name, folded, sort_key, parent_id, basis)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            agency.id,
            agency.from,
            OPEN,
            agency.name,
            agency.short_name,
            text::fold(agency.name),
            text::collation_key(agency.name),
            agency.parent,
            agency.basis
        ],
    )?;
    Ok(())
}

/// Gives an agency a code from a day; refused while the code is another's.
pub fn insert_agency_code(tx: &mut Tx<'_>, agency: AgencyId, code: &str, from: Date) -> Result<(), OrgError> {
    let taken = tx.query_opt(
        "SELECT 1 FROM agency_code WHERE system = 'qd20' AND code = ?1 AND valid_to > ?2",
        params![code, from],
        |_| Ok(()),
    )?;
    if taken.is_some() {
        return Err(OrgError::CodeTaken);
    }
    tx.execute(
        "INSERT INTO agency_code (system, code, valid_from, valid_to, agency_id, nature) VALUES ('qd20', ?1, ?2, ?3, ?4, ?5)",
        params![code, from, OPEN, agency, CodeNature::Fact.word()],
    )?;
    Ok(())
}

pub fn end_agency_version(tx: &mut Tx<'_>, agency: AgencyId, on: Date) -> Result<(), OrgError> {
    tx.execute(
        "UPDATE agency_version SET valid_to = ?2 WHERE agency_id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
        params![agency, on],
    )?;
    Ok(())
}

/// Ends an agency, its codes and its positions with their holdings and delegations.
pub fn end_agency(tx: &mut Tx<'_>, agency: AgencyId, on: Date) -> Result<(), OrgError> {
    end_agency_version(tx, agency, on)?;
    for sql in [
        "UPDATE agency SET valid_to = ?2 WHERE id = ?1 AND ?2 < valid_to",
        "UPDATE agency_code SET valid_to = ?2 WHERE agency_id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
        "UPDATE holding SET valid_to = ?2 WHERE ?2 < valid_to AND valid_from < ?2
           AND position_id IN (SELECT id FROM position WHERE agency_id = ?1)",
        "UPDATE delegation SET valid_to = ?2 WHERE ?2 < valid_to AND valid_from < ?2
           AND (from_position IN (SELECT id FROM position WHERE agency_id = ?1)
             OR to_position IN (SELECT id FROM position WHERE agency_id = ?1))",
        "UPDATE position SET valid_to = ?2 WHERE agency_id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
    ] {
        tx.execute(sql, params![agency, on])?;
    }
    end_closure(tx, Tree::Agencies, agency.id(), on)
}

pub fn insert_agency_succession(
    tx: &mut Tx<'_>,
    from: AgencyId,
    to: AgencyId,
    on: Date,
    share: Share,
    basis: &str,
) -> Result<(), OrgError> {
    tx.execute(
        "INSERT INTO agency_succession (from_agency, to_agency, effective_on, share, basis) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![from, to, on, share.word(), basis],
    )?;
    Ok(())
}

pub fn insert_position(
    tx: &mut Tx<'_>,
    id: PositionId,
    agency: AgencyId,
    role: &str,
    title: &str,
    from: Date,
) -> Result<(), OrgError> {
    tx.execute(
        "INSERT INTO position (id, agency_id, role, title, valid_from, valid_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, agency, role, title, from, OPEN],
    )?;
    Ok(())
}

/// Ends a position with its holdings and delegations.
pub fn end_position(tx: &mut Tx<'_>, position: PositionId, on: Date) -> Result<(), OrgError> {
    for sql in [
        "UPDATE holding SET valid_to = ?2 WHERE position_id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
        "UPDATE delegation SET valid_to = ?2
         WHERE (from_position = ?1 OR to_position = ?1) AND valid_from < ?2 AND ?2 < valid_to",
        "UPDATE position SET valid_to = ?2 WHERE id = ?1 AND valid_from < ?2 AND ?2 < valid_to",
    ] {
        tx.execute(sql, params![position, on])?;
    }
    Ok(())
}

/// False when the account holds that position in an overlapping period already.
pub fn insert_holding(
    tx: &mut Tx<'_>,
    id: HoldingId,
    account: AccountId,
    position: PositionId,
    period: Period,
    basis: &str,
) -> Result<bool, OrgError> {
    let there = tx.query_opt(
        "SELECT 1 FROM holding WHERE account_id = ?1 AND position_id = ?2 AND valid_from < ?4 AND ?3 < valid_to",
        params![account, position, period.from, period.to],
        |_| Ok(()),
    )?;
    if there.is_some() {
        return Ok(false);
    }
    let added = tx.execute(
        "INSERT INTO holding (id, account_id, position_id, valid_from, valid_to, basis) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
        params![id, account, position, period.from, period.to, basis],
    )?;
    Ok(added == 1)
}

pub fn end_holding(tx: &mut Tx<'_>, id: HoldingId, on: Date) -> Result<(), OrgError> {
    tx.execute("UPDATE holding SET valid_to = ?2 WHERE id = ?1 AND ?2 < valid_to", params![id, on])?;
    Ok(())
}

/// A delegation about to be written.
pub struct DelegationInsert<'a> {
    pub id: Id,
    pub from: PositionId,
    pub to: PositionId,
    pub matter: &'a str,
    pub form: SignatureForm,
    pub legal_basis: &'a str,
    pub period: Period,
}

/// False when the same delegation begins on the same day already.
pub fn insert_delegation(tx: &mut Tx<'_>, row: &DelegationInsert<'_>) -> Result<bool, OrgError> {
    let added = tx.execute(
        "INSERT INTO delegation (id, from_position, to_position, matter, form, legal_basis, valid_from, valid_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        params![
            row.id,
            row.from,
            row.to,
            row.matter,
            row.form.word(),
            row.legal_basis,
            row.period.from,
            row.period.to
        ],
    )?;
    Ok(added == 1)
}

pub fn end_delegation(tx: &mut Tx<'_>, id: Id, on: Date) -> Result<(), OrgError> {
    tx.execute("UPDATE delegation SET valid_to = ?2 WHERE id = ?1 AND ?2 < valid_to", params![id, on])?;
    Ok(())
}
