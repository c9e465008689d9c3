//! What a process is made of; pure.
mod condition;
mod definition;
mod event;
mod kind;
mod problem;
mod state;
mod task;

pub use condition::Condition;
pub use definition::{Definition, DefinitionError, Route, Step, StepKey};
pub use event::{Effect, Event, How, Level, TimerKind};
pub use kind::{Answer, Asks, Place, StepKind};
pub use problem::Problem;
pub use state::{Acted, Ask, Fork, Late, State, Token};
pub use task::{Clocks, LateAnswer, TaskRow};

/// The target of a route that ends its branch, and with the last branch the process.
pub const END: &str = "end";
