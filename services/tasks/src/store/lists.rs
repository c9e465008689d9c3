//! Lists: always within a scope, by an index, by keyset of (due day, id).
use super::assignment::{COLUMNS, row};
use crate::model::{Assignment, Phase};
use base::{Date, Id};
use contracts::{AgencyId, AssignmentId};
use db::{DbError, Param, Tx};
use policy::Scope;
use std::collections::HashMap;

/// Groups of what one's own agencies have to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MineTab {
    Todo,
    Sent,
    Closed,
}

impl MineTab {
    pub const ALL: [Self; 3] = [Self::Todo, Self::Sent, Self::Closed];

    /// Stable word of URLs and locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Sent => "sent",
            Self::Closed => "closed",
        }
    }

    const fn phases(self) -> &'static [Phase] {
        match self {
            Self::Todo => &[Phase::Given, Phase::Accepted],
            Self::Sent => &[Phase::Submitted],
            Self::Closed => &[Phase::Done, Phase::Withdrawn],
        }
    }
}

/// Groups of what one's own agencies have assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GivenTab {
    /// A confirmation, an extension or a question waits.
    Waiting,
    Overdue,
    Running,
    Finished,
}

impl GivenTab {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Overdue, Self::Running, Self::Finished];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Overdue => "overdue",
            Self::Running => "running",
            Self::Finished => "finished",
        }
    }

    const fn phases(self) -> &'static [Phase] {
        match self {
            Self::Waiting => &[],
            Self::Overdue | Self::Running => &[Phase::Given, Phase::Accepted],
            Self::Finished => &[Phase::Done, Phase::Withdrawn],
        }
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Continue after this (due day, id).
    pub after: Option<(Date, AssignmentId)>,
    pub limit: i64,
}

/// Above so many agencies they are named together in one statement, below each has its own index range.
const RANGES_MAX: usize = 8;

fn groups(scope: &Scope) -> Vec<Option<Vec<AgencyId>>> {
    match scope.agencies() {
        None => vec![None],
        Some([]) => Vec::new(),
        Some(list) if list.len() <= RANGES_MAX => list.iter().map(|agency| Some(vec![*agency])).collect(),
        Some(list) => vec![Some(list.to_vec())],
    }
}

type Bound = (String, Vec<Param<'static>>);

/// One range: the condition of the agencies on `column`, the tab's own words, the way it is read.
struct Range {
    column: &'static str,
    narrowed: String,
    values: Vec<Param<'static>>,
    newest_first: bool,
}

impl Range {
    fn within(&self, group: Option<&[AgencyId]>, values: &mut Vec<Param<'static>>) -> String {
        let Some(agencies) = group else {
            // The whole installation: work of agencies by phase, what was assigned by who assigned it.
            return if self.column == "agency" { " AND parts = 0".to_owned() } else { String::new() };
        };
        let first = values.len().saturating_add(1);
        values.extend(agencies.iter().map(|agency| Param::Id(agency.id())));
        let marks: Vec<String> = (first..=values.len()).map(|number| format!("?{number}")).collect();
        match marks.as_slice() {
            [one] => format!(" AND {} = {one}", self.column),
            many => format!(" AND {} IN ({})", self.column, many.join(", ")),
        }
    }

    fn page(&self, scope: &Scope, filter: Filter) -> Vec<Bound> {
        let edge = if self.newest_first { Date::constant(9999, 12, 31) } else { Date::constant(1, 1, 1) };
        let zero = Id::from_bytes(if self.newest_first { [255; 16] } else { [0; 16] });
        let (day, id) = filter.after.map_or((edge, zero), |(day, id)| (day, id.id()));
        let (or_equal, beyond, order) =
            if self.newest_first { ("<=", "<", "due DESC, id DESC") } else { (">=", ">", "due, id") };
        self.each(scope, |place, mut values| {
            let first = values.len().saturating_add(1);
            values.extend([Param::Date(day), Param::Id(id), Param::Int(filter.limit)]);
            let (id, limit) = (first.saturating_add(1), first.saturating_add(2));
            let sql = format!(
                "SELECT {COLUMNS} FROM assignment WHERE {}{place} AND due {or_equal} ?{first}
                    AND (due {beyond} ?{first} OR id {beyond} ?{id}) ORDER BY {order} LIMIT ?{limit}",
                self.narrowed
            );
            (sql, values)
        })
    }

    fn count(&self, scope: &Scope, cap: i64) -> Vec<Bound> {
        self.each(scope, |place, mut values| {
            values.push(Param::Int(cap.saturating_add(1)));
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 AS one FROM assignment WHERE {}{place} LIMIT ?{}) AS found",
                self.narrowed,
                values.len()
            );
            (sql, values)
        })
    }

    fn each(&self, scope: &Scope, make: impl Fn(String, Vec<Param<'static>>) -> Bound) -> Vec<Bound> {
        groups(scope)
            .iter()
            .map(|group| {
                let mut values = self.values.clone();
                let place = self.within(group.as_deref(), &mut values);
                make(place, values)
            })
            .collect()
    }
}

fn mine_ranges(tab: MineTab) -> Vec<Range> {
    let range = |phase: &Phase| Range {
        column: "agency",
        narrowed: "phase = ?1".to_owned(),
        values: vec![Param::Text(phase.word())],
        newest_first: tab == MineTab::Closed,
    };
    tab.phases().iter().map(range).collect()
}

