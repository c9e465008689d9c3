//! Whoever is refused in the middle of sending still reads why.  Over a real socket: the rest is the kernel's doing.
use super::support::{Site, session};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const BODY_BYTES: usize = 25 * 1024 * 1024;

async fn listening() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Site::plain().router;
    #[expect(clippy::disallowed_methods, reason = "the site answers beside the test, as long as it runs")]
    tokio::spawn(crate::serve(listener, router, std::future::pending()));
    address
}

struct Sent {
    answer: String,
    /// How much was taken off our hands.
    written: usize,
}

/// Sends the head and `total` bytes in pieces with a pause now and then, and reads only when all is written or nobody
/// takes more: as browsers do.
async fn send(address: SocketAddr, head: &str, start: &[u8], total: usize, pause: Duration) -> Sent {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("{head}Host: localhost:8080\r\nAccept: text/html\r\nContent-Length: {total}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(start).await.unwrap();
    let piece = vec![b'x'; 256 * 1024];
    let mut written = start.len();
    while written < total {
        let next = piece.len().min(total - written);
        if stream.write_all(&piece[..next]).await.is_err() {
            break;
        }
        written += next;
        tokio::time::sleep(pause).await;
    }
    let mut bytes = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
    Sent { answer: String::from_utf8_lossy(&bytes).into_owned(), written }
}

#[tokio::test]
async fn every_early_refusal_of_a_large_body_is_read_by_whoever_sent_it() {
    let address = listening().await;
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let files = "Content-Type: multipart/form-data; boundary=line\r\n";
    let officer = format!("Cookie: {}\r\n", session(super::support::OFFICER));
    let first = b"--line\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx\r\n--line\r\n\
        Content-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n";
    let cases: [(&str, String, &[u8], &str); 6] = [
        ("too large", format!("POST /demo HTTP/1.1\r\n{form}"), b"ten=", "413"),
        ("not signed in", format!("POST /ban HTTP/1.1\r\n{files}"), b"", "401"),
        ("another site", format!("POST /demo HTTP/1.1\r\n{form}Origin: http://evil.example\r\n"), b"", "403"),
        ("a wrong token", format!("POST /demo/tep HTTP/1.1\r\n{files}"), first, "403"),
        ("a wrong type", format!("POST /ban HTTP/1.1\r\n{officer}Content-Type: text/plain\r\n"), b"", "422"),
        ("no such page", format!("POST /khong-co HTTP/1.1\r\n{files}"), b"", "404"),
    ];
    for (what, head, start, status) in cases {
        let sent = send(address, &head, start, BODY_BYTES, Duration::from_millis(5)).await;
        assert_eq!(sent.written, BODY_BYTES, "{what}: all of it was taken");
        let line = sent.answer.lines().next().unwrap_or_default();
        assert!(line.starts_with(&format!("HTTP/1.1 {status}")), "{what}: {line}");
        assert!(sent.answer.trim_end().ends_with("</html>"), "{what}: a whole page, {}", sent.answer.len());
    }
}

#[tokio::test]
async fn what_nobody_reads_is_taken_in_bounds() {
    let address = listening().await;
    let head = "POST /khong-co HTTP/1.1\r\nContent-Type: text/plain\r\n";
    let begun = Instant::now();
    let sent = send(address, head, b"", 512 * 1024 * 1024, Duration::ZERO).await;
    assert!(sent.written < 64 * 1024 * 1024, "{} bytes were taken", sent.written);
    // A sender that stops in the middle is not waited for.
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream
        .write_all(format!("{head}Host: localhost:8080\r\nContent-Length: 1000\r\n\r\nx").as_bytes())
        .await
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 404"), "the answer does not wait for the body");
    assert!(begun.elapsed() < Duration::from_secs(9), "the answer and the end come at once");
    let closed = async {
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), closed).await.expect("the connection ends");
}

#[tokio::test]
async fn a_request_that_was_read_keeps_its_connection_for_the_next() {
    let address = listening().await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        let body = r#"{"text":"a"}"#;
        let head = format!(
            "POST /api/v1/notes HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut space = vec![0; 8192];
        let read = stream.read(&mut space).await.unwrap();
        assert!(space[..read].starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&space[..read]));
    }
}
