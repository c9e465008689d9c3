//! `tinhso backup DIR` and `tinhso restore DIR`.
use crate::backup::BackupError;
use crate::open;
use crate::settings::{SecretFrom, Settings};
use crate::terminal::{Stop, Terminal};
use crate::{backup as backups, serve};
use std::path::Path;

pub(crate) fn backup(settings: &Settings, dir: &Path, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let opened = open::open(settings, terminal)?;
    let now = serve::clock().now();
    let schema = settings.database_schema.as_deref();
    let taken = backups::take(&opened.db, &settings.objects_dir(), schema, dir, now)
        .map_err(|error| refused(&error, terminal))?;
    let folder = dir.display().to_string();
    let megabytes = taken.database_bytes.div_ceil(1024 * 1024);
    terminal.say(
        "tinhso-backup-taken",
        &[
            ("folder", web::arg(&folder)),
            ("megabytes", web::arg(&megabytes)),
            ("objects", web::arg(&taken.objects)),
        ],
    );
    Ok(())
}

pub(crate) fn restore(settings: &Settings, dir: &Path, terminal: &mut Terminal<'_>) -> Result<(), Stop> {
    let restored = backups::restore(settings, dir).map_err(|error| refused(&error, terminal))?;
    terminal.say(
        "tinhso-restored",
        &[
            ("taken", web::arg(&restored.manifest.taken_at)),
            ("place", web::arg(&restored.database)),
            ("objects", web::arg(&restored.manifest.objects.len())),
        ],
    );
    if let SecretFrom::File(path) = &settings.secret
        && !path.exists()
    {
        terminal.say("tinhso-restored-without-secret", &[("file", path.display().to_string())]);
    }
    Ok(())
}

fn refused(error: &BackupError, terminal: &Terminal<'_>) -> Stop {
    match error {
        BackupError::Io { place, cause } => terminal.stop_io(Path::new(place), cause),
        _ => terminal.stop(error),
    }
}
