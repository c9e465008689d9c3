//! A desk officer proposes a refusal; the centre's director decides; the two are different persons (law.md §1.4).
use super::Deps;
use super::record::{Act, at_desk, close, save};
use crate::errors::Refused;
use crate::model::{Outcome, ReasonCode, Status};
use crate::store;
use base::Id;
use contracts::DossierId;
use policy::OpContext;

/// A reasoned proposal not to accept.
#[derive(Clone, Debug)]
pub struct ProposeRefusal {
    pub dossier: DossierId,
    pub version: i64,
    pub reason: ReasonCode,
    pub words: String,
}

/// Puts the refusal before the director; the status stays until she decides.
///
/// # Errors
/// [`Refused`]: no right, no words, a proposal already open, or the dossier was accepted meanwhile.
pub async fn propose_refusal(deps: &Deps, cx: &OpContext, cmd: ProposeRefusal) -> Result<(), Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.receive", cmd.dossier, Some(cmd.version))?;
            if cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            before.status.to(Status::Refused)?;
            if store::open_refusal(tx, before.id)?.is_some() {
                return Err(Refused::ProposalOpen);
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            store::insert_refusal(tx, &before, Id::new(cx.now), cmd.reason, cmd.words.trim(), by, cx.now)?;
            let after = before.clone().into_inner();
            let act =
                Act::internal("refusal_proposed").detail(serde_json::json!({ "reason": cmd.reason.word() }));
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}

/// The director's decision.
#[derive(Clone, Debug)]
pub struct DecideRefusal {
    pub dossier: DossierId,
    pub version: i64,
    pub approve: bool,
    /// Required when the proposal is turned down.
    pub words: String,
}

/// Approves (1 → 3) or turns down the open proposal.
///
/// # Errors
/// [`Refused`]: no right, the same person as proposed, nothing open.
pub async fn decide_refusal(deps: &Deps, cx: &OpContext, cmd: DecideRefusal) -> Result<(), Refused> {
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.approve_refusal", cmd.dossier, Some(cmd.version))?;
            let open = store::open_refusal(tx, before.id)?.ok_or(Refused::NothingToDecide)?;
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            if open.proposed_by == by {
                return Err(Refused::SamePerson);
            }
            if !cmd.approve && cmd.words.trim().is_empty() {
                return Err(Refused::Field { field: "words", problem: "missing" });
            }
            if !store::decide_refusal(tx, &before, open.id, cmd.approve, cmd.words.trim(), by, cx.now)? {
                return Err(Refused::NothingToDecide);
            }
            let mut after = before.clone().into_inner();
            let act = if cmd.approve {
                close(&mut after, Status::Refused, Outcome::NotAccepted, cx.now);
                Act::public("refused")
                    .detail(serde_json::json!({ "reason": open.reason.word() }))
                    .event("dossiers.refused")
            } else {
                Act::internal("refusal_turned_down")
            };
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
