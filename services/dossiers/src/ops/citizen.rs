//! What the person herself may do to her dossier: look-up only shows; acting needs the account or the draft key.
use super::record::{Act, at_desk, close, locked, save};
use super::{Deps, clock, effects};
use crate::errors::Refused;
use crate::model::{Dossier, Draft, Outcome, Pause, Status};
use crate::store;
use contracts::DossierId;
use db::Tx;
use policy::{Actor, OpContext};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use workflow::{Event, Ports};

/// Proof that somebody is the person: her account, or the key she was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The signed-in account, from the context.
    Account,
    /// The draft key as typed: 12 base32 characters, spaces, hyphens and case do not matter.
    Key(String),
}

/// The stored form of a key: SHA-256 of its 12 characters; none when it cannot be one.
#[must_use]
pub fn key_hash(key: &str) -> Option<Vec<u8>> {
    let plain: String = key
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            upper => upper,
        })
        .collect();
    let fits = plain.len() == 12 && plain.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c));
    fits.then(|| Sha256::digest(plain.as_bytes()).to_vec())
}

impl Holder {
    /// Whether this proof opens the dossier.
    #[must_use]
    pub fn opens(&self, cx: &OpContext, dossier: &Dossier) -> bool {
        match self {
            Self::Account => match (cx.actor, dossier.account) {
                (Actor::Citizen(mine), Some(owner)) => mine == owner,
                _ => false,
            },
            Self::Key(key) => match (key_hash(key), &dossier.key_hash) {
                (Some(given), Some(kept)) => bool::from(given.ct_eq(kept)),
                _ => false,
            },
        }
    }

    /// Whether this proof opens the draft.
    ///
    /// # Errors
    /// [`Refused::Database`].
    pub fn opens_draft(&self, tx: &mut Tx<'_>, cx: &OpContext, draft: &Draft) -> Result<bool, Refused> {
        match self {
            Self::Account => Ok(match (cx.actor, draft.account) {
                (Actor::Citizen(mine), Some(owner)) => mine == owner,
                _ => false,
            }),
            Self::Key(key) => {
                let Some(hash) = key_hash(key) else { return Ok(false) };
                Ok(store::draft_by_key(tx, &hash)?.is_some_and(|found| found.id == draft.id))
            }
        }
    }
}

/// The person answers the draft result (an online birth's draft certificate): yes, or what is wrong.
///
/// # Errors
/// [`Refused`]: not hers, or nothing waits for her answer.
pub async fn answer_draft_result(
    deps: &Deps,
    cx: &OpContext,
    dossier: DossierId,
    holder: Holder,
    agreed: bool,
    words: String,
) -> Result<(), Refused> {
    if !agreed && words.trim().is_empty() {
        return Err(Refused::Field { field: "words", problem: "missing" });
    }
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let found = locked(tx, dossier, None)?;
            let hers = holder.opens(&cx, &found);
            let before = cx.authorize_own("dossiers.own", found, hers).map_err(|_| Refused::NotYours)?;
            let process = before.process.ok_or(Refused::NothingToDecide)?;
            // While papers or money are asked for, the draft result waits too.
            if before.status != Status::Processing || before.paused_for != Some(Pause::DraftResult) {
                return Err(Refused::NothingToDecide);
            }
            let token = workflow::waiting_citizen(tx, process)?.ok_or(Refused::NothingToDecide)?;
            let calendar = work.time.calendar();
            let ports = Ports { calendar: &calendar, directory: work.directory.as_ref() };
            let happened =
                workflow::apply(tx, &cx, &ports, process, &Event::CitizenAnswer { token, agreed })?;
            let mut after = before.clone().into_inner();
            let granted = store::result_of(tx, before.id)?.map(|paper| paper.granted);
            effects::follow(&work, tx, &cx, &mut after, &happened, granted)?;
            let act = if agreed {
                Act::public("draft_agreed")
            } else {
                Act::public("draft_disputed").detail(serde_json::json!({ "words": words.trim() }))
            };
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}

/// The person takes the dossier back (status 7).
///
/// # Errors
/// [`Refused`]: not hers, or too late to withdraw.
pub async fn withdraw(
    deps: &Deps,
    cx: &OpContext,
    dossier: DossierId,
    holder: Option<Holder>,
    words: String,
) -> Result<(), Refused> {
    if words.trim().is_empty() {
        return Err(Refused::Field { field: "words", problem: "missing" });
    }
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = match &holder {
                Some(holder) => {
                    let found = locked(tx, dossier, None)?;
                    let hers = holder.opens(&cx, &found);
                    cx.authorize_own("dossiers.own", found, hers).map_err(|_| Refused::NotYours)?
                }
                // at the counter, on the person's written wish
                None => at_desk(tx, &cx, "dossiers.receive", dossier, None)?,
            };
            before.status.to(Status::Withdrawn)?;
            if let Some(process) = before.process {
                workflow::cancel(tx, &cx, process)?;
            }
            let mut after = before.clone().into_inner();
            close(&mut after, Status::Withdrawn, Outcome::Withdrawn, cx.now);
            clock::settle(&work, tx, &mut after, false, cx.now)?;
            let act = Act::public("withdrawn")
                .detail(serde_json::json!({ "words": words.trim() }))
                .event("dossiers.withdrawn");
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
