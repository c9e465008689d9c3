//! What a handler may ask of the shell.
use crate::catalogue::Lang;
use crate::context::{Context, context_of};
use crate::cookie::{self, Names, SignedCookie};
use crate::cursor::Cursor;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::principal::Principal;
use axum::extract::FromRequestParts;
use base::{Id, Timestamp};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use std::sync::Arc;

/// Extractor: the shell around the request in hand.
#[derive(Clone)]
pub struct Shell {
    pub(crate) context: Arc<Context>,
}

impl Shell {
    /// The frame of a page whose `<title>` is the message `title_key`.
    #[must_use]
    pub fn frame(&self, title_key: &str) -> Frame {
        Frame::of(&self.context, self.lang().t(title_key).into_owned())
    }

    /// The frame of a page whose title is made of data.
    #[must_use]
    pub fn frame_titled(&self, title: impl Into<String>) -> Frame {
        Frame::of(&self.context, title.into())
    }

    #[must_use]
    pub fn lang(&self) -> Lang {
        let kernel = &self.context.kernel;
        kernel.catalogue.lang(kernel.config.language)
    }

    #[must_use]
    pub fn principal(&self) -> Option<&Principal> {
        self.context.principal.get()
    }

    /// The clock of the installation.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.context.kernel.config.clock.now()
    }

    #[must_use]
    pub fn request_id(&self) -> Id {
        self.context.id
    }

    /// Path and query as asked, for links that lead back here.
    #[must_use]
    pub fn here(&self) -> String {
        here(&self.context)
    }

    /// The address people type, without a slash at the end.
    #[must_use]
    pub fn public_url(&self) -> &str {
        self.context.kernel.config.public_url.trim_end_matches('/')
    }

    /// Whether this is a sample installation.
    #[must_use]
    pub fn sample(&self) -> bool {
        self.context.kernel.config.sample
    }

    /// A keyset cursor for one list; see [`Cursor`].
    #[must_use]
    pub fn cursor(&self, scope: impl Into<String>) -> Cursor {
        Cursor::new(self.context.kernel.keys.clone(), scope)
    }

    /// `Set-Cookie` for a fresh session token (256 bits, base64url).  A session ends in the store; the browser
    /// forgets it after `seconds`.
    #[must_use]
    pub fn sign_in_cookie(&self, token: &str, seconds: i64) -> HeaderValue {
        let https = self.context.kernel.config.https();
        cookie::make(Names::of(https).session, token, Some(seconds), https)
    }

    /// `Set-Cookie` that makes the browser forget the session.
    #[must_use]
    pub fn sign_out_cookie(&self) -> HeaderValue {
        let https = self.context.kernel.config.https();
        cookie::make(Names::of(https).session, "", Some(0), https)
    }

    /// The session token of this request, for ending the session.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.context.session_token.as_deref()
    }

    /// `Set-Cookie` that lets this browser work on a draft for 30 days (`Access::Citizen`); `value` names the draft.
    #[must_use]
    pub fn draft_cookie(&self, value: &str) -> HeaderValue {
        self.context.kernel.draft_cookie().seal(&self.context.kernel, value)
    }

    /// `Set-Cookie` that forgets the draft.
    #[must_use]
    pub fn forget_draft_cookie(&self) -> HeaderValue {
        self.context.kernel.draft_cookie().forget(&self.context.kernel)
    }

    /// `Set-Cookie` for any signed cookie.
    #[must_use]
    pub fn seal_cookie(&self, cookie: &SignedCookie, value: &str) -> HeaderValue {
        cookie.seal(&self.context.kernel, value)
    }

    /// The value of a signed cookie, when the seal holds and its time has not ended.
    #[must_use]
    pub fn open_cookie(&self, cookie: &SignedCookie, headers: &HeaderMap) -> Option<String> {
        cookie.open(&self.context.kernel, headers)
    }

    /// A 256-bit random token as base64url, for sessions and links.
    #[must_use]
    pub fn fresh_token(&self) -> String {
        crate::keys::random_text()
    }
}

pub(crate) fn here(context: &Context) -> String {
    match &context.query {
        Some(query) => format!("{}?{query}", context.path),
        None => context.path.clone(),
    }
}

impl<S: Sync> FromRequestParts<S> for Shell {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self { context: context_of(&parts.extensions)? })
    }
}
