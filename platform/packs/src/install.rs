//! Loads a version of a pack, or ends a pack by date.  For the command line and the start of the program: blocks.
use crate::check::{Planned, Report, plan};
use crate::store::{self, ObjectRow};
use crate::{Object, PackError, PackSource, Part, Readers, Version};
use base::{Date, Id};
use db::Db;
use policy::{OpContext, audit};
use std::sync::Arc;

/// What an installation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The same version with the same content was there; nothing was written.
    AlreadyInstalled {
        code: String,
        version: Version,
    },
    Installed {
        code: String,
        version: Version,
        objects: usize,
    },
}

/// Loads the pack: checked whole, then part by part in the readers' order, one transaction a slice.  Breaking off in
/// the middle harms nothing: the pack counts as installed only at the end, and parts find their own earlier work.
///
/// # Errors
/// [`PackError`]; [`PackError::Denied`] for anybody but the program itself (the operator at the command line).
pub fn install(
    db: &Db,
    cx: &OpContext,
    source: &dyn PackSource,
    readers: &Readers,
) -> Result<Outcome, PackError> {
    cx.authorize_system("packs.install", ())?;
    let installed = db.read_blocking(store::installed)?;
    let mut report = Report::default();
    let planned = plan(source, readers, installed, &mut report);
    report.problems.sort();
    report.problems.dedup();
    let planned = match planned {
        Some(planned) if report.problems.is_empty() => planned,
        _ => return Err(PackError::Problems(report.problems)),
    };
    let (code, version) = (planned.view.manifest.code.clone(), planned.view.manifest.version.clone());
    if may_skip(db, &planned)? {
        return Ok(Outcome::AlreadyInstalled { code, version });
    }
    refuse_changed_objects(db, &planned)?;
    let objects = planned.parts.iter().map(|(_, part)| part.objects.len()).sum();
    for (file, part) in &planned.parts {
        write_part(db, cx, &code, &version, file, part)?;
    }
    finish(db, cx, &planned)?;
    Ok(Outcome::Installed { code, version, objects })
}

/// Whether this very version is there; refuses a lower, changed or removed one.
fn may_skip(db: &Db, planned: &Planned) -> Result<bool, PackError> {
    let (code, version) = (planned.view.manifest.code.clone(), planned.view.manifest.version.clone());
    let asked = code.clone();
    let rows = db.read_blocking(move |tx| store::versions(tx, &asked))?;
    if let Some(row) = rows.iter().find(|row| row.version == version) {
        if row.digest != planned.digest {
            return Err(PackError::Changed { code, version });
        }
        if row.closed_on.is_some() {
            return Err(PackError::Removed { code, version });
        }
    }
    match rows.iter().max_by(|one, other| one.version.cmp(&other.version)) {
        Some(highest) if highest.version > version => {
            Err(PackError::Lower { code, installed: highest.version.clone(), offered: version })
        }
        Some(highest) => Ok(highest.version == version),
        None => Ok(false),
    }
}

fn refuse_changed_objects(db: &Db, planned: &Planned) -> Result<(), PackError> {
    let objects: Vec<Object> = planned.parts.iter().flat_map(|(_, part)| part.objects.clone()).collect();
    for slice in objects.chunks(db::BULK_SLICE_MAX) {
        let slice = slice.to_vec();
        db.read_blocking(move |tx| {
            for object in &slice {
                let known = store::object_digest(tx, object.kind, &object.reference)?;
                if object.immutable && known.is_some_and(|digest| digest != object.digest) {
                    return Err(PackError::Immutable {
                        kind: object.kind.to_owned(),
                        reference: object.reference.clone(),
                    });
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn write_part(
    db: &Db,
    cx: &OpContext,
    code: &str,
    version: &Version,
    file: &str,
    part: &Part,
) -> Result<(), PackError> {
    for slice in 0..part.slices {
        let last = slice + 1 == part.slices;
        let (run, cx) = (Arc::clone(&part.run), cx.clone());
        let rows: Vec<ObjectRow> = if last && part.objects.len() <= db::BULK_SLICE_MAX {
            rows_of(&part.objects, code, version)
        } else {
            Vec::new()
        };
        let file = file.to_owned();
        db.write_blocking(move |tx| {
            run(tx, &cx, slice).map_err(|error| match error {
                PackError::Part { file: given, refusal } if given.is_empty() => {
                    PackError::Part { file: file.clone(), refusal }
                }
                other => other,
            })?;
            store::put_objects(tx, &rows)?;
            Ok::<(), PackError>(())
        })?;
    }
    if part.objects.len() > db::BULK_SLICE_MAX {
        for slice in part.objects.chunks(db::BULK_SLICE_MAX) {
            let rows = rows_of(slice, code, version);
            db.write_blocking(move |tx| store::put_objects(tx, &rows).map_err(PackError::from))?;
        }
    }
    Ok(())
}

fn rows_of(objects: &[Object], code: &str, version: &Version) -> Vec<ObjectRow> {
    objects
        .iter()
        .map(|object| ObjectRow {
            kind: object.kind.to_owned(),
            reference: object.reference.clone(),
            digest: object.digest.clone(),
            pack_code: code.to_owned(),
            pack_version: version.to_string(),
        })
        .collect()
}

fn finish(db: &Db, cx: &OpContext, planned: &Planned) -> Result<(), PackError> {
    let (manifest, digest) = (planned.view.manifest.clone(), planned.digest.clone());
    let cx = cx.clone();
    db.write_blocking(move |tx| {
        store::put_pack(tx, &manifest, &digest, cx.now)?;
        let detail = serde_json::json!({
            "code": manifest.code, "version": manifest.version.as_str(), "digest": digest,
        });
        audit(tx, &cx, "packs.installed", cx.request_id, None, &detail)?;
        Ok::<(), PackError>(())
    })
}

/// Ends a pack on a day: its objects are closed by their readers, the pack's rows say when.  No row is deleted, and
/// what was pinned to its objects goes on.  Answers how many objects were closed.
///
/// # Errors
/// [`PackError::NotInstalled`]; a reader's refusal.
pub fn remove(db: &Db, cx: &OpContext, code: &str, on: Date, readers: &Readers) -> Result<usize, PackError> {
    cx.authorize_system("packs.remove", ())?;
    let asked = code.to_owned();
    let (rows, objects) = db.read_blocking(move |tx| {
        Ok::<_, PackError>((store::versions(tx, &asked)?, store::objects_of(tx, &asked)?))
    })?;
    if !rows.iter().any(|row| row.closed_on.is_none()) {
        return Err(PackError::NotInstalled(code.to_owned()));
    }
    let closed = objects.len();
    for slice in objects.chunks(50) {
        let (slice, readers, cx) = (slice.to_vec(), readers.clone(), cx.clone());
        db.write_blocking(move |tx| {
            for (kind, reference) in &slice {
                for reader in readers.iter() {
                    reader.close(tx, &cx, (kind, reference), on)?;
                }
            }
            Ok::<(), PackError>(())
        })?;
    }
    let (code, cx) = (code.to_owned(), cx.clone());
    db.write_blocking(move |tx| {
        store::close_pack(tx, &code, on)?;
        let detail = serde_json::json!({ "code": code, "on": on.to_string() });
        audit(tx, &cx, "packs.removed", Id::new(cx.now), None, &detail)?;
        Ok::<(), PackError>(())
    })?;
    Ok(closed)
}
