//! What a reader may see besides its own file: the pack and what is installed already.
use crate::{Manifest, Version};
use std::collections::{BTreeMap, BTreeSet};

/// What an installation holds, as far as packs brought it.
#[derive(Clone, Debug, Default)]
pub struct Installed {
    /// Highest installed version by pack code; removed packs are not in.
    pub packs: BTreeMap<String, Version>,
    /// `(kind, reference)` of everything ever brought; immutable objects never leave.
    pub objects: BTreeSet<(String, String)>,
}

impl Installed {
    /// Counts another checked pack as installed: a folder of packs that need each other is checked in order.
    pub fn absorb(&mut self, report: &crate::Report) {
        if let Some((code, version)) = &report.pack {
            self.packs.insert(code.clone(), version.clone());
        }
        self.objects
            .extend(report.objects.iter().map(|object| (object.kind.to_owned(), object.reference.clone())));
    }
}

/// One pack on its way in.
#[derive(Debug)]
pub struct PackView {
    pub manifest: Manifest,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) provided: BTreeSet<(String, String)>,
    pub(crate) installed: Installed,
}

impl PackView {
    /// Another file of the pack.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice())
    }

    /// The file that the manifest names for a role (`[files] units = "units.tsv"`).
    #[must_use]
    pub fn file_for(&self, role: &str) -> Option<&[u8]> {
        self.file(self.manifest.files.get(role)?)
    }

    /// Paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// Whether the pack, read so far, or the installation has this object (`"form"`, `"khai-sinh@1"`).
    #[must_use]
    pub fn has(&self, kind: &str, reference: &str) -> bool {
        let key = (kind.to_owned(), reference.to_owned());
        self.provided.contains(&key) || self.installed.objects.contains(&key)
    }
}
