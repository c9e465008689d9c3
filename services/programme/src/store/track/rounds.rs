//! Rounds and what is owed in them.
use super::unknown;
use crate::model::rounds::{RoundDates, RoundKind};
use crate::model::track::{Round, RoundAgency, Tally};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, PlanId, RoundId};
use db::{DbError, Param, Row, Tx, params};

const ROUND: &str = "id, plan, code, kind, from_date, to_date, agency_due, standing_due, state, opened_at, closed_at, version";

fn round(row: &Row<'_>) -> Result<Round, DbError> {
    Ok(Round {
        id: row.get(0)?,
        plan: row.get(1)?,
        code: row.get(2)?,
        kind: RoundKind::from_word(row.text(3)?).ok_or_else(|| unknown("plan_round.kind"))?,
        from: row.get(4)?,
        to: row.get(5)?,
        agency_due: row.get(6)?,
        standing_due: row.get(7)?,
        open: row.text(8)? == "open",
        opened_at: row.get(9)?,
        closed_at: row.get(10)?,
        version: row.get(11)?,
    })
}

pub(crate) fn of_plan_sql() -> String {
    format!("SELECT {ROUND} FROM plan_round WHERE plan = ?1 ORDER BY agency_due DESC, id DESC LIMIT 60")
}

/// The rounds of a plan, the newest first.
pub fn rounds(tx: &mut Tx<'_>, plan: PlanId) -> Result<Vec<Round>, DbError> {
    tx.query(&of_plan_sql(), params![plan], round)
}

pub fn round_by_code(tx: &mut Tx<'_>, plan: PlanId, code: &str) -> Result<Option<Round>, DbError> {
    let sql = format!("SELECT {ROUND} FROM plan_round WHERE plan = ?1 AND code = ?2");
    tx.query_opt(&sql, params![plan, code], round)
}

pub fn round_by_id(tx: &mut Tx<'_>, id: RoundId) -> Result<Option<Round>, DbError> {
    tx.query_opt(&format!("SELECT {ROUND} FROM plan_round WHERE id = ?1"), params![id], round)
}

pub(crate) fn open_sql() -> String {
    format!("SELECT {ROUND} FROM plan_round WHERE state = 'open' ORDER BY agency_due, id LIMIT 200")
}

/// Every open round, the first due first.
pub fn open_rounds(tx: &mut Tx<'_>) -> Result<Vec<Round>, DbError> {
    tx.query(&open_sql(), params![], round)
}

/// Opens a round; none: it is there already.
pub fn open_round(
    tx: &mut Tx<'_>,
    plan: PlanId,
    dates: &RoundDates,
    now: Timestamp,
) -> Result<Option<RoundId>, DbError> {
    tx.query_opt(
        "INSERT INTO plan_round (id, plan, code, kind, from_date, to_date, agency_due, standing_due, state, opened_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'open', ?9, 1)
         ON CONFLICT (plan, code) DO NOTHING RETURNING id",
        params![
            RoundId::new(now), plan, &dates.code, dates.kind.word(), dates.from, dates.to, dates.agency_due,
            dates.standing_due, now
        ],
        |row| row.get(0),
    )
}

/// False: it is closed already.
pub fn close_round(
    tx: &mut Tx<'_>,
    id: RoundId,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE plan_round SET state = 'closed', closed_at = ?2, closed_by = ?3, version = version + 1
         WHERE id = ?1 AND state = 'open'",
        params![id, now, by],
    )?;
    Ok(changed == 1)
}

/// Writes how many reports an agency owes; what has come stays.
pub fn expect_of_agency(
    tx: &mut Tx<'_>,
    round: RoundId,
    agency: AgencyId,
    expected: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_round_agency (round, agency, expected, reported, accepted, chased) VALUES (?1, ?2, ?3, 0, 0, 0)
         ON CONFLICT (round, agency) DO UPDATE SET expected = excluded.expected",
        params![round, agency, expected],
    )?;
    Ok(())
}

