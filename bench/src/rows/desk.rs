//! The desk page of an ordinary clerk over a million dossiers, asked for at a fixed rate whatever the server does.
use super::clerks;
use super::http::Browser;
use super::server::{Server, Store, database};
use super::table::{Row, Verdict, median, micros, millis, p99};
use crate::{Fail, fill};
use db::{Db, DbError, params};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PER_SECOND: u32 = 200;
const SECONDS: u32 = 15;
const RUNS: usize = 5;
const CALLERS: usize = 48;

/// # Errors
/// When a page is refused.
pub fn row(data: &Path, dossiers: i64) -> Result<Row, Fail> {
    Server::start(data, &Store::Sqlite)?.stop();
    let counters = clerks::appoint(data, &Store::Sqlite)?;
    let filled = prepare(data, dossiers)?;
    let server = Server::start(data, &Store::Sqlite)?;
    let mut browsers = Vec::new();
    for counter in &counters {
        browsers.push(Mutex::new(clerks::sign_in(&server, &counter.login)?));
    }
    let browsers = Arc::new(browsers);
    load(&browsers, 2)?;
    let (mut slowest, mut cpu, mut bytes) = (Vec::new(), Vec::new(), 0);
    for _ in 0..RUNS {
        let before = server.processor()?;
        let (mut times, size) = load(&browsers, SECONDS)?;
        let spent = server.processor()?.saturating_sub(before);
        cpu.push(spent.as_secs_f64() * 1e6 / f64::from(PER_SECOND * SECONDS));
        slowest.push(p99(&mut times));
        bytes = size;
    }
    server.stop();
    let slowest = median(&slowest).unwrap_or_default();
    Ok(Row {
        name: "desk page over 1 M dossiers".to_owned(),
        ours: format!("p99 {}", millis(slowest)),
        peer: "-".to_owned(),
        ratio: "-".to_owned(),
        bar: format!("p99 ≤ 50 ms at {PER_SECOND}/s"),
        verdict: Verdict::of(slowest <= Duration::from_millis(50)),
        beside: format!(
            "{} CPU a page, {bytes} bytes, {filled} dossiers, {} clerks; from the time it was due, not sent",
            micros(median(&cpu).unwrap_or(0.0)),
            counters.len()
        ),
        command: "scripts/bench desk".to_owned(),
    })
}

/// Fills up to so many dossiers; says how many there are.
fn prepare(data: &Path, dossiers: i64) -> Result<i64, Fail> {
    let db = Db::open(&database(data, &Store::Sqlite))?;
    let count = || {
        db.read_blocking(|tx| {
            tx.query_one("SELECT count(*) FROM dossier", params![], |row| row.get::<i64>(0))
                .map_err(|error: DbError| error)
        })
    };
    if count()? < dossiers {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(fill::fill(&db, dossiers, clerks::now()?))?;
    }
    Ok(count()?)
}

/// An open loop: page number n is due at n × 5 ms.
fn load(browsers: &Arc<Vec<Mutex<Browser>>>, seconds: u32) -> Result<(Vec<Duration>, usize), Fail> {
    let next = Arc::new(AtomicU32::new(0));
    let begun = Instant::now() + Duration::from_millis(50);
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (browsers, next) = (Arc::clone(browsers), Arc::clone(&next));
            std::thread::spawn(move || call(&browsers, &next, begun, seconds * PER_SECOND))
        })
        .collect();
    let (mut times, mut size) = (Vec::new(), 0);
    for caller in callers {
        let (own, bytes) = caller.join().map_err(|_| "a caller stopped")??;
        times.extend(own);
        size = size.max(bytes);
    }
    Ok((times, size))
}

fn call(
    browsers: &[Mutex<Browser>],
    next: &AtomicU32,
    begun: Instant,
    pages: u32,
) -> Result<(Vec<Duration>, usize), Fail> {
    let (mut times, mut size) = (Vec::new(), 0);
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= pages {
            return Ok((times, size));
        }
        let due = begun + Duration::from_secs(1) * number / PER_SECOND;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let at = usize::try_from(number)? % browsers.len().max(1);
        let mut browser = browsers.get(at).ok_or("no clerk")?.lock().map_err(|_| "a caller stopped")?;
        let answer = browser.get("/quay")?;
        times.push(due.elapsed());
        size = size.max(answer.body.len());
        if answer.status != 200 {
            return Err(format!("the desk answered {}", answer.status).into());
        }
    }
}
