//! The dossier row, its components and its look-up digits.
use crate::model::{Component, Dossier, Given, Outcome, Pause, ReturnChannel, StandingKind, Status};
use base::{Id, Timestamp};
use contracts::{Channel, ComponentId, DossierId};
use db::{DbError, Json, Param, Row, Tx, params};
use policy::Authorized;

const COLUMNS: &str = "id, code, central_code, procedure_id, procedure_code, procedure_name, case_code, channel,
    assisted, status, version, receiving, resolving, unit, owner, submitter, owner_name, standing, standing_proof,
    contact_phone, contact_email, return_channel, answers, quantity, summary, note, filed_at, received_at, due_at,
    paused_at, paused_for, closed_at, outcome, returned_at, process, step_title, holder, key_hash, account,
    late_entry, entered_at, entered_by";

fn corrupt(what: &'static str) -> DbError {
    super::corrupt("dossier", what)
}

fn dossier_row(row: &Row<'_>) -> Result<Dossier, DbError> {
    let id = |index| row.get::<Id>(index);
    let maybe = |index| row.get::<Option<Id>>(index);
    let words = |index| row.get::<String>(index);
    Ok(Dossier {
        id: id(0)?.into(),
        code: row.get(1)?,
        central_code: row.get(2)?,
        procedure: id(3)?.into(),
        procedure_code: words(4)?,
        procedure_name: words(5)?,
        case_code: words(6)?,
        channel: Channel::from_number(row.get(7)?).ok_or_else(|| corrupt("channel"))?,
        assisted: row.get(8)?,
        status: Status::from_code(row.get(9)?).ok_or_else(|| corrupt("status"))?,
        version: row.get(10)?,
        receiving: id(11)?.into(),
        resolving: id(12)?.into(),
        unit: id(13)?.into(),
        owner: id(14)?.into(),
        submitter: id(15)?.into(),
        owner_name: words(16)?,
        standing: StandingKind::from_word(&words(17)?).ok_or_else(|| corrupt("standing"))?,
        standing_proof: words(18)?,
        contact_phone: words(19)?,
        contact_email: words(20)?,
        return_channel: ReturnChannel::from_word(&words(21)?).ok_or_else(|| corrupt("return_channel"))?,
        answers: row.get::<Json>(22)?.0,
        quantity: row.get(23)?,
        summary: words(24)?,
        note: words(25)?,
        filed_at: row.get(26)?,
        received_at: row.get(27)?,
        due_at: row.get(28)?,
        paused_at: row.get(29)?,
        paused_for: row.get::<Option<String>>(30)?.and_then(|word| Pause::from_word(&word)),
        closed_at: row.get(31)?,
        outcome: row.get::<Option<String>>(32)?.and_then(|word| Outcome::from_word(&word)),
        returned_at: row.get(33)?,
        process: maybe(34)?.map(Into::into),
        step_title: words(35)?,
        holder: maybe(36)?.map(Into::into),
        key_hash: row.get(37)?,
        account: maybe(38)?.map(Into::into),
        late_entry: row.get(39)?,
        entered_at: row.get(40)?,
        entered_by: maybe(41)?.map(Into::into),
    })
}

/// Takes the row lock that every command begins with; false when there is no such dossier.
pub fn lock(tx: &mut Tx<'_>, id: DossierId) -> Result<bool, DbError> {
    tx.lock("dossier", id.id())
}

pub fn load(tx: &mut Tx<'_>, id: DossierId) -> Result<Option<Dossier>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM dossier WHERE id = ?1"), params![id], dossier_row)
}

pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Dossier>, DbError> {
    tx.query_opt(&format!("SELECT {COLUMNS} FROM dossier WHERE code = ?1"), params![code], dossier_row)
}

/// What lists are ordered by.
fn sort_at(d: &Dossier) -> Timestamp {
    super::lists::sort_time(d.due_at, d.received_at, d.filed_at)
}

