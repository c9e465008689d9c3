//! When a dossier is due, by the policy in force and the suspensions so far.
use crate::days::{day_of, join, minute_of, split};
use crate::{
    AfterSupplement, CountFrom, Line, MINUTES_PER_WORKING_DAY, Policy, Span, StartReason, Unit, WorkCalendar,
};
use base::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Why the clock of a dossier stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspensionKind {
    /// A supplement was asked for: [`Policy::after_supplement`] says what follows.
    Supplement,
    /// The person must act (confirm a draft, prove a payment): what was left runs on afterwards.
    Waiting,
}

/// A time during which the clock of a dossier stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Suspension {
    pub kind: SuspensionKind,
    pub from: Timestamp,
    /// None while it lasts.
    pub to: Option<Timestamp>,
}

/// The result of one count, without suspensions.
pub(crate) struct Count {
    pub(crate) start: Timestamp,
    pub(crate) reason: StartReason,
    pub(crate) due: Timestamp,
    /// For calendar days: the last day before it was pushed off days off.
    pub(crate) last_day: Option<i64>,
}

/// When `span` counted from `received` ends.
///
/// Hours run in office time from receipt. Whole working days end at the same time of day (at closing if the
/// count began at opening), a fraction runs on in hours. Calendar days end at closing of the last day, which moves
/// to the next working day. A same-day result is due at closing, after the cut-off at the next working day's.
/// What comes outside office time is counted from the next opening. Seconds are dropped.
#[must_use]
pub fn due_at(cal: &WorkCalendar, policy: &Policy, span: Span, received: Timestamp) -> Timestamp {
    count(cal, policy, span, received).due
}

/// As [`due_at`], with the suspensions so far; None while the clock stands still.
///
/// Suspensions that overlap count once; what lies before the count begins changes nothing. Under
/// [`AfterSupplement::Pause`], and for [`SuspensionKind::Waiting`], one that begins when the dossier is already late
/// changes nothing either.
#[must_use]
pub fn due_with(
    cal: &WorkCalendar,
    policy: &Policy,
    span: Span,
    received: Timestamp,
    suspensions: &[Suspension],
) -> Option<Timestamp> {
    run(cal, policy, span, received, suspensions).due
}

/// By when a dossier received at `received` goes to the resolving unit: the same working day, or, received after
/// the cut-off (15:00 by default) or on a day off, the start of the next one.  This never moves a due date counted
/// in days (NĐ 61/2018).
#[must_use]
pub fn hand_over_by(cal: &WorkCalendar, received: Timestamp) -> Timestamp {
    let (day, minute) = split(received);
    if in_time(cal, day, minute, None) { cal.closing(day) } else { cal.opening(cal.workday_after(day)) }
}

/// Minutes of office time from `from` to `to`; negative when `to` comes first.
#[must_use]
pub fn elapsed_working(cal: &WorkCalendar, from: Timestamp, to: Timestamp) -> i64 {
    cal.worked_until(to) - cal.worked_until(from)
}

/// Working days after `from` up to and including `to`; negative when `to` comes first.
#[must_use]
pub fn working_days_between(cal: &WorkCalendar, from: Date, to: Date) -> i64 {
    cal.workdays_through(day_of(to)) - cal.workdays_through(day_of(from))
}

fn in_time(cal: &WorkCalendar, day: i64, minute: i64, own_cut_off: Option<i64>) -> bool {
    let profile = cal.profile(day);
    let cut_off = own_cut_off.or(profile.cut_off).map_or(profile.close(), |cut| cut.min(profile.close()));
    profile.total > 0 && minute <= cut_off
}

pub(crate) fn count(cal: &WorkCalendar, policy: &Policy, span: Span, received: Timestamp) -> Count {
    match span.unit() {
        Unit::Hour => {
            let due = cal.plus_minutes(received, span.amount_minutes());
            Count {
                start: cal.open_from(received),
                reason: opening_reason(cal, received),
                due,
                last_day: None,
            }
        }
        Unit::WorkingDay => working_days(cal, policy, span, received),
        Unit::CalendarDay => calendar_days(cal, policy, span, received),
        Unit::SameDay => same_day(cal, policy, received),
    }
}

fn opening_reason(cal: &WorkCalendar, received: Timestamp) -> StartReason {
    let (day, minute) = split(received);
    let profile = cal.profile(day);
    if profile.total == 0 {
        return StartReason::DayOff;
    }
    match profile.open_from(minute) {
        None => StartReason::AfterClosing,
        Some(open) if open == minute => StartReason::Receipt,
        Some(open) if open == profile.open() => StartReason::BeforeOpening,
        Some(_) => StartReason::Break,
    }
}

fn working_days(cal: &WorkCalendar, policy: &Policy, span: Span, received: Timestamp) -> Count {
    let (days, rest) = (span.whole_days(), span.amount_minutes() % MINUTES_PER_WORKING_DAY);
    let (start, reason, whole) = match policy.start {
        CountFrom::Receipt => {
            let start = cal.open_from(received);
            (start, opening_reason(cal, received), same_time_later(cal, received, days))
        }
        CountFrom::NextWorkingDay => {
            let (day, _) = split(received);
            let start = cal.opening(cal.workday_after(day));
            let whole = if days == 0 { start } else { cal.closing(cal.nth_workday_after(day, days)) };
            (start, StartReason::NextWorkingDay, whole)
        }
    };
    let due = if rest == 0 { whole } else { cal.plus_minutes(whole, rest) };
    Count { start, reason, due, last_day: None }
}

