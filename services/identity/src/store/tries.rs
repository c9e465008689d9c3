//! Tries at signing in.
use crate::rules::FORGET_SECONDS;
use base::Timestamp;
use db::{DbError, Tx, params};

/// Counts a try before it is known whether it is right, so that tries made at once count each.  Answers how many
/// there were without success, this one included, and until when one had to wait.  Holds the row until the end.
pub(crate) fn count(tx: &mut Tx<'_>, key: &[u8], now: Timestamp) -> Result<(i64, Timestamp), DbError> {
    tx.query_one(
        "INSERT INTO sign_in_try (key_hash, failures, last_at, blocked_until) VALUES (?1, 1, ?2, 0)
         ON CONFLICT (key_hash) DO UPDATE SET
           failures = CASE WHEN sign_in_try.last_at < ?3 THEN 1 ELSE sign_in_try.failures + 1 END,
           last_at = excluded.last_at
         RETURNING failures, blocked_until",
        params![key, now, now.plus_seconds(-FORGET_SECONDS)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn block(tx: &mut Tx<'_>, key: &[u8], until: Timestamp) -> Result<(), DbError> {
    tx.execute("UPDATE sign_in_try SET blocked_until = ?2 WHERE key_hash = ?1", params![key, until])?;
    Ok(())
}

/// The try was right: the name starts anew.
pub(crate) fn forget(tx: &mut Tx<'_>, key: &[u8]) -> Result<(), DbError> {
    tx.execute("DELETE FROM sign_in_try WHERE key_hash = ?1", params![key])?;
    Ok(())
}

/// The try was right: the address takes it back, and no more.
pub(crate) fn take_back(tx: &mut Tx<'_>, key: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sign_in_try SET failures = failures - 1, blocked_until = 0 WHERE key_hash = ?1 AND failures > 0",
        params![key],
    )?;
    Ok(())
}

/// Takes away what is forgotten anyway.
pub(crate) fn sweep(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM sign_in_try WHERE last_at < ?1", params![now.plus_seconds(-2 * FORGET_SECONDS)])?;
    Ok(())
}
