//! Officers of the communes in which the sample has dossiers, and who may act for whom.
use super::people::Invented;
use super::random::Random;
use base::Date;
use contracts::{AccountId, AgencyId, AgencyNames, Directory, UnitFact};
use db::{Db, DbError, Tx};
use identity::SampleAccounts;
use identity::model::AccountKind;
use identity::sample::{SampleAccount, SamplePosition};
use org::OrgDirectory;
use policy::{Actor, OpContext, Standing};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Positions that the walks need in a commune: kind of agency, role, beginning of the login.
const POSITIONS: &[(&str, &str, &str)] = &[
    ("commune_centre", "reception_officer", "tiepnhan"),
    ("commune_centre", "centre_director", "giamdoc"),
    ("commune_office", "civil_status_officer", "hotich"),
    ("commune_office", "head", "chanhvp"),
    ("commune_economy", "case_officer", "kinhte"),
    ("commune_economy", "head", "truongphong"),
    ("commune_committee", "chair", "chutich"),
];

/// The province's own accounts, and invented officers on the seats of these communes that are still empty.
pub(super) fn officers(
    db: &Db,
    own: &SampleAccounts,
    communes: &[UnitFact],
    on: Date,
    random: &mut Random,
) -> Result<SampleAccounts, DbError> {
    let mut all = own.clone();
    all.accounts.retain(|row| row.token.is_none());
    for commune in communes {
        for (kind, role, login) in POSITIONS {
            let (unit, kind, role) = (commune.id, *kind, *role);
            let vacant = db.read_blocking(move |tx| vacant(tx, unit, kind, role, on))?;
            let Some(agency) = vacant else { continue };
            let person = Invented::adult(random);
            all.accounts.push(SampleAccount {
                login: format!("{login}.{}", commune.code),
                name: person.name(),
                kind: AccountKind::Officer,
                role: role.to_owned(),
                duty: commune.full_name.clone(),
                positions: vec![SamplePosition { agency, role: role.to_owned(), title: None }],
                token: None,
            });
        }
    }
    Ok(all)
}

/// Seats by which agencies report and do what they are assigned: kind of agency, role, beginning of the login.
const FOLLOWERS: &[(&str, &str, &str)] = &[
    ("department", "case_officer", "chuyenvien"),
    ("department", "head", "giamdoc"),
    ("inspectorate", "case_officer", "chuyenvien"),
    ("inspectorate", "head", "chanhthanhtra"),
    ("office", "head", "chanhvp"),
    ("commune_committee", "chair", "chutich"),
];

/// Adds invented officers on the empty seats of every department and every commune's committee.
pub(super) fn followers(
    db: &Db,
    all: &mut SampleAccounts,
    on: Date,
    random: &mut Random,
) -> Result<(), DbError> {
    let empty = db.read_blocking(move |tx| {
        let mut empty = Vec::new();
        for group in ["departments", "communes"] {
            for agency in OrgDirectory.of_group(tx, group, on)? {
                for (_, role, login) in FOLLOWERS.iter().filter(|(kind, ..)| *kind == agency.kind) {
                    let seat = org::find_position(tx, agency.id, role, on)?;
                    let vacant = match seat {
                        Some(seat) => org::holders(tx, seat.id, on)?.is_empty(),
                        None => false,
                    };
                    if vacant {
                        empty.push((agency.code.clone(), agency.name.clone(), *role, *login));
                    }
                }
            }
        }
        Ok::<_, DbError>(empty)
    })?;
    let held: BTreeSet<(String, String)> = all
        .accounts
        .iter()
        .flat_map(|row| &row.positions)
        .map(|seat| (seat.agency.clone(), seat.role.clone()))
        .collect();
    for (agency, duty, role, login) in empty {
        let person = Invented::adult(random);
        if held.contains(&(agency.clone(), role.to_owned())) {
            continue;
        }
        all.accounts.push(SampleAccount {
            login: format!("{login}.{}", agency.to_lowercase()),
            name: person.name(),
            kind: AccountKind::Officer,
            role: role.to_owned(),
            duty,
            positions: vec![SamplePosition { agency, role: role.to_owned(), title: None }],
            token: None,
        });
    }
    Ok(())
}

/// The code of the agency whose seat exists and is empty.
fn vacant(
    tx: &mut Tx<'_>,
    unit: contracts::UnitId,
    kind: &str,
    role: &str,
    on: Date,
) -> Result<Option<String>, DbError> {
    let Some(agency) = OrgDirectory.agencies_of_kind(tx, unit, kind, on)?.into_iter().next() else {
        return Ok(None);
    };
    let Some(position) = org::find_position(tx, agency.id, role, on)? else { return Ok(None) };
    Ok(org::holders(tx, position.id, on)?.is_empty().then_some(agency.code))
}

/// Somebody who may act.
#[derive(Clone)]
pub(super) struct Officer {
    account: AccountId,
    standing: Arc<Standing>,
    pub name: String,
    pub signer_line: String,
}

impl Officer {
    pub(super) fn at(&self, now: base::Timestamp) -> OpContext {
        let actor = Actor::Officer(self.account);
        OpContext { actor, standing: Arc::clone(&self.standing), ..OpContext::anonymous(now) }
    }
}

/// Finds officers by agency and role; each is looked up once.
pub(super) struct Officers {
    db: Db,
    today: base::Timestamp,
    names: BTreeMap<(String, String), String>,
    known: HashMap<(AgencyId, String), Option<Officer>>,
}

impl Officers {
    pub(super) fn new(db: &Db, all: &SampleAccounts, today: base::Timestamp) -> Self {
        let mut names = BTreeMap::new();
        for account in &all.accounts {
            for position in &account.positions {
                names.insert((position.agency.clone(), position.role.clone()), account.name.clone());
            }
        }
        Self { db: db.clone(), today, names, known: HashMap::new() }
    }

    pub(super) async fn find(&mut self, agency: AgencyId, role: &str) -> Result<Option<Officer>, DbError> {
        let key = (agency, role.to_owned());
        if let Some(found) = self.known.get(&key) {
            return Ok(found.clone());
        }
        let (names, today, role) = (self.names.clone(), self.today, role.to_owned());
        let found = self.db.read(move |tx| look_up(tx, agency, &role, today, &names)).await?;
        self.known.insert(key, found.clone());
        Ok(found)
    }
}

fn look_up(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    role: &str,
    now: base::Timestamp,
    names: &BTreeMap<(String, String), String>,
) -> Result<Option<Officer>, DbError> {
    let on = now.date();
    let Some(position) = org::find_position(tx, agency, role, on)? else { return Ok(None) };
    let Some(holder) = org::holders(tx, position.id, on)?.into_iter().next() else { return Ok(None) };
    let standing = policy::load_standing(tx, &OrgDirectory, holder.account, now)?;
    let code =
        OrgDirectory.agencies(tx, &[agency])?.into_iter().next().map(|fact| fact.code).unwrap_or_default();
    let title = org::signature_block(tx, position.id, "*", on)?.map(|block| block.title).unwrap_or_default();
    Ok(Some(Officer {
        account: holder.account,
        standing: Arc::new(standing),
        name: names.get(&(code, role.to_owned())).cloned().unwrap_or_default(),
        signer_line: title.to_uppercase(),
    }))
}
