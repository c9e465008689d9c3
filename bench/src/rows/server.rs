//! The program as an operator starts it, watched from outside by the operating system's accounting.
use super::http::Browser;
use crate::Fail;
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where the server keeps its rows.
#[derive(Clone, Debug)]
pub enum Store {
    Sqlite,
    /// `postgres://…` and the schema.
    Postgres {
        url: String,
        schema: String,
    },
}

/// A running server.
pub struct Server {
    child: Child,
    pub at: SocketAddr,
    pub data: PathBuf,
    /// From the start of the process to the first answer of `/readyz`.
    pub ready: Duration,
}

/// The built program: `TINHSO_BIN`, else the release build of this checkout.
#[must_use]
pub fn program() -> PathBuf {
    let beside = || {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
        target.join("release/tinhso")
    };
    std::env::var_os("TINHSO_BIN").map_or_else(beside, PathBuf::from)
}

/// The database URL that `db` and the server understand alike.
#[must_use]
pub fn database(data: &Path, store: &Store) -> db::DbConfig {
    match store {
        Store::Sqlite => {
            let found = sqlite_file(data).unwrap_or_else(|| data.join("tinhso.db"));
            db::DbConfig::new(format!("sqlite:{}", found.display()))
        }
        Store::Postgres { url, schema } => {
            db::DbConfig { schema: Some(schema.clone()), ..db::DbConfig::new(url.clone()) }
        }
    }
}

fn sqlite_file(data: &Path) -> Option<PathBuf> {
    let files = fs::read_dir(data).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    files.into_iter().find(|path| path.extension().is_some_and(|end| end == "db" || end == "sqlite"))
}

impl Server {
    /// Starts `tinhso serve --sample nghe-an` and waits until it is ready.
    ///
    /// # Errors
    /// When it does not start; its log is named.
    pub fn start(data: &Path, store: &Store) -> Result<Self, Fail> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let at: SocketAddr = format!("127.0.0.1:{port}").parse()?;
        fs::create_dir_all(data)?;
        let log = data.with_extension("log");
        let out = File::options().create(true).append(true).open(&log)?;
        let mut command = Command::new(program());
        command
            .args(["serve", "--sample", "nghe-an", "--data"])
            .arg(data)
            .args(["--listen", &at.to_string()])
            .env("TINHSO_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out);
        if let Store::Postgres { url, schema } = store {
            command.env("TINHSO_DATABASE", url).env("TINHSO_DATABASE_SCHEMA", schema);
        }
        let begun = Instant::now();
        let mut child = command.spawn().map_err(|error| format!("{}: {error}", program().display()))?;
        loop {
            if let Some(status) = child.try_wait()? {
                let words = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("the server ended with {status}:\n{words}").into());
            }
            if Browser::new(at).get("/readyz").is_ok_and(|answer| answer.status == 200) {
                break;
            }
            if begun.elapsed() > Duration::from_secs(300) {
                let _ = child.kill();
                return Err("the server was not ready within 300 s".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(Self { child, at, data: data.to_owned(), ready: begun.elapsed() })
    }

    /// User and system time of the process so far.
    ///
    /// # Errors
    /// When /proc cannot be read.
    pub fn processor(&self) -> Result<Duration, Fail> {
        processor(self.child.id())
    }

    /// Resident memory in bytes.
    ///
    /// # Errors
    /// When /proc cannot be read.
    pub fn memory(&self) -> Result<u64, Fail> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes: u64 = line.split_whitespace().nth(1).ok_or("no VmRSS")?.parse()?;
        Ok(kilobytes * 1024)
    }

    /// Ends it gently.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        for _ in 0..200 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.end();
        }
    }
}

/// User and system time of a process, all its threads, in steps of the kernel's clock tick (10 ms).
///
/// # Errors
/// When /proc cannot be read.
pub fn processor(pid: u32) -> Result<Duration, Fail> {
    ticks(&fs::read_to_string(format!("/proc/{pid}/stat"))?)
}

fn ticks(stat: &str) -> Result<Duration, Fail> {
    // the name may hold blanks: what follows the last parenthesis is fixed
    let (_, rest) = stat.rsplit_once(") ").ok_or("a broken stat line")?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: u64 = fields.next().ok_or("no utime")?.parse()?;
    let system: u64 = fields.next().ok_or("no stime")?.parse()?;
    Ok(Duration::from_millis((user + system) * 10))
}

/// The same of every process of a name (PostgreSQL's backends), ended ones not.
///
/// # Errors
/// When /proc cannot be read.
pub fn processor_of_all(name: &str) -> Result<Duration, Fail> {
    let mut sum = Duration::ZERO;
    for entry in fs::read_dir("/proc")?.filter_map(Result::ok) {
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        if stat.contains(&format!("({name})")) {
            sum += ticks(&stat).unwrap_or_default();
        }
    }
    Ok(sum)
}
