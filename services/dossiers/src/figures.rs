//! The public figures of the province, for `portal`.
use crate::store;
use base::{Date, Timestamp};
use contracts::{Figures, PublicFigures};
use db::{DbError, Tx};
use policy::Scope;

/// Answers [`Figures`] from the counters and one indexed count.
#[derive(Clone, Copy, Debug, Default)]
pub struct PublicCounts;

impl Figures for PublicCounts {
    fn public(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<PublicFigures, DbError> {
        let today = now.date();
        let first = Date::new(today.year(), today.month(), 1).unwrap_or(today);
        let sum = |rows: &[store::TallyRow], measure: store::Measure| -> i64 {
            rows.iter().filter(|row| row.measure == measure.word()).map(|row| row.count).sum()
        };
        let day = store::tally_rows(tx, &Scope::All, today, today)?;
        let month = store::tally_rows(tx, &Scope::All, first, today)?;
        let in_time = sum(&month, store::Measure::ClosedInTime);
        Ok(PublicFigures {
            received_today: sum(&day, store::Measure::Received),
            received_online_today: sum(&day, store::Measure::ReceivedOnline),
            closed_this_month: in_time + sum(&month, store::Measure::ClosedLate),
            closed_in_time_this_month: in_time,
            late_now: store::late_now(tx, now)?,
        })
    }
}
