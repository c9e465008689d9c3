//! Taking away what nothing refers to any more.
use crate::digest::folder_and_name;
use crate::{ObjectError, Objects};
use base::Timestamp;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An unreferenced object stays this long: seven days of 24 hours, in seconds.  Meanwhile the transaction that
/// will refer to it commits, and a mistaken deletion can be taken back.
pub const GRACE_SECONDS: i64 = 7 * 24 * 3600;
/// What is left of an interrupted upload goes after one day.
const TEMPORARY_SECONDS: i64 = 24 * 3600;

/// What one collection did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Objects taken away.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Remains of interrupted uploads taken away.
    pub remains: u64,
    /// Objects that stay.
    pub kept: u64,
}

impl Objects {
    /// Takes away objects that `is_referenced` denies and that were last stored or retained more than seven days
    /// before `now`.  The caller's predicate asks its database; its first error ends the collection.
    ///
    /// # Errors
    /// The predicate's error, or the file system's through `From`.
    pub fn collect<E: From<ObjectError>>(
        &self,
        now: Timestamp,
        mut is_referenced: impl FnMut(&str) -> Result<bool, E>,
    ) -> Result<Collected, E> {
        let mut done = Collected { remains: self.collect_remains(now)?, ..Collected::default() };
        for folder in fs::read_dir(self.root()).map_err(ObjectError::from)? {
            let folder = folder.map_err(ObjectError::from)?;
            if folder.file_name().len() != 2 || !folder.path().is_dir() {
                continue;
            }
            for entry in fs::read_dir(folder.path()).map_err(ObjectError::from)? {
                let name = entry.map_err(ObjectError::from)?.file_name();
                let Some(name) = name.to_str().filter(|name| folder_and_name(name).is_ok()) else {
                    continue;
                };
                let path = self.path_of(name)?;
                // Young ones need no question to the database.
                if !is_older(&path, now, GRACE_SECONDS)? || is_referenced(name)? {
                    done.kept = done.kept.saturating_add(1);
                    continue;
                }
                match self.remove_if_still_old(&path, now)? {
                    Some(bytes) => {
                        done.objects = done.objects.saturating_add(1);
                        done.bytes = done.bytes.saturating_add(bytes);
                    }
                    None => done.kept = done.kept.saturating_add(1),
                }
            }
        }
        tracing::info!(
            objects.removed = done.objects,
            objects.removed_bytes = done.bytes,
            objects.kept = done.kept,
            objects.remains_removed = done.remains,
            "unreferenced files collected"
        );
        Ok(done)
    }

    /// The age is asked again under the lock: the same content may have been stored since the predicate answered.
    fn remove_if_still_old(&self, path: &Path, now: Timestamp) -> Result<Option<u64>, ObjectError> {
        let _guard = self.lock_exclusive()?;
        if !is_older(path, now, GRACE_SECONDS)? {
            return Ok(None);
        }
        let bytes = fs::metadata(path)?.len();
        fs::remove_file(path)?;
        Ok(Some(bytes))
    }

    fn collect_remains(&self, now: Timestamp) -> Result<u64, ObjectError> {
        let mut removed = 0u64;
        for entry in fs::read_dir(self.temporary_folder())? {
            let path = entry?.path();
            if is_older(&path, now, TEMPORARY_SECONDS)? {
                fs::remove_file(&path)?;
                removed = removed.saturating_add(1);
            }
        }
        Ok(removed)
    }
}

/// A file that vanished meanwhile is not old: another collection or a finished upload took it.
fn is_older(path: &Path, now: Timestamp, seconds: i64) -> Result<bool, ObjectError> {
    match fs::metadata(path).and_then(|metadata| metadata.modified()) {
        Ok(modified) => Ok(modified < system_time(now.plus_seconds(-seconds))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Instants before 1970 answer 1970: no file is that old.
pub(crate) fn system_time(at: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(u64::try_from(at.micros()).unwrap_or(0))
}
