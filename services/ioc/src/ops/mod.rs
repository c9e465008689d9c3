//! Reading the page's numbers through the ports of those who own them.
use crate::model::{Before, DayMarks, Pinned, Snapshot};
use crate::{Deps, store};
use base::{Date, Refusal, RefusalKind, Timestamp};
use contracts::Measured;
use db::{DbError, Tx};
use policy::{Denied, OpContext};
use std::collections::HashMap;

/// Indicators shown where the province has pinned none.
const INDICATORS_MAX: usize = 8;

/// Why the page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum IocError {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Database(#[from] DbError),
}

impl Refusal for IocError {
    fn code(&self) -> &'static str {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Database(error) => error.code(),
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Denied(denied) => denied.kind(),
            Self::Database(error) => error.kind(),
        }
    }
}

/// What the page shows beside the numbers of the moment.
#[derive(Clone, Debug)]
pub struct View {
    pub now: Snapshot,
    /// The last day of the book before today; none on the first day.
    pub before: Option<Before>,
    /// By code, one value a month, oldest first, from the first month of the year.
    pub months: HashMap<String, Vec<Measured>>,
}

fn first_of_year(day: Date) -> Date {
    Date::new(day.year(), 1, 1).unwrap_or(day)
}

/// Those the province has pinned, in its order; where it has pinned none, the first by code, with a value before without.
fn indicators(deps: &Deps, tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Pinned>, DbError> {
    let mut facts = deps.indicators.list(tx)?;
    if !deps.pinned.is_empty() {
        let place = |code: &String| deps.pinned.iter().position(|pinned| pinned == code);
        facts.retain(|fact| place(&fact.code).is_some());
        facts.sort_by_key(|fact| place(&fact.code));
    }
    let codes: Vec<String> = facts.iter().map(|fact| fact.code.clone()).collect();
    let latest = if codes.is_empty() { Vec::new() } else { deps.indicators.latest(tx, &codes, now)? };
    let mut values: HashMap<String, Measured> =
        latest.into_iter().map(|measured| (measured.code.clone(), measured)).collect();
    let mut all: Vec<Pinned> =
        facts.into_iter().map(|fact| Pinned { measured: values.remove(&fact.code), fact }).collect();
    if deps.pinned.is_empty() {
        all.sort_by_key(|pinned| pinned.measured.as_ref().is_none_or(|measured| measured.value.is_none()));
        all.truncate(INDICATORS_MAX);
    }
    Ok(all)
}

fn snapshot(deps: &Deps, tx: &mut Tx<'_>, at: Timestamp) -> Result<Snapshot, DbError> {
    Ok(Snapshot {
        at,
        figures: deps.figures.public(tx, at)?,
        assignments: deps.assignments.counts(tx, at)?,
        plans: deps.plans.summaries(tx, at)?,
        indicators: indicators(deps, tx, at)?,
    })
}

/// The page of this moment.  Numbers of the whole province without a person in them: the right alone opens them, in any
/// position.
///
/// # Errors
/// [`IocError::Denied`] without `ioc.view`.
pub async fn view(deps: &Deps, cx: &OpContext) -> Result<View, IocError> {
    cx.require_anywhere("ioc.view")?;
    let (deps, now) = (deps.clone(), cx.now);
    deps.db
        .clone()
        .read(move |tx| {
            let snapshot = snapshot(&deps, tx, now)?;
            let mut months = HashMap::new();
            for pinned in &snapshot.indicators {
                let code = &pinned.fact.code;
                let values = deps.indicators.monthly(tx, code, first_of_year(now.date()), now.date())?;
                months.insert(code.clone(), values);
            }
            Ok(View { before: store::day_before(tx, now.date())?, now: snapshot, months })
        })
        .await
}

/// One reading of the live feed: for everybody who watches, whose right the door has seen.
///
/// # Errors
/// [`DbError`] of any port.
pub async fn read_live(deps: &Deps) -> Result<Snapshot, DbError> {
    let (deps, at) = (deps.clone(), deps.clock.now());
    deps.db.clone().read(move |tx| snapshot(&deps, tx, at)).await
}

/// Writes the day in hand into the book.
///
/// # Errors
/// [`DbError`] of a port or of the write.
pub fn keep_day(deps: &Deps, at: Timestamp) -> Result<(), DbError> {
    let read = deps.clone();
    let marks = deps.db.read_blocking::<_, DbError, _>(move |tx| {
        snapshot(&read, tx, at).map(|snapshot| DayMarks::of(&snapshot))
    })?;
    deps.db.write_blocking(move |tx| store::put_day(tx, at.date(), at, &marks))
}
