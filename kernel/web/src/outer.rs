//! The outermost layer: request id, time limit, panics, errors said our way, security headers, compression, and
//! one log line per request.
use crate::app::Kernel;
use crate::assets::{gzip, takes_gzip};
use crate::config::RequestSeen;
use crate::context::Context;
use crate::cookie::{self, Names};
use crate::failure::{Failure, Problem, ProblemField};
use crate::frame::Frame;
use crate::module::RouteKind;
use crate::page::page_status;
use crate::serve::watched;
use askama::Template;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::RefusalKind;
use flate2::Compression;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

pub(crate) const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// Below this a gzip header costs more than it saves.
const GZIP_BYTES_MIN: u64 = 860;
const GZIP_BYTES_MAX: u64 = 8 * 1024 * 1024;

pub(crate) async fn outer(State(kernel): State<Arc<Kernel>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = Arc::new(Context::new(Arc::clone(&kernel), &request));
    let zip = takes_gzip(request.headers());
    let limit = time_limit(&kernel, request.headers());
    request.extensions_mut().insert(Arc::clone(&context));
    let response = match tokio::time::timeout(limit, Caught(Box::pin(next.run(watched(request))))).await {
        Ok(Some(response)) => response,
        Ok(None) => Failure::new(RefusalKind::Internal, "web.internal").because("panic").into_response(),
        Err(_) => Failure::new(RefusalKind::Unavailable, "web.timeout").because("time limit").into_response(),
    };
    let mut response = said_our_way(&context, response);
    dress(&context, response.headers_mut());
    let response = if zip { packed(response).await } else { response };
    note(&context, response.status(), started);
    response
}

fn time_limit(kernel: &Kernel, headers: &HeaderMap) -> Duration {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/") { kernel.config.upload_timeout } else { kernel.config.timeout }
}

/// A future whose panic is an answer, not the end of the connection.  The panic hook has already logged it.
struct Caught<F>(Pin<Box<F>>);

impl<F: Future> Future for Caught<F> {
    type Output = Option<F::Output>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<Self::Output> {
        match catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(cx))) {
            Ok(Poll::Ready(value)) => Poll::Ready(Some(value)),
            Ok(Poll::Pending) => Poll::Pending,
            Err(_) => Poll::Ready(None),
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    heading: String,
    text: String,
    code: String,
    sign_in: bool,
    /// What was typed, given back.
    kept: String,
}

/// Turns refusals, and the plain noes of extractors and of the router, into our page or problem+json.
fn said_our_way(context: &Arc<Context>, response: Response) -> Response {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let told = response.extensions().get::<Arc<Failure>>().cloned();
    let failure = match told {
        Some(failure) => failure,
        None if is_ours(response.headers()) => return response,
        None => Arc::new(Failure::bare(status)),
    };
    if failure.status.is_server_error() || failure.cause.is_some() {
        let (status, cause) = (failure.status.as_u16(), failure.cause.as_deref().unwrap_or("-"));
        // A refusal is the program doing its work; only what an operator must look at is a warning.
        if failure.status.is_server_error() {
            tracing::warn!(target: "web.failure",
                { request.id = %context.id, spoken = context.spoken_code(), status, code = failure.code(), cause }, "request refused");
        } else {
            tracing::info!(target: "web.failure",
                { request.id = %context.id, spoken = context.spoken_code(), status, code = failure.code(), cause }, "request refused");
        }
    }
    let mut answer =
        if context.wants_page() { as_page(context, &failure) } else { as_problem(context, &failure) };
    let kept = [header::ALLOW, header::WWW_AUTHENTICATE, header::RETRY_AFTER];
    for name in kept {
        if let Some(value) = response.headers().get(&name) {
            answer.headers_mut().insert(name, value.clone());
        }
    }
    for value in response.headers().get_all(header::SET_COOKIE) {
        answer.headers_mut().append(header::SET_COOKIE, value.clone());
    }
    if let Some(seconds) = failure.retry_after_seconds {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// A handler that answered with a page or JSON of its own means it.
fn is_ours(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| !kind.starts_with("text/plain"))
}

/// Which of the shell's own texts fits a status.
fn family(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "sign-in",
        403 => "forbidden",
        404 | 410 => "not-found",
        405 => "method",
        409 | 412 => "conflict",
        413 => "too-large",
        429 => "too-many",
        503 => "unavailable",
        500..=599 => "internal",
        _ => "bad-request",
    }
}

