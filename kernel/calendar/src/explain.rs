//! Why a date is what it is: lines of data that a page prints through its locale file.
use crate::days::date_of;
use crate::due::{Suspension, SuspensionKind, run};
use crate::entry::{DayEntry, DayKind};
use crate::{Policy, Span, WorkCalendar};
use base::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// Why the count begins where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartReason {
    /// Received in office time.
    Receipt,
    BeforeOpening,
    Break,
    AfterClosing,
    DayOff,
    /// A same-day result asked for after the cut-off.
    AfterCutOff,
    /// The policy does not count the day of receipt.
    NextWorkingDay,
}

/// One line of the explanation.  [`Line::key`] names its sentence and [`Line::args`] fill it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum Line {
    /// The limit, and what it is worth in working minutes where that says more.
    Limit {
        span: Span,
        working_minutes: Option<i64>,
    },
    Received {
        at: Timestamp,
    },
    CountedFrom {
        at: Timestamp,
        reason: StartReason,
    },
    Paused {
        from: Timestamp,
        to: Timestamp,
        working_minutes: i64,
    },
    Restarted {
        at: Timestamp,
        suspended: Timestamp,
    },
    /// A day off between start and end that would otherwise be worked.
    DayOff {
        entry: DayEntry,
    },
    /// A rest day between start and end that is worked.
    WorkedWeekend {
        entry: DayEntry,
    },
    /// A limit in calendar days that ended on a day off.
    PushedOff {
        from: Date,
        to: Date,
    },
    Due {
        at: Timestamp,
    },
    /// The clock stands still; there is no date.
    Waiting {
        since: Timestamp,
        kind: SuspensionKind,
    },
    /// A day between start and end is only a default until the yearly decision.
    Provisional {
        year: i16,
    },
}

/// The reasons behind [`crate::due_with`], in reading order.  The last line but for [`Line::Provisional`] is
/// [`Line::Due`] or [`Line::Waiting`].
#[must_use]
pub fn explain(
    cal: &WorkCalendar,
    policy: &Policy,
    span: Span,
    received: Timestamp,
    suspensions: &[Suspension],
) -> Vec<Line> {
    let run = run(cal, policy, span, received, suspensions);
    let mut lines = vec![
        Line::Limit { span, working_minutes: span.working_minutes() },
        Line::Received { at: received },
        Line::CountedFrom { at: run.first.start, reason: run.first.reason },
    ];
    let (waiting, events): (Vec<Line>, Vec<Line>) =
        run.events.into_iter().partition(|line| matches!(line, Line::Waiting { .. }));
    lines.extend(events);
    let Some(due) = run.due else {
        lines.extend(waiting);
        return lines;
    };
    let last = due.date();
    lines.extend(departures(cal, run.first.start.date(), last));
    if let Some(day) = run.last_day.map(date_of).filter(|day| *day != last) {
        lines.push(Line::PushedOff { from: day, to: last });
    }
    lines.push(Line::Due { at: due });
    let between = cal.entries_between(run.first.start.date(), last);
    let mut years: Vec<i16> = between
        .into_iter()
        .filter(|entry| entry.provenance.provisional)
        .map(|entry| entry.date.year())
        .collect();
    years.dedup();
    lines.extend(years.into_iter().map(|year| Line::Provisional { year }));
    lines
}

fn departures(cal: &WorkCalendar, from: Date, to: Date) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for entry in cal.entries_between(from, to) {
        if entry.kind == DayKind::WorkingWeekend {
            lines.push(Line::WorkedWeekend { entry: entry.clone() });
        } else if cal.usually_works(entry.date) {
            lines.push(Line::DayOff { entry: entry.clone() });
        }
    }
    lines
}

impl Line {
    /// Key of the sentence in the locale file.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Limit { working_minutes: Some(_), .. } => "calendar-line-limit-hours",
            Self::Limit { working_minutes: None, .. } => "calendar-line-limit",
            Self::Received { .. } => "calendar-line-received",
            Self::CountedFrom { reason, .. } => match reason {
                StartReason::Receipt => "calendar-line-from-receipt",
                StartReason::BeforeOpening => "calendar-line-from-before-opening",
                StartReason::Break => "calendar-line-from-break",
                StartReason::AfterClosing => "calendar-line-from-after-closing",
                StartReason::DayOff => "calendar-line-from-day-off",
                StartReason::AfterCutOff => "calendar-line-from-after-cut-off",
                StartReason::NextWorkingDay => "calendar-line-from-next-working-day",
            },
            Self::Paused { .. } => "calendar-line-paused",
            Self::Restarted { .. } => "calendar-line-restarted",
            Self::DayOff { entry } if entry.instead_of.is_some() => "calendar-line-compensation",
            Self::DayOff { .. } => "calendar-line-day-off",
            Self::WorkedWeekend { .. } => "calendar-line-worked-weekend",
            Self::PushedOff { .. } => "calendar-line-pushed-off",
            Self::Due { .. } => "calendar-line-due",
            Self::Waiting { kind: SuspensionKind::Supplement, .. } => "calendar-line-waiting-supplement",
            Self::Waiting { kind: SuspensionKind::Waiting, .. } => "calendar-line-waiting",
            Self::Provisional { .. } => "calendar-line-provisional",
        }
    }

    /// Key of the day's name, for lines about one day; a page passes its translation as the argument `name`.
    /// An administrator's own entry has its words in [`DayEntry::title`] instead.
    #[must_use]
    pub const fn name_key(&self) -> Option<&'static str> {
        match self {
            Self::DayOff { entry } | Self::WorkedWeekend { entry } => Some(entry.name.key()),
            _ => None,
        }
    }

    /// Arguments of the sentence, in Vietnamese notation (`10:24 ngày 23/11/2026`); `name` is not among them.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Limit { span, working_minutes } => {
                let hours = working_minutes.and_then(|minutes| Span::new(minutes, crate::Unit::Hour).ok());
                vec![("span", span.to_string()), ("hours", hours.map(|h| h.to_string()).unwrap_or_default())]
            }
            Self::Received { at } | Self::CountedFrom { at, .. } | Self::Due { at } => {
                vec![("at", instant(*at))]
            }
            Self::Paused { from, to, .. } => vec![("from", instant(*from)), ("to", instant(*to))],
            Self::Restarted { at, suspended } => {
                vec![("at", instant(*at)), ("suspended", instant(*suspended))]
            }
            Self::DayOff { entry } | Self::WorkedWeekend { entry } => vec![
                ("date", day(entry.date)),
                ("instead", entry.instead_of.map(day).unwrap_or_default()),
                ("title", entry.title.clone()),
                ("source", entry.provenance.source.clone()),
            ],
            Self::PushedOff { from, to } => vec![("from", day(*from)), ("to", day(*to))],
            Self::Waiting { since, .. } => vec![("since", instant(*since))],
            Self::Provisional { year } => vec![("year", year.to_string())],
        }
    }
}

fn day(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

fn instant(at: Timestamp) -> String {
    at.to_local().strftime("%H:%M ngày %d/%m/%Y").to_string()
}
