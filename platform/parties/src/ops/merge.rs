//! Two records of one person become one, and apart again when it was a mistake.
use super::MERGE;
use super::record::reason;
use crate::PartyError;
use crate::store::read::{for_change, resolve};
use crate::store::write;
use contracts::PartyId;
use db::Tx;
use policy::{OpContext, audit};
use serde_json::json;

/// Merges `absorbed` into `survivor`.  Nothing of either is moved: look-ups follow the link.
///
/// # Errors
/// [`PartyError`]: no right, unknown, merged already, the same, of two kinds, no reason.
pub fn merge(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    survivor: PartyId,
    absorbed: PartyId,
    why: &str,
) -> Result<(), PartyError> {
    let holding = cx.require_anywhere(MERGE)?;
    let why = reason(why)?;
    if survivor == absorbed {
        return Err(PartyError::MergeToSelf);
    }
    // In the order of ids, so that two merges the other way round wait instead of blocking each other.
    for party in [survivor.min(absorbed), survivor.max(absorbed)] {
        if !tx.lock("party", party)? || resolve(tx, party)? != Some(party) {
            return Err(PartyError::PartyUnknown);
        }
    }
    let (kind, ..) = for_change(tx, survivor)?.ok_or(PartyError::PartyUnknown)?;
    let (other, ..) = for_change(tx, absorbed)?.ok_or(PartyError::PartyUnknown)?;
    if kind != other {
        return Err(PartyError::KindsDiffer);
    }
    write::insert_merge(tx, survivor, absorbed, &why, cx.now)?;
    let detail = json!({"survivor": survivor, "absorbed": absorbed});
    for party in [survivor, absorbed] {
        audit(tx, cx, "parties.merged", party.id(), Some(&holding), &detail)?;
    }
    Ok(())
}

/// Undoes the merge that absorbed the party.
///
/// # Errors
/// [`PartyError`]: no right, unknown, not merged, no reason.
pub fn unmerge(tx: &mut Tx<'_>, cx: &OpContext, absorbed: PartyId, why: &str) -> Result<(), PartyError> {
    let holding = cx.require_anywhere(MERGE)?;
    let why = reason(why)?;
    if !tx.lock("party", absorbed)? {
        return Err(PartyError::PartyUnknown);
    }
    let survivor = write::undo_merge(tx, absorbed, &why, cx.now)?.ok_or(PartyError::NotMerged)?;
    let detail = json!({"survivor": survivor, "absorbed": absorbed});
    for party in [survivor, absorbed] {
        audit(tx, cx, "parties.unmerged", party.id(), Some(&holding), &detail)?;
    }
    Ok(())
}
