//! Agencies on a day.
use crate::model::{Agency, Period, Share};
use base::Date;
use contracts::{AgencyId, UnitId};
use db::{DbError, Row, Tx, params};

/// The columns that [`agency`] reads, of `org_agency_v v`.
pub(crate) const AGENCY: &str = "v.agency_id, v.key, v.kind, v.unit_id, v.name, v.short_name, v.code, v.parent_id, v.valid_from, v.valid_to";

pub(crate) fn agency(row: &Row<'_>) -> Result<Agency, DbError> {
    Ok(Agency {
        id: row.get(0)?,
        key: row.get(1)?,
        kind: row.get(2)?,
        unit: row.get(3)?,
        name: row.get(4)?,
        short_name: row.get(5)?,
        code: row.get(6)?,
        parent: row.get(7)?,
        period: Period { from: row.get(8)?, to: row.get(9)? },
    })
}

/// The agency as it is on `on`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn agency_at(tx: &mut Tx<'_>, id: AgencyId, on: Date) -> Result<Option<Agency>, DbError> {
    let sql = format!(
        "SELECT {AGENCY} FROM org_agency_v v WHERE v.agency_id = ?1 AND v.valid_from <= ?2 AND ?2 < v.valid_to"
    );
    tx.query_opt(&sql, params![id, on], agency)
}

/// Every version of an agency, the latest first.
///
/// # Errors
/// [`DbError`] of the query.
pub fn agency_versions(tx: &mut Tx<'_>, id: AgencyId) -> Result<Vec<Agency>, DbError> {
    let sql =
        format!("SELECT {AGENCY} FROM org_agency_v v WHERE v.agency_id = ?1 ORDER BY v.valid_from DESC");
    tx.query(&sql, params![id], agency)
}

/// The agency that bears a code on `on`: of QĐ 20/2020 (`H41.77`) or the reversed form before it (`000.00.77.H41`).
///
/// # Errors
/// [`DbError`] of the query.
pub fn agency_by_code(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<Agency>, DbError> {
    let sql = format!(
        "SELECT {AGENCY} FROM agency_code c JOIN org_agency_v v ON v.agency_id = c.agency_id
         WHERE c.system IN ('qd20', 'legacy') AND c.code = ?1 AND c.valid_from <= ?2 AND ?2 < c.valid_to
           AND v.valid_from <= ?2 AND ?2 < v.valid_to"
    );
    tx.query_opt(&sql, params![code, on], agency)
}

/// Agencies of a unit on `on`, of one kind or of all, in Vietnamese order.
///
/// # Errors
/// [`DbError`] of the query.
pub fn agencies_in(
    tx: &mut Tx<'_>,
    unit: UnitId,
    kind: Option<&str>,
    on: Date,
) -> Result<Vec<Agency>, DbError> {
    let sql = format!(
        "SELECT {AGENCY} FROM org_agency_v v WHERE v.unit_id = ?1 AND (?2 = '' OR v.kind = ?2)
           AND v.valid_from <= ?3 AND ?3 < v.valid_to ORDER BY v.sort_key, v.agency_id LIMIT 500"
    );
    tx.query(&sql, params![unit, kind.unwrap_or_default(), on], agency)
}

/// The agencies directly below on `on`, in Vietnamese order.
///
/// # Errors
/// [`DbError`] of the query.
pub fn child_agencies(tx: &mut Tx<'_>, parent: AgencyId, on: Date) -> Result<Vec<Agency>, DbError> {
    let sql = format!(
        "SELECT {AGENCY} FROM org_agency_v v WHERE v.parent_id = ?1 AND v.valid_from <= ?2 AND ?2 < v.valid_to
         ORDER BY v.sort_key, v.agency_id LIMIT 1000"
    );
    tx.query(&sql, params![parent, on], agency)
}

/// What became of an agency up to `on`, the default first.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn agency_successors(tx: &mut Tx<'_>, id: AgencyId, on: Date) -> Result<Vec<(Agency, Share)>, DbError> {
    let sql = format!(
        "SELECT {AGENCY}, s.share FROM agency_succession s JOIN org_agency_v v ON v.agency_id = s.to_agency
         WHERE s.from_agency = ?1 AND s.effective_on <= ?2 AND v.valid_from <= ?2 AND ?2 < v.valid_to
         ORDER BY s.share, v.sort_key, v.agency_id"
    );
    tx.query(&sql, params![id, on], |row| {
        Ok((agency(row)?, Share::from_word(row.text(10)?).unwrap_or(Share::Split)))
    })
}

/// The agency and every agency below it on `on`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn agencies_below(tx: &mut Tx<'_>, id: AgencyId, on: Date) -> Result<Vec<AgencyId>, DbError> {
    tx.query(
        "SELECT agency_id FROM org_scope_v WHERE ancestor_id = ?1 AND valid_from <= ?2 AND ?2 < valid_to
         ORDER BY agency_id",
        params![id, on],
        |row| row.get(0),
    )
}

/// The unit and every unit below it on `on` (a province's communes; before 2025-07-01 with its districts).
///
/// # Errors
/// [`DbError`] of the query.
pub fn units_below(tx: &mut Tx<'_>, id: UnitId, on: Date) -> Result<Vec<UnitId>, DbError> {
    tx.query(
        "SELECT descendant_id FROM org_closure WHERE ancestor_id = ?1 AND valid_from <= ?2 AND ?2 < valid_to
         ORDER BY descendant_id",
        params![id, on],
        |row| row.get(0),
    )
}
