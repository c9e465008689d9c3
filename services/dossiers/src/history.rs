//! The lives of dossiers, for whoever counts them from the beginning.
use crate::model::Status;
use crate::store::{self, Life};
use base::Timestamp;
use contracts::{DossierEvent, DossierHappened, DossierHistory, DossierId};
use db::{DbError, Tx};

/// Answers [`DossierHistory`] from the timeline and the dossier's row.
///
/// The last thing that happened always carries the state that stands now.  Of what happened before, times are told as
/// they stand now and only when they had come by then: a later correction reaches back.
#[derive(Clone, Copy, Debug, Default)]
pub struct History;

/// Kinds of the timeline that leave as an event of the same name.
const TOLD: &[(&str, &str)] = &[
    ("filed", "dossiers.filed"),
    ("received", "dossiers.received"),
    ("refused", "dossiers.refused"),
    ("supplement_requested", "dossiers.supplement_requested"),
    ("supplemented", "dossiers.supplemented"),
    ("fee_requested", "dossiers.fee_requested"),
    ("withdrawn", "dossiers.withdrawn"),
    ("stopped", "dossiers.stopped"),
    ("handed_over", "dossiers.handed_over"),
    ("returned", "dossiers.returned"),
    ("reopened", "dossiers.reopened"),
    ("late_entry_approved", "dossiers.changed"),
];

/// The event that an act left as: whatever act leads to a result, it is `dossiers.resolved`.
fn event_kind(kind: &str, before: Option<Status>, after: Status) -> Option<&'static str> {
    let told = TOLD.iter().find(|(act, _)| *act == kind).map(|(_, event)| *event);
    let resolved = after == Status::Resolved && before != Some(Status::Resolved);
    told.or(resolved.then_some("dossiers.resolved"))
}

fn event(life: &Life, at: Timestamp, status: Status, last: bool) -> DossierEvent {
    let come = |time: Option<Timestamp>| time.filter(|time| last || *time <= at);
    let received_at = come(life.received_at);
    DossierEvent {
        dossier: life.id,
        status: u8::try_from(status.code()).unwrap_or(0),
        receiving: life.receiving,
        resolving: life.resolving,
        procedure_code: life.procedure_code.clone(),
        at,
        online: life.online,
        received_at,
        due_at: life.due_at.filter(|_| received_at.is_some()),
        closed_at: come(life.closed_at),
    }
}

fn happened(life: &Life) -> Vec<DossierHappened> {
    let mut list = Vec::with_capacity(life.acts.len());
    let mut before = None;
    for (index, (at, kind, status)) in life.acts.iter().enumerate() {
        let last = index + 1 == life.acts.len();
        // An act that left no event may have changed the state all the same: the last one is always told.
        let left = event_kind(kind, before, *status).or(last.then_some("dossiers.changed"));
        if let Some(left) = left {
            let status = if last { life.status } else { *status };
            list.push(DossierHappened { kind: left.to_owned(), event: event(life, *at, status, last) });
        }
        before = Some(*status);
    }
    list
}

impl DossierHistory for History {
    fn replay(
        &self,
        tx: &mut Tx<'_>,
        after: Option<DossierId>,
        limit: i64,
    ) -> Result<Vec<(DossierId, Vec<DossierHappened>)>, DbError> {
        let lives = store::lives(tx, after, limit)?;
        Ok(lives.iter().map(|life| (life.id, happened(life))).collect())
    }

    fn codes(&self, tx: &mut Tx<'_>, ids: &[DossierId]) -> Result<Vec<(DossierId, String)>, DbError> {
        store::codes_of(tx, ids)
    }
}
