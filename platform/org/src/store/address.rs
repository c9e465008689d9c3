//! An address as printed on a card, brought to today's unit.
use super::lookup::{UNIT, answers_for, unit};
use super::search::bare_name;
use crate::model::{Answer, Level, Unit};
use base::Date;
use contracts::UnitId;
use db::{DbError, Tx, params};

/// The places named in an address; the district is missing in addresses written after 2025-07-01.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressText {
    /// House, street, village: whatever stands before the commune.
    pub line: String,
    pub commune: String,
    pub district: Option<String>,
    pub province: String,
}

/// What an address on a card means on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressMatch {
    /// One unit; `written` is the one that the card names.
    One { unit: Unit, written: Unit },
    /// The written commune was divided, or the name fits several: the person is asked.
    Several { options: Vec<Unit>, written: Vec<Unit> },
    /// Nothing fits; the province is given where at least that is known.
    Unknown { province: Option<Unit> },
}

/// The readings of an address line, the likeliest first: with a district, and without.
#[must_use]
pub fn split_address(address: &str) -> Vec<AddressText> {
    let parts: Vec<&str> = address.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut readings = Vec::new();
    if let [line @ .., commune, district, province] = parts.as_slice() {
        readings.push(AddressText {
            line: line.join(", "),
            commune: (*commune).to_owned(),
            district: Some((*district).to_owned()),
            province: (*province).to_owned(),
        });
    }
    if let [line @ .., commune, province] = parts.as_slice() {
        readings.push(AddressText {
            line: line.join(", "),
            commune: (*commune).to_owned(),
            district: None,
            province: (*province).to_owned(),
        });
    }
    readings
}

/// The unit or units that answer on `on` for an address of any era.
///
/// # Errors
/// [`DbError`] of the queries.
pub fn map_address(tx: &mut Tx<'_>, address: &AddressText, on: Date) -> Result<AddressMatch, DbError> {
    let provinces = named(tx, Level::Province, &address.province, &[])?;
    if provinces.is_empty() {
        return Ok(AddressMatch::Unknown { province: None });
    }
    let mut above: Vec<UnitId> = provinces.iter().map(|province| province.id).collect();
    if let Some(district) = &address.district {
        let districts = named(tx, Level::District, district, &above)?;
        if !districts.is_empty() {
            above = districts.iter().map(|district| district.id).collect();
        }
    }
    let mut written = communes(tx, &address.commune, &above)?;
    // Without a district the address was written after districts ended: a living namesake goes before a former one.
    if address.district.is_none() && written.iter().any(|unit| unit.period.contains(on)) {
        written.retain(|unit| unit.period.contains(on));
    }
    let mut options: Vec<Unit> = Vec::new();
    for commune in &written {
        match answers_for(tx, commune.id, on)? {
            Answer::None => {}
            answer => options.extend(answer.all().into_iter().cloned()),
        }
    }
    options.sort_by_key(|unit| unit.id);
    options.dedup_by(|a, b| a.id == b.id);
    Ok(match (options.pop(), options.is_empty(), written.first()) {
        (Some(unit), true, Some(first)) => AddressMatch::One { unit, written: first.clone() },
        (Some(last), ..) => {
            options.push(last);
            options.sort_by(|a, b| a.code.cmp(&b.code));
            AddressMatch::Several { options, written }
        }
        (None, ..) => AddressMatch::Unknown { province: provinces.into_iter().next() },
    })
}

/// Communes of that name below the units; the kind written ("xã", "phường") decides between namesakes.
fn communes(tx: &mut Tx<'_>, name: &str, above: &[UnitId]) -> Result<Vec<Unit>, DbError> {
    let found = named(tx, Level::Commune, name, above)?;
    let folded = text::fold(name);
    let exact: Vec<Unit> =
        found.iter().filter(|unit| folded == text::fold(&unit.full_name())).cloned().collect();
    let narrowed = if exact.is_empty() { found } else { exact };
    let toned = text::search_key(name);
    let same: Vec<Unit> = narrowed
        .iter()
        .filter(|unit| [unit.full_name(), unit.name.clone()].iter().any(|own| text::search_key(own) == toned))
        .cloned()
        .collect();
    Ok(if same.is_empty() { narrowed } else { same })
}

/// Units of a level with that name in any era, each once, below one of `above` where given.
fn named(tx: &mut Tx<'_>, level: Level, name: &str, above: &[UnitId]) -> Result<Vec<Unit>, DbError> {
    let folded = text::fold(name);
    let sql = format!(
        "SELECT {UNIT} FROM org_unit_v v WHERE v.level = ?1 AND v.folded IN (?2, ?3)
         ORDER BY v.unit_id, v.valid_from DESC LIMIT 200"
    );
    let mut rows = tx.query(&sql, params![level.word(), bare_name(&folded), folded.trim()], unit)?;
    rows.dedup_by(|later, first| later.id == first.id);
    if above.is_empty() {
        return Ok(rows);
    }
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let parents = tx.query(
            "SELECT DISTINCT ancestor_id FROM org_closure WHERE descendant_id = ?1",
            params![row.id],
            |parent| parent.get::<UnitId>(0),
        )?;
        if parents.iter().any(|parent| above.contains(parent)) {
            kept.push(row);
        }
    }
    Ok(kept)
}
