//! The one table of the program itself: what kind of installation a database holds.
pub(crate) mod units;

use base::Timestamp;
use db::{DbError, Tx, params};

/// Real people's dossiers, or invented ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstallationKind {
    Production,
    Sample,
}

impl InstallationKind {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sample => "sample",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Production, Self::Sample].into_iter().find(|kind| kind.word() == word)
    }
}

/// The marker row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    pub kind: InstallationKind,
    /// Unit code of the province, or the folder name of the sample.
    pub province: String,
    pub province_name: String,
    pub created_at: Timestamp,
    /// When a sample was wholly made; a half-made one is made on.
    pub ready_at: Option<Timestamp>,
}

/// The marker, when there is one.
///
/// # Errors
/// [`DbError`] of the query, also when the table is not there yet.
pub fn installation(tx: &mut Tx<'_>) -> Result<Option<Installation>, DbError> {
    tx.query_opt(
        "SELECT kind, province, province_name, created_at, ready_at FROM installation WHERE one = ?1",
        params![1_i64],
        |row| {
            let word: String = row.get(0)?;
            let kind = InstallationKind::from_word(&word)
                .ok_or_else(|| DbError::Setup("the installation is of an unknown kind".to_owned()))?;
            Ok(Installation {
                kind,
                province: row.get(1)?,
                province_name: row.get(2)?,
                created_at: row.get(3)?,
                ready_at: row.get(4)?,
            })
        },
    )
}

/// Marks an unmarked database; what was there stays.
///
/// # Errors
/// [`DbError`] of the insert.
pub fn mark(tx: &mut Tx<'_>, marker: &Installation) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO installation (one, kind, province, province_name, created_at, ready_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (one) DO NOTHING",
        params![
            1_i64,
            marker.kind.word(),
            &marker.province,
            &marker.province_name,
            marker.created_at,
            marker.ready_at
        ],
    )?;
    Ok(())
}

/// Says that everything is there.
///
/// # Errors
/// [`DbError`] of the update.
pub fn mark_ready(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute("UPDATE installation SET ready_at = ?2 WHERE one = ?1", params![1_i64, now]).map(drop)
}

/// A write that changes nothing else: for the readiness probe.
///
/// # Errors
/// [`DbError`] when the database cannot write.
pub fn probe_write(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO readiness (one, probed_at) VALUES (?1, ?2)
         ON CONFLICT (one) DO UPDATE SET probed_at = excluded.probed_at",
        params![1_i64, now],
    )
    .map(drop)
}

/// PostgreSQL's version, e.g. 150014.
///
/// # Errors
/// [`DbError`] of the query.
pub fn postgres_version(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.query_one("SELECT CAST(current_setting('server_version_num') AS BIGINT)", params![], |row| row.get(0))
}
