//! Ends a procedure by date.
use super::MANAGE;
use super::publication::{announce, end};
use crate::Refused;
use crate::store;
use base::Date;
use db::Db;
use policy::{OpContext, audit};

/// Ends every published version of a procedure on a day (the first on which it is not in force).  Dossiers that have begun
/// go on with the version they are pinned to.  Answers how many versions were ended.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`], [`Refused::NoVersion`] when none reaches past the day.
pub async fn close_version(db: &Db, cx: &OpContext, code: &str, on: Date) -> Result<usize, Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let (cx, code) = (cx.clone(), code.to_owned());
    db.write(move |tx| {
        let procedure = store::procedure_id(tx, &code)?.ok_or(Refused::NotFound)?;
        tx.lock("procedure", procedure)?;
        let rows = store::versions_of(tx, procedure)?;
        let ended = end(tx, rows.iter(), on)?;
        if ended == 0 {
            return Err(Refused::NoVersion);
        }
        announce(tx, procedure, cx.now)?;
        let detail = serde_json::json!({ "code": code, "on": on.to_string(), "versions": ended });
        audit(tx, &cx, "procedures.closed", procedure, Some(&holding), &detail)?;
        Ok(ended)
    })
    .await
}
