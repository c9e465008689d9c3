//! The leader's numbers, within her scope, and the dossiers behind each of them.
use super::Deps;
use super::notice::{late_notices, mark_notices};
use crate::errors::Refused;
use crate::model::Entry;
use crate::store::{self, Behind, BehindFilter, DeskRow, Measure, OpenCount, TallyRow};
use base::{Date, Timestamp};
use contracts::{AgencyId, DossierId};
use db::Tx;
use policy::{Access, OpContext, Scope, record_access, record_list_access};
use std::collections::BTreeMap;

/// Numbers of one period and one moment, of the whole scope or of a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub received: i64,
    /// Of these, filed online by the person herself.
    pub online: i64,
    /// Processing ended, by the due time or without one.
    pub in_time: i64,
    /// Processing ended after the due time.
    pub closed_late: i64,
    pub late: i64,
    pub late_new: i64,
    pub due_today: i64,
    pub waiting: i64,
    pub waiting_long: i64,
    pub ready: i64,
    pub ready_long: i64,
}

impl Sums {
    fn tally(&mut self, row: &TallyRow) {
        let place = match row.measure.as_str() {
            word if word == Measure::Received.word() => &mut self.received,
            word if word == Measure::ReceivedOnline.word() => &mut self.online,
            word if word == Measure::ClosedInTime.word() => &mut self.in_time,
            word if word == Measure::ClosedLate.word() => &mut self.closed_late,
            _ => return,
        };
        *place = place.saturating_add(row.count);
    }

    fn open(&mut self, row: &OpenCount) {
        for (place, more) in [
            (&mut self.late, row.late),
            (&mut self.late_new, row.late_new),
            (&mut self.due_today, row.due_today),
            (&mut self.waiting, row.waiting),
            (&mut self.waiting_long, row.waiting_long),
            (&mut self.ready, row.ready),
            (&mut self.ready_long, row.ready_long),
        ] {
            *place = place.saturating_add(more);
        }
    }

    /// Dossiers whose processing ended.
    #[must_use]
    pub const fn closed(&self) -> i64 {
        self.in_time.saturating_add(self.closed_late)
    }
}

/// One agency's line.
#[derive(Clone, Debug)]
pub struct AgencyLine {
    pub agency: AgencyId,
    pub name: String,
    pub sums: Sums,
}

/// One procedure's line.
#[derive(Clone, Debug)]
pub struct ProcedureLine {
    pub code: String,
    pub name: String,
    pub sums: Sums,
}

/// The whole page.  Months are calendar months to the day of `at` in Vietnam.
#[derive(Clone, Debug)]
pub struct LeaderFigures {
    pub at: Timestamp,
    pub received_today: i64,
    /// The whole of yesterday.
    pub received_yesterday: i64,
    pub month: Sums,
    /// The month before, to the same day.
    pub before: Sums,
    pub agencies: Vec<AgencyLine>,
    pub procedures: Vec<ProcedureLine>,
    /// Notices of supplement or refusal that the desks owe and are late with now (NĐ 61/2018/NĐ-CP Đ19.4).
    pub notices_late: i64,
}

/// The same day a month earlier, or that month's last day.
fn month_before(day: Date) -> Date {
    let last = day.first_of_month().yesterday().unwrap_or(day);
    Date::new(last.year(), last.month(), day.day().min(last.day())).unwrap_or(last)
}

/// Reads the numbers.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.leader`; [`Refused::Database`].
pub async fn leader_figures(deps: &Deps, cx: &OpContext) -> Result<LeaderFigures, Refused> {
    let scope = cx.scope("dossiers.leader")?;
    let (work, now) = (deps.clone(), cx.now);
    deps.db.read(move |tx| figures(&work, tx, &scope, now)).await
}

fn figures(deps: &Deps, tx: &mut Tx<'_>, scope: &Scope, now: Timestamp) -> Result<LeaderFigures, Refused> {
    let today = now.date();
    let yesterday = today.yesterday().unwrap_or(today);
    let past = month_before(today);
    let received = |rows: &[TallyRow]| {
        rows.iter().filter(|row| row.measure == Measure::Received.word()).map(|row| row.count).sum::<i64>()
    };
    let day = store::tally_rows(tx, scope, today, today)?;
    let day_before = store::tally_rows(tx, scope, yesterday, yesterday)?;
    let month = store::tally_rows(tx, scope, today.first_of_month(), today)?;
    let earlier = store::tally_rows(tx, scope, past.first_of_month(), past)?;
    let open = store::open_counts(tx, scope, now)?;
    let mut all = Sums::default();
    let mut before = Sums::default();
    let mut by_agency: BTreeMap<AgencyId, Sums> = BTreeMap::new();
    let mut by_procedure: BTreeMap<String, Sums> = BTreeMap::new();
    earlier.iter().for_each(|row| before.tally(row));
    for row in &month {
        all.tally(row);
        by_agency.entry(row.agency).or_default().tally(row);
        by_procedure.entry(row.procedure_code.clone()).or_default().tally(row);
    }
    for row in &open {
        all.open(row);
        by_agency.entry(row.agency).or_default().open(row);
        by_procedure.entry(row.procedure_code.clone()).or_default().open(row);
    }
    Ok(LeaderFigures {
        at: now,
        received_today: received(&day),
        received_yesterday: received(&day_before),
        month: all,
        before,
        agencies: agency_lines(deps, tx, by_agency)?,
        procedures: procedure_lines(deps, tx, by_procedure, today)?,
        notices_late: i64::try_from(late_notices(deps, tx, scope, now)?.len()).unwrap_or(i64::MAX),
    })
}

