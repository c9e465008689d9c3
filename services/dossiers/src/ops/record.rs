//! The common tail of every command: the row, the timeline, the audit entry and the event, in one transaction.
use crate::errors::Refused;
use crate::model::{Dossier, Outcome, Status};
use crate::store::{self, Measure, NewEntry};
use base::{Date, Timestamp};
use contracts::{DossierEvent, DossierId};
use db::{DbError, Tx};
use policy::{Actor, Authorized, Denied, Holding, OpContext, Permission};

/// Loads and locks a dossier; the first statement of every command on one.
///
/// # Errors
/// [`Refused::NotFound`], or [`Refused::Stale`] when the page was read at another version.
pub fn locked(tx: &mut Tx<'_>, id: DossierId, version: Option<i64>) -> Result<Dossier, Refused> {
    if !store::lock(tx, id)? {
        return Err(Refused::NotFound);
    }
    let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
    if version.is_some_and(|read| read != dossier.version) {
        return Err(Refused::Stale);
    }
    Ok(dossier)
}

/// The position in which somebody sees the dossier: by right, or by a step she has or had.
///
/// # Errors
/// [`Refused::Database`].
pub fn seen_by(tx: &mut Tx<'_>, cx: &OpContext, dossier: &Dossier) -> Result<Option<Holding>, Refused> {
    if let Ok(authorized) = cx.authorize("dossiers.view", dossier.clone()) {
        return Ok(authorized.holding().cloned());
    }
    if cx.standing.holdings.is_empty() {
        return Ok(None);
    }
    let tasks = workflow::tasks_of(tx, dossier.id.id())?;
    Ok(tasks.iter().find_map(|task| workflow::may_act(cx, task).ok()))
}

/// No to somebody who may not act: a dossier that she may not even see does not exist for her.
pub fn closed_to(tx: &mut Tx<'_>, cx: &OpContext, dossier: &Dossier, denied: Denied) -> Refused {
    match (cx.actor, seen_by(tx, cx, dossier)) {
        (Actor::Anonymous, _) | (_, Ok(Some(_))) => denied.into(),
        (_, Ok(None)) => Refused::NotFound,
        (_, Err(error)) => error,
    }
}

/// The dossier, locked, for an act of the counter that received it.  The right is asked before the version, so that a
/// stranger learns neither.
///
/// # Errors
/// [`Refused::NotFound`] also for whoever may not see it, [`Refused::Denied`] for whoever sees it and may not do this,
/// [`Refused::Stale`] when the page was read at another version.
pub fn at_desk(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    permission: Permission,
    id: DossierId,
    version: Option<i64>,
) -> Result<Authorized<Dossier>, Refused> {
    if cx.actor == Actor::Anonymous {
        return Err(Denied::Unauthenticated.into());
    }
    let dossier = locked(tx, id, None)?;
    let holding = match cx.require(permission, dossier.receiving) {
        Ok(holding) => holding,
        Err(denied) => return Err(closed_to(tx, cx, &dossier, denied)),
    };
    if version.is_some_and(|read| read != dossier.version) {
        return Err(Refused::Stale);
    }
    Ok(cx.authorize_by(permission, holding, dossier)?)
}

/// The status that an act begins from; every other one refuses it.
///
/// # Errors
/// [`Refused::Transition`].
pub fn must_be(dossier: &Dossier, status: Status, to: Status) -> Result<(), Refused> {
    if dossier.status == status {
        Ok(())
    } else {
        Err(crate::model::TransitionRefused { from: dossier.status, to }.into())
    }
}

/// One act: what the timeline says and which event leaves.
#[derive(Clone, Debug)]
pub struct Act {
    /// Kind of the timeline entry and end of the audit event's name.
    pub kind: &'static str,
    pub public: bool,
    pub detail: serde_json::Value,
    /// Outbox event, for acts that others may react to.
    pub event: Option<&'static str>,
}

impl Act {
    pub fn public(kind: &'static str) -> Self {
        Self { kind, public: true, detail: serde_json::json!({}), event: None }
    }

    pub fn internal(kind: &'static str) -> Self {
        Self { public: false, ..Self::public(kind) }
    }

    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }

    pub fn event(mut self, event: &'static str) -> Self {
        self.event = Some(event);
        self
    }
}

