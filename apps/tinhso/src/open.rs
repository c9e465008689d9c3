//! From settings to an open installation.
use crate::settings::{SecretFrom, Settings};
use crate::store::{self, Installation, InstallationKind};
use crate::terminal::{Stop, Terminal};
use data_encoding::BASE64URL_NOPAD;
use db::Db;
use objects::Objects;
use sha2::{Digest, Sha256};
use std::fs::{self, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// An open database and file store.
pub struct Opened {
    pub db: Db,
    pub objects: Objects,
}

/// Opens the database and the files.  Makes the data folder; migrates nothing.
///
/// # Errors
/// [`Stop`] in words.
pub fn open(settings: &Settings, terminal: &Terminal<'_>) -> Result<Opened, Stop> {
    make_folder(&settings.data).map_err(|error| terminal.stop_io(&settings.data, &error))?;
    let db = Db::open(&settings.db_config()).map_err(|error| terminal.stop(&error))?;
    let objects = Objects::open(settings.objects_dir()).map_err(|error| terminal.stop(&error))?;
    Ok(Opened { db, objects })
}

/// Keeps a second copy of the program from serving the same data folder, as long as the file is held.  Several programs
/// may serve one PostgreSQL, each with a folder of its own or a shared one: they take no lock.
///
/// # Errors
/// [`Stop`] when another copy serves this folder, or the file cannot be made.
pub fn only_one(settings: &Settings, terminal: &Terminal<'_>) -> Result<Option<fs::File>, Stop> {
    if !settings.database.starts_with("sqlite:") {
        return Ok(None);
    }
    let path = settings.data.join("serving.lock");
    let broken = |error: std::io::Error| terminal.stop_io(&path, &error);
    make_folder(&settings.data).map_err(broken)?;
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(broken)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => {
            let place = settings.data.display().to_string();
            Err(terminal.stop_with("tinhso-already-serving", &[("data", place.as_str())]))
        }
        Err(fs::TryLockError::Error(error)) => Err(broken(error)),
    }
}

/// A folder that only the program's own account reads.
pub(crate) fn make_folder(path: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o750))
}

/// The installation's secret; made on first use, readable by the program's account alone.
///
/// # Errors
/// [`Stop`] when the file cannot be read or made, is readable by others, or is no secret.
pub fn secret(settings: &Settings, terminal: &Terminal<'_>) -> Result<web::Secret, Stop> {
    let path = match &settings.secret {
        SecretFrom::Environment(text) => return Ok(web::Secret::new(Sha256::digest(text.as_bytes()).into())),
        SecretFrom::File(path) => path,
    };
    if !path.exists() {
        write_secret(path).map_err(|error| terminal.stop_io(path, &error))?;
    }
    let place = path.display().to_string();
    let mode = fs::metadata(path).map_err(|error| terminal.stop_io(path, &error))?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(terminal.stop_with("tinhso-secret-open", &[("file", place.as_str())]));
    }
    let text = fs::read_to_string(path).map_err(|error| terminal.stop_io(path, &error))?;
    let bytes = BASE64URL_NOPAD.decode(text.trim().as_bytes()).ok();
    match bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
        Some(bytes) => Ok(web::Secret::new(bytes)),
        None => Err(terminal.stop_with("tinhso-secret-broken", &[("file", place.as_str())])),
    }
}

fn write_secret(path: &Path) -> std::io::Result<()> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    writeln!(file, "{}", BASE64URL_NOPAD.encode(&bytes))?;
    file.sync_all()
}

/// The marker of a migrated database.
///
/// # Errors
/// [`Stop`] in words.
pub fn marker(db: &Db, terminal: &Terminal<'_>) -> Result<Option<Installation>, Stop> {
    db.read_blocking(store::installation).map_err(|error| terminal.stop(&error))
}

/// Whether this database is what the command takes it for.
///
/// # Errors
/// [`Stop`] naming what it is instead.
pub fn refuse_mixing(
    settings: &Settings,
    marker: Option<&Installation>,
    terminal: &Terminal<'_>,
) -> Result<(), Stop> {
    match (marker, &settings.sample) {
        (Some(found), None) if found.kind == InstallationKind::Sample => {
            Err(terminal.stop_with("tinhso-is-sample", &[("province", found.province.as_str())]))
        }
        (Some(found), Some(_)) if found.kind == InstallationKind::Production => {
            Err(terminal.stop_with("tinhso-is-production", &[("province", found.province_name.as_str())]))
        }
        (Some(found), Some(asked)) if found.province != *asked => Err(terminal.stop_with(
            "tinhso-other-sample",
            &[("found", found.province.as_str()), ("asked", asked.as_str())],
        )),
        _ => Ok(()),
    }
}
