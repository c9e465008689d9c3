//! The working calendar: office hours and day entries compiled into tables, so that no question walks minutes.
use crate::days::{date_of, day_of, join, split};
use crate::entry::{DayEntry, DayKind};
use crate::hours::{DatedHours, OfficeHours};
use crate::profile::Profile;
use crate::{
    CalendarError, Decisions, STATUTE_FIRST_YEAR, STATUTE_LAST_YEAR, statutory_days, statutory_days_with,
};
use base::{Date, Timestamp};
use jiff::civil::date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const MAX_ENTRIES: usize = 10_000;

/// What the tables are compiled from: the rows that an administrator edits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// At least one; the first also covers the time before it.
    pub hours: Vec<DatedHours>,
    /// A year with at least one entry is taken from here **whole**; a year with none follows
    /// [`statutory_days`], so that a forgotten year is provisional rather than without Tết.
    pub entries: Vec<DayEntry>,
}

impl CalendarData {
    /// The default hours and the statutory days of 2018–2027 as rows ready to be stored and edited.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            hours: vec![DatedHours::standard()],
            entries: (2018..=2027).flat_map(statutory_days).collect(),
        }
    }
}

/// A calendar that counts, 2013–2099; instants outside are taken to its nearest end.  Cheap to clone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "CalendarData", into = "CalendarData")]
pub struct WorkCalendar(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    data: CalendarData,
    /// In order of date.
    hours: Vec<DatedHours>,
    /// All entries in force, statutory years included, by day number.
    entries: BTreeMap<i64, Vec<DayEntry>>,
    profiles: Vec<Profile>,
    first_day: i64,
    /// For each day the index into `profiles`; 0 is a day without work.
    profile_of: Vec<usize>,
    /// Working minutes before each day, one more than there are days.
    minutes_before: Vec<i64>,
    /// Working days before each day, one more than there are days.
    workdays_before: Vec<i64>,
    /// Day numbers of the working days.
    workdays: Vec<i64>,
}

impl WorkCalendar {
    /// # Errors
    /// [`CalendarError`] when the hours cannot be worked, an entry is outside 2013–2099, or a date is both off
    /// and worked.
    pub fn new(data: CalendarData) -> Result<Self, CalendarError> {
        let mut hours = data.hours.clone();
        hours.sort_by_key(|dated| dated.from);
        hours.iter().try_for_each(DatedHours::check)?;
        let entries = entries_in_force(&data.entries)?;
        let first_day = day_of(date(STATUTE_FIRST_YEAR, 1, 1));
        let last_day = day_of(date(STATUTE_LAST_YEAR, 12, 31));
        let mut compiled = Compiled {
            data,
            hours,
            entries,
            profiles: vec![Profile::default()],
            first_day,
            profile_of: Vec::new(),
            minutes_before: vec![0],
            workdays_before: vec![0],
            workdays: Vec::new(),
        };
        let (mut minutes, mut workdays) = (0, 0);
        for day in first_day..=last_day {
            let profile = compiled.profile_on(day)?;
            if profile.total > 0 {
                minutes += profile.total;
                workdays += 1;
                compiled.workdays.push(day);
            }
            let index = compiled.index_of(profile);
            compiled.profile_of.push(index);
            compiled.minutes_before.push(minutes);
            compiled.workdays_before.push(workdays);
        }
        Ok(Self(Arc::new(compiled)))
    }

    /// The calendar of [`CalendarData::standard`].
    ///
    /// # Errors
    /// None with the built-in rows, which the tests compile.
    pub fn standard() -> Result<Self, CalendarError> {
        Self::new(CalendarData::standard())
    }

    /// The rows that this calendar was compiled from.
    #[must_use]
    pub fn data(&self) -> &CalendarData {
        &self.0.data
    }

    /// The entries in force from `from` to `to`, both included, in order of date, statutory years included.
    #[must_use]
    pub fn entries_between(&self, from: Date, to: Date) -> Vec<&DayEntry> {
        let (from, to) = (day_of(from), day_of(to));
        if from > to {
            return Vec::new();
        }
        self.0.entries.range(from..=to).flat_map(|(_, entries)| entries).collect()
    }

