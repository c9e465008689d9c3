//! What a person reaches by her key, and the files she adds to an open supplement round.
use crate::model::Dossier;
use base::{Id, Timestamp};
use contracts::{DossierId, FileId};
use db::{DbError, Tx, params};
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
