//! One complete request is the rule; a sector may lawfully allow more (law.md §1.4; 1.013225).
use crate::model::Supplement;
use contracts::SupplementRound;

/// The number of the next round and the rule it stands on, or none when the procedure allows no further one.
/// Where the data name no round at all, NĐ 61/2018/NĐ-CP Đ17 gives exactly one.
#[must_use]
pub fn next_round(allowed: &[SupplementRound], done: &[Supplement]) -> Option<i64> {
    let next = i64::try_from(done.len()).ok()?.checked_add(1)?;
    let most = i64::try_from(allowed.len().max(1)).ok()?;
    (next <= most).then_some(next)
}
