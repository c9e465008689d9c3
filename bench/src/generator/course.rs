//! One dossier's course through the year as the generator reckons it: acts, clocks that run out between them, and what
//! the dossier is after each.
use super::acts::{Act, Expected, Planned};
use super::days::{Days, Limit, Minute, day_of};
use super::random::Random;
use dossiers::model::{Outcome, Status};

/// What the next run-out of a step's clock does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Half,
    Due,
    Nothing,
}

/// A step that waits for somebody.
struct Open {
    step: &'static str,
    opened: Minute,
    half: Option<Minute>,
    due: Option<Minute>,
    next: Next,
    /// Silence answers it: nobody is reminded, the step ends.
    silent: bool,
}

/// A step ended by silence this morning.
pub struct Silence;

pub struct Course<'a> {
    pub days: &'a Days,
    pub random: Random,
    pub acts: Vec<Planned>,
    pub x: Expected,
    /// What the limit of the case is.
    pub limit: Option<Limit>,
    /// Of a limit in calendar days: its last day before days off move it.
    last_day: Option<i64>,
    pub now: Minute,
    /// The year is over: nothing happens after it.
    end: Minute,
    pub over: bool,
    open: Vec<Open>,
    suspended: Option<Minute>,
}

impl<'a> Course<'a> {
    pub fn new(days: &'a Days, random: Random, end: Minute, limit: Option<Limit>, begun: Minute) -> Self {
        let x = Expected {
            status: Status::Filed,
            saves: 0,
            entered: begun,
            online: false,
            received: None,
            due: None,
            paused: None,
            closed: None,
            outcome: None,
            returned: None,
            events: 1,
            open_steps: Vec::new(),
            fees: 0,
            settled: 0,
            signed: 0,
            handed_over: false,
            supplements: 0,
        };
        Self {
            days,
            random,
            acts: Vec::new(),
            x,
            limit,
            last_day: None,
            now: begun,
            end,
            over: false,
            open: Vec::new(),
            suspended: None,
        }
    }

    /// The act that makes the dossier.
    pub fn begin(&mut self, act: Act) {
        self.acts.push(Planned { at: self.now, version: 0, act });
    }

    /// Lets the clocks run until `to`; stops at the first step that silence ends.
    pub fn advance(&mut self, to: Minute) -> Option<Silence> {
        let stop = to.min(self.end);
        loop {
            let morning = self.days.morning_after(self.now);
            if morning > stop {
                break;
            }
            self.now = morning;
            if self.look(morning) {
                return Some(Silence);
            }
        }
        self.now = self.now.max(stop);
        if to >= self.end {
            self.over = true;
        }
        None
    }

    /// What the clocks say on one morning.
    fn look(&mut self, morning: Minute) -> bool {
        if self.suspended.is_some() {
            return false;
        }
        let mut ended = None;
        for open in &mut self.open {
            let past = |at: Option<Minute>| at.is_some_and(|at| at <= morning);
            let (half, due) = (past(open.half), past(open.due));
            match open.next {
                Next::Half | Next::Due if due => {
                    self.x.saves += 1;
                    open.next = Next::Nothing;
                    if open.silent {
                        ended = Some(open.step);
                    }
                }
                Next::Half if half => {
                    self.x.saves += 1;
                    open.next = Next::Due;
                }
                _ => {}
            }
        }
        if let Some(step) = ended {
            self.close(step);
        }
        ended.is_some()
    }

    /// The first minute after the year.
    pub const fn last_minute(&self) -> Minute {
        self.end
    }

    /// Somebody acts at `at`; false when the year is over by then, or silence came first.
    pub fn act(&mut self, at: Minute, act: Act) -> bool {
        if self.over || self.advance(at).is_some() {
            return false;
        }
        // the year may have ended on the way to `at`
        if self.over {
            return false;
        }
        self.note(act);
        true
    }

    /// Notes an act at the present minute.
    pub fn note(&mut self, act: Act) {
        self.acts.push(Planned { at: self.now, version: 1 + self.x.saves, act });
        self.x.saves += 1;
    }

