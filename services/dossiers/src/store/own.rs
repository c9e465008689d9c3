//! What a person reaches by her key, and the files she adds to an open supplement round.
use crate::model::Dossier;
use base::{Id, Timestamp};
use contracts::{DossierId, FileId, PartyId};
use db::{DbError, Param, Tx, params};
use policy::Authorized;

/// The dossier that this key opens, by the key's SHA-256.
pub fn dossier_by_key(tx: &mut Tx<'_>, key_hash: &[u8]) -> Result<Option<DossierId>, DbError> {
    tx.query_opt("SELECT id FROM dossier WHERE key_hash = ?1", params![key_hash], |row| {
        Ok(row.get::<Id>(0)?.into())
    })
}

/// Takes back a file of a round that is still open.  False when it is not there.
pub fn remove_round_file(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    round: i64,
    id: FileId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE dossier_file SET removed_at = ?4
         WHERE dossier = ?1 AND id = ?2 AND round = ?3 AND removed_at IS NULL",
        params![dossier.id, id, round, now],
    )?;
    Ok(changed == 1)
}

pub(crate) fn submitters_sql(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|number| format!("?{number}")).collect();
    format!("SELECT DISTINCT submitter FROM dossier WHERE id IN ({})", marks.join(", "))
}

/// Whoever submitted these dossiers, each once.
pub fn submitters_of(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<PartyId>, DbError> {
    if dossiers.is_empty() {
        return Ok(Vec::new());
    }
    let bound: Vec<Param<'_>> = dossiers.iter().map(|id| Param::Id(id.id())).collect();
    tx.query(&submitters_sql(dossiers.len()), &bound, |row| Ok(row.get::<Id>(0)?.into()))
}
