//! Who signs and acts in whose place, from when, by what.
use super::{MANAGE_DELEGATIONS, line};
use crate::OrgError;
use crate::model::{OPEN, Period, SignatureForm};
use crate::store::positions::{delegation_row, position_row};
use crate::store::write;
use base::{Date, Id};
use contracts::PositionId;
use db::Tx;
use policy::{OpContext, audit};
use serde_json::json;

/// A delegation to be.
#[derive(Clone, Debug)]
pub struct NewDelegation {
    pub from: PositionId,
    pub to: PositionId,
    /// A matter's code, or `*` for all of the position's work.
    pub matter: String,
    pub form: SignatureForm,
    pub legal_basis: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

/// Records a delegation; the right is needed over the agency of the position that gives.
///
/// # Errors
/// [`OrgError`]: no right, a position unknown or not living throughout, the same is there.
pub fn create_delegation(tx: &mut Tx<'_>, cx: &OpContext, new: &NewDelegation) -> Result<Id, OrgError> {
    // A head may be told to sign a matter for the collective body; nothing else is given to oneself.
    if new.from == new.to && new.form != SignatureForm::Tm {
        return Err(OrgError::DelegationToSelf);
    }
    let giver = position_row(tx, new.from)?.ok_or(OrgError::PositionUnknown)?;
    let taker = position_row(tx, new.to)?.ok_or(OrgError::PositionUnknown)?;
    let giver = cx.authorize(MANAGE_DELEGATIONS, giver)?;
    let period = Period { from: new.valid_from, to: new.valid_to.unwrap_or(OPEN) };
    let within = giver.period.and(period) == Some(period) && taker.period.and(period) == Some(period);
    if period.is_empty() || !within {
        return Err(OrgError::PeriodWrong);
    }
    let id = Id::new(cx.now);
    let (matter, legal_basis) = (line(&new.matter)?, line(&new.legal_basis)?);
    let row = write::DelegationInsert {
        id,
        from: new.from,
        to: new.to,
        matter: &matter,
        form: new.form,
        legal_basis: &legal_basis,
        period,
    };
    if !write::insert_delegation(tx, &row)? {
        return Err(OrgError::Duplicate);
    }
    let detail = json!({"from": new.from, "to": new.to, "matter": matter, "form": new.form.word(), "since": new.valid_from});
    audit(tx, cx, "org.delegation_created", id, giver.holding(), &detail)?;
    Ok(id)
}

/// Ends a delegation from a day.
///
/// # Errors
/// [`OrgError`]: no right, unknown, or over by then.
pub fn end_delegation(tx: &mut Tx<'_>, cx: &OpContext, id: Id, on: Date) -> Result<(), OrgError> {
    if !tx.lock("delegation", id)? {
        return Err(OrgError::DelegationUnknown);
    }
    let row = delegation_row(tx, id)?.ok_or(OrgError::DelegationUnknown)?;
    let giver = position_row(tx, row.from)?.ok_or(OrgError::PositionUnknown)?;
    let giver = cx.authorize(MANAGE_DELEGATIONS, giver)?;
    if on < row.period.from || on >= row.period.to {
        return Err(OrgError::PeriodWrong);
    }
    write::end_delegation(tx, id, on)?;
    audit(tx, cx, "org.delegation_ended", id, giver.holding(), &json!({"on": on}))?;
    Ok(())
}
