//! Taking a backup while the program runs.
use super::manifest::{self, DATABASE_POSTGRES, DATABASE_SQLITE, FORMAT, Item, Manifest, OBJECTS};
use super::{BackupError, postgres};
use crate::modules::migration_sets;
use crate::store::{self, Installation};
use base::Timestamp;
use db::{Db, Engine};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What was taken.
#[derive(Debug)]
pub(crate) struct Taken {
    pub database_bytes: u64,
    pub objects: usize,
}

/// Copies the database first and the files after: every file that the copied rows name is older than the copy, and
/// files are never changed, so the folder holds at least what the rows need.
pub(crate) fn take(
    db: &Db,
    objects: &Path,
    schema: Option<&str>,
    dir: &Path,
    now: Timestamp,
) -> Result<Taken, BackupError> {
    empty_folder(dir)?;
    let marker = db.read_blocking(store::installation)?;
    let (name, engine) = match db.engine() {
        Engine::Sqlite => (DATABASE_SQLITE, "sqlite"),
        Engine::Postgres => (DATABASE_POSTGRES, "postgres"),
    };
    let path = dir.join(name);
    match db.engine() {
        Engine::Sqlite => db.backup_to(&path)?,
        Engine::Postgres => {
            let version = db.read_blocking(store::postgres_version)?;
            postgres::dump(&db.config().url, schema, version, &path)?;
        }
    }
    let database = manifest::item(name, &path)?;
    let kept = copy_objects(objects, &dir.join(OBJECTS))?;
    let taken = Taken { database_bytes: database.size, objects: kept.len() };
    let (installation, province) = words(marker.as_ref());
    Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: now.to_string(),
        installation,
        province,
        engine: engine.to_owned(),
        database,
        objects: kept,
        migrations: applied(db)?,
    }
    .write(dir)?;
    Ok(taken)
}

fn words(marker: Option<&Installation>) -> (String, String) {
    marker.map_or_else(Default::default, |found| (found.kind.word().to_owned(), found.province.clone()))
}

/// Every step of this program that the database has.
fn applied(db: &Db) -> Result<Vec<String>, BackupError> {
    let pending = db::pending(db, &migration_sets())?;
    let all = migration_sets()
        .into_iter()
        .flat_map(|set| set.migrations.iter().map(move |step| format!("{}/{}", set.owner, step.name)));
    Ok(all.filter(|step| !pending.contains(step)).collect())
}

/// Makes the folder; refuses one that holds anything.
fn empty_folder(dir: &Path) -> Result<(), BackupError> {
    crate::open::make_folder(dir).map_err(BackupError::io(dir))?;
    let mut inside = fs::read_dir(dir).map_err(BackupError::io(dir))?;
    if inside.next().is_some() { Err(BackupError::NotEmpty(dir.to_path_buf())) } else { Ok(()) }
}

/// The files that are there now: what comes later belongs to later rows.
fn list_objects(from: &Path) -> Result<Vec<(String, PathBuf)>, BackupError> {
    let mut found = Vec::new();
    if !from.is_dir() {
        return Ok(found);
    }
    for folder in fs::read_dir(from).map_err(BackupError::io(from))? {
        let folder = folder.map_err(BackupError::io(from))?.path();
        let two = folder.file_name().is_some_and(|name| name.len() == 2);
        if !two || !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(BackupError::io(&folder))? {
            let path = entry.map_err(BackupError::io(&folder))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            found.push((name, path));
        }
    }
    Ok(found)
}

fn copy_objects(from: &Path, to: &Path) -> Result<Vec<Item>, BackupError> {
    let mut kept = Vec::new();
    fs::create_dir_all(to).map_err(BackupError::io(to))?;
    for (name, path) in list_objects(from)? {
        let Some(place) = manifest::object_place(&name) else { continue };
        match copy_one(&path, &to.join(&place)) {
            Ok(()) => {}
            // Collected meanwhile: no row named it for seven days.
            Err(BackupError::Io { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        }
        let copied = manifest::item(&name, &to.join(&place))?;
        if copied.sha256 != name {
            return Err(BackupError::Damaged { file: path.display().to_string() });
        }
        kept.push(copied);
    }
    kept.sort();
    Ok(kept)
}

pub(super) fn copy_one(from: &Path, to: &Path) -> Result<(), BackupError> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(BackupError::io(folder))?;
    }
    fs::copy(from, to).map_err(BackupError::io(from))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(BackupError::io(to))
}
