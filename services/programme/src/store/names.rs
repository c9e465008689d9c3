//! What the printed agency names of a text mean.
use crate::model::source::AgencyName;
use contracts::{AgencyId, PlanSourceId};
use db::{DbError, Row, Tx, params};

fn name(row: &Row<'_>) -> Result<AgencyName, DbError> {
    Ok(AgencyName {
        source: row.get(0)?,
        key: row.get(1)?,
        printed: row.get(2)?,
        kind: row.get(3)?,
        group_code: row.get(4)?,
        reason: row.get(5)?,
        version: row.get(6)?,
    })
}

const NAME: &str = "source, name_key, printed, kind, group_code, reason, version";

/// Writes a name that is not there yet; one that is stays as it was decided.
pub fn insert(tx: &mut Tx<'_>, row: &AgencyName, agencies: &[AgencyId]) -> Result<(), DbError> {
    let done = tx.execute(
        "INSERT INTO plan_agency_name (source, name_key, printed, kind, group_code, reason, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (source, name_key) DO NOTHING",
        params![row.source, row.key, row.printed, row.kind, row.group_code, row.reason, row.version],
    )?;
    if done == 1 {
        choose(tx, row.source, &row.key, agencies)?;
    }
    Ok(())
}

fn choose(tx: &mut Tx<'_>, of: PlanSourceId, key: &str, agencies: &[AgencyId]) -> Result<(), DbError> {
    for agency in agencies {
        tx.execute(
            "INSERT INTO plan_agency_choice (source, name_key, agency) VALUES (?1, ?2, ?3)
             ON CONFLICT (source, name_key, agency) DO NOTHING",
            params![of, key, *agency],
        )?;
    }
    Ok(())
}

/// Writes what a person decided; false when the name has another version by now.
pub fn decide(tx: &mut Tx<'_>, row: &AgencyName, agencies: &[AgencyId]) -> Result<bool, DbError> {
    let done = tx.execute(
        "UPDATE plan_agency_name SET kind = ?4, group_code = ?5, reason = ?6, version = version + 1
         WHERE source = ?1 AND name_key = ?2 AND version = ?3",
        params![row.source, row.key, row.version, row.kind, row.group_code, row.reason],
    )?;
    if done == 1 {
        tx.execute(
            "DELETE FROM plan_agency_choice WHERE source = ?1 AND name_key = ?2",
            params![row.source, row.key],
        )?;
        choose(tx, row.source, &row.key, agencies)?;
    }
    Ok(done == 1)
}

pub fn by_key(tx: &mut Tx<'_>, of: PlanSourceId, key: &str) -> Result<Option<AgencyName>, DbError> {
    let sql = format!("SELECT {NAME} FROM plan_agency_name WHERE source = ?1 AND name_key = ?2");
    tx.query_opt(&sql, params![of, key], name)
}

/// Every name of a text.
pub fn of_source(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Vec<AgencyName>, DbError> {
    let sql = format!("SELECT {NAME} FROM plan_agency_name WHERE source = ?1 ORDER BY name_key LIMIT 5000");
    tx.query(&sql, params![of], name)
}

/// Every choice of a text: `(key of the name, agency)`.
pub fn choices(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<Vec<(String, AgencyId)>, DbError> {
    tx.query(
        "SELECT name_key, agency FROM plan_agency_choice WHERE source = ?1 ORDER BY name_key, agency LIMIT 20000",
        params![of],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Takes away what a broken-off loading left.
pub fn clear(tx: &mut Tx<'_>, of: PlanSourceId) -> Result<(), DbError> {
    tx.execute("DELETE FROM plan_agency_choice WHERE source = ?1", params![of])?;
    tx.execute("DELETE FROM plan_agency_name WHERE source = ?1", params![of])?;
    Ok(())
}
