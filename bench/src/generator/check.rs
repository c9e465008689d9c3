//! Everything the house holds after the year against everything the generator knows.
use super::acts::{Expected, Kind, Plan};
use super::days::{Minute, date, instant};
use super::drive::Played;
use super::plan::Year;
use super::province::Province;
use crate::Fail;
use base::{Date, Id, Timestamp};
use contracts::AgencyId;
use db::{DbError, Tx, params};
use dossiers::model::Status;
use dossiers::store::Measure;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How much was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub dossiers: usize,
    pub by_status: BTreeMap<i64, usize>,
    pub late: usize,
    pub timeline_lines: i64,
    pub tally_cells: usize,
    pub counters: usize,
    pub parties: usize,
}

/// One row as stored.
struct Row {
    id: Id,
    code: String,
    status: i64,
    version: i64,
    entered: Timestamp,
    received: Option<Timestamp>,
    due: Option<Timestamp>,
    paused: Option<Timestamp>,
    closed: Option<Timestamp>,
    outcome: Option<String>,
    returned: Option<Timestamp>,
}

type Sums = HashMap<Id, i64>;

/// What hangs on the dossiers, counted.
struct Hanging {
    entries: Sums,
    audit: Sums,
    events: Sums,
    fees: Sums,
    settled: Sums,
    signed: Sums,
    handed_over: Sums,
    supplements: Sums,
    steps: HashMap<Id, Vec<String>>,
}

type Cell = (Date, AgencyId, String, String);

/// What is counted over all.
struct Totals {
    tally: BTreeMap<Cell, i64>,
    counters: BTreeMap<(AgencyId, String, String), i64>,
    parties: i64,
    keys: i64,
    recount: Vec<(AgencyId, String, i64, i64, i64)>,
}

/// # Errors
/// Every difference found, the first twenty in words.
pub async fn compare(
    province: &Province,
    year: &Year,
    plans: &[Plan],
    played: &[Played],
) -> Result<Checked, Fail> {
    let db = &province.deps.db;
    let rows = db.report(rows).await?;
    let hanging = db.report(hanging).await?;
    let totals = db.report(totals).await?;
    let mut differences = Vec::new();
    let stored: HashMap<Id, &Row> = rows.iter().map(|row| (row.id, row)).collect();
    if rows.len() != plans.len() {
        differences.push(format!("{} rows for {} dossiers", rows.len(), plans.len()));
    }
    let mut checked = Checked { dossiers: rows.len(), ..Checked::default() };
    for (index, (plan, played)) in plans.iter().zip(played).enumerate() {
        let row = played.id.and_then(|id| stored.get(&id.id()));
        match row {
            Some(row) => {
                let found = one(row, &hanging, &plan.expected, &played.code);
                differences.extend(
                    found.into_iter().map(|what| format!("{index} {:?} {}: {what}", plan.kind, row.code)),
                );
                *checked.by_status.entry(row.status).or_default() += 1;
                checked.late += usize::from(late(&plan.expected));
            }
            None => differences.push(format!("{index}: not stored")),
        }
    }
    checked.timeline_lines = hanging.entries.values().sum();
    sums(province, year, plans, &totals, &mut differences);
    codes(province, plans, &rows, played, &mut differences);
    checked.tally_cells = totals.tally.len();
    checked.counters = totals.counters.len();
    checked.parties = usize::try_from(totals.parties).unwrap_or(0);
    if differences.is_empty() {
        return Ok(checked);
    }
    let shown: Vec<String> = differences.iter().take(20).cloned().collect();
    Err(format!("{} differences:\n{}", differences.len(), shown.join("\n")).into())
}

fn late(expected: &Expected) -> bool {
    expected.closed.zip(expected.due).is_some_and(|(closed, due)| closed > due)
}

fn rows(tx: &mut Tx<'_>) -> Result<Vec<Row>, DbError> {
    tx.query(
        "SELECT id, code, status, version, entered_at, received_at, due_at, paused_at, closed_at, outcome, returned_at
         FROM dossier ORDER BY id",
        params![],
        |row| {
            Ok(Row {
                id: row.get(0)?,
                code: row.get::<Option<String>>(1)?.unwrap_or_default(),
                status: row.get(2)?,
                version: row.get(3)?,
                entered: row.get(4)?,
                received: row.get(5)?,
                due: row.get(6)?,
                paused: row.get(7)?,
                closed: row.get(8)?,
                outcome: row.get(9)?,
                returned: row.get(10)?,
            })
        },
    )
}

fn summed(tx: &mut Tx<'_>, sql: &str) -> Result<Sums, DbError> {
    Ok(tx.query(sql, params![], |row| Ok((row.get::<Id>(0)?, row.get::<i64>(1)?)))?.into_iter().collect())
}

