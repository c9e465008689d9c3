//! Machine tokens.
use crate::model::{Account, MachineTokenRow};
use base::{Id, Timestamp};
use contracts::AccountId;
use db::{DbError, Json, Param, Row, Tx, params};
use policy::Authorized;

const TOKEN: &str = "id, account_id, name, roles, created_at, expires_at, last_used_at, revoked_at";

fn token(row: &Row<'_>) -> Result<MachineTokenRow, DbError> {
    Ok(MachineTokenRow {
        id: row.get(0)?,
        account: row.get(1)?,
        name: row.get(2)?,
        roles: row.get::<Json<Vec<String>>>(3)?.0,
        created_at: row.get(4)?,
        expires_at: row.get(5)?,
        last_used_at: row.get(6)?,
        revoked_at: row.get(7)?,
    })
}

/// False when the token is there already (the sample is seeded twice).
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    _account: &Authorized<Account>,
    new: &MachineTokenRow,
    token_hash: &[u8],
    by: Option<AccountId>,
) -> Result<bool, DbError> {
    let roles = serde_json::to_string(&new.roles).map_err(|error| DbError::Value(error.to_string()))?;
    let rows = tx.execute(
        "INSERT INTO machine_token (id, token_hash, account_id, name, roles, created_at, created_by, expires_at, last_used_at, revoked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL, NULL) ON CONFLICT (token_hash) DO NOTHING",
        params![
            new.id,
            token_hash,
            new.account,
            &new.name,
            Param::Json(&roles),
            new.created_at,
            by,
            new.expires_at
        ],
    )?;
    Ok(rows == 1)
}

pub(crate) fn by_hash(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<MachineTokenRow>, DbError> {
    tx.query_opt(
        &format!("SELECT {TOKEN} FROM machine_token WHERE token_hash = ?1"),
        params![token_hash],
        token,
    )
}

pub(crate) fn by_id(tx: &mut Tx<'_>, id: Id) -> Result<Option<MachineTokenRow>, DbError> {
    tx.query_opt(&format!("SELECT {TOKEN} FROM machine_token WHERE id = ?1"), params![id], token)
}

pub(crate) fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<MachineTokenRow>, DbError> {
    tx.query(
        &format!("SELECT {TOKEN} FROM machine_token WHERE account_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 100"),
        params![account],
        token,
    )
}

pub(crate) fn touch(tx: &mut Tx<'_>, id: Id, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE machine_token SET last_used_at = ?2 WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2)",
        params![id, now],
    )?;
    Ok(())
}

pub(crate) fn revoke(
    tx: &mut Tx<'_>,
    account: &Authorized<Account>,
    id: Id,
    now: Timestamp,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE machine_token SET revoked_at = ?3 WHERE id = ?1 AND account_id = ?2 AND revoked_at IS NULL",
        params![id, account.id, now],
    )?;
    Ok(rows == 1)
}

pub(crate) fn revoke_all(
    tx: &mut Tx<'_>,
    account: &Authorized<Account>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE machine_token SET revoked_at = ?2 WHERE account_id = ?1 AND revoked_at IS NULL",
        params![account.id, now],
    )?;
    Ok(())
}
