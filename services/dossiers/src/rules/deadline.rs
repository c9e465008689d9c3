//! When a dossier is due, and what a pause does to that (law.md §1.4).
use base::Timestamp;
use calendar::{Policy, Span, Suspension, WorkCalendar};
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

/// The due time after the times during which the clock stood still: after a supplement the whole limit again where the
/// policy restarts (NĐ 61/2018/NĐ-CP Đ19.4, the default), otherwise what was left of it; after a payment or a look at
/// the draft result always what was left.  The calendar counts it, so that a recount after a change of the calendar
/// finds the same day.  A dossier without a limit stays without one; one whose clock stands still keeps its time.
#[must_use]
pub fn moved_deadline(
    calendar: &WorkCalendar,
    policy: &Policy,
    span: Option<Span>,
    received: Timestamp,
    due: Option<Timestamp>,
    stood: &[Suspension],
) -> Option<Timestamp> {
    let (Some(due), Some(span)) = (due, span) else { return due };
    Some(calendar::due_with(calendar, policy, span, received, stood).unwrap_or(due))
}

/// Until when the person may answer a request for supplement before the desk may stop the dossier: thirty calendar
/// days, our own default until a procedure's data says otherwise.
#[must_use]
pub fn answer_by(calendar: &WorkCalendar, policy: &Policy, requested: Timestamp) -> Timestamp {
    calendar::due_at(calendar, policy, Span::calendar_days(30), requested)
}