fn hanging(tx: &mut Tx<'_>) -> Result<Hanging, DbError> {
    let mut steps: HashMap<Id, Vec<String>> = HashMap::new();
    let open = tx.query("SELECT subject, step FROM task WHERE closed_at IS NULL", params![], |row| {
        Ok((row.get::<Id>(0)?, row.get::<String>(1)?))
    })?;
    for (subject, step) in open {
        steps.entry(subject).or_default().push(step);
    }
    Ok(Hanging {
        entries: summed(tx, "SELECT dossier, count(*) FROM dossier_entry GROUP BY dossier")?,
        audit: summed(tx, "SELECT subject, count(*) FROM audit_entry GROUP BY subject")?,
        events: summed(tx, "SELECT stream, count(*) FROM outbox GROUP BY stream")?,
        fees: summed(tx, "SELECT dossier, CAST(sum(amount) AS BIGINT) FROM dossier_fee GROUP BY dossier")?,
        settled: summed(
            tx,
            "SELECT dossier, count(*) FROM dossier_fee WHERE state <> 'due' GROUP BY dossier",
        )?,
        signed: summed(tx, "SELECT dossier, count(number) FROM dossier_result GROUP BY dossier")?,
        handed_over: summed(tx, "SELECT dossier, count(*) FROM dossier_handover_item GROUP BY dossier")?,
        supplements: summed(tx, "SELECT dossier, count(*) FROM dossier_supplement GROUP BY dossier")?,
        steps,
    })
}

fn totals(tx: &mut Tx<'_>) -> Result<Totals, DbError> {
    let tally = tx.query(
        "SELECT day, agency, procedure_code, measure, count FROM dossier_tally WHERE count <> 0",
        params![],
        |row| {
            let cell = (row.get::<Date>(0)?, row.get::<Id>(1)?.into(), row.get(2)?, row.get(3)?);
            Ok((cell, row.get::<i64>(4)?))
        },
    )?;
    let counters = tx.query("SELECT agency, kind, period, last FROM dossier_counter", params![], |row| {
        Ok(((row.get::<Id>(0)?.into(), row.get(1)?, row.get(2)?), row.get::<i64>(3)?))
    })?;
    let count = |tx: &mut Tx<'_>, sql: &str| tx.query_one(sql, params![], |row| row.get::<i64>(0));
    Ok(Totals {
        tally: tally.into_iter().collect(),
        counters: counters.into_iter().collect(),
        parties: count(tx, "SELECT count(*) FROM party")?,
        keys: count(tx, "SELECT count(*) FROM idempotency")?,
        recount: dossiers::store::recount(tx)?,
    })
}

/// What differs about one dossier.
fn one(row: &Row, hanging: &Hanging, x: &Expected, code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut same = |what: &str, stored: String, known: String| {
        if stored != known {
            found.push(format!("{what} is {stored}, known {known}"));
        }
    };
    let time = |at: Option<Timestamp>| at.map_or("-".to_owned(), |at| at.to_local().to_string());
    let minute = |at: Option<Minute>| time(at.map(instant));
    same("code", row.code.clone(), code.to_owned());
    same("status", row.status.to_string(), x.status.code().to_string());
    same("version", row.version.to_string(), (x.saves + 1).to_string());
    same("entered", time(Some(row.entered)), minute(Some(x.entered)));
    same("received", time(row.received), minute(x.received));
    same("due", time(row.due), minute(x.due));
    same("paused", time(row.paused), minute(x.paused));
    same("closed", time(row.closed), minute(x.closed));
    same("returned", time(row.returned), minute(x.returned));
    let outcome = x.outcome.map(|outcome| outcome.word().to_owned());
    same("outcome", format!("{:?}", row.outcome), format!("{outcome:?}"));
    let of = |sums: &Sums| sums.get(&row.id).copied().unwrap_or(0).to_string();
    same("timeline", of(&hanging.entries), (x.saves + 1).to_string());
    same("audit trail", of(&hanging.audit), (x.saves + 1).to_string());
    same("events", of(&hanging.events), x.events.to_string());
    same("fees", of(&hanging.fees), x.fees.to_string());
    same("settled", of(&hanging.settled), x.settled.to_string());
    same("signed", of(&hanging.signed), x.signed.to_string());
    same("handed over", of(&hanging.handed_over), i64::from(x.handed_over).to_string());
    same("supplements", of(&hanging.supplements), x.supplements.to_string());
    let mut steps = hanging.steps.get(&row.id).cloned().unwrap_or_default();
    let mut known = x.open_steps.clone();
    steps.sort();
    known.sort_unstable();
    same("open steps", steps.join(" "), known.join(" "));
    found
}

fn receiving(province: &Province, plan: &Plan) -> Option<AgencyId> {
    match plan.kind {
        Kind::Food => Some(province.provincial_centre),
        _ => province.communes.get(plan.receiving).map(|commune| commune.centre),
    }
}

