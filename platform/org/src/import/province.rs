//! A province's agencies, positions and delegations.
use super::{ImportReport, imported, mark};
use crate::model::{OPEN, Period, Span, Unit, close};
use crate::pack::{AgencyRow, CommuneAgency, DelegationRow, ProvincePack};
use crate::store::bulk::{Cell, Table, write};
use crate::store::install;
use crate::{OrgError, agency_id, key_id, position_id, unit_id};
use base::Timestamp;
use contracts::{AgencyId, UnitId};
use db::{Db, DbError};
use std::collections::HashMap;

/// One agency about to be written.
struct Planned {
    id: AgencyId,
    key: String,
    parent: Option<AgencyId>,
    kind: String,
    unit: UnitId,
    name: String,
    short: String,
    code: Option<String>,
    nature: &'static str,
    legacy: Option<String>,
    period: Period,
}

/// Writes the agencies of a province and makes it the home of this installation.  Needs the country first.
/// Appointments (holdings) are nobody's pack: administrators make them.
///
/// # Errors
/// [`OrgError::UnitUnknown`] when the country is not there; [`OrgError::Db`].
pub async fn import_province(db: &Db, pack: &ProvincePack, now: Timestamp) -> Result<ImportReport, OrgError> {
    let name = format!("province/{}", pack.province.unit);
    let unchanged = imported(db, &name).await?.as_deref() == Some(&pack.digest);
    let agencies = plan(db, pack).await?;
    let positions = positions(pack, &agencies);
    let delegations = delegations(pack, &agencies);
    let report = ImportReport {
        unchanged,
        agencies: agencies.len(),
        positions: positions.rows.len(),
        delegations: delegations.rows.len(),
        ..ImportReport::default()
    };
    if unchanged {
        return Ok(report);
    }
    let [rows, versions, codes] = tables(&agencies);
    let tables = vec![rows, versions, codes, closure(&agencies), successions(pack), positions, delegations];
    write(db, tables).await?;
    let home = unit_id(&pack.province.unit);
    let top = agencies.first().map(|agency| agency.id).ok_or(OrgError::AgencyUnknown)?;
    db.write::<_, DbError, _>(move |tx| install::put_home(tx, home, top)).await?;
    mark(db, &name, &pack.digest, now).await?;
    Ok(report)
}

async fn plan(db: &Db, pack: &ProvincePack) -> Result<Vec<Planned>, OrgError> {
    let home = unit_id(&pack.province.unit);
    let from = pack.province.from.0;
    let communes = db.read::<_, DbError, _>(move |tx| install::communes_of(tx, home, from)).await?;
    if communes.is_empty() {
        return Err(OrgError::UnitUnknown);
    }
    let mut planned: Vec<Planned> = pack.agencies.iter().map(|row| provincial(pack, row)).collect();
    for commune in &communes {
        for template in &pack.commune_agencies {
            if template.only.as_ref().is_none_or(|kind| *kind == commune.kind) {
                planned.push(communal(pack, template, commune));
            }
        }
    }
    Ok(planned)
}

fn nature(nature: crate::pack::Nature) -> &'static str {
    crate::model::CodeNature::from(nature).word()
}

fn provincial(pack: &ProvincePack, row: &AgencyRow) -> Planned {
    let province = &pack.province.unit;
    Planned {
        id: agency_id(province, &row.key),
        key: format!("{province}/{}", row.key),
        parent: row.parent.as_ref().map(|parent| agency_id(province, parent)),
        kind: row.kind.clone(),
        unit: unit_id(province),
        name: row.name.clone(),
        short: row.short.clone().unwrap_or_else(|| row.name.clone()),
        code: row.code.clone(),
        nature: nature(row.nature),
        legacy: row.legacy.clone(),
        period: Period { from: row.from.0, to: row.to.map_or(OPEN, |to| to.0) },
    }
}

