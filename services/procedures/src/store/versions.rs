//! Rows of procedures and their versions.
use crate::model::{Origin, Question, State, VersionRow};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, Mode, ProcedureFact, ProcedureId};
use db::{DbError, Json, Param, Row, Tx, params};
use std::collections::HashMap;

pub(crate) fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::National => "national",
        Mode::Assisted => "assisted",
        Mode::Local => "local",
    }
}

/// A version to insert.
pub(crate) struct NewVersion<'a> {
    pub procedure: Id,
    pub fact: &'a ProcedureFact,
    pub state: State,
    pub origin: Origin,
    pub origin_ref: &'a str,
    pub base: Option<ProcedureId>,
    pub digest: &'a str,
    pub questions: &'a [Question],
    pub effective_to: Option<Date>,
    pub published: Option<(Timestamp, Option<AccountId>)>,
    pub now: Timestamp,
}

fn json(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Value(error.to_string()))
}

/// The procedure's row, made when it is new; answers its id and whether it was new.  The row is locked.
pub(crate) fn ensure_procedure(
    tx: &mut Tx<'_>,
    code: &str,
    mode: Mode,
    now: Timestamp,
) -> Result<(Id, bool), DbError> {
    let made = tx.execute(
        "INSERT INTO procedure (id, code, mode, created_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (code) DO NOTHING",
        params![Id::new(now), code, mode_word(mode), now],
    )?;
    let id = procedure_id(tx, code)?.ok_or(DbError::NoRow)?;
    tx.lock("procedure", id)?;
    Ok((id, made == 1))
}

pub(crate) fn procedure_id(tx: &mut Tx<'_>, code: &str) -> Result<Option<Id>, DbError> {
    tx.query_opt("SELECT id FROM procedure WHERE code = ?1", params![code], |row| row.get(0))
}

pub(crate) fn mode(tx: &mut Tx<'_>, procedure: Id) -> Result<Mode, DbError> {
    tx.query_one("SELECT mode FROM procedure WHERE id = ?1", params![procedure], |row| row.get(0))
}

pub(crate) fn set_mode(tx: &mut Tx<'_>, procedure: Id, mode: Mode) -> Result<(), DbError> {
    tx.execute("UPDATE procedure SET mode = ?2 WHERE id = ?1", params![procedure, mode_word(mode)])?;
    Ok(())
}

pub(crate) fn next_version(tx: &mut Tx<'_>, procedure: Id) -> Result<i64, DbError> {
    let last: Option<i64> = tx.query_one(
        "SELECT MAX(version) FROM procedure_version WHERE procedure = ?1",
        params![procedure],
        |row| row.get(0),
    )?;
    Ok(last.unwrap_or(0) + 1)
}

pub(crate) fn insert_version(tx: &mut Tx<'_>, new: &NewVersion<'_>) -> Result<(), DbError> {
    let (body, questions) = (json(new.fact)?, json(&new.questions)?);
    let open = new.questions.iter().filter(|question| question.answer.is_none()).count();
    let version = (new.state == State::Published).then_some(new.fact.version);
    tx.execute(
        "INSERT INTO procedure_version (id, procedure, code, version, state, origin, origin_ref, base, digest, name,
         name_key, body, questions, open_questions, row_version, effective_from, effective_to, published_at,
         published_by, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 1, ?15, ?16, ?17, ?18, ?19)",
        params![
            new.fact.id,
            new.procedure,
            &new.fact.code,
            version,
            new.state.word(),
            new.origin.word(),
            new.origin_ref,
            new.base,
            new.digest,
            &new.fact.name,
            text::collation_key(&new.fact.name),
            Param::Json(&body),
            Param::Json(&questions),
            i64::try_from(open).unwrap_or(i64::MAX),
            new.fact.effective_from,
            new.effective_to,
            new.published.map(|(at, _)| at),
            new.published.and_then(|(_, by)| by),
            new.now
        ],
    )?;
    Ok(())
}

