//! How a time limit is counted: dated data, because the decrees change it.
use crate::days::day_of;
use crate::{CalendarError, iso};
use base::{Date, Time};
use jiff::civil::date;
use serde::{Deserialize, Serialize};

/// Where the count of days begins.  Hours always begin at receipt (BLDS 2015 Đ147.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountFrom {
    /// From the minute of receipt: three working days from 10:24 end at 10:24.
    #[default]
    Receipt,
    /// The day of receipt is not counted (BLDS 2015 Đ147.2): the count begins when the office opens on the next
    /// working day and ends at closing.
    NextWorkingDay,
}

/// What a request for supplement does to the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterSupplement {
    /// The whole limit runs again once the dossier is complete (NĐ 61/2018 Đ19.4).
    #[default]
    Restart,
    /// What was left of the limit runs on.
    Pause,
}

/// The counting rules of one procedure at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Policy {
    #[serde(default)]
    pub start: CountFrom,
    /// A limit in calendar days that ends on a day off ends on the next working day (BLDS 2015 Đ148.5).
    #[serde(default = "yes")]
    pub push_off_holiday: bool,
    /// A sector's own cut-off for same-day results; None: the office's, per weekday.
    #[serde(default, with = "iso::time_option", skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<Time>,
    #[serde(default)]
    pub after_supplement: AfterSupplement,
    /// Working days from receipt within which a dossier that does not meet the conditions goes back to the person with
    /// its notice, where the sector's law sets none (NĐ 61/2018 Đ19.4).
    #[serde(default = "three")]
    pub notice_days: u16,
}

const fn yes() -> bool {
    true
}

const fn three() -> u16 {
    3
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            start: CountFrom::Receipt,
            push_off_holiday: true,
            cut_off: None,
            after_supplement: AfterSupplement::Restart,
            notice_days: three(),
        }
    }
}

/// A policy in force from a day until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DatedPolicy {
    #[serde(with = "iso::date")]
    pub from: Date,
    pub policy: Policy,
    /// The document that says so.
    pub source: String,
}

/// Policies by date.  A running dossier keeps the policy of the day it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<DatedPolicy>", into = "Vec<DatedPolicy>")]
pub struct PolicyBook {
    first: DatedPolicy,
    later: Vec<DatedPolicy>,
}

impl PolicyBook {
    /// # Errors
    /// [`CalendarError::Policies`] when there is none or when two begin on the same day.
    pub fn new(mut policies: Vec<DatedPolicy>) -> Result<Self, CalendarError> {
        policies.sort_by_key(|policy| day_of(policy.from));
        if !policies.is_sorted_by(|a, b| a.from < b.from) {
            return Err(CalendarError::Policies);
        }
        let mut policies = policies.into_iter();
        let first = policies.next().ok_or(CalendarError::Policies)?;
        Ok(Self { first, later: policies.collect() })
    }

    /// The policy in force on `day`; before the first one, the first.
    #[must_use]
    pub fn at(&self, day: Date) -> &DatedPolicy {
        self.later.iter().rev().find(|policy| policy.from <= day).unwrap_or(&self.first)
    }
}

impl Default for PolicyBook {
    fn default() -> Self {
        let source = "NĐ 61/2018/NĐ-CP Đ19.4; BLDS 2015 Đ147, Đ148".to_owned();
        let first = DatedPolicy { from: date(2018, 6, 21), policy: Policy::default(), source };
        Self { first, later: Vec::new() }
    }
}

impl TryFrom<Vec<DatedPolicy>> for PolicyBook {
    type Error = CalendarError;
    fn try_from(policies: Vec<DatedPolicy>) -> Result<Self, CalendarError> {
        Self::new(policies)
    }
}

impl From<PolicyBook> for Vec<DatedPolicy> {
    fn from(book: PolicyBook) -> Self {
        std::iter::once(book.first).chain(book.later).collect()
    }
}
