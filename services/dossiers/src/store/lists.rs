//! Lists: always within a scope, by an index, by keyset.
use super::marks::DeskMark;
use crate::model::{Pause, Status};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, Channel, DossierId, PartyId};
use db::{DbError, Param, Row, Tx, params};
use policy::Scope;

/// A row of a desk list: what is sorted, filtered and shown; nothing more is read.
#[derive(Clone, Debug)]
pub struct DeskRow {
    pub id: DossierId,
    pub code: String,
    pub owner_name: String,
    pub procedure_code: String,
    pub procedure_name: String,
    pub status: Status,
    pub step_title: String,
    pub channel: Channel,
    pub assisted: bool,
    pub received_at: Option<Timestamp>,
    pub due_at: Option<Timestamp>,
    pub paused_at: Option<Timestamp>,
    pub paused_for: Option<Pause>,
    pub closed_at: Option<Timestamp>,
    pub filed_at: Timestamp,
    pub version: i64,
    pub receiving: AgencyId,
    pub resolving: AgencyId,
    /// Until when the desk owes the person a notice; an operation fills it in, the row does not hold it.
    pub notice_by: Option<Timestamp>,
    /// What waits with whom; an operation fills it in, the row does not hold it.
    pub mark: Option<DeskMark>,
}

/// Two hundred years: behind every due time.
const NO_DUE_SECONDS: i64 = 200 * 366 * 86_400;

/// What lists are ordered by: the due time; what is received and has none comes after everything that has one; what is
/// not received yet, by its filing.
pub(super) fn sort_time(due: Option<Timestamp>, received: Option<Timestamp>, filed: Timestamp) -> Timestamp {
    match (due, received) {
        (Some(due), _) => due,
        (None, Some(_)) => filed.plus_seconds(NO_DUE_SECONDS),
        (None, None) => filed,
    }
}

impl DeskRow {
    /// What lists are ordered by, microseconds UTC; see `sort_time`.
    #[must_use]
    pub fn sort_key(&self) -> i64 {
        sort_time(self.due_at, self.received_at, self.filed_at).micros()
    }
}

/// The tabs of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskTab {
    /// Filed online, waiting to be accepted.
    Incoming,
    /// Came back: the next act is the desk's.
    Desk,
    /// Accepted, still at the desk: to be handed over.
    ToHandOver,
    /// With an officer.
    Processing,
    /// Waiting for the citizen: papers or money.
    Citizen,
    /// Result at the desk.
    ToReturn,
    /// Past its due time, wherever it lies.
    Late,
}

impl DeskTab {
    pub const ALL: [Self; 7] = [
        Self::Incoming,
        Self::Desk,
        Self::ToHandOver,
        Self::Processing,
        Self::Citizen,
        Self::ToReturn,
        Self::Late,
    ];

    /// Stable word of URLs and locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Desk => "desk",
            Self::ToHandOver => "to-hand-over",
            Self::Processing => "processing",
            Self::Citizen => "citizen",
            Self::ToReturn => "to-return",
            Self::Late => "late",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.word() == word)
    }

    const fn statuses(self) -> &'static [Status] {
        match self {
            Self::Incoming => &[Status::Filed],
            Self::Desk => &[Status::Filed, Status::Processing],
            Self::ToHandOver => &[Status::Received],
            Self::Processing => &[Status::Processing],
            Self::Citizen => &[Status::Supplement, Status::PaymentDue],
            Self::ToReturn => &[Status::Resolved],
            Self::Late => &[Status::Received, Status::Processing],
        }
    }
}

/// What a desk list is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct DeskFilter {
    pub procedure_code: Option<String>,
    pub channel: Option<Channel>,
    /// Continue after this (`DeskRow::sort_key`, id).
    pub after: Option<(i64, DossierId)>,
}

/// Columns of [`desk_row`], in its order.
pub(super) const DESK_COLUMNS: &str =
    "id, code, owner_name, procedure_code, procedure_name, status, step_title, channel, assisted,
    received_at, due_at, paused_at, paused_for, closed_at, filed_at, version, receiving, resolving";

