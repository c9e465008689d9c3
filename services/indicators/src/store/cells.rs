//! The counters, the records behind them, and what each dossier adds.
use crate::rules::split;
use base::{Date, Id};
use contracts::{AgencyId, DossierId};
use db::{DbError, Param, Row, Tx, params};
use policy::Scope;
use serde::{Deserialize, Serialize};

/// One thing that a dossier adds: fact, day, agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Counted(pub i64, pub Date, pub AgencyId);

fn counted(text: &str) -> Result<Vec<Counted>, DbError> {
    serde_json::from_str(text).map_err(|_| super::corrupt("indicator_state", "counted"))
}

/// Takes the dossier's row for the event numbered `seq`: what it added so far, or none when a later event has been heard.
pub fn claim(tx: &mut Tx<'_>, dossier: DossierId, seq: i64) -> Result<Option<Vec<Counted>>, DbError> {
    let before = tx.query_opt(
        "INSERT INTO indicator_state (dossier, seq, counted) VALUES (?1, ?2, '[]')
         ON CONFLICT (dossier) DO UPDATE SET seq = excluded.seq WHERE indicator_state.seq < excluded.seq
         RETURNING counted",
        params![dossier, seq],
        |row| row.get::<String>(0),
    )?;
    before.map(|text| counted(&text)).transpose()
}

/// Takes the dossier's row whatever was heard last; what it added so far.
pub fn hold(tx: &mut Tx<'_>, dossier: DossierId) -> Result<Vec<Counted>, DbError> {
    let before: String = tx.query_one(
        "INSERT INTO indicator_state (dossier, seq, counted) VALUES (?1, 0, '[]')
         ON CONFLICT (dossier) DO UPDATE SET seq = indicator_state.seq RETURNING counted",
        params![dossier],
        |row| row.get(0),
    )?;
    counted(&before)
}

pub fn set_counted(tx: &mut Tx<'_>, dossier: DossierId, list: &[Counted]) -> Result<(), DbError> {
    let text = super::json_of(&list)?;
    tx.execute("UPDATE indicator_state SET counted = ?2 WHERE dossier = ?1", params![dossier, text])?;
    Ok(())
}

/// Writes or removes one record and moves its two counters by one; nothing when it stands so already.
pub fn change(
    tx: &mut Tx<'_>,
    dossier: DossierId,
    one: Counted,
    mark: i64,
    come: bool,
) -> Result<(), DbError> {
    let Counted(fact, day, agency) = one;
    let changed = if come {
        tx.execute(
            "INSERT INTO indicator_record (fact, day, agency, dossier, mark) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
            params![fact, day, agency, dossier, mark],
        )?
    } else {
        tx.execute(
            "DELETE FROM indicator_record
             WHERE fact = ?1 AND day = ?2 AND agency = ?3 AND dossier = ?4 AND mark = ?5",
            params![fact, day, agency, dossier, mark],
        )?
    };
    if changed == 1 {
        let by: i64 = if come { 1 } else { -1 };
        tx.execute(
            "INSERT INTO indicator_cell (fact, span, day, agency, count)
             VALUES (?1, 'd', ?2, ?4, ?5), (?1, 'm', ?3, ?4, ?5)
             ON CONFLICT (fact, span, day, agency) DO UPDATE SET count = indicator_cell.count + excluded.count",
            params![fact, day, day.first_of_month(), agency, by],
        )?;
    }
    Ok(())
}

pub(crate) const SUM_SQL: &str = "SELECT agency, CAST(sum(count) AS BIGINT) FROM indicator_cell
     WHERE fact = ?1 AND span = ?2 AND day BETWEEN ?3 AND ?4 GROUP BY agency";

