//! Units on a day, and who answers for a former one.
use crate::model::{Answer, Level, Period, Share, Unit};
use base::Date;
use contracts::UnitId;
use db::{DbError, Row, Tx, params};
use std::collections::BTreeMap;

/// The columns that [`unit`] reads, of `org_unit_v v`.
pub(crate) const UNIT: &str =
    "v.unit_id, v.key, v.level, v.code, v.kind, v.name, v.parent_id, v.valid_from, v.valid_to";

pub(crate) fn unit(row: &Row<'_>) -> Result<Unit, DbError> {
    let level = row.text(2)?;
    Ok(Unit {
        id: row.get(0)?,
        key: row.get(1)?,
        level: Level::from_word(level)
            .ok_or_else(|| DbError::Column { index: 2, message: "not a level".to_owned() })?,
        code: row.get(3)?,
        kind: row.get(4)?,
        name: row.get(5)?,
        parent: row.get(6)?,
        period: Period { from: row.get(7)?, to: row.get(8)? },
    })
}

/// The unit as it is on `on`; none when it does not exist on that day.
///
/// # Errors
/// [`DbError`] of the query.
pub fn unit_at(tx: &mut Tx<'_>, id: UnitId, on: Date) -> Result<Option<Unit>, DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_v v WHERE v.unit_id = ?1 AND v.valid_from <= ?2 AND ?2 < v.valid_to"
    );
    tx.query_opt(&sql, params![id, on], unit)
}

/// The unit that bears the code on `on`.
///
/// # Errors
/// [`DbError`] of the query.
pub fn unit_by_code(tx: &mut Tx<'_>, level: Level, code: &str, on: Date) -> Result<Option<Unit>, DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_code c JOIN org_unit_v v ON v.unit_id = c.unit_id AND v.code = c.code
         WHERE c.level = ?1 AND c.code = ?2 AND c.valid_from <= ?3 AND ?3 < c.valid_to
           AND v.valid_from <= ?3 AND ?3 < v.valid_to"
    );
    tx.query_opt(&sql, params![level.word(), code, on], unit)
}

/// The units directly below on `on`, in Vietnamese order.
///
/// # Errors
/// [`DbError`] of the query.
pub fn children(tx: &mut Tx<'_>, parent: UnitId, on: Date) -> Result<Vec<Unit>, DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_v v WHERE v.parent_id = ?1 AND v.valid_from <= ?2 AND ?2 < v.valid_to
         ORDER BY v.sort_key, v.code LIMIT 1000"
    );
    tx.query(&sql, params![parent, on], unit)
}

/// All units of one level on `on`, in Vietnamese order (34 provinces; 63 before).
///
/// # Errors
/// [`DbError`] of the query.
pub fn units_of_level(tx: &mut Tx<'_>, level: Level, on: Date) -> Result<Vec<Unit>, DbError> {
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_v v WHERE v.level = ?1 AND v.valid_from <= ?2 AND ?2 < v.valid_to
         ORDER BY v.sort_key, v.code"
    );
    tx.query(&sql, params![level.word(), on], unit)
}

/// The last version of a unit that began before `before`.
fn last_version(tx: &mut Tx<'_>, id: UnitId) -> Result<Option<Unit>, DbError> {
    let sql =
        format!("SELECT {UNIT} FROM org_unit_v v WHERE v.unit_id = ?1 ORDER BY v.valid_from DESC LIMIT 1");
    tx.query_opt(&sql, params![id], unit)
}

/// Who answers on `on` for a unit of any era: itself while it exists, after that its successors, step by step.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn answers_for(tx: &mut Tx<'_>, id: UnitId, on: Date) -> Result<Answer, DbError> {
    // Whether the way to a unit took only whole or default shares.
    let mut open = vec![(id, true)];
    let mut found: BTreeMap<UnitId, (Unit, bool)> = BTreeMap::new();
    for _ in 0..16 {
        let mut next = Vec::new();
        for (at, main) in open {
            if let Some(here) = unit_at(tx, at, on)? {
                let entry = found.entry(at).or_insert((here, main));
                entry.1 |= main;
                continue;
            }
            let steps = tx.query(
                "SELECT to_unit, share FROM org_succession
                 WHERE from_unit = ?1 AND effective_on <= ?2 ORDER BY share, to_unit",
                params![at, on],
                |row| Ok((row.get::<UnitId>(0)?, Share::from_word(row.text(1)?))),
            )?;
            next.extend(steps.into_iter().map(|(to, share)| (to, main && share != Some(Share::Split))));
        }
        if next.is_empty() {
            break;
        }
        open = next;
    }
    let (mut mains, mut others): (Vec<_>, Vec<_>) = found.into_values().partition(|(_, main)| *main);
    others.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
    let others = others.into_iter().map(|(unit, _)| unit).collect::<Vec<_>>();
    Ok(match (mains.pop(), others.is_empty()) {
        (Some((unit, _)), true) => Answer::One(unit),
        (Some((default, _)), false) => Answer::Several { default, others },
        (None, _) => Answer::None,
    })
}

/// What a unit was made of: its direct predecessors as they last were, with the share each gave.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn predecessors(tx: &mut Tx<'_>, id: UnitId) -> Result<Vec<(Unit, Share)>, DbError> {
    let rows = tx.query(
        "SELECT from_unit, share FROM org_succession WHERE to_unit = ?1 ORDER BY effective_on, from_unit LIMIT 500",
        params![id],
        |row| Ok((row.get::<UnitId>(0)?, Share::from_word(row.text(1)?).unwrap_or(Share::Split))),
    )?;
    let mut units = Vec::with_capacity(rows.len());
    for (from, share) in rows {
        if let Some(unit) = last_version(tx, from)? {
            units.push((unit, share));
        }
    }
    units.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
    Ok(units)
}
