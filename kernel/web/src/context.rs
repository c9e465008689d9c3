//! What the shell knows about the request in hand; shared by the outer layer, the guard, extractors and the frame.
use crate::access::Access;
use crate::app::Kernel;
use crate::cookie;
use crate::csrf;
use crate::failure::Failure;
use crate::module::RouteKind;
use crate::principal::{DraftKey, Office, Principal};
use crate::serve::Peer;
use axum::extract::{ConnectInfo, FromRequestParts};
use base::{Id, RefusalKind, Timestamp};
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, header};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, OnceLock};

/// The route that matched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouteMeta {
    pub path: &'static str,
    pub operation: &'static str,
    pub access: Access,
    pub kind: RouteKind,
}

pub(crate) struct Context {
    pub kernel: Arc<Kernel>,
    pub id: Id,
    pub at: Timestamp,
    pub method: Method,
    pub path: String,
    pub query: Option<String>,
    /// Our own page on which the request began, as path and query.
    pub came_from: Option<String>,
    pub address: IpAddr,
    accepts_html: bool,
    pub session_token: Option<String>,
    pre_token: Option<String>,
    pre_issued: OnceLock<String>,
    draft: Option<DraftKey>,
    pub route: OnceLock<RouteMeta>,
    pub principal: OnceLock<Principal>,
    pub office: OnceLock<Office>,
    /// True once the program begins to stop; none where no listener stands before the router.
    pub stopping: Option<tokio::sync::watch::Receiver<bool>>,
}

/// The request's id, in every log line and on every error page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Id);

/// When the request came in, UTC: the clock of every operation it calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTime(pub Timestamp);

/// The address the request came from, as far as it can be trusted (for limits only; never logged).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl Context {
    pub(crate) fn new(kernel: Arc<Kernel>, request: &axum::extract::Request) -> Self {
        let headers = request.headers();
        let names = cookie::Names::of(kernel.config.https());
        let session_token = cookie::read(headers, names.session).filter(|token| plausible(token));
        let pre_token = cookie::read(headers, names.pre).filter(|token| plausible(token));
        let draft = kernel.draft_cookie().open(&kernel, headers).map(DraftKey);
        let address = client_address(&kernel, headers, request.extensions());
        let at = kernel.config.clock.now();
        Self {
            id: Id::new(at),
            at,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            came_from: came_from(&kernel, headers),
            address,
            accepts_html: accepts_html(headers),
            session_token,
            pre_token,
            pre_issued: OnceLock::new(),
            draft,
            route: OnceLock::new(),
            principal: OnceLock::new(),
            office: OnceLock::new(),
            stopping: request.extensions().get::<ConnectInfo<Peer>>().map(|info| info.0.stopping.clone()),
            kernel,
        }
    }

    pub(crate) fn draft_key(&self) -> Option<DraftKey> {
        self.draft.clone()
    }

    /// What a CSRF token is bound to: the session when somebody is signed in, else the visitor's own cookie,
    /// which is made now if there is none.
    pub(crate) fn csrf_subject(&self) -> &str {
        match (&self.session_token, self.principal.get(), &self.pre_token) {
            (Some(token), Some(_), _) => token,
            (_, _, Some(token)) => token,
            _ => self.pre_issued.get_or_init(crate::keys::random_text),
        }
    }

    /// The visitor's cookie made during this request, to be set with the answer.
    pub(crate) fn issued_pre_token(&self) -> Option<&str> {
        self.pre_issued.get().map(String::as_str)
    }

    /// Whether an error is told as a page.
    pub(crate) fn wants_page(&self) -> bool {
        match self.route.get().map(|route| route.kind) {
            Some(RouteKind::Api | RouteKind::Probe) => false,
            Some(RouteKind::Page) => true,
            _ => self.accepts_html && !self.path.starts_with("/api/"),
        }
    }

    /// Seven signs that a person can read out on the telephone: the random tail of the request id, Crockford base 32.
    pub(crate) fn spoken_code(&self) -> String {
        const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut bits =
            self.id.as_bytes().iter().rev().take(5).fold(0u64, |all, byte| (all << 8) | u64::from(*byte));
        let mut out = String::with_capacity(8);
        for place in 0..7 {
            if place == 3 {
                out.push('-');
            }
            let sign =
                usize::try_from(bits % 32).ok().and_then(|index| SIGNS.get(index)).copied().unwrap_or(b'0');
            out.push(char::from(sign));
            bits /= 32;
        }
        out
    }
}

/// The shell's tokens are base64url of 256 bits; others have room to differ but not to be long.
fn plausible(token: &str) -> bool {
    (16..=128).contains(&token.len())
        && token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// The page named by `Referer`, when it is one of ours and fit to be led back to.
fn came_from(kernel: &Kernel, headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let referer = text(header::REFERER)?;
    let own = kernel.config.origin();
    let by_host = || text(header::HOST).and_then(|host| referer.strip_prefix(&format!("http://{host}")));
    let path = referer.strip_prefix(&own).or_else(|| if kernel.config.https() { None } else { by_host() })?;
    csrf::safe_next(path).map(str::to_owned)
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    accept.contains("text/html") || (accept.contains("*/*") && !accept.contains("json"))
}

fn client_address(kernel: &Kernel, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    if kernel.config.behind_proxy {
        let forwarded = headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .and_then(|entry| entry.trim().parse().ok());
        if let Some(address) = forwarded {
            return address;
        }
    }
    extensions
        .get::<ConnectInfo<Peer>>()
        .map(|info| info.0.address)
        .or(kernel.config.peer_default)
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip())
}

/// The context the outer layer put there.  A handler mounted outside the shell has none: that is a defect.
pub(crate) fn context_of(extensions: &Extensions) -> Result<Arc<Context>, Failure> {
    extensions
        .get::<Arc<Context>>()
        .cloned()
        .ok_or_else(|| Failure::new(RefusalKind::Internal, "web.outside_shell"))
}

impl<S: Sync> FromRequestParts<S> for RequestId {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(context_of(&parts.extensions)?.id))
    }
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(context_of(&parts.extensions)?.address))
    }
}

impl<S: Sync> FromRequestParts<S> for RequestTime {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(context_of(&parts.extensions)?.at))
    }
}
