//! Until when a dossier that does not meet the conditions must go back to the person with its notice: pure.
use base::Timestamp;
use calendar::{Policy, Span, WorkCalendar};
use contracts::SupplementRound;

/// The last moment of a notice, UTC: so many working days from receipt, or from the last answer.  The procedure's own
/// number for the round goes before the one of the policy in force (NĐ 61/2018/NĐ-CP Đ19.4: three, unless the sector's
/// law says otherwise).  `answered` rounds are behind.
#[must_use]
pub fn notice_by(
    calendar: &WorkCalendar,
    policy: &Policy,
    rounds: &[SupplementRound],
    answered: usize,
    from: Timestamp,
) -> Timestamp {
    let own = rounds.get(answered).or(rounds.last());
    let days = own
        .and_then(|round| u16::try_from(round.within_working_days).ok())
        .filter(|days| *days > 0)
        .unwrap_or(policy.notice_days);
    calendar::due_at(calendar, policy, Span::working_days(days), from)
}
