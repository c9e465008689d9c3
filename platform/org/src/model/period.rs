//! Half-open periods of days, `[from, to)`.
use base::Date;

/// The day that stands for "no end is known"; never shown.
pub const OPEN: Date = Date::constant(9999, 12, 31);

/// Days from `from` up to but not including `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

impl Period {
    #[must_use]
    pub const fn since(from: Date) -> Self {
        Self { from, to: OPEN }
    }

    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && day < self.to
    }

    #[must_use]
    pub fn is_empty(self) -> bool {
        self.to <= self.from
    }

    /// The days in both, if any.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        let both = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (!both.is_empty()).then_some(both)
    }

    /// The first day after the period, where one is known.
    #[must_use]
    pub fn end(self) -> Option<Date> {
        (self.to != OPEN).then_some(self.to)
    }
}
