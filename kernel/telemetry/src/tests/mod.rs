use crate::log::subscriber;
use crate::{Counter, Exposition, Histogram, LogConfig, LogFormat, check_filter, redacted};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[test]
fn numbers_of_people_are_masked_wherever_they_stand() {
    for (line, told) in [
        ("number 040199012345 refused", "number [12 digits] refused"),
        ("cmnd=187654321,", "cmnd=[9 digits],"),
        ("call 0912345678!", "call [phone]!"),
        ("call 0912 345 678 now", "call [phone] now"),
        ("call 0238.3844.555", "call [phone]"),
        ("\"+84912345678\"", "\"[phone]\""),
        ("\"phone\":\"84912345678\"", "\"phone\":\"[phone]\""),
        ("040 199 012 345", "[12 digits]"),
        ("hai số 040199012345 và 187654321", "hai số [12 digits] và [9 digits]"),
    ] {
        assert_eq!(redacted(line), told);
    }
}

#[test]
fn times_ids_amounts_and_measures_stay() {
    for line in [
        "2026-11-22T10:24:00.123456Z",
        "request.id=01976f3c-7b1a-7c3e-9d2e-123456789012",
        "at_us=1763803440123456 duration_us=123",
        "sha256 a040199012345f",
        "amount 123.456.789",
        "listening on 127.0.0.1:8080",
        "H41.77-251122-0001",
        "",
    ] {
        assert_eq!(redacted(line), line);
    }
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Memory {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn logged(format: LogFormat, filter: &str, work: impl FnOnce()) -> String {
    let memory = Memory::default();
    let config = LogConfig { filter: filter.to_owned(), format };
    tracing::subscriber::with_default(subscriber(&config, memory.clone()).unwrap(), work);
    let bytes = memory.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_field_that_should_not_be_there_is_masked_in_both_formats() {
    for format in [LogFormat::Text, LogFormat::Json] {
        let lines = logged(format, "info", || {
            tracing::info!(number = "040199012345", phone = %"0912345678", "seen 187654321");
        });
        for number in ["040199012345", "0912345678", "187654321"] {
            assert!(!lines.contains(number), "{lines}");
        }
        assert!(lines.contains("[12 digits]"), "{lines}");
    }
}

#[test]
fn json_lines_stay_json_and_the_filter_holds() {
    let lines = logged(LogFormat::Json, "info,quiet=error", || {
        tracing::info!(dossier.count = 3, "counted");
        tracing::debug!("not told");
        tracing::warn!(target: "quiet", "not told");
    });
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with('{') && lines[0].ends_with('}'));
    assert!(lines[0].contains("\"dossier.count\":3"));
}

#[test]
fn a_filter_that_cannot_be_read_is_refused() {
    assert!(check_filter("info,web=debug").is_ok());
    assert!(check_filter("web=louder").is_err());
}

#[test]
fn the_exposition_is_what_prometheus_reads() {
    let requests = Counter::default();
    requests.add(&["list_desk", "200"], 1);
    requests.add(&["list_desk", "200"], 1);
    requests.add(&["a\"b\\c", "500"], 1);
    let time = Histogram::new(&[1_000, 50_000]);
    for micros in [500, 1_000, 20_000, 2_000_000] {
        time.observe_us(micros);
    }
    let mut page = Exposition::default();
    page.counter("http_requests_total", "Answers.", &["operation", "status"], &requests);
    page.histogram("http_seconds", "Time to answer.", &time);
    page.gauge("wal_bytes", "Bytes.", 7);
    assert_eq!(
        page.finish(),
        "# HELP http_requests_total Answers.\n# TYPE http_requests_total counter\n\
         http_requests_total{operation=\"a\\\"b\\\\c\",status=\"500\"} 1\n\
         http_requests_total{operation=\"list_desk\",status=\"200\"} 2\n\
         # HELP http_seconds Time to answer.\n# TYPE http_seconds histogram\n\
         http_seconds_bucket{le=\"0.001\"} 2\nhttp_seconds_bucket{le=\"0.05\"} 3\nhttp_seconds_bucket{le=\"+Inf\"} 4\n\
         http_seconds_sum 2.0215\nhttp_seconds_count 4\n\
         # HELP wal_bytes Bytes.\n# TYPE wal_bytes gauge\nwal_bytes 7\n"
    );
}