fn communal(pack: &ProvincePack, row: &CommuneAgency, commune: &Unit) -> Planned {
    let province = &pack.province.unit;
    let key = format!("{}/{}", commune.key, row.key);
    let own = pack.commune_codes.get(&commune.key);
    let number = own.and_then(|code| code.rsplit_once('.')).map_or("", |(_, number)| number);
    let parent = match row.parent.as_str() {
        "province" => pack.agencies.first().map(|agency| agency_id(province, &agency.key)),
        parent if pack.commune_agencies.iter().any(|other| other.key == parent) => {
            Some(agency_id(province, &format!("{}/{parent}", commune.key)))
        }
        parent => Some(agency_id(province, parent)),
    };
    let name = row.name.replace("{unit}", &commune.name_within());
    Planned {
        id: agency_id(province, &key),
        key: format!("{province}/{key}"),
        parent,
        kind: row.kind.clone(),
        unit: commune.id,
        short: name
            .replace("Ủy ban nhân dân", "UBND")
            .replace("Trung tâm Phục vụ hành chính công", "TTPVHCC"),
        name,
        code: own.and_then(|code| row.code.as_ref().map(|form| form.replace("{code}", code))),
        nature: "sample",
        legacy: own.and(row.legacy.as_ref()).map(|form| form.replace("{number}", number)),
        period: Period::since(pack.province.from.0),
    }
}

fn tables(agencies: &[Planned]) -> [Table; 3] {
    let (mut rows, mut versions, mut codes) = (Vec::new(), Vec::new(), Vec::new());
    for agency in agencies {
        let (id, from, to) =
            (Cell::Id(agency.id.id()), Cell::Day(agency.period.from), Cell::Day(agency.period.to));
        let unit = Cell::Id(agency.unit.id());
        let (key, kind) = (Cell::text(&agency.key), Cell::text(&agency.kind));
        rows.push(vec![id.clone(), key, kind, unit, from.clone(), to.clone()]);
        versions.push(vec![
            id.clone(),
            from.clone(),
            to.clone(),
            Cell::text(&agency.name),
            Cell::text(&agency.short),
            Cell::text(&text::fold(&agency.name)),
            Cell::Bytes(text::collation_key(&agency.name)),
            Cell::OptionalId(agency.parent.map(AgencyId::id)),
            Cell::text(""),
        ]);
        for (system, code) in [("qd20", &agency.code), ("legacy", &agency.legacy)] {
            if let Some(code) = code {
                let (system, code, nature) =
                    (Cell::text(system), Cell::text(code), Cell::text(agency.nature));
                codes.push(vec![system, code, from.clone(), to.clone(), id.clone(), nature]);
            }
        }
    }
    let rows = Table {
        into: "agency (id, key, kind, unit_id, valid_from, valid_to)",
        columns: 6,
        tail: "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, unit_id = excluded.unit_id,
               valid_from = excluded.valid_from, valid_to = excluded.valid_to",
        rows,
    };
    let versions = Table {
        into: "agency_version (agency_id, valid_from, valid_to, name, short_name, folded, sort_key, parent_id, basis)",
        columns: 9,
        tail: "ON CONFLICT (agency_id, valid_from) DO UPDATE SET valid_to = excluded.valid_to, name = excluded.name,
               short_name = excluded.short_name, folded = excluded.folded, sort_key = excluded.sort_key,
               parent_id = excluded.parent_id",
        rows: versions,
    };
    let codes = Table {
        into: "agency_code (system, code, valid_from, valid_to, agency_id, nature)",
        columns: 6,
        tail: "ON CONFLICT (system, code, valid_from) DO UPDATE SET valid_to = excluded.valid_to,
               agency_id = excluded.agency_id, nature = excluded.nature",
        rows: codes,
    };
    [rows, versions, codes]
}

