//! Why an operation of this crate says no.
use crate::model::TransitionRefused;
use base::{Refusal, RefusalKind};
use db::DbError;
use policy::Denied;
use workflow::WorkflowError;

/// A refusal.  The sentence is `refusal-dossiers-…` of the locale file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("no such dossier")]
    NotFound,
    #[error("the dossier changed since the page was read")]
    Stale,
    #[error("the status does not allow this: {0}")]
    Transition(#[from] TransitionRefused),
    #[error("no such procedure or case in force")]
    NoProcedure,
    #[error("the procedure is not received here")]
    NotReceivedHere,
    #[error("the agency that resolves cannot be found for this place")]
    NoResolvingAgency,
    #[error("a fee is unpaid")]
    FeeUnpaid,
    /// `needs` says in words what to fill in; empty when what came out is no amount.
    #[error("the fee {fee} cannot be reckoned; it needs: {needs}")]
    FeeUncounted { fee: String, needs: String },
    #[error("mandatory component {0} is missing")]
    ComponentMissing(String),
    #[error("of the conditional component {0} it was not said whether it is due")]
    ComponentUndecided(String),
    #[error("{0} answers of the form need attention")]
    FormIncomplete(usize),
    #[error("a field is wrong: {field} ({problem})")]
    Field { field: &'static str, problem: &'static str },
    #[error("no further supplement round is allowed")]
    NoFurtherRound,
    #[error("a proposal already waits for the director")]
    ProposalOpen,
    #[error("nothing waits for a decision")]
    NothingToDecide,
    #[error("whoever proposed or drafted cannot decide")]
    SamePerson,
    #[error("the hand-over slip takes dossiers of one resolving agency")]
    MixedAgencies,
    #[error("nothing was chosen")]
    NothingChosen,
    #[error("there is no result to sign or return")]
    NoResult,
    #[error("the draft has been filed or has expired")]
    DraftClosed,
    #[error("the draft was saved elsewhere meanwhile")]
    DraftStale,
    #[error("the file is empty")]
    FileEmpty,
    #[error("files of this kind are not taken")]
    FileKind,
    #[error("the file is larger than 20 MB")]
    FileTooLarge,
    #[error("the archive is not safe to open")]
    FileUnsafe,
    #[error("too many tries")]
    TooManyTries,
    #[error("code and digits do not match a dossier")]
    LookupMismatch,
    #[error("the key or account does not open this dossier")]
    NotYours,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    #[error(transparent)]
    Party(#[from] parties::PartyError),
    #[error(transparent)]
    Database(#[from] DbError),
    #[error(transparent)]
    Objects(#[from] objects::ObjectError),
    #[error(transparent)]
    Document(#[from] documents::DocumentError),
    #[error(transparent)]
    Form(#[from] forms::FormError),
}

impl Refusal for Refused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "dossiers.not_found",
            Self::Stale => "dossiers.stale",
            Self::Transition(_) => "dossiers.transition",
            Self::NoProcedure => "dossiers.no_procedure",
            Self::NotReceivedHere => "dossiers.not_received_here",
            Self::NoResolvingAgency => "dossiers.no_resolving_agency",
            Self::FeeUnpaid => "dossiers.fee_unpaid",
            Self::FeeUncounted { needs, .. } if needs.is_empty() => "dossiers.fee_wrong",
            Self::FeeUncounted { .. } => "dossiers.fee_needs",
            Self::ComponentMissing(_) => "dossiers.component_missing",
            Self::ComponentUndecided(_) => "dossiers.component_undecided",
            Self::FormIncomplete(_) => "dossiers.form_incomplete",
            Self::Field { .. } => "dossiers.field",
            Self::NoFurtherRound => "dossiers.no_further_round",
            Self::ProposalOpen => "dossiers.proposal_open",
            Self::NothingToDecide => "dossiers.nothing_to_decide",
            Self::SamePerson => "dossiers.same_person",
            Self::MixedAgencies => "dossiers.mixed_agencies",
            Self::NothingChosen => "dossiers.nothing_chosen",
            Self::NoResult => "dossiers.no_result",
            Self::DraftClosed => "dossiers.draft_closed",
            Self::DraftStale => "dossiers.draft_stale",
            Self::FileEmpty => "dossiers.file_empty",
            Self::FileKind => "dossiers.file_kind",
            Self::FileTooLarge => "dossiers.file_too_large",
            Self::FileUnsafe => "dossiers.file_unsafe",
            Self::TooManyTries => "dossiers.too_many_tries",
            Self::LookupMismatch => "dossiers.lookup_mismatch",
            Self::NotYours => "dossiers.not_yours",
            Self::Denied(inner) => inner.code(),
            Self::Workflow(inner) => inner.code(),
            Self::Party(inner) => inner.code(),
            Self::Database(inner) => inner.code(),
            Self::Objects(inner) => inner.code(),
            Self::Document(inner) => inner.code(),
            Self::Form(inner) => inner.code(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            Self::NotFound => RefusalKind::NotFound,
            Self::Stale | Self::DraftStale | Self::Transition(_) | Self::ProposalOpen | Self::DraftClosed => {
                RefusalKind::Conflict
            }
            Self::FileTooLarge => RefusalKind::TooLarge,
            Self::TooManyTries => RefusalKind::TooMany,
            Self::NotYours => RefusalKind::Forbidden,
            Self::Denied(inner) => inner.kind(),
            Self::Workflow(inner) => inner.kind(),
            Self::Party(inner) => inner.kind(),
            Self::Database(inner) => inner.kind(),
            Self::Objects(inner) => inner.kind(),
            Self::Document(inner) => inner.kind(),
            Self::Form(inner) => inner.kind(),
            _ => RefusalKind::Invalid,
        }
    }

    fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ComponentMissing(name) | Self::ComponentUndecided(name) => {
                vec![("component", name.clone())]
            }
            Self::FeeUncounted { fee, needs } => vec![("fee", fee.clone()), ("needs", needs.clone())],
            Self::FormIncomplete(count) => vec![("count", count.to_string())],
            Self::Field { field, problem } => {
                vec![("field", (*field).to_owned()), ("problem", (*problem).to_owned())]
            }
            Self::Workflow(inner) => inner.args(),
            Self::Party(inner) => inner.args(),
            _ => Vec::new(),
        }
    }
}
