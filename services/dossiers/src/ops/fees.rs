//! Money at the counter: a receipt number or a reason of exemption per line; later dues stop the clock (status 6).
use super::record::{Act, locked, save};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::{FeeState, Pause, Status};
use crate::{rules, store};
use contracts::{DossierId, FeeDue};
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
            let dossier = locked(tx, cmd.dossier, Some(cmd.version))?;
            let before = cx.authorize("dossiers.receive", dossier)?;
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
            let open = rules::unpaid_before(&store::fees(tx, before.id)?, FeeDue::BeforeReceipt);
            if before.status == Status::PaymentDue && !open {
                after.status =
                    if before.step_title.is_empty() { Status::Received } else { Status::Processing };
                effects::resume(&work, &mut after, None, cx.now);
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
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            let found = locked(tx, dossier, Some(version))?;
            let before = cx.authorize("dossiers.receive", found)?;
            before.status.to(Status::PaymentDue)?;
            if fee.amount.minor <= 0 {
                return Err(Refused::Field { field: "amount", problem: "missing" });
            }
            store::insert_fees(tx, before.id, std::slice::from_ref(&fee))?;
            if let Some(process) = before.process {
                workflow::suspend(tx, process, cx.now)?;
            }
            let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
            store::answer_findings(tx, &before, by, cx.now)?;
            let mut after = before.clone().into_inner();
            after.status = Status::PaymentDue;
            effects::pause(&mut after, Pause::Payment, cx.now);
            let act = Act::public("fee_requested")
                .detail(serde_json::json!({ "code": fee.code }))
                .event("dossiers.fee_requested");
            save(tx, &cx, &before, after, &act)?;
            Ok(())
        })
        .await
}
