//! When a step is due, and whose time it was.
use crate::model::{Clocks, Definition, Step, StepKind, TaskRow, TimerKind};
use base::Timestamp;
use calendar::{Policy, Span, Unit, WorkCalendar, due_at, elapsed_working};
use contracts::{AgencyId, Limit, LimitUnit};
use std::collections::BTreeMap;

/// The limit as the calendar counts it; none when the amount is beyond what a limit may be.
pub fn span_of(limit: &Limit) -> Option<Span> {
    let (minutes_each, unit) = match limit.unit {
        LimitUnit::Hour => (60, Unit::Hour),
        LimitUnit::WorkingDay => (calendar::MINUTES_PER_WORKING_DAY, Unit::WorkingDay),
        LimitUnit::CalendarDay => (calendar::MINUTES_PER_WORKING_DAY, Unit::CalendarDay),
        LimitUnit::SameDay => return Some(Span::same_day()),
    };
    Span::new(limit.amount.checked_mul(minutes_each)?, unit).ok()
}

/// The clocks of a step opened at `now`: due after its working minutes or at its limit, whichever comes first; half
/// of the working time between.  A wait for the citizen is not escalated, it ends by its default.
pub fn clocks(calendar: &WorkCalendar, step: &Step, now: Timestamp) -> Clocks {
    let norm = step.minutes.map(|minutes| calendar.plus_minutes(now, minutes));
    let limit =
        step.limit.as_ref().and_then(span_of).map(|span| due_at(calendar, &Policy::default(), span, now));
    let Some(due) = norm.into_iter().chain(limit).min() else { return Clocks::default() };
    if matches!(step.kind, StepKind::WaitCitizen { .. }) {
        return Clocks { half: None, due: Some(due), next: Some(TimerKind::Default) };
    }
    let minutes = elapsed_working(calendar, now, due) / 2;
    let half = (minutes > 0).then(|| calendar.plus_minutes(now, minutes));
    let next = if half.is_some() { TimerKind::Half } else { step.kind.at_due() };
    Clocks { half, due: Some(due), next: Some(next) }
}

/// Our working minutes on a step: none where the citizen or an outside system has the time, or where a limit is in
/// calendar days, which do not add up in hours.
fn own_norm(step: &Step) -> i64 {
    if !step.kind.own_time() {
        return 0;
    }
    let limit = step.limit.as_ref().and_then(span_of).and_then(Span::working_minutes);
    step.minutes.into_iter().chain(limit).min().unwrap_or(0)
}

/// The most working minutes that any way through the process adds up to; parallel branches count the longest, a way
/// back counts nothing.
#[must_use]
pub fn longest_minutes(definition: &Definition) -> i64 {
    let mut known = vec![None; definition.steps.len()];
    definition
        .index(&definition.start)
        .map_or(0, |start| longest(definition, start, &mut known, &mut Vec::new()))
}

fn longest(definition: &Definition, at: u16, known: &mut [Option<i64>], on_way: &mut Vec<u16>) -> i64 {
    if let Some(Some(minutes)) = known.get(usize::from(at)) {
        return *minutes;
    }
    let Some(step) = definition.at(at).filter(|_| !on_way.contains(&at)) else { return 0 };
    on_way.push(at);
    let targets = step.routes.iter().filter_map(|route| definition.index(&route.to));
    let rest = targets.map(|to| longest(definition, to, known, on_way)).max().unwrap_or(0);
    on_way.pop();
    let minutes = own_norm(step).saturating_add(rest);
    if let Some(slot) = known.get_mut(usize::from(at)) {
        *slot = Some(minutes);
    }
    minutes
}

/// Working minutes that each agency had the process, up to `now`, tasks open at the same time counted once.  What
/// the citizen or an outside system had never counts.
#[must_use]
pub fn own_minutes(calendar: &WorkCalendar, tasks: &[TaskRow], now: Timestamp) -> BTreeMap<AgencyId, i64> {
    let mut spans: BTreeMap<AgencyId, Vec<(Timestamp, Timestamp)>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| task.kind.own_time()) {
        let end = task.closed_at.unwrap_or(now);
        spans.entry(task.agency).or_default().push((task.opened_at, end));
    }
    spans
        .into_iter()
        .map(|(agency, mut spans)| {
            spans.sort_unstable();
            let (mut minutes, mut counted) = (0_i64, Timestamp::from_micros(i64::MIN));
            for (from, to) in spans {
                let from = from.max(counted);
                if to > from {
                    minutes = minutes.saturating_add(elapsed_working(calendar, from, to));
                    counted = to;
                }
            }
            (agency, minutes)
        })
        .collect()
}
