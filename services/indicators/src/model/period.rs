//! Reporting periods and their windows.
use base::Date;
use jiff::Span;
use serde::{Deserialize, Serialize};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    Month,
    Quarter,
    Half,
    Year,
}

impl PeriodKind {
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Half, Self::Year];

    /// Stable word of the data.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }

    /// Calendar months in it.
    #[must_use]
    pub const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// One period: its kind and the first day of its first calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub kind: PeriodKind,
    pub first: Date,
}

fn months_on(day: Date, months: i64) -> Date {
    day.checked_add(Span::new().months(months)).unwrap_or(day)
}

fn days_on(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

impl Period {
    /// The period whose calendar months contain `day`.
    #[must_use]
    pub fn of_calendar(kind: PeriodKind, day: Date) -> Self {
        let months = kind.months();
        let month = (day.month() - 1) / months * months + 1;
        Self { kind, first: Date::new(day.year(), month, 1).unwrap_or(day) }
    }

    /// The period whose window contains `day`, when windows begin on `window_day` of the month before.
    #[must_use]
    pub fn of(kind: PeriodKind, window_day: i8, day: Date) -> Self {
        let counts_for =
            if window_day > 1 && day.day() >= window_day { months_on(day.first_of_month(), 1) } else { day };
        Self::of_calendar(kind, counts_for)
    }

    /// First and last day of the data: the calendar's, or from `window_day` of the month before to the day before it.
    #[must_use]
    pub fn window(self, window_day: i8) -> (Date, Date) {
        let next = months_on(self.first, i64::from(self.kind.months()));
        if window_day <= 1 {
            return (self.first, days_on(next, -1));
        }
        let on = |first: Date| {
            let month = months_on(first, -1);
            Date::new(month.year(), month.month(), window_day.min(28)).unwrap_or(month)
        };
        (on(self.first), days_on(on(next), -1))
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        Self { first: months_on(self.first, -i64::from(self.kind.months())), ..self }
    }

    /// The one after.
    #[must_use]
    pub fn next(self) -> Self {
        Self { first: months_on(self.first, i64::from(self.kind.months())), ..self }
    }

    /// From 1 within its year.
    #[must_use]
    pub fn number(self) -> i8 {
        (self.first.month() - 1) / self.kind.months() + 1
    }

    /// The last day on which a report of it is in time.
    #[must_use]
    pub fn deadline(self, window_day: i8, deadline_days: i64) -> Date {
        days_on(self.window(window_day).1, deadline_days)
    }
}
