//! What may be done to the work of one agency, and what it does; pure.
use super::{Assignment, Phase};
use crate::errors::Refused;
use base::{Date, Timestamp};
use contracts::{AccountId, FileId};
use serde_json::{Value, json};

/// An act on the work of one agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    // the agency that does the work
    Accept,
    Report { percent: i64, words: String, file: Option<FileId> },
    Ask { words: String },
    AskExtension { to: Date, reason: String },
    Submit { words: String, number: String, file: Option<FileId> },
    // the agency that assigned it
    Answer { words: String },
    GrantExtension { to: Date, words: String },
    RefuseExtension { words: String },
    Confirm { words: String },
    Return { reason: String },
    Withdraw { reason: String },
    Chase { words: String },
}

impl Deed {
    /// Stable word of the timeline; the audit event is `tasks.` and this.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Report { .. } => "reported",
            Self::Ask { .. } => "asked",
            Self::AskExtension { .. } => "extension_asked",
            Self::Submit { .. } => "submitted",
            Self::Answer { .. } => "answered",
            Self::GrantExtension { .. } => "extension_granted",
            Self::RefuseExtension { .. } => "extension_refused",
            Self::Confirm { .. } => "confirmed",
            Self::Return { .. } => "returned",
            Self::Withdraw { .. } => "withdrawn",
            Self::Chase { .. } => "chased",
        }
    }

    /// The agency that assigned does it; all others are done by the agency that works.
    #[must_use]
    pub const fn is_assigners(&self) -> bool {
        matches!(
            self,
            Self::Answer { .. }
                | Self::GrantExtension { .. }
                | Self::RefuseExtension { .. }
                | Self::Confirm { .. }
                | Self::Return { .. }
                | Self::Withdraw { .. }
                | Self::Chase { .. }
        )
    }

    /// A reminder makes nobody's open page stale.
    #[must_use]
    pub const fn raises_version(&self) -> bool {
        !matches!(self, Self::Chase { .. })
    }

    /// What the timeline keeps: words of officers and days, no id of a person.
    #[must_use]
    pub fn detail(&self, before: &Assignment) -> Value {
        match self {
            Self::Accept => json!({}),
            Self::Report { percent, words, file } => {
                json!({ "percent": percent, "words": words, "file": file.map(|id| id.to_string()) })
            }
            Self::Ask { words }
            | Self::Answer { words }
            | Self::Confirm { words }
            | Self::Chase { words } => {
                json!({ "words": words })
            }
            Self::AskExtension { to, reason } => {
                json!({ "to": to.to_string(), "due": before.due.to_string(), "words": reason })
            }
            Self::Submit { words, number, file } => {
                json!({ "words": words, "number": number, "file": file.map(|id| id.to_string()) })
            }
            Self::GrantExtension { to, words } => {
                json!({ "to": to.to_string(), "due": before.due.to_string(), "words": words })
            }
            Self::RefuseExtension { words } => json!({
                "to": before.extension_to.map(|day| day.to_string()),
                "due": before.due.to_string(),
                "words": words
            }),
            Self::Return { reason } | Self::Withdraw { reason } => json!({ "words": reason }),
        }
    }
}

fn said(words: &str, field: &'static str) -> Result<(), Refused> {
    if words.trim().is_empty() { Err(Refused::Field(field)) } else { Ok(()) }
}

fn allowed(holds: bool, otherwise: Refused) -> Result<(), Refused> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// The work after the act.  `version` and `entries` are the caller's.
///
/// # Errors
/// [`Refused`]: the phase does not allow it, a word or a document is missing, or one person would be both sides.
pub fn apply(before: &Assignment, deed: &Deed, by: AccountId, now: Timestamp) -> Result<Assignment, Refused> {
    let mut after = before.clone();
    let phase = before.phase;
    // A parent is moved by its parts alone.
    allowed(!before.is_parent(), Refused::Phase)?;
    allowed(!phase.is_closed(), Refused::Phase)?;
    if deed.is_assigners() {
        assigners(&mut after, deed, by, now)?
    } else {
        doers(&mut after, deed, by, now)?
    }
    after.waits_since = if after.waits() { before.waits_since.or(Some(now)) } else { None };
    Ok(after)
}

