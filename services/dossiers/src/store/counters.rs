//! Gapless numbers.  Taken last in a transaction, so that a rolled-back command leaves no gap and agencies wait
//! for one another as briefly as can be (database.md).
use contracts::AgencyId;
use db::{DbError, Tx, params};

/// Which series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CounterKind<'a> {
    /// Dossier codes: per receiving agency and day, restarted daily (law.md §1.2).
    Dossier,
    /// Hand-over slips: per agency and year.
    Handover,
    /// A named register: per agency and year, continuous (NĐ 30/2020 Đ15 for documents).
    Register(&'a str),
}

impl CounterKind<'_> {
    fn word(self) -> String {
        match self {
            Self::Dossier => "dossier".to_owned(),
            Self::Handover => "handover".to_owned(),
            Self::Register(name) => format!("register:{name}"),
        }
    }
}

/// The next number of the series, from 1.
pub fn next_number(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    kind: CounterKind<'_>,
    period: &str,
) -> Result<i64, DbError> {
    tx.query_one(
        "INSERT INTO dossier_counter (agency, kind, period, last) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (agency, kind, period) DO UPDATE SET last = dossier_counter.last + 1
         RETURNING last",
        params![agency, kind.word(), period],
        |row| row.get(0),
    )
}
