//! When a dossier is due, and what a pause does to that (law.md §1.4).
use base::Timestamp;
use calendar::{AfterSupplement, Policy, Span, WorkCalendar};
use contracts::{CaseRule, Channel, Limit, LimitUnit};

/// The due time of a dossier received at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// Until this instant, UTC.
    At(Timestamp),
    /// No limit is set: at once at the counter, or the record gives none.
    None,
    /// The procedure is not received on this channel.
    NotOffered,
}

/// A decided limit as the calendar counts it; none when the amount is out of range.
#[must_use]
pub fn limit_span(limit: &Limit) -> Option<Span> {
    let amount = u16::try_from(limit.amount).ok();
    match limit.unit {
        LimitUnit::Hour => amount.map(Span::hours),
        LimitUnit::WorkingDay => amount.map(Span::working_days),
        LimitUnit::CalendarDay => amount.map(Span::calendar_days),
        LimitUnit::SameDay => Some(Span::same_day()),
    }
}

/// The due time of a case received at `received` on `channel`.
#[must_use]
pub fn deadline(
    calendar: &WorkCalendar,
    policy: &Policy,
    case: &CaseRule,
    channel: Channel,
    received: Timestamp,
) -> Deadline {
    let Some(rule) = case.channel(channel) else { return Deadline::NotOffered };
    match rule.limit.as_ref().and_then(limit_span) {
        Some(span) => Deadline::At(calendar::due_at(calendar, policy, span, received)),
        None => Deadline::None,
    }
}

/// The due time after a pause from `paused_at` to `resumed_at`: the whole limit again where the policy restarts
/// (NĐ 61/2018/NĐ-CP Đ19.4, the default), otherwise what was left of it.  A payment or a draft result never restarts.
#[must_use]
pub fn moved_deadline(
    calendar: &WorkCalendar,
    policy: &Policy,
    span: Option<Span>,
    due: Option<Timestamp>,
    paused_at: Timestamp,
    resumed_at: Timestamp,
    may_restart: bool,
) -> Option<Timestamp> {
    let due = due?;
    if let (true, AfterSupplement::Restart, Some(span)) = (may_restart, policy.after_supplement, span) {
        return Some(calendar::due_at(calendar, policy, span, resumed_at));
    }
    if due <= paused_at {
        // Already late when the clock stopped: it stays late.
        return Some(due);
    }
    let left = calendar::elapsed_working(calendar, paused_at, due);
    Some(calendar.plus_minutes(resumed_at, left))
}

/// Until when the person may answer a request for supplement before the desk may stop the dossier: thirty calendar
/// days, our own default until a procedure's data says otherwise.
#[must_use]
pub fn answer_by(calendar: &WorkCalendar, policy: &Policy, requested: Timestamp) -> Timestamp {
    calendar::due_at(calendar, policy, Span::calendar_days(30), requested)
}
