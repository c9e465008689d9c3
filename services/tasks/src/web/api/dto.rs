//! What goes over the wire.  Instants are RFC 3339 in Vietnam's time, days `yyyy-MM-dd`.  None of these is a row.
use crate::model::{Assignment, Deed};
use crate::rules::Gathered;
use base::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One assignment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssignmentOut {
    #[schema(format = "uuid")]
    pub id: String,
    /// The fan-out that it is a part of.
    #[schema(format = "uuid")]
    pub parent: Option<String>,
    pub title: String,
    pub product: String,
    pub words: String,
    /// `plan-task:…`, `indicator:…`; empty: from nothing.
    pub source: String,
    pub notice_number: String,
    pub notice_date: Option<String>,
    pub paragraph: String,
    /// Absent on a fan-out.
    #[schema(format = "uuid")]
    pub agency: Option<String>,
    pub agency_name: String,
    pub assigner_name: String,
    /// `normal`, `urgent`, `express`.
    pub priority: String,
    /// `not_accepted`, `in_time`, `overdue`, `awaiting_confirmation`, `done_in_time`, `done_late`, `withdrawn`.
    pub state: String,
    pub percent: i64,
    pub assigned_at: String,
    pub first_due: String,
    pub due: String,
    pub submitted_on: Option<String>,
    pub product_number: String,
    /// The day that the agency asks for, while nobody has answered.
    pub extension_to: Option<String>,
    pub question_open: bool,
    pub version: i64,
}

impl AssignmentOut {
    pub fn of(row: &Assignment, today: Date) -> Self {
        Self {
            id: row.id.to_string(),
            parent: row.parent.map(|id| id.to_string()),
            title: row.title.clone(),
            product: row.product.clone(),
            words: row.words.clone(),
            source: row.source.clone(),
            notice_number: row.notice_number.clone(),
            notice_date: row.notice_date.map(|day| day.to_string()),
            paragraph: row.paragraph.clone(),
            agency: row.agency.map(|id| id.to_string()),
            agency_name: row.agency_name.clone(),
            assigner_name: row.assigner_name.clone(),
            priority: row.priority.word().to_owned(),
            state: row.state(today).word().to_owned(),
            percent: row.percent,
            assigned_at: row.assigned_at.to_string(),
            first_due: row.first_due.to_string(),
            due: row.due.to_string(),
            submitted_on: row.submitted_on.map(|day| day.to_string()),
            product_number: row.product_number.clone(),
            extension_to: row.extension_to.map(|day| day.to_string()),
            question_open: row.question_open,
            version: row.version,
        }
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentPage {
    pub items: Vec<AssignmentOut>,
    /// Give it as `after` for the next page.
    pub next: Option<String>,
}

/// How a fan-out stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct GatheredOut {
    pub done: i64,
    pub submitted: i64,
    /// Parts that were not withdrawn.
    pub of: i64,
}

impl From<Gathered> for GatheredOut {
    fn from(sum: Gathered) -> Self {
        Self { done: sum.done, submitted: sum.submitted, of: sum.of }
    }
}

/// One assignment with its parts.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentDetail {
    #[serde(flatten)]
    pub assignment: AssignmentOut,
    pub helpers: Vec<String>,
    pub gathered: Option<GatheredOut>,
    pub parts: Vec<AssignmentOut>,
}

/// What is assigned.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AssignmentIn {
    pub title: String,
    pub product: String,
    #[serde(default)]
    pub words: String,
    /// `plan-task:{id}`, `plan-target:{id}`, `indicator:{code}`, `dossier:{code}`; empty: from nothing.
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub source_title: String,
    /// Codes of QĐ 20/2020/QĐ-TTg, or names of today.
    #[serde(default)]
    pub agencies: Vec<String>,
    /// `communes`, `departments`.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Agencies that help.
    #[serde(default)]
    pub helpers: Vec<String>,
    /// `yyyy-MM-dd`; a day off moves it to the next working day.
    pub due: String,
    /// `normal`, `urgent`, `express`.
    #[serde(default)]
    pub priority: String,
}

/// An act of the agency that works.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ActIn {
    Accept,
    Report {
        percent: i64,
        words: String,
    },
    Ask {
        words: String,
    },
    AskExtension {
        to: String,
        reason: String,
    },
    Submit {
        number: String,
        #[serde(default)]
        words: String,
    },
}

/// A decision of the agency that assigned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum DecisionIn {
    Answer {
        words: String,
    },
    GrantExtension {
        to: String,
        #[serde(default)]
        words: String,
    },
    RefuseExtension {
        words: String,
    },
    Confirm {
        #[serde(default)]
        words: String,
    },
    Return {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
    Chase {
        #[serde(default)]
        words: String,
    },
}

fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

impl ActIn {
    /// None: a day is no day.
    pub fn deed(self) -> Option<Deed> {
        Some(match self {
            Self::Accept => Deed::Accept,
            Self::Report { percent, words } => Deed::Report { percent, words, file: None },
            Self::Ask { words } => Deed::Ask { words },
            Self::AskExtension { to, reason } => Deed::AskExtension { to: day(&to)?, reason },
            Self::Submit { number, words } => Deed::Submit { words, number, file: None },
        })
    }
}

impl DecisionIn {
    /// None: a day is no day.
    pub fn deed(self) -> Option<Deed> {
        Some(match self {
            Self::Answer { words } => Deed::Answer { words },
            Self::GrantExtension { to, words } => Deed::GrantExtension { to: day(&to)?, words },
            Self::RefuseExtension { words } => Deed::RefuseExtension { words },
            Self::Confirm { words } => Deed::Confirm { words },
            Self::Return { reason } => Deed::Return { reason },
            Self::Withdraw { reason } => Deed::Withdraw { reason },
            Self::Chase { words } => Deed::Chase { words },
        })
    }
}
