//! Decisions of the province: fees, shorter times, authority.
use super::MANAGE;
use super::publication::{announce, compose};
use crate::model::{NewOverlay, State, VersionRow};
use crate::{Refused, rules, store};
use base::{Date, Id};
use db::{Db, Tx};
use policy::{OpContext, audit};

/// Lays a decision upon a procedure: new immutable versions for the days on which it holds.  Dossiers that have begun keep
/// the version they are pinned to.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`], [`Refused::NoVersion`] when no version is in force in its period, and
/// those of the rule: no decision named, a longer time, an unknown case.
pub async fn set_overlay(db: &Db, cx: &OpContext, new: NewOverlay) -> Result<Id, Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let cx = cx.clone();
    let id = Id::new(cx.now);
    db.write(move |tx| {
        let procedure = store::procedure_id(tx, &new.code)?.ok_or(Refused::NotFound)?;
        tx.lock("procedure", procedure)?;
        let base = base_on(tx, procedure, &new)?;
        rules::may_be_laid(&new, &base.body)?;
        let by = cx.actor.account();
        store::insert_overlay(tx, procedure, &new, (id, cx.now), by)?;
        let window = (new.effective_from, new.effective_to);
        let made = compose(tx, procedure, window, false, cx.now, by)?;
        if made == 0 {
            return Err(Refused::NoVersion);
        }
        announce(tx, procedure, cx.now)?;
        let detail = serde_json::json!({
            "code": new.code, "overlay": id, "kind": new.change.word(), "decision": new.decision,
            "from": new.effective_from.to_string(), "to": new.effective_to.map(|day| day.to_string()),
        });
        audit(tx, &cx, "procedures.overlay_set", procedure, Some(&holding), &detail)?;
        Ok(id)
    })
    .await
}

/// The national version that a decision first meets.
fn base_on(tx: &mut Tx<'_>, procedure: Id, new: &NewOverlay) -> Result<VersionRow, Refused> {
    store::versions_of(tx, procedure)?
        .into_iter()
        .filter(|row| row.state == State::Published && row.base.is_none())
        .filter(|row| row.effective_to.is_none_or(|end| end > new.effective_from))
        .filter(|row| new.effective_to.is_none_or(|end| row.effective_from < end))
        .max_by_key(|row| (row.effective_from <= new.effective_from, row.version))
        .ok_or(Refused::NoVersion)
}

/// Ends a decision on a day: from then on new versions without it hold.
///
/// # Errors
/// [`Refused::Denied`], [`Refused::NotFound`], [`Refused::OverlayEnded`] when it would end later than it does, or before
/// it begins.
pub async fn end_overlay(db: &Db, cx: &OpContext, id: Id, on: Date) -> Result<(), Refused> {
    let holding = cx.require_anywhere(MANAGE)?;
    let cx = cx.clone();
    db.write(move |tx| {
        let (procedure, overlay) = store::overlay(tx, id)?.ok_or(Refused::NotFound)?;
        tx.lock("procedure", procedure)?;
        if on < overlay.effective_from || overlay.effective_to.is_some_and(|end| end <= on) {
            return Err(Refused::OverlayEnded);
        }
        store::end_overlay(tx, id, on)?;
        compose(tx, procedure, (on, overlay.effective_to), true, cx.now, cx.actor.account())?;
        announce(tx, procedure, cx.now)?;
        let detail = serde_json::json!({ "overlay": id, "on": on.to_string() });
        audit(tx, &cx, "procedures.overlay_ended", procedure, Some(&holding), &detail)?;
        Ok(())
    })
    .await
}
