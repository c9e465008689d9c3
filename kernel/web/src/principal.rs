//! Who is asking, as far as the shell must know.
use crate::context::context_of;
use crate::failure::Failure;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use base::{Id, RefusalKind};
use http::Extensions;
use http::request::Parts;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    Citizen,
    Officer,
    Machine,
}

/// The account behind a request; in the request's extensions when somebody is signed in.
#[derive(Clone, Debug)]
pub struct Principal {
    pub account: Id,
    /// Shown in the masthead; never logged.
    pub name: String,
    pub kind: PrincipalKind,
    pub session: Id,
    /// Every permission held in any position; the scope is `policy`'s matter.
    pub permissions: Arc<BTreeSet<String>>,
}

impl Principal {
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        self.permissions.contains(permission)
    }
}

/// The second line under an officer's name in the masthead ("Cán bộ tiếp nhận · TTPVHCC xã …").
/// An authenticator puts it into the request's extensions.
#[derive(Clone, Debug)]
pub struct Office(pub String);

/// What the draft-key cookie carries once its seal has been checked; see [`crate::Shell::draft_cookie`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftKey(pub String);

/// Turns a token into a principal.  Implemented by `services/identity`, which also inserts its `Arc<Standing>`.
pub trait Authenticator: Send + Sync + 'static {
    /// `token` is the session cookie's value.  `Ok(None)` means: no such session any more.
    ///
    /// # Errors
    /// When the store cannot answer; the request is then answered 503, never let through.
    fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> impl Future<Output = Result<Option<Principal>, Failure>> + Send;

    /// `token` comes from `Authorization: Bearer`.
    ///
    /// # Errors
    /// As [`Authenticator::authenticate`].
    fn authenticate_machine(
        &self,
        _token: &str,
        _extensions: &mut Extensions,
    ) -> impl Future<Output = Result<Option<Principal>, Failure>> + Send {
        async { Ok(None) }
    }
}

/// Knows no account: for programs and tests without sign-in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Authenticator for Nobody {
    async fn authenticate(&self, _: &str, _: &mut Extensions) -> Result<Option<Principal>, Failure> {
        Ok(None)
    }
}

impl<A: Authenticator> Authenticator for Arc<A> {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        A::authenticate(self, token, extensions).await
    }
    async fn authenticate_machine(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        A::authenticate_machine(self, token, extensions).await
    }
}

type Answer<'a> = std::pin::Pin<Box<dyn Future<Output = Result<Option<Principal>, Failure>> + Send + 'a>>;

/// The object-safe face of [`Authenticator`].
pub(crate) trait DynAuthenticator: Send + Sync {
    fn person<'a>(&'a self, token: &'a str, extensions: &'a mut Extensions) -> Answer<'a>;
    fn machine<'a>(&'a self, token: &'a str, extensions: &'a mut Extensions) -> Answer<'a>;
}

impl<A: Authenticator> DynAuthenticator for A {
    fn person<'a>(&'a self, token: &'a str, extensions: &'a mut Extensions) -> Answer<'a> {
        Box::pin(self.authenticate(token, extensions))
    }
    fn machine<'a>(&'a self, token: &'a str, extensions: &'a mut Extensions) -> Answer<'a> {
        Box::pin(self.authenticate_machine(token, extensions))
    }
}

impl<S: Sync> FromRequestParts<S> for Principal {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Failure::new(RefusalKind::Unauthenticated, "web.sign_in_needed"))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Principal {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

impl<S: Sync> FromRequestParts<S> for DraftKey {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        context_of(&parts.extensions)?
            .draft_key()
            .ok_or_else(|| Failure::new(RefusalKind::Unauthenticated, "web.draft_key_needed"))
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for DraftKey {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Failure> {
        Ok(context_of(&parts.extensions)?.draft_key())
    }
}