/// Writes a draft again; false when somebody else was first or it is no draft any more.
pub(crate) fn replace_draft(
    tx: &mut Tx<'_>,
    fact: &ProcedureFact,
    questions: &[Question],
    digest: &str,
    row_version: i64,
) -> Result<bool, DbError> {
    let (body, written) = (json(fact)?, json(&questions)?);
    let open = questions.iter().filter(|question| question.answer.is_none()).count();
    let changed = tx.execute(
        "UPDATE procedure_version SET body = ?2, questions = ?3, open_questions = ?4, digest = ?5, name = ?6,
         name_key = ?7, effective_from = ?8, row_version = row_version + 1
         WHERE id = ?1 AND state = 'draft' AND row_version = ?9",
        params![
            fact.id,
            Param::Json(&body),
            Param::Json(&written),
            i64::try_from(open).unwrap_or(i64::MAX),
            digest,
            &fact.name,
            text::collation_key(&fact.name),
            fact.effective_from,
            row_version
        ],
    )?;
    Ok(changed == 1)
}

/// Makes a draft a published version under its new number; false when it is no draft any more.
pub(crate) fn publish_draft(
    tx: &mut Tx<'_>,
    fact: &ProcedureFact,
    row_version: i64,
    now: Timestamp,
    by: Option<AccountId>,
) -> Result<bool, DbError> {
    let body = json(fact)?;
    let changed = tx.execute(
        "UPDATE procedure_version SET body = ?2, version = ?3, state = 'published', published_at = ?4,
         published_by = ?5, effective_from = ?6, row_version = row_version + 1
         WHERE id = ?1 AND state = 'draft' AND row_version = ?7",
        params![fact.id, Param::Json(&body), fact.version, now, by, fact.effective_from, row_version],
    )?;
    Ok(changed == 1)
}

/// Ends every published version of the procedure below `version` that would reach past `on`.
pub(crate) fn trim_older(tx: &mut Tx<'_>, procedure: Id, version: i64, on: Date) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE procedure_version SET effective_to = ?3
         WHERE procedure = ?1 AND state = 'published' AND version < ?2
         AND effective_from < ?3 AND (effective_to IS NULL OR effective_to > ?3)",
        params![procedure, version, on],
    )
}

/// Sets the end of one published version.
pub(crate) fn set_end(tx: &mut Tx<'_>, id: ProcedureId, on: Date) -> Result<(), DbError> {
    tx.execute("UPDATE procedure_version SET effective_to = ?2 WHERE id = ?1", params![id, on])?;
    Ok(())
}

const COLUMNS: &str = "id, procedure, code, version, state, origin, origin_ref, base, digest, body, questions, \
    row_version, effective_from, effective_to, published_at, published_by";

fn version_row(row: &Row<'_>) -> Result<VersionRow, DbError> {
    Ok(VersionRow {
        id: row.get::<Id>(0)?.into(),
        procedure: row.get(1)?,
        code: row.get(2)?,
        version: row.get(3)?,
        state: row.get(4)?,
        origin: row.get(5)?,
        origin_ref: row.get(6)?,
        base: row.get::<Option<Id>>(7)?.map(ProcedureId::from),
        digest: row.get(8)?,
        body: row.get::<Json<ProcedureFact>>(9)?.0,
        questions: row.get::<Json<Vec<Question>>>(10)?.0,
        row_version: row.get(11)?,
        effective_from: row.get(12)?,
        effective_to: row.get(13)?,
        published_at: row.get(14)?,
        published_by: row.get::<Option<Id>>(15)?.map(AccountId::from),
    })
}

pub(crate) fn version(tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<VersionRow>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM procedure_version WHERE id = ?1"), params![id], version_row)
}

/// Every version of a procedure, drafts last, newest number first; at most 200.
pub(crate) fn versions_of(tx: &mut Tx<'_>, procedure: Id) -> Result<Vec<VersionRow>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM procedure_version WHERE procedure = ?1 ORDER BY version DESC NULLS LAST, id LIMIT 200"
        ),
        params![procedure],
        version_row,
    )
}

