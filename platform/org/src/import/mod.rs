//! Packs into tables: quick, in slices, harmless to repeat.
mod country;
mod province;

pub use country::import_country;
pub(crate) use country::tails;
pub use province::import_province;

use base::Timestamp;
use db::{Db, DbError, params};

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// The very same data was there already; nothing was written.
    pub unchanged: bool,
    pub units: usize,
    pub links: usize,
    pub agencies: usize,
    pub positions: usize,
    pub delegations: usize,
}

/// The digest under which a pack was last imported.
async fn imported(db: &Db, pack: &str) -> Result<Option<String>, DbError> {
    let pack = pack.to_owned();
    db.read(move |tx| {
        tx.query_opt("SELECT digest FROM org_import WHERE pack = ?1", params![&pack], |row| row.get(0))
    })
    .await
}

async fn mark(db: &Db, pack: &str, digest: &str, now: Timestamp) -> Result<(), DbError> {
    let (pack, digest) = (pack.to_owned(), digest.to_owned());
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO org_import (pack, digest, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (pack) DO UPDATE SET digest = excluded.digest, at = excluded.at",
            params![&pack, &digest, now],
        )
        .map(|_| ())
    })
    .await
}
