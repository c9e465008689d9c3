#![doc = include_str!("../README.md")]

mod errors;
mod model;
mod ops;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use errors::{Refused, WorkflowError};
pub use model::{
    Answer, Asks, Condition, Definition, DefinitionError, Effect, Event, How, LateAnswer, Level, Place,
    Problem, Route, State, Step, StepKey, StepKind, TaskRow, TimerKind, Token,
};
pub use ops::{
    Happened, Places, Ports, apply, cancel, correction_step, definition, desk_token, first_step_token,
    may_act, publish_definition, resume, start, suspend, waiting_citizen,
};
pub use rules::{
    ASKED_MAX, STATE_BYTES_MAX, STEPS_MAX, TOKENS_MAX, check, longest_minutes, own_minutes, step,
};
pub use store::{due_timers, subject_of, task, tasks_of, work_list};

/// The tables of this crate.
pub const MIGRATIONS: db::MigrationSet = db::migrations!("workflow", "0001_create_process");

/// The sentences of refusals and of problems in definitions, as `(language, Fluent text)`.
pub const LOCALES: &[(&str, &str)] = &[("vi", include_str!("../locales/vi.ftl"))];

/// Acting on a step of a process in one's agency and role.
pub const PERMISSIONS: &[&str] = &["workflow.act"];