/// The newest version from one origin and reference, draft or published.
pub(crate) fn by_origin(
    tx: &mut Tx<'_>,
    procedure: Id,
    origin: Origin,
    origin_ref: &str,
) -> Result<Option<VersionRow>, DbError> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM procedure_version WHERE procedure = ?1 AND origin = ?2 AND origin_ref = ?3
             ORDER BY version DESC NULLS FIRST, id DESC LIMIT 1"
        ),
        params![procedure, origin.word(), origin_ref],
        version_row,
    )
}

/// What the cache keeps of every published version.
pub(crate) struct IndexRow {
    pub id: ProcedureId,
    pub code: String,
    pub version: i64,
    pub effective_from: Date,
    pub effective_to: Option<Date>,
    pub mode: Mode,
    pub name_key: Vec<u8>,
}

pub(crate) fn index(tx: &mut Tx<'_>) -> Result<Vec<IndexRow>, DbError> {
    tx.query(
        "SELECT v.id, v.code, v.version, v.effective_from, v.effective_to, p.mode, v.name_key
         FROM procedure_version v JOIN procedure p ON p.id = v.procedure WHERE v.state = 'published'",
        params![],
        |row| {
            Ok(IndexRow {
                id: row.get::<Id>(0)?.into(),
                code: row.get(1)?,
                version: row.get(2)?,
                effective_from: row.get(3)?,
                effective_to: row.get(4)?,
                mode: row.get(5)?,
                name_key: row.bytes(6)?.to_vec(),
            })
        },
    )
}

pub(crate) fn fact(tx: &mut Tx<'_>, id: ProcedureId) -> Result<Option<(String, ProcedureFact)>, DbError> {
    tx.query_opt(
        "SELECT code, body FROM procedure_version WHERE id = ?1 AND state = 'published'",
        params![id],
        |row| Ok((row.get(0)?, row.get::<Json<ProcedureFact>>(1)?.0)),
    )
}

/// Bodies of up to 500 versions.
pub(crate) fn facts(
    tx: &mut Tx<'_>,
    ids: &[ProcedureId],
) -> Result<HashMap<ProcedureId, ProcedureFact>, DbError> {
    let places: Vec<String> = (1..=ids.len()).map(|place| format!("?{place}")).collect();
    let values: Vec<Param<'_>> = ids.iter().map(|id| Param::Id(id.id())).collect();
    let rows = tx.query(
        &format!("SELECT id, body FROM procedure_version WHERE id IN ({})", places.join(", ")),
        &values,
        |row| Ok((ProcedureId::from(row.get::<Id>(0)?), row.get::<Json<ProcedureFact>>(1)?.0)),
    )?;
    Ok(rows.into_iter().collect())
}

/// One line of the list of drafts.
#[derive(Clone, Debug)]
pub struct ListRow {
    pub id: ProcedureId,
    pub code: String,
    pub name: String,
    pub open_questions: i64,
    pub name_key: Vec<u8>,
}

/// Drafts in Vietnamese order of names, after a place in that order.
pub(crate) fn drafts(
    tx: &mut Tx<'_>,
    after: Option<&(Vec<u8>, ProcedureId)>,
    limit: i64,
) -> Result<Vec<ListRow>, DbError> {
    let (key, id) = after.map_or((Vec::new(), ProcedureId::from(Id::from_bytes([0; 16]))), Clone::clone);
    tx.query(
        "SELECT id, code, name, open_questions, name_key FROM procedure_version
         WHERE state = 'draft' AND (name_key, id) > (?1, ?2) ORDER BY name_key, id LIMIT ?3",
        params![key, id, limit],
        |row| {
            Ok(ListRow {
                id: row.get::<Id>(0)?.into(),
                code: row.get(1)?,
                name: row.get(2)?,
                open_questions: row.get(3)?,
                name_key: row.bytes(4)?.to_vec(),
            })
        },
    )
}
