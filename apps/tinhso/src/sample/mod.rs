//! A sample province: real territory and procedures, invented people, in a database of its own.
mod decisions;
mod follow;
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
use crate::settings::Settings;
use crate::store::{self, Installation, InstallationKind};
use crate::terminal::{Stop, Terminal};
use base::{Date, Timestamp};
use db::{Db, DbError};
use identity::SampleAccounts;
use packs::PackError;
use policy::OpContext;
use std::path::PathBuf;
use walk::Walked;

/// Whether somebody has asked the program to stop since it was asked last.
pub(crate) type Asked<'a> = dyn FnMut() -> bool + 'a;

/// Packs that every sample has, in the order in which they lean on each other; the rest follow by name.
const FIRST_PACKS: &[&str] = &["vietnam"];

/// A sample whose making broke off (a closed lid, Ctrl+C) is thrown away: dossiers made twice would be no sample.
///
/// # Errors
/// [`Stop`] when it cannot be, or when it lies in a database that is not ours to empty.
pub(crate) fn throw_away_half_made(settings: &Settings, terminal: &Terminal<'_>) -> Result<(), Stop> {
    let path = settings.database.strip_prefix("sqlite:").map(PathBuf::from);
    if path.as_ref().is_some_and(|path| !path.exists()) {
        return Ok(());
    }
    let db = Db::open(&settings.db_config()).map_err(|error| terminal.stop(&error))?;
    let pending = db::pending(&db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    if pending.iter().any(|step| step.starts_with("tinhso/")) {
        return Ok(());
    }
    let half_made = open::marker(&db, terminal)?.is_some_and(|found| {
        let same = settings.sample.as_ref() == Some(&found.province);
        found.kind == InstallationKind::Sample && same && found.ready_at.is_none()
    });
    if !half_made {
        return Ok(());
    }
    let Some(path) = path else { return Err(terminal.stop_with::<&str>("tinhso-sample-half-made", &[])) };
    drop(db);
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(terminal.stop_io(&path, &error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Makes the sample; quick when it is there.  Asked to stop on the way it leaves a sample that is not ready, which the
/// next start throws away.
///
/// # Errors
/// [`Stop`] in words; with success when it was asked to stop.
pub(crate) fn prepare(
    opened: &Opened,
    sample: &str,
    now: Timestamp,
    asked_to_stop: &mut Asked<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<Installation, Stop> {
    prepare_telling(opened, sample, now, asked_to_stop, terminal).map(|(found, _)| found)
}

/// As [`prepare`], with what was refused on the way: nothing.
///
/// # Errors
/// As [`prepare`].
pub(crate) fn prepare_telling(
    opened: &Opened,
    sample: &str,
    now: Timestamp,
    asked_to_stop: &mut Asked<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<(Installation, Vec<String>), Stop> {
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
        return Ok((found, Vec::new()));
    }
    terminal.say("tinhso-sample-making", &[("province", name)]);
    let walked = fill(opened, sample, now, asked_to_stop, terminal)?;
    if walked.broken_off {
        return Err(Stop { code: 0, ..terminal.stop_with::<&str>("tinhso-sample-broken-off", &[]) });
    }
    opened
        .db
        .write_blocking(move |tx| store::mark_ready(tx, now))
        .map_err(|error: DbError| terminal.stop(&error))?;
    Ok((Installation { ready_at: Some(now), ..found }, walked.refused))
}

/// Days back to the first report: those of the last whole half-year and year lie within.
const DAYS: i64 = 350;
/// Nobody is in office before the provinces of today are, and a fortnight.
const FIRST: Date = Date::constant(2025, 7, 15);

fn begun(now: Timestamp) -> Timestamp {
    let least = now.plus_seconds(-(plan::DAYS + 7) * 86_400);
    let first = Timestamp::from_local(FIRST.at(7, 0, 0, 0));
    now.plus_seconds(-DAYS * 86_400).max(first).min(least)
}

fn fill(
    opened: &Opened,
    sample: &str,
    now: Timestamp,
    asked_to_stop: &mut Asked<'_>,
    terminal: &mut Terminal<'_>,
) -> Result<Walked, Stop> {
    // Everybody has been in office since before the first dossier and the first round.
    let begun = begun(now);
    let cx = OpContext::system("tinhso", begun);
    let context = cx.clone();
    opened
        .db
        .write_blocking(move |tx| console::seed_standard_calendar(tx, &context))
        .map_err(|error| terminal.stop(&error))?;
    let readers = loading::readers(true);
    for pack in pack_order(sample) {
        if asked_to_stop() {
            return Ok(Walked { broken_off: true, ..Walked::default() });
        }
        let Some(source) = loading::embedded(pack) else { continue };
        loading::install(&opened.db, &cx, &source, &readers)
            .map_err(|error| pack_stop(pack, &error, terminal))?;
    }
    seed::seed(opened, sample, begun, now, asked_to_stop).map_err(|refusal| terminal.stop(refusal.as_ref()))
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
    let sectors = names.iter().copied().filter(|name| !FIRST_PACKS.contains(name) && !is_province(name));
    let own = names.iter().copied().filter(|name| *name == sample);
    FIRST_PACKS.iter().copied().chain(own).chain(sectors).collect()
}

/// The accounts that the sign-in page shows.
pub(crate) fn accounts(sample: &str) -> Option<SampleAccounts> {
    SampleAccounts::from_toml(loading::embedded_text(sample, "accounts.toml")?).ok()
}
