//! Reports, where each agency stands, and the files that prove it.
use super::unknown;
use crate::model::track::{Evidence, Progress, Report, Subject};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, PlanId, RoundId};
use db::{DbError, Param, Row, Tx, params};

const REPORT: &str = "id, plan, round, kind, subject, agency, revision, percent, figure, figure_total, figure_of, as_of, words,
    reason, sent_at, sent_name, state, answer, answered_at";

fn subject(row: &Row<'_>, index: usize) -> Result<Subject, DbError> {
    Subject::from_word(row.text(index)?).ok_or_else(|| unknown("plan_report.kind"))
}

fn report(row: &Row<'_>) -> Result<Report, DbError> {
    Ok(Report {
        id: row.get(0)?,
        plan: row.get(1)?,
        round: row.get(2)?,
        kind: subject(row, 3)?,
        subject: row.get(4)?,
        agency: row.get(5)?,
        revision: row.get(6)?,
        percent: row.get(7)?,
        figure: row.get(8)?,
        figure_total: row.get(9)?,
        figure_of: row.get(10)?,
        as_of: row.get(11)?,
        words: row.get(12)?,
        reason: row.get(13)?,
        sent_at: row.get(14)?,
        sent_name: row.get(15)?,
        state: row.get(16)?,
        answer: row.get(17)?,
        answered_at: row.get(18)?,
    })
}

/// Adds a report; false: another of the same revision came first.
pub fn insert(tx: &mut Tx<'_>, row: &Report, by: Option<AccountId>) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO plan_report (id, plan, round, kind, subject, agency, revision, percent, figure, figure_total, figure_of,
           as_of, words, reason, sent_at, sent_by, sent_name, state, answer)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, 'sent', '')
         ON CONFLICT (round, subject, agency, revision) DO NOTHING",
        params![
            row.id, row.plan, row.round, row.kind.word(), row.subject, row.agency, row.revision, row.percent,
            &row.figure, &row.figure_total, &row.figure_of, row.as_of, &row.words, &row.reason, row.sent_at, by,
            &row.sent_name
        ],
    )?;
    Ok(added == 1)
}

pub fn report_by_id(tx: &mut Tx<'_>, id: Id) -> Result<Option<Report>, DbError> {
    tx.query_opt(&format!("SELECT {REPORT} FROM plan_report WHERE id = ?1"), params![id], report)
}

/// The last report of an agency on something in a round.
pub fn last(
    tx: &mut Tx<'_>,
    round: RoundId,
    subject: Id,
    agency: AgencyId,
) -> Result<Option<Report>, DbError> {
    let sql = format!(
        "SELECT {REPORT} FROM plan_report WHERE round = ?1 AND subject = ?2 AND agency = ?3 ORDER BY revision DESC LIMIT 1"
    );
    tx.query_opt(&sql, params![round, subject, agency], report)
}

pub(crate) fn of_subject_sql() -> String {
    format!("SELECT {REPORT} FROM plan_report WHERE subject = ?1 ORDER BY sent_at DESC, id DESC LIMIT ?2")
}

/// Reports on a task or target, the newest first.
pub fn of_subject(tx: &mut Tx<'_>, subject: Id, limit: i64) -> Result<Vec<Report>, DbError> {
    tx.query(&of_subject_sql(), params![subject, limit], report)
}

pub(crate) fn of_round_sql() -> String {
    format!("SELECT {REPORT} FROM plan_report WHERE round = ?1 AND state = ?2 ORDER BY sent_at, id LIMIT ?3")
}

/// Reports of a round in a state (`sent`, `accepted`, `returned`), the oldest first.
pub fn of_round(tx: &mut Tx<'_>, round: RoundId, state: &str, limit: i64) -> Result<Vec<Report>, DbError> {
    tx.query(&of_round_sql(), params![round, state, limit], report)
}

/// Answers a report that waits for an answer; false: it does not wait any more.
pub fn answer(
    tx: &mut Tx<'_>,
    id: Id,
    state: &str,
    words: &str,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE plan_report SET state = ?2, answer = ?3, answered_at = ?4, answered_by = ?5 WHERE id = ?1 AND state = 'sent'",
        params![id, state, words, now, by],
    )?;
    Ok(changed == 1)
}

