//! Contract tests on both databases.
mod merging;
mod recording;

use crate::PartyError;
use crate::model::{Identifier, IdentifierKind, NewParty, Paper, PartyKind};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId, PartyId, PositionId};
use db::{Db, Tx};
use policy::{Access, Actor, GrantRow, OpContext, Scope, Standing, record_access};
use std::sync::Arc;

pub const MIGRATIONS: [db::MigrationSet; 2] = [policy::MIGRATIONS, crate::MIGRATIONS];

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn now() -> Timestamp {
    Timestamp::from_local(day("2026-11-20").at(9, 0, 0, 0))
}

/// Somebody with every right of this crate.
pub fn clerk() -> OpContext {
    let account = AccountId::new(now());
    let holding = HoldingFact {
        holding: HoldingId::new(now()),
        position: PositionId::new(now()),
        agency: AgencyId::new(now()),
        agency_name: String::new(),
        role: "clerk".to_owned(),
        title: String::new(),
    };
    let grant = |permission: &&str| GrantRow {
        permission: (*permission).to_owned(),
        scope: Scope::All,
        holding: holding.holding,
    };
    let grants = crate::PERMISSIONS.iter().map(grant).collect();
    let standing = Standing { account: Some(account), holdings: vec![holding], grants };
    OpContext { actor: Actor::Officer(account), standing: Arc::new(standing), ..OpContext::anonymous(now()) }
}

pub fn citizen(number: &str) -> Paper {
    Paper::of(Identifier::parse(IdentifierKind::Personal, number).unwrap())
}

pub fn person(name: &str, papers: &[Paper]) -> NewParty {
    NewParty { papers: papers.to_vec(), ..NewParty::named(PartyKind::Person, name) }
}

/// Records a look and reads.
pub fn look(tx: &mut Tx<'_>, id: PartyId) -> Result<crate::model::Party, PartyError> {
    let access = Access { subject: id, purpose: "kiểm thử", dossier: None, fields: "all" };
    let grant = record_access(tx, &clerk(), None, &access)?;
    crate::party(tx, id, &grant)
}

pub async fn write<T: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>) -> Result<T, PartyError> + Send + 'static,
) -> Result<T, PartyError> {
    db.write(f).await
}

pub fn strange() -> PartyId {
    Id::new(now()).into()
}