/// Sums of one fact over the days `from..=to` by agency; an agency may stand several times.
pub fn sums(tx: &mut Tx<'_>, fact: i64, from: Date, to: Date) -> Result<Vec<(AgencyId, i64)>, DbError> {
    let mut all = Vec::new();
    for piece in split(from, to) {
        all.extend(tx.query(SUM_SQL, params![fact, piece.span, piece.from, piece.to], |row| {
            Ok((AgencyId::from(row.get::<Id>(0)?), row.get::<i64>(1)?))
        })?);
    }
    Ok(all)
}

/// Which records behind a number.
#[derive(Clone, Debug)]
pub struct RecordFilter {
    pub fact: i64,
    pub from: Date,
    pub to: Date,
    /// One agency of the table, or all within the scope.
    pub agencies: Option<Vec<AgencyId>>,
    /// The last record of the page before.
    pub after: Option<Record>,
}

/// One record: no name of anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub day: Date,
    pub agency: AgencyId,
    pub dossier: DossierId,
    pub mark: i64,
}

fn record(row: &Row<'_>) -> Result<Record, DbError> {
    Ok(Record {
        day: row.get(0)?,
        agency: row.get::<Id>(1)?.into(),
        dossier: row.get::<Id>(2)?.into(),
        mark: row.get(3)?,
    })
}

pub(crate) fn records_sql(agencies: Option<usize>, after: bool) -> String {
    let mut next = 5;
    let mut sql = String::from(
        "SELECT day, agency, dossier, mark FROM indicator_record WHERE fact = ?1 AND day BETWEEN ?2 AND ?3",
    );
    if after {
        sql.push_str(" AND (day, agency, dossier, mark) > (?5, ?6, ?7, ?8)");
        next = 9;
    }
    if let Some(count) = agencies {
        let marks: Vec<String> = (next..next + count).map(|number| format!("?{number}")).collect();
        sql.push_str(&format!(" AND agency IN ({})", marks.join(", ")));
    }
    sql.push_str(" ORDER BY day, agency, dossier, mark LIMIT ?4");
    sql
}

/// The records of a page, oldest day first.
pub fn records(
    tx: &mut Tx<'_>,
    scope: &Scope,
    filter: &RecordFilter,
    limit: i64,
) -> Result<Vec<Record>, DbError> {
    let agencies: Option<Vec<AgencyId>> = match (scope.agencies(), &filter.agencies) {
        (None, asked) => asked.clone(),
        (Some(own), None) => Some(own.to_vec()),
        (Some(own), Some(asked)) => Some(asked.iter().copied().filter(|one| own.contains(one)).collect()),
    };
    if agencies.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let mut bound: Vec<Param<'_>> =
        vec![Param::Int(filter.fact), Param::Date(filter.from), Param::Date(filter.to), Param::Int(limit)];
    if let Some(last) = &filter.after {
        bound.extend([
            Param::Date(last.day),
            Param::Id(last.agency.id()),
            Param::Id(last.dossier.id()),
            Param::Int(last.mark),
        ]);
    }
    bound.extend(agencies.iter().flatten().map(|one| Param::Id(one.id())));
    tx.query(&records_sql(agencies.as_ref().map(Vec::len), filter.after.is_some()), &bound, record)
}

/// Fact, span, day, agency, count.
#[cfg(test)]
pub type Cell = (i64, String, Date, AgencyId, i64);

/// Every counter that is not nought, for the comparison with a recount.
#[cfg(test)]
pub fn all_cells(tx: &mut Tx<'_>) -> Result<Vec<Cell>, DbError> {
    tx.query(
        "SELECT fact, span, day, agency, count FROM indicator_cell WHERE count <> 0
         ORDER BY fact, span, day, agency",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<Id>(3)?.into(), row.get(4)?)),
    )
}

/// Every record, for the comparison of counters with what stands behind them.
#[cfg(test)]
pub fn all_records(tx: &mut Tx<'_>) -> Result<Vec<(i64, Record)>, DbError> {
    tx.query(
        "SELECT day, agency, dossier, mark, fact FROM indicator_record ORDER BY fact, day, agency, dossier, mark",
        params![],
        |row| Ok((row.get(4)?, record(row)?)),
    )
}
