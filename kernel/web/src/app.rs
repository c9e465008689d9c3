//! Folds the modules into one router.
use crate::access::Access;
use crate::assets::{self, Assets};
use crate::catalogue::{Catalogue, CatalogueError};
use crate::config::WebConfig;
use crate::context::RouteMeta;
use crate::cookie::{Names, SignedCookie};
use crate::failure::Failure;
use crate::guard::guard;
use crate::keys::Keys;
use crate::module::{MenuItem, Module, RouteKind};
use crate::outer::outer;
use crate::page::see_other;
use crate::principal::{Authenticator, DynAuthenticator};
use crate::{LOCALES, csrf};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any, get};
use http::{Method, StatusCode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A program that must not start.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Words(#[from] CatalogueError),
    #[error("{0} {1} is given by two modules")]
    RouteTwice(Method, String),
    #[error("operation {0} stands twice")]
    OperationTwice(String),
    #[error("{0} starts with the place of embedded files")]
    ReservedPath(String),
    #[error("{operation} asks for {permission}, which no module declares")]
    UnknownPermission { operation: String, permission: String },
}

/// What every request shares.
pub(crate) struct Kernel {
    pub config: WebConfig,
    pub keys: Keys,
    pub catalogue: Arc<Catalogue>,
    pub assets: Assets,
    pub authenticator: Arc<dyn DynAuthenticator>,
    pub menu: Vec<MenuItem>,
}

impl Kernel {
    /// 30 days: as long as a draft is kept.
    pub(crate) fn draft_cookie(&self) -> SignedCookie {
        SignedCookie::new(Names::of(false).draft, 30 * 24 * 3600)
    }
}

/// The whole web side of the program.
///
/// # Errors
/// When two modules claim one address, operation or word, or a route asks for a permission nobody declares.
pub fn app<A: Authenticator>(
    modules: Vec<Module>,
    config: WebConfig,
    authenticator: A,
) -> Result<Router, AppError> {
    app_with(modules, config, authenticator).map(|(router, _)| router)
}

/// As [`app`], and the catalogue beside it, for tests of words and for parts that write letters.
///
/// # Errors
/// As [`app`].
pub fn app_with<A: Authenticator>(
    modules: Vec<Module>,
    config: WebConfig,
    authenticator: A,
) -> Result<(Router, Arc<Catalogue>), AppError> {
    check(&modules)?;
    let own = LOCALES.iter().map(|(language, text)| ("web", *language, *text));
    let theirs = modules
        .iter()
        .flat_map(|module| module.locales.iter().map(|(language, text)| (module.name, *language, *text)));
    let catalogue = Catalogue::build(config.language, own.chain(theirs))?;
    let mut menu: Vec<MenuItem> = modules.iter().flat_map(|module| module.menu.iter().copied()).collect();
    menu.sort_by_key(|item| item.order);
    let kernel = Arc::new(Kernel {
        keys: Keys::new(config.secret.clone()),
        assets: Assets::new(config.theme.as_ref()),
        catalogue: Arc::clone(&catalogue),
        authenticator: Arc::new(authenticator),
        menu,
        config,
    });
    Ok((router(modules, &kernel), catalogue))
}

fn check(modules: &[Module]) -> Result<(), AppError> {
    let declared: BTreeSet<&str> =
        modules.iter().flat_map(|module| module.permissions.iter().copied()).collect();
    let mut addresses = BTreeSet::new();
    let mut operations = BTreeSet::new();
    for route in modules.iter().flat_map(|module| &module.routes) {
        if route.path.starts_with(assets::PREFIX) {
            return Err(AppError::ReservedPath(route.path.to_owned()));
        }
        if !addresses.insert((route.method.to_string(), route.path)) {
            return Err(AppError::RouteTwice(route.method.clone(), route.path.to_owned()));
        }
        if !operations.insert(route.operation) {
            return Err(AppError::OperationTwice(route.operation.to_owned()));
        }
        if let Access::Permission(name) | Access::Machine(name) = route.access
            && !declared.contains(name)
        {
            return Err(AppError::UnknownPermission {
                operation: route.operation.to_owned(),
                permission: name.to_owned(),
            });
        }
    }
    Ok(())
}

fn router(modules: Vec<Module>, kernel: &Arc<Kernel>) -> Router {
    let mut by_path: BTreeMap<&'static str, MethodRouter<()>> = BTreeMap::new();
    for route in modules.into_iter().flat_map(|module| module.routes) {
        let meta = RouteMeta {
            path: route.path,
            operation: route.operation,
            access: route.access,
            kind: route.kind,
        };
        let guarded = route.handler.route_layer(from_fn_with_state(meta, guard));
        let merged = match by_path.remove(route.path) {
            Some(others) => others.merge(guarded),
            None => guarded,
        };
        by_path.insert(route.path, merged);
    }
    let mut router = Router::new();
    for (path, methods) in by_path {
        router = router.route(path, methods);
    }
    let files = RouteMeta {
        path: "/-/{file}",
        operation: "get_asset",
        access: Access::Public,
        kind: RouteKind::Probe,
    };
    let asset =
        get(assets::serve).with_state(Arc::clone(kernel)).route_layer(from_fn_with_state(files, guard));
    let nowhere =
        RouteMeta { path: "-", operation: "no_route", access: Access::Public, kind: RouteKind::File };
    router
        .route("/-/{file}", asset)
        .fallback_service(any(no_route).layer(from_fn_with_state(nowhere, guard)))
        .layer(DefaultBodyLimit::max(kernel.config.body_limit))
        .layer(from_fn_with_state(Arc::clone(kernel), outer))
}

/// Nothing stands at this address; with a slash too many, say where it does.
async fn no_route(request: Request) -> Response {
    let path = request.uri().path();
    let bare = path.trim_end_matches('/');
    let reading = matches!(*request.method(), Method::GET | Method::HEAD);
    if reading && path.ends_with('/') && csrf::safe_next(bare).is_some() {
        let target = match request.uri().query() {
            Some(query) => format!("{bare}?{query}"),
            None => bare.to_owned(),
        };
        let mut response = see_other(target);
        *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
        return response;
    }
    Failure::not_found().into_response()
}
