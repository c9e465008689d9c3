//! Answers that people see.
use crate::csrf::safe_next;
use crate::failure::Failure;
use askama::Template;
use axum::response::{IntoResponse, Response};
use base::RefusalKind;
use http::{HeaderValue, StatusCode, header};

/// A page, 200.
pub fn page<T: Template>(template: T) -> Response {
    page_status(StatusCode::OK, template)
}

/// A page with another status: 422 shows the form again with what was typed.
pub fn page_status<T: Template>(status: StatusCode, template: T) -> Response {
    match template.render() {
        Ok(html) => {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
            (status, kind, html).into_response()
        }
        Err(error) => Failure::new(RefusalKind::Internal, "web.internal")
            .because(format!("template did not render: {error}"))
            .into_response(),
    }
}

/// 303 to a page of our own, after a POST.  Anything but a local path leads home: a redirect is never open.
pub fn see_other(path: impl AsRef<str>) -> Response {
    let path = path.as_ref();
    let ascii = percent_encoding::utf8_percent_encode(path, &LOCATION).to_string();
    let target = safe_next(&ascii).unwrap_or_else(|| {
        tracing::error!(target: "web", "see_other was given something that is not a local path");
        "/"
    });
    let location = HeaderValue::from_str(target).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Escapes what may not stand in a Location and leaves what is already escaped.
const LOCATION: percent_encoding::AsciiSet = percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'}');