fn given_ranges(tab: GivenTab, today: Date) -> Vec<Range> {
    if tab == GivenTab::Waiting {
        return vec![Range {
            column: "assigner",
            narrowed: "parent IS NULL AND waits_since IS NOT NULL".to_owned(),
            values: Vec::new(),
            newest_first: false,
        }];
    }
    let day = match tab {
        GivenTab::Overdue => " AND due < ?2",
        GivenTab::Running => " AND due >= ?2",
        _ => "",
    };
    let range = |phase: &Phase| {
        let mut values = vec![Param::Text(phase.word())];
        if !day.is_empty() {
            values.push(Param::Date(today));
        }
        Range {
            column: "assigner",
            narrowed: format!("parent IS NULL AND phase = ?1{day}"),
            values,
            newest_first: tab == GivenTab::Finished,
        }
    };
    tab.phases().iter().map(range).collect()
}

/// Every statement of one page with its values.
pub(crate) fn mine_statements(scope: &Scope, tab: MineTab, filter: Filter) -> Vec<Bound> {
    mine_ranges(tab).iter().flat_map(|range| range.page(scope, filter)).collect()
}

pub(crate) fn given_statements(scope: &Scope, tab: GivenTab, today: Date, filter: Filter) -> Vec<Bound> {
    given_ranges(tab, today).iter().flat_map(|range| range.page(scope, filter)).collect()
}

pub(crate) fn mine_count_statements(scope: &Scope, tab: MineTab, cap: i64) -> Vec<Bound> {
    mine_ranges(tab).iter().flat_map(|range| range.count(scope, cap)).collect()
}

pub(crate) fn given_count_statements(scope: &Scope, tab: GivenTab, today: Date, cap: i64) -> Vec<Bound> {
    given_ranges(tab, today).iter().flat_map(|range| range.count(scope, cap)).collect()
}

fn read(
    tx: &mut Tx<'_>,
    statements: Vec<Bound>,
    newest_first: bool,
    limit: i64,
) -> Result<Vec<Assignment>, DbError> {
    let mut rows: Vec<Assignment> = Vec::new();
    for (sql, values) in statements {
        rows.extend(tx.query(&sql, &values, row)?);
    }
    rows.sort_by_key(|found| (found.due, found.id));
    if newest_first {
        rows.reverse();
    }
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

fn total(tx: &mut Tx<'_>, statements: Vec<Bound>) -> Result<i64, DbError> {
    let mut count = 0_i64;
    for (sql, values) in statements {
        count = count.saturating_add(tx.query_one(&sql, &values, |row| row.get::<i64>(0))?);
    }
    Ok(count)
}

/// One page of what the agencies in scope have to do; closed work newest first.
pub fn mine_list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    tab: MineTab,
    filter: Filter,
) -> Result<Vec<Assignment>, DbError> {
    read(tx, mine_statements(scope, tab, filter), tab == MineTab::Closed, filter.limit)
}

/// One page of what the agencies in scope have assigned; parents, not their parts.
pub fn given_list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    tab: GivenTab,
    today: Date,
    filter: Filter,
) -> Result<Vec<Assignment>, DbError> {
    read(tx, given_statements(scope, tab, today, filter), tab == GivenTab::Finished, filter.limit)
}

/// How many stand under each tab, counted up to `cap + 1` for each agency and phase.
pub fn mine_counts(tx: &mut Tx<'_>, scope: &Scope, cap: i64) -> Result<Vec<(MineTab, i64)>, DbError> {
    MineTab::ALL
        .into_iter()
        .map(|tab| Ok((tab, total(tx, mine_count_statements(scope, tab, cap))?)))
        .collect()
}

/// As [`mine_counts`], of what was assigned.
pub fn given_counts(
    tx: &mut Tx<'_>,
    scope: &Scope,
    today: Date,
    cap: i64,
) -> Result<Vec<(GivenTab, i64)>, DbError> {
    GivenTab::ALL
        .into_iter()
        .map(|tab| Ok((tab, total(tx, given_count_statements(scope, tab, today, cap))?)))
        .collect()
}

pub(crate) fn tally_sql(parents: usize) -> String {
    let marks: Vec<String> = (1..=parents).map(|number| format!("?{number}")).collect();
    format!(
        "SELECT parent, phase, count(*) FROM assignment WHERE parent IN ({}) GROUP BY parent, phase",
        marks.join(", ")
    )
}

/// How many parts of each parent are done, and how many were not withdrawn.
pub fn part_tallies(
    tx: &mut Tx<'_>,
    parents: &[AssignmentId],
) -> Result<HashMap<AssignmentId, (i64, i64)>, DbError> {
    let mut all: HashMap<AssignmentId, (i64, i64)> = HashMap::new();
    if parents.is_empty() {
        return Ok(all);
    }
    let values: Vec<Param<'_>> = parents.iter().map(|id| Param::Id(id.id())).collect();
    let rows = tx.query(&tally_sql(parents.len()), &values, |row| {
        Ok((AssignmentId::from(row.get::<Id>(0)?), row.get::<String>(1)?, row.get::<i64>(2)?))
    })?;
    for (parent, phase, count) in rows {
        let (done, of) = all.entry(parent).or_default();
        if phase != Phase::Withdrawn.word() {
            *of = of.saturating_add(count);
        }
        if phase == Phase::Done.word() {
            *done = done.saturating_add(count);
        }
    }
    Ok(all)
}
