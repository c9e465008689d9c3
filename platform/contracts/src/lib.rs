//! Where services meet: ids, events and read ports, as plain data.  Nothing here decides anything.
//!
//! A service that needs another's data asks a read port declared here, which the binary injects; it never
//! imports the other service.  Ports answer in batches and take the caller's transaction.
mod events;
mod ids;
mod measures;
mod ports;
mod procedure;

pub use events::{AssignmentEvent, DossierEvent, EVENT_KINDS, PlanEvent};
pub use ids::*;
pub use measures::*;
pub use ports::{
    AgencyFact, Directory, Figures, HoldingFact, Positions, PublicFigures, UnitFact, WorkingTime,
};
pub use procedure::*;
