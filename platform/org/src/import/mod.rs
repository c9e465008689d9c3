//! Packs into tables: quick, in slices, harmless to repeat.
mod country;
mod province;

pub use country::import_country;
pub(crate) use country::tails;
pub use province::import_province;

use crate::store::install;
use base::Timestamp;
use db::{Db, DbError};

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

async fn imported(db: &Db, pack: &str) -> Result<Option<String>, DbError> {
    let pack = pack.to_owned();
    db.read(move |tx| install::imported(tx, &pack)).await
}

async fn mark(db: &Db, pack: &str, digest: &str, now: Timestamp) -> Result<(), DbError> {
    let (pack, digest) = (pack.to_owned(), digest.to_owned());
    db.write(move |tx| install::mark(tx, &pack, &digest, now)).await
}
