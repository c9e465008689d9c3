//! All SQL of this crate.
use crate::{Installed, Manifest, Version};
use base::{Date, Timestamp};
use db::{DbError, Row, Tx, params};

/// One version of a pack as installed.
#[derive(Clone, Debug)]
pub struct PackRow {
    pub code: String,
    pub version: Version,
    pub title: String,
    pub digest: String,
    pub installed_at: Timestamp,
    /// The day from which the pack counts no more.
    pub closed_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct ObjectRow {
    pub kind: String,
    pub reference: String,
    pub digest: String,
    pub pack_code: String,
    pub pack_version: String,
}

fn pack_row(row: &Row<'_>) -> Result<PackRow, DbError> {
    Ok(PackRow {
        code: row.get(0)?,
        version: row.get(1)?,
        title: row.get(2)?,
        digest: row.get(3)?,
        installed_at: row.get(4)?,
        closed_on: row.get(5)?,
    })
}

/// Every version of every pack that was ever installed, by code and time.
///
/// # Errors
/// [`DbError`] of the query.
pub fn installed_packs(tx: &mut Tx<'_>) -> Result<Vec<PackRow>, DbError> {
    tx.query(
        "SELECT code, version, title, digest, installed_at, closed_on FROM pack ORDER BY code, installed_at, version",
        params![],
        pack_row,
    )
}

pub(crate) fn versions(tx: &mut Tx<'_>, code: &str) -> Result<Vec<PackRow>, DbError> {
    tx.query(
        "SELECT code, version, title, digest, installed_at, closed_on FROM pack WHERE code = ?1 ORDER BY installed_at, version",
        params![code],
        pack_row,
    )
}

/// What the installation holds, for checks of references.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn installed(tx: &mut Tx<'_>) -> Result<Installed, DbError> {
    let mut found = Installed::default();
    for row in installed_packs(tx)?.into_iter().filter(|row| row.closed_on.is_none()) {
        let higher = found.packs.get(&row.code).is_none_or(|known| *known < row.version);
        if higher {
            found.packs.insert(row.code, row.version);
        }
    }
    let objects = tx.query("SELECT kind, reference FROM pack_object", params![], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?))
    })?;
    found.objects.extend(objects);
    Ok(found)
}

pub(crate) fn object_digest(tx: &mut Tx<'_>, kind: &str, reference: &str) -> Result<Option<String>, DbError> {
    tx.query_opt(
        "SELECT digest FROM pack_object WHERE kind = ?1 AND reference = ?2",
        params![kind, reference],
        |row| row.get(0),
    )
}

pub(crate) fn put_objects(tx: &mut Tx<'_>, rows: &[ObjectRow]) -> Result<(), DbError> {
    for row in rows {
        tx.execute(
            "INSERT INTO pack_object (kind, reference, digest, pack_code, pack_version) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (kind, reference) DO UPDATE
             SET digest = excluded.digest, pack_code = excluded.pack_code, pack_version = excluded.pack_version",
            params![&row.kind, &row.reference, &row.digest, &row.pack_code, &row.pack_version],
        )?;
    }
    Ok(())
}

pub(crate) fn objects_of(tx: &mut Tx<'_>, code: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT kind, reference FROM pack_object WHERE pack_code = ?1 ORDER BY kind, reference",
        params![code],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(crate) fn put_pack(
    tx: &mut Tx<'_>,
    manifest: &Manifest,
    digest: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO pack (code, version, title, digest, installed_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (code, version) DO NOTHING",
        params![&manifest.code, manifest.version.as_str(), &manifest.title, digest, now],
    )?;
    Ok(())
}

pub(crate) fn close_pack(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<(), DbError> {
    tx.execute("UPDATE pack SET closed_on = ?2 WHERE code = ?1 AND closed_on IS NULL", params![code, on])?;
    Ok(())
}
