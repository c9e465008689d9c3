//! Where the count from the beginning stands.
use base::{Id, Timestamp};
use contracts::DossierId;
use db::{DbError, Row, Tx, params};

/// The count from the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rebuild {
    pub after: Option<DossierId>,
    pub dossiers: i64,
    pub started_at: Timestamp,
    pub touched_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

fn row(row: &Row<'_>) -> Result<Rebuild, DbError> {
    Ok(Rebuild {
        after: row.get::<Option<Id>>(0)?.map(DossierId::from),
        dossiers: row.get(1)?,
        started_at: row.get(2)?,
        touched_at: row.get(3)?,
        finished_at: row.get(4)?,
    })
}

/// None before anything was ever to be counted.
pub fn rebuild(tx: &mut Tx<'_>) -> Result<Option<Rebuild>, DbError> {
    tx.query_opt(
        "SELECT after, dossiers, started_at, touched_at, finished_at FROM indicator_rebuild WHERE slot = 1",
        params![],
        row,
    )
}

/// Begins again from the first dossier, also when one was under way.
pub fn want_rebuild(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO indicator_rebuild (slot, after, dossiers, started_at, touched_at, finished_at)
         VALUES (1, NULL, 0, ?1, ?1, NULL)
         ON CONFLICT (slot) DO UPDATE SET after = NULL, dossiers = 0, started_at = excluded.started_at,
           touched_at = excluded.touched_at, finished_at = NULL",
        params![now],
    )?;
    Ok(())
}

pub fn step_rebuild(tx: &mut Tx<'_>, after: DossierId, more: i64, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE indicator_rebuild SET after = ?1, dossiers = dossiers + ?2, touched_at = ?3 WHERE slot = 1",
        params![after, more, now],
    )?;
    Ok(())
}

pub fn finish_rebuild(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE indicator_rebuild SET touched_at = ?1, finished_at = ?1 WHERE slot = 1",
        params![now],
    )?;
    Ok(())
}
