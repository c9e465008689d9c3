//! Contract tests on both databases.
mod administration;
mod country;
mod history;
mod names;
mod packs;
mod province;
mod pure;
mod sql;

use crate::pack::{CountryPack, ProvincePack};
use base::{Date, Id, Timestamp};
use contracts::{AccountId, AgencyId, HoldingFact, HoldingId, PositionId};
use db::{Db, DbError, Tx};
use policy::{Actor, GrantRow, OpContext, Scope, Standing};
use std::sync::Arc;

pub const MIGRATIONS: [db::MigrationSet; 2] = [policy::MIGRATIONS, crate::MIGRATIONS];

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn noon(text: &str) -> Timestamp {
    Timestamp::from_local(day(text).at(12, 0, 0, 0))
}

/// An administrator who may do everything of this crate everywhere.
pub fn administrator() -> OpContext {
    let account = AccountId::from(Id::new(noon("2026-01-01")));
    let holding = HoldingFact {
        holding: HoldingId::from(Id::new(noon("2026-01-01"))),
        position: PositionId::from(Id::new(noon("2026-01-01"))),
        agency: AgencyId::from(Id::new(noon("2026-01-01"))),
        agency_name: String::new(),
        role: "administrator".to_owned(),
        title: String::new(),
    };
    let grants = crate::PERMISSIONS
        .iter()
        .map(|permission| GrantRow {
            permission: (*permission).to_owned(),
            scope: Scope::All,
            holding: holding.holding,
        })
        .collect();
    let standing = Standing { account: Some(account), holdings: vec![holding], grants };
    OpContext {
        actor: Actor::Officer(account),
        standing: Arc::new(standing),
        ..OpContext::anonymous(noon("2026-11-20"))
    }
}

/// Runs a closure that reads.
pub async fn read<T: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>) -> Result<T, DbError> + Send + 'static,
) -> T {
    db.read::<T, DbError, _>(f).await.unwrap()
}

/// Runs a closure that writes.
pub async fn write<T: Send + 'static>(
    db: &Db,
    f: impl Fn(&mut Tx<'_>) -> Result<T, crate::OrgError> + Send + 'static,
) -> Result<T, crate::OrgError> {
    db.write(f).await
}

/// A small country: two provinces that merge, a rename, a merge, a split, a split across two former districts, a code
/// that changes hands.
pub const UNITS: &str = "key\tfrom\tto\tlevel\tcode\tkind\tname\tparent
p72\t2025-01-01\t2025-07-01\tprovince\t72\tTỉnh\tTây Ninh\t
p80\t2025-01-01\t2025-07-01\tprovince\t80\tTỉnh\tLong An\t
p80-2025\t2025-07-01\t\tprovince\t80\tTỉnh\tTây Ninh\t
d703\t2025-01-01\t2025-07-01\tdistrict\t703\tThành phố\tTây Ninh\tp72
d794\t2025-01-01\t2025-07-01\tdistrict\t794\tThành phố\tTân An\tp80
d795\t2025-01-01\t2025-07-01\tdistrict\t795\tHuyện\tMộc Hóa\tp80
c1\t2025-01-01\t2025-07-01\tcommune\t00001\tXã\tHoà Hội\td703
c1\t2025-07-01\t\tcommune\t00001\tPhường\tHoà Hội\tp80-2025
c2\t2025-01-01\t2025-07-01\tcommune\t00002\tPhường\t4\td703
c3\t2025-01-01\t2025-07-01\tcommune\t00003\tPhường\t4\td794
c4\t2025-01-01\t2025-07-01\tcommune\t00004\tXã\tBình Lập\td794
c5\t2025-01-01\t2025-07-01\tcommune\t00005\tXã\tTân Lập\td795
n2\t2025-07-01\t\tcommune\t00002\tPhường\tTân Ninh\tp80-2025
n3\t2025-07-01\t\tcommune\t00003\tPhường\tLong An\tp80-2025
n5\t2025-07-01\t\tcommune\t00005\tXã\tMộc Hoá\tp80-2025
";
pub const LINKS: &str = "from\tto\ton\tshare
p72\tp80-2025\t2025-07-01\twhole
p80\tp80-2025\t2025-07-01\twhole
c2\tn2\t2025-07-01\twhole
c3\tn3\t2025-07-01\twhole
c4\tn3\t2025-07-01\tdefault
c4\tn5\t2025-07-01\tsplit
c5\tn5\t2025-07-01\twhole
";
pub const RESOLUTIONS: &str =
    "province\ton\tnumber\tsigned\np80-2025\t2025-07-01\t1682/NQ-UBTVQH15\t2025-06-16\n";

pub fn small_country() -> CountryPack {
    CountryPack::from_texts(UNITS, LINKS, RESOLUTIONS).unwrap()
}

pub async fn install_small(db: &Db) {
    crate::import_country(db, &small_country(), noon("2026-01-01")).await.unwrap();
}

pub fn nghe_an() -> ProvincePack {
    ProvincePack::from_toml(include_str!("../../../../packs/nghe-an/org.toml")).unwrap()
}
