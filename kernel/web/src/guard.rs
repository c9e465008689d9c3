//! The door of each route: who is it, may they, and if not, what then.
use crate::access::{Access, Verdict};
use crate::context::{Context, RouteMeta, context_of};
use crate::failure::Failure;
use crate::kept::Kept;
use crate::module::RouteKind;
use crate::page::see_other;
use crate::principal::{Office, Principal};
use crate::shell::here;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::RefusalKind;
use http::{HeaderValue, Method, header};
use std::sync::Arc;

/// Layer of every route.
pub(crate) async fn guard(State(meta): State<RouteMeta>, mut request: Request, next: Next) -> Response {
    let context = match context_of(request.extensions()) {
        Ok(context) => context,
        Err(failure) => return failure.into_response(),
    };
    if context.route.set(meta).is_err() {
        return Failure::new(RefusalKind::Internal, "web.internal")
            .because("two guards on one route")
            .into_response();
    }
    if meta.kind != RouteKind::Probe
        && let Err(failure) = identify(&context, &mut request).await
    {
        return failure.into_response();
    }
    match meta.access.judge(context.principal.get(), context.draft_key().is_some()) {
        Verdict::Pass => next.run(request).await,
        Verdict::Forbidden => Failure::new(RefusalKind::Forbidden, "web.forbidden").into_response(),
        Verdict::SignIn => {
            let reading = matches!(context.method, Method::GET | Method::HEAD);
            let kept = if reading { Kept::default() } else { Kept::off(&context, meta, request).await };
            ask_to_sign_in(&context, meta, kept)
        }
    }
}

/// Finds the account behind the session cookie, or behind a bearer token where programs call.
async fn identify(context: &Arc<Context>, request: &mut Request) -> Result<(), Failure> {
    let authenticator = &context.kernel.authenticator;
    let programs = matches!(context.route.get(), Some(route) if route.kind == RouteKind::Api
        || matches!(route.access, Access::Machine(_)));
    let bearer = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(|token| token.trim().to_owned());
    let principal: Option<Principal> = match (bearer, &context.session_token) {
        (Some(token), _) if programs => authenticator.machine(&token, request.extensions_mut()).await?,
        (_, Some(token)) => authenticator.person(token, request.extensions_mut()).await?,
        _ => None,
    };
    let Some(principal) = principal else { return Ok(()) };
    request.extensions_mut().insert(principal.clone());
    // The guard runs once per request, so neither cell can be full.
    let _ = context.principal.set(principal);
    if let Some(office) = request.extensions().get::<Office>() {
        let _ = context.office.set(office.clone());
    }
    Ok(())
}

fn ask_to_sign_in(context: &Context, meta: RouteMeta, kept: Kept) -> Response {
    let reading = matches!(context.method, Method::GET | Method::HEAD);
    if reading
        && matches!(meta.kind, RouteKind::Page | RouteKind::File)
        && !matches!(meta.access, Access::Machine(_))
    {
        return see_other(sign_in_location(context));
    }
    let mut response =
        Failure::new(RefusalKind::Unauthenticated, "web.sign_in_needed").keeping(kept).into_response();
    if matches!(meta.access, Access::Machine(_)) || meta.kind == RouteKind::Api {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// The sign-in page, told where to come back to; a form that was sent cannot be come back to, its page can: where the
/// browser says it stood, else at the address it was sent to.
pub(crate) fn sign_in_location(context: &Context) -> String {
    let path = context.kernel.config.sign_in_path;
    if context.path == path || context.path == "/" {
        return path.to_owned();
    }
    let reading = matches!(context.method, Method::GET | Method::HEAD);
    let back = context.came_from.clone().filter(|_| !reading).unwrap_or_else(|| here(context));
    let next = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("{path}?next={next}")
}
