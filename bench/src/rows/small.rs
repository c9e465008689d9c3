//! Ready time, idle memory, and the weight of a citizen's first page.
use super::http::Browser;
use super::server::{Server, Store};
use super::table::{Row, Verdict, median, millis};
use crate::Fail;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

const RUNS: usize = 5;
/// What a phone loads first.
const PAGES: [&str; 4] = ["/", "/tra-cuu", "/thu-tuc/1.001193", "/dang-nhap"];

/// # Errors
/// When the server does not start or a page is missing.
pub fn rows(data: &Path) -> Result<Vec<Row>, Fail> {
    Server::start(data, &Store::Sqlite)?.stop();
    let (mut ready, mut idle) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let server = Server::start(data, &Store::Sqlite)?;
        ready.push(server.ready);
        std::thread::sleep(Duration::from_secs(5));
        idle.push(server.memory()?);
        server.stop();
    }
    let ready = median(&ready).unwrap_or_default();
    let idle = median(&idle).unwrap_or(0);
    let server = Server::start(data, &Store::Sqlite)?;
    let mut weights = Vec::new();
    for page in PAGES {
        weights.push((first_load(&server, page)?, page));
    }
    server.stop();
    let (heaviest, page) = weights.iter().max().copied().unwrap_or_default();
    let all: Vec<String> = weights.iter().map(|(bytes, page)| format!("{page} {bytes}")).collect();
    let row = |name: &str, ours: String, bar: &str, reached: bool, beside: String, command: &str| Row {
        name: name.to_owned(),
        ours,
        peer: "-".to_owned(),
        ratio: "-".to_owned(),
        bar: bar.to_owned(),
        verdict: Verdict::of(reached),
        beside,
        command: format!("scripts/bench {command}"),
    };
    #[allow(clippy::cast_precision_loss, reason = "megabytes for reading")]
    let megabytes = idle as f64 / 1e6;
    Ok(vec![
        row(
            "ready on a migrated database",
            millis(ready),
            "≤ 1 s",
            ready <= Duration::from_secs(1),
            format!("from exec to /readyz 200, median of {RUNS}"),
            "small",
        ),
        row(
            "idle memory",
            format!("{megabytes:.0} MB"),
            "≤ 100 MB",
            idle <= 100_000_000,
            format!("VmRSS 5 s after ready, median of {RUNS}"),
            "small",
        ),
        row(
            "citizen page, first load",
            format!("{heaviest} bytes"),
            "≤ 45 KB gzip on the wire",
            heaviest <= 45 * 1024,
            format!("{page} is the heaviest with styles, scripts and headers: {}", all.join(", ")),
            "small",
        ),
    ])
}

/// Bytes that a browser with an empty cache takes for a page: the page and everything that it names from this server.
fn first_load(server: &Server, path: &str) -> Result<usize, Fail> {
    let mut browser = Browser::new(server.at);
    browser.gzip = true;
    let page = browser.get(path)?;
    let mut plain = Browser::new(server.at);
    let readable = plain.get(path)?;
    if readable.status != 200 {
        return Err(format!("{path}: {}", readable.status).into());
    }
    let text = readable.text();
    let mut named = BTreeSet::new();
    for tag in
        text.split('<').filter(|tag| ["link", "script", "img"].iter().any(|name| tag.starts_with(name)))
    {
        if tag.starts_with("link") && !tag.contains("stylesheet") && !tag.contains("icon") {
            continue;
        }
        for attribute in ["href=\"", "src=\""] {
            if let Some((_, rest)) = tag.split_once(attribute) {
                let address = rest.split('"').next().unwrap_or_default();
                if address.starts_with('/') {
                    named.insert(address.to_owned());
                }
            }
        }
    }
    let mut sum = page.on_the_wire;
    for address in named {
        sum += browser.get(&address)?.on_the_wire;
    }
    Ok(sum)
}
