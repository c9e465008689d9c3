//! What counting costs: processor time for each fact that an event adds or takes back, and a count from the beginning.
use super::server::processor;
use super::table::{Row, Verdict, median};
use crate::Fail;
use base::{Id, Timestamp};
use contracts::{AgencyId, DossierEvent, DossierHappened, DossierHistory, DossierId};
use db::{Db, DbConfig, DbError, MigrationSet, Tx, migrate};
use indicators::{Counter, Deps, IndicatorReader, ops};
use org::OrgDirectory;
use packs::{Dir, Readers};
use policy::OpContext;
use std::path::Path;
use std::sync::Arc;

const RUNS: usize = 5;
const DOSSIERS: u32 = 4_000;
/// Events of one transaction, as a relay under load delivers them.
const BATCH: usize = 50;
/// Received, received online, closed, closed in time: what each dossier's two events add.
const FACTS_A_DOSSIER: f64 = 3.5;

const MIGRATIONS: &[MigrationSet] =
    &[db::MIGRATIONS, jobs::MIGRATIONS, policy::MIGRATIONS, packs::MIGRATIONS, indicators::MIGRATIONS];

/// Dossiers in memory: what is measured is the counting, not the reading of dossiers.
struct Lives(Vec<(DossierId, Vec<DossierHappened>)>);

impl DossierHistory for Lives {
    fn replay(
        &self,
        _: &mut Tx<'_>,
        after: Option<DossierId>,
        limit: i64,
    ) -> Result<Vec<(DossierId, Vec<DossierHappened>)>, DbError> {
        let begin = self.0.partition_point(|(dossier, _)| after.is_some_and(|last| *dossier <= last));
        Ok(self.0.iter().skip(begin).take(usize::try_from(limit).unwrap_or(0)).cloned().collect())
    }
    fn codes(&self, _: &mut Tx<'_>, _: &[DossierId]) -> Result<Vec<(DossierId, String)>, DbError> {
        Ok(Vec::new())
    }
}

fn life(number: u32, run: usize, start: Timestamp) -> (DossierId, Vec<DossierHappened>) {
    let mut bytes = [0_u8; 16];
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes[10] = u8::try_from(run).unwrap_or(0);
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    let dossier = DossierId::from(Id::from_bytes(bytes));
    let mut place = [0x11_u8; 16];
    place[15] = u8::try_from(number % 130).unwrap_or(0);
    let received = start.plus_seconds(i64::from(number) * 3_600);
    let event = DossierEvent {
        dossier,
        status: 2,
        receiving: AgencyId::from(Id::from_bytes(place)),
        resolving: AgencyId::from(Id::from_bytes(place)),
        procedure_code: "1.001193".to_owned(),
        at: received,
        online: number.is_multiple_of(2),
        received_at: Some(received),
        due_at: Some(received.plus_seconds(5 * 86_400)),
        closed_at: None,
    };
    let closed = DossierEvent { status: 9, closed_at: Some(received.plus_seconds(86_400)), ..event.clone() };
    let told = |kind: &str, event| DossierHappened { kind: kind.to_owned(), event };
    (dossier, vec![told("dossiers.received", event), told("dossiers.resolved", closed)])
}

fn deliver(db: &Db, deps: &Deps, lives: &[(DossierId, Vec<DossierHappened>)]) -> Result<(), Fail> {
    let mut events: Vec<(String, DossierEvent, i64)> = Vec::with_capacity(lives.len() * 2);
    for step in 0..2_usize {
        for (_, happened) in lives {
            let one = happened.get(step).ok_or("a short life")?;
            events.push((one.kind.clone(), one.event.clone(), i64::try_from(step)? + 1));
        }
    }
    for batch in events.chunks(BATCH) {
        let (batch, counter) = (batch.to_vec(), deps.counter.clone());
        db.write_blocking(move |tx| {
            for (kind, event, seq) in &batch {
                ops::count_event(&counter, tx, kind, event, *seq)?;
            }
            Ok::<_, DbError>(())
        })?;
    }
    Ok(())
}

/// # Errors
/// When the database does not open or a pack does not install.
pub fn row(data: &Path, now: Timestamp) -> Result<Row, Fail> {
    std::fs::create_dir_all(data)?;
    let folder = tempfile::tempdir_in(data)?;
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", folder.path().join("facts.db").display())))?;
    migrate(&db, MIGRATIONS)?;
    let pack = Dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../packs/chi-so"));
    let readers = Readers::new(vec![Arc::new(IndicatorReader)]);
    packs::install(&db, &OpContext::system("bench", now), &pack, &readers)
        .map_err(|error| error.to_string())?;
    let deps = |lives| Deps {
        db: db.clone(),
        directory: Arc::new(OrgDirectory),
        names: Arc::new(OrgDirectory),
        history: Arc::new(Lives(lives)),
        counter: Counter::default(),
    };
    let start = now.plus_seconds(-300 * 86_400);
    let (mut runs, mut all) = (Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let lives: Vec<_> = (0..DOSSIERS).map(|number| life(number, run, start)).collect();
        let before = processor(std::process::id())?;
        deliver(&db, &deps(Vec::new()), &lives)?;
        let spent = processor(std::process::id())?.saturating_sub(before);
        if run > 0 {
            runs.push(spent.as_secs_f64() * 1e6 / (f64::from(DOSSIERS) * FACTS_A_DOSSIER));
        }
        all.extend(lives);
    }
    let many = u32::try_from(all.len())?;
    let before = processor(std::process::id())?;
    ops::rebuild_all(&db, &deps(all), now)?;
    let again = processor(std::process::id())?.saturating_sub(before).as_secs_f64() * 1e6 / f64::from(many);
    let ours = median(&runs).unwrap_or(0.0);
    Ok(Row {
        name: "facts counted beside the work".to_owned(),
        ours: format!("{ours:.1} µs CPU a fact"),
        peer: "-".to_owned(),
        ratio: "-".to_owned(),
        bar: "≤ 20 µs CPU a fact".to_owned(),
        verdict: Verdict::of(ours <= 20.0),
        beside: format!(
            "{DOSSIERS} dossiers a run, two events each, {FACTS_A_DOSSIER} facts each with record and two counters, {BATCH} events a transaction; counted again from the beginning: {again:.1} µs CPU a dossier"
        ),
        command: "scripts/bench facts".to_owned(),
    })
}
