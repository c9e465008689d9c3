//! What a plan is in this crate: facts as read, corrected or brought by a pack, and the rows that are made of them.
pub mod facts;
pub mod money;
pub mod path;
pub mod plan;
pub mod rounds;
pub mod source;
pub mod track;

pub use facts::{AgencyMeaning, BudgetFacts, DocumentFacts, FigureFacts, PlanFacts, TargetFacts, TaskFacts};
