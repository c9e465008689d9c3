//! A sample province: real territory and procedures, invented people, in a database of its own.
mod decisions;
mod online;
mod people;
mod picture;
mod plan;
mod random;
mod seed;
mod staff;
mod walk;

use crate::loading;
use crate::modules::{SAMPLES, migration_sets};
use crate::open::{self, Opened};
use crate::store::{self, Installation, InstallationKind};
use crate::terminal::{Stop, Terminal};
use base::Timestamp;
use db::DbError;
use identity::SampleAccounts;
use packs::PackError;
use policy::OpContext;

/// Packs that every sample has, in the order in which they lean on each other; the rest follow by name.
const FIRST: &[&str] = &["vietnam"];

/// Makes the sample, or makes on where an earlier start broke off; quick when it is whole.
///
/// # Errors
/// [`Stop`] in words.
pub(crate) fn prepare(
    opened: &Opened,
    sample: &str,
    now: Timestamp,
    terminal: &mut Terminal<'_>,
) -> Result<Installation, Stop> {
    let name = SAMPLES.iter().find(|(code, _)| *code == sample).map_or("", |(_, name)| *name);
    let marker = Installation {
        kind: InstallationKind::Sample,
        province: sample.to_owned(),
        province_name: name.to_owned(),
        created_at: now,
        ready_at: None,
    };
    db::migrate(&opened.db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    let written = marker.clone();
    opened.db.write_blocking(move |tx| store::mark(tx, &written)).map_err(|error| terminal.stop(&error))?;
    let found = open::marker(&opened.db, terminal)?.unwrap_or(marker);
    if found.ready_at.is_some() {
        return Ok(found);
    }
    terminal.say("tinhso-sample-making", &[("province", name)]);
    fill(opened, sample, now, terminal)?;
    opened
        .db
        .write_blocking(move |tx| store::mark_ready(tx, now))
        .map_err(|error: DbError| terminal.stop(&error))?;
    Ok(Installation { ready_at: Some(now), ..found })
}

fn fill(opened: &Opened, sample: &str, now: Timestamp, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    // Everybody has been in office since before the first dossier.
    let begun = now.plus_seconds(-(plan::DAYS + 7) * 86_400);
    let cx = OpContext::system("tinhso", begun);
    let context = cx.clone();
    opened
        .db
        .write_blocking(move |tx| console::seed_standard_calendar(tx, &context))
        .map_err(|error| terminal.stop(&error))?;
    let readers = loading::readers(true);
    for pack in pack_order(sample) {
        let Some(source) = loading::embedded(pack) else { continue };
        loading::install(&opened.db, &cx, &source, &readers)
            .map_err(|error| pack_stop(pack, &error, terminal))?;
    }
    seed::seed(opened, sample, begun, now).map_err(|refusal| terminal.stop(refusal.as_ref()))
}

fn pack_stop(pack: &str, error: &PackError, terminal: &Terminal<'_>) -> Stop {
    let mut stop = loading::stop(error, terminal);
    stop.lines.insert(0, terminal.lang.with("tinhso-sample-pack", &[("pack", pack)]));
    stop
}

/// The country, then the province, then every sector; other provinces are left out.
fn pack_order(sample: &str) -> Vec<&'static str> {
    let names = loading::embedded_names();
    let is_province = |name: &&str| SAMPLES.iter().any(|(code, _)| code == name);
    let sectors = names.iter().copied().filter(|name| !FIRST.contains(name) && !is_province(name));
    let own = names.iter().copied().filter(|name| *name == sample);
    FIRST.iter().copied().chain(own).chain(sectors).collect()
}

/// The accounts that the sign-in page shows.
pub(crate) fn accounts(sample: &str) -> Option<SampleAccounts> {
    SampleAccounts::from_toml(loading::embedded_text(sample, "accounts.toml")?).ok()
}
