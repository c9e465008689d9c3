//! The wire of a [`crate::Feed`]: one viewer's stream of events.
//!
//! Nothing is queued for a viewer: the connection asks when it has room, and gets what is newest then.
use crate::context::{Context, RouteMeta};
use crate::feed::{Inner, Piece, Seat};
use crate::shell::Shell;
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{Extensions, HeaderName, HeaderValue, header};
use hyper::body::{Body as HttpBody, Frame};
use serde::Serialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

/// A store that does not answer within this time cannot vouch for a session.
const RECHECK_TIME_MAX: Duration = Duration::from_secs(10);
/// The browser comes back after 3 s when the line breaks.
const HELLO: &[u8] = b"retry: 3000\n\n";
const BEAT: &[u8] = b":\n\n";
/// The session or the right has ended: the page says so and does not come back by itself.
const ENDED: &[u8] = b"event: ended\ndata:\n\n";

/// Marks a look at a session behind which no person stands: a stream that asks whether it may go on.  Found in the
/// extensions by an authenticator, which then does not count it as use.
#[derive(Clone, Copy, Debug)]
pub struct Unattended;

/// JSON has no line break outside of strings and escapes those within, so one `data:` line holds it.
pub(crate) fn event(name: &str, value: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(value).unwrap_or_default();
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

pub(crate) struct Viewer {
    seat: Seat,
    latest: watch::Receiver<Option<Arc<Piece>>>,
    /// Number of the reading sent last; 0: none.
    seen: u64,
    greeted: bool,
    over: bool,
    beat_at: Instant,
    recheck_at: Instant,
    attended: bool,
    stopping: Option<watch::Receiver<bool>>,
    context: Arc<Context>,
}

impl Viewer {
    pub(crate) fn new(
        seat: Seat,
        latest: watch::Receiver<Option<Arc<Piece>>>,
        shell: &Shell,
        attended: bool,
    ) -> Self {
        let limits = seat.feed.limits;
        Self {
            latest,
            seen: 0,
            greeted: false,
            over: false,
            beat_at: Instant::now() + limits.beat,
            recheck_at: Instant::now() + limits.recheck,
            attended,
            stopping: shell.context.stopping.clone(),
            context: Arc::clone(&shell.context),
            seat,
        }
    }

    fn say(&mut self, bytes: Bytes) -> Option<Bytes> {
        self.beat_at = Instant::now() + self.seat.feed.limits.beat;
        Some(bytes)
    }

    /// What this viewer has not been sent.
    fn news(&mut self) -> Option<Bytes> {
        let piece = self.latest.borrow_and_update().clone()?;
        if piece.number == self.seen {
            return None;
        }
        let follows = self.seen > 0 && piece.number == self.seen.saturating_add(1);
        self.seen = piece.number;
        Some(if follows { piece.change.clone() } else { piece.whole.clone() })
    }

    /// None: the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        if self.over {
            return None;
        }
        if !self.greeted {
            self.greeted = true;
            return self.say(Bytes::from_static(HELLO));
        }
        loop {
            if Instant::now() >= self.recheck_at {
                self.recheck_at = Instant::now() + self.seat.feed.limits.recheck;
                Inner::start(&self.seat.feed);
                match self.may_stay().await {
                    Some(true) => {}
                    Some(false) => {
                        self.over = true;
                        return Some(Bytes::from_static(ENDED));
                    }
                    // Nobody can tell: she comes back and asks at the door.
                    None => return None,
                }
            }
            if let Some(bytes) = self.news() {
                return self.say(bytes);
            }
            tokio::select! {
                biased;
                () = stopped(&mut self.stopping) => return None,
                () = sleep_until(self.recheck_at) => {}
                changed = self.latest.changed() => if changed.is_err() { return None },
                () = sleep_until(self.beat_at) => return self.say(Bytes::from_static(BEAT)),
            }
        }
    }

    /// Whether the session still holds and the route is still open to it; none when the store cannot tell.
    async fn may_stay(&self) -> Option<bool> {
        let access = self.context.route.get().map(|RouteMeta { access, .. }| *access)?;
        let mut extensions = Extensions::new();
        if !self.attended {
            extensions.insert(Unattended);
        }
        let who = match &self.context.session_token {
            Some(token) => {
                let asked = self.context.kernel.authenticator.person(token, &mut extensions);
                timeout(RECHECK_TIME_MAX, asked).await.ok()?.ok()?
            }
            None => None,
        };
        Some(access.lets_in(who.as_ref()))
    }
}

/// Resolves when the program begins to stop; never where nobody told when that is.
async fn stopped(stopping: &mut Option<watch::Receiver<bool>>) {
    match stopping {
        Some(stopping) => {
            // An error: the server is gone.
            let _ = stopping.wait_for(|stop| *stop).await;
        }
        None => std::future::pending().await,
    }
}

type Step = Pin<Box<dyn Future<Output = (Viewer, Option<Bytes>)> + Send>>;

struct Stream {
    step: Option<Step>,
}

fn step(mut viewer: Viewer) -> Step {
    Box::pin(async move {
        let bytes = viewer.next().await;
        (viewer, bytes)
    })
}

impl HttpBody for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(current) = self.step.as_mut() else { return Poll::Ready(None) };
        let (viewer, bytes) = ready!(current.as_mut().poll(cx));
        self.step = bytes.is_some().then(|| step(viewer));
        Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

pub(crate) fn answer(viewer: Viewer) -> Response {
    let mut response = Response::new(Body::new(Stream { step: Some(step(viewer)) }));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would otherwise wait for a buffer to fill.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
