//! What work lists show beside a step: the dossier's columns and the draft that waits for a signature, each in one
//! query for the whole page.
use super::lists::{DESK_COLUMNS as COLUMNS, DeskRow, desk_row};
use super::results;
use crate::model::ResultPaper;
use base::Id;
use contracts::DossierId;
use db::{DbError, Param, Tx};

/// `?1, ?2, …` for so many ids.
fn marks(count: usize) -> String {
    (1..=count).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ")
}

fn bound(ids: &[DossierId]) -> Vec<Param<'static>> {
    ids.iter().map(|id| Param::Id(id.id())).collect()
}

/// The dossiers of a page of work, in no order.
pub fn rows_of(tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<DeskRow>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = rows_sql(ids.len());
    tx.query(&sql, &bound(ids), desk_row)
}

pub(crate) fn rows_sql(count: usize) -> String {
    format!("SELECT {COLUMNS} FROM dossier WHERE id IN ({})", marks(count))
}

/// The unsigned drafts of a page of signatures.
pub fn drafts_of(tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<(DossierId, ResultPaper)>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = drafts_sql(ids.len());
    tx.query(&sql, &bound(ids), |row| Ok((row.get::<Id>(15)?.into(), results::result_row(row)?)))
}

pub(crate) fn drafts_sql(count: usize) -> String {
    format!(
        "SELECT {}, dossier FROM dossier_result WHERE dossier IN ({}) AND state = 'draft'",
        results::COLUMNS,
        marks(count)
    )
}
