//! The leader's numbers that are states of open dossiers, and the lists behind every number.
use super::lists::{DESK_COLUMNS as COLUMNS, DeskRow, desk_row};
use crate::model::Status;
use base::{Id, Timestamp};
use contracts::{AgencyId, Channel, DossierId};
use db::{DbError, Param, Tx};
use policy::Scope;

/// Above so many agencies a list is read by time and filtered, below by one index range for each agency.
const RANGES_MAX: usize = 8;
const DAY_SECONDS: i64 = 86_400;

/// Open dossiers of one agency and procedure, by state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCount {
    pub agency: AgencyId,
    pub procedure_code: String,
    /// Past the due time, the clock running.
    pub late: i64,
    /// Of these, those that became late in the last 24 hours.
    pub late_new: i64,
    /// Due between now and midnight.
    pub due_today: i64,
    /// The clock stands still for the person.
    pub waiting: i64,
    /// Of these, for more than 15 days.
    pub waiting_long: i64,
    /// Result at the desk.
    pub ready: i64,
    /// Of these, for more than 3 days.
    pub ready_long: i64,
}

/// Midnight after `now` in Vietnam, UTC.
#[must_use]
pub fn end_of_day(now: Timestamp) -> Timestamp {
    day_start(now).plus_seconds(DAY_SECONDS)
}

/// Midnight before `now` in Vietnam, UTC; the country has no summer time.
#[must_use]
pub fn day_start(now: Timestamp) -> Timestamp {
    Timestamp::from_local(now.date().to_datetime(base::Time::midnight()))
}

pub(crate) fn open_sql(agency: bool) -> String {
    let place = if agency { " AND receiving = ?6" } else { "" };
    format!(
        "SELECT receiving, procedure_code,
            CAST(sum(CASE WHEN status IN (2, 4) AND paused_at IS NULL AND due_at < ?1 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN status IN (2, 4) AND paused_at IS NULL AND due_at < ?1 AND due_at >= ?2
                THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN status IN (2, 4) AND paused_at IS NULL AND due_at >= ?1 AND due_at < ?3
                THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN paused_at IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN paused_at < ?4 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN status = 9 THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN status = 9 AND closed_at < ?5 THEN 1 ELSE 0 END) AS BIGINT)
         FROM dossier WHERE status IN (2, 4, 5, 6, 9){place} GROUP BY receiving, procedure_code"
    )
}

/// Open dossiers of the scope by agency and procedure, from the index alone.
pub fn open_counts(tx: &mut Tx<'_>, scope: &Scope, now: Timestamp) -> Result<Vec<OpenCount>, DbError> {
    let values = [
        Param::Int(now.micros()),
        Param::Int(now.plus_seconds(-DAY_SECONDS).micros()),
        Param::Int(end_of_day(now).micros()),
        Param::Int(now.plus_seconds(-15 * DAY_SECONDS).micros()),
        Param::Int(now.plus_seconds(-3 * DAY_SECONDS).micros()),
    ];
    let read = |row: &db::Row<'_>| {
        Ok(OpenCount {
            agency: row.get::<Id>(0)?.into(),
            procedure_code: row.get(1)?,
            late: row.get(2)?,
            late_new: row.get(3)?,
            due_today: row.get(4)?,
            waiting: row.get(5)?,
            waiting_long: row.get(6)?,
            ready: row.get(7)?,
            ready_long: row.get(8)?,
        })
    };
    match scope.agencies() {
        Some(agencies) if agencies.len() <= RANGES_MAX => {
            let mut rows = Vec::new();
            for agency in agencies {
                let mut bound = values.to_vec();
                bound.push(Param::Id(agency.id()));
                rows.extend(tx.query(&open_sql(true), &bound, read)?);
            }
            Ok(rows)
        }
        _ => {
            let rows = tx.query(&open_sql(false), &values, read)?;
            Ok(rows.into_iter().filter(|row| scope.covers(row.agency)).collect())
        }
    }
}

