//! `tinhso migrate`: brings the schema to this version.  Safe to run at every start.
use crate::modules::migration_sets;
use crate::open;
use crate::settings::Settings;
use crate::terminal::{Stop, Terminal};

pub(crate) fn migrate(settings: &Settings, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let opened = open::open(settings, terminal)?;
    let pending = db::pending(&opened.db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    db::migrate(&opened.db, &migration_sets()).map_err(|error| terminal.stop(&error))?;
    for step in &pending {
        terminal.say("tinhso-migrated-step", &[("step", step.as_str())]);
    }
    terminal.say("tinhso-migrated", &[("count", pending.len())]);
    Ok(())
}
