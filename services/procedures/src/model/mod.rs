//! Types of the catalogue; pure.
mod file;
mod overlay;
mod question;
mod version;

pub use file::ProcedureFile;
pub use overlay::{Change, NewOverlay, Overlay};
pub use question::{Answer, Effect, LimitAnswer, Question, Reading};
pub use version::{Origin, State, VersionRow};