/// Which number a list stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    ReceivedToday,
    ReceivedMonth,
    /// Received this month, filed online by the person herself.
    OnlineMonth,
    /// Processing ended this month.
    ClosedMonth,
    /// Of these, after the due time.
    ClosedLate,
    LateNow,
    Waiting,
    DueToday,
    Ready,
}

impl Behind {
    pub const ALL: [Self; 9] = [
        Self::ReceivedToday,
        Self::ReceivedMonth,
        Self::OnlineMonth,
        Self::ClosedMonth,
        Self::ClosedLate,
        Self::LateNow,
        Self::Waiting,
        Self::DueToday,
        Self::Ready,
    ];

    /// Stable word of URLs and locale keys.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReceivedToday => "received-today",
            Self::ReceivedMonth => "received-month",
            Self::OnlineMonth => "online-month",
            Self::ClosedMonth => "closed-month",
            Self::ClosedLate => "closed-late",
            Self::LateNow => "late-now",
            Self::Waiting => "waiting",
            Self::DueToday => "due-today",
            Self::Ready => "ready",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|behind| behind.word() == word)
    }

    const fn statuses(self) -> &'static [Status] {
        match self {
            Self::LateNow | Self::DueToday => &[Status::Received, Status::Processing],
            Self::Ready => &[Status::Resolved],
            _ => &[],
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::ReceivedToday | Self::ReceivedMonth | Self::OnlineMonth => "received_at",
            Self::ClosedMonth | Self::ClosedLate => "closed_at",
            Self::Waiting => "paused_at",
            Self::LateNow | Self::DueToday | Self::Ready => "sort_at",
        }
    }

    /// What narrows the range of the key.
    fn narrow(self, sql: &mut Statement<'_>, now: Timestamp) {
        match self {
            Self::ReceivedToday | Self::ReceivedMonth => sql.add(" AND received_at IS NOT NULL"),
            Self::OnlineMonth => {
                sql.add(" AND received_at IS NOT NULL AND assisted = ");
                sql.bind(Param::Bool(false));
                sql.add(" AND channel = ");
                sql.bind(Param::Int(Channel::Online.number()));
            }
            Self::ClosedMonth => sql.add(" AND closed_at IS NOT NULL AND received_at IS NOT NULL"),
            Self::ClosedLate => {
                sql.add(" AND closed_at IS NOT NULL AND received_at IS NOT NULL AND due_at < closed_at");
            }
            Self::LateNow => {
                sql.add(" AND paused_at IS NULL AND due_at < ");
                sql.bind(Param::Int(now.micros()));
            }
            Self::DueToday => {
                sql.add(" AND paused_at IS NULL AND due_at >= ");
                sql.bind(Param::Int(now.micros()));
            }
            Self::Waiting => sql.add(" AND paused_at IS NOT NULL AND status IN (2, 4, 5, 6, 9)"),
            Self::Ready => {}
        }
    }

    /// From when to when the key lies, UTC, the end not included.
    fn range(self, now: Timestamp) -> (Timestamp, Timestamp) {
        let (never, ever) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
        match self {
            Self::ReceivedToday => (day_start(now), end_of_day(now)),
            Self::ReceivedMonth | Self::OnlineMonth | Self::ClosedMonth | Self::ClosedLate => {
                (month_start(now), end_of_day(now))
            }
            Self::LateNow => (never, now),
            Self::DueToday => (now, end_of_day(now)),
            Self::Waiting | Self::Ready => (never, ever),
        }
    }

    /// What the list is ordered by for one row, microseconds UTC.
    #[must_use]
    pub fn sort_key(self, row: &DeskRow) -> i64 {
        let at = match self.key() {
            "received_at" => row.received_at,
            "closed_at" => row.closed_at,
            "paused_at" => row.paused_at,
            _ => None,
        };
        at.map_or_else(|| row.sort_key(), Timestamp::micros)
    }
}

/// Midnight before the first day of the month of `now`, UTC.
#[must_use]
pub fn month_start(now: Timestamp) -> Timestamp {
    Timestamp::from_local(now.date().first_of_month().to_datetime(base::Time::midnight()))
}

