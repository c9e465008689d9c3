//! The whole country: units, versions, codes, closure, terms, successions.
use super::{ImportReport, imported, mark};
use crate::model::{Period, Span, close};
use crate::pack::{CountryPack, Link, UnitRow};
use crate::store::bulk::{Cell, Table, write};
use crate::store::install::{self, LinkKey};
use crate::{OrgError, unit_id};
use base::{Date, Id, Timestamp};
use contracts::UnitId;
use db::{Db, DbError};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const PACK: &str = "vietnam";

/// Writes the country's units.  The same data again is recognised by its digest and costs one read.
///
/// # Errors
/// [`OrgError::Db`]; what was written by then stays and is completed by the next import.
pub async fn import_country(db: &Db, pack: &CountryPack, now: Timestamp) -> Result<ImportReport, OrgError> {
    let before = imported(db, PACK).await?;
    let report = ImportReport { units: count(pack), links: pack.links.len(), ..ImportReport::default() };
    if before.as_deref() == Some(&pack.digest) {
        return Ok(ImportReport { unchanged: true, ..report });
    }
    if before.is_some() {
        drop_stale_links(db, pack).await?;
    }
    write(db, tables(pack)).await?;
    mark(db, PACK, &pack.digest, now).await?;
    Ok(report)
}

fn count(pack: &CountryPack) -> usize {
    pack.units.iter().map(|row| row.key.as_str()).collect::<HashSet<_>>().len()
}

fn tables(pack: &CountryPack) -> Vec<Table> {
    let mut lives: HashMap<&str, Vec<&UnitRow>> = HashMap::with_capacity(pack.units.len());
    let mut order: Vec<&str> = Vec::with_capacity(pack.units.len());
    let mut ids: HashMap<&str, Id> = HashMap::with_capacity(pack.units.len());
    for row in &pack.units {
        if ids.insert(&row.key, unit_id(&row.key).id()).is_none() {
            order.push(&row.key);
        }
        lives.entry(&row.key).or_default().push(row);
    }
    let provinces = province_of(pack, &lives);
    let bases: HashMap<(&str, Date), Arc<str>> = pack
        .resolutions
        .iter()
        .map(|row| ((row.province.as_str(), row.on), pack.basis(&row.province, row.on).into()))
        .collect();
    let basis = |key: &str, on: Date| -> Cell {
        let found = provinces.get(&(key, on)).and_then(|province| bases.get(&(*province, on)));
        Cell::Text(found.cloned().unwrap_or_else(|| "".into()))
    };
    let (units, codes) = lives_and_codes(&order, &lives, &ids);
    let (versions, terms) = versions_and_terms(&order, &lives, &ids, &basis);
    vec![units, versions, codes, links(pack, &ids, &basis), closure(&order, &lives, &ids), terms]
}