    /// A step opens now with its working minutes and its own limit.
    pub fn open(&mut self, step: &'static str, minutes: Option<i64>, limit: Option<Limit>, silent: bool) {
        let norm = minutes.map(|minutes| self.days.plus(self.now, minutes));
        let limit = limit.map(|limit| self.days.due(limit, self.now));
        let due = norm.into_iter().chain(limit).min();
        let worked = due.map_or(0, |due| (self.days.worked(due) - self.days.worked(self.now)) / 2);
        let citizen = silent && minutes.is_none() && step == "confirm";
        let half = (worked > 0 && !citizen).then(|| self.days.plus(self.now, worked));
        let next = match (half, due) {
            (Some(_), _) => Next::Half,
            (None, Some(_)) => Next::Due,
            (None, None) => Next::Nothing,
        };
        self.open.push(Open { step, opened: self.now, half, due, next, silent });
    }

    pub fn close(&mut self, step: &'static str) {
        self.open.retain(|open| open.step != step);
    }

    pub fn close_all(&mut self) {
        self.open.clear();
    }

    pub fn is_open(&self, step: &str) -> bool {
        self.open.iter().any(|open| open.step == step)
    }

    pub fn open_steps(&self) -> Vec<&'static str> {
        self.open.iter().map(|open| open.step).collect()
    }

    /// The clocks of the steps stand still.
    pub fn suspend(&mut self) {
        self.suspended = Some(self.now);
    }

    /// They run again, moved by exactly the time they stood.
    pub fn resume(&mut self) {
        let Some(since) = self.suspended.take() else { return };
        for open in &mut self.open {
            let stood = self.now - since.max(open.opened);
            open.half = open.half.map(|at| at + stood);
            open.due = open.due.map(|at| at + stood);
        }
    }

    /// The dossier's own clock stands still for the person.
    pub fn pause(&mut self) {
        self.x.paused = Some(self.now);
    }

    /// It goes on with what was left, or with the whole limit again; a same-day result is due on the day it goes on.
    pub fn unpause(&mut self, restart: bool) {
        let Some(paused) = self.x.paused.take() else { return };
        let Some(due) = self.x.due else { return };
        if restart || self.limit == Some(Limit::SameDay) {
            self.count_from(self.now);
        } else if due <= paused {
            // late already: waiting for the person changes nothing
        } else if let Some(last) = self.last_day {
            let moved = last + day_of(self.now) - day_of(paused);
            (self.x.due, self.last_day) = (Some(self.days.closing_of(moved)), Some(moved));
        } else {
            let left = self.days.worked(due) - self.days.worked(paused);
            self.x.due = Some(self.days.plus(self.now, left));
        }
    }

    /// The limit of the case runs from here.
    pub fn count_from(&mut self, at: Minute) {
        self.x.due = self.limit.map(|limit| self.days.due(limit, at));
        self.last_day = match self.limit {
            Some(Limit::Calendar(days)) => Some(self.days.last_day(days, at)),
            _ => None,
        };
    }

    pub fn end_with(&mut self, status: Status, outcome: Outcome) {
        self.x.status = status;
        self.x.outcome = Some(outcome);
        self.x.paused = None;
        if status != Status::Withdrawn || self.x.received.is_some() {
            self.x.closed = Some(self.now);
        }
    }

    /// A minute in office time, about `minutes` of it after now and never on the edge of a session.
    pub fn later(&self, minutes: i64) -> Minute {
        let mut at = self.days.plus(self.now, minutes.max(1));
        while [690, 1020].contains(&Days::of_day(at)) {
            at = self.days.plus(at, 7);
        }
        at
    }

    /// How long a step takes whose norm is so many minutes: mostly well within half of it, at times far over.
    pub fn taking(&mut self, norm: i64) -> Minute {
        let minutes = if self.random.chance(860) {
            1 + self.random.below(norm * 2 / 5)
        } else {
            norm * 3 / 5 + self.random.below(norm)
        };
        self.later(minutes)
    }
}