pub(super) fn desk_row(row: &Row<'_>) -> Result<DeskRow, DbError> {
    let bad = |what| super::corrupt("dossier", what);
    Ok(DeskRow {
        id: row.get::<Id>(0)?.into(),
        code: row.get::<Option<String>>(1)?.unwrap_or_default(),
        owner_name: row.get(2)?,
        procedure_code: row.get(3)?,
        procedure_name: row.get(4)?,
        status: Status::from_code(row.get(5)?).ok_or_else(|| bad("status"))?,
        step_title: row.get(6)?,
        channel: Channel::from_number(row.get(7)?).ok_or_else(|| bad("channel"))?,
        assisted: row.get(8)?,
        received_at: row.get(9)?,
        due_at: row.get(10)?,
        paused_at: row.get(11)?,
        paused_for: row.get::<Option<String>>(12)?.and_then(|word| Pause::from_word(&word)),
        closed_at: row.get(13)?,
        filed_at: row.get(14)?,
        version: row.get(15)?,
        receiving: row.get::<Id>(16)?.into(),
        resolving: row.get::<Id>(17)?.into(),
        notice_by: None,
        mark: None,
    })
}

/// Past the due time and the clock running: what waits for the person is not late.  `sort_at` bounds the range.
fn late(now: usize) -> String {
    format!("sort_at < ?{now} AND due_at < ?{now} AND paused_at IS NULL")
}

/// The next act is the desk's; words of the partial indexes.
const TURN: &str = " AND desk_turn IS NOT NULL";

/// Above so many agencies they are named together in one statement, below each has its own index range.
const RANGES_MAX: usize = 8;

/// The agencies that each statement of a list is narrowed to; none: the whole installation.
fn groups(scope: &Scope) -> Vec<Option<Vec<AgencyId>>> {
    match scope.agencies() {
        None => vec![None],
        Some([]) => Vec::new(),
        Some(list) if list.len() <= RANGES_MAX => list.iter().map(|agency| Some(vec![*agency])).collect(),
        Some(list) => vec![Some(list.to_vec())],
    }
}

/// Binds the agencies of a group behind `values` and says how they narrow.
fn within<'a>(group: Option<&[AgencyId]>, values: &mut Vec<Param<'a>>) -> String {
    let Some(agencies) = group else { return String::new() };
    let first = values.len().saturating_add(1);
    values.extend(agencies.iter().map(|agency| Param::Id(agency.id())));
    let marks: Vec<String> = (first..=values.len()).map(|number| format!("?{number}")).collect();
    match marks.as_slice() {
        [one] => format!(" AND receiving = {one}"),
        many => format!(" AND receiving IN ({})", many.join(", ")),
    }
}

/// Every statement of one page of a tab with its values.
pub(crate) fn desk_statements<'a>(
    scope: &Scope,
    tab: DeskTab,
    filter: &'a DeskFilter,
    now: Timestamp,
    limit: i64,
) -> Vec<(String, Vec<Param<'a>>)> {
    let (after, after_id) =
        filter.after.map_or((i64::MIN, Id::from_bytes([0; 16])), |(at, id)| (at, id.id()));
    let groups = groups(scope);
    let mut all = Vec::new();
    for status in tab.statuses() {
        let mut values =
            vec![Param::Int(status.code()), Param::Int(after), Param::Id(after_id), Param::Int(limit)];
        let mut narrowed = String::new();
        if let Some(code) = &filter.procedure_code {
            values.push(Param::Text(code));
            narrowed.push_str(&format!(" AND procedure_code = ?{}", values.len()));
        }
        if let Some(channel) = filter.channel {
            values.push(Param::Int(channel.number()));
            narrowed.push_str(&format!(" AND channel = ?{}", values.len()));
        }
        if tab == DeskTab::Late {
            values.push(Param::Int(now.micros()));
            narrowed.push_str(&format!(" AND {}", late(values.len())));
        }
        if tab == DeskTab::Desk {
            narrowed.push_str(TURN);
        }
        for group in &groups {
            let mut bound = values.clone();
            let place = within(group.as_deref(), &mut bound);
            let sql = format!(
                "SELECT {DESK_COLUMNS} FROM dossier WHERE status = ?1{place} AND sort_at >= ?2
                    AND (sort_at > ?2 OR id > ?3){narrowed} ORDER BY sort_at, id LIMIT ?4"
            );
            all.push((sql, bound));
        }
    }
    all
}

/// One page of a tab, by due time then id, for the receiving agencies in scope.  One indexed range per agency and
/// status is read and merged, so that a clerk's list stays a range scan however large the province.
pub fn desk_list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    tab: DeskTab,
    filter: &DeskFilter,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<DeskRow>, DbError> {
    let mut rows: Vec<DeskRow> = Vec::new();
    for (sql, values) in desk_statements(scope, tab, filter, now, limit) {
        rows.extend(tx.query(&sql, &values, desk_row)?);
    }
    rows.sort_by_key(|row| (row.sort_key(), row.id));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

/// Every statement that counts one tab, with its values.
pub(crate) fn count_statements(
    scope: &Scope,
    tab: DeskTab,
    now: Timestamp,
    cap: i64,
) -> Vec<(String, Vec<Param<'static>>)> {
    let groups = groups(scope);
    let mut all = Vec::new();
    for status in tab.statuses() {
        let mut values = vec![Param::Int(status.code()), Param::Int(cap.saturating_add(1))];
        let mut narrowed = String::new();
        if tab == DeskTab::Late {
            values.push(Param::Int(now.micros()));
            narrowed = format!(" AND {}", late(3));
        }
        if tab == DeskTab::Desk {
            narrowed.push_str(TURN);
        }
        for group in &groups {
            let mut bound = values.clone();
            let place = within(group.as_deref(), &mut bound);
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 AS one FROM dossier WHERE status = ?1{place}{narrowed} LIMIT ?2) AS found"
            );
            all.push((sql, bound));
        }
    }
    all
}