/// The province of each unit at the beginning of each of its versions.
fn province_of<'p>(
    pack: &'p CountryPack,
    lives: &HashMap<&'p str, Vec<&'p UnitRow>>,
) -> HashMap<(&'p str, Date), &'p str> {
    let mut found = HashMap::with_capacity(pack.units.len());
    for row in &pack.units {
        let mut at = row;
        for _ in 0..4 {
            let Some(parent) = &at.parent else { break };
            let Some(above) = lives
                .get(parent.as_str())
                .and_then(|rows| rows.iter().find(|above| above.period.contains(row.period.from)))
            else {
                break;
            };
            at = above;
        }
        found.insert((row.key.as_str(), row.period.from), at.key.as_str());
    }
    found
}

fn life(rows: &[&UnitRow]) -> Option<Period> {
    Some(Period { from: rows.first()?.period.from, to: rows.last()?.period.to })
}

fn lives_and_codes<'p>(
    order: &[&'p str],
    lives: &HashMap<&'p str, Vec<&'p UnitRow>>,
    ids: &HashMap<&'p str, Id>,
) -> (Table, Table) {
    let (mut units, mut codes) = (Vec::new(), Vec::new());
    for key in order {
        let (Some(rows), Some(id)) = (lives.get(key), ids.get(key)) else { continue };
        let (Some(whole), Some(first)) = (life(rows), rows.first()) else { continue };
        let (from, to) = (Cell::Day(whole.from), Cell::Day(whole.to));
        let level = Cell::text(first.level.word());
        units.push(vec![Cell::Id(*id), Cell::text(key), level.clone(), from, to]);
        for run in rows.chunk_by(|a, b| a.code == b.code) {
            let (Some(period), Some(row)) = (life(run), run.first()) else { continue };
            let code = Cell::text(&row.code);
            codes.push(vec![
                level.clone(),
                code,
                Cell::Day(period.from),
                Cell::Day(period.to),
                Cell::Id(*id),
            ]);
        }
    }
    let units = Table {
        into: "org_unit (id, key, level, valid_from, valid_to)",
        columns: 5,
        tail: "ON CONFLICT (id) DO UPDATE SET valid_from = excluded.valid_from, valid_to = excluded.valid_to",
        rows: units,
    };
    let codes = Table {
        into: "org_unit_code (level, code, valid_from, valid_to, unit_id)",
        columns: 5,
        tail: "ON CONFLICT (level, code, valid_from) DO UPDATE SET valid_to = excluded.valid_to, unit_id = excluded.unit_id",
        rows: codes,
    };
    (units, codes)
}

fn versions_and_terms<'p>(
    order: &[&'p str],
    lives: &HashMap<&'p str, Vec<&'p UnitRow>>,
    ids: &HashMap<&'p str, Id>,
    basis: &dyn Fn(&str, Date) -> Cell,
) -> (Table, Table) {
    let (mut versions, mut terms) = (Vec::new(), Vec::new());
    for row in order.iter().filter_map(|key| lives.get(key)).flatten() {
        let Some(id) = ids.get(row.key.as_str()) else { continue };
        let folded = text::fold(&row.name);
        let parent = row.parent.as_deref().and_then(|parent| ids.get(parent)).copied();
        for term in tails(&folded) {
            terms.push(vec![Cell::text(term), Cell::Id(*id), Cell::Day(row.period.from)]);
        }
        versions.push(vec![
            Cell::Id(*id),
            Cell::Day(row.period.from),
            Cell::Day(row.period.to),
            Cell::text(row.level.word()),
            Cell::text(&row.kind),
            Cell::text(&row.name),
            Cell::text(&folded),
            Cell::Bytes(text::collation_key(&row.name)),
            Cell::OptionalId(parent),
            basis(&row.key, row.period.from),
        ]);
    }
    let versions = Table {
        into: "org_unit_version (unit_id, valid_from, valid_to, level, kind, name, folded, sort_key, parent_id, basis)",
        columns: 10,
        tail: "ON CONFLICT (unit_id, valid_from) DO UPDATE SET valid_to = excluded.valid_to, level = excluded.level,
               kind = excluded.kind, name = excluded.name, folded = excluded.folded, sort_key = excluded.sort_key,
               parent_id = excluded.parent_id, basis = excluded.basis",
        rows: versions,
    };
    let terms = Table {
        into: "org_unit_term (term, unit_id, valid_from)",
        columns: 3,
        tail: "ON CONFLICT (term, unit_id, valid_from) DO NOTHING",
        rows: terms,
    };
    (versions, terms)
}

/// "hung nguyen nam" → itself, "nguyen nam", "nam"; no tail twice.
pub(crate) fn tails(folded: &str) -> Vec<&str> {
    let mut found = vec![folded];
    let mut rest = folded;
    while let Some((_, tail)) = rest.split_once(' ') {
        if !found.contains(&tail) {
            found.push(tail);
        }
        rest = tail;
    }
    found
}

fn closure<'p>(
    order: &[&'p str],
    lives: &HashMap<&'p str, Vec<&'p UnitRow>>,
    ids: &HashMap<&'p str, Id>,
) -> Table {
    let tree: HashMap<&str, Vec<Span<&str>>> = lives
        .iter()
        .map(|(key, rows)| {
            (
                *key,
                rows.iter().map(|row| Span { period: row.period, parent: row.parent.as_deref() }).collect(),
            )
        })
        .collect();
    let mut rows = Vec::with_capacity(order.len() * 3);
    for key in order {
        let Some(id) = ids.get(key) else { continue };
        for (ancestor, depth, period) in close(&tree, *key) {
            let Some(above) = ids.get(ancestor) else { continue };
            let (from, to) = (Cell::Day(period.from), Cell::Day(period.to));
            rows.push(vec![Cell::Id(*id), Cell::Id(*above), from, to, Cell::Int(depth)]);
        }
    }
    Table {
        into: "org_closure (descendant_id, ancestor_id, valid_from, valid_to, depth)",
        columns: 5,
        tail: "ON CONFLICT (descendant_id, ancestor_id, valid_from) DO UPDATE SET valid_to = excluded.valid_to, depth = excluded.depth",
        rows,
    }
}

fn links<'p>(pack: &'p CountryPack, ids: &HashMap<&'p str, Id>, basis: &dyn Fn(&str, Date) -> Cell) -> Table {
    let mut sorted: Vec<&Link> = pack.links.iter().collect();
    // Split first: a default that moves to another unit must leave the old one before it reaches the new one.
    sorted.sort_by_key(|link| std::cmp::Reverse(link.share));
    let rows = sorted
        .into_iter()
        .filter_map(|link| {
            let (from, to) = (ids.get(link.from.as_str())?, ids.get(link.to.as_str())?);
            let share = Cell::text(link.share.word());
            Some(vec![Cell::Id(*from), Cell::Id(*to), Cell::Day(link.on), share, basis(&link.to, link.on)])
        })
        .collect();
    Table {
        into: "org_succession (from_unit, to_unit, effective_on, share, basis)",
        columns: 5,
        tail: "ON CONFLICT (from_unit, to_unit, effective_on) DO UPDATE SET share = excluded.share, basis = excluded.basis",
        rows,
    }
}

/// Links between units of the pack that a newer pack no longer has.
async fn drop_stale_links(db: &Db, pack: &CountryPack) -> Result<(), DbError> {
    let kept: HashSet<LinkKey> =
        pack.links.iter().map(|link| (unit_id(&link.from), unit_id(&link.to), link.on)).collect();
    let ours: HashSet<UnitId> = pack.units.iter().map(|row| unit_id(&row.key)).collect();
    let stale = db
        .read::<_, DbError, _>(install::links)
        .await?
        .into_iter()
        .filter(|link| ours.contains(&link.0) && ours.contains(&link.1) && !kept.contains(link))
        .collect();
    db.bulk::<_, DbError, _>(stale, |tx, slice: &[LinkKey]| install::drop_links(tx, slice)).await?;
    Ok(())
}
