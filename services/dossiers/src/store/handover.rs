//! Hand-over slips.
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, DossierId};
use db::{DbError, Tx, params};

/// A slip: who handed what to whom.
#[derive(Clone, Debug)]
pub struct Slip {
    pub id: Id,
    /// None only inside the transaction that makes it.
    pub number: Option<i64>,
    pub year: i64,
    pub from: AgencyId,
    pub to: AgencyId,
    pub at: Timestamp,
    pub by: AccountId,
}

pub fn insert_slip(tx: &mut Tx<'_>, slip: &Slip) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_handover (id, year, from_agency, to_agency, at, by_account)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![slip.id, slip.year, slip.from, slip.to, slip.at, slip.by],
    )?;
    Ok(())
}

pub fn insert_slip_item(tx: &mut Tx<'_>, slip: Id, dossier: DossierId) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_handover_item (handover, dossier) VALUES (?1, ?2)",
        params![slip, dossier],
    )?;
    Ok(())
}

pub fn number_slip(tx: &mut Tx<'_>, slip: Id, number: i64) -> Result<(), DbError> {
    tx.execute("UPDATE dossier_handover SET number = ?2 WHERE id = ?1", params![slip, number])?;
    Ok(())
}

/// A slip and its dossiers.
pub fn slip(tx: &mut Tx<'_>, id: Id) -> Result<Option<(Slip, Vec<DossierId>)>, DbError> {
    let found = tx.query_opt(
        "SELECT id, number, year, from_agency, to_agency, at, by_account FROM dossier_handover WHERE id = ?1",
        params![id],
        |row| {
            Ok(Slip {
                id: row.get(0)?,
                number: row.get(1)?,
                year: row.get(2)?,
                from: row.get::<Id>(3)?.into(),
                to: row.get::<Id>(4)?.into(),
                at: row.get(5)?,
                by: row.get::<Id>(6)?.into(),
            })
        },
    )?;
    let Some(slip) = found else { return Ok(None) };
    let items = tx.query(
        "SELECT dossier FROM dossier_handover_item WHERE handover = ?1 ORDER BY dossier",
        params![id],
        |row| Ok(row.get::<Id>(0)?.into()),
    )?;
    Ok(Some((slip, items)))
}
