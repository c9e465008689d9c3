//! What happened to dossiers, read back for whoever counts them from the beginning.
use crate::model::Status;
use base::{Id, Timestamp};
use contracts::{AgencyId, Channel, DossierId};
use db::{DbError, Param, Tx, params};

/// A dossier as its events speak of it.
#[derive(Clone, Debug)]
pub struct Life {
    pub id: DossierId,
    pub status: Status,
    pub receiving: AgencyId,
    pub resolving: AgencyId,
    pub procedure_code: String,
    pub online: bool,
    pub received_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Moment, kind and status of every line of the timeline, in order.
    pub acts: Vec<(Timestamp, String, Status)>,
}

pub(crate) const LIVES_SQL: &str =
    "SELECT id, status, receiving, resolving, procedure_code, channel, assisted, received_at, due_at, closed_at
     FROM dossier WHERE id > ?1 ORDER BY id LIMIT ?2";

pub(crate) const ACTS_SQL: &str = "SELECT dossier, at, kind, status FROM dossier_entry
     WHERE dossier > ?1 AND dossier <= ?2 ORDER BY dossier, seq";

pub(crate) fn codes_sql(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|number| format!("?{number}")).collect();
    format!("SELECT id, code FROM dossier WHERE id IN ({}) AND code IS NOT NULL", marks.join(", "))
}

fn status(code: i64) -> Result<Status, DbError> {
    Status::from_code(code).ok_or_else(|| super::corrupt("dossier", "status"))
}

/// The next dossiers by id, each with its timeline.
pub fn lives(tx: &mut Tx<'_>, after: Option<DossierId>, limit: i64) -> Result<Vec<Life>, DbError> {
    let first = after.map_or_else(|| Id::from_bytes([0; 16]), DossierId::id);
    let mut lives = tx.query(LIVES_SQL, params![first, limit], |row| {
        let channel =
            Channel::from_number(row.get(5)?).ok_or_else(|| super::corrupt("dossier", "channel"))?;
        Ok(Life {
            id: row.get::<Id>(0)?.into(),
            status: status(row.get(1)?)?,
            receiving: row.get::<Id>(2)?.into(),
            resolving: row.get::<Id>(3)?.into(),
            procedure_code: row.get(4)?,
            online: channel == Channel::Online && !row.get::<bool>(6)?,
            received_at: row.get(7)?,
            due_at: row.get(8)?,
            closed_at: row.get(9)?,
            acts: Vec::new(),
        })
    })?;
    let Some(last) = lives.last().map(|life| life.id) else { return Ok(lives) };
    let acts = tx.query(ACTS_SQL, params![first, last], |row| {
        Ok((
            DossierId::from(row.get::<Id>(0)?),
            (row.get::<Timestamp>(1)?, row.get::<String>(2)?, status(row.get(3)?)?),
        ))
    })?;
    // Both lists are in the order of ids.
    let mut acts = acts.into_iter().peekable();
    for life in &mut lives {
        while let Some((_, act)) = acts.next_if(|(dossier, _)| *dossier == life.id) {
            life.acts.push(act);
        }
        while acts.next_if(|(dossier, _)| *dossier < life.id).is_some() {}
    }
    Ok(lives)
}

/// Codes of dossiers; one that has none is left out.
pub fn codes_of(tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<(DossierId, String)>, DbError> {
    let mut all = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(200) {
        let bound: Vec<Param<'_>> = chunk.iter().map(|id| Param::Id(id.id())).collect();
        all.extend(tx.query(&codes_sql(chunk.len()), &bound, |row| {
            Ok((DossierId::from(row.get::<Id>(0)?), row.get::<String>(1)?))
        })?);
    }
    Ok(all)
}
