//! Counting from the beginning: for a database older than the indicators, and for a new or changed fact.
//!
//! In slices, each its own transaction; a slice that runs twice changes nothing, and whoever stops in the middle goes on
//! where she stood.  Events go on being counted meanwhile.  The fact in use stays in use until the new one is whole.
use super::count::{Counter, of_act, of_dossier, replace};
use super::deps::Deps;
use crate::store;
use base::Timestamp;
use contracts::{DossierHappened, DossierHistory, DossierId};
use db::{Db, DbError, Engine, Tx};
use jobs::{JobError, JobRun};

/// The job's kind.
pub const REBUILD: &str = "indicators.rebuild";
/// Dossiers of one transaction.
const SLICE: i64 = 60;
/// Transactions of one run: the relay waits no longer than they take.
const SLICES_A_RUN: usize = 32;
/// A count that nobody touched so long is begun again by the clock.
const FORGOTTEN_SECONDS: i64 = 60;

/// Wants everything counted from the beginning and enqueues the work.
///
/// # Errors
/// [`DbError`].
pub fn enqueue_rebuild(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    store::want_rebuild(tx, now)?;
    jobs::enqueue(tx, REBUILD, &now.micros().to_string(), &serde_json::json!({}), now)
}

fn count_again(
    tx: &mut Tx<'_>,
    counter: &Counter,
    dossier: DossierId,
    happened: &[DossierHappened],
) -> Result<(), DbError> {
    let facts = counter.facts(tx)?;
    let Some(last) = happened.last() else { return Ok(()) };
    let old = store::hold(tx, dossier)?;
    let new = of_dossier(&facts, &last.kind, &last.event);
    let acts: Vec<_> = happened.iter().flat_map(|one| of_act(&facts, &one.kind, &one.event)).collect();
    replace(tx, dossier, &facts, &old, &new, &acts)
}

/// Counts the next dossiers again; false when nothing is left to do.
///
/// # Errors
/// [`DbError`].
pub fn rebuild_slice(
    tx: &mut Tx<'_>,
    counter: &Counter,
    history: &dyn DossierHistory,
    now: Timestamp,
) -> Result<bool, DbError> {
    let Some(state) = store::rebuild(tx)? else { return Ok(false) };
    if state.finished_at.is_some() {
        return store::drop_old_slice(tx);
    }
    let mut list = history.replay(tx, state.after, SLICE)?;
    if tx.engine() == Engine::Postgres {
        // What was read may be older than what another node counts now: with the rows in hand it is read again.
        for (dossier, _) in &list {
            store::hold(tx, *dossier)?;
        }
        list = history.replay(tx, state.after, SLICE)?;
    }
    let Some((last, _)) = list.last() else {
        store::settle_facts(tx)?;
        store::raise_revision(tx)?;
        store::finish_rebuild(tx, now)?;
        return Ok(true);
    };
    let last = *last;
    for (dossier, happened) in &list {
        count_again(tx, counter, *dossier, happened)?;
    }
    store::step_rebuild(tx, last, i64::try_from(list.len()).unwrap_or(0), now)?;
    Ok(true)
}

fn slices(db: &Db, deps: &Deps, most: usize, now: Timestamp) -> Result<bool, DbError> {
    for _ in 0..most {
        let work = deps.clone();
        let more =
            db.write_blocking(move |tx| rebuild_slice(tx, &work.counter, work.history.as_ref(), now))?;
        if !more {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Counts all from the beginning before it returns; for the command line and for tests.
///
/// # Errors
/// [`DbError`].
pub fn rebuild_all(db: &Db, deps: &Deps, now: Timestamp) -> Result<(), DbError> {
    db.write_blocking(move |tx| store::want_rebuild(tx, now))?;
    while slices(db, deps, SLICES_A_RUN, now)? {}
    Ok(())
}

/// One run of the job: some slices, then the next run is enqueued for the turn after the relay's.
///
/// # Errors
/// [`JobError`].
pub fn run_rebuild(db: &Db, deps: &Deps, run: &JobRun) -> Result<(), JobError> {
    if slices(db, deps, SLICES_A_RUN, run.now)? {
        let next = run.now.plus_seconds(1);
        db.write_blocking(move |tx| {
            jobs::enqueue(tx, REBUILD, &next.micros().to_string(), &serde_json::json!({}), next)
        })?;
    }
    Ok(())
}

/// The clock's look: a database where nothing was counted yet, or where the count was left in the middle.
///
/// # Errors
/// [`JobError`].
pub fn watch(db: &Db, now: Timestamp) -> Result<(), JobError> {
    let (state, revision) =
        db.read_blocking(|tx| Ok::<_, DbError>((store::rebuild(tx)?, store::revision(tx)?)))?;
    let forgotten = match state {
        None => revision > 0,
        Some(state) => state.finished_at.is_none() && state.touched_at.plus_seconds(FORGOTTEN_SECONDS) <= now,
    };
    if forgotten {
        let begin = state.is_none();
        db.write_blocking(move |tx| {
            if begin {
                store::want_rebuild(tx, now)?;
            }
            jobs::enqueue(tx, REBUILD, &now.micros().to_string(), &serde_json::json!({}), now)
        })?;
    }
    Ok(())
}