const PROGRESS: &str =
    "subject, kind, agency, report, round, percent, figure, figure_total, figure_of, words, reason, state,
    sent_at, sent_name, as_of, accepted_percent, accepted_figure, accepted_as_of";

fn progress(row: &Row<'_>) -> Result<Progress, DbError> {
    Ok(Progress {
        subject: row.get(0)?,
        kind: subject(row, 1)?,
        agency: row.get(2)?,
        report: row.get(3)?,
        round: row.get(4)?,
        percent: row.get(5)?,
        figure: row.get(6)?,
        figure_total: row.get(7)?,
        figure_of: row.get(8)?,
        words: row.get(9)?,
        reason: row.get(10)?,
        state: row.get(11)?,
        sent_at: row.get(12)?,
        sent_name: row.get(13)?,
        as_of: row.get(14)?,
        accepted_percent: row.get(15)?,
        accepted_figure: row.get(16)?,
        accepted_as_of: row.get(17)?,
    })
}

/// The report just sent is where the agency stands; what was accepted before stays.
pub fn stand(tx: &mut Tx<'_>, row: &Report) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_progress (subject, agency, plan, kind, report, round, percent, figure, figure_total, figure_of, words,
           reason, state, sent_at, sent_name, as_of)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'sent', ?13, ?14, ?15)
         ON CONFLICT (subject, agency) DO UPDATE SET report = excluded.report, round = excluded.round,
           percent = excluded.percent, figure = excluded.figure, figure_total = excluded.figure_total,
           figure_of = excluded.figure_of, words = excluded.words, reason = excluded.reason, state = excluded.state,
           sent_at = excluded.sent_at, sent_name = excluded.sent_name, as_of = excluded.as_of",
        params![
            row.subject, row.agency, row.plan, row.kind.word(), row.id, row.round, row.percent, &row.figure,
            &row.figure_total, &row.figure_of, &row.words, &row.reason, row.sent_at, &row.sent_name, row.as_of
        ],
    )?;
    Ok(())
}

/// The answer to the report where the agency stands; an older report's answer changes nothing here but what was accepted.
/// Of two rounds the later day holds, within one round the later revision.
pub fn stand_answered(tx: &mut Tx<'_>, row: &Report, state: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE plan_progress SET state = ?3 WHERE subject = ?1 AND agency = ?2 AND report = ?4",
        params![row.subject, row.agency, state, row.id],
    )?;
    if state == "accepted" {
        tx.execute(
            "UPDATE plan_progress SET accepted_percent = ?3, accepted_figure = ?4, accepted_as_of = ?5, accepted_at = ?6
             WHERE subject = ?1 AND agency = ?2 AND (accepted_as_of IS NULL OR accepted_as_of <= ?5 OR EXISTS (
               SELECT 1 FROM plan_report r WHERE r.round = ?7 AND r.subject = ?1 AND r.agency = ?2 AND r.state = 'accepted'
               AND r.revision < ?8 AND r.as_of = plan_progress.accepted_as_of))",
            params![
                row.subject, row.agency, row.percent, &row.figure, row.as_of, now, row.round, row.revision
            ],
        )?;
    }
    Ok(())
}

/// Where every agency stands with a task or target.
pub fn progress_of(tx: &mut Tx<'_>, subject: Id) -> Result<Vec<Progress>, DbError> {
    let sql = format!("SELECT {PROGRESS} FROM plan_progress WHERE subject = ?1 ORDER BY agency LIMIT 2000");
    tx.query(&sql, params![subject], progress)
}

/// Where everybody stands with the targets of a plan, or with its tasks.
pub fn progress_in_plan(tx: &mut Tx<'_>, plan: PlanId, kind: Subject) -> Result<Vec<Progress>, DbError> {
    let sql = format!(
        "SELECT {PROGRESS} FROM plan_progress WHERE plan = ?1 AND kind = ?2 ORDER BY subject, agency LIMIT 30000"
    );
    tx.query(&sql, params![plan, kind.word()], progress)
}

