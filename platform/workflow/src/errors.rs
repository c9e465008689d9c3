//! How a process says no.
use crate::model::Problem;
use base::{Refusal, RefusalKind};
use db::DbError;
use policy::Denied;

/// Why an event does not fit the process; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the process has begun already")]
    Started,
    #[error("the process has ended")]
    Ended,
    #[error("token {0} has moved on")]
    StaleToken(u32),
    #[error("the timer of token {0} is not due")]
    NotDue(u32),
    #[error("step {step} does not take this event")]
    WrongEvent { step: String },
    #[error("no way leads on from step {step} with outcome {outcome:?}")]
    NoRoute { step: String, outcome: Option<String> },
    #[error("step {step} must be done by somebody else than step {other}")]
    FourEyes { step: String, other: String },
    #[error("step {from} may not return to {to}")]
    MayNotReturn { from: String, to: String },
    #[error("step {step} needs agencies to ask")]
    NobodyAsked { step: String },
    #[error("at most {max} agencies are asked at once")]
    TooManyAsked { max: usize },
    #[error("the agency was not asked")]
    NotAsked,
    #[error("the agency has answered already")]
    Answered,
    #[error("a condition of step {step} cannot be evaluated")]
    Condition { step: String },
    #[error("the definition has no step {0}")]
    UnknownStep(String),
    #[error("more than {max} branches at once")]
    TooManyTokens { max: usize },
    #[error("the state would take {bytes} bytes")]
    StateTooLarge { bytes: usize },
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::Started => "workflow.started",
            Self::Ended => "workflow.ended",
            Self::StaleToken(_) => "workflow.stale_token",
            Self::NotDue(_) => "workflow.not_due",
            Self::WrongEvent { .. } => "workflow.wrong_event",
            Self::NoRoute { .. } => "workflow.no_route",
            Self::FourEyes { .. } => "workflow.four_eyes",
            Self::MayNotReturn { .. } => "workflow.may_not_return",
            Self::NobodyAsked { .. } => "workflow.nobody_asked",
            Self::TooManyAsked { .. } => "workflow.too_many_asked",
            Self::NotAsked => "workflow.not_asked",
            Self::Answered => "workflow.answered",
            Self::Condition { .. } => "workflow.condition",
            Self::UnknownStep(_) => "workflow.unknown_step",
            Self::TooManyTokens { .. } => "workflow.too_many_tokens",
            Self::StateTooLarge { .. } => "workflow.state_too_large",
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Started | Self::Ended | Self::StaleToken(_) | Self::NotDue(_) | Self::Answered => {
                RefusalKind::Conflict
            }
            Self::FourEyes { .. } | Self::NotAsked => RefusalKind::Forbidden,
            Self::Condition { .. }
            | Self::UnknownStep(_)
            | Self::TooManyTokens { .. }
            | Self::StateTooLarge { .. } => RefusalKind::Internal,
            Self::WrongEvent { .. }
            | Self::NoRoute { .. }
            | Self::MayNotReturn { .. }
            | Self::NobodyAsked { .. }
            | Self::TooManyAsked { .. } => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::WrongEvent { step }
            | Self::NoRoute { step, .. }
            | Self::NobodyAsked { step }
            | Self::FourEyes { step, .. }
            | Self::Condition { step }
            | Self::UnknownStep(step) => vec![("step", step.clone())],
            Self::MayNotReturn { from, to } => vec![("step", from.clone()), ("to", to.clone())],
            Self::TooManyAsked { max } => vec![("max", max.to_string())],
            _ => Vec::new(),
        }
    }
}

/// Why an operation on a stored process is refused; the transaction is rolled back by the caller.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("process definition {0} is not published")]
    NoDefinition(String),
    #[error("process definition {reference} has {} problems", problems.len())]
    Definition { reference: String, problems: Vec<Problem> },
    /// A published version never changes.
    #[error("process definition {0} is published with another content")]
    Immutable(String),
    #[error("there is no such process")]
    NoProcess,
    #[error("no agency answers for step {step}: {place}")]
    NoAgency { step: String, place: String },
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Refusal for WorkflowError {
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(inner) => inner.code(),
            Self::NoDefinition(_) => "workflow.no_definition",
            Self::Definition { .. } => "workflow.definition",
            Self::Immutable(_) => "workflow.immutable",
            Self::NoProcess => "workflow.no_process",
            Self::NoAgency { .. } => "workflow.no_agency",
            Self::Denied(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::Refused(inner) => inner.kind(),
            Self::NoProcess => RefusalKind::NotFound,
            Self::Immutable(_) => RefusalKind::Conflict,
            Self::NoDefinition(_) | Self::Definition { .. } | Self::NoAgency { .. } => RefusalKind::Invalid,
            Self::Denied(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Refused(inner) => inner.args(),
            Self::NoDefinition(reference) | Self::Immutable(reference) => {
                vec![("reference", reference.clone())]
            }
            Self::Definition { reference, problems } => {
                vec![("reference", reference.clone()), ("count", problems.len().to_string())]
            }
            Self::NoAgency { step, place } => vec![("step", step.clone()), ("place", place.clone())],
            Self::NoProcess => Vec::new(),
            Self::Denied(inner) => inner.args(),
            Self::Database(inner) => inner.args(),
        }
    }
}
