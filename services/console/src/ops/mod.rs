//! Use cases of the administrator.
mod calendar;

pub use calendar::{
    CALENDAR_PERMISSION, ConsoleError, StoredCalendar, put_entry, remove_entry, seed_standard_calendar,
};
