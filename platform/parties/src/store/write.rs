//! Rows written by operations.
use crate::model::{ALWAYS, Address, Contact, Identifier, NewParty, OPEN, Paper, PartyKind};
use base::{Date, Id, PartialDate, Sex, Timestamp};
use contracts::PartyId;
use db::{DbError, Tx, params};

const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

fn sort_key(kind: PartyKind, name: &str) -> Vec<u8> {
    match kind {
        PartyKind::Person => text::person_collation_key(name),
        PartyKind::Organisation => text::collation_key(name),
    }
}

pub fn insert_party(tx: &mut Tx<'_>, id: PartyId, new: &NewParty, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO party (id, kind, name, folded, sort_key, birth, sex, created_at, version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)",
        params![
            id,
            new.kind.word(),
            &new.name,
            text::fold(&new.name),
            sort_key(new.kind, &new.name),
            new.birth.map(PartialDate::to_iso),
            new.sex.map(sex),
            now
        ],
    )?;
    Ok(())
}

/// Takes back a party that lost the race for its number; nothing hangs on it yet.
pub fn take_back(tx: &mut Tx<'_>, id: PartyId) -> Result<(), DbError> {
    tx.execute("DELETE FROM party WHERE id = ?1", params![id])?;
    Ok(())
}

/// False when the number is another party's (or this one's) at the moment.
pub fn insert_identifier(
    tx: &mut Tx<'_>,
    party: PartyId,
    paper: &Paper,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (from, to) = (paper.valid_from.unwrap_or(ALWAYS), paper.valid_to.unwrap_or(OPEN));
    let overlapping = tx.query_opt(
        "SELECT 1 FROM party_identifier WHERE kind = ?1 AND value = ?2 AND valid_from < ?4 AND ?3 < valid_to",
        params![paper.identifier.kind().word(), paper.identifier.as_str(), from, to],
        |_| Ok(()),
    )?;
    if overlapping.is_some() {
        return Ok(false);
    }
    let added = tx.execute(
        "INSERT INTO party_identifier (id, party_id, kind, value, issued_on, issued_by, valid_from, valid_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        params![
            Id::new(now),
            party,
            paper.identifier.kind().word(),
            paper.identifier.as_str(),
            paper.issued_on,
            &paper.issued_by,
            from,
            to
        ],
    )?;
    Ok(added == 1)
}

/// Whether the party itself bears the number now.
pub fn bears(tx: &mut Tx<'_>, party: PartyId, identifier: &Identifier) -> Result<bool, DbError> {
    let found = tx.query_opt(
        "SELECT 1 FROM party_identifier WHERE party_id = ?1 AND kind = ?2 AND value = ?3 AND valid_to = '9999-12-31'",
        params![party, identifier.kind().word(), identifier.as_str()],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Ends a number from a day; false when the party does not bear it now.
pub fn end_identifier(
    tx: &mut Tx<'_>,
    party: PartyId,
    identifier: &Identifier,
    on: Date,
) -> Result<bool, DbError> {
    let ended = tx.execute(
        "UPDATE party_identifier SET valid_to = ?4
         WHERE party_id = ?1 AND kind = ?2 AND value = ?3 AND valid_to = '9999-12-31' AND valid_from < ?4",
        params![party, identifier.kind().word(), identifier.as_str(), on],
    )?;
    Ok(ended == 1)
}

pub fn insert_contact(
    tx: &mut Tx<'_>,
    party: PartyId,
    contact: &Contact,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO party_contact (id, party_id, kind, value, since) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
        params![Id::new(now), party, contact.kind.word(), &contact.value, now],
    )?;
    Ok(())
}

/// Puts an address in the place of the one of its kind; the same again changes nothing.
pub fn put_address(
    tx: &mut Tx<'_>,
    party: PartyId,
    address: &Address,
    now: Timestamp,
) -> Result<(), DbError> {
    let kind = address.kind.word();
    let same = tx.query_opt(
        "SELECT 1 FROM party_address
         WHERE party_id = ?1 AND kind = ?2 AND unit_id = ?3 AND line = ?4 AND until IS NULL",
        params![party, kind, address.unit, &address.line],
        |_| Ok(()),
    )?;
    if same.is_some() {
        return Ok(());
    }
    tx.execute(
        "UPDATE party_address SET until = ?3 WHERE party_id = ?1 AND kind = ?2 AND until IS NULL",
        params![party, kind, now],
    )?;
    tx.execute(
        "INSERT INTO party_address (id, party_id, kind, unit_id, line, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![Id::new(now), party, kind, address.unit, &address.line, now],
    )?;
    Ok(())
}

/// A name and the day and sex beside it, over the version that was read; false when that version is gone.
pub struct CoreChange<'a> {
    pub party: PartyId,
    pub kind: PartyKind,
    pub version: i64,
    pub name: &'a str,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
}

pub fn change_core(tx: &mut Tx<'_>, to: &CoreChange<'_>) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE party SET name = ?3, folded = ?4, sort_key = ?5, birth = ?6, sex = ?7, version = version + 1
         WHERE id = ?1 AND version = ?2",
        params![
            to.party,
            to.version,
            to.name,
            text::fold(to.name),
            sort_key(to.kind, to.name),
            to.birth.map(PartialDate::to_iso),
            to.sex.map(sex)
        ],
    )?;
    Ok(changed == 1)
}

pub fn keep_former_name(
    tx: &mut Tx<'_>,
    party: PartyId,
    name: &str,
    reason: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO party_former_name (party_id, until, name, folded, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![party, now, name, text::fold(name), reason],
    )?;
    Ok(())
}

pub fn insert_merge(
    tx: &mut Tx<'_>,
    survivor: PartyId,
    absorbed: PartyId,
    reason: &str,
    now: Timestamp,
) -> Result<Id, DbError> {
    let id = Id::new(now);
    tx.execute(
        "INSERT INTO party_merge (id, survivor_id, absorbed_id, at, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, survivor, absorbed, now, reason],
    )?;
    tx.execute(
        "UPDATE party SET merged_into = ?2, version = version + 1 WHERE id = ?1",
        params![absorbed, survivor],
    )?;
    Ok(id)
}

/// Undoes the open merge that absorbed the party; answers the survivor, none when there is no open merge.
pub fn undo_merge(
    tx: &mut Tx<'_>,
    absorbed: PartyId,
    reason: &str,
    now: Timestamp,
) -> Result<Option<PartyId>, DbError> {
    let survivor = tx.query_opt(
        "SELECT survivor_id FROM party_merge WHERE absorbed_id = ?1 AND undone_at IS NULL",
        params![absorbed],
        |row| row.get::<PartyId>(0),
    )?;
    if survivor.is_some() {
        tx.execute(
            "UPDATE party_merge SET undone_at = ?2, undone_reason = ?3 WHERE absorbed_id = ?1 AND undone_at IS NULL",
            params![absorbed, now, reason],
        )?;
        tx.execute(
            "UPDATE party SET merged_into = NULL, version = version + 1 WHERE id = ?1",
            params![absorbed],
        )?;
    }
    Ok(survivor)
}