/// Writes how many reports are owed on a task or target; what has come stays.
pub fn expect_of_subject(tx: &mut Tx<'_>, round: RoundId, subject: Id, expected: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_round_subject (round, subject, expected, reported, accepted) VALUES (?1, ?2, ?3, 0, 0)
         ON CONFLICT (round, subject) DO UPDATE SET expected = excluded.expected",
        params![round, subject, expected],
    )?;
    Ok(())
}

/// Counts a first report, or its acceptance: `reported` and `accepted` are what is added.
pub fn count(
    tx: &mut Tx<'_>,
    round: RoundId,
    subject: Id,
    agency: AgencyId,
    reported: i64,
    accepted: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_round_agency (round, agency, expected, reported, accepted, chased) VALUES (?1, ?2, 0, ?3, ?4, 0)
         ON CONFLICT (round, agency) DO UPDATE SET reported = plan_round_agency.reported + ?3,
           accepted = plan_round_agency.accepted + ?4",
        params![round, agency, reported, accepted],
    )?;
    tx.execute(
        "INSERT INTO plan_round_subject (round, subject, expected, reported, accepted) VALUES (?1, ?2, 0, ?3, ?4)
         ON CONFLICT (round, subject) DO UPDATE SET reported = plan_round_subject.reported + ?3,
           accepted = plan_round_subject.accepted + ?4",
        params![round, subject, reported, accepted],
    )?;
    Ok(())
}

fn round_agency(row: &Row<'_>) -> Result<RoundAgency, DbError> {
    Ok(RoundAgency {
        round: row.get(0)?,
        agency: row.get(1)?,
        tally: Tally { expected: row.get(2)?, reported: row.get(3)?, accepted: row.get(4)? },
        chased: row.get(5)?,
        chased_at: row.get(6)?,
    })
}

/// Every agency of a round.
pub fn agencies(tx: &mut Tx<'_>, round: RoundId) -> Result<Vec<RoundAgency>, DbError> {
    tx.query(
        "SELECT round, agency, expected, reported, accepted, chased, chased_at FROM plan_round_agency
         WHERE round = ?1 ORDER BY agency LIMIT 2000",
        params![round],
        round_agency,
    )
}

/// What every task and target of a round owes.
pub fn subjects(tx: &mut Tx<'_>, round: RoundId) -> Result<Vec<(Id, Tally)>, DbError> {
    tx.query(
        "SELECT subject, expected, reported, accepted FROM plan_round_subject WHERE round = ?1 ORDER BY subject LIMIT 10000",
        params![round],
        |row| Ok((row.get(0)?, Tally { expected: row.get(1)?, reported: row.get(2)?, accepted: row.get(3)? })),
    )
}

/// Sums of a round over its agencies: expected, reported, accepted, and agencies with something missing.
pub fn sums(tx: &mut Tx<'_>, round: RoundId) -> Result<(Tally, i64, i64), DbError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(expected), 0) AS BIGINT), CAST(COALESCE(SUM(reported), 0) AS BIGINT),
           CAST(COALESCE(SUM(accepted), 0) AS BIGINT), COUNT(*),
           CAST(COALESCE(SUM(CASE WHEN reported < expected THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM plan_round_agency WHERE round = ?1",
        params![round],
        |row| {
            let tally = Tally { expected: row.get(0)?, reported: row.get(1)?, accepted: row.get(2)? };
            Ok((tally, row.get(3)?, row.get(4)?))
        },
    )
}

/// Marks agencies as chased once more.
pub fn mark_chased(
    tx: &mut Tx<'_>,
    round: RoundId,
    agencies: &[AgencyId],
    now: Timestamp,
) -> Result<(), DbError> {
    for slice in agencies.chunks(100) {
        let mut values = vec![Param::Id(round.id()), Param::Int(now.micros())];
        values.extend(slice.iter().map(|agency| Param::Id(agency.id())));
        let marks: Vec<String> = (3..=values.len()).map(|number| format!("?{number}")).collect();
        let sql = format!(
            "UPDATE plan_round_agency SET chased = chased + 1, chased_at = ?2 WHERE round = ?1 AND agency IN ({})",
            marks.join(", ")
        );
        tx.execute(&sql, &values)?;
    }
    Ok(())
}
