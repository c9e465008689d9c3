//! Restoring into an empty place: everything is verified before anything is written.
use super::manifest::{self, Manifest, OBJECTS};
use super::{BackupError, postgres, take};
use crate::modules::migration_sets;
use crate::settings::Settings;
use db::{Db, DbError};
use objects::Objects;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was restored.
#[derive(Debug)]
pub(crate) struct Restored {
    pub manifest: Manifest,
    pub database: String,
}

pub(crate) fn restore(settings: &Settings, dir: &Path) -> Result<Restored, BackupError> {
    let manifest = Manifest::read(dir)?;
    let target = settings.database.strip_prefix("sqlite:").map(PathBuf::from);
    let asked = if target.is_some() { "sqlite" } else { "postgres" };
    if manifest.engine != asked {
        return Err(BackupError::OtherEngine { found: manifest.engine, asked: asked.to_owned() });
    }
    refuse_newer(&manifest)?;
    let source = database_path(&manifest, dir)?;
    manifest::verify(&manifest.database, &source)?;
    let objects = verified_objects(&manifest, dir)?;
    crate::open::make_folder(&settings.data).map_err(BackupError::io(&settings.data))?;
    match &target {
        Some(path) => restore_sqlite(&source, &named(path, settings, &manifest))?,
        None => restore_postgres(settings, &source)?,
    }
    let store = Objects::open(settings.objects_dir())?;
    for (sha256, path) in objects {
        let file = fs::File::open(&path).map_err(BackupError::io(&path))?;
        let kept = store.put_stream(file, None)?;
        if kept.sha256 != sha256 {
            return Err(BackupError::Damaged { file: path.display().to_string() });
        }
    }
    let database = target.map_or_else(
        || "PostgreSQL".to_owned(),
        |path| named(&path, settings, &manifest).display().to_string(),
    );
    Ok(Restored { manifest, database })
}

/// A sample goes back under a sample's file name, so that nobody takes it for a province.
fn named(path: &Path, settings: &Settings, manifest: &Manifest) -> PathBuf {
    let default = settings.data.join(crate::settings::DATABASE_NAME);
    if manifest.installation == "sample" && path == default {
        settings.data.join(crate::settings::SAMPLE_DATABASE_NAME)
    } else {
        path.to_path_buf()
    }
}

/// The file that the manifest names; only the two names that `take` gives.
fn database_path(manifest: &Manifest, dir: &Path) -> Result<PathBuf, BackupError> {
    let known = [manifest::DATABASE_SQLITE, manifest::DATABASE_POSTGRES];
    if known.contains(&manifest.database.name.as_str()) {
        Ok(dir.join(&manifest.database.name))
    } else {
        Err(BackupError::BrokenManifest(manifest.database.name.clone()))
    }
}

fn refuse_newer(manifest: &Manifest) -> Result<(), BackupError> {
    let sets = migration_sets();
    let known: BTreeSet<String> = sets
        .iter()
        .flat_map(|set| set.migrations.iter().map(|step| format!("{}/{}", set.owner, step.name)))
        .collect();
    match manifest.migrations.iter().find(|step| !known.contains(*step)) {
        Some(step) => {
            let (owner, name) = step.split_once('/').unwrap_or(("", step));
            Err(DbError::NewerSchema { owner: owner.to_owned(), name: name.to_owned() }.into())
        }
        None => Ok(()),
    }
}

fn verified_objects(manifest: &Manifest, dir: &Path) -> Result<Vec<(String, PathBuf)>, BackupError> {
    let mut found = Vec::with_capacity(manifest.objects.len());
    for item in &manifest.objects {
        let place = manifest::object_place(&item.sha256)
            .ok_or_else(|| BackupError::BrokenManifest(item.sha256.clone()))?;
        let path = dir.join(OBJECTS).join(place);
        manifest::verify(item, &path)?;
        found.push((item.sha256.clone(), path));
    }
    Ok(found)
}

fn restore_sqlite(source: &Path, target: &Path) -> Result<(), BackupError> {
    db::verify_backup(source, &migration_sets())?;
    let beside = |ending: &str| {
        let mut name = target.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    for taken in [target.to_path_buf(), beside("-wal"), beside("-journal")] {
        if taken.exists() {
            return Err(BackupError::TargetTaken(taken.display().to_string()));
        }
    }
    let partial = beside(".partial");
    take::copy_one(source, &partial)?;
    fs::set_permissions(&partial, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .map_err(BackupError::io(&partial))?;
    fs::rename(&partial, target).map_err(BackupError::io(target))
}

fn restore_postgres(settings: &Settings, source: &Path) -> Result<(), BackupError> {
    let db = Db::open(&settings.db_config())?;
    let schema = db::schema_dump(&db)?;
    if !schema.tables.is_empty() {
        return Err(BackupError::TargetTaken("PostgreSQL".to_owned()));
    }
    let version = db.read_blocking(crate::store::postgres_version)?;
    drop(db);
    postgres::load(&settings.database, version, source)?;
    let db = Db::open(&settings.db_config())?;
    db::pending(&db, &migration_sets())?;
    Ok(())
}
