//! Published forms: written once, read for ever.
use crate::errors::FormError;
use crate::model::FormDefinition;
use base::{Date, Timestamp};
use data_encoding::HEXLOWER;
use db::{DbError, Tx, params};
use sha2::{Digest, Sha256};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("forms", "0001_create_form_definition");

/// One published version without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormVersion {
    pub code: String,
    pub version: i64,
    pub title: String,
    pub published_at: Timestamp,
    /// First day in Vietnam on which new drafts use it.
    pub effective_from: Date,
    /// SHA-256 of the stored body, hexadecimal.
    pub digest: String,
}

/// What publishing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    Now,
    /// The same content was already there.
    Before,
}

/// Publishes a version.  Publishing the same content again changes nothing; other content under the same version is
/// refused, for drafts and dossiers are pinned to what they were asked.
///
/// # Errors
/// [`FormError::Faulty`], [`FormError::Published`], [`FormError::Db`].
pub fn publish(
    tx: &mut Tx<'_>,
    form: &FormDefinition,
    effective_from: Date,
    now: Timestamp,
) -> Result<Published, FormError> {
    let problems = form.problems();
    if !problems.is_empty() {
        return Err(FormError::Faulty(problems.len()));
    }
    let body = serde_json::to_string(form).map_err(|_| FormError::Unreadable)?;
    let digest = digest_of(&body);
    let added = tx.execute(
        "INSERT INTO form_definition (code, version, title, published_at, effective_from, body, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (code, version) DO NOTHING",
        params![&form.code, form.version, &form.title, now, effective_from, &body, &digest],
    )?;
    if added == 1 {
        return Ok(Published::Now);
    }
    let known: Option<String> = tx.query_opt(
        "SELECT digest FROM form_definition WHERE code = ?1 AND version = ?2",
        params![&form.code, form.version],
        |row| row.get(0),
    )?;
    if known.as_deref() == Some(digest.as_str()) { Ok(Published::Before) } else { Err(FormError::Published) }
}

/// The pinned version of a draft or dossier.
///
/// # Errors
/// [`FormError::NoSuchForm`], [`FormError::Unreadable`], [`FormError::Db`].
pub fn version(tx: &mut Tx<'_>, code: &str, version: i64) -> Result<FormDefinition, FormError> {
    let body: Option<String> = tx.query_opt(
        "SELECT body FROM form_definition WHERE code = ?1 AND version = ?2",
        params![code, version],
        |row| row.get(0),
    )?;
    read_body(body)
}

/// The form a `code@version` reference names.
///
/// # Errors
/// As [`version`]; a reference of another shape is [`FormError::NoSuchForm`].
pub fn by_reference(tx: &mut Tx<'_>, reference: &str) -> Result<FormDefinition, FormError> {
    let (code, number) = reference.split_once('@').ok_or(FormError::NoSuchForm)?;
    version(tx, code, number.parse().map_err(|_| FormError::NoSuchForm)?)
}

/// The newest version in force on a day.
///
/// # Errors
/// As [`version`].
pub fn in_force(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<FormDefinition, FormError> {
    let body: Option<String> = tx.query_opt(
        "SELECT body FROM form_definition WHERE code = ?1 AND effective_from <= ?2
         ORDER BY effective_from DESC, version DESC LIMIT 1",
        params![code, on],
        |row| row.get(0),
    )?;
    read_body(body)
}

/// Every version of a form, the newest first; at most 200.
///
/// # Errors
/// The database's.
pub fn versions(tx: &mut Tx<'_>, code: &str) -> Result<Vec<FormVersion>, DbError> {
    tx.query(
        "SELECT code, version, title, published_at, effective_from, digest FROM form_definition
         WHERE code = ?1 ORDER BY version DESC LIMIT 200",
        params![code],
        |row| {
            Ok(FormVersion {
                code: row.get(0)?,
                version: row.get(1)?,
                title: row.get(2)?,
                published_at: row.get(3)?,
                effective_from: row.get(4)?,
                digest: row.get(5)?,
            })
        },
    )
}

fn read_body(body: Option<String>) -> Result<FormDefinition, FormError> {
    let body = body.ok_or(FormError::NoSuchForm)?;
    serde_json::from_str(&body).map_err(|_| FormError::Unreadable)
}

fn digest_of(body: &str) -> String {
    HEXLOWER.encode(Sha256::digest(body.as_bytes()).as_slice())
}