    /// True when the office works on `day`, be it for an hour.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        self.profile(day_of(day)).total > 0
    }

    /// True when the office hours alone, without entries, give work on `day`.
    pub(crate) fn usually_works(&self, day: Date) -> bool {
        self.0.week_on(day).is_some_and(|week| !week.on(day.weekday()).sessions.is_empty())
    }

    /// Minutes of office time on `day`.
    #[must_use]
    pub fn minutes_on(&self, day: Date) -> i64 {
        self.profile(day_of(day)).total
    }

    /// The first instant at or after `at` at which the office is open, to the minute.  A closing minute counts
    /// as open.
    #[must_use]
    pub fn open_from(&self, at: Timestamp) -> Timestamp {
        let (day, minute) = split(at);
        match self.profile(day).open_from(minute) {
            Some(open) => join(day, open),
            None => self.opening(self.workday_after(day)),
        }
    }

    /// `minutes` of office time after `from`, or before it when negative: the earliest such instant.
    /// Nothing to add answers [`Self::open_from`].
    #[must_use]
    pub fn plus_minutes(&self, from: Timestamp, minutes: i64) -> Timestamp {
        if minutes == 0 {
            return self.open_from(from);
        }
        let (day, minute) = self.instant_at(self.worked_until(from).saturating_add(minutes));
        join(day, minute)
    }

    /// Minutes of office time from the beginning of the calendar until `at`.
    pub(crate) fn worked_until(&self, at: Timestamp) -> i64 {
        let (day, minute) = split(at);
        let before = self.0.minutes_before.get(self.index(day)).copied().unwrap_or_default();
        if day < self.0.first_day {
            return 0;
        }
        if day > self.last_day() {
            return self.0.minutes_before.last().copied().unwrap_or_default();
        }
        before + self.profile(day).worked_until(minute)
    }

    /// The earliest instant by which `total` minutes were worked since the beginning of the calendar.
    pub(crate) fn instant_at(&self, total: i64) -> (i64, i64) {
        let tables = &*self.0;
        let ends = tables.minutes_before.get(1..).unwrap_or_default();
        let index = ends.partition_point(|end| *end < total.max(1));
        let Some(before) = tables.minutes_before.get(index).filter(|_| index < ends.len()) else {
            let last = tables.workdays.last().copied().unwrap_or(tables.first_day);
            return (last, self.profile(last).close());
        };
        let day = tables.first_day.saturating_add(i64::try_from(index).unwrap_or_default());
        (day, self.profile(day).at_worked(total - before))
    }

    /// Working days on or before `day` in the calendar.
    pub(crate) fn workdays_through(&self, day: i64) -> i64 {
        let index = match usize::try_from(day - self.0.first_day) {
            Ok(index) => index.saturating_add(1),
            Err(_) => 0,
        };
        let counts = &self.0.workdays_before;
        counts.get(index).or(counts.last()).copied().unwrap_or_default()
    }

    /// The `nth` working day after `day`, counted from 1; the ends of the calendar beyond them.
    pub(crate) fn nth_workday_after(&self, day: i64, nth: i64) -> i64 {
        let index = self.workdays_through(day).saturating_add(nth).saturating_sub(1).max(0);
        let workdays = &self.0.workdays;
        let found = usize::try_from(index).ok().and_then(|index| workdays.get(index));
        found.or(workdays.last()).copied().unwrap_or(self.0.first_day)
    }

    pub(crate) fn workday_after(&self, day: i64) -> i64 {
        self.nth_workday_after(day, 1)
    }

    pub(crate) fn profile(&self, day: i64) -> &Profile {
        static REST: Profile = Profile::REST;
        let tables = &*self.0;
        let index = usize::try_from(day - tables.first_day).ok().and_then(|at| tables.profile_of.get(at));
        index.and_then(|index| tables.profiles.get(*index)).unwrap_or(&REST)
    }

    pub(crate) fn opening(&self, day: i64) -> Timestamp {
        join(day, self.profile(day).open())
    }

    pub(crate) fn closing(&self, day: i64) -> Timestamp {
        join(day, self.profile(day).close())
    }

    pub(crate) fn day_before_first(&self) -> i64 {
        self.0.first_day - 1
    }

    fn last_day(&self) -> i64 {
        self.0.first_day.saturating_add(i64::try_from(self.0.profile_of.len()).unwrap_or_default()) - 1
    }

    fn index(&self, day: i64) -> usize {
        usize::try_from(day - self.0.first_day).unwrap_or_default()
    }
}

