//! `/ke-hoach/nhap`: one file in, every refusal in words on the same page.
use crate::ops::read_text::read_text;
use crate::reading::BYTES_MAX;
use crate::{Deps, ReadError, Refused};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Refusal;
use db::DbError;
use http::StatusCode;
use policy::web::Cx;
use web::{Errors, Failure, Frame, Part, Shell, Upload, page_status, see_other};

#[derive(Template)]
#[template(path = "planner/upload.html")]
struct UploadPage {
    frame: Frame,
    errors: Errors,
    /// The same file was read before: where it stands.
    known: Option<String>,
}

fn render(shell: &Shell, errors: Errors, known: Option<String>, status: StatusCode) -> Response {
    let frame = shell.frame("programme-planner-upload-title").with_errors(&errors);
    page_status(status, UploadPage { frame: frame.back_to("/ke-hoach"), errors, known })
}

pub(super) async fn show_upload(shell: Shell) -> Response {
    render(&shell, Errors::new(), None, StatusCode::OK)
}

/// The file of the form; what is larger than a plan may be is read no further.
async fn file_of(upload: &mut Upload) -> Result<Option<(String, Vec<u8>)>, Failure> {
    let mut found = None;
    while let Some(part) = upload.next().await? {
        if let Part::File(mut file) = part {
            let name = file.file_name.clone();
            let mut bytes = Vec::new();
            while let Some(piece) = file.chunk().await? {
                bytes.extend_from_slice(&piece);
            }
            if found.is_none() && !bytes.is_empty() {
                found = Some((name, bytes));
            }
        }
    }
    Ok(found)
}

pub(super) async fn take_upload(
    State(deps): State<Deps>,
    shell: Shell,
    Cx(cx): Cx,
    mut upload: Upload,
) -> Result<Response, Failure> {
    let lang = shell.lang();
    let taken = match file_of(&mut upload).await {
        Err(failure) if failure.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let mut errors = Errors::new();
            let megabytes = (BYTES_MAX / (1024 * 1024)).to_string();
            errors
                .add("tep", lang.with("programme-planner-upload-too-large", &[("max", megabytes.as_str())]));
            return Ok(render(&shell, errors, None, StatusCode::PAYLOAD_TOO_LARGE));
        }
        other => other?,
    };
    let read = match taken {
        None => Err(Refused::NoFile),
        Some((name, bytes)) => {
            let done = tokio::task::spawn_blocking(move || read_text(&deps, &cx, &name, &bytes)).await;
            done.unwrap_or(Err(Refused::Database(DbError::Unavailable("reading stopped".to_owned()))))
        }
    };
    match read {
        Ok(id) => Ok(see_other(format!("/ke-hoach/nhap/{id}"))),
        Err(Refused::SameFile(id)) => {
            Ok(render(&shell, Errors::new(), Some(format!("/ke-hoach/nhap/{id}")), StatusCode::CONFLICT))
        }
        Err(Refused::Read(error)) => {
            let mut errors = Errors::new();
            errors.add("tep", sentence(&lang, &error));
            let status = if matches!(error, ReadError::TooLarge { .. }) {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            Ok(render(&shell, errors, None, status))
        }
        Err(refused @ Refused::NoFile) => {
            let mut errors = Errors::new();
            errors.add("tep", lang.refusal(refused.code(), &refused.args()).unwrap_or_default());
            Ok(render(&shell, errors, None, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn sentence(lang: &web::Lang, error: &ReadError) -> String {
    lang.with(error.key(), &error.args())
}
