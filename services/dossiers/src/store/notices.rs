//! Dossiers whose person waits for a notice of the desk, and since when.
use crate::model::Status;
use base::{Id, Timestamp};
use contracts::{AgencyId, DossierId, ProcedureId};
use db::{DbError, Param, Row, Tx, params};

/// One notice that the desk owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub dossier: DossierId,
    pub receiving: AgencyId,
    pub procedure: ProcedureId,
    pub procedure_code: String,
    /// Receipt, filing or the last answer to a supplement, UTC: what the days are counted from.
    pub since: Timestamp,
    /// Supplement rounds answered so far.
    pub answered: i64,
}

/// Since when, and how many rounds are behind; receipt where it was received, else filing.
const COLUMNS: &str =
    "d.id, d.receiving, d.procedure_id, d.procedure_code, coalesce(d.received_at, d.filed_at),
    (SELECT max(s.answered_at) FROM dossier_supplement s WHERE s.dossier = d.id),
    (SELECT count(s.answered_at) FROM dossier_supplement s WHERE s.dossier = d.id)";

/// Nobody has answered a filing.  A proposal of refusal that waits for the director is no answer yet.
pub(crate) fn filed_sql() -> String {
    format!("SELECT {COLUMNS} FROM dossier d WHERE d.status = ?1 AND d.sort_at < ?2 ORDER BY d.sort_at, d.id")
}

/// An officer found what the person must be told.
pub(crate) fn found_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM dossier_finding f JOIN dossier d ON d.id = f.dossier
         WHERE f.answered_at IS NULL AND f.advice IN ('supplement', 'stop') AND d.status IN (2, 4)"
    )
}

/// The same for the rows of one page.  Only the ids narrow it: were the status asked for here, SQLite would walk every
/// open dossier of the province instead of fifty keys (measured: 83 % of a desk page over a million dossiers).
pub(crate) fn page_sql(count: usize) -> String {
    let marks: Vec<String> = (1..=count).map(|number| format!("?{number}")).collect();
    format!(
        "SELECT {COLUMNS}, d.status, EXISTS (SELECT 1 FROM dossier_finding f WHERE f.dossier = d.id
             AND f.answered_at IS NULL AND f.advice IN ('supplement', 'stop'))
         FROM dossier d WHERE d.id IN ({})",
        marks.join(", ")
    )
}

fn owed(row: &Row<'_>) -> Result<Owed, DbError> {
    let (begun, answered_at): (Timestamp, Option<Timestamp>) = (row.get(4)?, row.get(5)?);
    Ok(Owed {
        dossier: row.get::<Id>(0)?.into(),
        receiving: row.get::<Id>(1)?.into(),
        procedure: row.get::<Id>(2)?.into(),
        procedure_code: row.get(3)?,
        since: answered_at.map_or(begun, |at| at.max(begun)),
        answered: row.get(6)?,
    })
}

/// Every notice owed for a filing before `filed_before` or for an open finding, in the whole province.  Both are
/// ranges of what waits at the desks, never of what was done.
pub fn notices_owed(tx: &mut Tx<'_>, filed_before: Timestamp) -> Result<Vec<Owed>, DbError> {
    let mut all = tx.query(&filed_sql(), params![Status::Filed.code(), filed_before], owed)?;
    all.extend(tx.query(&found_sql(), params![], owed)?);
    Ok(all)
}

/// The notices owed for these dossiers.
pub fn notices_of(tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<Owed>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let bound: Vec<Param<'_>> = ids.iter().map(|id| Param::Id(id.id())).collect();
    let rows = tx.query(&page_sql(ids.len()), &bound, |row| {
        let (status, found): (i64, bool) = (row.get(7)?, row.get(8)?);
        let waits = match Status::from_code(status) {
            Some(Status::Filed) => true,
            Some(Status::Received | Status::Processing) => found,
            _ => false,
        };
        waits.then(|| owed(row)).transpose()
    })?;
    Ok(rows.into_iter().flatten().collect())
}
