//! The packs of the repository, inside the binary: an installed program needs no file beside itself.
use packs::Memory;

/// (pack's folder, path inside it, bytes)
const FILES: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Folder names of the packs inside.
pub(crate) fn embedded_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = FILES.iter().map(|(pack, ..)| *pack).collect();
    names.dedup();
    names
}

/// A pack inside the binary, or nothing of that name.
pub(crate) fn embedded(pack: &str) -> Option<Memory> {
    let files: Vec<(String, Vec<u8>)> = FILES
        .iter()
        .filter(|(name, ..)| *name == pack)
        .map(|(_, path, bytes)| ((*path).to_owned(), bytes.to_vec()))
        .collect();
    (!files.is_empty()).then_some(Memory(files))
}

/// One text file of a pack.
pub(crate) fn embedded_text(pack: &str, path: &str) -> Option<&'static str> {
    let (.., bytes) = FILES.iter().find(|(name, inside, _)| *name == pack && *inside == path)?;
    std::str::from_utf8(bytes).ok()
}
