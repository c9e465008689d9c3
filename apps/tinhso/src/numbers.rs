//! What the program counts of itself, and the page on which it tells.
use crate::happened::Happened;
use base::Timestamp;
use db::DbMetrics;
use telemetry::{Counter, Exposition, Histogram};
use web::RequestSeen;

/// Upper ends of the duration buckets, microseconds; 50 ms is the bar of the desk page.
const ENDS_US: &[u64] =
    &[1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000, 30_000_000];

pub(crate) struct Numbers {
    requests: Counter,
    durations: Histogram,
    pub happened: Happened,
}

impl Numbers {
    /// `now`: from here on things are counted.
    pub(crate) fn since(now: Timestamp) -> Self {
        Self {
            requests: Counter::default(),
            durations: Histogram::new(ENDS_US),
            happened: Happened::since(now),
        }
    }
}

/// Dossiers of the whole province as they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DossiersNow {
    pub open: i64,
    pub late: i64,
}

/// What waits for a person or for the relay.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Waiting {
    pub dead_jobs: usize,
    pub dead_letters: usize,
}

impl Numbers {
    pub(crate) fn seen(&self, request: &RequestSeen) {
        self.requests.add(&[request.operation, &request.status.to_string()], 1);
        self.durations.observe_us(request.duration_us);
    }

    pub(crate) fn page(
        &self,
        db: &DbMetrics,
        waiting: Option<Waiting>,
        dossiers: Option<DossiersNow>,
    ) -> String {
        let mut page = Exposition::default();
        let labels = ["operation", "status"];
        page.counter(
            "tinhso_http_requests_total",
            "Answers by operation and status.",
            &labels,
            &self.requests,
        );
        page.histogram("tinhso_http_request_duration_seconds", "Time to answer.", &self.durations);
        self.happened.tell(&mut page);
        if let Some(dossiers) = dossiers {
            let count = |number: i64| u64::try_from(number).unwrap_or(0);
            page.gauge(
                "tinhso_dossiers_open",
                "Dossiers on which nothing final has happened.",
                count(dossiers.open),
            );
            page.gauge(
                "tinhso_dossiers_late",
                "Open dossiers past their due time whose clock runs.",
                count(dossiers.late),
            );
        }
        database(&mut page, db);
        if let Some(waiting) = waiting {
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            page.gauge(
                "tinhso_jobs_dead",
                "Jobs that failed too often, at most 200.",
                count(waiting.dead_jobs),
            );
            page.gauge(
                "tinhso_events_dead",
                "Events a subscription gave up on, at most 200.",
                count(waiting.dead_letters),
            );
        }
        if let Some(bytes) = resident_bytes() {
            page.gauge("process_resident_memory_bytes", "Memory in use.", bytes);
        }
        let build = [(vec![env!("CARGO_PKG_VERSION").to_owned()], 1)];
        page.gauges("tinhso_build_info", "The version that runs.", &["version"], &build);
        page.finish()
    }
}

fn database(page: &mut Exposition, db: &DbMetrics) {
    let totals = [
        ("tinhso_db_commits_total", "Commits.", db.commits),
        ("tinhso_db_commits_failed_total", "Commits that failed.", db.commits_failed),
        ("tinhso_db_writes_total", "Write closures.", db.closures),
        ("tinhso_db_reads_total", "Read closures.", db.reads),
        ("tinhso_db_replays_total", "Batches run again member by member.", db.replays),
        ("tinhso_db_reruns_total", "Batches run again in savepoints after a late refusal.", db.reruns),
        ("tinhso_db_retries_total", "Closures run again after a collision.", db.retries),
        ("tinhso_db_reconnects_total", "Connections made anew.", db.reconnects),
        ("tinhso_db_panics_total", "Closures that panicked.", db.panics),
        ("tinhso_db_busy_total", "Callers turned away by a full queue.", db.busy),
        ("tinhso_db_timeouts_total", "Closures over their time limit.", db.timeouts),
        ("tinhso_db_slow_closures_total", "Closures over 50 ms.", db.slow_closures),
        ("tinhso_db_wal_truncations_total", "Times the write-ahead log was cut.", db.wal_truncations),
    ];
    for (name, help, value) in totals {
        page.total(name, help, value);
    }
    let gauges = [
        ("tinhso_db_write_queue", "Closures waiting to write.", db.write_queue),
        ("tinhso_db_read_queue", "Closures waiting to read.", db.read_queue),
        ("tinhso_db_wal_bytes", "Size of the write-ahead log.", db.wal_bytes),
    ];
    for (name, help, value) in gauges {
        page.gauge(name, help, value);
    }
}

/// Linux tells pages of 4 KiB in /proc; elsewhere nothing is told.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}