/// How many stand under each tab, counted up to `cap + 1` for each agency and status.
pub fn desk_counts(
    tx: &mut Tx<'_>,
    scope: &Scope,
    now: Timestamp,
    cap: i64,
) -> Result<Vec<(DeskTab, i64)>, DbError> {
    let mut counts = Vec::new();
    for tab in DeskTab::ALL {
        let mut count = 0_i64;
        for (sql, values) in count_statements(scope, tab, now, cap) {
            count = count.saturating_add(tx.query_one(&sql, &values, |row| row.get::<i64>(0))?);
        }
        counts.push((tab, count));
    }
    Ok(counts)
}

pub(crate) fn own_sql() -> String {
    format!("SELECT {DESK_COLUMNS} FROM dossier WHERE account = ?1 ORDER BY filed_at DESC, id DESC LIMIT ?2")
}

/// A person's own dossiers by account, newest first.
pub fn own_dossiers(tx: &mut Tx<'_>, account: AccountId, limit: i64) -> Result<Vec<DeskRow>, DbError> {
    tx.query(&own_sql(), params![account, limit], desk_row)
}

/// One dossier as a list shows it; the caller has opened it with the person's key.
pub fn own_row(tx: &mut Tx<'_>, id: DossierId) -> Result<Option<DeskRow>, DbError> {
    tx.query_opt(&format!("SELECT {DESK_COLUMNS} FROM dossier WHERE id = ?1"), params![id], desk_row)
}

pub(crate) fn twins_sql() -> String {
    format!(
        "SELECT {DESK_COLUMNS} FROM dossier WHERE owner = ?1 AND filed_at >= ?2 AND procedure_code = ?3
         ORDER BY filed_at DESC LIMIT 5"
    )
}

/// Dossiers of the same owner and procedure filed since `since`: warned of, never blocked.
pub fn twins(
    tx: &mut Tx<'_>,
    owner: PartyId,
    procedure_code: &str,
    since: Timestamp,
) -> Result<Vec<DeskRow>, DbError> {
    tx.query(&twins_sql(), params![owner, since, procedure_code], desk_row)
}

pub(crate) const LATE_SQL: &str =
    "SELECT count(*) FROM dossier WHERE status = ?1 AND sort_at < ?2 AND due_at < ?2 AND paused_at IS NULL";
pub(crate) const COUNT_SQL: &str = "SELECT count(*) FROM dossier WHERE status = ?1";
pub(crate) const OPEN_SQL: &str = "SELECT id FROM dossier WHERE status = ?1 AND id > ?2 ORDER BY id LIMIT ?3";

/// Open dossiers past their due time in the whole province; the clock of those that wait for the person stands.
pub fn late_now(tx: &mut Tx<'_>, now: Timestamp) -> Result<i64, DbError> {
    let mut late = 0_i64;
    for status in [Status::Received, Status::Processing] {
        late = late
            .saturating_add(tx.query_one(LATE_SQL, params![status.code(), now], |row| row.get::<i64>(0))?);
    }
    Ok(late)
}

/// Dossiers on which nothing final has happened, in the whole province; reads the index of the open ones alone.
pub fn open_now(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    let mut open = 0_i64;
    for status in Status::ALL.into_iter().filter(|status| !status.is_final()) {
        open = open.saturating_add(tx.query_one(COUNT_SQL, params![status.code()], |row| row.get::<i64>(0))?);
    }
    Ok(open)
}

/// Ids of the dossiers of a status, in order of id, for work in slices.
pub fn open_ids(
    tx: &mut Tx<'_>,
    status: Status,
    after: Option<DossierId>,
    limit: i64,
) -> Result<Vec<DossierId>, DbError> {
    let after = after.map_or(Id::from_bytes([0; 16]), DossierId::id);
    tx.query(OPEN_SQL, params![status.code(), after, limit], |row| Ok(row.get::<Id>(0)?.into()))
}