fn doers(after: &mut Assignment, deed: &Deed, by: AccountId, now: Timestamp) -> Result<(), Refused> {
    match deed {
        Deed::Accept => {
            allowed(after.phase == Phase::Given, Refused::Phase)?;
            after.phase = Phase::Accepted;
            after.accepted_at = Some(now);
        }
        Deed::Report { percent, words, .. } => {
            allowed(after.phase == Phase::Accepted, Refused::Phase)?;
            allowed((0..=100).contains(percent), Refused::Field("percent"))?;
            said(words, "report-words")?;
            after.percent = *percent;
            after.report.clone_from(words);
            after.reported_at = Some(now);
        }
        Deed::Ask { words } => {
            allowed(after.phase.is_running(), Refused::Phase)?;
            said(words, "question")?;
            after.question_open = true;
        }
        Deed::AskExtension { to, reason } => {
            allowed(after.phase.is_running(), Refused::Phase)?;
            allowed(after.extension_to.is_none(), Refused::ExtensionOpen)?;
            allowed(*to > after.due && *to > now.date(), Refused::Field("extension"))?;
            said(reason, "reason")?;
            after.extension_to = Some(*to);
        }
        Deed::Submit { number, file, .. } => {
            allowed(after.phase == Phase::Accepted, Refused::Phase)?;
            allowed(!number.trim().is_empty() || file.is_some(), Refused::NoProduct)?;
            after.phase = Phase::Submitted;
            after.submitted_on = Some(now.date());
            after.submitted_by = Some(by);
            after.product_number.clone_from(number);
            after.product_file = *file;
        }
        _ => return Err(Refused::Phase),
    }
    Ok(())
}

fn assigners(after: &mut Assignment, deed: &Deed, by: AccountId, now: Timestamp) -> Result<(), Refused> {
    match deed {
        Deed::Answer { words } => {
            allowed(after.question_open, Refused::NothingAsked)?;
            said(words, "answer")?;
            after.question_open = false;
        }
        Deed::GrantExtension { to, .. } => {
            allowed(after.extension_to.is_some(), Refused::NothingAsked)?;
            allowed(*to > after.due, Refused::Field("extension"))?;
            after.extension_to = None;
            after.due = *to;
        }
        Deed::RefuseExtension { words } => {
            allowed(after.extension_to.is_some(), Refused::NothingAsked)?;
            said(words, "extension-words")?;
            after.extension_to = None;
        }
        Deed::Confirm { .. } => {
            allowed(after.phase == Phase::Submitted, Refused::Phase)?;
            allowed(after.submitted_by != Some(by), Refused::SamePerson)?;
            after.late = after.submitted_on.is_some_and(|day| day > after.due);
            close(after, Phase::Done, now);
        }
        Deed::Return { reason } => {
            allowed(after.phase == Phase::Submitted, Refused::Phase)?;
            said(reason, "return-words")?;
            after.phase = Phase::Accepted;
            after.submitted_on = None;
            after.submitted_by = None;
            after.product_number.clear();
            after.product_file = None;
        }
        Deed::Withdraw { reason } => {
            said(reason, "withdraw-words")?;
            close(after, Phase::Withdrawn, now);
        }
        Deed::Chase { .. } => {
            allowed(after.phase.is_running(), Refused::Phase)?;
            after.chased_at = Some(now);
        }
        _ => return Err(Refused::Phase),
    }
    Ok(())
}

fn close(after: &mut Assignment, phase: Phase, now: Timestamp) {
    after.phase = phase;
    after.closed_at = Some(now);
    // What was still asked has no answer any more.
    after.extension_to = None;
    after.question_open = false;
    after.half_at = None;
}
