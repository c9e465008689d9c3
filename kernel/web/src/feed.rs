//! Live values by server-sent events (HTML Living Standard §9.2): one reader in the process, many viewers.
//!
//! A [`Feed`] reads at most once in its interval and only while somebody watches, and keeps the last reading alone: every
//! viewer is sent what changed since the reading she saw before, or the whole when she missed one.  So a hundred viewers
//! cost one reading, and a viewer who does not read holds one reading's bytes, shared.
use crate::failure::Failure;
use crate::shell::Shell;
use crate::sse::{self, Viewer};
use axum::response::Response;
use base::{Id, RefusalKind};
use bytes::Bytes;
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// What is shown, by key: words and numbers as printed.
pub type LiveValues = BTreeMap<String, String>;

/// A reading that is under way; the words of a failure go to the log and carry no personal data.
pub type Reading = Pin<Box<dyn Future<Output = Result<LiveValues, String>> + Send>>;

/// How often, for how many.
#[derive(Clone, Copy, Debug)]
pub struct FeedLimits {
    /// From the start of one reading to the start of the next.
    pub every: Duration,
    /// A comment keeps proxies from closing a silent connection.
    pub beat: Duration,
    /// How often each viewer's session and right are looked at again.
    pub recheck: Duration,
    pub viewers_max: usize,
    /// Of one session, which is one browser: it keeps six connections to a site, and needs some for its pages.
    pub session_viewers_max: usize,
}

impl Default for FeedLimits {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(1),
            beat: Duration::from_secs(15),
            recheck: Duration::from_secs(30),
            viewers_max: 400,
            session_viewers_max: 4,
        }
    }
}

/// One reading, ready to be sent.
pub(crate) struct Piece {
    /// From 1; the next reading that differs has the next number.
    pub number: u64,
    /// Every value.
    pub whole: Bytes,
    /// What differs from the reading before.
    pub change: Bytes,
    values: LiveValues,
}

#[derive(Default)]
struct Seats {
    by_session: HashMap<Option<Id>, usize>,
    taken: usize,
    /// The reader's task is there.
    reading: bool,
    number: u64,
}

pub(crate) struct Inner {
    name: &'static str,
    pub(crate) limits: FeedLimits,
    read: Box<dyn Fn() -> Reading + Send + Sync>,
    latest: watch::Sender<Option<Arc<Piece>>>,
    seats: Mutex<Seats>,
}

/// Live values that people watch; cheap to clone.
#[derive(Clone)]
pub struct Feed(Arc<Inner>);

/// The place of one viewer, given back when dropped.
pub(crate) struct Seat {
    pub(crate) feed: Arc<Inner>,
    session: Option<Id>,
}

impl Feed {
    /// A feed that nobody watches yet; `name` stands in the log.
    pub fn new<R>(name: &'static str, limits: FeedLimits, read: R) -> Self
    where
        R: Fn() -> Reading + Send + Sync + 'static,
    {
        Self(Arc::new(Inner {
            name,
            limits,
            read: Box::new(read),
            latest: watch::Sender::new(None),
            seats: Mutex::default(),
        }))
    }

    /// The answer that goes on until the viewer leaves, her session or right ends, or the program stops.  A page that
    /// only watches does not keep its session alive; with `attended` it does, up to the session's absolute end.
    ///
    /// # Errors
    /// 503 `web.too_many_viewers` when every place is taken.
    pub fn watch(&self, shell: &Shell, attended: bool) -> Result<Response, Failure> {
        let seat = self.0.seat(shell.principal().map(|who| who.session))?;
        Inner::start(&self.0);
        Ok(sse::answer(Viewer::new(seat, self.0.latest.subscribe(), shell, attended)))
    }

    /// How many watch now.
    #[must_use]
    pub fn viewers(&self) -> usize {
        self.0.seats.lock().taken
    }
}

impl Inner {
    fn seat(self: &Arc<Self>, session: Option<Id>) -> Result<Seat, Failure> {
        let mut seats = self.seats.lock();
        let own = seats.by_session.get(&session).copied().unwrap_or(0);
        if seats.taken >= self.limits.viewers_max
            || (session.is_some() && own >= self.limits.session_viewers_max)
        {
            return Err(Failure::new(RefusalKind::Unavailable, "web.too_many_viewers").retry_after(60));
        }
        seats.taken = seats.taken.saturating_add(1);
        seats.by_session.insert(session, own.saturating_add(1));
        Ok(Seat { feed: Arc::clone(self), session })
    }

    /// Sees to it that somebody reads.
    pub(crate) fn start(this: &Arc<Self>) {
        let mut seats = this.seats.lock();
        if seats.reading {
            return;
        }
        seats.reading = true;
        let reader = Reader { feed: Arc::clone(this), left: false };
        #[expect(clippy::disallowed_methods, reason = "one task for each feed, gone when nobody watches")]
        tokio::spawn(reader.run());
    }

    fn publish(&self, values: LiveValues) {
        let before = self.latest.borrow().clone();
        if before.as_ref().is_some_and(|piece| piece.values == values) {
            return;
        }
        let whole = sse::event("values", &values);
        let change = before.map_or_else(
            || whole.clone(),
            |piece| {
                let differs = |(key, value): &(&String, &String)| piece.values.get(*key) != Some(*value);
                sse::event("values", &values.iter().filter(differs).collect::<BTreeMap<_, _>>())
            },
        );
        let number = {
            let mut seats = self.seats.lock();
            seats.number = seats.number.saturating_add(1);
            seats.number
        };
        self.latest.send_replace(Some(Arc::new(Piece { number, whole, change, values })));
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.feed.seats.lock();
        seats.taken = seats.taken.saturating_sub(1);
        let left = seats.by_session.get(&self.session).copied().unwrap_or(0).saturating_sub(1);
        if left == 0 {
            seats.by_session.remove(&self.session);
        } else {
            seats.by_session.insert(self.session, left);
        }
    }
}

/// The one that reads for all.
struct Reader {
    feed: Arc<Inner>,
    left: bool,
}

impl Reader {
    async fn run(mut self) {
        let mut failing = false;
        loop {
            let next = Instant::now() + self.feed.limits.every;
            match (self.feed.read)().await {
                Ok(values) => {
                    failing = false;
                    self.feed.publish(values);
                }
                // Said once: a store that is down for an hour is one line, not 3,600.
                Err(cause) if !failing => {
                    failing = true;
                    tracing::warn!(target: "web.feed", feed = self.feed.name, cause, "a live reading failed");
                }
                Err(_) => {}
            }
            sleep_until(next).await;
            // Under the lock: whoever comes next either finds this task or starts another.
            let mut seats = self.feed.seats.lock();
            if seats.taken == 0 {
                seats.reading = false;
                self.left = true;
                // The next viewer waits for a reading of her own time.
                self.feed.latest.send_replace(None);
                return;
            }
        }
    }
}

impl Drop for Reader {
    /// A reading that panicked ends the task; the next viewer, or the next look at a session, starts another.
    fn drop(&mut self) {
        if !self.left {
            self.feed.seats.lock().reading = false;
        }
    }
}
