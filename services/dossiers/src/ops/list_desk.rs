//! The desk's own list; the look at it is written before it is shown.
use super::Deps;
use super::notice::mark_notices;
use super::turn::mark_turns;
use crate::errors::Refused;
use crate::store::{self, DeskFilter, DeskRow, DeskTab, Waiting};
use base::{Date, DossierCode};
use contracts::ProcedureFact;
use parties::model::{Identifier, IdentifierKind};
use policy::{OpContext, record_list_access};
use std::sync::Arc;

/// Above this a count is shown as "1.000+" (database.md).
pub const COUNT_MAX: i64 = 1_000;
/// What a list shows of people.
pub(super) const FIELDS: &str = "owner_name";

/// One page of the desk.
#[derive(Clone, Debug)]
pub struct DeskQuery {
    /// None: the first tab that has something to do.
    pub tab: Option<DeskTab>,
    pub filter: DeskFilter,
    pub limit: i64,
}

/// What the desk shows.
#[derive(Debug)]
pub struct DeskListing {
    pub tab: DeskTab,
    pub rows: Vec<DeskRow>,
    /// Whether there are more behind the last row.
    pub more: bool,
    /// Counted up to [`COUNT_MAX`] + 1.
    pub counts: Vec<(DeskTab, i64)>,
    /// Procedures that can be received here, for the filter.
    pub procedures: Vec<Arc<ProcedureFact>>,
}

/// Lists the dossiers of one's own counters.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.desk`; [`Refused::Database`].
pub async fn list_desk(deps: &Deps, cx: &OpContext, query: DeskQuery) -> Result<DeskListing, Refused> {
    let scope = cx.scope("dossiers.desk")?;
    let said = describe(query.tab, &query.filter);
    write_look(deps, cx, said).await?;
    let (work, now) = (deps.clone(), cx.now);
    deps.db
        .read(move |tx| {
            let counts = store::desk_counts(tx, &scope, now, COUNT_MAX)?;
            let tab = query.tab.unwrap_or_else(|| busiest(&counts));
            let limit = query.limit.saturating_add(1);
            let mut rows = store::desk_list(tx, &scope, tab, &query.filter, now, limit)?;
            let more = rows.len() > usize::try_from(query.limit).unwrap_or(usize::MAX);
            rows.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
            mark_notices(&work, tx, &mut rows)?;
            mark_turns(tx, &mut rows)?;
            let mut procedures = work.catalogue.all_in_force(tx, now.date())?;
            procedures.retain(|procedure| procedure.configured());
            Ok(DeskListing { tab, rows, more, counts, procedures })
        })
        .await
}

/// The first tab in which the desk itself has something to do.
pub(super) fn busiest(counts: &[(DeskTab, i64)]) -> DeskTab {
    let own = [DeskTab::Incoming, DeskTab::Desk, DeskTab::ToHandOver, DeskTab::ToReturn, DeskTab::Processing];
    own.into_iter()
        .find(|tab| counts.iter().any(|(known, count)| known == tab && *count > 0))
        .unwrap_or(DeskTab::Incoming)
}

pub(super) fn describe(tab: Option<DeskTab>, filter: &DeskFilter) -> String {
    let tab = tab.map_or("first", DeskTab::word);
    let code = filter.procedure_code.as_deref().unwrap_or("*");
    let channel = filter.channel.map_or("*", contracts::Channel::word);
    format!("desk tab={tab} procedure={code} channel={channel}")
}

pub(super) async fn write_look(deps: &Deps, cx: &OpContext, filter: String) -> Result<(), Refused> {
    let holding = cx.require_anywhere("dossiers.desk")?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            record_list_access(tx, &cx, Some(&holding), FIELDS, &filter)?;
            Ok::<_, Refused>(())
        })
        .await
}

/// What the search box of the desk found.
#[derive(Debug)]
pub enum Found {
    /// A code, or a number with one dossier: open it.
    One(contracts::DossierId),
    /// The newest first.
    Several(Vec<DeskRow>),
}

/// Finds dossiers of one's own scope by code, by a person's number, or by the beginning of a name.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.desk`; [`Refused::Database`].
pub async fn find_dossiers(deps: &Deps, cx: &OpContext, typed: String) -> Result<Found, Refused> {
    let scope = cx.scope("dossiers.desk")?;
    let today = cx.now.date();
    if let Ok(code) = DossierCode::parse(&typed) {
        let code = code.canonical();
        let found = deps
            .db
            .read(move |tx| {
                let dossier = store::by_code(tx, &code)?;
                Ok::<_, Refused>(dossier.filter(|d| scope.covers(d.receiving) || scope.covers(d.resolving)))
            })
            .await?;
        return Ok(found.map_or(Found::Several(Vec::new()), |dossier| Found::One(dossier.id)));
    }
    // What was typed may be a person's number or name: the record says only which of both it was.
    let number = number_of(&typed, today);
    let kind = if number.is_some() { "number" } else { "name" };
    write_look(deps, cx, format!("desk search by {kind}")).await?;
    let rows = deps
        .db
        .read(move |tx| {
            let people = match &number {
                Some(number) => parties::find_by_identifier(tx, number, today)?.into_iter().collect(),
                None => {
                    let named = parties::search_masked(tx, &typed, PEOPLE_MAX)?;
                    named.into_iter().map(|person| person.id).collect::<Vec<_>>()
                }
            };
            let mut rows = store::dossiers_of_people(tx, &scope, &people, FOUND_MAX)?;
            mark_turns(tx, &mut rows)?;
            Ok::<_, Refused>(rows)
        })
        .await?;
    Ok(match rows.as_slice() {
        [only] => Found::One(only.id),
        _ => Found::Several(rows),
    })
}

const PEOPLE_MAX: u32 = 30;
const FOUND_MAX: usize = 50;

/// The number of a person or an organisation, when what was typed is one.
#[must_use]
pub fn number_of(typed: &str, today: Date) -> Option<Identifier> {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    if digits < 6 || typed.chars().any(char::is_whitespace) && digits < 9 {
        return None;
    }
    Identifier::personal(typed, today)
        .or_else(|_| Identifier::parse(IdentifierKind::Tax, typed))
        .or_else(|_| Identifier::parse(IdentifierKind::Passport, typed))
        .ok()
}

/// What waits for the director of the centre.
#[derive(Debug)]
pub struct WaitingDecisions {
    pub refusals: Vec<Waiting>,
    pub late_entries: Vec<Waiting>,
}

/// Proposed refusals and late entries of the counters one decides for.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.approve_refusal`; [`Refused::Database`].
pub async fn waiting_decisions(deps: &Deps, cx: &OpContext) -> Result<WaitingDecisions, Refused> {
    let scope = cx.scope("dossiers.approve_refusal")?;
    let holding = cx.require_anywhere("dossiers.approve_refusal")?;
    let cx = cx.clone();
    deps.db
        .write(move |tx| {
            record_list_access(tx, &cx, Some(&holding), FIELDS, "waiting for the director")?;
            Ok(WaitingDecisions {
                refusals: store::open_refusals(tx, &scope, 200)?,
                late_entries: store::open_late_entries(tx, &scope, 200)?,
            })
        })
        .await
}
