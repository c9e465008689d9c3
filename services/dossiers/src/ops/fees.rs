//! Money at the counter: a receipt number or a reason of exemption per line; later dues stop the clock (status 6).
use super::record::{Act, at_desk, save};
use super::{Deps, clock};
use crate::errors::Refused;
use crate::model::{Dossier, FeeState, Status, TransitionRefused};
use crate::store;
use base::Id;
use contracts::DossierId;
use db::Tx;
use policy::OpContext;

/// One line settled.
#[derive(Clone, Debug)]
pub struct SettleFee {
    pub dossier: DossierId,
    pub version: i64,
    pub code: String,
    /// Paid: the number of the counter's receipt.  Exempt: the reason.
    pub exempt: bool,
    pub words: String,
}

/// Settles one line; a dossier that waited for this payment goes on.
///
/// # Errors
/// [`Refused`]: no right, no receipt number or reason, or the line is not due.
pub async fn settle_fee(deps: &Deps, cx: &OpContext, cmd: SettleFee) -> Result<(), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.receive", cmd.dossier, Some(cmd.version))?;
            if before.status.is_final() {
                return Err(TransitionRefused { from: before.status, to: before.status }.into());
            }
            let words = cmd.words.trim();
            if words.is_empty() {
                let field = if cmd.exempt { "exempt_reason" } else { "receipt_number" };
                return Err(Refused::Field { field, problem: "missing" });
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            let state = if cmd.exempt { FeeState::Exempt } else { FeeState::Paid };
            if !store::settle_fee(tx, &before, &cmd.code, state, words, by, cx.now)? {
                return Err(Refused::Stale);
            }
            let mut after = before.clone().into_inner();
            if let Some(back) = paid_up(tx, &before)? {
                after.status = back;
                clock::settle(&work, tx, &mut after, false, cx.now)?;
                if let Some(process) = before.process {
                    workflow::resume(tx, process, cx.now)?;
                }
            }
            let kind = if cmd.exempt { "fee_exempted" } else { "fee_paid" };
            save(
                tx,
                &cx,
                &before,
                after,
                &Act::public(kind).detail(serde_json::json!({ "code": cmd.code })),
            )?;
            Ok(())
        })
        .await
}

/// Where a dossier that waited for money goes once everything asked for is settled: back to where it was (6 → 2 or
/// 6 → 4).  None while something is owed, or when it did not wait.
fn paid_up(tx: &mut Tx<'_>, before: &Dossier) -> Result<Option<Status>, Refused> {
    if before.status != Status::PaymentDue {
        return Ok(None);
    }
    let lines = store::entries(tx, before.id)?;
    let asked: Vec<&str> = lines
        .iter()
        .filter(|line| line.kind == "fee_requested")
        .filter_map(|line| line.detail.get("code").and_then(serde_json::Value::as_str))
        .collect();
    let owed = |fee: &crate::model::Fee| fee.state == FeeState::Due && asked.contains(&fee.code.as_str());
    if store::fees(tx, before.id)?.iter().any(owed) {
        return Ok(None);
    }
    let earlier = lines.iter().rev().find(|line| line.status != Status::PaymentDue);
    Ok(Some(earlier.map_or(Status::Processing, |line| line.status)))
}

/// The desk asks for a later due: status 6, the clock stands still until the proof of payment.
///
/// # Errors
/// [`Refused`]: no right, nothing due, or a status that does not allow it.
pub async fn request_payment(
    deps: &Deps,
    cx: &OpContext,
    dossier: DossierId,
    version: i64,
    fee: crate::model::Fee,
) -> Result<(), Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let before = at_desk(tx, &cx, "dossiers.receive", dossier, Some(version))?;
            before.status.to(Status::PaymentDue)?;
            if fee.amount.minor <= 0 {
                return Err(Refused::Field { field: "amount", problem: "missing" });
            }
            if store::fees(tx, before.id)?.iter().any(|known| known.code == fee.code) {
                return Err(Refused::Field { field: "code", problem: "known" });
            }
            // What is asked for is owed, whatever the page says.
            let fee = crate::model::Fee {
                id: Id::new(cx.now),
                state: FeeState::Due,
                receipt_number: None,
                exempt_reason: None,
                ..fee.clone()
            };
            store::insert_fees(tx, before.id, std::slice::from_ref(&fee))?;
            if let Some(process) = before.process {
                workflow::suspend(tx, process, cx.now)?;
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            store::answer_findings(tx, &before, by, cx.now)?;
            let mut after = before.clone().into_inner();
            after.status = Status::PaymentDue;
            clock::settle(&work, tx, &mut after, false, cx.now)?;
            let act = Act::public("fee_requested")
                .detail(serde_json::json!({ "code": fee.code }))
                .event("dossiers.fee_requested");
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