/// Writes the timeline line, the audit entry and the event of an act on `after`.
pub fn write_act(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    holding: Option<&Holding>,
    after: &Dossier,
    act: &Act,
) -> Result<(), DbError> {
    store::write_entry(
        tx,
        after.id,
        cx.now,
        &NewEntry {
            seq: after.version,
            kind: act.kind,
            status: after.status,
            public: act.public,
            agency: holding.map(|held| held.agency),
            actor: cx.actor.account(),
            actor_title: holding.map_or("", |held| held.title.as_str()),
            detail: act.detail.clone(),
        },
    )?;
    let event = format!("dossiers.{}", act.kind);
    policy::audit(
        tx,
        cx,
        &event,
        after.id.id(),
        holding,
        &serde_json::json!({ "status": after.status.code() }),
    )?;
    if let Some(kind) = act.event {
        let body = DossierEvent {
            dossier: after.id,
            status: u8::try_from(after.status.code()).unwrap_or(0),
            receiving: after.receiving,
            resolving: after.resolving,
            procedure_code: after.procedure_code.clone(),
            at: cx.now,
            online: after.channel == contracts::Channel::Online && !after.assisted,
            received_at: after.received_at,
            due_at: after.due_at,
            closed_at: after.closed_at,
        };
        tx.emit(after.id.id(), kind, 1, &body, cx.now)?;
    }
    Ok(())
}

/// Saves `after` over `before` with everything that goes along: version, tallies, timeline, audit, event.
///
/// # Errors
/// [`Refused::Stale`] when another command came first, [`Refused::Transition`] when the status may not change so.
pub fn save(
    tx: &mut Tx<'_>,
    cx: &OpContext,
    before: &Authorized<Dossier>,
    mut after: Dossier,
    act: &Act,
) -> Result<Dossier, Refused> {
    if after.status != before.status {
        before.status.to(after.status)?;
    }
    after.version = before.version.saturating_add(1);
    if !store::save(tx, before, &after)? {
        return Err(Refused::Stale);
    }
    if after.status != before.status && after.status.ends_processing(true) {
        store::lapse_papers(tx, before.id, cx.now)?;
    }
    let turn = super::turn::desk_turn(tx, &after)?;
    store::set_desk_turn(tx, before, turn)?;
    tally_change(tx, Some(before), &after)?;
    let mut act = act.clone();
    if after.status == Status::Resolved && before.status != Status::Resolved {
        // Whatever act led to the desk: a signature, the person's yes, an outside answer, a clock.
        act.event = act.event.or(Some("dossiers.resolved"));
    }
    if (before.received_at, before.closed_at) != (after.received_at, after.closed_at) {
        // Whoever counts from the events must hear of every change of what is counted.
        act.event = act.event.or(Some("dossiers.changed"));
    }
    write_act(tx, cx, before.holding(), &after, &act)?;
    Ok(after)
}

/// What one state of a dossier adds to the counters of the leader's page.
fn counted(state: &Dossier) -> Vec<(Date, Measure)> {
    let mut list = Vec::new();
    if let Some(received) = state.received_at {
        list.push((received.date(), Measure::Received));
        if state.channel == contracts::Channel::Online && !state.assisted {
            list.push((received.date(), Measure::ReceivedOnline));
        }
    }
    if let Some(closed) = state.closed_at {
        let late = state.due_at.is_some_and(|due| closed > due);
        let measure = match (state.received_at, late) {
            (None, _) => Measure::NotAccepted,
            (Some(_), false) => Measure::ClosedInTime,
            (Some(_), true) => Measure::ClosedLate,
        };
        list.push((closed.date(), measure));
    }
    list
}

/// Moves the counters by the difference between two states of one dossier.
pub fn tally_change(tx: &mut Tx<'_>, before: Option<&Dossier>, after: &Dossier) -> Result<(), DbError> {
    let old = before.map(counted).unwrap_or_default();
    let new = counted(after);
    let (agency, code) = (after.receiving, &after.procedure_code);
    let gone = old.iter().filter(|pair| !new.contains(pair)).map(|pair| (*pair, -1));
    let come = new.iter().filter(|pair| !old.contains(pair)).map(|pair| (*pair, 1));
    let mut changes: Vec<_> = gone.chain(come).collect();
    // Everybody takes the counters in one order, so that nobody waits in a circle.
    changes.sort_by_key(|((day, measure), _)| (*day, measure.word()));
    for ((day, measure), by) in changes {
        store::bump(tx, day, agency, code, measure, by)?;
    }
    Ok(())
}

/// Ends processing: the close time and the outcome are set once; a withdrawal before acceptance is not an end of
/// processing for statistics (QĐ 766 annex 2.1).  The clock is settled by [`super::effects::clock`].
pub fn close(after: &mut Dossier, status: Status, outcome: Outcome, now: Timestamp) {
    after.status = status;
    after.outcome = Some(outcome);
    if status.ends_processing(after.received_at.is_some()) {
        after.closed_at = Some(now);
    }
    if status.is_final() {
        after.holder = None;
        after.step_title = String::new();
    }
}
