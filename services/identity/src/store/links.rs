//! One-time links.
use crate::model::LinkRow;
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId};
use db::{DbError, Row, Tx, params};

fn link(row: &Row<'_>) -> Result<LinkRow, DbError> {
    Ok(LinkRow {
        id: row.get(0)?,
        purpose: row.get(1)?,
        account: row.get::<Option<Id>>(2)?.map(AccountId::from),
        agency: row.get::<Option<Id>>(3)?.map(AgencyId::from),
        expires_at: row.get(4)?,
    })
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    link: &LinkRow,
    token_hash: &[u8],
    now: Timestamp,
    by: Option<AccountId>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO one_time_link (id, token_hash, purpose, account_id, agency_id, created_at, created_by, expires_at, used_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)",
        params![link.id, token_hash, link.purpose.word(), link.account, link.agency, now, by, link.expires_at],
    )?;
    Ok(())
}

/// The link behind a token while it opens.
pub(crate) fn open(tx: &mut Tx<'_>, token_hash: &[u8], now: Timestamp) -> Result<Option<LinkRow>, DbError> {
    tx.query_opt(
        "SELECT id, purpose, account_id, agency_id, expires_at FROM one_time_link
         WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2",
        params![token_hash, now],
        link,
    )
}

/// Uses the link up; of two who try at once, one gets it.
pub(crate) fn consume(
    tx: &mut Tx<'_>,
    token_hash: &[u8],
    now: Timestamp,
) -> Result<Option<LinkRow>, DbError> {
    tx.query_opt(
        "UPDATE one_time_link SET used_at = ?2 WHERE token_hash = ?1 AND used_at IS NULL AND expires_at > ?2
         RETURNING id, purpose, account_id, agency_id, expires_at",
        params![token_hash, now],
        link,
    )
}

/// Older links of an account stop opening when a newer one is made, and when its password changes.
pub(crate) fn void_of(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE one_time_link SET used_at = ?2 WHERE account_id = ?1 AND used_at IS NULL",
        params![account, now],
    )?;
    Ok(())
}

/// Older links for the first administrator stop opening.
pub(crate) fn void_first(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE one_time_link SET used_at = ?1 WHERE purpose = 'admin_init' AND used_at IS NULL",
        params![now],
    )?;
    Ok(())
}
