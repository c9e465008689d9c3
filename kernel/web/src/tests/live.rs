//! Live values over a real socket: who gets what, how often it is read, and when a stream ends.
use super::support::{OFFICER, config, session};
use crate::{
    Access, Authenticator, Failure, Feed, FeedLimits, LiveValues, Module, Principal, PrincipalKind, Reading,
    Route, RouteKind, Shell, Unattended, app,
};
use axum::response::Response;
use base::{Id, RefusalKind};
use http::Extensions;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// An account whose session and right can end, in a store that can break.
#[derive(Default)]
struct Gate {
    gone: AtomicBool,
    bare: AtomicBool,
    broken: AtomicBool,
    /// Whether each look at the session was made for a person.
    looks: Mutex<Vec<bool>>,
}

struct Door(Arc<Gate>);

impl Authenticator for Door {
    async fn authenticate(
        &self,
        token: &str,
        extensions: &mut Extensions,
    ) -> Result<Option<Principal>, Failure> {
        self.0.looks.lock().push(extensions.get::<Unattended>().is_none());
        if self.0.broken.load(Ordering::Relaxed) {
            return Err(Failure::new(RefusalKind::Unavailable, "db.unavailable"));
        }
        if token != OFFICER || self.0.gone.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let held = if self.0.bare.load(Ordering::Relaxed) {
            BTreeSet::new()
        } else {
            ["live.view".to_owned()].into()
        };
        let id = Id::from_bytes([7; 16]);
        Ok(Some(Principal {
            account: id,
            name: "Lãnh đạo".to_owned(),
            kind: PrincipalKind::Officer,
            session: id,
            permissions: Arc::new(held),
        }))
    }
}

struct Site {
    address: SocketAddr,
    feed: Feed,
    gate: Arc<Gate>,
    number: Arc<AtomicI64>,
    readings: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
}

const QUICK: FeedLimits = FeedLimits {
    every: Duration::from_millis(100),
    beat: Duration::from_millis(150),
    recheck: Duration::from_millis(200),
    viewers_max: 120,
    session_viewers_max: 110,
};

/// `ballast`: bytes that change with every reading.
async fn site(limits: FeedLimits, ballast: usize) -> Site {
    let (number, readings) = (Arc::new(AtomicI64::new(1)), Arc::new(AtomicUsize::new(0)));
    let counted = (Arc::clone(&number), Arc::clone(&readings));
    let feed = Feed::new("demo", limits, move || -> Reading {
        let reading = counted.1.fetch_add(1, Ordering::Relaxed);
        let number = counted.0.load(Ordering::Relaxed);
        Box::pin(async move {
            match number {
                0 => panic!("a reading that panics"),
                -1 => return Err("the store is down".to_owned()),
                _ => {}
            }
            let still = ("title".to_owned(), "Quê \"hương\"\nđổi mới".to_owned());
            let mut values = LiveValues::from([("late".to_owned(), number.to_string()), still]);
            if ballast > 0 {
                values.insert("ballast".to_owned(), format!("{reading:0>ballast$}"));
            }
            Ok(values)
        })
    });
    let (watched, attended) = (feed.clone(), feed.clone());
    let module = Module {
        permissions: &["live.view"],
        routes: vec![
            Route::get(
                "/song",
                "watch_demo",
                Access::Permission("live.view"),
                move |shell: Shell| async move { watched.watch(&shell, false) },
            )
            .kind(RouteKind::File),
            Route::get(
                "/tuong",
                "watch_wall",
                Access::Permission("live.view"),
                move |shell: Shell| async move { attended.watch(&shell, true) as Result<Response, Failure> },
            )
            .kind(RouteKind::File),
        ],
        ..Module::new("live")
    };
    let gate = Arc::new(Gate::default());
    let router = app(vec![module], config("http://localhost:8080"), Door(Arc::clone(&gate))).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let ending = async move {
        let _ = stopped.await;
    };
    let serving = crate::serve::serve_with(listener, router, ending, Duration::from_millis(500));
    #[expect(clippy::disallowed_methods, reason = "the site answers beside the test, as long as it runs")]
    let served = tokio::spawn(serving);
    Site { address, feed, gate, number, readings, stop: Some(stop), served }
}