impl Compiled {
    /// The office week in force on `day`; before the first one, the first.
    fn week_on(&self, day: Date) -> Option<&OfficeHours> {
        let dated = self.hours.iter().rev().find(|dated| dated.from <= day).or(self.hours.first());
        dated.map(|dated| &dated.hours)
    }

    fn profile_on(&self, day: i64) -> Result<Profile, CalendarError> {
        let on = date_of(day);
        let week = self.week_on(on).ok_or(CalendarError::NoHours)?;
        let entries = self.entries.get(&day).map_or(&[][..], Vec::as_slice);
        if entries.iter().any(|entry| entry.kind.is_off()) {
            return Ok(Profile::default());
        }
        let usual = week.on(on.weekday());
        let worked = entries.iter().find(|entry| entry.kind == DayKind::WorkingWeekend);
        let Some(worked) = worked.filter(|_| usual.sessions.is_empty()) else {
            return Ok(Profile::of(usual));
        };
        // A worked rest day follows the hours of the day it makes up for.
        let made_up = worked.instead_of.map(|day| week.on(day.weekday()));
        let made_up = made_up.filter(|hours| !hours.sessions.is_empty()).or(week.first_worked());
        Ok(made_up.map_or_else(Profile::default, Profile::of))
    }

    fn index_of(&mut self, profile: Profile) -> usize {
        if let Some(index) = self.profiles.iter().position(|known| *known == profile) {
            return index;
        }
        self.profiles.push(profile);
        self.profiles.len() - 1
    }
}

fn entries_in_force(given: &[DayEntry]) -> Result<BTreeMap<i64, Vec<DayEntry>>, CalendarError> {
    if given.len() > MAX_ENTRIES {
        return Err(CalendarError::TooManyEntries { max: MAX_ENTRIES });
    }
    let years = STATUTE_FIRST_YEAR..=STATUTE_LAST_YEAR;
    if let Some(entry) = given.iter().find(|entry| !years.contains(&entry.date.year())) {
        return Err(CalendarError::OutsideYears { date: entry.date });
    }
    let decisions = Decisions::built_in();
    let given_years: BTreeSet<i16> = given.iter().map(|entry| entry.date.year()).collect();
    let statutory = years
        .filter(|year| !given_years.contains(year))
        .flat_map(|year| statutory_days_with(year, &decisions));
    let mut by_day: BTreeMap<i64, Vec<DayEntry>> = BTreeMap::new();
    for entry in given.iter().cloned().chain(statutory) {
        by_day.entry(day_of(entry.date)).or_default().push(entry);
    }
    let contradiction = by_day.values().flatten().find(|entry| {
        let same_day = by_day.get(&day_of(entry.date)).map_or(&[][..], Vec::as_slice);
        same_day.iter().any(|other| other.kind.is_off() != entry.kind.is_off())
    });
    match contradiction {
        Some(entry) => Err(CalendarError::Contradiction { date: entry.date }),
        None => Ok(by_day),
    }
}

impl TryFrom<CalendarData> for WorkCalendar {
    type Error = CalendarError;
    fn try_from(data: CalendarData) -> Result<Self, CalendarError> {
        Self::new(data)
    }
}

impl From<WorkCalendar> for CalendarData {
    fn from(calendar: WorkCalendar) -> Self {
        calendar.0.data.clone()
    }
}
