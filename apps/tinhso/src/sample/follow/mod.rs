//! Plans, numbers and assigned work of a sample: what agencies reported and did in the months before, each act by the
//! operation that its page calls.  Every value, sentence and person is invented.
mod money;
mod plans;
mod rounds;
mod values;
mod words;
mod works;

use super::Asked;
use super::random::Random;
use super::staff::{Officer, Officers};
use crate::parts::Parts;
use base::{Date, Timestamp};
use contracts::{AgencyFact, AgencyId, AgencyNames, Directory, PlanTaskId, WorkingTime};
use db::DbError;
use identity::SampleAccounts;
use objects::Digest;
use org::OrgDirectory;
use std::collections::BTreeMap;
use std::fmt::Display;

/// A file that is brought as evidence or product.
pub(super) struct Sheet {
    pub digest: Digest,
    pub bytes: Vec<u8>,
}

/// What the months before are made with.
pub(super) struct Follow<'a> {
    parts: &'a Parts,
    officers: &'a mut Officers,
    own: &'a SampleAccounts,
    sheet: Sheet,
    begun: Timestamp,
    now: Timestamp,
    random: Random,
    departments: Vec<AgencyFact>,
    communes: Vec<AgencyFact>,
    /// Committees of the communes in which the sample has dossiers, the sign-in page's first.
    nearby: Vec<AgencyId>,
    /// Tasks past their day of which it was decided whether they are late.
    overdue: BTreeMap<PlanTaskId, bool>,
    /// What was refused on the way, in words: a sample has none.
    pub refused: Vec<String>,
    pub steps: usize,
}

/// Whoever reports for an agency, the first that it has.
const REPORTERS: &[&str] = &["case_officer", "head", "chair"];

impl<'a> Follow<'a> {
    pub(super) async fn new(
        parts: &'a Parts,
        officers: &'a mut Officers,
        own: &'a SampleAccounts,
        sheet: Sheet,
        (begun, now, seed): (Timestamp, Timestamp, u64),
        units: Vec<contracts::UnitId>,
    ) -> Result<Self, DbError> {
        let today = now.date();
        let (departments, communes, nearby) = parts
            .db
            .read(move |tx| {
                let departments = OrgDirectory.of_group(tx, "departments", today)?;
                let communes = OrgDirectory.of_group(tx, "communes", today)?;
                let mut nearby = Vec::new();
                for unit in &units {
                    nearby.extend(
                        OrgDirectory
                            .agencies_of_kind(tx, *unit, "commune_committee", today)?
                            .first()
                            .map(|fact| fact.id),
                    );
                }
                Ok::<_, DbError>((departments, communes, nearby))
            })
            .await?;
        let random = Random::new(seed ^ 0x9E37_79B9_7F4A_7C15);
        let (overdue, refused, steps) = (BTreeMap::new(), Vec::new(), 0);
        Ok(Self {
            parts,
            officers,
            own,
            sheet,
            begun,
            now,
            random,
            departments,
            communes,
            nearby,
            overdue,
            refused,
            steps,
        })
    }

    /// Everything, in the order in which it leans on each other; false when it was asked to stop on the way.
    pub(super) async fn run(&mut self, asked_to_stop: &mut Asked<'_>) -> Result<bool, DbError> {
        self.values().await?;
        if asked_to_stop() {
            return Ok(false);
        }
        self.plans().await?;
        if asked_to_stop() {
            return Ok(false);
        }
        self.works().await?;
        Ok(!asked_to_stop())
    }

    /// Counts a step, or notes why it was refused.
    fn note<T, E: Display>(&mut self, what: &str, outcome: Result<T, E>) -> Option<T> {
        match outcome {
            Ok(done) => {
                self.steps += 1;
                Some(done)
            }
            Err(error) => {
                self.refused.push(format!("{what}: {error}"));
                None
            }
        }
    }

    /// An officer of the sign-in page by her login.
    async fn known(&mut self, login: &str) -> Result<Option<(AgencyId, Officer)>, DbError> {
        let seat =
            self.own.accounts.iter().find(|row| row.login == login).and_then(|row| row.positions.first());
        let Some(seat) = seat.cloned() else { return Ok(None) };
        let today = self.now.date();
        let found =
            self.parts.db.read(move |tx| OrgDirectory.agency_by_code(tx, &seat.agency, today)).await?;
        let Some(agency) = found.map(|fact| fact.id) else { return Ok(None) };
        Ok(self.officers.find(agency, &seat.role).await?.map(|officer| (agency, officer)))
    }

    /// Whoever reports for an agency; none where nobody sits.
    async fn reporter(&mut self, agency: AgencyId) -> Result<Option<Officer>, DbError> {
        for role in REPORTERS {
            if let Some(found) = self.officers.find(agency, role).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// A moment in the office on a day, or on the last working day before it; never later than a quarter of an hour ago,
    /// never before anybody was in office.
    fn moment(&mut self, day: Date) -> Timestamp {
        let calendar = self.parts.calendar.calendar();
        let mut day = day;
        for _ in 0..12 {
            if calendar.minutes_on(day) > 60 {
                break;
            }
            day = plus(day, -1);
        }
        let minutes = self.random.between(20, 400);
        let midnight = Timestamp::from_local(day.at(0, 0, 0, 0));
        let at = calendar.plus_minutes(midnight, minutes);
        at.max(self.begun.plus_seconds(3_600)).min(self.now.plus_seconds(-900))
    }

    fn today(&self) -> Date {
        self.now.date()
    }
}

/// So many calendar days later, or before.
fn plus(day: Date, days: i64) -> Date {
    Timestamp::from_local(day.at(12, 0, 0, 0)).plus_seconds(days * 86_400).date()
}
