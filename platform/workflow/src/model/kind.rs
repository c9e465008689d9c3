//! What a step asks for, and of whom.
use super::TimerKind;
use serde::{Deserialize, Serialize};

/// What silence means when the citizen's time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Agree,
    Disagree,
}

/// What an outside system's answer must bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// The identity number given to the person registered, as the reference of the answer.
    PersonalNumber,
}

/// What a step asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Ordinary work of an officer.
    Work,
    /// Drafts a result.
    Propose,
    /// Signs a result that somebody else drafted.
    Approve,
    /// Hands the result over; the process ends behind it.
    Desk,
    /// The citizen answers within the limit; silence means `default` (law.md §1.4).
    WaitCitizen { default: Answer },
    /// Agencies are asked in parallel; with `deemed`, silence at the limit is consent.
    Consult { deemed: bool },
    /// A work order to a system outside; its time is not ours.
    External { system: String },
}

impl StepKind {
    /// Stable word: in definitions and in the database.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Propose => "propose",
            Self::Approve => "approve",
            Self::Desk => "desk",
            Self::WaitCitizen { .. } => "wait_citizen",
            Self::Consult { .. } => "consult",
            Self::External { .. } => "external",
        }
    }

    /// Key of the kind's name: `workflow-kind-…`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("workflow-kind-{}", self.word().replace('_', "-"))
    }

    /// An officer finishes the step by sending it on.
    #[must_use]
    pub const fn by_officer(&self) -> bool {
        matches!(self, Self::Work | Self::Propose | Self::Approve | Self::Desk)
    }

    /// Whether the time of the step is the administration's own: not while the citizen or an outside system has it.
    #[must_use]
    pub const fn own_time(&self) -> bool {
        !matches!(self, Self::WaitCitizen { .. } | Self::External { .. })
    }

    /// What being due means for the step.
    pub(crate) const fn at_due(&self) -> TimerKind {
        match self {
            Self::WaitCitizen { .. } | Self::Consult { deemed: true } => TimerKind::Default,
            _ => TimerKind::Due,
        }
    }

    /// What belongs to the kind beside its word, as stored.
    pub(crate) fn detail(&self) -> &str {
        match self {
            Self::WaitCitizen { default: Answer::Agree } => "agree",
            Self::WaitCitizen { default: Answer::Disagree } => "disagree",
            Self::Consult { deemed: true } => "deemed",
            Self::External { system } => system,
            _ => "",
        }
    }

    pub(crate) fn from_stored(word: &str, detail: &str) -> Option<Self> {
        Some(match word {
            "work" => Self::Work,
            "propose" => Self::Propose,
            "approve" => Self::Approve,
            "desk" => Self::Desk,
            "wait_citizen" => {
                let default = if detail == "disagree" { Answer::Disagree } else { Answer::Agree };
                Self::WaitCitizen { default }
            }
            "consult" => Self::Consult { deemed: detail == "deemed" },
            "external" => Self::External { system: detail.to_owned() },
            _ => return None,
        })
    }
}

/// Which agency does a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The agency that received the dossier.
    Receiving,
    /// The agency that resolves it.
    #[default]
    Resolving,
    /// One agency by its code (QĐ 20/2020/QĐ-TTg).
    Agency(String),
    /// The agency of this kind in the dossier's commune.
    UnitKind(String),
    /// The agencies that the officer of the step before chose to ask.
    Asked,
}

impl Place {
    /// Short description for refusals and logs.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Receiving => "receiving".to_owned(),
            Self::Resolving => "resolving".to_owned(),
            Self::Agency(code) => format!("agency {code}"),
            Self::UnitKind(kind) => format!("unit_kind {kind}"),
            Self::Asked => "asked".to_owned(),
        }
    }
}
