//! What an import asks and marks.
use super::lookup::{UNIT, unit};
use crate::model::Unit;
use base::{Date, Timestamp};
use contracts::{AgencyId, UnitId};
use db::{DbError, Tx, params};

/// The digest under which a pack was last imported.
pub fn imported(tx: &mut Tx<'_>, pack: &str) -> Result<Option<String>, DbError> {
    tx.query_opt("SELECT digest FROM org_import WHERE pack = ?1", params![pack], |row| row.get(0))
}

pub fn mark(tx: &mut Tx<'_>, pack: &str, digest: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO org_import (pack, digest, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (pack) DO UPDATE SET digest = excluded.digest, at = excluded.at",
        params![pack, digest, now],
    )?;
    Ok(())
}

/// Makes the province with its top agency the home of this installation.
pub fn put_home(tx: &mut Tx<'_>, unit: UnitId, agency: AgencyId) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO org_home (slot, unit_id, agency_id) VALUES (1, ?1, ?2)
         ON CONFLICT (slot) DO UPDATE SET unit_id = excluded.unit_id, agency_id = excluded.agency_id",
        params![unit, agency],
    )?;
    Ok(())
}

/// The communes of a province on a day, by code.
pub fn communes_of(tx: &mut Tx<'_>, province: UnitId, on: Date) -> Result<Vec<Unit>, DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_closure k JOIN org_unit_v v ON v.unit_id = k.descendant_id
         WHERE k.ancestor_id = ?1 AND k.valid_from <= ?2 AND ?2 < k.valid_to
           AND v.valid_from <= ?2 AND ?2 < v.valid_to AND v.level = 'commune' ORDER BY v.code"
    );
    tx.query(&sql, params![province, on], unit)
}

/// (from, to, effective on) of a succession.
pub type LinkKey = (UnitId, UnitId, Date);

pub fn links(tx: &mut Tx<'_>) -> Result<Vec<LinkKey>, DbError> {
    tx.query("SELECT from_unit, to_unit, effective_on FROM org_succession", params![], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

pub fn drop_links(tx: &mut Tx<'_>, links: &[LinkKey]) -> Result<(), DbError> {
    for (from, to, on) in links {
        tx.execute(
            "DELETE FROM org_succession WHERE from_unit = ?1 AND to_unit = ?2 AND effective_on = ?3",
            params![from, to, on],
        )?;
    }
    Ok(())
}
