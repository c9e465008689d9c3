//! `manifest.json`: what a backup holds.  Written last: a folder without it is no backup.
use super::BackupError;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;

pub(crate) const FORMAT: u32 = 1;
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const DATABASE_SQLITE: &str = "database.sqlite";
pub(crate) const DATABASE_POSTGRES: &str = "database.pgdump";
pub(crate) const OBJECTS: &str = "objects";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub format: u32,
    /// Version of the program that took it.
    pub program: String,
    /// RFC 3339.
    pub taken_at: String,
    /// `production` or `sample`.
    pub installation: String,
    pub province: String,
    /// `sqlite` or `postgres`.
    pub engine: String,
    pub database: Item,
    /// Files by SHA-256, sorted.
    pub objects: Vec<Item>,
    /// `owner/name` of every migration that the database has.
    pub migrations: Vec<String>,
}

/// One file of the backup.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Item {
    /// Name of the database's file, or an object's SHA-256.
    pub name: String,
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

impl Manifest {
    pub(crate) fn read(dir: &Path) -> Result<Self, BackupError> {
        let path = dir.join(MANIFEST);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(BackupError::NoManifest(dir.to_path_buf()));
            }
            Err(error) => return Err(BackupError::io(&path)(error)),
        };
        let manifest: Self =
            serde_json::from_str(&text).map_err(|error| BackupError::BrokenManifest(error.to_string()))?;
        if manifest.format == FORMAT {
            Ok(manifest)
        } else {
            Err(BackupError::UnknownFormat(manifest.format))
        }
    }

    pub(crate) fn write(&self, dir: &Path) -> Result<(), BackupError> {
        let path = dir.join(MANIFEST);
        let partial = dir.join("manifest.json.partial");
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|error| BackupError::BrokenManifest(error.to_string()))?;
        text.push('\n');
        std::fs::write(&partial, text).map_err(BackupError::io(&partial))?;
        File::open(&partial).and_then(|file| file.sync_all()).map_err(BackupError::io(&partial))?;
        std::fs::rename(&partial, &path).map_err(BackupError::io(&path))?;
        File::open(dir).and_then(|file| file.sync_all()).map_err(BackupError::io(dir))
    }
}

/// What a file holds.
pub(crate) fn item(name: &str, path: &Path) -> Result<Item, BackupError> {
    let mut file = File::open(path).map_err(BackupError::io(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; 1024 * 1024];
    let mut size = 0u64;
    loop {
        let read = file.read(&mut buffer).map_err(BackupError::io(path))?;
        if read == 0 {
            break;
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        size = size.saturating_add(u64::try_from(read).unwrap_or(0));
    }
    let sha256 = data_encoding::HEXLOWER.encode(&hash.finalize());
    Ok(Item { name: name.to_owned(), sha256, size })
}

/// Whether a file holds what the manifest says.
pub(crate) fn verify(wanted: &Item, path: &Path) -> Result<(), BackupError> {
    let damaged = || BackupError::Damaged { file: path.display().to_string() };
    if !path.is_file() {
        return Err(damaged());
    }
    let found = item(&wanted.name, path)?;
    if found == *wanted { Ok(()) } else { Err(damaged()) }
}

/// `ab/abcdef…`, only for 64 lower-case hexadecimal digits: a manifest's text never becomes another path.
pub(crate) fn object_place(sha256: &str) -> Option<String> {
    let sound =
        sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let folder = sha256.get(..2)?;
    sound.then(|| format!("{folder}/{sha256}"))
}
