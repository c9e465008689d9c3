//! Files of drafts and dossiers.
use crate::model::File;
use base::{Id, Timestamp};
use contracts::{AccountId, DossierId, DraftId, FileId};
use db::{DbError, Row, Tx, params};

const COLUMNS: &str = "id, component, name, kind, size, digest, uploaded_at, round";

fn file_row(row: &Row<'_>) -> Result<File, DbError> {
    Ok(File {
        id: FileId::from(row.get::<Id>(0)?),
        component: row.get(1)?,
        name: row.get(2)?,
        kind: row.get(3)?,
        size: row.get(4)?,
        digest: row.get(5)?,
        uploaded_at: row.get(6)?,
        round: row.get(7)?,
    })
}

/// Adds a file to a draft or to a dossier; exactly one of the two is given.
pub fn insert_file(
    tx: &mut Tx<'_>,
    draft: Option<DraftId>,
    dossier: Option<DossierId>,
    file: &File,
    by: Option<AccountId>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_file
           (id, draft, dossier, component, name, kind, size, digest, uploaded_at, uploaded_by, round)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            file.id,
            draft,
            dossier,
            &file.component,
            &file.name,
            &file.kind,
            file.size,
            &file.digest,
            file.uploaded_at,
            by,
            file.round
        ],
    )?;
    Ok(())
}

pub fn draft_files(tx: &mut Tx<'_>, draft: DraftId) -> Result<Vec<File>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM dossier_file WHERE draft = ?1 AND removed_at IS NULL ORDER BY component, uploaded_at, id"
        ),
        params![draft],
        file_row,
    )
}

pub fn dossier_files(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<File>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM dossier_file WHERE dossier = ?1 AND removed_at IS NULL ORDER BY component, uploaded_at, id"
        ),
        params![dossier],
        file_row,
    )
}

/// A file and the draft or the dossier that it belongs to.
pub type OwnedFile = (File, Option<DraftId>, Option<DossierId>);

/// A file and what it belongs to.
pub fn file(tx: &mut Tx<'_>, id: FileId) -> Result<Option<OwnedFile>, DbError> {
    tx.query_opt(
        &format!("SELECT {COLUMNS}, draft, dossier FROM dossier_file WHERE id = ?1 AND removed_at IS NULL"),
        params![id],
        |row| {
            Ok((
                file_row(row)?,
                row.get::<Option<Id>>(8)?.map(Into::into),
                row.get::<Option<Id>>(9)?.map(Into::into),
            ))
        },
    )
}

/// The person takes a file back from her draft; the bytes go when nothing refers to them.
pub fn remove_file(tx: &mut Tx<'_>, draft: DraftId, id: FileId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE dossier_file SET removed_at = ?3 WHERE draft = ?1 AND id = ?2 AND removed_at IS NULL",
        params![draft, id, now],
    )?;
    Ok(changed == 1)
}

/// At filing the draft's files become the dossier's.
pub fn adopt_draft_files(tx: &mut Tx<'_>, draft: DraftId, dossier: DossierId) -> Result<(), DbError> {
    tx.execute(
        "UPDATE dossier_file SET dossier = ?2, draft = NULL WHERE draft = ?1 AND removed_at IS NULL",
        params![draft, dossier],
    )?;
    Ok(())
}

/// Whether any living row refers to these bytes.
pub fn referenced(tx: &mut Tx<'_>, digest: &str) -> Result<bool, DbError> {
    Ok(tx
        .query_opt(
            "SELECT 1 FROM dossier_file WHERE digest = ?1 AND removed_at IS NULL LIMIT 1",
            params![digest],
            |row| row.get::<i64>(0),
        )?
        .is_some())
}