/// Where an agency stands with everything.
pub fn progress_of_agency(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Progress>, DbError> {
    let sql =
        format!("SELECT {PROGRESS} FROM plan_progress WHERE agency = ?1 ORDER BY plan, subject LIMIT 5000");
    tx.query(&sql, params![agency], progress)
}

/// What was accepted of each agency of a task as of `from` or later.
pub fn accepted_percents(tx: &mut Tx<'_>, subject: Id, from: Date) -> Result<Vec<(AgencyId, i64)>, DbError> {
    tx.query(
        "SELECT agency, COALESCE(accepted_percent, 0) FROM plan_progress WHERE subject = ?1 AND accepted_as_of >= ?2
         ORDER BY agency LIMIT 2000",
        params![subject, from],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The account that sent a report.
pub fn sent_by(tx: &mut Tx<'_>, id: Id) -> Result<Option<AccountId>, DbError> {
    let found = tx.query_opt("SELECT sent_by FROM plan_report WHERE id = ?1", params![id], |row| {
        row.get::<Option<AccountId>>(0)
    })?;
    Ok(found.flatten())
}

/// Reports of a round that wait, sent up to a moment by anybody but one account, the oldest first.
pub fn waiting_of_others(
    tx: &mut Tx<'_>,
    round: RoundId,
    until: Timestamp,
    but: Id,
    limit: i64,
) -> Result<Vec<Report>, DbError> {
    let sql = format!(
        "SELECT {REPORT} FROM plan_report WHERE round = ?1 AND state = 'sent' AND sent_at <= ?2
         AND (sent_by IS NULL OR sent_by <> ?3) ORDER BY sent_at, id LIMIT ?4"
    );
    tx.query(&sql, params![round, until, but, limit], report)
}

/// How many reports of a round wait that one account sent up to a moment.
pub fn waiting_of_own(tx: &mut Tx<'_>, round: RoundId, until: Timestamp, own: Id) -> Result<i64, DbError> {
    let found = tx.query_opt(
        "SELECT COUNT(*) FROM plan_report WHERE round = ?1 AND state = 'sent' AND sent_at <= ?2 AND sent_by = ?3",
        params![round, until, own],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or(0))
}

pub fn insert_evidence(tx: &mut Tx<'_>, row: &Evidence, position: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO plan_evidence (id, owner, plan, position, name, media_type, digest, size)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![row.id, row.owner, row.plan, position, &row.name, &row.media_type, &row.digest, row.size],
    )?;
    Ok(())
}

const EVIDENCE: &str = "id, owner, plan, name, media_type, digest, size";

fn evidence(row: &Row<'_>) -> Result<Evidence, DbError> {
    Ok(Evidence {
        id: row.get(0)?,
        owner: row.get(1)?,
        plan: row.get(2)?,
        name: row.get(3)?,
        media_type: row.get(4)?,
        digest: row.get(5)?,
        size: row.get(6)?,
    })
}

pub fn evidence_by_id(tx: &mut Tx<'_>, id: Id) -> Result<Option<Evidence>, DbError> {
    tx.query_opt(&format!("SELECT {EVIDENCE} FROM plan_evidence WHERE id = ?1"), params![id], evidence)
}

/// The files of some reports or amounts, in their order.
pub fn evidence_of(tx: &mut Tx<'_>, owners: &[Id]) -> Result<Vec<Evidence>, DbError> {
    let mut all = Vec::new();
    for slice in owners.chunks(200) {
        let values: Vec<Param<'_>> = slice.iter().map(|id| Param::Id(*id)).collect();
        let marks: Vec<String> = (1..=slice.len()).map(|number| format!("?{number}")).collect();
        let sql = format!(
            "SELECT {EVIDENCE} FROM plan_evidence WHERE owner IN ({}) ORDER BY owner, position, id LIMIT 4000",
            marks.join(", ")
        );
        all.extend(tx.query(&sql, &values, evidence)?);
    }
    Ok(all)
}

/// True when a report of this agency on this was accepted in this round.
pub fn was_accepted(tx: &mut Tx<'_>, round: RoundId, subject: Id, agency: AgencyId) -> Result<bool, DbError> {
    let found = tx.query_opt(
        "SELECT 1 FROM plan_report WHERE round = ?1 AND subject = ?2 AND agency = ?3 AND state = 'accepted' LIMIT 1",
        params![round, subject, agency],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// A later report came before this one was answered.
pub fn replace(tx: &mut Tx<'_>, id: Id) -> Result<(), DbError> {
    tx.execute("UPDATE plan_report SET state = 'replaced' WHERE id = ?1 AND state = 'sent'", params![id])?;
    Ok(())
}
