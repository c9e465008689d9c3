//! Counter tables of the leader's page, kept in the transaction that changes them.
use base::{Date, Id};
use contracts::AgencyId;
use db::{DbError, Tx, params};
use policy::Scope;

/// What is counted.  `received` and `filed` count on the day of the act, outcomes on the day processing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Received,
    ReceivedOnline,
    ClosedInTime,
    ClosedLate,
    NotAccepted,
}

impl Measure {
    pub const ALL: [Self; 5] =
        [Self::Received, Self::ReceivedOnline, Self::ClosedInTime, Self::ClosedLate, Self::NotAccepted];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::ReceivedOnline => "received_online",
            Self::ClosedInTime => "closed_in_time",
            Self::ClosedLate => "closed_late",
            Self::NotAccepted => "not_accepted",
        }
    }
}

/// Adds `by` (negative to take back) to one counter.
pub fn bump(
    tx: &mut Tx<'_>,
    day: Date,
    agency: AgencyId,
    procedure_code: &str,
    measure: Measure,
    by: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO dossier_tally (day, agency, procedure_code, measure, count) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (day, agency, procedure_code, measure) DO UPDATE SET count = dossier_tally.count + excluded.count",
        params![day, agency, procedure_code, measure.word(), by],
    )?;
    Ok(())
}

/// A sum by agency or by procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyRow {
    pub agency: AgencyId,
    pub procedure_code: String,
    pub measure: String,
    pub count: i64,
}

pub(crate) const TALLY_SQL: &str =
    "SELECT agency, procedure_code, measure, CAST(sum(count) AS BIGINT) FROM dossier_tally
     WHERE day BETWEEN ?1 AND ?2 GROUP BY agency, procedure_code, measure";

/// Sums over the days `from..=to` within the scope.
pub fn tally_rows(tx: &mut Tx<'_>, scope: &Scope, from: Date, to: Date) -> Result<Vec<TallyRow>, DbError> {
    let rows = tx.query(TALLY_SQL, params![from, to], |row| {
        Ok(TallyRow {
            agency: row.get::<Id>(0)?.into(),
            procedure_code: row.get(1)?,
            measure: row.get(2)?,
            count: row.get(3)?,
        })
    })?;
    Ok(rows.into_iter().filter(|row| scope.covers(row.agency)).collect())
}

/// Agency, procedure, received, closed in time, closed late.
pub type Recount = (AgencyId, String, i64, i64, i64);

/// The same sums counted again from the dossiers, for the test that compares both.
pub fn recount(tx: &mut Tx<'_>) -> Result<Vec<Recount>, DbError> {
    tx.query(
        "SELECT receiving, procedure_code,
            CAST(count(received_at) AS BIGINT),
            CAST(sum(CASE WHEN closed_at IS NOT NULL AND received_at IS NOT NULL
                AND (due_at IS NULL OR closed_at <= due_at) THEN 1 ELSE 0 END) AS BIGINT),
            CAST(sum(CASE WHEN closed_at IS NOT NULL AND received_at IS NOT NULL
                AND closed_at > due_at THEN 1 ELSE 0 END) AS BIGINT)
         FROM dossier GROUP BY receiving, procedure_code ORDER BY receiving, procedure_code",
        params![],
        |row| Ok((row.get::<Id>(0)?.into(), row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )
}
