//! The thread that relays events and runs jobs.
use crate::{JobKind, Subscription, queue, relay};
use base::Timestamp;
use db::Db;
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

const REST: Duration = Duration::from_millis(500);
const KEPT_SECONDS: i64 = 7 * 86_400;

/// A clock for the runner; the kernel's own is in `calendar`, which this crate does not need otherwise.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

struct Bell {
    stop: Mutex<bool>,
    rung: Condvar,
}

/// Relays and works until it is stopped or dropped.
pub struct Runner {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

impl Runner {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        db: Db,
        now: Now,
        subscriptions: Vec<Subscription>,
        kinds: Vec<JobKind>,
    ) -> std::io::Result<Self> {
        let bell = Arc::new(Bell { stop: Mutex::new(false), rung: Condvar::new() });
        let seen = Arc::clone(&bell);
        let thread = std::thread::Builder::new().name("jobs".to_owned()).spawn(move || {
            loop {
                let busy = turn(&db, &now, &subscriptions, &kinds);
                let mut stop = seen.stop.lock();
                if *stop {
                    return;
                }
                if !busy {
                    seen.rung.wait_for(&mut stop, REST);
                    if *stop {
                        return;
                    }
                }
            }
        })?;
        Ok(Self { bell, thread: Some(thread) })
    }

    /// Stops after the work in hand.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        *self.bell.stop.lock() = true;
        self.bell.rung.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.end();
    }
}

/// One turn; true when there may be more to do at once.
fn turn(db: &Db, now: &Now, subscriptions: &[Subscription], kinds: &[JobKind]) -> bool {
    let at = now();
    let relayed = relay::relay_once(db, subscriptions, at, 500);
    let ran = queue::run_ready(db, kinds, at, 50);
    let before = at.plus_seconds(-KEPT_SECONDS);
    let swept = db.write_blocking(move |tx| {
        let events = relay::sweep(tx, before)?;
        Ok::<_, db::DbError>(events.saturating_add(queue::sweep(tx, before)?))
    });
    let outcome = relayed.and_then(|events| ran.and_then(|jobs| swept.map(|gone| (events, jobs, gone))));
    match outcome {
        Ok((events, jobs, gone)) => events >= 500 || jobs >= 50 || gone >= 500,
        Err(error) => {
            tracing::warn!(error = %error, "relay paused");
            false
        }
    }
}