struct Client {
    stream: TcpStream,
    heard: String,
}

impl Site {
    async fn watch(&self, path: &str) -> Client {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:8080\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\
             Cookie: {}\r\n\r\n",
            session(OFFICER)
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        Client { stream, heard: String::new() }
    }
}

impl Client {
    /// Reads until the words come.
    async fn hears(&mut self, words: &str) -> Duration {
        let begun = Instant::now();
        let mut space = vec![0; 64 * 1024];
        while !self.heard.contains(words) {
            let read = tokio::time::timeout(Duration::from_secs(5), self.stream.read(&mut space)).await;
            let read = read.unwrap_or_else(|_| panic!("not heard: {words} in {}", self.heard)).unwrap();
            assert!(read > 0, "the stream ended before {words}: {}", self.heard);
            self.heard.push_str(&String::from_utf8_lossy(&space[..read]));
        }
        begun.elapsed()
    }

    /// Everything until the stream ends.
    async fn ends(mut self) -> String {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(5), self.stream.read_to_end(&mut bytes)).await;
        read.expect("the stream ends").unwrap();
        self.heard.push_str(&String::from_utf8_lossy(&bytes));
        self.heard
    }
}

async fn within(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(5), "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_viewer_gets_the_whole_then_only_what_changed_and_a_beat_between() {
    let site = site(QUICK, 0).await;
    let mut client = site.watch("/song").await;
    client.hears("\"late\":\"1\"").await;
    for words in [
        "HTTP/1.1 200",
        "content-type: text/event-stream",
        "cache-control: no-store",
        "x-accel-buffering: no",
        "retry: 3000\n\n",
        // One line of data, whatever the words hold.
        "event: values\ndata: {\"late\":\"1\",\"title\":\"Quê \\\"hương\\\"\\nđổi mới\"}\n\n",
    ] {
        assert!(client.heard.contains(words), "{words}: {}", client.heard);
    }
    assert!(!client.heard.contains("content-encoding"), "a stream is not packed");
    client.hears("\n:\n\n").await;
    site.number.store(2, Ordering::Relaxed);
    let late = client.hears("data: {\"late\":\"2\"}\n\n").await;
    assert!(late < Duration::from_secs(2), "{late:?}");
    assert_eq!(client.heard.matches("title").count(), 1, "what did not change is not sent again");
}

#[tokio::test]
async fn a_hundred_viewers_cost_one_reading_an_interval_and_nobody_costs_none() {
    let site = site(FeedLimits { recheck: Duration::from_secs(60), ..QUICK }, 0).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(site.readings.load(Ordering::Relaxed), 0, "nobody watches: nothing is read");
    let mut clients = Vec::new();
    for _ in 0..100 {
        clients.push(site.watch("/song").await);
    }
    for client in &mut clients {
        client.hears("\"late\":\"1\"").await;
    }
    assert_eq!(site.feed.viewers(), 100);
    let (before, begun) = (site.readings.load(Ordering::Relaxed), Instant::now());
    tokio::time::sleep(Duration::from_secs(1)).await;
    let read = site.readings.load(Ordering::Relaxed) - before;
    let most = usize::try_from(begun.elapsed().as_millis() / 100).unwrap() + 1;
    assert!((3..=most).contains(&read), "{read} readings, at most {most}");
    site.number.store(2, Ordering::Relaxed);
    for client in &mut clients {
        client.hears("\"late\":\"2\"").await;
    }
    drop(clients);
    within("every place is given back", || site.feed.viewers() == 0).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = site.readings.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(site.readings.load(Ordering::Relaxed), before, "the reader went with the last viewer");
    // The next one reads anew and is not shown what was true then.
    site.number.store(3, Ordering::Relaxed);
    let mut client = site.watch("/song").await;
    client.hears("\"late\":\"3\"").await;
    assert!(!client.heard.contains("\"late\":\"2\""));
}

