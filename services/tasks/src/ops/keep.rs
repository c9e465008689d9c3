//! Bytes that came with an act, kept before its transaction.
use crate::Deps;
use crate::errors::Refused;
use crate::model::File;
use base::Timestamp;
use contracts::FileId;
use objects::{Digest, Kind, Objects, ZipLimits, inspect_zip, sniff};

/// A file on its way in.
#[derive(Clone, Debug)]
pub struct Brought {
    pub name: String,
    pub bytes: bytes::Bytes,
}

/// Bytes per file.
const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;

fn kind_of(bytes: &[u8]) -> Result<Kind, Refused> {
    if bytes.is_empty() {
        return Err(Refused::FileEmpty);
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refused::FileTooLarge);
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

fn put(objects: &Objects, bytes: &[u8]) -> Result<(Kind, Digest), Refused> {
    let kind = kind_of(bytes)?;
    Ok((kind, objects.put_bytes(bytes)?))
}

/// Keeps the bytes; the row is the caller's transaction's.
pub(super) async fn keep(deps: &Deps, brought: Brought, now: Timestamp) -> Result<File, Refused> {
    let size = i64::try_from(brought.bytes.len()).map_err(|_| Refused::FileTooLarge)?;
    let (objects, bytes) = (deps.objects.clone(), brought.bytes);
    let kept = tokio::task::spawn_blocking(move || put(&objects, &bytes)).await;
    let (kind, digest) = kept.map_err(|_| Refused::FileKind)??;
    Ok(File {
        id: FileId::new(now),
        name: brought.name,
        kind: kind.media_type().to_owned(),
        size,
        digest: digest.to_string(),
        uploaded_at: now,
    })
}
