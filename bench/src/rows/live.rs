//! A hundred people before the operations page while a counter receives: how late their tiles are, and what they cost.
use super::clerks;
use super::receive::{receive, seat};
use super::server::{Server, Store};
use super::table::{Row, Verdict, median, millis, p99};
use crate::Fail;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const VIEWERS: usize = 100;
/// Streams of one session: as many as the program allows.
const OF_ONE_SESSION: usize = 4;
const RECEIPTS: usize = 20;
const QUIET: Duration = Duration::from_secs(20);
/// A leader of the sample, and the password of every sample account.
const LEADER: (&str, &str) = ("lanhdao.tinh", "dung-thu-2026");

/// One viewer heard that so many were received today.
struct Heard {
    received: i64,
    at: Instant,
}

/// # Errors
/// When a stream breaks or a tile does not come.
pub fn rows(data: &Path) -> Result<Vec<Row>, Fail> {
    Server::start(data, &Store::Sqlite)?.stop();
    let counters = clerks::appoint(data, &Store::Sqlite)?;
    let server = Server::start(data, &Store::Sqlite)?;
    let mut clerk = seat(&server, counters.into_iter().next().ok_or("no counter")?)?;
    std::thread::sleep(Duration::from_secs(5));
    let nobody = a_second(&server)?;
    let (tell, heard) = channel();
    let mut first = None;
    for _ in 0..VIEWERS / OF_ONE_SESSION {
        let cookie = clerks::sign_in_with(&server, LEADER.0, LEADER.1)?.cookie();
        for _ in 0..OF_ONE_SESSION {
            watch(server.at, &cookie, tell.clone())?;
        }
    }
    for _ in 0..VIEWERS {
        first = Some(heard.recv_timeout(Duration::from_secs(10))?.received);
    }
    std::thread::sleep(Duration::from_secs(2));
    let watched = a_second(&server)?;
    let memory = server.memory()?;
    let mut received = first.ok_or("no viewer")?;
    let mut late = Vec::with_capacity(VIEWERS * RECEIPTS);
    for number in 0..RECEIPTS {
        // Each receipt follows the tile of the one before, so the pauses differ: the reader's second is met at every phase.
        std::thread::sleep(Duration::from_millis(300 + u64::try_from(number)? * 370 % 1000));
        receive(&mut clerk, number)?;
        received += 1;
        late.extend(told(&heard, received, Instant::now())?);
    }
    let slowest = late.iter().copied().max().unwrap_or_default();
    let middle = median(&late).unwrap_or_default();
    Ok(vec![Row {
        name: format!("live tiles, {VIEWERS} viewers"),
        ours: format!("{} at worst", millis(slowest)),
        peer: "-".to_owned(),
        ratio: "-".to_owned(),
        bar: "≤ 2 s".to_owned(),
        verdict: Verdict::of(slowest <= Duration::from_secs(2)),
        beside: format!(
            "p50 {}, p99 {}; {} tiles of {RECEIPTS} receipts; CPU a second: {} with {VIEWERS} viewers, {} with none; {} MB",
            millis(middle),
            millis(p99(&mut late)),
            VIEWERS * RECEIPTS,
            millis(watched),
            millis(nobody),
            memory / 1_048_576
        ),
        command: "scripts/bench live".to_owned(),
    }])
}

/// Processor time of the program in a second of quiet.
fn a_second(server: &Server) -> Result<Duration, Fail> {
    let (cpu, begun) = (server.processor()?, Instant::now());
    std::thread::sleep(QUIET);
    let spent = server.processor()?.saturating_sub(cpu);
    Ok(spent.div_f64(begun.elapsed().as_secs_f64()))
}

/// How long each viewer waited for the number, counted from `since`; earlier is no wait.
fn told(heard: &Receiver<Heard>, received: i64, since: Instant) -> Result<Vec<Duration>, Fail> {
    let mut late = Vec::with_capacity(VIEWERS);
    while late.len() < VIEWERS {
        let one = heard.recv_timeout(Duration::from_secs(10))?;
        if one.received == received {
            late.push(one.at.saturating_duration_since(since));
        }
    }
    Ok(late)
}

/// A viewer on a thread of its own, until the server ends the stream.
fn watch(at: SocketAddr, cookie: &str, tell: Sender<Heard>) -> Result<(), Fail> {
    let mut stream = TcpStream::connect(at)?;
    let head = format!("GET /dieu-hanh/song HTTP/1.1\r\nhost: {at}\r\ncookie: {cookie}\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { return };
            let number = line.strip_prefix("data: ").and_then(received);
            if let Some(received) = number
                && tell.send(Heard { received, at: Instant::now() }).is_err()
            {
                return;
            }
        }
    });
    Ok(())
}

/// The number behind `"received":` in one event.
fn received(data: &str) -> Option<i64> {
    let values: serde_json::Value = serde_json::from_str(data).ok()?;
    values.get("received")?.as_str()?.replace('.', "").parse().ok()
}
