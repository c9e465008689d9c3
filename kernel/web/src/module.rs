//! What a crate gives the program: one value, folded by the binary and read by the tidy tests.
use crate::access::{Access, Audience};
use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use http::Method;

/// Everything one crate brings.
pub struct Module {
    pub name: &'static str,
    pub routes: Vec<Route>,
    /// Permissions that this crate asks for, `crate.verb`.
    pub permissions: &'static [&'static str],
    pub migrations: db::MigrationSet,
    pub menu: Vec<MenuItem>,
    pub audit_events: &'static [&'static str],
    /// (language, Fluent text); every key starts with the crate's name, or is `refusal-…`.
    pub locales: &'static [(&'static str, &'static str)],
    pub subscriptions: Vec<jobs::Subscription>,
    pub jobs: Vec<jobs::JobKind>,
}

impl Module {
    /// A module with nothing in it yet; fill the fields that apply.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            routes: Vec::new(),
            permissions: &[],
            migrations: db::MigrationSet { owner: name, migrations: &[] },
            menu: Vec::new(),
            audit_events: &[],
            locales: &[],
            subscriptions: Vec::new(),
            jobs: Vec::new(),
        }
    }
}

/// One entry of the masthead.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem {
    /// Locale key of the word.
    pub key: &'static str,
    pub href: &'static str,
    pub audience: Audience,
    /// Smaller comes first.
    pub order: u16,
}

/// What a route answers with; decides how errors look and how long the body may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteKind {
    Page,
    Api,
    File,
    /// Health and metrics: no cookies, no request line at info level.
    Probe,
}

/// One operation at one address.
pub struct Route {
    pub method: Method,
    /// axum syntax: `/ho-so/{id}`.
    pub path: &'static str,
    /// `verb_resource`, also the OpenAPI operation id and the log's name.
    pub operation: &'static str,
    pub access: Access,
    pub kind: RouteKind,
    pub handler: MethodRouter<()>,
}

impl Route {
    fn of(
        method: Method,
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: MethodRouter<()>,
    ) -> Self {
        let kind = if path.starts_with("/api/") { RouteKind::Api } else { RouteKind::Page };
        Self { method, path, operation, access, kind, handler }
    }

    #[must_use]
    pub fn get<H: Handler<T, ()>, T: 'static>(
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::of(Method::GET, path, operation, access, routing::get(handler))
    }

    #[must_use]
    pub fn post<H: Handler<T, ()>, T: 'static>(
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::of(Method::POST, path, operation, access, routing::post(handler))
    }

    #[must_use]
    pub fn put<H: Handler<T, ()>, T: 'static>(
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::of(Method::PUT, path, operation, access, routing::put(handler))
    }

    #[must_use]
    pub fn patch<H: Handler<T, ()>, T: 'static>(
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::of(Method::PATCH, path, operation, access, routing::patch(handler))
    }

    #[must_use]
    pub fn delete<H: Handler<T, ()>, T: 'static>(
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        Self::of(Method::DELETE, path, operation, access, routing::delete(handler))
    }

    /// The same route as another kind (a path under `/api/` is an API, any other a page, unless said here).
    #[must_use]
    pub fn kind(mut self, kind: RouteKind) -> Self {
        self.kind = kind;
        self
    }
}

/// Builds routes whose handlers take `State<S>`.
///
/// `Routes::with(state).get("/quay", "list_desk", Access::Permission("dossiers.desk"), list_desk).into_vec()`
pub struct Routes<S> {
    state: S,
    routes: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    #[must_use]
    pub fn with(state: S) -> Self {
        Self { state, routes: Vec::new() }
    }

    fn push(
        mut self,
        method: Method,
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: MethodRouter<S>,
    ) -> Self {
        let handler = handler.with_state(self.state.clone());
        self.routes.push(Route::of(method, path, operation, access, handler));
        self
    }

    #[must_use]
    pub fn get<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.push(Method::GET, path, operation, access, routing::get(handler))
    }

    #[must_use]
    pub fn post<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.push(Method::POST, path, operation, access, routing::post(handler))
    }

    #[must_use]
    pub fn put<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.push(Method::PUT, path, operation, access, routing::put(handler))
    }

    #[must_use]
    pub fn delete<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        operation: &'static str,
        access: Access,
        handler: H,
    ) -> Self {
        self.push(Method::DELETE, path, operation, access, routing::delete(handler))
    }

    /// Changes the kind of the route added last.
    #[must_use]
    pub fn kind(mut self, kind: RouteKind) -> Self {
        if let Some(last) = self.routes.last_mut() {
            last.kind = kind;
        }
        self
    }

    #[must_use]
    pub fn into_vec(self) -> Vec<Route> {
        self.routes
    }
}
