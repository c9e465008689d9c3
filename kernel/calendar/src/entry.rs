//! One day that is not like its weekday, and who said so.
use crate::iso;
use base::Date;
use serde::{Deserialize, Serialize};

/// How a day departs from the weekly pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A day off by law (BLLĐ 2019 Đ112) or by a local decision.
    Holiday,
    /// A day off in place of another: a holiday that fell on a weekly rest day (BLLĐ 2019 Đ111.3), or a
    /// rest day that is worked instead.
    Compensation,
    /// A weekly rest day that is worked in place of a day off.
    WorkingWeekend,
}

impl DayKind {
    /// True for the kinds on which the office is closed.
    #[must_use]
    pub const fn is_off(self) -> bool {
        !matches!(self, Self::WorkingWeekend)
    }
}

/// What the day is called; the sentence is the locale message `calendar-day-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayName {
    NewYear,
    Tet,
    HungKings,
    Reunification,
    Labour,
    NationalDay,
    CultureDay,
    /// Two days exchanged by decision: one off, one worked.
    Swap,
    /// Named by [`DayEntry::title`]: an administrator's own entry.
    Other,
}

impl DayName {
    /// Key of the name in the locale file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewYear => "calendar-day-new-year",
            Self::Tet => "calendar-day-tet",
            Self::HungKings => "calendar-day-hung-kings",
            Self::Reunification => "calendar-day-reunification",
            Self::Labour => "calendar-day-labour",
            Self::NationalDay => "calendar-day-national-day",
            Self::CultureDay => "calendar-day-culture-day",
            Self::Swap => "calendar-day-swap",
            Self::Other => "calendar-day-other",
        }
    }
}

/// Where an entry comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// Article or document number, e.g. `BLLĐ 2019 Đ112.1.b` or `12729/VPCP-KGVX`.
    pub source: String,
    /// True while the day follows from a default and the yearly decision of the Prime Minister is awaited.
    #[serde(default)]
    pub provisional: bool,
}

impl Provenance {
    /// A day fixed by the named article or document.
    #[must_use]
    pub fn decided(source: impl Into<String>) -> Self {
        Self { source: source.into(), provisional: false }
    }

    /// A day that stands until the yearly decision is known.
    #[must_use]
    pub fn provisional(source: impl Into<String>) -> Self {
        Self { source: source.into(), provisional: true }
    }
}

/// One dated departure from the weekly pattern.  Stored as a row, edited by an administrator.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayEntry {
    #[serde(with = "iso::date")]
    pub date: Date,
    pub kind: DayKind,
    pub name: DayName,
    /// The administrator's own words for [`DayName::Other`]; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The day that this one stands in for: the holiday that fell on a rest day, or the other half of a swap.
    #[serde(default, with = "iso::date_option", skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Date>,
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl DayEntry {
    /// A day off by law.
    #[must_use]
    pub fn holiday(date: Date, name: DayName, provenance: Provenance) -> Self {
        Self { date, kind: DayKind::Holiday, name, title: String::new(), instead_of: None, provenance }
    }

    /// A day off in place of `instead_of`.
    #[must_use]
    pub fn compensation(date: Date, name: DayName, instead_of: Date, provenance: Provenance) -> Self {
        let instead_of = Some(instead_of);
        Self { date, kind: DayKind::Compensation, name, title: String::new(), instead_of, provenance }
    }

    /// A rest day worked in place of `instead_of`, with the hours of that day's weekday.
    #[must_use]
    pub fn working_weekend(date: Date, instead_of: Date, provenance: Provenance) -> Self {
        Self {
            date,
            kind: DayKind::WorkingWeekend,
            name: DayName::Swap,
            title: String::new(),
            instead_of: Some(instead_of),
            provenance,
        }
    }
}
