//! Supplement rounds, proposed refusals, findings and late entries.
use crate::model::{Dossier, Finding, LateEntry, ReasonCode, Refusal, Supplement};
use base::{Id, Timestamp};
use contracts::{AccountId, DossierId};
use db::{DbError, Json, Param, Row, Tx, params};
use policy::Authorized;

fn codes(json: Json) -> Vec<String> {
    serde_json::from_value(json.0).unwrap_or_default()
}

pub fn insert_supplement(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    s: &Supplement,
    by: AccountId,
) -> Result<(), DbError> {
    let components = serde_json::json!(s.components).to_string();
    tx.execute(
        "INSERT INTO dossier_supplement (id, dossier, round, reason, words, components, requested_at, requested_by,
            answer_by, due_before, answer_words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, '')",
        params![
            s.id,
            dossier.id,
            s.round,
            s.reason.word(),
            &s.words,
            Param::Json(&components),
            s.requested_at,
            by,
            s.answer_by,
            s.due_before
        ],
    )?;
    Ok(())
}

/// Every round, first to last.
pub fn supplements(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Supplement>, DbError> {
    tx.query(
        "SELECT id, round, reason, words, components, requested_at, answer_by, due_before, due_after, answered_at,
            answer_words
         FROM dossier_supplement WHERE dossier = ?1 ORDER BY round",
        params![dossier],
        |row| {
            Ok(Supplement {
                id: row.get(0)?,
                round: row.get(1)?,
                reason: ReasonCode::from_word(&row.get::<String>(2)?).unwrap_or(ReasonCode::Other),
                words: row.get(3)?,
                components: codes(row.get(4)?),
                requested_at: row.get(5)?,
                answer_by: row.get(6)?,
                due_before: row.get(7)?,
                due_after: row.get(8)?,
                answered_at: row.get(9)?,
                answer_words: row.get(10)?,
            })
        },
    )
}

/// Closes the open round.  False when none was open.
pub fn answer_supplement(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    words: &str,
    due_after: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE dossier_supplement SET answered_at = ?2, answer_words = ?3, due_after = ?4
         WHERE dossier = ?1 AND answered_at IS NULL",
        params![dossier.id, now, words, due_after],
    )?;
    Ok(changed == 1)
}

pub fn insert_refusal(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    id: Id,
    reason: ReasonCode,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_refusal (id, dossier, reason, words, proposed_at, proposed_by, decision_words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, '')",
        params![id, dossier.id, reason.word(), words, now, by],
    )?;
    Ok(())
}

fn refusal_row(row: &Row<'_>) -> Result<Refusal, DbError> {
    Ok(Refusal {
        id: row.get(0)?,
        reason: ReasonCode::from_word(&row.get::<String>(1)?).unwrap_or(ReasonCode::Other),
        words: row.get(2)?,
        proposed_at: row.get(3)?,
        proposed_by: row.get::<Id>(4)?.into(),
        decided_at: row.get(5)?,
        approved: row.get(6)?,
        decision_words: row.get(7)?,
    })
}

const REFUSAL_COLUMNS: &str =
    "id, reason, words, proposed_at, proposed_by, decided_at, approved, decision_words";

/// Every proposal, oldest first.
pub fn refusals(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Refusal>, DbError> {
    tx.query(
        &format!("SELECT {REFUSAL_COLUMNS} FROM dossier_refusal WHERE dossier = ?1 ORDER BY proposed_at, id"),
        params![dossier],
        refusal_row,
    )
}

/// The proposal that waits for the director.
pub fn open_refusal(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Option<Refusal>, DbError> {
    tx.query_opt(
        &format!(
            "SELECT {REFUSAL_COLUMNS} FROM dossier_refusal WHERE dossier = ?1 AND decided_at IS NULL
             ORDER BY proposed_at LIMIT 1"
        ),
        params![dossier],
        refusal_row,
    )
}

pub fn decide_refusal(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    refusal: Id,
    approved: bool,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE dossier_refusal SET decided_at = ?3, decided_by = ?4, approved = ?5, decision_words = ?6
         WHERE dossier = ?1 AND id = ?2 AND decided_at IS NULL",
        params![dossier.id, refusal, now, by, approved, words],
    )?;
    Ok(changed == 1)
}

pub fn insert_finding(tx: &mut Tx<'_>, dossier: &Authorized<Dossier>, f: &Finding) -> Result<(), DbError> {
    let components = serde_json::json!(f.components).to_string();
    tx.execute(
        "INSERT INTO dossier_finding (id, dossier, advice, words, components, found_at, found_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![f.id, dossier.id, &f.advice, &f.words, Param::Json(&components), f.found_at, f.found_by],
    )?;
    Ok(())
}

/// The finding that waits for the desk.
pub fn finding_open(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Option<Finding>, DbError> {
    tx.query_opt(
        "SELECT id, advice, words, components, found_at, found_by, answered_at FROM dossier_finding
         WHERE dossier = ?1 AND answered_at IS NULL ORDER BY found_at LIMIT 1",
        params![dossier],
        |row| {
            Ok(Finding {
                id: row.get(0)?,
                advice: row.get(1)?,
                words: row.get(2)?,
                components: codes(row.get(3)?),
                found_at: row.get(4)?,
                found_by: row.get::<Id>(5)?.into(),
                answered_at: row.get(6)?,
            })
        },
    )
}

/// The desk has acted on every open finding.
pub fn answer_findings(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    by: AccountId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE dossier_finding SET answered_at = ?2, answered_by = ?3 WHERE dossier = ?1 AND answered_at IS NULL",
        params![dossier.id, now, by],
    )?;
    Ok(())
}

/// A dossier that has ended leaves no finding and no proposal open: they lapse, decided by nobody.
pub fn lapse_papers(tx: &mut Tx<'_>, dossier: DossierId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE dossier_finding SET answered_at = ?2 WHERE dossier = ?1 AND answered_at IS NULL",
        params![dossier, now],
    )?;
    tx.execute(
        "UPDATE dossier_refusal SET decided_at = ?2 WHERE dossier = ?1 AND decided_at IS NULL",
        params![dossier, now],
    )?;
    Ok(())
}

pub fn insert_late_entry(
    tx: &mut Tx<'_>,
    dossier: DossierId,
    true_received_at: Timestamp,
    reason: &str,
    by: AccountId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_late_entry (dossier, true_received_at, reason, entered_by, decision_words)
         VALUES (?1, ?2, ?3, ?4, '')",
        params![dossier, true_received_at, reason, by],
    )?;
    Ok(())
}

pub fn late_entry(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Option<LateEntry>, DbError> {
    tx.query_opt(
        "SELECT true_received_at, reason, entered_by, decided_by, approved, decision_words FROM dossier_late_entry
         WHERE dossier = ?1",
        params![dossier],
        |row| {
            Ok(LateEntry {
                true_received_at: row.get(0)?,
                reason: row.get(1)?,
                entered_by: row.get::<Id>(2)?.into(),
                decided_by: row.get::<Option<Id>>(3)?.map(Into::into),
                approved: row.get(4)?,
                decision_words: row.get(5)?,
            })
        },
    )
}

pub fn decide_late_entry(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    approved: bool,
    words: &str,
    by: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE dossier_late_entry SET decided_by = ?2, decided_at = ?3, approved = ?4, decision_words = ?5
         WHERE dossier = ?1 AND decided_at IS NULL",
        params![dossier.id, by, now, approved, words],
    )?;
    Ok(changed == 1)
}
