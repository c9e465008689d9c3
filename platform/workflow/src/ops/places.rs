//! From a step's place to an agency.
use crate::errors::WorkflowError;
use crate::model::{Place, Step};
use crate::store::ProcessRow;
use base::Timestamp;
use calendar::WorkCalendar;
use contracts::{AgencyId, Directory, UnitId};
use db::Tx;

/// What a process is resolved with.
pub struct Ports<'a> {
    pub calendar: &'a WorkCalendar,
    pub directory: &'a dyn Directory,
}

/// Where a process runs; kept with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    pub receiving: AgencyId,
    pub resolving: AgencyId,
    /// The commune of the dossier.
    pub unit: UnitId,
}

/// The agency that does `step` on the day of `now`.  Where a unit has several agencies of the kind, the first.
pub fn agency_of(
    tx: &mut Tx<'_>,
    ports: &Ports<'_>,
    process: &ProcessRow,
    step: &Step,
    asked: Option<AgencyId>,
    now: Timestamp,
) -> Result<AgencyId, WorkflowError> {
    let found = match &step.place {
        Place::Receiving => Some(process.receiving),
        Place::Resolving => Some(process.resolving),
        Place::Agency(code) => ports.directory.agency_by_code(tx, code, now.date())?.map(|agency| agency.id),
        Place::UnitKind(kind) => {
            let agencies = ports.directory.agencies_of_kind(tx, process.unit, kind, now.date())?;
            agencies.first().map(|agency| agency.id)
        }
        Place::Asked => asked,
    };
    found.ok_or_else(|| WorkflowError::NoAgency { step: step.title.clone(), place: step.place.words() })
}
