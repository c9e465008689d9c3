//! The value that changes with the catalogue.
use base::{Id, Timestamp};
use db::{DbError, Tx, params};

pub(crate) fn revision(tx: &mut Tx<'_>) -> Result<Option<Id>, DbError> {
    tx.query_opt("SELECT revision FROM procedure_revision WHERE id = 1", params![], |row| row.get(0))
}

pub(crate) fn bump(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO procedure_revision (id, revision) VALUES (1, ?1)
         ON CONFLICT (id) DO UPDATE SET revision = excluded.revision",
        params![Id::new(now)],
    )?;
    Ok(())
}
