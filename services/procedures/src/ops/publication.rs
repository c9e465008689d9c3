//! The one way into the list of published versions: numbering, the province's decisions, search, revision.
use crate::Refused;
use crate::model::{Origin, Overlay, State, VersionRow};
use crate::rules::{self, Period, Segment};
use crate::store::{self, NewVersion};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, ProcedureFact, ProcedureId};
use db::Tx;

/// A national version on its way in.
pub(crate) struct NewBase<'a> {
    /// Id and version are given here.
    pub fact: &'a ProcedureFact,
    pub origin: Origin,
    pub origin_ref: &'a str,
    pub digest: &'a str,
    pub effective_to: Option<Date>,
}

/// Publishes a base version.  The same origin, reference and content again changes nothing; the version that is there is
/// answered.
pub(crate) fn publish_base(
    tx: &mut Tx<'_>,
    new: &NewBase<'_>,
    now: Timestamp,
    by: Option<AccountId>,
) -> Result<ProcedureId, Refused> {
    let (procedure, _) = store::ensure_procedure(tx, &new.fact.code, new.fact.mode, now)?;
    if let Some(known) = store::by_origin(tx, procedure, new.origin, new.origin_ref)?
        && known.state == State::Published
        && known.digest == new.digest
    {
        return Ok(known.id);
    }
    let mut fact = new.fact.clone();
    fact.id = ProcedureId::new(now);
    fact.version = store::next_version(tx, procedure)?;
    store::insert_version(
        tx,
        &NewVersion {
            procedure,
            fact: &fact,
            state: State::Published,
            origin: new.origin,
            origin_ref: new.origin_ref,
            base: None,
            digest: new.digest,
            questions: &[],
            effective_to: new.effective_to,
            published: Some((now, by)),
            now,
        },
    )?;
    settle(tx, procedure, &fact, new.effective_to, now, by)?;
    Ok(fact.id)
}

/// After a base version stands: older ones end, the province's decisions are laid on it, search and caches hear of it.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    procedure: Id,
    fact: &ProcedureFact,
    effective_to: Option<Date>,
    now: Timestamp,
    by: Option<AccountId>,
) -> Result<(), Refused> {
    if effective_to.is_none() {
        store::trim_older(tx, procedure, fact.version, fact.effective_from)?;
    }
    let window = (fact.effective_from, effective_to);
    compose(tx, procedure, window, false, now, by)?;
    announce(tx, procedure, now)
}

/// Publishes a version for every stretch of the window on which decisions of the province hold, and with `plain` also for
/// those on which none does (a decision ended: the versions made of it must give way).  Answers how many.
pub(crate) fn compose(
    tx: &mut Tx<'_>,
    procedure: Id,
    window: (Date, Option<Date>),
    plain: bool,
    now: Timestamp,
    by: Option<AccountId>,
) -> Result<usize, Refused> {
    let rows = store::versions_of(tx, procedure)?;
    let overlays = store::overlays(tx, procedure)?;
    let segments = rules::segments(&periods(&rows), &overlays, window.0, window.1);
    let mut made = 0;
    for segment in segments.iter().filter(|segment| plain || !segment.overlays.is_empty()) {
        if let Some(base) = rows.iter().find(|row| row.id == segment.base) {
            lay(tx, base, segment, &overlays, now, by)?;
            made += 1;
        }
    }
    Ok(made)
}

/// Periods of the base versions; those of laid ones are left out.
fn periods(rows: &[VersionRow]) -> Vec<Period> {
    rows.iter()
        .filter(|row| row.origin != Origin::Overlay)
        .filter_map(|row| {
            let version = row.version?;
            Some(Period { id: row.id, version, from: row.effective_from, to: row.effective_to })
        })
        .collect()
}

