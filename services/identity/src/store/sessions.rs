//! Sessions.
use crate::model::SessionRow;
use base::{Id, Timestamp};
use contracts::{AccountId, PositionId, SessionId};
use db::{DbError, Row, Tx, params};

const SESSION: &str = "id, account_id, position_id, created_at, last_seen_at, ends_at";

fn session(row: &Row<'_>) -> Result<SessionRow, DbError> {
    Ok(SessionRow {
        id: row.get(0)?,
        account: row.get(1)?,
        position: row.get::<Option<Id>>(2)?.map(PositionId::from),
        created_at: row.get(3)?,
        last_seen_at: row.get(4)?,
        ends_at: row.get(5)?,
    })
}

pub(crate) fn insert(tx: &mut Tx<'_>, session: &SessionRow, token_hash: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO session (id, token_hash, account_id, position_id, created_at, last_seen_at, ends_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            session.id,
            token_hash,
            session.account,
            session.position,
            session.created_at,
            session.last_seen_at,
            session.ends_at
        ],
    )?;
    Ok(())
}

pub(crate) fn by_token(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SessionRow>, DbError> {
    tx.query_opt(
        &format!("SELECT {SESSION} FROM session WHERE token_hash = ?1"),
        params![token_hash],
        session,
    )
}

/// The sessions of an account, newest first.
pub(crate) fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<SessionRow>, DbError> {
    tx.query(
        &format!(
            "SELECT {SESSION} FROM session WHERE account_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 100"
        ),
        params![account],
        session,
    )
}

/// Moves the time of the last request on, never back.
pub(crate) fn touch(tx: &mut Tx<'_>, id: SessionId, now: Timestamp) -> Result<(), DbError> {
    tx.execute("UPDATE session SET last_seen_at = ?2 WHERE id = ?1 AND last_seen_at < ?2", params![id, now])?;
    Ok(())
}

/// Gives a running session another token.  False when the session is gone.
pub(crate) fn rotate(tx: &mut Tx<'_>, id: SessionId, token_hash: &[u8]) -> Result<bool, DbError> {
    Ok(tx.execute("UPDATE session SET token_hash = ?2 WHERE id = ?1", params![id, token_hash])? == 1)
}

pub(crate) fn choose(tx: &mut Tx<'_>, id: SessionId, position: Option<PositionId>) -> Result<(), DbError> {
    tx.execute("UPDATE session SET position_id = ?2 WHERE id = ?1", params![id, position])?;
    Ok(())
}

pub(crate) fn delete_by_token(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<AccountId>, DbError> {
    tx.query_opt(
        "DELETE FROM session WHERE token_hash = ?1 RETURNING account_id",
        params![token_hash],
        |row| row.get(0),
    )
}

/// Ends the sessions of an account, but for one.
pub(crate) fn delete_of(tx: &mut Tx<'_>, account: AccountId, but: Option<SessionId>) -> Result<u64, DbError> {
    match but {
        None => tx.execute("DELETE FROM session WHERE account_id = ?1", params![account]),
        Some(kept) => {
            tx.execute("DELETE FROM session WHERE account_id = ?1 AND id <> ?2", params![account, kept])
        }
    }
}

/// Takes away what has ended.
pub(crate) fn sweep(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM session WHERE ends_at <= ?1", params![now])?;
    Ok(())
}
