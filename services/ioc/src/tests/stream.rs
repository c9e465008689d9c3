//! The stream over a real socket: how soon a change is told, what a hundred viewers cost, and when it ends.
use super::support::{OFFICER, Site, house};
use db::testing::TestDb;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use web::FeedLimits;

async fn served(site: &Site) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = site.router.clone();
    #[expect(clippy::disallowed_methods, reason = "the site answers beside the test, as long as it runs")]
    tokio::spawn(web::serve(listener, router, std::future::pending()));
    address
}

fn site(limits: FeedLimits) -> (TestDb, Site) {
    let db = TestDb::sqlite(&[db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS]);
    let site = Site::new((*db).clone(), house(), limits);
    (db, site)
}

struct Client {
    stream: TcpStream,
    heard: String,
}

impl Client {
    async fn new(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /dieu-hanh/song HTTP/1.1\r\nHost: localhost:8080\r\nCookie: tinhso={OFFICER}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        Self { stream, heard: String::new() }
    }

    async fn hears(&mut self, words: &str) -> Duration {
        let begun = Instant::now();
        let mut space = vec![0; 64 * 1024];
        while !self.heard.contains(words) {
            let read = tokio::time::timeout(Duration::from_secs(10), self.stream.read(&mut space)).await;
            let read = read.unwrap_or_else(|_| panic!("not heard: {words} in {}", self.heard)).unwrap();
            assert!(read > 0, "ended before {words}");
            self.heard.push_str(&String::from_utf8_lossy(&space[..read]));
        }
        begun.elapsed()
    }
}

#[tokio::test]
async fn a_change_in_the_house_is_told_within_two_seconds() {
    let (_db, site) = site(FeedLimits::default());
    let mut client = Client::new(served(&site).await).await;
    client.hears("\"late\":\"46\"").await;
    for late in 47..50 {
        site.house.figures.lock().unwrap().late_now = late;
        let waited = client.hears(&format!("data: {{\"late\":\"{late}\"}}")).await;
        assert!(waited < Duration::from_secs(2), "{waited:?}");
    }
}

#[tokio::test]
async fn a_hundred_viewers_cost_one_count_a_second() {
    let (_db, site) = site(FeedLimits { session_viewers_max: 100, ..FeedLimits::default() });
    let address = served(&site).await;
    let mut clients = Vec::new();
    for _ in 0..100 {
        clients.push(Client::new(address).await);
    }
    for client in &mut clients {
        client.hears("\"late\":\"46\"").await;
    }
    let (before, begun) = (site.house.counted.load(Ordering::Relaxed), Instant::now());
    tokio::time::sleep(Duration::from_secs(3)).await;
    let counted = site.house.counted.load(Ordering::Relaxed) - before;
    assert!((2..=usize::try_from(begun.elapsed().as_secs()).unwrap() + 1).contains(&counted), "{counted}");
    site.house.figures.lock().unwrap().late_now = 50;
    let begun = Instant::now();
    for client in &mut clients {
        client.hears("\"late\":\"50\"").await;
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    drop(clients);
    while site.feed.viewers() > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_end_of_the_session_and_the_loss_of_the_right_end_the_stream() {
    let (_db, site) = site(FeedLimits { recheck: Duration::from_millis(200), ..FeedLimits::default() });
    let address = served(&site).await;
    for what in ["session", "right"] {
        let mut client = Client::new(address).await;
        client.hears("\"late\"").await;
        if what == "session" {
            site.person.gone.store(true, Ordering::Relaxed);
        } else {
            site.may(&["dossiers.leader"]);
        }
        client.hears("event: ended").await;
        client.hears("0\r\n\r\n").await;
        site.person.gone.store(false, Ordering::Relaxed);
    }
}
