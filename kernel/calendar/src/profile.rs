//! The hours of one day, compiled to minutes since midnight.
use crate::days::minute_of;
use crate::hours::DayHours;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Profile {
    sessions: Vec<(i64, i64)>,
    pub(crate) total: i64,
    pub(crate) cut_off: Option<i64>,
}

impl Profile {
    /// A day without work.
    pub(crate) const REST: Self = Self { sessions: Vec::new(), total: 0, cut_off: None };

    pub(crate) fn of(hours: &DayHours) -> Self {
        let sessions: Vec<(i64, i64)> =
            hours.sessions.iter().map(|session| (minute_of(session.from), minute_of(session.to))).collect();
        let total = sessions.iter().map(|(from, to)| to - from).sum();
        Self { sessions, total, cut_off: hours.cut_off.map(minute_of) }
    }

    pub(crate) fn open(&self) -> i64 {
        self.sessions.first().map_or(0, |(from, _)| *from)
    }

    pub(crate) fn close(&self) -> i64 {
        self.sessions.last().map_or(0, |(_, to)| *to)
    }

    /// Minutes of work done by `minute`.
    pub(crate) fn worked_until(&self, minute: i64) -> i64 {
        self.sessions.iter().map(|(from, to)| (minute - from).clamp(0, to - from)).sum()
    }

    /// The first minute by which `worked` minutes are done; opening for zero, closing for too many.
    pub(crate) fn at_worked(&self, worked: i64) -> i64 {
        let mut left = worked;
        for (from, to) in &self.sessions {
            if left <= to - from {
                return from + left.max(0);
            }
            left -= to - from;
        }
        self.close()
    }

    /// The first minute at or after `minute` at which the office is open (closing counts); None after the last.
    pub(crate) fn open_from(&self, minute: i64) -> Option<i64> {
        self.sessions.iter().find(|(_, to)| minute <= *to).map(|(from, _)| minute.max(*from))
    }

    /// `minute` moved into office time: a break ends at the session before it, early at opening, late at closing.
    pub(crate) fn snap(&self, minute: i64) -> i64 {
        self.sessions
            .iter()
            .rev()
            .find(|(from, _)| *from <= minute)
            .map_or_else(|| self.open(), |(_, to)| minute.min(*to))
    }
}
