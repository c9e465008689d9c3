//! Read ports that platform crates and services offer each other.
use crate::{AccountId, AgencyId, HoldingId, PositionId, UnitId};
use base::{Date, Timestamp};
use db::{DbError, Tx};

/// One position that an account holds now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HoldingFact {
    pub holding: HoldingId,
    pub position: PositionId,
    pub agency: AgencyId,
    pub agency_name: String,
    /// Role code, data of the province (`reception_officer`, …).
    pub role: String,
    /// The position's title as printed.
    pub title: String,
}

/// Who holds what; implemented by `org`, read by `policy`.
pub trait Positions: Send + Sync {
    /// Every position the account holds at `now`, by delegation too.
    fn holdings(
        &self,
        tx: &mut Tx<'_>,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<HoldingFact>, DbError>;
    /// The agency and every agency below it at `now`.
    fn agencies_below(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<Vec<AgencyId>, DbError>;
}

/// What other crates may know of an agency.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AgencyFact {
    pub id: AgencyId,
    /// Code of QĐ 20/2020/QĐ-TTg, e.g. `H41.77`.
    pub code: String,
    pub name: String,
    /// Kind code, data (`commune_committee`, `commune_centre`, `department`, …).
    pub kind: String,
    pub unit: UnitId,
    pub parent: Option<AgencyId>,
}

/// What other crates may know of an administrative unit.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UnitFact {
    pub id: UnitId,
    pub code: String,
    pub full_name: String,
    pub parent: Option<UnitId>,
}

/// Names of agencies and units, and who receives and resolves for a commune; implemented by `org`.
pub trait Directory: Send + Sync {
    fn agencies(&self, tx: &mut Tx<'_>, ids: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError>;
    fn agency_by_code(&self, tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<AgencyFact>, DbError>;
    /// Agencies of one kind in a unit on a date, e.g. the commune's public-service centre.
    fn agencies_of_kind(
        &self,
        tx: &mut Tx<'_>,
        unit: UnitId,
        kind: &str,
        on: Date,
    ) -> Result<Vec<AgencyFact>, DbError>;
    fn units(&self, tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<Vec<UnitFact>, DbError>;
    /// Communes of the installation's own province on a date, in Vietnamese order.
    fn communes(&self, tx: &mut Tx<'_>, on: Date) -> Result<Vec<UnitFact>, DbError>;
}

/// Office hours, days off and counting policies in force; implemented by the room that stores them.
pub trait WorkingTime: Send + Sync {
    /// The compiled calendar; cheap to clone.
    fn calendar(&self) -> calendar::WorkCalendar;
    /// Counting policies by date of receipt.
    fn policies(&self) -> calendar::PolicyBook;
}

/// Figures of the whole province that anybody may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct PublicFigures {
    /// Accepted since midnight, and how many of them were filed online by the person herself.
    pub received_today: i64,
    pub received_online_today: i64,
    /// Ended this calendar month, and how many of them by their due time.
    pub closed_this_month: i64,
    pub closed_in_time_this_month: i64,
    /// Open and past their due time now; not those that wait for the person.
    pub late_now: i64,
}

/// Implemented by `dossiers`, read by `portal`.
pub trait Figures: Send + Sync {
    /// The figures at `now` (days and months of Asia/Ho_Chi_Minh).
    fn public(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<PublicFigures, DbError>;
}
