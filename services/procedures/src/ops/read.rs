//! What the administration reads: drafts, versions, decisions.
use super::READ;
use crate::model::{Overlay, VersionRow};
use crate::{Refused, rules, store};
use contracts::{Mode, ProcedureFact, ProcedureId};
use db::Db;
use policy::OpContext;

pub use crate::store::ListRow;

/// One procedure with everything about it.
#[derive(Clone, Debug)]
pub struct ProcedureDetail {
    pub code: String,
    pub mode: Mode,
    /// Newest number first, drafts last; at most 200.
    pub versions: Vec<VersionRow>,
    pub overlays: Vec<Overlay>,
}

/// A procedure by code.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`].
pub async fn procedure(db: &Db, cx: &OpContext, code: &str) -> Result<ProcedureDetail, Refused> {
    cx.require_anywhere(READ)?;
    let code = code.to_owned();
    db.read(move |tx| {
        let id = store::procedure_id(tx, &code)?.ok_or(Refused::NotFound)?;
        Ok(ProcedureDetail {
            code: code.clone(),
            mode: store::mode(tx, id)?,
            versions: store::versions_of(tx, id)?,
            overlays: store::overlays(tx, id)?,
        })
    })
    .await
}

/// One version, and what it would be with its answers laid on.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`].
pub async fn version_detail(
    db: &Db,
    cx: &OpContext,
    id: ProcedureId,
) -> Result<(VersionRow, ProcedureFact), Refused> {
    cx.require_anywhere(READ)?;
    db.read(move |tx| {
        let row = store::version(tx, id)?.ok_or(Refused::NotFound)?;
        let fact = rules::answered(&row.body, &row.questions);
        Ok((row, fact))
    })
    .await
}

/// Drafts in Vietnamese order of names, a page at a time.
///
/// # Errors
/// [`Refused::Denied`].
pub async fn draft_list(
    db: &Db,
    cx: &OpContext,
    after: Option<(Vec<u8>, ProcedureId)>,
    limit: i64,
) -> Result<Vec<ListRow>, Refused> {
    cx.require_anywhere(READ)?;
    db.read(move |tx| Ok(store::drafts(tx, after.as_ref(), limit)?)).await
}
