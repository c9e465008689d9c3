//! Types and state machines; pure.
mod body;
mod dossier;
mod status;
mod words;

pub use body::{ResultBody, ResultLine};
pub use dossier::{
    Collector, Component, Dossier, Draft, Entry, Fee, FeeState, File, Finding, Given, LateEntry, Refusal,
    ResultPaper, ResultState, Supplement,
};
pub use status::{Status, TransitionRefused};
pub use words::{Outcome, Pause, ReasonCode, ReturnChannel, StandingKind};