fn lay(
    tx: &mut Tx<'_>,
    base: &VersionRow,
    segment: &Segment,
    overlays: &[Overlay],
    now: Timestamp,
    by: Option<AccountId>,
) -> Result<(), Refused> {
    let active: Vec<&Overlay> = segment.overlays.iter().filter_map(|place| overlays.get(*place)).collect();
    let mut fact = rules::apply(&base.body, &active);
    fact.id = ProcedureId::new(now);
    fact.version = store::next_version(tx, base.procedure)?;
    fact.effective_from = segment.from;
    let names: Vec<String> = active.iter().map(|overlay| overlay.id.to_string()).collect();
    store::insert_version(
        tx,
        &NewVersion {
            procedure: base.procedure,
            fact: &fact,
            state: State::Published,
            origin: Origin::Overlay,
            origin_ref: &names.join(" "),
            base: Some(base.id),
            digest: &base.digest,
            questions: &[],
            effective_to: segment.to,
            published: Some((now, by)),
            now,
        },
    )?;
    Ok(())
}

/// Tells search and every cache that the procedure has changed.
pub(crate) fn announce(tx: &mut Tx<'_>, procedure: Id, now: Timestamp) -> Result<(), Refused> {
    let rows: Vec<VersionRow> =
        store::versions_of(tx, procedure)?.into_iter().filter(|row| row.state == State::Published).collect();
    let today = now.date();
    let in_force =
        |row: &&VersionRow| row.effective_from <= today && row.effective_to.is_none_or(|end| today < end);
    // Rows come newest number first: the version of today, else the newest.
    if let Some(row) = rows.iter().find(in_force).or_else(|| rows.first()) {
        let from = rows.iter().map(|row| row.effective_from).min();
        let open = rows.iter().any(|row| row.effective_to.is_none());
        let to = if open { None } else { rows.iter().filter_map(|row| row.effective_to).max() };
        search::put(tx, &entry(&row.body, from, to))?;
    }
    store::bump(tx, now)?;
    Ok(())
}

fn entry(fact: &ProcedureFact, from: Option<Date>, to: Option<Date>) -> search::Entry {
    let cases = fact.cases.iter().filter(|_| fact.cases.len() > 1).map(|case| case.name.as_str());
    let body: Vec<&str> = [fact.field.as_str(), fact.result.name.as_str()].into_iter().chain(cases).collect();
    search::Entry {
        kind: super::SEARCH_KIND.to_owned(),
        id: fact.code.clone(),
        title: fact.name.clone(),
        synonyms: fact.synonyms.clone(),
        body: body.join("\n"),
        rank: i64::from(fact.configured()),
        effective_from: from,
        effective_to: to,
    }
}

/// Ends the version from an origin and every one laid on it; what lies below stays ended, so that nothing old comes back.
pub(crate) fn close_by_origin(
    tx: &mut Tx<'_>,
    origin: Origin,
    origin_ref: &str,
    on: Date,
    now: Timestamp,
) -> Result<(), Refused> {
    let Some((code, _)) = origin_ref.split_once('@') else { return Ok(()) };
    let Some(procedure) = store::procedure_id(tx, code)? else { return Ok(()) };
    tx.lock("procedure", procedure)?;
    let rows = store::versions_of(tx, procedure)?;
    let ids: Vec<ProcedureId> = rows
        .iter()
        .filter(|row| row.origin == origin && row.origin_ref == origin_ref)
        .map(|row| row.id)
        .collect();
    let concerned =
        |row: &VersionRow| ids.contains(&row.id) || row.base.is_some_and(|base| ids.contains(&base));
    end(tx, rows.iter().filter(|row| concerned(row)), on)?;
    announce(tx, procedure, now)
}

/// Sets the end of published versions that would reach past `on`; one that has not begun ends as it begins.
pub(crate) fn end<'a>(
    tx: &mut Tx<'_>,
    rows: impl Iterator<Item = &'a VersionRow>,
    on: Date,
) -> Result<usize, Refused> {
    let mut ended = 0;
    for row in rows.filter(|row| row.state == State::Published) {
        let last = on.max(row.effective_from);
        if row.effective_to.is_none_or(|end| end > last) {
            store::set_end(tx, row.id, last)?;
            ended += 1;
        }
    }
    Ok(ended)
}
