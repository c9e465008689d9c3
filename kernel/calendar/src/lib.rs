//! Time as a Vietnamese office counts it: clock, lunar calendar (UTC+7), statutory days off, working time,
//! due dates and the reasons behind them.  Pure: the only thing read from outside is [`SystemClock`].
mod clock;
mod days;
mod decisions;
mod due;
mod entry;
mod errors;
mod explain;
mod hours;
mod iso;
pub mod lunar;
mod national;
mod policy;
mod profile;
mod span;
mod statute;
mod work;

pub use clock::{Clock, FixedClock, SystemClock};
pub use decisions::{Decisions, NationalDayDecision, Neighbour, SwapDecision, TetDecision};
pub use due::{
    Suspension, SuspensionKind, due_at, due_with, elapsed_working, hand_over_by, working_days_between,
};
pub use entry::{DayEntry, DayKind, DayName, Provenance};
pub use errors::{CalendarError, SpanError};
pub use explain::{Line, StartReason, explain};
pub use hours::{DatedHours, DayHours, OfficeHours, Session};
pub use national::{NationalTiming, national_timing};
pub use policy::{AfterSupplement, CountFrom, DatedPolicy, Policy, PolicyBook};
pub use span::{MINUTES_PER_WORKING_DAY, Span, Unit};
pub use statute::{STATUTE_FIRST_YEAR, STATUTE_LAST_YEAR, statutory_days, statutory_days_with};
pub use work::{CalendarData, WorkCalendar};

/// Sentences of [`Line`], [`DayName`] and the refusals, per language, for the web shell to fold in.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

#[cfg(test)]
mod tests;
