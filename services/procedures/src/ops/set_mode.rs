//! Where people file a procedure: at the national portal, assisted, or here.
use super::MANAGE;
use crate::{Refused, store};
use contracts::{Catalogue, Mode};
use db::Db;
use policy::{OpContext, audit};

/// Switches the mode.  Filing here needs a version in force today with a process (ui.md §0).
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`], [`Refused::NotConfigured`].
pub async fn set_mode(db: &Db, cx: &OpContext, code: &str, mode: Mode) -> Result<(), Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let (cx, code) = (cx.clone(), code.to_owned());
    db.write(move |tx| {
        let procedure = store::procedure_id(tx, &code)?.ok_or(Refused::NotFound)?;
        tx.lock("procedure", procedure)?;
        if mode != Mode::National {
            let fact = crate::CatalogueReader::new().in_force(tx, &code, cx.now.date())?;
            let ready = fact.is_some_and(|fact| {
                fact.configured()
                    && fact
                        .cases
                        .iter()
                        .filter(|case| case.process.is_some())
                        .flat_map(|case| &case.fees)
                        .all(|fee| fee.amount.is_some() || fee.formula.is_some())
            });
            if !ready {
                return Err(Refused::NotConfigured);
            }
        }
        let before = store::mode(tx, procedure)?;
        if before == mode {
            return Ok(());
        }
        store::set_mode(tx, procedure, mode)?;
        store::bump(tx, cx.now)?;
        let detail = serde_json::json!({ "code": code, "before": before, "after": mode });
        audit(tx, &cx, "procedures.mode_set", procedure, Some(&holding), &detail)?;
        Ok(())
    })
    .await
}
