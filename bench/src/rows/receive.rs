//! Receiving over HTTP as a signed-in clerk with CSRF at 130 counters, against the bare driver that writes the same rows
//! with the same statements in the same run.
use super::clerks::{self, Counter};
use super::http::Browser;
use super::server::{Server, Store, database, processor_of_all};
use super::table::{Row, Verdict, median, micros, millis, p99};
use super::{bare_postgres, bare_sqlite};
use crate::Fail;
use db::{Db, DbError, params};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const CALLERS: usize = 64;
/// Commands in one of the runs.
pub const COMMANDS: usize = 4000;
const RUNS: usize = 5;
/// Papers of a birth registration on paper.
const COMPONENTS: i64 = 4;

/// One run.
#[derive(Clone, Copy, Debug)]
struct Run {
    cpu: f64,
    database_cpu: f64,
    per_second: f64,
    p99: Duration,
    relay: Duration,
}

/// A clerk's connection and what every page of hers carries.
pub(super) struct Seat {
    browser: Browser,
    csrf: String,
    counter: Counter,
}

/// # Errors
/// When a command is refused or a row is missing.
pub fn rows(data: &Path, store: &Store) -> Result<Vec<Row>, Fail> {
    Server::start(data, store)?.stop();
    let counters = clerks::appoint(data, store)?;
    let server = Server::start(data, store)?;
    let seats = seats(&server, counters)?;
    let watched = Db::open(&database(data, store))?;
    run(&server, store, &seats, &watched, 0, 600)?;
    let mut runs = Vec::new();
    for number in 1..=RUNS {
        let before = counts(&watched)?;
        runs.push(run(&server, store, &seats, &watched, number, COMMANDS)?);
        assert_written(&before, &counts(&watched)?, i64::try_from(COMMANDS)?)?;
    }
    server.stop();
    drop(watched);
    let bare = match store {
        Store::Sqlite => bare_sqlite::measure(data, CALLERS, COMMANDS, RUNS)?,
        Store::Postgres { url, schema } => bare_postgres::measure(url, schema, COMMANDS, RUNS)?,
    };
    Ok(told(store, &runs, &bare))
}

/// What the bare driver took.
#[derive(Clone, Copy, Debug)]
pub struct Bare {
    /// Processor microseconds per command of the client, and of PostgreSQL's processes.
    pub cpu: f64,
    pub database_cpu: f64,
    pub per_second: f64,
    pub statements: usize,
}

fn told(store: &Store, runs: &[Run], bare: &Bare) -> Vec<Row> {
    let of = |pick: fn(&Run) -> f64| median(&runs.iter().map(pick).collect::<Vec<_>>()).unwrap_or(0.0);
    let (cpu, database_cpu) = (of(|run| run.cpu), of(|run| run.database_cpu));
    let (engine, bar) = match store {
        Store::Sqlite => ("SQLite", 300.0),
        Store::Postgres { .. } => ("PostgreSQL", 700.0),
    };
    let ratio = (bare.cpu + bare.database_cpu) / (cpu + database_cpu);
    let slowest = median(&runs.iter().map(|run| run.p99).collect::<Vec<_>>()).unwrap_or_default();
    let relay = runs.iter().map(|run| run.relay).max().unwrap_or_default();
    let name = engine.to_lowercase();
    let command = format!("scripts/bench receive-{name}");
    let database =
        if database_cpu > 0.0 { format!(" + {} database", micros(database_cpu)) } else { String::new() };
    let bare_database = if bare.database_cpu > 0.0 {
        format!(" + {} database", micros(bare.database_cpu))
    } else {
        String::new()
    };
    vec![
        Row {
            name: format!("receive over HTTP, {engine}"),
            ours: format!("{} CPU", micros(cpu)),
            peer: format!("{}{bare_database} CPU bare", micros(bare.cpu)),
            ratio: format!("{ratio:.2}"),
            bar: format!("≤ {} and ≥ 0.35 × bare", micros(bar)),
            verdict: Verdict::of(cpu <= bar && ratio >= 0.35),
            beside: format!(
                "{:.0} commands/s{database}, p99 {}, {CALLERS} callers; bare {:.0}/s, {} statements; rows asserted",
                of(|run| run.per_second),
                millis(slowest),
                bare.per_second,
                bare.statements
            ),
            command: command.clone(),
        },
        Row {
            name: format!("relay lag after load, {engine}"),
            ours: millis(relay),
            peer: "-".to_owned(),
            ratio: "-".to_owned(),
            bar: "≤ 2 s".to_owned(),
            verdict: Verdict::of(relay <= Duration::from_secs(2)),
            beside: format!("longest of {RUNS} runs of {COMMANDS} events"),
            command,
        },
    ]
}

fn seats(server: &Server, counters: Vec<Counter>) -> Result<Arc<Vec<Mutex<Seat>>>, Fail> {
    let seats: Result<Vec<_>, Fail> =
        counters.into_iter().map(|counter| seat(server, counter).map(Mutex::new)).collect();
    Ok(Arc::new(seats?))
}

/// A clerk signed in, with the intake page open.
pub(super) fn seat(server: &Server, counter: Counter) -> Result<Seat, Fail> {
    let mut browser = clerks::sign_in(server, &counter.login)?;
    let page = browser.get("/quay/tiep-nhan")?;
    let csrf = page.hidden("csrf").ok_or_else(|| format!("no csrf at the counter: {}", page.status))?;
    Ok(Seat { browser, csrf, counter })
}

