//! Units by what somebody types: without marks, old names and new.
use super::lookup::{UNIT, answers_for, unit};
use crate::model::{Answer, Level, Unit};
use base::Date;
use contracts::UnitId;
use db::{DbError, Tx, params};

/// One line of an address picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitHit {
    /// The unit that answers on the day.
    pub unit: Unit,
    /// Its province, full name.
    pub province: String,
    /// The former unit whose name was typed, where that is how it was found; shown beside ("trước đây: …").
    pub formerly: Option<Unit>,
    /// The former unit went to several: the person is asked which.
    pub one_of_several: bool,
}

/// Words that name a kind and are no part of a name; folded.
const KINDS: &[&str] = &[
    "tinh",
    "thanh pho",
    "tp.",
    "tp",
    "quan",
    "q.",
    "huyen",
    "h.",
    "thi xa",
    "tx.",
    "tx",
    "xa",
    "x.",
    "phuong",
    "p.",
    "thi tran",
    "tt.",
    "tt",
    "dac khu",
];

/// A folded name without its kind and without leading zeros of a numbered ward ("phuong 04" → "4").
pub(crate) fn bare_name(folded: &str) -> &str {
    let mut name = folded.trim();
    for kind in KINDS {
        if let Some(rest) = name.strip_prefix(kind)
            && (rest.starts_with(' ') || kind.ends_with('.'))
            && !rest.trim().is_empty()
        {
            name = rest.trim_start();
            break;
        }
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) && name.len() > 1 {
        name = name.trim_start_matches('0');
    }
    name
}

/// Communes (of a province, or of the country) that answer on `on` and whose name, or whose predecessor's name, has a
/// word beginning with `typed`; exact names first, then those that exist on the day, at most `limit`.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn search_units(
    tx: &mut Tx<'_>,
    typed: &str,
    province: Option<UnitId>,
    on: Date,
    limit: usize,
) -> Result<Vec<UnitHit>, DbError> {
    let folded = text::fold(typed);
    let wanted = bare_name(&folded).to_owned();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = candidates(tx, &wanted, province)?;
    rows.sort_by_key(|(unit, name, rank)| {
        (*name != wanted && *name != folded, !unit.period.contains(on), rank.clone(), unit.code.clone())
    });
    let mut hits: Vec<UnitHit> = Vec::new();
    for (found, ..) in rows {
        if hits.len() >= limit {
            break;
        }
        if found.period.contains(on) {
            push(tx, &mut hits, found, None, false, on)?;
            continue;
        }
        let answer = answers_for(tx, found.id, on)?;
        let several = matches!(answer, Answer::Several { .. });
        for unit in answer.all() {
            let formerly =
                (unit.id != found.id || unit.full_name() != found.full_name()).then(|| found.clone());
            push(tx, &mut hits, unit.clone(), formerly, several, on)?;
        }
    }
    hits.truncate(limit);
    Ok(hits)
}

type Candidate = (Unit, String, Vec<u8>);

fn candidates(tx: &mut Tx<'_>, wanted: &str, province: Option<UnitId>) -> Result<Vec<Candidate>, DbError> {
    // A former province answers for its communes through its successor, so both eras' provinces count.
    let within = if province.is_some() {
        "AND EXISTS (SELECT 1 FROM org_closure k WHERE k.descendant_id = v.unit_id
                     AND (k.ancestor_id = ?3 OR k.ancestor_id IN (SELECT from_unit FROM org_succession WHERE to_unit = ?3)))"
    } else {
        ""
    };
    let sql = format!(
        "SELECT {UNIT}, v.folded, v.sort_key FROM org_unit_term t
         JOIN org_unit_v v ON v.unit_id = t.unit_id AND v.valid_from = t.valid_from
         WHERE t.term >= ?1 AND t.term < ?2 AND v.level = 'commune' {within}
         ORDER BY t.term, t.unit_id, t.valid_from LIMIT 300"
    );
    let end = format!("{wanted}\u{10ffff}");
    let read = |row: &db::Row<'_>| Ok((unit(row)?, row.get(9)?, row.get(10)?));
    match province {
        Some(id) => tx.query(&sql, params![wanted, &end, id], read),
        None => tx.query(&sql, params![wanted, &end], read),
    }
}

fn push(
    tx: &mut Tx<'_>,
    hits: &mut Vec<UnitHit>,
    unit: Unit,
    formerly: Option<Unit>,
    one_of_several: bool,
    on: Date,
) -> Result<(), DbError> {
    let known = |hit: &UnitHit| {
        hit.unit.id == unit.id
            && (formerly.is_none()
                || hit.formerly.as_ref().map(|old| old.id) == formerly.as_ref().map(|old| old.id))
    };
    if hits.iter().any(known) {
        return Ok(());
    }
    let province = province_name(tx, unit.id, on)?;
    hits.push(UnitHit { unit, province, formerly, one_of_several });
    Ok(())
}

fn province_name(tx: &mut Tx<'_>, id: UnitId, on: Date) -> Result<String, DbError> {
    let name = tx.query_opt(
        "SELECT v.full_name FROM org_closure k JOIN org_unit_v v ON v.unit_id = k.ancestor_id
         WHERE k.descendant_id = ?1 AND k.valid_from <= ?2 AND ?2 < k.valid_to AND v.level = ?3
           AND v.valid_from <= ?2 AND ?2 < v.valid_to",
        params![id, on, Level::Province.word()],
        |row| row.get::<String>(0),
    )?;
    Ok(name.unwrap_or_default())
}
