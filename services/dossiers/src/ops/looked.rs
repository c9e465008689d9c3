//! Who looked at my data: the record of looks at the signed-in person, in the dossiers she filed with her account.
//!
//! An account proves which dossiers it filed, not yet which person it is (nobody has matched it with a paper), so looks
//! at her outside these dossiers are not shown: whoever typed another's number would read the other's record.
use super::Deps;
use crate::errors::Refused;
use crate::store;
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, DossierId, HoldingFact, PartyId};
use db::Tx;
use policy::{AccessQuery, AccessRow, Actor, Denied, OpContext};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Dossiers of one account that are looked through, the newest; as many as *Của tôi* lists.
const DOSSIERS_MAX: i64 = 100;

/// One look in words of the house: never a personal name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub id: Id,
    /// UTC.
    pub at: Timestamp,
    pub by: Looker,
    pub purpose: String,
    pub dossier: DossierId,
    pub code: String,
    pub procedure: String,
}

/// Who looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looker {
    /// Title of the position on that day, and the agency.
    Officer { title: String, agency: String },
    /// Somebody with the key of the former draft.
    KeyHolder,
    /// A connected system, or the program itself.
    System,
}

/// One page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    pub rows: Vec<Look>,
    pub more: bool,
}

/// The looks at the signed-in citizen's data, newest first, after `before` (time and id of the last row shown).
///
/// # Errors
/// [`Refused::Denied`] to everybody who is not signed in with a citizen's account: a key opens one dossier, not the
/// record of a person.
pub async fn list_looks(
    deps: &Deps,
    cx: &OpContext,
    before: Option<(Timestamp, Id)>,
    limit: usize,
) -> Result<Looks, Refused> {
    let account = match cx.actor {
        Actor::Citizen(account) => account,
        Actor::Anonymous => return Err(Denied::Unauthenticated.into()),
        _ => return Err(Denied::Missing("dossiers.own").into()),
    };
    let work = deps.clone();
    deps.db.read(move |tx| looks(&work, tx, account, before, limit)).await
}

fn looks(
    deps: &Deps,
    tx: &mut Tx<'_>,
    account: AccountId,
    before: Option<(Timestamp, Id)>,
    limit: usize,
) -> Result<Looks, Refused> {
    let own = store::own_dossiers(tx, account, DOSSIERS_MAX)?;
    let dossiers: Vec<DossierId> = own.iter().map(|row| row.id).collect();
    let mut subjects: Vec<PartyId> = Vec::new();
    for submitter in store::submitters_of(tx, &dossiers)? {
        subjects.extend(parties::kin(tx, submitter)?);
    }
    subjects.sort_unstable();
    subjects.dedup();
    let one_more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let query = AccessQuery {
        subjects: &subjects,
        dossiers: &dossiers,
        apart_from: account,
        before,
        limit: one_more,
    };
    let mut found = policy::accesses_of(tx, &query)?;
    let more = found.len() > limit;
    found.truncate(limit);
    let mut names = Names::default();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let Some(dossier) = own.iter().find(|dossier| Some(dossier.id) == row.dossier) else { continue };
        rows.push(Look {
            id: row.id,
            at: row.at,
            by: names.looker(deps, tx, &row)?,
            purpose: row.purpose,
            dossier: dossier.id,
            code: dossier.code.clone(),
            procedure: dossier.procedure_name.clone(),
        });
    }
    Ok(Looks { rows, more })
}

/// Names read once for a page.
#[derive(Default)]
struct Names {
    agencies: HashMap<AgencyId, String>,
    held: HashMap<(AccountId, Date), Vec<HoldingFact>>,
}

impl Names {
    fn looker(&mut self, deps: &Deps, tx: &mut Tx<'_>, row: &AccessRow) -> Result<Looker, Refused> {
        Ok(match (row.actor_kind.as_str(), row.agency) {
            ("officer", Some(agency)) => {
                Looker::Officer { title: self.title(tx, row)?, agency: self.agency(deps, tx, agency)? }
            }
            ("officer", None) => Looker::Officer { title: String::new(), agency: String::new() },
            ("anonymous" | "citizen", _) => Looker::KeyHolder,
            _ => Looker::System,
        })
    }

    fn agency(&mut self, deps: &Deps, tx: &mut Tx<'_>, id: AgencyId) -> Result<String, Refused> {
        if let Some(known) = self.agencies.get(&id) {
            return Ok(known.clone());
        }
        let found = deps.directory.agencies(tx, &[id])?.into_iter().next();
        let name = found.map(|agency| agency.name).unwrap_or_default();
        self.agencies.insert(id, name.clone());
        Ok(name)
    }

    /// The title of the position in which she acted, as it was on that day.
    fn title(&mut self, tx: &mut Tx<'_>, row: &AccessRow) -> Result<String, Refused> {
        let Some(account) = row.actor else { return Ok(String::new()) };
        let on = row.at.date();
        let facts = match self.held.entry((account, on)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(slot) => slot.insert(org::holdings_of(tx, account, on)?),
        };
        let same = |fact: &&HoldingFact| Some(fact.holding) == row.holding && Some(fact.agency) == row.agency;
        Ok(facts.iter().find(same).map(|fact| fact.title.clone()).unwrap_or_default())
    }
}
