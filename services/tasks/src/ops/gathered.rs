//! Acts of the assigner on a whole fan-out: chase the rest, confirm what was handed in, take everything back.
use super::act::{done, gathered, office};
use super::rights::as_assigner;
use crate::Deps;
use crate::errors::Refused;
use crate::model::{Assignment, Deed, Phase};
use crate::store::{self, NewEntry};
use contracts::AssignmentId;
use policy::OpContext;

/// What is done to the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatherDeed {
    /// Reminds every agency that has not handed in.
    ChaseRest { words: String },
    /// Confirms the chosen parts that were handed in by somebody else.
    Confirm { parts: Vec<AssignmentId> },
    /// Takes back every part that is not done.
    WithdrawRest { reason: String },
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Gather {
    pub id: AssignmentId,
    /// The same value twice is the same act; empty: none.
    pub once: String,
    pub person: String,
    pub deed: GatherDeed,
}

const WORDS_MAX: usize = 4_000;

/// Does it; answers to how many parts something was done.  A fan-out has no version of its own that could be stale: each
/// part is judged as it stands.
///
/// # Errors
/// [`Refused::NotFound`] also without a right; [`Refused::Phase`] where there is nothing left to do it to.
pub async fn gather_act(deps: &Deps, cx: &OpContext, ask: Gather) -> Result<i64, Refused> {
    let account = cx.actor.account().ok_or(Refused::NotFound)?;
    let clean =
        |text: &str, field| text::clean_text_within(text, WORDS_MAX).map_err(|_| Refused::Field(field));
    let deed = match ask.deed {
        GatherDeed::ChaseRest { words } => GatherDeed::ChaseRest { words: clean(&words, "chase-words")? },
        GatherDeed::WithdrawRest { reason } => {
            let reason = clean(&reason, "withdraw-words")?;
            if reason.is_empty() {
                return Err(Refused::Field("withdraw-words"));
            }
            GatherDeed::WithdrawRest { reason }
        }
        confirm @ GatherDeed::Confirm { .. } => confirm,
    };
    let (cx, id, once, person) = (cx.clone(), ask.id, ask.once, ask.person);
    deps.db
        .write(move |tx| {
            if !store::lock(tx, id)? {
                return Err(Refused::NotFound);
            }
            let parent = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let parent = as_assigner(&cx, parent)?;
            if !parent.is_parent() {
                return Err(Refused::Phase);
            }
            let scope = format!("tasks.gather:{}:{id}:{account}", word(&deed));
            if !once.is_empty()
                && let Some(known) = tx.idempotent(&scope, &once)?
            {
                return Ok(known.parse().unwrap_or(0));
            }
            let mut count = 0_i64;
            for part in store::parts(tx, id)?.into_iter().filter(|part| wanted(&deed, part)) {
                let part = as_assigner(&cx, part)?;
                match done(tx, &cx, &part, &on_part(&deed), account, &person) {
                    Ok(_) => count = count.saturating_add(1),
                    // One's own hand-in waits for a colleague; the others go on.
                    Err(Refused::SamePerson) => {}
                    Err(other) => return Err(other),
                }
            }
            if count == 0 {
                return Err(Refused::Phase);
            }
            let mut after = gathered(tx, &cx, &parent)?;
            after.version = parent.version.saturating_add(1);
            after.entries = parent.entries.saturating_add(1);
            if matches!(deed, GatherDeed::ChaseRest { .. }) {
                after.chased_at = Some(cx.now);
            }
            store::save_gathered(tx, &after)?;
            let entry = NewEntry {
                kind: word(&deed),
                agency: Some(parent.assigner),
                actor: Some(account),
                person: person.clone(),
                office: office(parent.holding()),
                detail: serde_json::json!({ "n": count, "words": words(&deed) }),
            };
            store::write_entry(tx, id, after.entries, cx.now, &entry)?;
            if !once.is_empty() {
                tx.remember(&scope, &once, &count.to_string(), cx.now)?;
            }
            Ok(count)
        })
        .await
}

fn wanted(deed: &GatherDeed, part: &Assignment) -> bool {
    match deed {
        GatherDeed::ChaseRest { .. } => part.phase.is_running(),
        GatherDeed::Confirm { parts } => part.phase == Phase::Submitted && parts.contains(&part.id),
        GatherDeed::WithdrawRest { .. } => !part.phase.is_closed(),
    }
}

fn on_part(deed: &GatherDeed) -> Deed {
    match deed {
        GatherDeed::ChaseRest { words } => Deed::Chase { words: words.clone() },
        GatherDeed::Confirm { .. } => Deed::Confirm { words: String::new() },
        GatherDeed::WithdrawRest { reason } => Deed::Withdraw { reason: reason.clone() },
    }
}

const fn word(deed: &GatherDeed) -> &'static str {
    match deed {
        GatherDeed::ChaseRest { .. } => "parts_chased",
        GatherDeed::Confirm { .. } => "parts_confirmed",
        GatherDeed::WithdrawRest { .. } => "parts_withdrawn",
    }
}

fn words(deed: &GatherDeed) -> &str {
    match deed {
        GatherDeed::ChaseRest { words } => words,
        GatherDeed::Confirm { .. } => "",
        GatherDeed::WithdrawRest { reason } => reason,
    }
}