/// The same time of day `days` working days later.  A count that begins at opening ends at closing, which is the
/// same amount of work and the time that 8 hours a day give.
fn same_time_later(cal: &WorkCalendar, received: Timestamp, days: i64) -> Timestamp {
    if days == 0 {
        return cal.open_from(received);
    }
    let worked = cal.worked_until(received);
    if worked == 0 {
        return cal.closing(cal.nth_workday_after(cal.day_before_first(), days));
    }
    let (day, minute) = cal.instant_at(worked);
    let target = cal.nth_workday_after(day, days);
    if minute == cal.profile(day).close() {
        cal.closing(target)
    } else {
        join(target, cal.profile(target).snap(minute))
    }
}

fn calendar_days(cal: &WorkCalendar, policy: &Policy, span: Span, received: Timestamp) -> Count {
    let (start, reason, day_zero) = match policy.start {
        CountFrom::Receipt => {
            let start = cal.open_from(received);
            (start, opening_reason(cal, received), split(start).0)
        }
        CountFrom::NextWorkingDay => {
            let first = cal.workday_after(split(received).0);
            (cal.opening(first), StartReason::NextWorkingDay, first - 1)
        }
    };
    let last_day = day_zero.saturating_add(span.whole_days()).max(split(start).0);
    Count { start, reason, due: end_of_day(cal, policy, last_day), last_day: Some(last_day) }
}

/// Closing of `day`, or of the next working day when the office is closed and the policy moves it there.
fn end_of_day(cal: &WorkCalendar, policy: &Policy, day: i64) -> Timestamp {
    if cal.profile(day).total > 0 {
        return cal.closing(day);
    }
    let next = cal.workday_after(day);
    if policy.push_off_holiday { cal.closing(next) } else { join(day, cal.profile(next).close()) }
}

fn same_day(cal: &WorkCalendar, policy: &Policy, received: Timestamp) -> Count {
    let (day, minute) = split(received);
    if in_time(cal, day, minute, policy.cut_off.map(minute_of)) {
        let start = cal.open_from(received);
        return Count { start, reason: opening_reason(cal, received), due: cal.closing(day), last_day: None };
    }
    let next = cal.workday_after(day);
    let reason = match opening_reason(cal, received) {
        reason @ (StartReason::DayOff | StartReason::AfterClosing) => reason,
        _ => StartReason::AfterCutOff,
    };
    Count { start: cal.opening(next), reason, due: cal.closing(next), last_day: None }
}

/// The whole course of a count: what happened to it and where it stands.
pub(crate) struct Run {
    pub(crate) first: Count,
    pub(crate) events: Vec<Line>,
    /// For calendar days: the last day before it was pushed off days off.
    pub(crate) last_day: Option<i64>,
    pub(crate) due: Option<Timestamp>,
}

pub(crate) fn run(
    cal: &WorkCalendar,
    policy: &Policy,
    span: Span,
    received: Timestamp,
    suspensions: &[Suspension],
) -> Run {
    let first = count(cal, policy, span, received);
    let (mut start, mut due, mut last_day) = (first.start, first.due, first.last_day);
    let mut events = Vec::new();
    for suspension in merged(suspensions) {
        let restarts = span.unit() == Unit::SameDay
            || (suspension.kind == SuspensionKind::Supplement
                && policy.after_supplement == AfterSupplement::Restart);
        let from = if restarts { suspension.from } else { suspension.from.max(start) };
        let ended_before = suspension.to.is_some_and(|to| to <= if restarts { received } else { start });
        if ended_before || (!restarts && from >= due) {
            continue;
        }
        let Some(to) = suspension.to else {
            events.push(Line::Waiting { since: suspension.from, kind: suspension.kind });
            return Run { first, events, last_day, due: None };
        };
        if restarts {
            let again = count(cal, policy, span, to);
            (start, due, last_day) = (again.start, again.due, again.last_day);
            events.push(Line::Restarted { at: start, suspended: suspension.from });
            continue;
        }
        events.push(Line::Paused { from, to, working_minutes: elapsed_working(cal, from, to) });
        match last_day {
            Some(day) => {
                let moved = day.saturating_add(split(to).0 - split(from).0);
                (due, last_day) = (end_of_day(cal, policy, moved), Some(moved));
            }
            None => due = cal.plus_minutes(to, elapsed_working(cal, from, due)),
        }
    }
    Run { first, events, last_day, due: Some(due) }
}

/// Suspensions in order, overlapping ones joined; one that lasts swallows what follows.  A supplement joined with a
/// wait is a supplement.
fn merged(suspensions: &[Suspension]) -> Vec<Suspension> {
    let mut sorted: Vec<Suspension> = suspensions
        .iter()
        .copied()
        .filter(|suspension| suspension.to.is_none_or(|to| to > suspension.from))
        .collect();
    sorted.sort_by_key(|suspension| suspension.from);
    let mut joined: Vec<Suspension> = Vec::new();
    for next in sorted {
        match joined.last_mut() {
            Some(last) if last.to.is_none_or(|to| next.from < to) => {
                last.to = last.to.zip(next.to).map(|(one, other)| one.max(other));
                if next.kind == SuspensionKind::Supplement {
                    last.kind = SuspensionKind::Supplement;
                }
            }
            _ => joined.push(next),
        }
    }
    joined
}
