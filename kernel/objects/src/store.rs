//! The directory: `ab/abcdef…` for objects, `tmp/` for what is still arriving.
use crate::digest::folder_and_name;
use crate::{Digest, ObjectError, ObjectWriter};
use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A directory of content-addressed files.  Cheap to clone; safe to use from several threads and processes.
#[derive(Clone, Debug)]
pub struct Objects {
    root: Arc<PathBuf>,
}

impl Objects {
    /// Opens the store in `dir`, making the directory when it is new.
    ///
    /// # Errors
    /// When the directory cannot be made or written.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, ObjectError> {
        let root = dir.as_ref().to_path_buf();
        fs::create_dir_all(root.join("tmp"))?;
        OpenOptions::new().create(true).append(true).open(root.join("lock"))?;
        sync_folder(&root)?;
        Ok(Self { root: Arc::new(root) })
    }

    /// Starts a new object; write chunks, then [`ObjectWriter::finish`].
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn writer(&self) -> Result<ObjectWriter, ObjectError> {
        ObjectWriter::new(self.clone())
    }

    /// Keeps everything `source` gives, at most `limit` bytes if there is a limit.
    ///
    /// # Errors
    /// [`ObjectError::TooLarge`] above the limit, [`ObjectError::DiskFull`], or the file system's refusal; nothing
    /// is kept then.
    pub fn put_stream(&self, mut source: impl Read, limit: Option<u64>) -> Result<Digest, ObjectError> {
        let mut writer = self.writer()?;
        if let Some(limit) = limit {
            writer = writer.limit(limit);
        }
        let mut buffer = vec![0u8; 64 * 1024];
        loop {
            match source.read(&mut buffer) {
                Ok(0) => return writer.finish(),
                Ok(read) => writer.write(buffer.get(..read).unwrap_or_default())?,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Keeps `bytes`.  The digest is durable when this returns.
    ///
    /// # Errors
    /// As [`Objects::put_stream`].
    pub fn put_bytes(&self, bytes: &[u8]) -> Result<Digest, ObjectError> {
        let mut writer = self.writer()?;
        writer.write(bytes)?;
        writer.finish()
    }

    /// The stored file, for reading from its beginning.  Takes a [`Digest`] or the hexadecimal text of one.
    ///
    /// # Errors
    /// [`ObjectError::Missing`] when there is none.
    pub fn file(&self, digest: impl AsRef<str>) -> Result<File, ObjectError> {
        Ok(File::open(self.path_of(digest.as_ref())?)?)
    }

    /// All bytes of an object.  For what is known to be small: rendered papers, uploads within their limit.
    ///
    /// # Errors
    /// [`ObjectError::Missing`] when there is none.
    pub fn bytes(&self, digest: impl AsRef<str>) -> Result<Vec<u8>, ObjectError> {
        let mut bytes = Vec::new();
        self.file(digest)?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether the object is there; its bytes are not read.
    #[must_use]
    pub fn contains(&self, digest: impl AsRef<str>) -> bool {
        self.path_of(digest.as_ref()).is_ok_and(|path| path.is_file())
    }

    /// Reads the whole object again and compares it with its name.
    ///
    /// # Errors
    /// [`ObjectError::Missing`], or [`ObjectError::Damaged`] when the bytes changed on disk.
    pub fn verify(&self, digest: impl AsRef<str>) -> Result<Digest, ObjectError> {
        use sha2::Digest as _;
        let mut file = self.file(digest.as_ref())?;
        let mut hasher = sha2::Sha256::new();
        let mut size = 0u64;
        let mut buffer = vec![0u8; 64 * 1024];
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            hasher.update(buffer.get(..read).unwrap_or_default());
            size = size.saturating_add(u64::try_from(read).unwrap_or(0));
        }
        let found = Digest { sha256: data_encoding::HEXLOWER.encode(&hasher.finalize()), size };
        if found.sha256 == digest.as_ref() { Ok(found) } else { Err(ObjectError::Damaged) }
    }

    /// Starts the object's seven days anew.  Whoever adds a reference to an object that is already stored, without
    /// uploading it again, calls this **before** the transaction, so that no collection running meanwhile takes it.
    ///
    /// # Errors
    /// [`ObjectError::Missing`] when it has been collected already.
    pub fn retain(&self, digest: impl AsRef<str>, now: base::Timestamp) -> Result<(), ObjectError> {
        let path = self.path_of(digest.as_ref())?;
        let _guard = self.lock_shared()?;
        let file = OpenOptions::new().append(true).open(path)?;
        Ok(file.set_times(FileTimes::new().set_modified(crate::collect::system_time(now)))?)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn temporary_folder(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(crate) fn path_of(&self, sha256: &str) -> Result<PathBuf, ObjectError> {
        let (folder, name) = folder_and_name(sha256)?;
        Ok(self.root.join(folder).join(name))
    }

    /// Makes `ab/` durable and returns it.
    pub(crate) fn folder_of(&self, sha256: &str) -> Result<PathBuf, ObjectError> {
        let (folder, _) = folder_and_name(sha256)?;
        let path = self.root.join(folder);
        match fs::create_dir(&path) {
            Ok(()) => sync_folder(&self.root)?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        Ok(path)
    }

    /// Held while an object gets its name: a collection waits.  Released when dropped; works between processes.
    pub(crate) fn lock_shared(&self) -> Result<File, ObjectError> {
        let file = File::open(self.root.join("lock"))?;
        file.lock_shared()?;
        Ok(file)
    }

    /// Held while one object is taken away: nobody names one.
    pub(crate) fn lock_exclusive(&self) -> Result<File, ObjectError> {
        let file = File::open(self.root.join("lock"))?;
        file.lock()?;
        Ok(file)
    }
}

/// A rename is durable only when its folder is (POSIX leaves it open; ext4 and XFS need this).
pub(crate) fn sync_folder(path: &Path) -> Result<(), ObjectError> {
    Ok(File::open(path)?.sync_all()?)
}
