mod contract;
mod migrations;
mod postgres_faults;
mod pure;
mod restart;
mod sqlite_faults;

use crate::{Migration, MigrationSet, params};
use base::{Id, Timestamp};

pub(crate) const NOW: Timestamp = Timestamp::from_micros(1_760_000_000_000_000);

/// A counter without gaps, an account that must never go below zero, and a column of every type.
pub(crate) const EXAMPLE: MigrationSet = MigrationSet {
    owner: "example",
    migrations: &[Migration {
        name: "0001_create_example",
        sql:
            "CREATE TABLE account (id {id} NOT NULL PRIMARY KEY, balance {int} NOT NULL CHECK (balance >= 0),
                version {int} NOT NULL DEFAULT 1) {strict};
              CREATE TABLE counter (agency {text} NOT NULL PRIMARY KEY, last {int} NOT NULL) {strict};
              CREATE TABLE paper (id {id} NOT NULL PRIMARY KEY, agency {text} NOT NULL, number {int},
                account {id} REFERENCES account (id), UNIQUE (agency, number)) {strict};
              CREATE INDEX paper_by_account ON paper (account, id) WHERE account IS NOT NULL;
              CREATE TABLE every (id {id} NOT NULL PRIMARY KEY, at {ts}, day {date}, data {json}, flag {bool},
                count {int}, words {text}, raw {bytes}) {strict};
              CREATE VIEW paper_v AS SELECT id, agency FROM paper;",
        sqlite: None,
        postgres: None,
    }],
};

pub(crate) fn id() -> Id {
    Id::new(NOW)
}

/// Writes one paper with `number`.
pub(crate) fn paper(tx: &mut crate::Tx<'_>, number: i64) -> Result<(), crate::DbError> {
    tx.execute("INSERT INTO paper (id, agency, number) VALUES (?1, ?2, ?3)", params![id(), "A", number])
        .map(drop)
}

pub(crate) fn papers(tx: &mut crate::Tx<'_>) -> Result<i64, crate::DbError> {
    tx.query_one("SELECT count(*) FROM paper", params![], |row| row.get(0))
}
