//! Evidence on its way in and out.  The content says what a file is; a name decides nothing.
use crate::Deps;
use crate::ops::track::{NewFile, TrackRefused, evidence_file};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::{Id, Refusal, RefusalKind};
use objects::{Kind, ObjectWriter, Objects, ZipLimits, inspect_zip, sniff};
use policy::web::Cx;
use web::{Failure, Fields, FileAnswer, FilePart, Part, Upload};

/// 20 MB.
const FILE_BYTES_MAX: u64 = 20 * 1024 * 1024;

/// What an upload form brought: its fields, the files that are whole, and why others are not.
#[derive(Default)]
pub(super) struct Brought {
    pub fields: Vec<(String, String)>,
    pub files: Vec<NewFile>,
    pub refused: Option<TrackRefused>,
}

impl Brought {
    pub fn fields(&self) -> Fields {
        Fields::from_pairs(self.fields.clone())
    }
}

/// Reads an upload form.  A refused file costs only itself.
pub(super) async fn bring(deps: &Deps, mut upload: Upload) -> Result<Brought, Failure> {
    let mut brought = Brought::default();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => brought.fields.push((name, value)),
            Part::File(file) => match store(deps, file).await? {
                Ok(file) => brought.files.push(file),
                Err(refused) => brought.refused = Some(refused),
            },
        }
    }
    Ok(brought)
}

/// Streams one file to disk; the outer error ends the request, the inner one only this file.
async fn store(deps: &Deps, mut file: FilePart) -> Result<Result<NewFile, TrackRefused>, Failure> {
    let mut writer = deps.objects.writer().map_err(TrackRefused::from)?.limit(FILE_BYTES_MAX);
    loop {
        match file.chunk().await {
            Ok(Some(piece)) => match writer.write(&piece) {
                Ok(()) => {}
                Err(objects::ObjectError::TooLarge { .. }) => return Ok(Err(TrackRefused::FileTooLarge)),
                Err(other) => return Err(TrackRefused::from(other).into()),
            },
            Ok(None) => break,
            Err(failure) if failure.code() == "web.file_too_large" => {
                return Ok(Err(TrackRefused::FileTooLarge));
            }
            Err(failure) => return Err(failure),
        }
    }
    if writer.size() == 0 {
        return Ok(Err(TrackRefused::FileEmpty));
    }
    let (objects, name) = (deps.objects.clone(), file.file_name.clone());
    let settled = blocking(move || settle(&objects, writer)).await?;
    match settled {
        Ok((kind, digest)) => Ok(Ok(NewFile {
            name,
            media_type: kind.media_type().to_owned(),
            size: digest.size_stored(),
            digest: digest.sha256,
        })),
        Err(refused) if refused.kind() == RefusalKind::Invalid => Ok(Err(refused)),
        Err(other) => Err(other.into()),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Failure::new(RefusalKind::Internal, "web.internal")
            .because(format!("a file was not settled: {error}"))
    })
}

/// Makes the bytes durable when they are of a kind that is taken.  Blocks on the disk.
fn settle(objects: &Objects, writer: ObjectWriter) -> Result<(Kind, objects::Digest), TrackRefused> {
    match writer.kind_so_far() {
        kind @ (Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Heic | Kind::Pdf) => Ok((kind, writer.finish()?)),
        Kind::Zip | Kind::Docx | Kind::Xlsx => {
            // A package's marks may stand anywhere and a bomb shows only when counted: all bytes are read.
            let digest = writer.finish()?;
            let bytes = objects.bytes(&digest)?;
            if inspect_zip(&bytes, &ZipLimits::default()).is_err() {
                return Err(TrackRefused::FileKind);
            }
            match sniff(&bytes) {
                kind @ (Kind::Docx | Kind::Xlsx) => Ok((kind, digest)),
                _ => Err(TrackRefused::FileKind),
            }
        }
        Kind::Other => Err(TrackRefused::FileKind),
    }
}

pub(super) async fn get_plan_evidence(
    State(deps): State<Deps>,
    Cx(cx): Cx,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: Id = id.parse().map_err(|_| TrackRefused::NoSuch)?;
    let file = evidence_file(&deps, &cx, id).await?;
    let (objects, digest) = (deps.objects.clone(), file.digest.clone());
    let opened = blocking(move || objects.file(digest)).await?.map_err(TrackRefused::from)?;
    let size = u64::try_from(file.size).unwrap_or(0);
    Ok(FileAnswer::stream(&file.name, &file.media_type, size, opened).into_response())
}