#[tokio::test]
async fn the_door_is_asked_at_the_beginning_and_again_while_it_lasts() {
    let site = site(QUICK, 0).await;
    site.gate.bare.store(true, Ordering::Relaxed);
    let mut refused = site.watch("/song").await;
    refused.hears("403").await;
    site.gate.bare.store(false, Ordering::Relaxed);
    for what in ["the session", "the right"] {
        let mut client = site.watch("/song").await;
        client.hears("values").await;
        let ended = if what == "the session" { &site.gate.gone } else { &site.gate.bare };
        ended.store(true, Ordering::Relaxed);
        client.hears("event: ended\ndata:\n\n").await;
        assert!(client.heard.ends_with("0\r\n\r\n") || client.ends().await.ends_with("0\r\n\r\n"), "{what}");
        ended.store(false, Ordering::Relaxed);
    }
    // A store that cannot tell: the stream ends, but nobody is told that her session has.
    let mut client = site.watch("/song").await;
    client.hears("values").await;
    site.gate.broken.store(true, Ordering::Relaxed);
    assert!(!client_ends(client).await.contains("ended"));
}

async fn client_ends(mut client: Client) -> String {
    client.hears("0\r\n\r\n").await;
    client.heard
}

#[tokio::test]
async fn a_page_that_only_watches_is_no_use_of_the_session_and_the_wall_is() {
    for (path, attended) in [("/song", false), ("/tuong", true)] {
        let site = site(QUICK, 0).await;
        let mut client = site.watch(path).await;
        client.hears("values").await;
        within("three looks", || site.gate.looks.lock().len() >= 3).await;
        let looks = site.gate.looks.lock().clone();
        assert!(looks[0], "the request itself is a person's");
        assert!(looks[1..].iter().all(|look| *look == attended), "{path}: {looks:?}");
    }
}

#[tokio::test]
async fn places_are_bounded_for_all_and_for_one_session() {
    for (limits, places) in
        [(FeedLimits { viewers_max: 3, ..QUICK }, 3), (FeedLimits { session_viewers_max: 2, ..QUICK }, 2)]
    {
        let site = site(limits, 0).await;
        let mut clients = Vec::new();
        for _ in 0..places {
            let mut client = site.watch("/song").await;
            client.hears("values").await;
            clients.push(client);
        }
        let mut refused = site.watch("/song").await;
        refused.hears("web.too_many_viewers").await;
        assert!(refused.heard.contains("503") && refused.heard.contains("retry-after: 60"));
        clients.pop();
        within("a place is free", || site.feed.viewers() < places).await;
        site.watch("/song").await.hears("values").await;
    }
}

#[tokio::test]
async fn a_viewer_who_takes_nothing_is_let_go_and_holds_no_one_up() {
    // 40 KB a reading: after some seconds the sockets are full.
    let site = site(FeedLimits { every: Duration::from_millis(2), ..QUICK }, 40_000).await;
    let silent = site.watch("/song").await;
    let mut other = site.watch("/song").await;
    other.hears("values").await;
    let begun = Instant::now();
    let mut space = vec![0; 256 * 1024];
    while site.feed.viewers() > 1 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the silent viewer keeps her place");
        assert!(other.stream.read(&mut space).await.unwrap() > 0, "the other reads on");
    }
    drop(silent);
}

#[tokio::test]
async fn streams_end_when_the_program_stops() {
    let mut site = site(QUICK, 0).await;
    let mut client = site.watch("/song").await;
    client.hears("values").await;
    let begun = Instant::now();
    site.stop.take().unwrap().send(()).unwrap();
    let heard = client.ends().await;
    assert!(heard.ends_with("0\r\n\r\n"), "a whole answer: {heard}");
    site.served.await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2), "the server does not wait for viewers");
}

#[tokio::test]
async fn a_reading_that_fails_or_panics_keeps_the_last_values_and_comes_back() {
    let site = site(QUICK, 0).await;
    let mut client = site.watch("/song").await;
    client.hears("\"late\":\"1\"").await;
    for broken in [-1, 0] {
        site.number.store(broken, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let back = 7 - broken;
        site.number.store(back, Ordering::Relaxed);
        client.hears(&format!("\"late\":\"{back}\"")).await;
    }
    assert!(!client.heard.contains("ended"));
}

#[test]
fn the_time_of_a_beat_is_below_what_proxies_wait() {
    let limits = FeedLimits::default();
    assert!(limits.beat < Duration::from_secs(30) && limits.every <= Duration::from_secs(1));
    assert!(limits.recheck <= Duration::from_secs(50), "a session's end closes within a minute");
}
