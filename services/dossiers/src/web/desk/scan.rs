//! `/ho-so/{id}/quet`: scans of papers handed in at the counter, put on the paper they show.
use super::dossier::show_again;
use super::words;
use crate::ops::{self, AttachScan};
use crate::{Deps, Refused};
use axum::extract::{Path, State};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use contracts::DossierId;
use policy::web::Cx;
use web::{Failure, Fields, FilePart, Part, Shell, Upload, see_other};

/// What came: the form's fields and the scans, or why one was not taken.
struct Brought {
    fields: Fields,
    scans: Vec<(String, Bytes)>,
    refused: Option<Refused>,
}

async fn read(mut upload: Upload) -> Result<Brought, Failure> {
    let mut brought = Brought { fields: Fields::default(), scans: Vec::new(), refused: None };
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => brought.fields.push(&name, value),
            Part::File(file) => match whole(file).await? {
                Some((name, bytes)) if bytes.is_empty() && name.is_empty() => {}
                Some(scan) => brought.scans.push(scan),
                None => brought.refused = Some(Refused::FileTooLarge),
            },
        }
    }
    Ok(brought)
}

/// The bytes of one scan; none when it is larger than what is taken.
async fn whole(mut file: FilePart) -> Result<Option<(String, Bytes)>, Failure> {
    let mut bytes = BytesMut::new();
    loop {
        match file.chunk().await {
            Ok(Some(piece)) => bytes.extend_from_slice(&piece),
            Ok(None) => return Ok(Some((file.file_name.clone(), bytes.freeze()))),
            Err(failure) if failure.code() == "web.file_too_large" => return Ok(None),
            Err(failure) => return Err(failure),
        }
    }
}

/// POST `/ho-so/{id}/quet`.
pub async fn attach_scans(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    Path(id): Path<DossierId>,
    upload: Upload,
) -> Result<Response, Failure> {
    let Brought { fields, scans, refused } = read(upload).await?;
    let mut refused = refused.or_else(|| scans.is_empty().then_some(Refused::FileEmpty));
    let mut version = super::acts::version(&fields);
    for (name, bytes) in scans {
        if refused.is_some() {
            break;
        }
        let component = fields.text("scan-component").to_owned();
        let command = AttachScan { dossier: id, version, component, name, bytes };
        match ops::attach_scan(&deps, &cx, command).await {
            // each scan is an act of its own and raises the version by one
            Ok(_) => version = version.saturating_add(1),
            Err(no) => refused = Some(no),
        }
    }
    let Some(refused) = refused else { return Ok(see_other(format!("/ho-so/{id}"))) };
    let trouble = words::trouble(&shell.lang(), refused, |field| match field {
        "component" => "scan-component".to_owned(),
        _ => "scan-files".to_owned(),
    })?;
    show_again(&deps, &shell, &cx, id, fields, trouble).await
}