/// Most late first, then in Vietnamese order.
fn agency_lines(
    deps: &Deps,
    tx: &mut Tx<'_>,
    sums: BTreeMap<AgencyId, Sums>,
) -> Result<Vec<AgencyLine>, Refused> {
    let ids: Vec<AgencyId> = sums.keys().copied().collect();
    let mut names: BTreeMap<AgencyId, String> = BTreeMap::new();
    for slice in ids.chunks(200) {
        let facts = deps.directory.agencies(tx, slice)?;
        names.extend(facts.into_iter().map(|fact| (fact.id, fact.name)));
    }
    let mut lines: Vec<AgencyLine> = sums
        .into_iter()
        .map(|(agency, sums)| AgencyLine {
            agency,
            name: names.remove(&agency).unwrap_or_else(|| agency.to_string()),
            sums,
        })
        .collect();
    lines.sort_by_cached_key(|line| (std::cmp::Reverse(line.sums.late), text::collation_key(&line.name)));
    Ok(lines)
}

fn procedure_lines(
    deps: &Deps,
    tx: &mut Tx<'_>,
    sums: BTreeMap<String, Sums>,
    today: Date,
) -> Result<Vec<ProcedureLine>, Refused> {
    let mut lines = Vec::with_capacity(sums.len());
    for (code, sums) in sums {
        let found = deps.catalogue.in_force(tx, &code, today)?;
        let name = found.map_or_else(|| code.clone(), |fact| fact.name.clone());
        lines.push(ProcedureLine { code, name, sums });
    }
    lines.sort_by_cached_key(|line| (std::cmp::Reverse(line.sums.late), text::collation_key(&line.name)));
    Ok(lines)
}

/// What is asked of the list behind a number.
#[derive(Clone, Debug)]
pub struct ListBehind {
    pub behind: Behind,
    pub filter: BehindFilter,
    pub limit: usize,
}

/// One page of the dossiers behind a number.
#[derive(Clone, Debug, Default)]
pub struct ListedBehind {
    /// Names of people are masked.
    pub rows: Vec<DeskRow>,
    /// Names of the receiving agencies.
    pub agencies: BTreeMap<AgencyId, String>,
    pub more: bool,
}

/// One page of the dossiers behind a number, names masked; the look is recorded first.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.leader`; [`Refused::Database`].
pub async fn list_behind(deps: &Deps, cx: &OpContext, query: ListBehind) -> Result<ListedBehind, Refused> {
    let scope = cx.scope("dossiers.leader")?;
    let holding = cx.require_anywhere("dossiers.leader")?;
    let said = format!(
        "leader {} agency={} procedure={}",
        query.behind.word(),
        query.filter.agency.map(|agency| agency.to_string()).unwrap_or_default(),
        query.filter.procedure_code.as_deref().unwrap_or_default(),
    );
    let (looker, now) = (cx.clone(), cx.now);
    deps.db
        .write(move |tx| {
            record_list_access(tx, &looker, Some(&holding), "owner_name_masked", &said)?;
            Ok::<_, Refused>(())
        })
        .await?;
    let work = deps.clone();
    deps.db
        .read(move |tx| {
            let limit = i64::try_from(query.limit.saturating_add(1)).unwrap_or(i64::MAX);
            let mut rows = store::behind_list(tx, &scope, query.behind, &query.filter, now, limit)?;
            let more = rows.len() > query.limit;
            rows.truncate(query.limit);
            for row in &mut rows {
                row.owner_name = text::mask_name(&row.owner_name);
            }
            let mut ids: Vec<AgencyId> = rows.iter().map(|row| row.receiving).collect();
            ids.extend(query.filter.agency);
            ids.sort_unstable();
            ids.dedup();
            let found = work.directory.agencies(tx, &ids)?;
            let agencies = found.into_iter().map(|agency| (agency.id, agency.name)).collect();
            Ok(ListedBehind { rows, agencies, more })
        })
        .await
}

