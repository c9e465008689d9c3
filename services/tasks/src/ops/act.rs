//! An act on the work of one agency: one transaction for the row, its parent, the timeline, the audit and the event.
use super::keep::{Brought, keep};
use super::rights::{Rights, as_assigner, as_worker};
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Assignment, Deed, File, Phase, apply};
use crate::rules;
use crate::store::{self, NewEntry};
use contracts::{AccountId, AssignmentEvent, AssignmentId};
use db::Tx;
use policy::{Authorized, OpContext};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Command {
    pub id: AssignmentId,
    /// The version that the page showed; none: a program that does not mind.
    pub version: Option<i64>,
    /// The same value twice is the same act; empty: none.
    pub once: String,
    /// Name of the officer, for the timeline.
    pub person: String,
    pub deed: Deed,
    /// A file beside a report or a hand-in.
    pub file: Option<Brought>,
}

/// Longest text of an act, in characters.
const WORDS_MAX: usize = 4_000;
/// Longest number of a document.
const NUMBER_MAX: usize = 100;

fn cleaned(deed: Deed) -> Result<Deed, Refused> {
    let words =
        |text: &str, field| text::clean_text_within(text, WORDS_MAX).map_err(|_| Refused::Field(field));
    Ok(match deed {
        Deed::Accept => Deed::Accept,
        Deed::Report { percent, words: said, file } => {
            Deed::Report { percent, words: words(&said, "report-words")?, file }
        }
        Deed::Ask { words: said } => Deed::Ask { words: words(&said, "question")? },
        Deed::AskExtension { to, reason } => Deed::AskExtension { to, reason: words(&reason, "reason")? },
        Deed::Submit { words: said, number, file } => Deed::Submit {
            words: words(&said, "submit-words")?,
            number: text::clean_line_within(&number, NUMBER_MAX).map_err(|_| Refused::Field("number"))?,
            file,
        },
        Deed::Answer { words: said } => Deed::Answer { words: words(&said, "answer")? },
        Deed::GrantExtension { to, words: said } => {
            Deed::GrantExtension { to, words: words(&said, "extension-words")? }
        }
        Deed::RefuseExtension { words: said } => {
            Deed::RefuseExtension { words: words(&said, "extension-words")? }
        }
        Deed::Confirm { words: said } => Deed::Confirm { words: words(&said, "confirm-words")? },
        Deed::Return { reason } => Deed::Return { reason: words(&reason, "return-words")? },
        Deed::Withdraw { reason } => Deed::Withdraw { reason: words(&reason, "withdraw-words")? },
        Deed::Chase { words: said } => Deed::Chase { words: words(&said, "chase-words")? },
    })
}

/// A day is moved off days off, and the file's id stands in the deed.
fn completed(deps: &Deps, deed: Deed, file: Option<&File>) -> Deed {
    let calendar = deps.time.calendar();
    match deed {
        Deed::Report { percent, words, .. } => {
            Deed::Report { percent, words, file: file.map(|file| file.id) }
        }
        Deed::Submit { words, number, .. } => Deed::Submit { words, number, file: file.map(|file| file.id) },
        Deed::AskExtension { to, reason } => {
            Deed::AskExtension { to: rules::moved_to_work(&calendar, to), reason }
        }
        Deed::GrantExtension { to, words } => {
            Deed::GrantExtension { to: rules::moved_to_work(&calendar, to), words }
        }
        deed => deed,
    }
}

/// Does the act.  The same `once` again answers with what stands and does nothing.
///
/// # Errors
/// [`Refused::NotFound`] also for whoever has no right; [`Refused::Stale`] after another act; those of the act itself.
pub async fn act(deps: &Deps, cx: &OpContext, command: Command) -> Result<Assignment, Refused> {
    let Command { id, version, once, person, deed, file } = command;
    let account = cx.actor.account().ok_or(Refused::NotFound)?;
    let deed = cleaned(deed)?;
    // Before bytes are kept for somebody: may she act here at all?
    let (asked, early) = (cx.clone(), deed.is_assigners());
    deps.db
        .read(move |tx| {
            let row = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let rights = Rights::of(&asked, &row, &[]);
            if if early { rights.decide.is_some() } else { rights.work } {
                Ok(())
            } else {
                Err(Refused::NotFound)
            }
        })
        .await?;
    let file = match file {
        Some(brought) => Some(keep(deps, brought, cx.now).await?),
        None => None,
    };
    let deed = completed(deps, deed, file.as_ref());
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let found = locked(tx, id)?;
            let before = if deed.is_assigners() { as_assigner(&cx, found)? } else { as_worker(&cx, found)? };
            // The word a form sends once is hers for this deed on this work: it swallows no other act.
            let scope = format!("tasks.act:{}:{id}:{account}", deed.word());
            if !once.is_empty() {
                if tx.idempotent(&scope, &once)?.is_some() {
                    return Ok(before.into_inner());
                }
                tx.remember(&scope, &once, "{}", cx.now)?;
            }
            if version.is_some_and(|seen| seen != before.version) {
                return Err(Refused::Stale);
            }
            if let Some(file) = &file {
                store::insert_file(tx, id, file, Some(account))?;
            }
            let after = done(tx, &cx, &before, &deed, account, &person)?;
            regather(tx, &cx, &after)?;
            Ok(after)
        })
        .await
}