/// Closed loop: so many callers, each with the next free clerk, one command after the other.
fn run(
    server: &Server,
    store: &Store,
    seats: &Arc<Vec<Mutex<Seat>>>,
    watched: &Db,
    number: usize,
    commands: usize,
) -> Result<Run, Fail> {
    let next = Arc::new(AtomicUsize::new(0));
    let postgres = || match store {
        Store::Sqlite => Ok(Duration::ZERO),
        Store::Postgres { .. } => processor_of_all("postgres"),
    };
    let (cpu, database_cpu, begun) = (server.processor()?, postgres()?, Instant::now());
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (seats, next) = (Arc::clone(seats), Arc::clone(&next));
            std::thread::spawn(move || call(&seats, &next, number, commands))
        })
        .collect();
    let mut times = Vec::with_capacity(commands);
    for caller in callers {
        times.extend(caller.join().map_err(|_| "a caller stopped")??);
    }
    let took = begun.elapsed();
    let relay = delivered(watched)?;
    let per_command =
        |spent: Duration| spent.as_secs_f64() * 1e6 / f64::from(u32::try_from(commands).unwrap_or(1));
    Ok(Run {
        cpu: per_command(server.processor()?.saturating_sub(cpu)),
        database_cpu: per_command(postgres()?.saturating_sub(database_cpu)),
        per_second: f64::from(u32::try_from(commands)?) / took.as_secs_f64(),
        p99: p99(&mut times),
        relay,
    })
}

fn call(
    seats: &[Mutex<Seat>],
    next: &AtomicUsize,
    number: usize,
    commands: usize,
) -> Result<Vec<Duration>, Fail> {
    let mut times = Vec::new();
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        if at >= commands {
            return Ok(times);
        }
        let Some(seat) = seats.get(at % seats.len().max(1)) else { return Err("no counter".into()) };
        let mut seat = seat.lock().map_err(|_| "a caller stopped")?;
        let begun = Instant::now();
        receive(&mut seat, number * 100_000 + at)?;
        times.push(begun.elapsed());
    }
}

/// One command: a birth registration on paper.
pub(super) fn receive(seat: &mut Seat, number: usize) -> Result<(), Fail> {
    let (csrf, unit, desk) = (seat.csrf.clone(), seat.counter.unit.clone(), seat.counter.agency.to_string());
    let once = format!("do-{number:012}-{}", std::process::id());
    // a woman of Nghệ An born in 1990; the number is her own
    let personal = format!("040190{number:06}", number = number % 1_000_000);
    let fields = [
        ("csrf", csrf.as_str()),
        ("once", &once),
        ("act", "receive"),
        ("desk", &desk),
        ("name", "Lữ Thị Đo Lường"),
        ("number", &personal),
        ("birth", "1990"),
        ("phone", "0868415207"),
        ("standing", "self"),
        ("procedure", "1.001193"),
        ("case", "ordinary"),
        ("shown_for", "1.001193/ordinary"),
        ("channel", "in_person"),
        ("unit", &unit),
        ("papers", "giay_chung_sinh"),
        ("not_due", "uy_quyen"),
        ("quantity", "1"),
        ("return_channel", "counter"),
    ];
    let answer = seat.browser.post("/quay/tiep-nhan", &fields)?;
    if answer.status == 303 {
        return Ok(());
    }
    Err(format!("{} instead of 303:\n{}", answer.status, answer.text()).into())
}

/// What one command writes, table by table.
const WRITTEN: [(&str, &str, i64); 9] = [
    ("dossier", "SELECT count(*) FROM dossier WHERE code IS NOT NULL", 1),
    ("component", "SELECT count(*) FROM dossier_component", COMPONENTS),
    ("token", "SELECT count(*) FROM process", 1),
    ("task", "SELECT count(*) FROM task", 1),
    ("timeline", "SELECT count(*) FROM dossier_entry", 1),
    ("audit", "SELECT count(*) FROM audit_entry WHERE event = 'dossiers.received'", 1),
    ("outbox", "SELECT CAST(sum(last_seq) AS BIGINT) FROM outbox_stream", 1),
    ("idempotency", "SELECT count(*) FROM idempotency", 1),
    ("counter", "SELECT CAST(sum(last) AS BIGINT) FROM dossier_counter WHERE kind = 'dossier'", 1),
];

fn counts(db: &Db) -> Result<Vec<i64>, Fail> {
    Ok(db.read_blocking(|tx| {
        WRITTEN
            .iter()
            .map(|(_, sql, _)| tx.query_one(sql, params![], |row| row.get(0)))
            .collect::<Result<Vec<i64>, DbError>>()
    })?)
}

/// The rows of every command are there, and no more.
fn assert_written(before: &[i64], after: &[i64], commands: i64) -> Result<(), Fail> {
    for ((name, _, each), (before, after)) in WRITTEN.iter().zip(before.iter().zip(after)) {
        if after - before != commands * each {
            return Err(format!("{name}: {} rows for {commands} commands", after - before).into());
        }
    }
    Ok(())
}

/// How long until the relay has delivered every event.
fn delivered(db: &Db) -> Result<Duration, Fail> {
    let begun = Instant::now();
    loop {
        let waiting: i64 = db.read_blocking(|tx| {
            tx.query_one("SELECT count(*) FROM outbox WHERE delivered_at IS NULL", params![], |row| {
                row.get(0)
            })
            .map_err(|error: DbError| error)
        })?;
        if waiting == 0 {
            return Ok(begun.elapsed());
        }
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(format!("{waiting} events were not delivered within a minute").into());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
