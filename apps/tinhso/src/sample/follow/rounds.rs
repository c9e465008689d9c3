//! Which round of a plan is over and which one is open now.
use super::plus;
use base::Date;
use db::{DbError, Tx};
use programme::model::rounds::RoundDates;
use programme::rules::rounds::{called_for, regimes_of};
use programme::store::track::rules;

pub(super) struct Two {
    pub last: Option<RoundDates>,
    pub open: RoundDates,
}

/// The newest round that is called for today, and the one that was before it; none where the plan has no rounds.
pub(super) fn two_rounds(tx: &mut Tx<'_>, slug: &str, today: Date) -> Result<Option<Two>, DbError> {
    let all = rules::regimes(tx)?;
    let newest = |on: Date| called_for(&regimes_of(&all, slug, on), on).pop();
    let Some(open) = newest(today) else { return Ok(None) };
    let last = newest(plus(open.opens, -1)).filter(|last| last.code != open.code && last.agency_due < today);
    Ok(Some(Two { last, open }))
}
