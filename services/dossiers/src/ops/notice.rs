//! Notices that the desk owes a person: a dossier filed online that nobody has answered, and an officer's finding that
//! a paper is missing or the conditions are not met.  NĐ 61/2018/NĐ-CP Đ19.4 gives working days from receipt.
use super::Deps;
use super::effects::counting_policy;
use crate::errors::Refused;
use crate::rules;
use crate::store::{self, DeskRow, Owed};
use base::Timestamp;
use calendar::WorkCalendar;
use contracts::ProcedureFact;
use db::Tx;
use policy::Scope;
use std::collections::HashMap;
use std::sync::Arc;

/// Not before so much time has passed can a notice be late: the count is of working days, and one at the least.
const SOONEST_SECONDS: i64 = 3_600;

/// Reads procedures once for many dossiers.
struct Reckoner<'a> {
    deps: &'a Deps,
    calendar: WorkCalendar,
    known: HashMap<contracts::ProcedureId, Option<Arc<ProcedureFact>>>,
}

impl<'a> Reckoner<'a> {
    fn new(deps: &'a Deps) -> Self {
        Self { deps, calendar: deps.time.calendar(), known: HashMap::new() }
    }

    fn by(&mut self, tx: &mut Tx<'_>, owed: &Owed) -> Result<Timestamp, Refused> {
        if !self.known.contains_key(&owed.procedure) {
            let found = self.deps.catalogue.version(tx, owed.procedure)?;
            self.known.insert(owed.procedure, found);
        }
        let rounds = self.known.get(&owed.procedure).and_then(Option::as_ref);
        let rounds = rounds.map(|fact| fact.supplements.as_slice()).unwrap_or_default();
        let policy = counting_policy(self.deps, owed.since);
        let answered = usize::try_from(owed.answered).unwrap_or(0);
        Ok(rules::notice_by(&self.calendar, &policy, rounds, answered, owed.since))
    }
}

/// Notes on each row until when its notice is owed, where one is.
///
/// # Errors
/// [`Refused::Database`].
pub fn mark_notices(deps: &Deps, tx: &mut Tx<'_>, rows: &mut [DeskRow]) -> Result<(), Refused> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut reckoner = Reckoner::new(deps);
    for owed in store::notices_of(tx, &ids)? {
        let by = reckoner.by(tx, &owed)?;
        if let Some(row) = rows.iter_mut().find(|row| row.id == owed.dossier) {
            row.notice_by = Some(by);
        }
    }
    Ok(())
}

/// The notices of the scope that are late now, the oldest first.
///
/// # Errors
/// [`Refused::Database`].
pub fn late_notices(
    deps: &Deps,
    tx: &mut Tx<'_>,
    scope: &Scope,
    now: Timestamp,
) -> Result<Vec<Owed>, Refused> {
    let mut reckoner = Reckoner::new(deps);
    let mut late = Vec::new();
    for owed in store::notices_owed(tx, now.plus_seconds(-SOONEST_SECONDS))? {
        if scope.covers(owed.receiving) && reckoner.by(tx, &owed)? < now {
            late.push(owed);
        }
    }
    late.sort_by_key(|owed| (owed.since, owed.dossier));
    Ok(late)
}