/// Inserts a new dossier with its code still empty; [`set_code`] is the last statement but one of its transaction.
pub fn insert(tx: &mut Tx<'_>, d: &Dossier, digits: &[String]) -> Result<(), DbError> {
    let answers = d.answers.to_string();
    let key = text::person_collation_key(&d.owner_name);
    tx.execute(
        "INSERT INTO dossier (id, central_code, procedure_id, procedure_code, procedure_name, case_code, channel,
            assisted, status, version, receiving, resolving, unit, owner, submitter, owner_name, owner_name_key,
            standing, standing_proof, contact_phone, contact_email, return_channel, answers, quantity, summary, note,
            filed_at, received_at, due_at, paused_at, paused_for, closed_at, outcome, returned_at, process,
            step_title, holder, key_hash, account, late_entry, entered_at, entered_by, sort_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43)",
        params![
            d.id,
            &d.central_code,
            d.procedure,
            &d.procedure_code,
            &d.procedure_name,
            &d.case_code,
            d.channel.number(),
            d.assisted,
            d.status.code(),
            d.version,
            d.receiving,
            d.resolving,
            d.unit,
            d.owner,
            d.submitter,
            &d.owner_name,
            key,
            d.standing.word(),
            &d.standing_proof,
            &d.contact_phone,
            &d.contact_email,
            d.return_channel.word(),
            Param::Json(&answers),
            d.quantity,
            &d.summary,
            &d.note,
            d.filed_at,
            d.received_at,
            d.due_at,
            d.paused_at,
            d.paused_for.map(Pause::word),
            d.closed_at,
            d.outcome.map(Outcome::word),
            d.returned_at,
            d.process,
            &d.step_title,
            d.holder,
            &d.key_hash,
            d.account,
            d.late_entry,
            d.entered_at,
            d.entered_by,
            sort_at(d)
        ],
    )?;
    for tail in digits {
        tx.execute(
            "INSERT INTO dossier_lookup (dossier, digits) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![d.id, tail],
        )?;
    }
    Ok(())
}

/// Stores what an operation may change of an authorised dossier; `after.version` must be one above `before`'s.
/// False when another command came first.
pub fn save(tx: &mut Tx<'_>, before: &Authorized<Dossier>, after: &Dossier) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE dossier SET status = ?3, version = ?4, resolving = ?5, note = ?6, received_at = ?7, due_at = ?8,
            paused_at = ?9, paused_for = ?10, closed_at = ?11, outcome = ?12, returned_at = ?13, process = ?14,
            step_title = ?15, holder = ?16, return_channel = ?17, central_code = ?18, sort_at = ?19
         WHERE id = ?1 AND version = ?2",
        params![
            before.id,
            before.version,
            after.status.code(),
            after.version,
            after.resolving,
            &after.note,
            after.received_at,
            after.due_at,
            after.paused_at,
            after.paused_for.map(Pause::word),
            after.closed_at,
            after.outcome.map(Outcome::word),
            after.returned_at,
            after.process,
            &after.step_title,
            after.holder,
            after.return_channel.word(),
            &after.central_code,
            sort_at(after)
        ],
    )?;
    Ok(changed == 1)
}

/// Gives a dossier its code; the last write of the transaction that files it.
pub fn set_code(tx: &mut Tx<'_>, id: DossierId, code: &str) -> Result<(), DbError> {
    tx.execute("UPDATE dossier SET code = ?2 WHERE id = ?1", params![id, code])?;
    Ok(())
}

/// Whether the dossier may be looked up with these four characters.
pub fn lookup_digits(tx: &mut Tx<'_>, id: DossierId, digits: &str) -> Result<bool, DbError> {
    let found = tx.query_opt(
        "SELECT 1 FROM dossier_lookup WHERE dossier = ?1 AND digits = ?2",
        params![id, digits],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

pub fn insert_components(tx: &mut Tx<'_>, dossier: DossierId, list: &[Component]) -> Result<(), DbError> {
    for c in list {
        tx.execute(
            "INSERT INTO dossier_component
               (id, dossier, position, code, name, mandatory, originals, copies, given, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                c.id,
                dossier,
                c.position,
                &c.code,
                &c.name,
                c.mandatory,
                c.originals,
                c.copies,
                c.given.word(),
                &c.note
            ],
        )?;
    }
    Ok(())
}

pub fn components(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Component>, DbError> {
    tx.query(
        "SELECT id, position, code, name, mandatory, originals, copies, given, note FROM dossier_component
         WHERE dossier = ?1 ORDER BY position, code",
        params![dossier],
        |row| {
            Ok(Component {
                id: ComponentId::from(row.get::<Id>(0)?),
                position: row.get(1)?,
                code: row.get(2)?,
                name: row.get(3)?,
                mandatory: row.get(4)?,
                originals: row.get(5)?,
                copies: row.get(6)?,
                given: Given::from_word(&row.get::<String>(7)?).ok_or_else(|| corrupt("given"))?,
                note: row.get(8)?,
            })
        },
    )
}

/// Notes that a component has been handed in (or not).
pub fn set_given(
    tx: &mut Tx<'_>,
    dossier: &Authorized<Dossier>,
    code: &str,
    given: Given,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE dossier_component SET given = ?3 WHERE dossier = ?1 AND code = ?2",
        params![dossier.id, code, given.word()],
    )?;
    Ok(())
}
