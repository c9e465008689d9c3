//! An officer (or a machine at the counter) puts a scan on a paper of a dossier.
use super::Deps;
use super::own::open_round;
use super::record::{Act, save};
use crate::errors::Refused;
use crate::model::{File, Given, Status};
use crate::store;
use contracts::{DossierId, FileId};
use objects::{Digest, Kind, Objects, ZipLimits, inspect_zip, sniff};
use policy::OpContext;

/// A scan and the paper it shows.
#[derive(Clone, Debug)]
pub struct AttachScan {
    pub dossier: DossierId,
    pub version: i64,
    pub component: String,
    pub name: String,
    pub bytes: bytes::Bytes,
}

/// What the bytes are, when they are of a kind that is taken.
fn kind_of(bytes: &[u8]) -> Result<Kind, Refused> {
    if bytes.is_empty() {
        return Err(Refused::FileEmpty);
    }
    match sniff(bytes) {
        Kind::Other => Err(Refused::FileKind),
        Kind::Zip | Kind::Docx | Kind::Xlsx if inspect_zip(bytes, &ZipLimits::default()).is_err() => {
            Err(Refused::FileUnsafe)
        }
        Kind::Zip => Err(Refused::FileKind),
        kind => Ok(kind),
    }
}

fn keep(objects: &Objects, bytes: &[u8]) -> Result<(Kind, Digest), Refused> {
    let kind = kind_of(bytes)?;
    Ok((kind, objects.put_bytes(bytes)?))
}

/// Keeps the bytes and puts them on the paper; of an open supplement round when one is open.
///
/// # Errors
/// [`Refused`]: no right, an unknown paper, an empty or unsafe file, a dossier that has ended, a stale version.
pub async fn attach_scan(deps: &Deps, cx: &OpContext, cmd: AttachScan) -> Result<File, Refused> {
    let size = i64::try_from(cmd.bytes.len()).map_err(|_| Refused::FileTooLarge)?;
    if u64::try_from(size).unwrap_or(u64::MAX) > deps.settings.file_bytes_max {
        return Err(Refused::FileTooLarge);
    }
    let (objects, bytes) = (deps.objects.clone(), cmd.bytes.clone());
    let kept = tokio::task::spawn_blocking(move || keep(&objects, &bytes)).await;
    let (kind, digest) = kept.map_err(|_| Refused::FileKind)??;
    let (most, cx) = (deps.settings.files_per_component_max, cx.clone());
    deps.db
        .write(move |tx| {
            if !store::lock(tx, cmd.dossier)? {
                return Err(Refused::NotFound);
            }
            let found = store::load(tx, cmd.dossier)?.ok_or(Refused::NotFound)?;
            // The right is asked before the version, so that a stranger learns neither.
            let version = found.version;
            let before = cx.authorize("dossiers.receive", found).map_err(|_| Refused::NotFound)?;
            if version != cmd.version {
                return Err(Refused::Stale);
            }
            if before.status.is_final() || before.status == Status::Resolved {
                return Err(Refused::Stale);
            }
            let known = store::components(tx, before.id)?;
            if !known.iter().any(|component| component.code == cmd.component) {
                return Err(Refused::Field { field: "component", problem: "unknown" });
            }
            let there = store::dossier_files(tx, before.id)?;
            if there.iter().filter(|file| file.component == cmd.component).count() >= most {
                return Err(Refused::Field { field: "file", problem: "too_many" });
            }
            let rounds = store::supplements(tx, before.id)?;
            let file = File {
                id: FileId::new(cx.now),
                component: cmd.component.clone(),
                name: cmd.name.clone(),
                kind: kind.media_type().to_owned(),
                size,
                digest: digest.to_string(),
                uploaded_at: cx.now,
                round: open_round(&rounds).map_or(0, |round| round.round),
            };
            store::insert_file(tx, None, Some(before.id), &file, cx.actor.account())?;
            store::set_given(tx, &before, &cmd.component, Given::File)?;
            let after = before.clone().into_inner();
            save(tx, &cx, &before, after, &Act::internal("file_attached"))?;
            Ok(file)
        })
        .await
}
