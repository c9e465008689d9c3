//! Positions, who holds them, and what is delegated.
use super::agencies::agency_at;
use crate::model::{Delegation, Period, Position, SignatureBlock, SignatureForm};
use base::{Date, Id};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId, PositionId};
use db::{DbError, Row, Tx, params};

/// One account on one position for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldingRow {
    pub id: HoldingId,
    pub account: AccountId,
    pub position: PositionId,
    pub period: Period,
}

fn position(row: &Row<'_>) -> Result<Position, DbError> {
    Ok(Position {
        id: row.get(0)?,
        agency: row.get(1)?,
        role: row.get(2)?,
        title: row.get(3)?,
        period: Period { from: row.get(4)?, to: row.get(5)? },
    })
}

/// The position, whatever its period.
///
/// # Errors
/// [`DbError`] of the query.
pub(crate) fn position_row(tx: &mut Tx<'_>, id: PositionId) -> Result<Option<Position>, DbError> {
    tx.query_opt(
        "SELECT id, agency_id, role, title, valid_from, valid_to FROM position WHERE id = ?1",
        params![id],
        position,
    )
}

/// The positions of an agency on `on`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn positions_of(tx: &mut Tx<'_>, agency: AgencyId, on: Date) -> Result<Vec<Position>, DbError> {
    tx.query(
        "SELECT id, agency_id, role, title, valid_from, valid_to FROM position
         WHERE agency_id = ?1 AND valid_from <= ?2 AND ?2 < valid_to ORDER BY role, id",
        params![agency, on],
        position,
    )
}

/// The position of a role in an agency on `on`; the oldest when there are several.
///
/// # Errors
/// [`DbError`] of the query.
pub fn find_position(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    role: &str,
    on: Date,
) -> Result<Option<Position>, DbError> {
    tx.query_opt(
        "SELECT id, agency_id, role, title, valid_from, valid_to FROM position
         WHERE agency_id = ?1 AND role = ?2 AND valid_from <= ?3 AND ?3 < valid_to ORDER BY valid_from, id",
        params![agency, role, on],
        position,
    )
}

fn holding(row: &Row<'_>) -> Result<HoldingRow, DbError> {
    Ok(HoldingRow {
        id: row.get(0)?,
        account: row.get(1)?,
        position: row.get(2)?,
        period: Period { from: row.get(3)?, to: row.get(4)? },
    })
}

pub(crate) fn holding_row(tx: &mut Tx<'_>, id: HoldingId) -> Result<Option<HoldingRow>, DbError> {
    tx.query_opt(
        "SELECT id, account_id, position_id, valid_from, valid_to FROM holding WHERE id = ?1",
        params![id],
        holding,
    )
}

/// Who holds a position on `on`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn holders(tx: &mut Tx<'_>, position: PositionId, on: Date) -> Result<Vec<HoldingRow>, DbError> {
    tx.query(
        "SELECT id, account_id, position_id, valid_from, valid_to FROM holding
         WHERE position_id = ?1 AND valid_from <= ?2 AND ?2 < valid_to ORDER BY valid_from, id",
        params![position, on],
        holding,
    )
}