/// Where one dossier stands, without a word of a person.
#[derive(Clone, Debug)]
pub struct StandingView {
    /// Owner's name masked; nothing else of a person is in it.
    pub row: DeskRow,
    /// Lines without what somebody wrote: of their details only the step's title is left.
    pub timeline: Vec<Entry>,
    /// Names of the agencies that appear.
    pub agencies: BTreeMap<AgencyId, String>,
    /// Where it lies now.
    pub holder: Option<AgencyId>,
    /// Whether the reader may also open the dossier itself.
    pub opens: bool,
}

/// A dossier behind a number, masked and only to read, by the right of the list; the look is recorded first.
///
/// # Errors
/// [`Refused::NotFound`] also for a dossier outside the scope; [`Refused::Denied`] without `dossiers.leader`.
pub async fn view_standing(deps: &Deps, cx: &OpContext, id: DossierId) -> Result<StandingView, Refused> {
    cx.require_anywhere("dossiers.leader")?;
    let (work, cx) = (deps.clone(), cx.clone());
    deps.db
        .write(move |tx| {
            let dossier = store::load(tx, id)?.ok_or(Refused::NotFound)?;
            let holding = cx.require("dossiers.leader", dossier.receiving).map_err(|_| Refused::NotFound)?;
            let fields = "owner_name_masked,timeline";
            let access =
                Access { subject: dossier.owner, purpose: "dossier", dossier: Some(dossier.id), fields };
            record_access(tx, &cx, Some(&holding), &access)?;
            let mut row = store::own_row(tx, id)?.ok_or(Refused::NotFound)?;
            mark_notices(&work, tx, std::slice::from_mut(&mut row))?;
            row.owner_name = text::mask_name(&row.owner_name);
            let timeline: Vec<Entry> = store::entries(tx, id)?.into_iter().map(wordless).collect();
            let mut ids: Vec<AgencyId> = timeline.iter().filter_map(|entry| entry.agency).collect();
            ids.extend([row.receiving, row.resolving]);
            ids.extend(dossier.holder);
            ids.sort_unstable();
            ids.dedup();
            let found = work.directory.agencies(tx, &ids)?;
            let agencies = found.into_iter().map(|agency| (agency.id, agency.name)).collect();
            let opens = cx.authorize("dossiers.view", dossier.clone()).is_ok();
            Ok(StandingView { row, timeline, agencies, holder: dossier.holder, opens })
        })
        .await
}

/// What somebody wrote may name a person: only the titles of steps are left, and a mark where words were.
fn wordless(entry: Entry) -> Entry {
    let step = entry.detail.get("step").and_then(|step| step.as_str()).unwrap_or_default();
    let detail = serde_json::json!({ "step": step, "words": "…" });
    Entry { detail, actor: None, ..entry }
}

/// One page of the dossiers whose notice is late, those that wait longest first, names masked; the look is recorded.
/// `after`: since when, and id, of the last row shown.
///
/// # Errors
/// [`Refused::Denied`] without `dossiers.leader`; [`Refused::Database`].
pub async fn list_late_notices(
    deps: &Deps,
    cx: &OpContext,
    after: Option<(i64, DossierId)>,
    limit: usize,
) -> Result<LateNotices, Refused> {
    let scope = cx.scope("dossiers.leader")?;
    let holding = cx.require_anywhere("dossiers.leader")?;
    let (looker, now) = (cx.clone(), cx.now);
    deps.db
        .write(move |tx| {
            record_list_access(tx, &looker, Some(&holding), "owner_name_masked", "leader notice-late")?;
            Ok::<_, Refused>(())
        })
        .await?;
    let work = deps.clone();
    // The province's desks are read beside the writer, never in it.
    deps.db
        .read(move |tx| {
            let mut owed = late_notices(&work, tx, &scope, now)?;
            owed.retain(|one| after.is_none_or(|last| (one.since.micros(), one.dossier) > last));
            let more = owed.len() > limit;
            owed.truncate(limit);
            let ids: Vec<DossierId> = owed.iter().map(|one| one.dossier).collect();
            let mut rows = store::rows_of(tx, &ids)?;
            mark_notices(&work, tx, &mut rows)?;
            rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
            for row in &mut rows {
                row.owner_name = text::mask_name(&row.owner_name);
            }
            let mut named: Vec<AgencyId> = rows.iter().map(|row| row.receiving).collect();
            named.sort_unstable();
            named.dedup();
            let found = work.directory.agencies(tx, &named)?;
            let agencies = found.into_iter().map(|agency| (agency.id, agency.name)).collect();
            let last = owed.last().map(|one| (one.since.micros(), one.dossier));
            Ok(LateNotices { listed: ListedBehind { rows, agencies, more }, last })
        })
        .await
}

/// One page of late notices.
#[derive(Clone, Debug, Default)]
pub struct LateNotices {
    pub listed: ListedBehind,
    /// What the next page continues after.
    pub last: Option<(i64, DossierId)>,
}
