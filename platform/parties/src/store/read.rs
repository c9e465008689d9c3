//! Reading: masked for everybody, unmasked with a grant.
use crate::PartyError;
use crate::model::{
    ALWAYS, Address, AddressKind, Contact, ContactKind, Identifier, IdentifierKind, MaskedParty, MergeRow,
    OPEN, Paper, Party, PartyKind,
};
use base::{Date, PartialDate, Sex};
use contracts::PartyId;
use db::{DbError, Param, Row, Tx, params};
use policy::AccessGrant;

fn word<T>(found: Option<T>, index: usize) -> Result<T, DbError> {
    found.ok_or_else(|| DbError::Column { index, message: "not a known word".to_owned() })
}

/// The party that goes on for `id`, which may have been merged (step by step).
///
/// # Errors
/// [`DbError`] of the query.
pub fn resolve(tx: &mut Tx<'_>, id: PartyId) -> Result<Option<PartyId>, DbError> {
    let mut at = id;
    for _ in 0..32 {
        let next = tx.query_opt("SELECT merged_into FROM party WHERE id = ?1", params![at], |row| {
            row.get::<Option<PartyId>>(0)
        })?;
        match next {
            None => return Ok(None),
            Some(None) => return Ok(Some(at)),
            Some(Some(into)) => at = into,
        }
    }
    Ok(Some(at))
}

/// The party that goes on for `id` and all that were merged into it; empty when there is no such party.  Ids are no
/// personal data: no grant is needed.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn kin(tx: &mut Tx<'_>, id: PartyId) -> Result<Vec<PartyId>, DbError> {
    match resolve(tx, id)? {
        Some(root) => family(tx, root),
        None => Ok(Vec::new()),
    }
}

/// The party itself and all that were merged into it.
fn family(tx: &mut Tx<'_>, root: PartyId) -> Result<Vec<PartyId>, DbError> {
    let mut all = vec![root];
    let mut open = vec![root];
    while let Some(at) = open.pop() {
        let absorbed =
            tx.query("SELECT id FROM party WHERE merged_into = ?1 ORDER BY id", params![at], |row| {
                row.get(0)
            })?;
        open.extend(&absorbed);
        all.extend(absorbed);
    }
    Ok(all)
}

/// Who bears the number on `on`, merges followed.  An id is no personal data: no grant is needed.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn find_by_identifier(
    tx: &mut Tx<'_>,
    identifier: &Identifier,
    on: Date,
) -> Result<Option<PartyId>, DbError> {
    let owner = tx.query_opt(
        "SELECT party_id FROM party_identifier
         WHERE kind = ?1 AND value = ?2 AND valid_from <= ?3 AND ?3 < valid_to ORDER BY valid_from DESC",
        params![identifier.kind().word(), identifier.as_str(), on],
        |row| row.get::<PartyId>(0),
    )?;
    match owner {
        Some(id) => resolve(tx, id),
        None => Ok(None),
    }
}

struct Core {
    kind: PartyKind,
    name: String,
    birth: Option<String>,
    sex: Option<String>,
    version: i64,
}

fn core(tx: &mut Tx<'_>, id: PartyId) -> Result<Option<Core>, DbError> {
    tx.query_opt("SELECT kind, name, birth, sex, version FROM party WHERE id = ?1", params![id], |row| {
        Ok(Core {
            kind: word(PartyKind::from_word(row.text(0)?), 0)?,
            name: row.get(1)?,
            birth: row.get(2)?,
            sex: row.get(3)?,
            version: row.get(4)?,
        })
    })
}

/// A party with everything known of it, under a grant written for it; merges are followed.
///
/// # Errors
/// [`PartyError::AccessUnrecorded`] when the grant is another's, [`PartyError::PartyUnknown`], [`PartyError::Db`].
pub fn party(tx: &mut Tx<'_>, id: PartyId, grant: &AccessGrant) -> Result<Party, PartyError> {
    if !grant.covers(id) {
        return Err(PartyError::AccessUnrecorded);
    }
    let root = resolve(tx, id)?.ok_or(PartyError::PartyUnknown)?;
    let core = core(tx, root)?.ok_or(PartyError::PartyUnknown)?;
    let mut found = Party {
        id: root,
        kind: core.kind,
        name: core.name,
        birth: core.birth.as_deref().and_then(|text| PartialDate::parse(text).ok()),
        sex: core.sex.as_deref().and_then(sex),
        papers: Vec::new(),
        contacts: Vec::new(),
        addresses: Vec::new(),
        former_names: Vec::new(),
        version: core.version,
    };
    for member in family(tx, root)? {
        found.papers.extend(papers(tx, member)?);
        found.contacts.extend(contacts(tx, member)?);
        found.addresses.extend(addresses(tx, member)?);
        found.former_names.extend(tx.query(
            "SELECT name FROM party_former_name WHERE party_id = ?1 ORDER BY until",
            params![member],
            |row| row.get::<String>(0),
        )?);
    }
    Ok(found)
}

fn sex(word: &str) -> Option<Sex> {
    match word {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    }
}

pub(crate) fn papers(tx: &mut Tx<'_>, id: PartyId) -> Result<Vec<Paper>, DbError> {
    tx.query(
        "SELECT kind, value, issued_on, issued_by, valid_from, valid_to FROM party_identifier
         WHERE party_id = ?1 ORDER BY valid_to DESC, id",
        params![id],
        |row| {
            let kind = word(IdentifierKind::from_word(row.text(0)?), 0)?;
            let (from, to) = (row.get::<Date>(4)?, row.get::<Date>(5)?);
            Ok(Paper {
                identifier: Identifier::stored(kind, row.get(1)?),
                issued_on: row.get(2)?,
                issued_by: row.get(3)?,
                valid_from: (from != ALWAYS).then_some(from),
                valid_to: (to != OPEN).then_some(to),
            })
        },
    )
}

