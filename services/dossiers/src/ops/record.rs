//! The common tail of every command: the row, the timeline, the audit entry and the event, in one transaction.
use crate::errors::Refused;
use crate::model::{Dossier, Outcome, Status};
use crate::store::{self, Measure, NewEntry};
use base::{Date, Timestamp};
use contracts::{DossierEvent, DossierId};
use db::{DbError, Tx};
use policy::{Authorized, Holding, OpContext};

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
    tally_change(tx, Some(before), &after)?;
    write_act(tx, cx, before.holding(), &after, act)?;
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
    for (day, measure) in old.iter().filter(|pair| !new.contains(pair)) {
        store::bump(tx, *day, agency, code, *measure, -1)?;
    }
    for (day, measure) in new.iter().filter(|pair| !old.contains(pair)) {
        store::bump(tx, *day, agency, code, *measure, 1)?;
    }
    Ok(())
}

/// Ends processing: the close time and the outcome are set once; a withdrawal before acceptance is not an end of
/// processing for statistics (QĐ 766 annex 2.1).
pub fn close(after: &mut Dossier, status: Status, outcome: Outcome, now: Timestamp) {
    after.status = status;
    after.outcome = Some(outcome);
    if status.ends_processing(after.received_at.is_some()) {
        after.closed_at = Some(now);
    }
    after.paused_at = None;
    after.paused_for = None;
}
