//! `tinhso check`: looks at everything an operator can get wrong, changes nothing, and says what it sees.
use crate::loading;
use crate::modules::migration_sets;
use crate::open;
use crate::settings::Settings;
use crate::store::InstallationKind;
use crate::terminal::{Stop, Terminal};
use db::{Db, Engine};
use objects::Objects;
use std::path::Path;

pub(crate) fn check(settings: &Settings, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    terminal.say::<&str>("tinhso-check-settings", &[]);
    let sqlite = settings.database.strip_prefix("sqlite:");
    if let Some(path) = sqlite.filter(|path| !Path::new(path).exists()) {
        return Err(terminal.stop_with("tinhso-check-no-database", &[("path", path)]));
    }
    let db = Db::open(&settings.db_config()).map_err(|error| terminal.stop(&error))?;
    let engine = match db.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    terminal.say("tinhso-check-database", &[("engine", engine)]);
    let pending = db::pending(&db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    if !pending.is_empty() {
        return Err(terminal.stop_with("tinhso-migrate-first", &[("count", pending.len())]));
    }
    let Some(marker) = open::marker(&db, terminal)? else {
        return Err(terminal.stop_with("tinhso-no-province", &[("command", "tinhso admin init")]));
    };
    let key = match marker.kind {
        InstallationKind::Production => "tinhso-check-production",
        InstallationKind::Sample => "tinhso-check-sample",
    };
    terminal.say(key, &[("province", marker.province_name.as_str())]);
    files(settings, terminal)?;
    packs(&db, terminal)?;
    terminal.say::<&str>("tinhso-check-good", &[]);
    Ok(())
}

fn files(settings: &Settings, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let folder = settings.objects_dir();
    if folder.is_dir() {
        // Opening takes nothing but a lock file, and shows whether the folder can be written.
        Objects::open(&folder).map_err(|error| terminal.stop(&error))?;
    }
    let place = folder.display().to_string();
    terminal.say("tinhso-check-files", &[("place", place.as_str())]);
    Ok(())
}

fn packs(db: &Db, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let rows = db.read_blocking(packs::installed_packs).map_err(|error| terminal.stop(&error))?;
    for row in rows.iter().filter(|row| row.closed_on.is_none()) {
        let version = row.version.to_string();
        terminal.say("tinhso-check-pack", &[("title", row.title.as_str()), ("version", version.as_str())]);
    }
    let inside = loading::embedded_names().len();
    terminal.say("tinhso-check-packs", &[("count", rows.len()), ("inside", inside)]);
    Ok(())
}
