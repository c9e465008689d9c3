//! The read ports that policy and the services take.
use crate::model::{Agency, Unit};
use crate::store::agencies::{AGENCY, agencies_below, agencies_in, agency, agency_by_code};
use crate::store::lookup::{UNIT, unit};
use crate::store::positions::holdings_of;
use base::{Date, Timestamp};
use contracts::{AccountId, AgencyFact, AgencyId, Directory, HoldingFact, Positions, UnitFact, UnitId};
use db::{DbError, Param, Tx, params};
use std::collections::HashMap;

/// Implements [`Positions`] and [`Directory`] over this crate's tables; holds nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrgDirectory;

impl Positions for OrgDirectory {
    fn holdings(
        &self,
        tx: &mut Tx<'_>,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<HoldingFact>, DbError> {
        holdings_of(tx, account, now.date())
    }

    fn agencies_below(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<Vec<AgencyId>, DbError> {
        agencies_below(tx, agency, now.date())
    }
}

impl Directory for OrgDirectory {
    /// Each agency in its latest version, in the order asked; unknown ids are left out.
    fn agencies(&self, tx: &mut Tx<'_>, ids: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        let mut found: HashMap<AgencyId, AgencyFact> = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(200) {
            let params: Vec<Param<'_>> = chunk.iter().map(|id| Param::Id(id.id())).collect();
            let sql = format!(
                "SELECT {AGENCY} FROM org_agency_v v WHERE v.agency_id IN ({}) ORDER BY v.valid_from",
                places(chunk.len())
            );
            found.extend(tx.query(&sql, &params, agency)?.into_iter().map(|row| (row.id, agency_fact(row))));
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    fn agency_by_code(&self, tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok(agency_by_code(tx, code, on)?.map(agency_fact))
    }

    fn agencies_of_kind(
        &self,
        tx: &mut Tx<'_>,
        unit: UnitId,
        kind: &str,
        on: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        Ok(agencies_in(tx, unit, Some(kind), on)?.into_iter().map(agency_fact).collect())
    }

    /// Each unit in its latest version, in the order asked; unknown ids are left out.
    fn units(&self, tx: &mut Tx<'_>, ids: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        let mut found: HashMap<UnitId, UnitFact> = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(200) {
            let params: Vec<Param<'_>> = chunk.iter().map(|id| Param::Id(id.id())).collect();
            let sql = format!(
                "SELECT {UNIT} FROM org_unit_v v WHERE v.unit_id IN ({}) ORDER BY v.valid_from",
                places(chunk.len())
            );
            found.extend(tx.query(&sql, &params, unit)?.into_iter().map(|row| (row.id, unit_fact(row))));
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    fn communes(&self, tx: &mut Tx<'_>, on: Date) -> Result<Vec<UnitFact>, DbError> {
        // The level is hidden from the planner: by its index it would read every commune of the country's two eras.
        let sql = format!(
            "SELECT {UNIT} FROM org_home o
             JOIN org_closure k ON k.ancestor_id = o.unit_id AND k.valid_from <= ?1 AND ?1 < k.valid_to
             JOIN org_unit_v v ON v.unit_id = k.descendant_id AND v.valid_from <= ?1 AND ?1 < v.valid_to
             WHERE v.level || '' = 'commune' ORDER BY v.sort_key, v.code"
        );
        Ok(tx.query(&sql, params![on], unit)?.into_iter().map(unit_fact).collect())
    }
}

fn places(count: usize) -> String {
    (1..=count).map(|number| format!("?{number}")).collect::<Vec<_>>().join(", ")
}

pub(crate) fn agency_fact(row: Agency) -> AgencyFact {
    AgencyFact {
        id: row.id,
        code: row.code.unwrap_or_default(),
        name: row.name,
        kind: row.kind,
        unit: row.unit,
        parent: row.parent,
    }
}

fn unit_fact(row: Unit) -> UnitFact {
    UnitFact { full_name: row.full_name(), id: row.id, code: row.code, parent: row.parent }
}
