//! Reads a whole pack and tells everything that is wrong with it, without a database.
use crate::manifest::MANIFEST;
use crate::{Installed, Manifest, Object, PackSource, PackView, Part, Problem, Readers, Version};
use sha2::{Digest, Sha256};

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub pack: Option<(String, Version)>,
    /// By file, then line.
    pub problems: Vec<Problem>,
    pub objects: Vec<Object>,
}

/// A pack that reads well, ready to be written.
pub(crate) struct Planned {
    pub view: PackView,
    pub digest: String,
    pub parts: Vec<(String, Part)>,
}

/// Tells what is wrong with the pack.  `installed` is what it may lean on: empty for a pack that stands alone.
#[must_use]
pub fn check(source: &dyn PackSource, readers: &Readers, installed: &Installed) -> Report {
    let mut report = Report::default();
    match plan(source, readers, installed.clone(), &mut report) {
        Some(planned) => {
            report.objects = planned.parts.into_iter().flat_map(|(_, part)| part.objects).collect();
        }
        None => report.objects.clear(),
    }
    report.problems.sort();
    report.problems.dedup();
    report
}

/// Reads everything; `None` when not even the manifest stands.  Problems go to the report.
pub(crate) fn plan(
    source: &dyn PackSource,
    readers: &Readers,
    installed: Installed,
    report: &mut Report,
) -> Option<Planned> {
    let files = match source.files() {
        Ok(files) => files,
        Err(crate::PackError::Problems(list)) => {
            report.problems.extend(list);
            return None;
        }
        Err(error) => {
            report.problems.push(Problem::new(MANIFEST, "packs.unreadable").arg("detail", error.to_string()));
            return None;
        }
    };
    let Some((_, bytes)) = files.iter().find(|(name, _)| name == MANIFEST) else {
        report.problems.push(Problem::new(MANIFEST, "packs.no_manifest"));
        return None;
    };
    let manifest = match Manifest::read(bytes) {
        Ok(manifest) => manifest,
        Err(problems) => {
            report.problems.extend(problems);
            return None;
        }
    };
    report.pack = Some((manifest.code.clone(), manifest.version.clone()));
    requirements(&manifest, &installed, report);
    let digest = digest_of(&files);
    let mut view = PackView { manifest, files, provided: std::collections::BTreeSet::new(), installed };
    manifest_files(&view, report);
    let parts = read_parts(&mut view, readers, report);
    Some(Planned { view, digest, parts })
}

fn requirements(manifest: &Manifest, installed: &Installed, report: &mut Report) {
    for wanted in &manifest.requires {
        let there = installed.packs.get(&wanted.code);
        let enough = there.is_some_and(|have| wanted.at_least.as_ref().is_none_or(|least| have >= least));
        if !enough {
            let least = wanted.at_least.as_ref().map_or_else(|| "0".to_owned(), ToString::to_string);
            report.problems.push(
                Problem::new(MANIFEST, "packs.requirement_missing")
                    .arg("code", wanted.code.clone())
                    .arg("version", least),
            );
        }
    }
}

fn manifest_files(view: &PackView, report: &mut Report) {
    for (role, path) in &view.manifest.files {
        if view.file(path).is_none() {
            report.problems.push(
                Problem::new(MANIFEST, "packs.file_missing")
                    .arg("role", role.clone())
                    .arg("path", path.clone()),
            );
        }
    }
}

/// Readers in their order, files in theirs; a file that no reader takes is a problem.
fn read_parts(view: &mut PackView, readers: &Readers, report: &mut Report) -> Vec<(String, Part)> {
    let mut parts = Vec::new();
    let paths: Vec<String> = view.paths().map(str::to_owned).collect();
    for path in &paths {
        let named = view.manifest.files.values().any(|file| file == path);
        let read = path == MANIFEST || is_for_people(path) || readers.for_file(path).is_some();
        if !read && !named {
            report.problems.push(Problem::new(path.clone(), "packs.unknown_file"));
        }
    }
    for reader in readers.iter() {
        for path in &paths {
            let taken = readers.for_file(path).is_some_and(|taker| std::sync::Arc::ptr_eq(taker, reader));
            if !taken || path == MANIFEST || is_for_people(path) {
                continue;
            }
            let planned = match view.file(path) {
                Some(bytes) => reader.plan(path, bytes, view),
                None => continue,
            };
            match planned {
                Ok(part) => {
                    provide(view, path, &part, report);
                    parts.push((path.clone(), part));
                }
                Err(problems) => report.problems.extend(problems),
            }
        }
    }
    parts
}

fn provide(view: &mut PackView, path: &str, part: &Part, report: &mut Report) {
    for object in &part.objects {
        if !view.provided.insert((object.kind.to_owned(), object.reference.clone())) {
            report.problems.push(
                Problem::new(path, "packs.twice")
                    .arg("kind", object.kind)
                    .arg("reference", object.reference.clone()),
            );
        }
    }
}

fn is_for_people(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "README.md" | "LICENSE" | "SOURCES.md")
}

/// One digest over names, lengths and contents.
fn digest_of(files: &[(String, Vec<u8>)]) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files.iter().filter(|(name, _)| !is_for_people(name)) {
        hash.update(u64::try_from(name.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(name.as_bytes());
        hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(bytes);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
