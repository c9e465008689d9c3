//! The timeline.
use crate::model::{Entry, Status};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, DossierId};
use db::{DbError, Json, Param, Tx, params};

/// What is written of one act.
#[derive(Clone, Debug)]
pub struct NewEntry<'a> {
    /// The dossier's version after the act: every act raises it by one and writes one line.
    pub seq: i64,
    pub kind: &'static str,
    pub status: Status,
    pub public: bool,
    pub agency: Option<AgencyId>,
    pub actor: Option<AccountId>,
    /// Title of the position in which the officer acted; empty for the person herself.
    pub actor_title: &'a str,
    /// Arguments of the sentence.
    pub detail: serde_json::Value,
}

pub fn write_entry(
    tx: &mut Tx<'_>,
    dossier: DossierId,
    at: Timestamp,
    entry: &NewEntry<'_>,
) -> Result<(), DbError> {
    let detail = entry.detail.to_string();
    tx.execute(
        "INSERT INTO dossier_entry (id, dossier, at, kind, status, public, agency, actor, actor_title, detail, seq)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            Id::new(at),
            dossier,
            at,
            entry.kind,
            entry.status.code(),
            entry.public,
            entry.agency,
            entry.actor,
            entry.actor_title,
            Param::Json(&detail),
            entry.seq
        ],
    )?;
    Ok(())
}

/// In the order of the acts, at most 500.
pub fn entries(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Entry>, DbError> {
    tx.query(
        "SELECT at, kind, status, public, agency, actor, actor_title, detail FROM dossier_entry
         WHERE dossier = ?1 ORDER BY seq LIMIT 500",
        params![dossier],
        |row| {
            Ok(Entry {
                at: row.get(0)?,
                kind: row.get(1)?,
                status: Status::from_code(row.get(2)?)
                    .ok_or_else(|| super::corrupt("dossier_entry", "status"))?,
                public: row.get(3)?,
                agency: row.get::<Option<Id>>(4)?.map(Into::into),
                actor: row.get::<Option<Id>>(5)?.map(Into::into),
                actor_title: row.get(6)?,
                detail: row.get::<Json>(7)?.0,
            })
        },
    )
}
