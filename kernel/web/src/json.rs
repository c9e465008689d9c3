//! JSON in and out, and versions.
use crate::context::context_of;
use crate::csrf;
use crate::failure::Failure;
use crate::form::{body, is_kind};
use crate::principal::PrincipalKind;
use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use base::RefusalKind;
use http::request::Parts;
use http::{HeaderValue, header};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Extractor and answer for `application/json`, within the configured body limit.  A person's browser must have
/// started the call on our own pages; machines have no browser.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let context = context_of(request.extensions())?;
        let machine = context.principal.get().is_some_and(|who| who.kind == PrincipalKind::Machine);
        if !machine {
            csrf::check_origin(&context, request.headers())?;
        }
        if !is_kind(request.headers(), "application/json") {
            return Err(Failure::new(RefusalKind::Invalid, "web.bad_json").because("content type"));
        }
        let bytes = body(&context, request).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            // The message of serde_json may quote what was sent: only the place goes to the log.
            let place = format!("line {} column {}", error.line(), error.column());
            Failure::new(RefusalKind::Invalid, "web.bad_json").because(place)
        })
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes)
                .into_response(),
            Err(error) => {
                Failure::new(RefusalKind::Internal, "web.internal").because(error.to_string()).into_response()
            }
        }
    }
}

/// `ETag` of a row's version.
#[must_use]
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"v{version}\"")).unwrap_or(HeaderValue::from_static("\"v\""))
}

/// The version that the caller has seen, from `If-Match: "v12"`.  As `Option<IfMatch>` it may be absent; as
/// `IfMatch` its absence is refused with 428.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl IfMatch {
    /// # Errors
    /// 409 `web.stale` when the row has moved on.
    pub fn expect(self, version: i64) -> Result<(), Failure> {
        if self.0 == version { Ok(()) } else { Err(Failure::new(RefusalKind::Conflict, "web.stale")) }
    }

    fn read(parts: &Parts) -> Option<Result<Self, Failure>> {
        let text = parts.headers.get(header::IF_MATCH)?;
        let version = text
            .to_str()
            .ok()
            .and_then(|text| text.trim().strip_prefix("\"v")?.strip_suffix('"')?.parse().ok());
        Some(version.map(Self).ok_or_else(|| Failure::new(RefusalKind::Conflict, "web.stale")))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Self::read(parts).unwrap_or_else(|| {
            let mut failure = Failure::new(RefusalKind::Conflict, "web.version_needed");
            failure.status = http::StatusCode::PRECONDITION_REQUIRED;
            Err(failure)
        })
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for IfMatch {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Failure> {
        Self::read(parts).transpose()
    }
}
