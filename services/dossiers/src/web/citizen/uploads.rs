//! Files on their way in and out.  The content says what a file is; a name decides nothing.
use super::caller::Caller;
use super::words;
use crate::Deps;
use crate::errors::Refused;
use crate::model::File;
use crate::ops;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base::{Refusal, RefusalKind};
use contracts::FileId;
use objects::{Digest, Kind, ObjectWriter, Objects, ZipLimits, inspect_zip, sniff};
use web::{Errors, Failure, FileAnswer, FilePart, Lang, Part, Upload};

/// A file whose bytes are on disk, and what it is.
pub(super) struct Stored {
    pub name: String,
    pub kind: &'static str,
    pub digest: Digest,
}

/// What one upload form brought.
#[derive(Default)]
pub(super) struct Brought {
    /// Code of the paper the files are for.
    pub component: String,
    pub files: Vec<Stored>,
    /// Name of each refused file and why.
    pub refused: Vec<(String, Refused)>,
}

impl Brought {
    /// Every refused file as a sentence at the paper's file box.
    pub fn errors(&self, l: &Lang) -> Errors {
        let mut errors = Errors::new();
        for (name, why) in &self.refused {
            let why = match (why, promised(name)) {
                (Refused::FileKind, Some((ending, kind))) => {
                    l.with("dossiers-citizen-file-other-inside", &[("ending", ending), ("kind", kind)])
                }
                _ => words::sentence(l, why),
            };
            let args = [("name", name.as_str()), ("why", why.as_str())];
            errors.add(format!("tep-{}", self.component), l.with("dossiers-citizen-file-refused", &args));
        }
        if self.files.is_empty() && self.refused.is_empty() {
            errors.add(format!("tep-{}", self.component), l.t("dossiers-citizen-file-none"));
        }
        errors
    }
}

/// The ending of a name that promises a kind we take, and that kind's name: its content turned out to be another.
fn promised(name: &str) -> Option<(&'static str, &'static str)> {
    const ENDINGS: [(&str, &str); 8] = [
        (".jpg", "JPG"),
        (".jpeg", "JPG"),
        (".png", "PNG"),
        (".webp", "WebP"),
        (".heic", "HEIC"),
        (".pdf", "PDF"),
        (".docx", "Word"),
        (".xlsx", "Excel"),
    ];
    let name = name.trim().to_ascii_lowercase();
    ENDINGS.into_iter().find(|(ending, _)| name.ends_with(ending))
}

/// Reads an upload form: the field `thanh-phan`, then files.  A refused file costs only itself.
pub(super) async fn bring(deps: &Deps, mut upload: Upload) -> Result<Brought, Failure> {
    let mut brought = Brought::default();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } if name == "thanh-phan" => brought.component = value,
            Part::Field { .. } => {}
            Part::File(file) => {
                let name = file.file_name.clone();
                match store(deps, file).await? {
                    Ok(stored) => brought.files.push(stored),
                    Err(refused) => brought.refused.push((name, refused)),
                }
            }
        }
    }
    Ok(brought)
}

/// Streams one file to disk; the outer error ends the request, the inner one only this file.
async fn store(deps: &Deps, mut file: FilePart) -> Result<Result<Stored, Refused>, Failure> {
    let mut writer = deps.objects.writer().map_err(Refused::from)?.limit(deps.settings.file_bytes_max);
    loop {
        match file.chunk().await {
            Ok(Some(piece)) => match writer.write(&piece) {
                Ok(()) => {}
                Err(objects::ObjectError::TooLarge { .. }) => return Ok(Err(Refused::FileTooLarge)),
                Err(other) => return Err(Refused::from(other).into()),
            },
            Ok(None) => break,
            Err(failure) if failure.code() == "web.file_too_large" => return Ok(Err(Refused::FileTooLarge)),
            Err(failure) => return Err(failure),
        }
    }
    if writer.size() == 0 {
        return Ok(Err(Refused::FileEmpty));
    }
    let (objects, name) = (deps.objects.clone(), file.file_name.clone());
    let work = tokio::task::spawn_blocking(move || settle(&objects, writer));
    let outcome = work.await.map_err(|error| {
        Failure::new(RefusalKind::Internal, "web.internal")
            .because(format!("a file was not settled: {error}"))
    })?;
    match outcome {
        Ok((kind, digest)) => Ok(Ok(Stored { name, kind: kind.media_type(), digest })),
        Err(refused) if refused.kind() == RefusalKind::Invalid => Ok(Err(refused)),
        Err(other) => Err(other.into()),
    }
}

/// Makes the bytes durable when they are of a kind that is taken.  Blocks on the disk.
fn settle(objects: &Objects, writer: ObjectWriter) -> Result<(Kind, Digest), Refused> {
    match writer.kind_so_far() {
        kind @ (Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Heic | Kind::Pdf) => Ok((kind, writer.finish()?)),
        Kind::Zip | Kind::Docx | Kind::Xlsx => {
            // A package's marks may stand anywhere and a bomb shows only when counted: all bytes are read.
            let digest = writer.finish()?;
            let bytes = objects.bytes(&digest)?;
            if inspect_zip(&bytes, &ZipLimits::default()).is_err() {
                return Err(Refused::FileUnsafe);
            }
            match sniff(&bytes) {
                kind @ (Kind::Docx | Kind::Xlsx) => Ok((kind, digest)),
                _ => Err(Refused::FileKind),
            }
        }
        Kind::Other => Err(Refused::FileKind),
    }
}

async fn send(deps: &Deps, caller: &Caller, file: &str) -> Result<Response, Failure> {
    let id: FileId = file.parse().map_err(|_| Refused::NotFound)?;
    let file = ops::own_file(deps, &caller.cx, id, caller.holders()).await?;
    answer(deps, &file)
}

fn answer(deps: &Deps, file: &File) -> Result<Response, Failure> {
    let open = deps.objects.file(&file.digest).map_err(Refused::from)?;
    let size = u64::try_from(file.size).unwrap_or(0);
    Ok(FileAnswer::stream(&file.name, &file.kind, size, open).into_response())
}

pub(super) async fn of_draft(
    State(deps): State<Deps>,
    caller: Caller,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    send(&deps, &caller, &file).await
}

pub(super) async fn of_dossier(
    State(deps): State<Deps>,
    caller: Caller,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    send(&deps, &caller, &file).await
}