fn as_page(context: &Arc<Context>, failure: &Failure) -> Response {
    let lang = context.kernel.catalogue.lang(context.kernel.config.language);
    let family = family(failure.status);
    let heading = lang.t(&format!("web-error-{family}-title")).into_owned();
    let text = lang
        .refusal(&failure.code, &failure.args)
        .unwrap_or_else(|| lang.t(&format!("web-error-{family}-text")).into_owned());
    let frame = Frame::of(context, heading.clone());
    let sign_in = failure.status == StatusCode::UNAUTHORIZED;
    let kept = failure.kept.text().to_owned();
    let private = !kept.is_empty();
    let shown = ErrorPage { frame, heading, text, code: context.spoken_code(), sign_in, kept };
    let mut answer = page_status(failure.status, shown);
    if private {
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

fn as_problem(context: &Context, failure: &Failure) -> Response {
    let lang = context.kernel.catalogue.lang(context.kernel.config.language);
    let title = lang
        .refusal(&failure.code, &failure.args)
        .unwrap_or_else(|| lang.t(&format!("web-error-{}-text", family(failure.status))).into_owned());
    let problem = Problem {
        kind: format!("urn:tinhso:refusal:{}", failure.code),
        title,
        status: failure.status.as_u16(),
        code: failure.code.clone().into_owned(),
        request_id: context.id.to_string(),
        errors: failure
            .errors
            .iter()
            .map(|(field, message)| ProblemField { field: field.to_owned(), message: message.to_owned() })
            .collect(),
    };
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    (failure.status, kind, body).into_response()
}

/// Headers that every answer carries.  A file keeps its own, stricter policy.
fn dress(context: &Context, headers: &mut HeaderMap) {
    let https = context.kernel.config.https();
    let always: [(HeaderName, &'static str); 7] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // Not "no-referrer": browsers would then send "Origin: null" with our own forms.
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
             payment=(), usb=()",
        ),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in always {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if let Ok(id) = HeaderValue::from_str(&context.id.to_string()) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    let private = context.principal.get().is_some() || context.draft_key().is_some();
    let caching = if private { "no-store" } else { "private, no-cache" };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(caching));
    if let Some(token) = context.issued_pre_token() {
        headers.append(header::SET_COOKIE, cookie::make(Names::of(https).pre, token, None, https));
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    [
        "text/html",
        "application/json",
        "application/problem+json",
        "text/csv",
        "text/plain",
        "application/geo+json",
    ]
    .iter()
    .any(|wanted| kind.starts_with(wanted))
}

/// Compresses whole texts.  Streams and files go as they are.
async fn packed(response: Response) -> Response {
    let size = response.body().size_hint().exact().unwrap_or(0);
    let fits = (GZIP_BYTES_MIN..=GZIP_BYTES_MAX).contains(&size);
    if !fits || !is_text(response.headers()) || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let plain = collected.to_bytes();
    let Some(small) = gzip(&plain, Compression::new(5)) else {
        return Response::from_parts(parts, Body::from(plain));
    };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(small))
}

/// One line per request: what was asked by name, not with which values.
fn note(context: &Context, status: StatusCode, started: Instant) {
    let duration_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let route = context.route.get();
    let (operation, path) = route.map_or(("no_route", "-"), |meta| (meta.operation, meta.path));
    let status = status.as_u16();
    if route.is_some_and(|meta| meta.kind == RouteKind::Probe) {
        tracing::debug!(target: "web.request", { request.id = %context.id, method = %context.method, route = path,
            operation, status, duration_us }, "request answered");
    } else {
        tracing::info!(target: "web.request", { request.id = %context.id, method = %context.method, route = path,
            operation, status, duration_us }, "request answered");
    }
    if let Some(observer) = &context.kernel.config.observer {
        observer(&RequestSeen { operation, status, duration_us });
    }
}
