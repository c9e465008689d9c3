//! What agencies reported.
use super::{corrupt, json_of};
use crate::model::{Report, ReportState};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, ReportedValueId};
use db::{DbError, Json, Param, Row, Tx, params};
use policy::Authorized;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

const COLUMNS: &str =
    "id, code, period, agency, version, inputs, note, reason, state, late, sent_at, sent_by,
    decided_at, decided_by, decision_words";

fn report_row(row: &Row<'_>) -> Result<Report, DbError> {
    let wrong = |column| corrupt("indicator_report", column);
    let written: BTreeMap<String, String> = row.get::<Json<BTreeMap<String, String>>>(5)?.0;
    let mut inputs = BTreeMap::new();
    for (code, value) in written {
        inputs.insert(code, value.parse::<Decimal>().map_err(|_| wrong("inputs"))?);
    }
    Ok(Report {
        id: row.get::<Id>(0)?.into(),
        code: row.get(1)?,
        period: row.get(2)?,
        agency: row.get::<Id>(3)?.into(),
        version: row.get(4)?,
        inputs,
        note: row.get(6)?,
        reason: row.get(7)?,
        state: ReportState::from_word(&row.get::<String>(8)?).ok_or_else(|| wrong("state"))?,
        late: row.get(9)?,
        sent_at: row.get(10)?,
        sent_by: row.get::<Id>(11)?.into(),
        decided_at: row.get(12)?,
        decided_by: row.get::<Option<Id>>(13)?.map(AccountId::from),
        decision_words: row.get(14)?,
    })
}

pub(crate) fn of_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM indicator_report WHERE code = ?1 AND period BETWEEN ?2 AND ?3
         ORDER BY period, agency, version"
    )
}

/// Every version of an indicator's reports for the periods that begin in `from..=to`.
pub fn reports_of(tx: &mut Tx<'_>, code: &str, from: Date, to: Date) -> Result<Vec<Report>, DbError> {
    tx.query(&of_sql(), params![code, from, to], report_row)
}

pub(crate) fn history_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM indicator_report WHERE code = ?1 AND period = ?2 AND agency = ?3 ORDER BY version"
    )
}

/// Every version of what one agency reported for one period, oldest first.
pub fn history(tx: &mut Tx<'_>, code: &str, period: Date, agency: AgencyId) -> Result<Vec<Report>, DbError> {
    tx.query(&history_sql(), params![code, period, agency], report_row)
}

pub(crate) fn approved_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM indicator_report r WHERE code = ?1 AND period BETWEEN ?2 AND ?3 AND state = 'approved'
           AND NOT EXISTS (SELECT 1 FROM indicator_report l WHERE l.code = r.code AND l.period = r.period
             AND l.agency = r.agency AND l.version > r.version AND l.state = 'approved')
         ORDER BY period, agency"
    )
}

/// The version in use of every agency and period that begins in `from..=to`.
pub fn approved(tx: &mut Tx<'_>, code: &str, from: Date, to: Date) -> Result<Vec<Report>, DbError> {
    tx.query(&approved_sql(), params![code, from, to], report_row)
}

pub fn report(tx: &mut Tx<'_>, id: ReportedValueId) -> Result<Option<Report>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM indicator_report WHERE id = ?1"), params![id], report_row)
}

/// False when somebody else has just sent a version of this number.
pub fn insert_report(tx: &mut Tx<'_>, report: &Report) -> Result<bool, DbError> {
    let written: BTreeMap<&str, String> =
        report.inputs.iter().map(|(code, value)| (code.as_str(), value.normalize().to_string())).collect();
    let json = json_of(&written)?;
    let written = tx.execute(
        "INSERT INTO indicator_report (id, code, period, agency, version, inputs, note, reason, state, late, sent_at,
            sent_by, decision_words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'sent', ?9, ?10, ?11, '')
         ON CONFLICT DO NOTHING",
        params![
            report.id,
            &report.code,
            report.period,
            report.agency,
            report.version,
            Param::Json(&json),
            &report.note,
            &report.reason,
            report.late,
            report.sent_at,
            report.sent_by
        ],
    )?;
    Ok(written == 1)
}

/// What waited is no longer to be decided: another version follows.
pub fn withdraw_sent(tx: &mut Tx<'_>, code: &str, period: Date, agency: AgencyId) -> Result<(), DbError> {
    tx.execute(
        "UPDATE indicator_report SET state = 'withdrawn'
         WHERE code = ?1 AND period = ?2 AND agency = ?3 AND state = 'sent'",
        params![code, period, agency],
    )?;
    Ok(())
}

/// Approves or sends back; false when it was decided meanwhile.
pub fn decide(
    tx: &mut Tx<'_>,
    report: &Authorized<Report>,
    approve: bool,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let state = if approve { ReportState::Approved } else { ReportState::Returned };
    let changed = tx.execute(
        "UPDATE indicator_report SET state = ?2, decided_at = ?3, decided_by = ?4, decision_words = ?5
         WHERE id = ?1 AND state = 'sent'",
        params![report.id, state.word(), now, by, words],
    )?;
    Ok(changed == 1)
}

/// Locked periods of an indicator, with the moment of the lock.
pub fn locks(tx: &mut Tx<'_>, code: &str, from: Date, to: Date) -> Result<Vec<(Date, Timestamp)>, DbError> {
    tx.query(
        "SELECT period, locked_at FROM indicator_lock WHERE code = ?1 AND period BETWEEN ?2 AND ?3 ORDER BY period",
        params![code, from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// False when the period is locked already.
pub fn insert_lock(
    tx: &mut Tx<'_>,
    code: &str,
    period: Date,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let written = tx.execute(
        "INSERT INTO indicator_lock (code, period, locked_at, locked_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![code, period, now, by],
    )?;
    Ok(written == 1)
}
