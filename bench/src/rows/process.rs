//! One process of six tasks, durable and read back at every step, against SpiffWorkflow doing the same.
use super::server::processor;
use super::table::{Row, Verdict, median};
use crate::Fail;
use crate::generator::days::{day_number, instant, minute_of};
use crate::generator::{MIGRATIONS, Province};
use base::Id;
use db::{Db, DbConfig, DbError, migrate, params};
use policy::OpContext;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use workflow::{Definition, Event, Places, Ports};

const RUNS: usize = 5;
const INSTANCES: usize = 2000;
const CALLERS: usize = 64;
const STEPS: usize = 6;

fn definition() -> Result<Definition, Fail> {
    let step = |number: usize| {
        let to = if number + 1 == STEPS { "end".to_owned() } else { format!("step{}", number + 1) };
        format!(
            "[[steps]]\nkey = \"step{number}\"\ntitle = \"Bước {number}\"\nkind = \"work\"\nrole = \"reception_officer\"\n\
             place = \"receiving\"\nminutes = 60\nroutes = [{{ to = \"{to}\" }}]\n"
        )
    };
    let steps: String = (0..STEPS).map(step).collect();
    let text =
        format!("code = \"do-sau-buoc\"\nversion = 1\ntitle = \"Sáu bước\"\nstart = \"step0\"\n{steps}");
    Ok(Definition::from_toml(&text).map_err(|error| error.to_string())?)
}

/// # Errors
/// When either program fails.
pub fn row(data: &Path) -> Result<Row, Fail> {
    let (ours, state) = ours(data)?;
    let (peer, ratio, verdict) = match peer()? {
        Some((milliseconds, bytes)) => {
            let ratio = ours / milliseconds;
            let verdict = Verdict::of(ratio <= 0.1 && state <= 2048);
            (format!("SpiffWorkflow 3.2 {milliseconds:.2} ms, {bytes} B"), format!("{ratio:.3}"), verdict)
        }
        None => ("SKIPPED: SpiffWorkflow is not installed".to_owned(), "-".to_owned(), Verdict::Skipped),
    };
    Ok(Row {
        name: "process of 6 tasks, durable".to_owned(),
        ours: format!("{ours:.3} ms CPU"),
        peer,
        ratio,
        bar: "≤ 0.1 × and state ≤ 2 kB".to_owned(),
        verdict,
        beside: format!(
            "state {state} bytes; {INSTANCES} instances a run, on SQLite FULL every step waits for its commit; ours {CALLERS} at once, the peer has one caller by its nature"
        ),
        command: "scripts/bench process".to_owned(),
    })
}

/// Processor milliseconds per instance, and the bytes of the largest state.
fn ours(data: &Path) -> Result<(f64, i64), Fail> {
    std::fs::create_dir_all(data)?;
    let folder = tempfile::tempdir_in(data)?;
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", folder.path().join("process.db").display())))?;
    migrate(&db, MIGRATIONS)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let now = instant(minute_of(day_number(2026, 11, 20), 600));
    let province = runtime.block_on(Province::found(db.clone(), folder.path(), now))?;
    let definition = definition()?;
    let reference = definition.reference();
    db.write_blocking(move |tx| workflow::publish_definition(tx, &definition))?;
    let commune = province.communes.first().ok_or("no commune")?.clone();
    let cx = province.officer(commune.centre, "reception_officer", now)?;
    let places = Places { receiving: commune.centre, resolving: commune.committee, unit: commune.home.unit };
    let shared = Arc::new(Shared { province, cx, reference, places });
    let mut runs = Vec::new();
    for run in 0..=RUNS {
        let count = if run == 0 { 128 } else { INSTANCES };
        let before = processor(std::process::id())?;
        runtime.block_on(many(&shared, count))?;
        let spent = processor(std::process::id())?.saturating_sub(before);
        if run > 0 {
            runs.push(spent.as_secs_f64() * 1000.0 / f64::from(u32::try_from(count)?));
        }
    }
    let state = db.read_blocking(|tx| {
        tx.query_one("SELECT max(length(CAST(state AS BLOB))) FROM process", params![], |row| {
            row.get::<i64>(0)
        })
        .map_err(|error: DbError| error)
    })?;
    Ok((median(&runs).unwrap_or(0.0), state))
}

struct Shared {
    province: Province,
    cx: OpContext,
    reference: String,
    places: Places,
}

/// So many instances, each caller one after the other: every step waits for its own commit.
async fn many(shared: &Arc<Shared>, count: usize) -> Result<(), Fail> {
    let next = Arc::new(AtomicUsize::new(0));
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let (shared, next) = (Arc::clone(shared), Arc::clone(&next));
            tokio::spawn(async move {
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    instance(&shared).await?;
                }
                Ok::<_, Fail>(())
            })
        })
        .collect();
    for caller in callers {
        caller.await??;
    }
    Ok(())
}

async fn instance(shared: &Arc<Shared>) -> Result<(), Fail> {
    let db = &shared.province.deps.db;
    let own = Arc::clone(shared);
    let process = db
        .write(move |tx| {
            let deps = &own.province.deps;
            let calendar = deps.time.calendar();
            let ports = Ports { calendar: &calendar, directory: deps.directory.as_ref() };
            let (subject, vars) = (Id::new(own.cx.now), serde_json::Map::new());
            workflow::start(tx, &own.cx, &ports, &own.reference, subject, vars, &own.places)
                .map(|started| started.0)
        })
        .await?;
    let by = shared.cx.actor.account().ok_or("nobody acts")?;
    for step in 0..STEPS {
        let (own, token) = (Arc::clone(shared), u32::try_from(step)?);
        db.write(move |tx| {
            let deps = &own.province.deps;
            let calendar = deps.time.calendar();
            let ports = Ports { calendar: &calendar, directory: deps.directory.as_ref() };
            let event =
                Event::Forward { token, by, outcome: None, set: serde_json::Map::new(), ask: Vec::new() };
            workflow::apply(tx, &own.cx, &ports, process, &event).map(drop)
        })
        .await?;
    }
    Ok(())
}

/// The peer's figures, or none when it cannot be had.
fn peer() -> Result<Option<(f64, i64)>, Fail> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python: PathBuf = here.join("../.tools/bench-venv/bin/python");
    if !python.exists() {
        return Ok(None);
    }
    let mut runs = Vec::new();
    let mut largest = 0;
    let folder = tempfile::tempdir()?;
    for _ in 0..RUNS {
        let output = Command::new(&python)
            .arg(here.join("peers/spiff.py"))
            .arg("100")
            .current_dir(folder.path())
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut words = text.split_whitespace();
        runs.push(words.next().ok_or("the peer said nothing")?.parse::<f64>()?);
        largest = words.next().ok_or("the peer said nothing")?.parse()?;
    }
    Ok(median(&runs).map(|milliseconds| (milliseconds, largest)))
}
