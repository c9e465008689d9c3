//! Where a pack's files come from: a folder or memory.
use crate::{PackError, Problem};
use std::path::{Path, PathBuf};

/// Most files in one pack.
pub const FILES_MAX: usize = 5_000;
/// Largest file, in bytes.
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Largest pack, in bytes.
pub const PACK_BYTES_MAX: u64 = 64 * 1024 * 1024;
const DEPTH_MAX: usize = 6;

/// A pack's files, sorted by path; paths are relative, with `/`.
pub trait PackSource: Send + Sync {
    /// # Errors
    /// [`PackError::Unreadable`] when the folder cannot be read, [`PackError::Problems`] above a limit.
    fn files(&self) -> Result<Vec<(String, Vec<u8>)>, PackError>;
}

/// A folder.  Hidden files and links are left out.
#[derive(Clone, Debug)]
pub struct Dir(pub PathBuf);

/// Files at hand: embedded in the program, or made by a test.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub Vec<(String, Vec<u8>)>);

impl PackSource for Memory {
    fn files(&self) -> Result<Vec<(String, Vec<u8>)>, PackError> {
        let mut files = self.0.clone();
        files.sort_by(|one, other| one.0.cmp(&other.0));
        limit(&files)?;
        Ok(files)
    }
}

impl PackSource for Dir {
    fn files(&self) -> Result<Vec<(String, Vec<u8>)>, PackError> {
        let mut walk = Walk { root: &self.0, files: Vec::new(), bytes: 0 };
        walk.folder(&self.0, 0)?;
        let mut files = walk.files;
        files.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(files)
    }
}

struct Walk<'a> {
    root: &'a Path,
    files: Vec<(String, Vec<u8>)>,
    bytes: u64,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), PackError> {
        let unreadable =
            |error: std::io::Error| PackError::Unreadable(format!("{}: {error}", folder.display()));
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let kind = entry.file_type().map_err(unreadable)?;
            let path = entry.path();
            let hidden = entry.file_name().to_str().is_none_or(|name| name.starts_with('.'));
            if hidden || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                if depth >= DEPTH_MAX {
                    return Err(too_large(&self.name(&path)));
                }
                self.folder(&path, depth + 1)?;
            } else if kind.is_file() {
                let name = self.name(&path);
                let size = entry.metadata().map_err(unreadable)?.len();
                self.bytes = self.bytes.saturating_add(size);
                if size > FILE_BYTES_MAX || self.bytes > PACK_BYTES_MAX || self.files.len() >= FILES_MAX {
                    return Err(too_large(&name));
                }
                let bytes = std::fs::read(&path)
                    .map_err(|error| PackError::Unreadable(format!("{}: {error}", path.display())))?;
                self.files.push((name, bytes));
            }
        }
        Ok(())
    }

    fn name(&self, path: &Path) -> String {
        let inside = path.strip_prefix(self.root).unwrap_or(path);
        inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

fn limit(files: &[(String, Vec<u8>)]) -> Result<(), PackError> {
    let mut total = 0_u64;
    for (index, (name, bytes)) in files.iter().enumerate() {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        total = total.saturating_add(size);
        if size > FILE_BYTES_MAX || total > PACK_BYTES_MAX || index >= FILES_MAX {
            return Err(too_large(name));
        }
    }
    Ok(())
}

fn too_large(file: &str) -> PackError {
    let megabytes = FILE_BYTES_MAX / (1024 * 1024);
    PackError::Problems(vec![
        Problem::new(file, "packs.too_large")
            .arg("files", FILES_MAX.to_string())
            .arg("megabytes", megabytes.to_string()),
    ])
}
