//! Counting: one event at a time, inside the transaction that delivers it.
//!
//! An event carries the state it leaves.  What a dossier added to the counters before is replaced by what it adds now,
//! so that a correction counts right; an event that comes twice or late changes nothing (its number in the stream is
//! not above the last one heard).  Facts of acts add one record an act and never take one back.
use crate::rules::CompiledFact;
use crate::store::{self, Counted};
use contracts::{DossierEvent, DossierId};
use db::{DbError, Tx};
use parking_lot::RwLock;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The events that are heard.
pub const DOSSIER_KINDS: &[&str] = &[
    "dossiers.filed",
    "dossiers.received",
    "dossiers.refused",
    "dossiers.supplement_requested",
    "dossiers.supplemented",
    "dossiers.fee_requested",
    "dossiers.withdrawn",
    "dossiers.stopped",
    "dossiers.handed_over",
    "dossiers.resolved",
    "dossiers.reopened",
    "dossiers.returned",
    "dossiers.changed",
];

type Compiled = (i64, Arc<Vec<CompiledFact>>);

/// The facts in force, compiled once a revision.
#[derive(Clone, Default)]
pub struct Counter(Arc<RwLock<Option<Compiled>>>);

impl Counter {
    /// The facts that are counted now.
    ///
    /// # Errors
    /// [`DbError`] of the queries.
    pub fn facts(&self, tx: &mut Tx<'_>) -> Result<Arc<Vec<CompiledFact>>, DbError> {
        let revision = store::revision(tx)?;
        if let Some((known, facts)) = self.0.read().as_ref()
            && *known == revision
        {
            return Ok(Arc::clone(facts));
        }
        let mut compiled = Vec::new();
        for row in store::active_facts(tx)? {
            let fact = CompiledFact::of(row.number, &row.body)
                .map_err(|error| DbError::Value(format!("fact {}: {error}", row.body.code)))?;
            compiled.push(fact);
        }
        let facts = Arc::new(compiled);
        *self.0.write() = Some((revision, Arc::clone(&facts)));
        Ok(facts)
    }
}

/// What a dossier adds by its latest event, in order.
pub(super) fn of_dossier(facts: &[CompiledFact], kind: &str, event: &DossierEvent) -> Vec<Counted> {
    let mut list: Vec<Counted> = facts
        .iter()
        .filter(|fact| fact.of_dossier)
        .filter_map(|fact| fact.counts(kind, event).map(|(day, agency)| Counted(fact.number, day, agency)))
        .collect();
    list.sort_unstable();
    list
}

/// What one act adds.
pub(super) fn of_act(facts: &[CompiledFact], kind: &str, event: &DossierEvent) -> Vec<(Counted, i64)> {
    facts
        .iter()
        .filter(|fact| !fact.of_dossier)
        .filter_map(|fact| {
            let (day, agency) = fact.counts(kind, event)?;
            Some((Counted(fact.number, day, agency), fact.mark(kind, event)))
        })
        .collect()
}

/// Moves records and counters from what was counted to what is to be counted.
pub(super) fn replace(
    tx: &mut Tx<'_>,
    dossier: DossierId,
    facts: &[CompiledFact],
    old: &[Counted],
    new: &[Counted],
    acts: &[(Counted, i64)],
) -> Result<(), DbError> {
    // A fact that was replaced meanwhile takes its counters along; nothing is taken back from it.
    let known: BTreeSet<i64> = facts.iter().map(|fact| fact.number).collect();
    let gone = old.iter().filter(|one| !new.contains(one) && known.contains(&one.0));
    let come = new.iter().filter(|one| !old.contains(one));
    let mut changes: Vec<(Counted, i64, bool)> =
        gone.map(|one| (*one, 0, false)).chain(come.map(|one| (*one, 0, true))).collect();
    changes.extend(acts.iter().map(|(one, mark)| (*one, *mark, true)));
    // Everybody takes the counters in one order, so that nobody waits in a circle.
    changes.sort_unstable();
    for (one, mark, come) in changes {
        store::change(tx, dossier, one, mark, come)?;
    }
    if old != new {
        store::set_counted(tx, dossier, new)?;
    }
    Ok(())
}

/// Counts one event of the outbox; `seq` is its number in the dossier's stream.
///
/// # Errors
/// [`DbError`].
pub fn count_event(
    counter: &Counter,
    tx: &mut Tx<'_>,
    kind: &str,
    event: &DossierEvent,
    seq: i64,
) -> Result<(), DbError> {
    let facts = counter.facts(tx)?;
    let acts = of_act(&facts, kind, event);
    match store::claim(tx, event.dossier, seq)? {
        Some(old) => {
            let new = of_dossier(&facts, kind, event);
            replace(tx, event.dossier, &facts, &old, &new, &acts)
        }
        // A later event has spoken for the dossier; an act that was not counted yet still counts once.
        None => replace(tx, event.dossier, &facts, &[], &[], &acts),
    }
}