fn contacts(tx: &mut Tx<'_>, id: PartyId) -> Result<Vec<Contact>, DbError> {
    tx.query(
        "SELECT kind, value FROM party_contact WHERE party_id = ?1 AND until IS NULL ORDER BY since, id",
        params![id],
        |row| Ok(Contact { kind: word(ContactKind::from_word(row.text(0)?), 0)?, value: row.get(1)? }),
    )
}

fn addresses(tx: &mut Tx<'_>, id: PartyId) -> Result<Vec<Address>, DbError> {
    tx.query(
        "SELECT kind, unit_id, line FROM party_address WHERE party_id = ?1 AND until IS NULL ORDER BY since, id",
        params![id],
        |row| {
            let kind = word(AddressKind::from_word(row.text(0)?), 0)?;
            Ok(Address { kind, unit: row.get(1)?, line: row.get(2)? })
        },
    )
}

/// Parties as any list may show them, in the order asked; unknown ids are left out.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn masked(tx: &mut Tx<'_>, ids: &[PartyId]) -> Result<Vec<MaskedParty>, DbError> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(200) {
        let places = (1..=chunk.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ");
        let params: Vec<Param<'_>> = chunk.iter().map(|id| Param::Id(id.id())).collect();
        let mut rows =
            tx.query(&format!("SELECT id, kind, name FROM party WHERE id IN ({places})"), &params, mask)?;
        let numbers = tx.query(
            &format!(
                "SELECT party_id, kind, value FROM party_identifier
                 WHERE party_id IN ({places}) AND valid_to = '9999-12-31' ORDER BY kind, id"
            ),
            &params,
            |row| {
                let kind = word(IdentifierKind::from_word(row.text(1)?), 1)?;
                Ok((row.get::<PartyId>(0)?, Identifier::stored(kind, row.get(2)?)))
            },
        )?;
        for (owner, number) in numbers {
            if let Some(row) = rows.iter_mut().find(|row| row.id == owner) {
                row.identifiers.push(number.masked());
            }
        }
        found.extend(rows);
    }
    found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(found)
}

/// Whole names for a list of one's own working scope, under a grant written for that list; in the order asked.
///
/// # Errors
/// [`PartyError::AccessUnrecorded`] when the grant does not cover one of them; [`PartyError::Db`].
pub fn names(
    tx: &mut Tx<'_>,
    ids: &[PartyId],
    grant: &AccessGrant,
) -> Result<Vec<(PartyId, String)>, PartyError> {
    if !ids.iter().all(|id| grant.covers(*id)) {
        return Err(PartyError::AccessUnrecorded);
    }
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(200) {
        let places = (1..=chunk.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ");
        let params: Vec<Param<'_>> = chunk.iter().map(|id| Param::Id(id.id())).collect();
        let sql = format!("SELECT id, name FROM party WHERE id IN ({places})");
        found.extend(tx.query(&sql, &params, |row| Ok((row.get::<PartyId>(0)?, row.get::<String>(1)?)))?);
    }
    found.sort_by_key(|(own, _)| ids.iter().position(|id| id == own));
    Ok(found)
}

fn mask(row: &Row<'_>) -> Result<MaskedParty, DbError> {
    let kind = word(PartyKind::from_word(row.text(1)?), 1)?;
    let name = match kind {
        PartyKind::Person => text::mask_name(row.text(2)?),
        PartyKind::Organisation => row.get(2)?,
    };
    Ok(MaskedParty { id: row.get(0)?, kind, name, identifiers: Vec::new() })
}

/// Parties whose name, without marks, begins with what was typed, masked, in Vietnamese order; at most `limit`
/// (never above 100).  Merged ones are left out.
///
/// # Errors
/// [`DbError`] of the query.
pub fn search_masked(tx: &mut Tx<'_>, typed: &str, limit: u32) -> Result<Vec<MaskedParty>, DbError> {
    let wanted = text::fold(typed);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let end = format!("{wanted}\u{10ffff}");
    let ids = tx.query(
        "SELECT id FROM party WHERE folded >= ?1 AND folded < ?2 AND merged_into IS NULL ORDER BY folded, id LIMIT ?3",
        params![&wanted, &end, limit.min(100)],
        |row| row.get::<PartyId>(0),
    )?;
    masked(tx, &ids)
}

/// Every merge in which the party took part, the oldest first.
///
/// # Errors
/// [`DbError`] of the query.
pub fn merges_of(tx: &mut Tx<'_>, id: PartyId) -> Result<Vec<MergeRow>, DbError> {
    tx.query(
        "SELECT id, survivor_id, absorbed_id, at, reason, undone_at FROM party_merge
         WHERE survivor_id = ?1 OR absorbed_id = ?1 ORDER BY at, id",
        params![id],
        |row| {
            Ok(MergeRow {
                id: row.get(0)?,
                survivor: row.get(1)?,
                absorbed: row.get(2)?,
                at: row.get(3)?,
                reason: row.get(4)?,
                undone_at: row.get(5)?,
            })
        },
    )
}

/// Name, kind and version for an operation that already holds the right to change the party.
pub(crate) fn for_change(tx: &mut Tx<'_>, id: PartyId) -> Result<Option<(PartyKind, String, i64)>, DbError> {
    Ok(core(tx, id)?.map(|core| (core.kind, core.name, core.version)))
}
