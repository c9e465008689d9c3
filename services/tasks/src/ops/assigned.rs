//! What other services may know.
use crate::model::Assignment;
use crate::store;
use base::Timestamp;
use contracts::{AssignmentCounts, AssignmentFact, Assignments};
use db::{DbError, Tx};

/// `contracts::Assignments` over this crate's tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct AssignedWork;

/// What a source's page calls work given from it.  Whoever reads the source need not know the work (Rights::see), so
/// its own words stay on its own page.
const GENERAL: &str = "Việc được giao";

/// Lines of one source.
const OF_SOURCE_MAX: i64 = 200;

impl Assignments for AssignedWork {
    fn counts(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<AssignmentCounts, DbError> {
        store::counts(tx, now.date())
    }

    fn of_source(
        &self,
        tx: &mut Tx<'_>,
        source: &str,
        now: Timestamp,
    ) -> Result<Vec<AssignmentFact>, DbError> {
        if source.is_empty() {
            return Ok(Vec::new());
        }
        let fact = |row: Assignment| AssignmentFact {
            id: row.id,
            state: row.state(now.date()).word(),
            // A fan-out stands as one line under the name of its group; the agency is then the one that assigned it.
            agency: row.agency.unwrap_or(row.assigner),
            agency_name: row.agency_name,
            due: row.due,
            href: format!("/viec-giao/{}", row.id),
            title: GENERAL.to_owned(),
        };
        Ok(store::source_rows(tx, source, OF_SOURCE_MAX)?.into_iter().map(fact).collect())
    }
}