/// Every position the account holds on `on`, and those wholly delegated to one of them (matter `*`): their holding is
/// the account's own, their title says the form ("KT. Chủ tịch").  A position that is told to sign for the body (*TM.*) is
/// lent to itself and no second one.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn holdings_of(tx: &mut Tx<'_>, account: AccountId, on: Date) -> Result<Vec<HoldingFact>, DbError> {
    let own = "SELECT h.id, p.id, p.agency_id, v.name, p.role, p.title
         FROM holding h JOIN position p ON p.id = h.position_id
         JOIN org_agency_v v ON v.agency_id = p.agency_id
         WHERE h.account_id = ?1 AND h.valid_from <= ?2 AND ?2 < h.valid_to
           AND p.valid_from <= ?2 AND ?2 < p.valid_to AND v.valid_from <= ?2 AND ?2 < v.valid_to
         ORDER BY h.valid_from, h.id";
    let lent = "SELECT h.id, p.id, p.agency_id, v.name, p.role, d.form || '. ' || p.title
         FROM holding h JOIN position q ON q.id = h.position_id
         JOIN delegation d ON d.to_position = q.id AND d.matter = '*' AND d.from_position <> q.id
         JOIN position p ON p.id = d.from_position
         JOIN org_agency_v v ON v.agency_id = p.agency_id
         WHERE h.account_id = ?1 AND h.valid_from <= ?2 AND ?2 < h.valid_to
           AND q.valid_from <= ?2 AND ?2 < q.valid_to AND d.valid_from <= ?2 AND ?2 < d.valid_to
           AND p.valid_from <= ?2 AND ?2 < p.valid_to AND v.valid_from <= ?2 AND ?2 < v.valid_to
         ORDER BY d.valid_from, d.id";
    let mut facts = tx.query(own, params![account, on], fact)?;
    facts.extend(tx.query(lent, params![account, on], fact)?);
    Ok(facts)
}

fn fact(row: &Row<'_>) -> Result<HoldingFact, DbError> {
    Ok(HoldingFact {
        holding: row.get(0)?,
        position: row.get(1)?,
        agency: row.get(2)?,
        agency_name: row.get(3)?,
        role: row.get(4)?,
        title: row.get(5)?,
    })
}

const DELEGATION: &str = "id, from_position, to_position, matter, form, legal_basis, valid_from, valid_to";

fn delegation(row: &Row<'_>) -> Result<Delegation, DbError> {
    let form = SignatureForm::from_word(row.text(4)?)
        .ok_or_else(|| DbError::Column { index: 4, message: "not a form".to_owned() })?;
    Ok(Delegation {
        id: row.get(0)?,
        from: row.get(1)?,
        to: row.get(2)?,
        matter: row.get(3)?,
        form,
        legal_basis: row.get(5)?,
        period: Period { from: row.get(6)?, to: row.get(7)? },
    })
}

pub(crate) fn delegation_row(tx: &mut Tx<'_>, id: Id) -> Result<Option<Delegation>, DbError> {
    tx.query_opt(&format!("SELECT {DELEGATION} FROM delegation WHERE id = ?1"), params![id], delegation)
}

/// What is delegated to a position on `on`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn delegations_to(tx: &mut Tx<'_>, position: PositionId, on: Date) -> Result<Vec<Delegation>, DbError> {
    let sql = format!(
        "SELECT {DELEGATION} FROM delegation WHERE to_position = ?1 AND valid_from <= ?2 AND ?2 < valid_to
         ORDER BY matter DESC, valid_from, id"
    );
    tx.query(&sql, params![position, on], delegation)
}

/// What stands above the signature of a position for a matter on `on`: by a delegation of that matter, else of all
/// matters, else in its own right.  None when the position does not exist on that day.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn signature_block(
    tx: &mut Tx<'_>,
    position: PositionId,
    matter: &str,
    on: Date,
) -> Result<Option<SignatureBlock>, DbError> {
    let Some(signer) = position_row(tx, position)?.filter(|row| row.period.contains(on)) else {
        return Ok(None);
    };
    let lent = delegations_to(tx, position, on)?;
    let named =
        lent.iter().find(|row| row.matter == matter).or_else(|| lent.iter().find(|row| row.matter == "*"));
    let (agency, form, for_title, legal_basis) = match named {
        None => (signer.agency, None, None, None),
        Some(row) => {
            let from = position_row(tx, row.from)?;
            let agency = from.as_ref().map_or(signer.agency, |from| from.agency);
            (agency, Some(row.form), from.map(|from| from.title), Some(row.legal_basis.clone()))
        }
    };
    Ok(agency_at(tx, agency, on)?.map(|agency| SignatureBlock {
        form,
        for_title,
        title: signer.title,
        agency_name: agency.name,
        legal_basis,
    }))
}
