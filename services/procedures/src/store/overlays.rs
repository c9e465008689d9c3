//! Rows of the province's decisions.
use crate::model::{NewOverlay, Overlay};
use base::{Date, Id};
use contracts::{AccountId, Channel};
use db::{DbError, Json, Row, Tx, params};

fn overlay_row(row: &Row<'_>) -> Result<Overlay, DbError> {
    Ok(Overlay {
        id: row.get(0)?,
        case: row.get(1)?,
        channel: row.get::<Option<i64>>(2)?.and_then(Channel::from_number),
        change: row.get::<Json<_>>(3)?.0,
        decision: row.get(4)?,
        effective_from: row.get(5)?,
        effective_to: row.get(6)?,
    })
}

/// All overlays of a procedure, oldest decision first.
pub(crate) fn overlays(tx: &mut Tx<'_>, procedure: Id) -> Result<Vec<Overlay>, DbError> {
    tx.query(
        "SELECT id, case_code, channel, body, decision, effective_from, effective_to FROM procedure_overlay
         WHERE procedure = ?1 ORDER BY effective_from, id LIMIT 1000",
        params![procedure],
        overlay_row,
    )
}

pub(crate) fn overlay(tx: &mut Tx<'_>, id: Id) -> Result<Option<(Id, Overlay)>, DbError> {
    tx.query_opt(
        "SELECT id, case_code, channel, body, decision, effective_from, effective_to, procedure FROM procedure_overlay
         WHERE id = ?1",
        params![id],
        |row| Ok((row.get(7)?, overlay_row(row)?)),
    )
}

pub(crate) fn insert_overlay(
    tx: &mut Tx<'_>,
    procedure: Id,
    new: &NewOverlay,
    (id, now): (Id, base::Timestamp),
    by: Option<AccountId>,
) -> Result<(), DbError> {
    let body = serde_json::to_string(&new.change).map_err(|error| DbError::Value(error.to_string()))?;
    tx.execute(
        "INSERT INTO procedure_overlay (id, procedure, code, case_code, channel, kind, body, decision, effective_from,
         effective_to, created_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            id,
            procedure,
            &new.code,
            &new.case,
            new.channel.map(Channel::number),
            new.change.word(),
            db::Param::Json(&body),
            &new.decision,
            new.effective_from,
            new.effective_to,
            now,
            by
        ],
    )?;
    Ok(())
}

pub(crate) fn end_overlay(tx: &mut Tx<'_>, id: Id, on: Date) -> Result<(), DbError> {
    tx.execute("UPDATE procedure_overlay SET effective_to = ?2 WHERE id = ?1", params![id, on])?;
    Ok(())
}