fn closure(agencies: &[Planned]) -> Table {
    let tree: HashMap<AgencyId, Vec<Span<AgencyId>>> = agencies
        .iter()
        .map(|agency| (agency.id, vec![Span { period: agency.period, parent: agency.parent }]))
        .collect();
    let mut rows = Vec::with_capacity(agencies.len() * 3);
    for agency in agencies {
        for (ancestor, depth, period) in close(&tree, agency.id) {
            let (own, above) = (Cell::Id(agency.id.id()), Cell::Id(ancestor.id()));
            rows.push(vec![own, above, Cell::Day(period.from), Cell::Day(period.to), Cell::Int(depth)]);
        }
    }
    Table {
        into: "agency_closure (descendant_id, ancestor_id, valid_from, valid_to, depth)",
        columns: 5,
        tail: "ON CONFLICT (descendant_id, ancestor_id, valid_from) DO UPDATE SET valid_to = excluded.valid_to, depth = excluded.depth",
        rows,
    }
}

fn successions(pack: &ProvincePack) -> Table {
    let province = &pack.province.unit;
    let rows = pack
        .successions
        .iter()
        .map(|row| {
            let (from, to) = (agency_id(province, &row.from), agency_id(province, &row.to));
            let (share, basis) = (Cell::text(&row.share), Cell::text(&row.basis));
            vec![Cell::Id(from.id()), Cell::Id(to.id()), Cell::Day(row.on.0), share, basis]
        })
        .collect();
    Table {
        into: "agency_succession (from_agency, to_agency, effective_on, share, basis)",
        columns: 5,
        tail: "ON CONFLICT (from_agency, to_agency, effective_on) DO UPDATE SET share = excluded.share, basis = excluded.basis",
        rows,
    }
}

/// The positions of every living agency, by the templates of its kind.
fn positions(pack: &ProvincePack, agencies: &[Planned]) -> Table {
    let mut rows = Vec::new();
    for agency in agencies.iter().filter(|agency| agency.period.end().is_none()) {
        for row in pack.positions.iter().filter(|row| row.kind == agency.kind) {
            rows.push(vec![
                Cell::Id(position_id(agency.id, &row.role).id()),
                Cell::Id(agency.id.id()),
                Cell::text(&row.role),
                Cell::text(&row.title),
                Cell::Day(agency.period.from),
                Cell::Day(agency.period.to),
            ]);
        }
    }
    Table {
        into: "position (id, agency_id, role, title, valid_from, valid_to)",
        columns: 6,
        tail: "ON CONFLICT (id) DO UPDATE SET title = excluded.title",
        rows,
    }
}

/// Delegations within one agency, or between agencies of one unit.
fn delegations(pack: &ProvincePack, agencies: &[Planned]) -> Table {
    let living: Vec<&Planned> = agencies.iter().filter(|agency| agency.period.end().is_none()).collect();
    let by_unit: HashMap<(UnitId, &str), &Planned> =
        living.iter().map(|agency| ((agency.unit, agency.kind.as_str()), *agency)).collect();
    let mut rows = Vec::new();
    for rule in &pack.delegations {
        for giver in living.iter().filter(|agency| agency.kind == rule.from_kind) {
            let taker = if rule.from_kind == rule.to_kind {
                Some(*giver)
            } else {
                by_unit.get(&(giver.unit, rule.to_kind.as_str())).copied()
            };
            if let Some(taker) = taker {
                rows.push(delegation(rule, giver, taker));
            }
        }
    }
    Table {
        into: "delegation (id, from_position, to_position, matter, form, legal_basis, valid_from, valid_to)",
        columns: 8,
        tail: "ON CONFLICT (id) DO NOTHING",
        rows,
    }
}

fn delegation(rule: &DelegationRow, giver: &Planned, taker: &Planned) -> Vec<Cell> {
    let from = position_id(giver.id, &rule.from_role);
    let to = position_id(taker.id, &rule.to_role);
    let id = key_id("delegation", &format!("{from}/{to}/{}/{}", rule.matter, rule.from.0));
    vec![
        Cell::Id(id),
        Cell::Id(from.id()),
        Cell::Id(to.id()),
        Cell::text(&rule.matter),
        Cell::text(&rule.form),
        Cell::text(&rule.basis),
        Cell::Day(rule.from.0),
        Cell::Day(OPEN),
    ]
}
