//! Office hours as dated data, per weekday.
use crate::{CalendarError, iso};
use base::{Date, Time};
use jiff::civil::{Weekday, date, time};
use serde::{Deserialize, Serialize};

/// One uninterrupted stretch of office time on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Session {
    /// Opening, wall clock in Vietnam, to the minute.
    #[serde(with = "iso::time")]
    pub from: Time,
    /// Closing; later than `from` on the same day.
    #[serde(with = "iso::time")]
    pub to: Time,
}

/// The office time of one weekday; no session is a weekly rest day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayHours {
    /// In order, not overlapping; the gap between two is the lunch break.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// A dossier received after this time goes to the resolving unit at the start of the next working day
    /// (NĐ 61/2018), and a same-day result is due on that day.  None: no cut-off on this weekday.
    #[serde(default, with = "iso::time_option", skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<Time>,
}

impl DayHours {
    fn in_order(&self) -> bool {
        let bounds: Vec<Time> = self.sessions.iter().flat_map(|session| [session.from, session.to]).collect();
        bounds.is_sorted_by(|a, b| a < b)
            && bounds
                .iter()
                .chain(&self.cut_off)
                .all(|bound| bound.second() == 0 && bound.subsec_nanosecond() == 0)
    }
}

/// The office week.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OfficeHours {
    pub monday: DayHours,
    pub tuesday: DayHours,
    pub wednesday: DayHours,
    pub thursday: DayHours,
    pub friday: DayHours,
    pub saturday: DayHours,
    pub sunday: DayHours,
}

impl Default for OfficeHours {
    /// 07:00–11:30 and 13:30–17:00, Monday to Friday: exactly eight hours; cut-off 15:00.
    fn default() -> Self {
        let day = DayHours {
            sessions: vec![
                Session { from: time(7, 0, 0, 0), to: time(11, 30, 0, 0) },
                Session { from: time(13, 30, 0, 0), to: time(17, 0, 0, 0) },
            ],
            cut_off: Some(time(15, 0, 0, 0)),
        };
        Self {
            monday: day.clone(),
            tuesday: day.clone(),
            wednesday: day.clone(),
            thursday: day.clone(),
            friday: day,
            saturday: DayHours::default(),
            sunday: DayHours::default(),
        }
    }
}

impl OfficeHours {
    /// The hours of one weekday.
    #[must_use]
    pub const fn on(&self, weekday: Weekday) -> &DayHours {
        match weekday {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    fn week(&self) -> [&DayHours; 7] {
        [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ]
    }

    /// The hours of the first weekday that has any: what a worked rest day follows when nothing else is said.
    pub(crate) fn first_worked(&self) -> Option<&DayHours> {
        self.week().into_iter().find(|day| !day.sessions.is_empty())
    }
}

/// Office hours in force from a day until the next ones (summer and winter hours, a new decision).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DatedHours {
    #[serde(with = "iso::date")]
    pub from: Date,
    pub hours: OfficeHours,
    /// The decision that set them.
    pub source: String,
}

impl DatedHours {
    /// The default week, in force from the beginning.
    #[must_use]
    pub fn standard() -> Self {
        Self { from: date(2013, 1, 1), hours: OfficeHours::default(), source: "mặc định".to_owned() }
    }

    /// # Errors
    /// [`CalendarError::Sessions`] when sessions overlap, are empty, out of order or not whole minutes;
    /// [`CalendarError::NoWorkingTime`] when the week has no session.
    pub fn check(&self) -> Result<(), CalendarError> {
        if !self.hours.week().into_iter().all(DayHours::in_order) {
            return Err(CalendarError::Sessions { from: self.from });
        }
        match self.hours.first_worked() {
            Some(_) => Ok(()),
            None => Err(CalendarError::NoWorkingTime { from: self.from }),
        }
    }
}
