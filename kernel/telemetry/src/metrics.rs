//! Numbers for Prometheus, in its text format 0.0.4.
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A count by label values.  The labels are few and fixed by the program, never a person's words.
#[derive(Debug, Default)]
pub struct Counter {
    values: Mutex<BTreeMap<Vec<String>, u64>>,
}

impl Counter {
    /// Adds `by` under these label values, in the order the exposition names the labels.
    pub fn add(&self, labels: &[&str], by: u64) {
        let mut values = self.values.lock();
        let key: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        let value = values.entry(key).or_default();
        *value = value.saturating_add(by);
    }

    #[must_use]
    pub fn read(&self) -> Vec<(Vec<String>, u64)> {
        self.values.lock().iter().map(|(labels, value)| (labels.clone(), *value)).collect()
    }
}

/// Durations in buckets; `ends` are upper ends in microseconds, the last bucket is open.
#[derive(Debug)]
pub struct Histogram {
    ends_us: &'static [u64],
    counts: Vec<AtomicU64>,
    sum_us: AtomicU64,
}

impl Histogram {
    #[must_use]
    pub fn new(ends_us: &'static [u64]) -> Self {
        let counts = (0..=ends_us.len()).map(|_| AtomicU64::new(0)).collect();
        Self { ends_us, counts, sum_us: AtomicU64::new(0) }
    }

    pub fn observe_us(&self, micros: u64) {
        let bucket = self.ends_us.iter().position(|end| micros <= *end).unwrap_or(self.ends_us.len());
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Relaxed);
        }
        self.sum_us.fetch_add(micros, Relaxed);
    }
}

/// The page that Prometheus reads.
#[derive(Debug, Default)]
pub struct Exposition {
    text: String,
}

impl Exposition {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// A value that goes up and down.
    pub fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.head(name, "gauge", help);
        let _ = writeln!(self.text, "{name} {value}");
    }

    /// A gauge by labels.
    pub fn gauges(&mut self, name: &str, help: &str, labels: &[&str], rows: &[(Vec<String>, u64)]) {
        self.rows(name, "gauge", help, labels, rows);
    }

    /// A count since the program started.
    pub fn total(&mut self, name: &str, help: &str, value: u64) {
        self.head(name, "counter", help);
        let _ = writeln!(self.text, "{name} {value}");
    }

    /// Counts by labels.
    pub fn counter(&mut self, name: &str, help: &str, labels: &[&str], counter: &Counter) {
        self.rows(name, "counter", help, labels, &counter.read());
    }

    fn rows(&mut self, name: &str, kind: &str, help: &str, labels: &[&str], rows: &[(Vec<String>, u64)]) {
        self.head(name, kind, help);
        for (values, value) in rows {
            let pairs: Vec<String> = labels
                .iter()
                .zip(values)
                .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
                .collect();
            let _ = writeln!(self.text, "{name}{{{}}} {value}", pairs.join(","));
        }
    }

    /// A histogram in seconds.
    pub fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        self.head(name, "histogram", help);
        let mut below = 0u64;
        for (index, count) in histogram.counts.iter().enumerate() {
            below = below.saturating_add(count.load(Relaxed));
            let end = histogram.ends_us.get(index).map_or_else(|| "+Inf".to_owned(), |end| seconds(*end));
            let _ = writeln!(self.text, "{name}_bucket{{le=\"{end}\"}} {below}");
        }
        let _ = writeln!(self.text, "{name}_sum {}", seconds(histogram.sum_us.load(Relaxed)));
        let _ = writeln!(self.text, "{name}_count {below}");
    }

    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

/// Microseconds as decimal seconds, without the rounding of floating point.
fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
