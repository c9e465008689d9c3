use super::support::{NOON, OFFICER, Site, config, session};
use base::Timestamp;
use calendar::FixedClock;
use parking_lot::Mutex;
use std::io::Write;
use std::sync::Arc;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_tells_the_route_and_never_the_address_the_query_or_the_person() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let site = Site::plain();
    site.get("/demo/so/12345?sdt=0868415207", &[("cookie", &session(OFFICER))]).await;
    site.get("/demo/tu-choi?ten=Thuong", &[]).await;
    drop(guard);
    let log = String::from_utf8(lines.0.lock().clone()).expect("utf-8");
    assert!(log.contains("route=\"/demo/so/{id}\"") && log.contains("operation=\"show_number\""), "{log}");
    assert!(log.contains("status=200") && log.contains("status=409") && log.contains("duration_us="));
    for secret in ["12345", "0868415207", "Thuong", "Huyền", OFFICER] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn each_answer_is_counted_by_its_operation() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mut own = config("http://localhost");
    let sink = Arc::clone(&seen);
    own.observer = Some(Arc::new(move |request: &crate::RequestSeen| {
        sink.lock().push((request.operation, request.status))
    }));
    let site = Site::with(own);
    site.get("/demo", &[]).await;
    site.get("/khong-co", &[]).await;
    assert_eq!(*seen.lock(), [("show_demo", 200), ("no_route", 404)]);
}

#[tokio::test]
async fn a_draft_cookie_ends_after_thirty_days_even_if_the_browser_keeps_it() {
    let clock = Arc::new(FixedClock::new(Timestamp::from_micros(NOON)));
    let mut own = config("http://localhost");
    own.clock = Arc::clone(&clock) as Arc<dyn calendar::Clock>;
    let site = Site::with(own);
    let draft = site.get("/demo/ban-nhap", &[]).await.cookie("tinhso-draft");
    assert_eq!(site.get("/toi", &[("cookie", &draft)]).await.status, 200);
    clock.advance_seconds(30 * 24 * 3600 + 1);
    assert_eq!(site.get("/toi", &[("cookie", &draft)]).await.status, 303);
}
