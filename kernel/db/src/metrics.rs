//! Counters that the telemetry page shows.
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Upper ends of the batch size buckets; the last bucket is open.
pub const BATCH_SIZE_BUCKETS: [u64; 6] = [1, 4, 16, 64, 128, 256];

#[derive(Default)]
pub(crate) struct Counters {
    pub commits: AtomicU64,
    pub commits_failed: AtomicU64,
    pub closures: AtomicU64,
    pub reads: AtomicU64,
    pub batch_sizes: [AtomicU64; 6],
    pub replays: AtomicU64,
    pub reruns: AtomicU64,
    pub retries: AtomicU64,
    pub reconnects: AtomicU64,
    pub panics: AtomicU64,
    pub busy: AtomicU64,
    pub timeouts: AtomicU64,
    pub slow_closures: AtomicU64,
    pub slow_on_processor: AtomicU64,
    pub slowest_micros: AtomicU64,
    pub wal_bytes: AtomicU64,
    pub wal_truncations: AtomicU64,
}

/// A moment's reading.  Counts are since the database was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct DbMetrics {
    pub commits: u64,
    pub commits_failed: u64,
    /// Write closures run.
    pub closures: u64,
    /// Read closures run.
    pub reads: u64,
    /// Commits by number of closures, see [`BATCH_SIZE_BUCKETS`].
    pub batch_sizes: [u64; 6],
    /// Batches whose members were run again alone.
    pub replays: u64,
    /// Batches undone because a closure refused after it had written, and run again in savepoints.
    pub reruns: u64,
    /// Closures run again after a serialisation failure or deadlock.
    pub retries: u64,
    pub reconnects: u64,
    pub panics: u64,
    /// Callers turned away because the queue was full.
    pub busy: u64,
    pub timeouts: u64,
    pub slow_closures: u64,
    /// Of these, closures that also used that much processor time (only measured when `strict`).
    pub slow_on_processor: u64,
    pub slowest_micros: u64,
    pub write_queue: u64,
    pub read_queue: u64,
    pub wal_bytes: u64,
    pub wal_truncations: u64,
}

pub(crate) fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}

impl Counters {
    pub fn batch(&self, closures: usize) {
        let size = u64::try_from(closures).unwrap_or(u64::MAX);
        let bucket =
            BATCH_SIZE_BUCKETS.iter().position(|end| size <= *end).unwrap_or(BATCH_SIZE_BUCKETS.len() - 1);
        if let Some(counter) = self.batch_sizes.get(bucket) {
            add(counter);
        }
        add(&self.commits);
    }

    pub fn read(&self) -> DbMetrics {
        let value = |counter: &AtomicU64| counter.load(Relaxed);
        DbMetrics {
            commits: value(&self.commits),
            commits_failed: value(&self.commits_failed),
            closures: value(&self.closures),
            reads: value(&self.reads),
            batch_sizes: std::array::from_fn(|i| self.batch_sizes.get(i).map_or(0, value)),
            replays: value(&self.replays),
            reruns: value(&self.reruns),
            retries: value(&self.retries),
            reconnects: value(&self.reconnects),
            panics: value(&self.panics),
            busy: value(&self.busy),
            timeouts: value(&self.timeouts),
            slow_closures: value(&self.slow_closures),
            slow_on_processor: value(&self.slow_on_processor),
            slowest_micros: value(&self.slowest_micros),
            write_queue: 0,
            read_queue: 0,
            wal_bytes: value(&self.wal_bytes),
            wal_truncations: value(&self.wal_truncations),
        }
    }
}

/// Measures one closure.
pub(crate) struct Stopwatch {
    started: Instant,
    processor: Option<Duration>,
}

impl Stopwatch {
    pub fn start(strict: bool) -> Self {
        Self { started: Instant::now(), processor: if strict { thread_processor_time() } else { None } }
    }

    /// Counts the closure if it took longer than `limit`.
    pub fn stop(self, limit: Duration, counters: &Counters) {
        let elapsed = self.started.elapsed();
        counters.slowest_micros.fetch_max(u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX), Relaxed);
        if elapsed <= limit {
            return;
        }
        add(&counters.slow_closures);
        tracing::warn!(
            elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            "slow database closure"
        );
        if let (Some(before), Some(after)) = (self.processor, thread_processor_time())
            && after.saturating_sub(before) > limit
        {
            add(&counters.slow_on_processor);
        }
    }
}

/// Processor time of this thread (Linux); a loaded test machine must not look like a slow closure.
fn thread_processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