fn resolving(province: &Province, plan: &Plan) -> Option<AgencyId> {
    match plan.kind {
        Kind::Food => Some(province.department),
        _ => province.communes.get(plan.commune).map(|commune| commune.committee),
    }
}

/// Counter tables, gapless counters, people and keys.
fn sums(province: &Province, year: &Year, plans: &[Plan], totals: &Totals, differences: &mut Vec<String>) {
    let mut tally: BTreeMap<Cell, i64> = BTreeMap::new();
    let mut counters: BTreeMap<(AgencyId, String, String), i64> = BTreeMap::new();
    let mut people = BTreeSet::new();
    let mut keys = 0;
    let this_year = date(super::days::minute_of(year.first, 0)).year().to_string();
    for plan in plans {
        let (Some(desk), Some(office)) = (receiving(province, plan), resolving(province, plan)) else {
            continue;
        };
        let x = &plan.expected;
        let mut bump = |at: Minute, measure: Measure| {
            *tally
                .entry((date(at), desk, plan.kind.code().to_owned(), measure.word().to_owned()))
                .or_default() += 1;
        };
        if let Some(at) = x.received {
            bump(at, Measure::Received);
            if x.online {
                bump(at, Measure::ReceivedOnline);
            }
        }
        if let Some(at) = x.closed {
            let measure = match (x.received, late(x)) {
                (None, _) => Measure::NotAccepted,
                (Some(_), false) => Measure::ClosedInTime,
                (Some(_), true) => Measure::ClosedLate,
            };
            bump(at, measure);
        }
        let mut count = |agency, kind: &str, period: &str, by: i64| {
            if by > 0 {
                *counters.entry((agency, kind.to_owned(), period.to_owned())).or_default() += by;
            }
        };
        count(desk, "dossier", &date(x.entered).to_string(), 1);
        count(desk, "handover", &this_year, i64::from(x.handed_over));
        count(office, &format!("register:{}", plan.kind.register()), &this_year, x.signed);
        people.insert(plan.owner);
        people.extend(plan.submitter);
        keys += i64::from(!x.online);
    }
    let mut same = |what: &str, equal: bool| {
        if !equal {
            differences.push(format!("{what} differ"));
        }
    };
    same("tallies", tally == totals.tally);
    same("counters", counters == totals.counters);
    same("idempotency keys", keys == totals.keys);
    same("people", i64::try_from(people.len()).unwrap_or(0) == totals.parties);
    let mut recounted: BTreeMap<(AgencyId, String, &str), i64> = BTreeMap::new();
    for (agency, code, received, in_time, late) in &totals.recount {
        let cells =
            [(Measure::Received, received), (Measure::ClosedInTime, in_time), (Measure::ClosedLate, late)];
        for (measure, count) in cells.into_iter().filter(|(_, count)| **count > 0) {
            recounted.insert((*agency, code.clone(), measure.word()), *count);
        }
    }
    let mut summed: BTreeMap<(AgencyId, String, &str), i64> = BTreeMap::new();
    for ((_, agency, code, measure), count) in &totals.tally {
        let known = [Measure::Received, Measure::ClosedInTime, Measure::ClosedLate];
        if let Some(measure) = known.iter().find(|known| known.word() == measure) {
            *summed.entry((*agency, code.clone(), measure.word())).or_default() += count;
        }
    }
    same("tallies and recount", summed == recounted);
}

/// Every code once, and each day's numbers of an agency without a gap.
fn codes(
    province: &Province,
    plans: &[Plan],
    rows: &[Row],
    played: &[Played],
    differences: &mut Vec<String>,
) {
    let all: BTreeSet<&str> = rows.iter().map(|row| row.code.as_str()).collect();
    if all.len() != rows.len() || all.contains("") {
        differences.push("a code is missing or stands twice".to_owned());
    }
    let mut numbers: BTreeMap<(AgencyId, Date), BTreeSet<i64>> = BTreeMap::new();
    for (plan, played) in plans.iter().zip(played) {
        let Some(desk) = receiving(province, plan) else { continue };
        let number: Option<i64> = played.code.rsplit('-').next().and_then(|number| number.parse().ok());
        numbers.entry((desk, date(plan.expected.entered))).or_default().extend(number);
    }
    let gaps = numbers.values().filter(|of_day| {
        let last = of_day.last().copied().unwrap_or(0);
        of_day.first() != Some(&1) || i64::try_from(of_day.len()) != Ok(last)
    });
    let gaps = gaps.count();
    if gaps > 0 {
        differences.push(format!("{gaps} series of numbers have gaps"));
    }
    let open = plans.iter().filter(|plan| plan.expected.status == Status::Filed).count();
    let waiting = rows.iter().filter(|row| row.status == Status::Filed.code()).count();
    if open != waiting {
        differences.push(format!("{waiting} wait at the desks, known {open}"));
    }
}
