//! Read ports by which plans, indicators, assigned work and the leader's pages know of each other.
use crate::{AgencyId, AssignmentId, DossierId, PlanId};
use base::{Date, Timestamp};
use db::{DbError, Tx};
use rust_decimal::Decimal;

/// What others may know of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorFact {
    /// `lower_snake`, stable.
    pub code: String,
    pub title: String,
    /// As printed behind the number: `%`, `hồ sơ`.
    pub unit: String,
    /// More is better; false where less is.
    pub rising: bool,
    /// Counted by the program itself; false where somebody reports it.
    pub counted: bool,
    /// Name of the agency that answers for it.
    pub responsible: String,
}

/// A value of an indicator for the whole province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub code: String,
    /// In the indicator's unit; none: there is nothing to divide by, or nobody reported.
    pub value: Option<Decimal>,
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
    /// First and last day it speaks of, Asia/Ho_Chi_Minh.
    pub from: Date,
    pub to: Date,
    /// When it was last counted or approved.
    pub as_of: Timestamp,
}

/// Implemented by `indicators`; read by `programme` and `ioc`.
pub trait Indicators: Send + Sync {
    /// Every indicator in force, by code.
    fn list(&self, tx: &mut Tx<'_>) -> Result<Vec<IndicatorFact>, DbError>;
    /// The value of the current year up to `now` of each code, in any order; a code that is not known is left out.
    fn latest(&self, tx: &mut Tx<'_>, codes: &[String], now: Timestamp) -> Result<Vec<Measured>, DbError>;
    /// One value for each month from `from` to `to`, running from the start of its year, oldest first; months without
    /// a value are left out.
    fn monthly(&self, tx: &mut Tx<'_>, code: &str, from: Date, to: Date) -> Result<Vec<Measured>, DbError>;
}

/// How many stand in each state of a plan's path (states: services/programme/README.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct PathCounts {
    pub met: i64,
    pub on_course: i64,
    pub at_risk: i64,
    pub missed: i64,
    pub no_data: i64,
}

/// One line that a leader should look at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PlanAttention {
    pub title: String,
    /// `missed`, `at_risk`, `no_data`.
    pub state: &'static str,
    /// Address inside the program.
    pub href: String,
    /// What stands behind the title: the number against its path, or the date.
    pub detail: String,
}

/// A plan in force on one line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PlanSummary {
    pub id: PlanId,
    pub title: String,
    pub number: String,
    pub href: String,
    pub targets: PathCounts,
    pub tasks: PathCounts,
    /// Worst first, at most five.
    pub attention: Vec<PlanAttention>,
}

/// Implemented by `programme`; read by `ioc`.
pub trait Plans: Send + Sync {
    fn summaries(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<PlanSummary>, DbError>;
}

/// Assigned work by state (QĐ of the province's office on following up; states: services/tasks/README.md).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct AssignmentCounts {
    pub not_accepted: i64,
    pub in_time: i64,
    pub overdue: i64,
    pub awaiting_confirmation: i64,
    pub done_in_time: i64,
    pub done_late: i64,
}

/// Work that was assigned from a number or a plan's task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentFact {
    pub id: AssignmentId,
    /// General: readers of the source need not be readers of the work, whose own words are told on its page alone.
    pub title: String,
    /// One of the words of [`AssignmentCounts`].
    pub state: &'static str,
    pub agency: AgencyId,
    pub agency_name: String,
    pub due: Date,
    pub href: String,
}

/// The address where work is assigned from a source: its key (see [`Assignments::of_source`]), what it is called, and the
/// address inside the program that leads back to it.
#[must_use]
pub fn assign_href(source: &str, title: &str, back: &str) -> String {
    let asked = serde_urlencoded::to_string([("tu", source), ("nguon", title), ("ve", back)]);
    asked.map_or_else(|_| "/viec-giao/moi".to_owned(), |asked| format!("/viec-giao/moi?{asked}"))
}

/// Implemented by `tasks`; read by `programme` and `ioc`.
pub trait Assignments: Send + Sync {
    /// Of the whole installation, fanned-out parents not counted beside their parts.
    fn counts(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<AssignmentCounts, DbError>;
    /// What was assigned from a source (`plan-task:{id}`, `plan-target:{id}`, `indicator:{code}`), by due day.
    fn of_source(
        &self,
        tx: &mut Tx<'_>,
        source: &str,
        now: Timestamp,
    ) -> Result<Vec<AssignmentFact>, DbError>;
}

/// A step of a dossier's life that can be counted, as the events of the outbox tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierHappened {
    /// `dossiers.received`, …
    pub kind: String,
    pub event: crate::DossierEvent,
}

/// Implemented by `dossiers`; read by `indicators` to count again from the beginning and to show the records behind.
pub trait DossierHistory: Send + Sync {
    /// Everything that happened to the next `limit` dossiers after `after` (by id), oldest dossier first.
    fn replay(
        &self,
        tx: &mut Tx<'_>,
        after: Option<DossierId>,
        limit: i64,
    ) -> Result<Vec<(DossierId, Vec<DossierHappened>)>, DbError>;
    /// Codes of dossiers, for a list of the records behind a number; no name, no number of a person.
    fn codes(&self, tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<(DossierId, String)>, DbError>;
}

/// What a printed agency name may mean today, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyCandidate {
    pub agency: crate::AgencyFact,
    /// `same_name`, `successor` (merged or renamed since), `district` (a commune of the former district).
    pub reason: &'static str,
}

/// Implemented by `org`; read by `programme` and `tasks`.
pub trait AgencyNames: Send + Sync {
    /// Agencies of `on` that a printed name may mean: none, one, or several to ask about.  Marks, case, tone place and
    /// the words "tỉnh …" do not matter; old departments and districts lead to their successors.
    fn candidates(&self, tx: &mut Tx<'_>, printed: &str, on: Date) -> Result<Vec<AgencyCandidate>, DbError>;
    /// [`Self::candidates`] of each name, in the order asked.
    fn candidates_many(
        &self,
        tx: &mut Tx<'_>,
        printed: &[String],
        on: Date,
    ) -> Result<Vec<Vec<AgencyCandidate>>, DbError> {
        printed.iter().map(|one| self.candidates(tx, one, on)).collect()
    }
    /// Every agency of a group on a date, in Vietnamese order: `communes` (committees of communes) or `departments`
    /// (departments and offices of the province).
    fn of_group(&self, tx: &mut Tx<'_>, group: &str, on: Date) -> Result<Vec<crate::AgencyFact>, DbError>;
}
