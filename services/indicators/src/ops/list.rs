//! Every indicator in force with its number, and how its reports stand.
use super::book::Book;
use super::deps::Deps;
use super::engine::{Engine, Group, Slice};
use super::remembered::Remembered;
use super::report::expected_reporters;
use crate::errors::Refused;
use crate::model::{Dated, Period, ReportState as State};
use crate::port::year_to;
use crate::rules::Made;
use crate::store;
use base::Date;
use contracts::{AgencyId, AgencyNames};
use db::Tx;
use policy::OpContext;
use std::collections::{BTreeMap, BTreeSet};

/// How the reports of the last ended period stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportState {
    pub period: Period,
    pub deadline: Date,
    pub expected: usize,
    pub approved: usize,
    pub waiting: usize,
    /// The deadline has passed and nothing was sent.
    pub missing: usize,
    /// Sent after the deadline.
    pub late: usize,
    /// Of the reader's own agencies, those that have not sent it.
    pub own_open: usize,
}

/// One indicator of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    pub dated: Dated,
    pub made: Made,
    /// First and last day that the number speaks of; the year so far when there is none.
    pub from: Date,
    pub to: Date,
    /// A fact in it is still being counted from the beginning.
    pub counting: bool,
    /// None when the program counts it by itself.
    pub report: Option<ReportState>,
}

fn report_state(
    names: &dyn AgencyNames,
    tx: &mut Tx<'_>,
    cx: &OpContext,
    dated: &Dated,
) -> Result<Option<ReportState>, Refused> {
    let definition = &dated.definition;
    if definition.counted() {
        return Ok(None);
    }
    let today = cx.now.date();
    let period = Period::of(definition.period, definition.window_day, today).before();
    let end = period.window(definition.window_day).1;
    let expected: BTreeSet<AgencyId> =
        expected_reporters(tx, names, definition, end)?.iter().map(|agency| agency.id).collect();
    let deadline = period.deadline(definition.window_day, definition.deadline_days);
    let mut last: BTreeMap<AgencyId, (bool, bool, bool)> = BTreeMap::new();
    for report in store::reports_of(tx, &definition.code, period.first, period.first)? {
        let (approved, waiting, late) = last.entry(report.agency).or_default();
        *approved |= report.state == State::Approved;
        *waiting |= report.state == State::Sent;
        *late |= report.late;
    }
    // Her own agencies: those of her positions, not all that a statistician may report for.
    let own = |agency: &&AgencyId| {
        cx.standing.holdings.iter().any(|held| held.agency == **agency)
            && cx.require("indicators.report", **agency).is_ok()
    };
    let silent = expected.iter().filter(|agency| !last.contains_key(*agency));
    Ok(Some(ReportState {
        period,
        deadline,
        expected: expected.len(),
        approved: last.values().filter(|(approved, ..)| *approved).count(),
        waiting: last.values().filter(|(_, waiting, _)| *waiting).count(),
        missing: if today > deadline { silent.clone().count() } else { 0 },
        late: last.values().filter(|(.., late)| *late).count(),
        own_open: silent.filter(own).count(),
    }))
}

/// The list; numbers are those of the reader's scope, for this year so far.
///
/// # Errors
/// [`Refused::Denied`] without `indicators.read`.
pub async fn list(deps: &Deps, cx: &OpContext) -> Result<Vec<Listed>, Refused> {
    let scope = cx.scope("indicators.read")?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .read(move |tx| {
            let book = Book::load(tx)?;
            let today = cx.now.date();
            let group = Group::of_scope(&scope);
            let names = Remembered::new(work.names.as_ref());
            let mut by_window: BTreeMap<i8, Vec<Dated>> = BTreeMap::new();
            for dated in book.in_force(today) {
                by_window.entry(dated.definition.window_day).or_default().push(dated.clone());
            }
            let mut all = Vec::new();
            for (day, list) in by_window {
                let slice: Slice = year_to(day, today, true);
                let codes: Vec<String> = list.iter().map(|dated| dated.definition.code.clone()).collect();
                let engine = Engine::load(tx, &book, &names, &codes, slice)?;
                for dated in list {
                    let code = dated.definition.code.clone();
                    let Some(made) = engine.make(&code, &group) else { continue };
                    let window = engine.reported(&code).and_then(|one| one.window);
                    let (from, to) = window.unwrap_or((slice.from, slice.to));
                    let report = report_state(&names, tx, &cx, &dated)?;
                    all.push(Listed { counting: engine.counting(&code), made, from, to, report, dated });
                }
            }
            all.sort_by_cached_key(|one| {
                (!one.dated.definition.counted(), text::collation_key(&one.dated.definition.title))
            });
            Ok(all)
        })
        .await
}
