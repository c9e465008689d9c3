//! Result papers.
use crate::model::{Collector, Dossier, ResultPaper, ResultState};
use base::{Id, Timestamp};
use contracts::{AccountId, DossierId};
use db::{DbError, Json, Param, Row, Tx, params};
use policy::Authorized;

pub(super) const COLUMNS: &str =
    "id, kind, title, body, drafted_at, drafted_by, register, number, year, signed_at, signed_by,
    signer_line, signer_name, check_token, state";

pub(super) fn result_row(row: &Row<'_>) -> Result<ResultPaper, DbError> {
    Ok(ResultPaper {
        id: row.get(0)?,
        granted: row.get::<String>(1)? == "granted",
        title: row.get(2)?,
        body: row.get::<Json>(3)?.0,
        drafted_at: row.get(4)?,
        drafted_by: row.get::<Id>(5)?.into(),
        register: row.get(6)?,
        number: row.get(7)?,
        year: row.get(8)?,
        signed_at: row.get(9)?,
        signed_by: row.get::<Option<Id>>(10)?.map(Into::into),
        signer_line: row.get(11)?,
        signer_name: row.get(12)?,
        check_token: row.get(13)?,
        state: ResultState::from_word(&row.get::<String>(14)?)
            .ok_or_else(|| super::corrupt("dossier_result", "state"))?,
    })
}

/// Adds a draft; an earlier unsigned draft is set aside as replaced.
pub fn insert_result(tx: &mut Tx<'_>, dossier: &Authorized<Dossier>, r: &ResultPaper) -> Result<(), DbError> {
    let body = r.body.to_string();
    tx.execute(
        "UPDATE dossier_result SET state = 'replaced' WHERE dossier = ?1 AND state = 'draft'",
        params![dossier.id],
    )?;
    tx.execute(
        "INSERT INTO dossier_result (id, dossier, kind, title, body, drafted_at, drafted_by, signer_line, signer_name,
            check_token, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', ?8, 'draft')",
        params![
            r.id,
            dossier.id,
            if r.granted { "granted" } else { "refused" },
            &r.title,
            Param::Json(&body),
            r.drafted_at,
            r.drafted_by,
            &r.check_token
        ],
    )?;
    Ok(())
}

/// The paper in force: signed or returned if there is one, else the latest draft.
pub fn result_of(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Option<ResultPaper>, DbError> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM dossier_result WHERE dossier = ?1 AND state IN ('draft', 'signed', 'returned')
             ORDER BY drafted_at DESC LIMIT 1"
        ),
        params![dossier],
        result_row,
    )
}

/// Every paper ever drafted, oldest first.
pub fn results_of(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<ResultPaper>, DbError> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM dossier_result WHERE dossier = ?1 ORDER BY drafted_at, id"),
        params![dossier],
        result_row,
    )
}

/// The paper behind a QR code, with its dossier; drafts are not found.
pub fn by_check_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<(DossierId, ResultPaper)>, DbError> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS}, dossier FROM dossier_result WHERE check_token = ?1 AND signed_at IS NOT NULL"
        ),
        params![token],
        |row| Ok((row.get::<Id>(15)?.into(), result_row(row)?)),
    )
}

/// Writes what has become known into an unsigned draft.
pub fn settle_draft(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    result: Id,
    body: &serde_json::Value,
) -> Result<(), DbError> {
    let body = body.to_string();
    tx.execute(
        "UPDATE dossier_result SET body = ?3 WHERE dossier = ?1 AND id = ?2 AND state = 'draft'",
        params![dossier.id, result, Param::Json(&body)],
    )?;
    Ok(())
}

/// What signing adds to a draft.
#[derive(Clone, Debug)]
pub struct Signature<'a> {
    pub by: AccountId,
    pub at: Timestamp,
    /// e.g. `KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH`, from the dated delegation.
    pub line: &'a str,
    pub name: &'a str,
    /// Register, number and year, when the result takes a number.
    pub number: Option<(&'a str, i64, i64)>,
}

/// Signs the draft.  False when it is no longer a draft.
pub fn sign_result(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    result: Id,
    s: &Signature<'_>,
) -> Result<bool, DbError> {
    // A paper signed before and drawn up again is in force no more.
    tx.execute(
        "UPDATE dossier_result SET state = 'replaced' WHERE dossier = ?1 AND state = 'signed'",
        params![dossier.id],
    )?;
    let changed = tx.execute(
        "UPDATE dossier_result SET state = 'signed', signed_at = ?3, signed_by = ?4, signer_line = ?5,
            signer_name = ?6, register = ?7, number = ?8, year = ?9
         WHERE dossier = ?1 AND id = ?2 AND state = 'draft'",
        params![
            dossier.id,
            result,
            s.at,
            s.by,
            s.line,
            s.name,
            s.number.map(|(register, _, _)| register),
            s.number.map(|(_, number, _)| number),
            s.number.map(|(_, _, year)| year)
        ],
    )?;
    Ok(changed == 1)
}

pub fn set_result_state(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    result: Id,
    state: ResultState,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE dossier_result SET state = ?3 WHERE dossier = ?1 AND id = ?2",
        params![dossier.id, result, state.word()],
    )?;
    Ok(())
}

/// Notes who collected the result when it was neither owner nor submitter.
pub fn note_collector(tx: &mut Tx<'_>, dossier: &Authorized<Dossier>, c: &Collector) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_collector (dossier, name, proof, digits) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![dossier.id, &c.name, &c.proof, &c.digits],
    )?;
    Ok(())
}

/// Who collected the result, when neither owner nor submitter came.
pub fn collector(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Option<Collector>, DbError> {
    tx.query_opt(
        "SELECT name, proof, digits FROM dossier_collector WHERE dossier = ?1",
        params![dossier],
        |row| Ok(Collector { name: row.get(0)?, proof: row.get(1)?, digits: row.get(2)? }),
    )
}
