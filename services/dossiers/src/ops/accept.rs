//! The desk accepts a dossier filed online: 1 → 2, the due time and the process begin.
use super::receive_walk_in::{Received, variables};
use super::record::{Act, at_desk, must_be, save};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::Status;
use crate::{rules, store};
use contracts::{DossierId, FeeDue};
use policy::OpContext;
use rules::Deadline;
use workflow::{Places, Ports};

/// Accept one dossier at the version that was read.
#[derive(Clone, Debug)]
pub struct Accept {
    pub dossier: DossierId,
    pub version: i64,
}

/// Accepts.
///
/// # Errors
/// [`Refused`]: not at this counter, already accepted, an unpaid fee, a stale page.
pub async fn accept(deps: &Deps, cx: &OpContext, cmd: Accept) -> Result<Received, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let deps = &work;
            let before = at_desk(tx, &cx, "dossiers.receive", cmd.dossier, Some(cmd.version))?;
            // 6 → 2 is an edge too, but not by accepting twice: the process would begin a second time.
            must_be(&before, Status::Filed, Status::Received)?;
            if store::open_refusal(tx, before.id)?.is_some() {
                return Err(Refused::ProposalOpen);
            }
            let fees = store::fees(tx, before.id)?;
            if rules::unpaid_before(&fees, FeeDue::BeforeReceipt) {
                return Err(Refused::FeeUnpaid);
            }
            let procedure = deps.catalogue.version(tx, before.procedure)?.ok_or(Refused::NoProcedure)?;
            let case = procedure.case(&before.case_code).cloned().ok_or(Refused::NoProcedure)?;
            let policy = effects::counting_policy(deps, cx.now);
            let calendar = deps.time.calendar();
            let mut after = before.clone().into_inner();
            after.status = Status::Received;
            after.received_at = Some(cx.now);
            after.due_at = match rules::deadline(&calendar, &policy, &case, before.channel, cx.now) {
                Deadline::At(due) => Some(due),
                Deadline::None | Deadline::NotOffered => None,
            };
            let reference = case.process.clone().ok_or(Refused::NotReceivedHere)?;
            let ports = Ports { calendar: &calendar, directory: deps.directory.as_ref() };
            let places =
                Places { receiving: before.receiving, resolving: before.resolving, unit: before.unit };
            let vars = variables(before.channel, &before.case_code, &before.answers);
            let (process, happened) =
                workflow::start(tx, &cx, &ports, &reference, before.id.id(), vars, &places)?;
            after.process = Some(process);
            effects::begin(&cx, &mut after, &happened, None);
            let after = save(tx, &cx, &before, after, &Act::public("received").event("dossiers.received"))?;
            Ok(Received { id: after.id, code: after.code.unwrap_or_default(), due_at: after.due_at })
        })
        .await
}