/// What a list is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct BehindFilter {
    pub agency: Option<AgencyId>,
    pub procedure_code: Option<String>,
    /// Continue after this ([`Behind::sort_key`], id).
    pub after: Option<(i64, DossierId)>,
}

/// A statement as it grows: every value is bound where it stands, so that no placeholder is left without a type.
pub(crate) struct Statement<'a> {
    pub sql: String,
    pub values: Vec<Param<'a>>,
}

impl<'a> Statement<'a> {
    fn add(&mut self, words: &str) {
        self.sql.push_str(words);
    }

    fn bind(&mut self, value: Param<'a>) {
        self.values.push(value);
        self.sql.push_str(&format!("?{}", self.values.len()));
    }
}

/// Every statement of one page of a list.
pub(crate) fn statements<'a>(
    scope: &Scope,
    behind: Behind,
    filter: &'a BehindFilter,
    now: Timestamp,
    limit: i64,
) -> Vec<Statement<'a>> {
    let agencies: Option<Vec<AgencyId>> = match filter.agency {
        Some(agency) if scope.covers(agency) => Some(vec![agency]),
        Some(_) => Some(Vec::new()),
        None => scope.agencies().map(<[AgencyId]>::to_vec),
    };
    let statuses: Vec<Option<Status>> = match behind.statuses() {
        [] => vec![None],
        list => list.iter().copied().map(Some).collect(),
    };
    let groups: Vec<Option<Vec<AgencyId>>> = match agencies {
        None => vec![None],
        Some(list) if list.is_empty() => Vec::new(),
        Some(list) if !behind.statuses().is_empty() && list.len() <= RANGES_MAX => {
            list.into_iter().map(|agency| Some(vec![agency])).collect()
        }
        Some(list) => vec![Some(list)],
    };
    let mut all = Vec::new();
    for status in statuses {
        for group in &groups {
            all.push(statement(behind, status, group.as_deref(), filter, now, limit));
        }
    }
    all
}

fn statement<'a>(
    behind: Behind,
    status: Option<Status>,
    agencies: Option<&[AgencyId]>,
    filter: &'a BehindFilter,
    now: Timestamp,
    limit: i64,
) -> Statement<'a> {
    let key = behind.key();
    let (from, to) = behind.range(now);
    let (after, after_id) =
        filter.after.map_or((i64::MIN, Id::from_bytes([0; 16])), |(at, id)| (at, id.id()));
    let values = vec![
        Param::Int(from.micros().max(after)),
        Param::Int(to.micros()),
        Param::Int(after),
        Param::Id(after_id),
    ];
    let status = status.map(|status| format!("status = {} AND ", status.code())).unwrap_or_default();
    let sql = format!(
        "SELECT {COLUMNS} FROM dossier WHERE {status}{key} >= ?1 AND {key} < ?2
            AND ({key} > ?3 OR id > ?4)"
    );
    let mut all = Statement { sql, values };
    behind.narrow(&mut all, now);
    if let Some(code) = &filter.procedure_code {
        all.add(" AND procedure_code = ");
        all.bind(Param::Text(code));
    }
    match agencies {
        None => {}
        Some([agency]) => {
            all.add(" AND receiving = ");
            all.bind(Param::Id(agency.id()));
        }
        Some(list) => {
            all.add(" AND receiving IN (");
            for (index, agency) in list.iter().enumerate() {
                all.add(if index == 0 { "" } else { ", " });
                all.bind(Param::Id(agency.id()));
            }
            all.add(")");
        }
    }
    all.add(&format!(" ORDER BY {key}, id LIMIT "));
    all.bind(Param::Int(limit));
    all
}

/// One page of the dossiers behind a number, within the scope.
pub fn behind_list(
    tx: &mut Tx<'_>,
    scope: &Scope,
    behind: Behind,
    filter: &BehindFilter,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<DeskRow>, DbError> {
    let mut rows: Vec<DeskRow> = Vec::new();
    for one in statements(scope, behind, filter, now, limit) {
        rows.extend(tx.query(&one.sql, &one.values, desk_row)?);
    }
    rows.sort_by_key(|row| (behind.sort_key(row), row.id));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}
