//! Receiving an object chunk by chunk.
use crate::store::sync_folder;
use crate::{Digest, Kind, ObjectError, Objects, sniff};
use data_encoding::HEXLOWER;
use sha2::Digest as _;
use std::io::Write;
use tempfile::NamedTempFile;

/// How many first bytes are kept in memory to tell the kind of file.
const HEAD_BYTES: usize = 4096;

/// An object that is still arriving.  Dropping it before [`ObjectWriter::finish`] leaves nothing behind; when the
/// machine dies meanwhile, a later collection takes the rest away.
pub struct ObjectWriter {
    objects: Objects,
    file: NamedTempFile,
    hasher: sha2::Sha256,
    size: u64,
    limit: Option<u64>,
    head: Vec<u8>,
}

impl ObjectWriter {
    pub(crate) fn new(objects: Objects) -> Result<Self, ObjectError> {
        let file = NamedTempFile::new_in(objects.temporary_folder())?;
        Ok(Self { objects, file, hasher: sha2::Sha256::new(), size: 0, limit: None, head: Vec::new() })
    }

    /// At most this many bytes.
    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Appends one chunk.  Blocks on the disk; async callers go through a blocking thread for large files.
    ///
    /// # Errors
    /// [`ObjectError::TooLarge`] as soon as the limit is passed, [`ObjectError::DiskFull`].
    pub fn write(&mut self, chunk: &[u8]) -> Result<(), ObjectError> {
        let size = self.size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if let Some(limit) = self.limit
            && size > limit
        {
            return Err(ObjectError::TooLarge { limit });
        }
        self.file.write_all(chunk)?;
        self.hasher.update(chunk);
        self.size = size;
        let room = HEAD_BYTES.saturating_sub(self.head.len());
        self.head.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
        Ok(())
    }

    /// Bytes received so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The kind of file by its first 4,096 bytes: enough for images and PDF.  Packages (DOCX, XLSX) may read as
    /// [`Kind::Zip`] here; [`sniff`] over all bytes tells.
    #[must_use]
    pub fn kind_so_far(&self) -> Kind {
        sniff(&self.head)
    }

    /// Makes the bytes durable and gives them their name.  The same content stored twice is one object; its seven
    /// days begin anew.
    ///
    /// # Errors
    /// [`ObjectError::DiskFull`] or the file system's refusal; nothing is kept then.
    pub fn finish(self) -> Result<Digest, ObjectError> {
        let digest = Digest { sha256: HEXLOWER.encode(&self.hasher.finalize()), size: self.size };
        self.file.as_file().sync_all()?;
        let folder = self.objects.folder_of(&digest.sha256)?;
        let path = self.objects.path_of(&digest.sha256)?;
        let guard = self.objects.lock_shared()?;
        self.file.persist(path).map_err(|refused| refused.error)?;
        drop(guard);
        sync_folder(&folder)?;
        Ok(digest)
    }
}
