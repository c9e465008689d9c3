//! Drafts on the server.
use crate::model::Draft;
use base::{Id, Timestamp};
use contracts::{AccountId, DossierId, DraftId};
use db::{DbError, Json, Param, Row, Tx, params};

const COLUMNS: &str =
    "id, account, procedure_id, procedure_code, case_code, receiving, unit, answers, version,
    created_at, saved_at, expires_at, dossier";

fn draft_row(row: &Row<'_>) -> Result<Draft, DbError> {
    Ok(Draft {
        id: row.get::<Id>(0)?.into(),
        account: row.get::<Option<Id>>(1)?.map(Into::into),
        procedure: row.get::<Id>(2)?.into(),
        procedure_code: row.get(3)?,
        case_code: row.get(4)?,
        receiving: row.get::<Option<Id>>(5)?.map(Into::into),
        unit: row.get::<Option<Id>>(6)?.map(Into::into),
        answers: row.get::<Json>(7)?.0,
        version: row.get(8)?,
        created_at: row.get(9)?,
        saved_at: row.get(10)?,
        expires_at: row.get(11)?,
        dossier: row.get::<Option<Id>>(12)?.map(Into::into),
    })
}

pub fn insert_draft(tx: &mut Tx<'_>, draft: &Draft, key_hash: &[u8]) -> Result<(), DbError> {
    let answers = draft.answers.to_string();
    tx.execute(
        "INSERT INTO dossier_draft (id, account, key_hash, procedure_id, procedure_code, case_code, receiving, unit,
            answers, version, created_at, saved_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            draft.id,
            draft.account,
            key_hash,
            draft.procedure,
            &draft.procedure_code,
            &draft.case_code,
            draft.receiving,
            draft.unit,
            Param::Json(&answers),
            draft.version,
            draft.created_at,
            draft.saved_at,
            draft.expires_at
        ],
    )?;
    Ok(())
}

pub fn draft(tx: &mut Tx<'_>, id: DraftId) -> Result<Option<Draft>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM dossier_draft WHERE id = ?1"), params![id], draft_row)
}

/// The draft opened by a key's SHA-256; the key is 60 random bits, so a look-up by hash tells nothing.
pub fn draft_by_key(tx: &mut Tx<'_>, key_hash: &[u8]) -> Result<Option<Draft>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM dossier_draft WHERE key_hash = ?1"),
        params![key_hash],
        draft_row,
    )
}

pub(crate) fn account_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM dossier_draft WHERE account = ?1 AND dossier IS NULL AND expires_at > ?2
         ORDER BY saved_at DESC, id LIMIT 50"
    )
}
pub(crate) const EXPIRED_SQL: &str =
    "SELECT id FROM dossier_draft WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2";

/// Open drafts of an account, the last saved first.
pub fn drafts_of_account(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<Vec<Draft>, DbError> {
    tx.query(&account_sql(), params![account, now], draft_row)
}

/// Saves an open draft at the version the page was read at.  False when it was saved elsewhere meanwhile or filed.
pub fn save_draft(tx: &mut Tx<'_>, draft: &Draft, read_version: i64) -> Result<bool, DbError> {
    let answers = draft.answers.to_string();
    let changed = tx.execute(
        "UPDATE dossier_draft SET answers = ?3, version = ?4, saved_at = ?5, expires_at = ?6, case_code = ?7,
            receiving = ?8, unit = ?9, account = ?10
         WHERE id = ?1 AND version = ?2 AND dossier IS NULL",
        params![
            draft.id,
            read_version,
            Param::Json(&answers),
            draft.version,
            draft.saved_at,
            draft.expires_at,
            &draft.case_code,
            draft.receiving,
            draft.unit,
            draft.account
        ],
    )?;
    Ok(changed == 1)
}

/// Marks the draft as filed and answers its key's hash; none when it was filed before.
pub fn close_draft(tx: &mut Tx<'_>, id: DraftId, dossier: DossierId) -> Result<Option<Vec<u8>>, DbError> {
    tx.query_opt(
        "UPDATE dossier_draft SET dossier = ?2 WHERE id = ?1 AND dossier IS NULL RETURNING key_hash",
        params![id, dossier],
        |row| row.get(0),
    )
}

/// Drafts past their 30 days, oldest first.
pub fn expired_drafts(tx: &mut Tx<'_>, now: Timestamp, limit: i64) -> Result<Vec<DraftId>, DbError> {
    tx.query(EXPIRED_SQL, params![now, limit], |row| Ok(row.get::<Id>(0)?.into()))
}

/// Deletes a draft with its files.  False when it was prolonged or deleted meanwhile.
pub fn delete_expired_draft(tx: &mut Tx<'_>, id: DraftId, now: Timestamp) -> Result<bool, DbError> {
    let gone =
        tx.execute("DELETE FROM dossier_draft WHERE id = ?1 AND expires_at < ?2", params![id, now])? == 1;
    if gone {
        tx.execute("DELETE FROM dossier_file WHERE draft = ?1", params![id])?;
    }
    Ok(gone)
}