/// Locks the root and reads the row as it stands then.
pub(super) fn locked(tx: &mut Tx<'_>, id: AssignmentId) -> Result<Assignment, Refused> {
    let found = store::load(tx, id)?.ok_or(Refused::NotFound)?;
    if !store::lock(tx, found.root())? {
        return Err(Refused::NotFound);
    }
    store::load(tx, id)?.ok_or(Refused::NotFound)
}

/// Applies a deed to one row that is locked and authorised; writes row, line, audit and event.
pub(super) fn done(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    before: &Authorized<Assignment>,
    deed: &Deed,
    account: AccountId,
    person: &str,
) -> Result<Assignment, Refused> {
    let mut after = apply(before, deed, account, cx.now)?;
    after.version = before.version.saturating_add(i64::from(deed.raises_version()));
    after.entries = before.entries.saturating_add(1);
    if matches!(deed, Deed::Report { .. }) {
        person.clone_into(&mut after.reported_by);
    }
    if !store::save(tx, before, &after)? {
        return Err(Refused::Stale);
    }
    let holding = before.holding();
    let entry = NewEntry {
        kind: deed.word(),
        agency: holding.map(|held| held.agency),
        actor: Some(account),
        person: person.to_owned(),
        office: office(holding),
        detail: deed.detail(before),
    };
    store::write_entry(tx, after.id, after.entries, cx.now, &entry)?;
    let said = serde_json::json!({ "phase": after.phase.word(), "due": after.due.to_string(), "percent": after.percent });
    policy::audit(tx, cx, audit_event(deed), after.id.id(), holding, &said)?;
    if after.phase == Phase::Done {
        let event = AssignmentEvent {
            assignment: after.id,
            parent: after.parent,
            assigner: after.assigner,
            agencies: after.agency.into_iter().collect(),
            at: cx.now,
            late: Some(after.late),
        };
        tx.emit(after.id, "tasks.done", 1, &event, cx.now)?;
    }
    Ok(after)
}

/// `Phó Chủ tịch, Ủy ban nhân dân tỉnh`: a position and its agency.
pub(super) fn office(holding: Option<&policy::Holding>) -> String {
    holding.map_or_else(String::new, |held| match held.title.is_empty() {
        true => held.agency_name.clone(),
        false => format!("{}, {}", held.title, held.agency_name),
    })
}

const fn audit_event(deed: &Deed) -> &'static str {
    match deed {
        Deed::Accept => "tasks.accepted",
        Deed::Report { .. } => "tasks.reported",
        Deed::Ask { .. } => "tasks.asked",
        Deed::AskExtension { .. } => "tasks.extension_asked",
        Deed::Submit { .. } => "tasks.submitted",
        Deed::Answer { .. } => "tasks.answered",
        Deed::GrantExtension { .. } => "tasks.extension_granted",
        Deed::RefuseExtension { .. } => "tasks.extension_refused",
        Deed::Confirm { .. } => "tasks.confirmed",
        Deed::Return { .. } => "tasks.returned",
        Deed::Withdraw { .. } => "tasks.withdrawn",
        Deed::Chase { .. } => "tasks.chased",
    }
}

/// Brings the parent of a part up to date; the caller holds its lock.
pub(super) fn regather(tx: &mut Tx<'_>, cx: &OpContext, part: &Assignment) -> Result<(), Refused> {
    let Some(parent) = part.parent else { return Ok(()) };
    let before = store::load(tx, parent)?.ok_or(Refused::NotFound)?;
    let after = gathered(tx, cx, &before)?;
    if after != before {
        store::save_gathered(tx, &after)?;
    }
    Ok(())
}

/// The parent as its parts make it now.
pub(super) fn gathered(tx: &mut Tx<'_>, cx: &OpContext, parent: &Assignment) -> Result<Assignment, Refused> {
    let facts = store::part_facts(tx, parent.id)?;
    let sum = rules::gather(&facts);
    let mut after = parent.clone();
    after.phase = sum.phase;
    after.due = sum.due.unwrap_or(parent.due);
    after.late = sum.late;
    after.percent = sum.percent;
    after.waits_since = sum.waits_since;
    after.closed_at = if sum.phase.is_closed() { parent.closed_at.or(Some(cx.now)) } else { None };
    Ok(after)
}
