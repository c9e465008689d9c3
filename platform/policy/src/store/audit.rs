//! The append-only record of acts with effect.
use crate::OpContext;
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingId};
use db::{DbError, Json, Row, Tx, params};

/// Writes one act into the caller's transaction.  `detail` holds ids and codes, never a person's data.
///
/// # Errors
/// [`DbError`] of the insert.
pub fn audit(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    event: &str,
    subject: Id,
    holding: Option<&crate::Holding>,
    detail: &serde_json::Value,
) -> Result<(), DbError> {
    let detail = detail.to_string();
    let account = cx.actor.account();
    let (held, agency) = (holding.map(|row| row.holding), holding.map(|row| row.agency));
    tx.execute(
        "INSERT INTO audit_entry (id, at, event, subject, actor_kind, actor, holding, agency, request, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            Id::new(cx.now),
            cx.now,
            event,
            subject,
            cx.actor.kind(),
            account,
            held,
            agency,
            cx.request_id,
            db::Param::Json(&detail)
        ],
    )?;
    Ok(())
}

/// One act as recorded.
#[derive(Clone, Debug)]
pub struct AuditRow {
    pub at: Timestamp,
    pub event: String,
    pub actor_kind: String,
    pub actor: Option<AccountId>,
    pub holding: Option<HoldingId>,
    pub agency: Option<AgencyId>,
    pub detail: serde_json::Value,
}

fn audit_row(row: &Row<'_>) -> Result<AuditRow, DbError> {
    Ok(AuditRow {
        at: row.get(0)?,
        event: row.get(1)?,
        actor_kind: row.get(2)?,
        actor: row.get::<Option<Id>>(3)?.map(AccountId::from),
        holding: row.get::<Option<Id>>(4)?.map(HoldingId::from),
        agency: row.get::<Option<Id>>(5)?.map(AgencyId::from),
        detail: row.get::<Json>(6)?.0,
    })
}

/// The acts on one subject, oldest first, at most 500.
///
/// # Errors
/// [`DbError`] of the query.
pub fn audit_trail(tx: &mut Tx<'_>, subject: Id) -> Result<Vec<AuditRow>, DbError> {
    tx.query(
        "SELECT at, event, actor_kind, actor, holding, agency, detail FROM audit_entry
         WHERE subject = ?1 ORDER BY at, id LIMIT 500",
        params![subject],
        audit_row,
    )
}
