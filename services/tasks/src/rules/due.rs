//! Days as an office counts them.
use crate::model::overdue_at;
use base::{Date, Timestamp};
use calendar::WorkCalendar;

/// Longest holiday of a year, with room.
const DAYS_OFF_MAX: usize = 30;

/// A last day that is a day off ends with the next working day (Bộ luật Dân sự 2015, Đ148.5).
#[must_use]
pub fn moved_to_work(calendar: &WorkCalendar, day: Date) -> Date {
    let mut moved = day;
    for _ in 0..DAYS_OFF_MAX {
        if calendar.is_working_day(moved) {
            return moved;
        }
        moved = moved.tomorrow().unwrap_or(moved);
    }
    day
}

/// The `days`th working day after `from`.
#[must_use]
pub fn working_day_after(calendar: &WorkCalendar, from: Date, days: u16) -> Date {
    let (mut day, mut left) = (from, days);
    // No calendar keeps an office closed for more days than it works.
    for _ in 0..u32::from(days).saturating_mul(4).saturating_add(40) {
        if left == 0 {
            break;
        }
        day = day.tomorrow().unwrap_or(day);
        if calendar.is_working_day(day) {
            left -= 1;
        }
    }
    day
}

/// The moment at which half of the working time between giving and the end of the due day is gone; none when there is no
/// working time to halve.
#[must_use]
pub fn half_time(calendar: &WorkCalendar, given: Timestamp, due: Date) -> Option<Timestamp> {
    let minutes = calendar::elapsed_working(calendar, given, overdue_at(due));
    (minutes > 1).then(|| calendar.plus_minutes(given, minutes / 2))
}
