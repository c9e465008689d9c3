//! Tries of the public look-up.
use db::{DbError, Tx, params};

/// Counts one more try and says how many there were this hour.
pub fn count_try(tx: &mut Tx<'_>, kind: &str, subject: &[u8], hour: i64) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO dossier_lookup_try (kind, subject, hour, tries) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (kind, subject, hour) DO UPDATE SET tries = dossier_lookup_try.tries + 1
         RETURNING tries",
        params![kind, subject, hour],
        |row| row.get(0),
    )
}

/// Forgets the tries of hours before `hour`.
pub fn forget_tries(tx: &mut Tx<'_>, hour: i64) -> Result<u64, DbError> {
    tx.execute("DELETE FROM dossier_lookup_try WHERE hour < ?1", params![hour])
}

/// How many tries there were this hour.
pub fn tries(tx: &mut Tx<'_>, kind: &str, subject: &[u8], hour: i64) -> Result<i64, DbError> {
    Ok(tx
        .query_opt(
            "SELECT tries FROM dossier_lookup_try WHERE kind = ?1 AND subject = ?2 AND hour = ?3",
            params![kind, subject, hour],
            |row| row.get(0),
        )?
        .unwrap_or(0))
}
