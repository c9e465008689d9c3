//! Hand-over from the desk to the resolving unit, in a batch with one numbered slip (phiếu bàn giao).
//! The same working day; received after 15:00, the start of the next (law.md §1.4).
use super::record::{Act, at_desk, must_be, save};
use super::{Deps, effects};
use crate::errors::Refused;
use crate::model::Status;
use crate::store::{self, CounterKind, Slip};
use base::Id;
use contracts::{AgencyId, DossierId};
use db::Tx;
use policy::OpContext;
use workflow::{Event, Ports};

/// The chosen dossiers; all go to one resolving agency.
#[derive(Clone, Debug)]
pub struct HandOver {
    pub dossiers: Vec<DossierId>,
}

/// The slip.
#[derive(Clone, Debug)]
pub struct HandedOver {
    pub slip: Id,
    pub number: i64,
    pub year: i64,
    pub count: usize,
}

/// Hands the dossiers over: the first step of each process is done, the status becomes 4.
///
/// # Errors
/// [`Refused`]: nothing chosen, agencies mixed, or one of them is not at this desk; then none is handed over.
pub async fn hand_over(deps: &Deps, cx: &OpContext, cmd: HandOver) -> Result<HandedOver, Refused> {
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db.write(move |tx| hand(&work, tx, &cx, &cmd)).await
}

fn hand(deps: &Deps, tx: &mut Tx<'_>, cx: &OpContext, cmd: &HandOver) -> Result<HandedOver, Refused> {
    let mut ids = cmd.dossiers.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > 200 {
        return Err(Refused::Field { field: "dossiers", problem: "too_many" });
    }
    let slip = Id::new(cx.now);
    let year = i64::from(cx.now.date().year());
    let mut route: Option<(AgencyId, AgencyId)> = None;
    for id in &ids {
        let between = hand_one(deps, tx, cx, *id)?;
        match route {
            None => {
                let (from, to) = between;
                let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
                store::insert_slip(tx, &Slip { id: slip, number: None, year, from, to, at: cx.now, by })?;
                route = Some(between);
            }
            Some(first) if first != between => return Err(Refused::MixedAgencies),
            Some(_) => {}
        }
        store::insert_slip_item(tx, slip, *id)?;
    }
    let (from, _) = route.ok_or(Refused::NothingChosen)?;
    let number = store::next_number(tx, from, CounterKind::Handover, &year.to_string())?;
    store::number_slip(tx, slip, number)?;
    Ok(HandedOver { slip, number, year, count: ids.len() })
}

fn hand_one(
    deps: &Deps,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    id: DossierId,
) -> Result<(AgencyId, AgencyId), Refused> {
    let before = at_desk(tx, cx, "dossiers.receive", id, None)?;
    if before.status != Status::Processing {
        // 5 → 4 and 6 → 4 are edges too, but only by the person's papers or money.
        must_be(&before, Status::Received, Status::Processing)?;
    }
    if store::late_entry(tx, id)?.is_some_and(|late| late.approved.is_none()) {
        // the director has not yet confirmed when the paper was taken
        return Err(Refused::ProposalOpen);
    }
    let process = before.process.ok_or(Refused::NothingChosen)?;
    let by = cx.actor.account().ok_or(policy::Denied::Unauthenticated)?;
    let token = workflow::first_step_token(tx, process)?.ok_or(Refused::NothingChosen)?;
    let calendar = deps.time.calendar();
    let ports = Ports { calendar: &calendar, directory: deps.directory.as_ref() };
    let event = Event::Forward { token, by, outcome: None, set: serde_json::Map::new(), ask: Vec::new() };
    let happened = workflow::apply(tx, cx, &ports, process, &event)?;
    let mut after = before.clone().into_inner();
    after.status = Status::Processing;
    effects::follow(deps, tx, cx, &mut after, &happened, None)?;
    save(tx, cx, &before, after, &Act::public("handed_over").event("dossiers.handed_over"))?;
    Ok((before.receiving, before.resolving))
}
