//! The configuration: one TOML file, the environment, the command line.  Typed, checked whole before anything starts,
//! and every fault names its key.
mod check;
mod gather;
mod reference;
mod table;

pub use reference::{reference, sample_file};
pub use table::{KEYS, Key};

use crate::terminal::io_key;
use gather::{Value, Values};
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// File name of a production database and of a sample's: never the same file.
pub const DATABASE_NAME: &str = "tinhso.db";
pub const SAMPLE_DATABASE_NAME: &str = "sample.db";

/// What the program was started with.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub file: Option<PathBuf>,
    pub environment: BTreeMap<String, String>,
    /// Settings given on the command line, by key.
    pub flags: Vec<(&'static str, String)>,
    /// Folder name of a sample province.
    pub sample: Option<String>,
}

/// One thing wrong with the configuration: the key, a message and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub key: String,
    pub words: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Fault {
    #[must_use]
    pub fn new(key: impl Into<String>, words: &'static str) -> Self {
        let key = key.into();
        Self { args: vec![("key", key.clone())], key, words }
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

/// Where the installation's secret comes from.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretFrom {
    Environment(String),
    /// Made on first use when it is the file in the data folder.
    File(PathBuf),
}

/// A checked configuration.
#[derive(Clone)]
pub struct Settings {
    pub sample: Option<String>,
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// Scheme and authority, no slash at the end.
    pub public_url: String,
    pub behind_proxy: bool,
    /// `sqlite:PATH` or `postgres://…`; may hold a password.
    pub database: String,
    pub database_schema: Option<String>,
    pub database_pool: usize,
    pub database_readers: Option<usize>,
    pub secret: SecretFrom,
    pub province: Option<String>,
    pub hotline: String,
    pub theme: Option<PathBuf>,
    pub workers: usize,
    pub stop_seconds: u64,
    pub log: telemetry::LogConfig,
    pub metrics_from: Vec<IpAddr>,
}

impl Settings {
    /// Reads and checks everything that was given.
    ///
    /// # Errors
    /// Every fault there is, not only the first.
    pub fn load(given: &Given) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let values = gather::gather(given, &mut faults);
        let settings = build(given, &values, &mut faults);
        match settings {
            Some(settings) if faults.is_empty() => {
                check::contradictions(&settings, &values, &mut faults);
                if faults.is_empty() { Ok(settings) } else { Err(faults) }
            }
            _ => Err(faults),
        }
    }

    /// The folder of files handed in and papers printed.
    #[must_use]
    pub fn objects_dir(&self) -> PathBuf {
        self.data.join("objects")
    }

    #[must_use]
    pub fn db_config(&self) -> db::DbConfig {
        let mut config = db::DbConfig::new(self.database.clone());
        config.schema.clone_from(&self.database_schema);
        config.pool = self.database_pool;
        if let Some(readers) = self.database_readers {
            config.readers = readers;
        }
        if self.sample.is_some() {
            // A sample is tried out beside a compiler and a browser; its disk's pauses are no news.
            config.slow_closure = std::time::Duration::from_millis(1_000);
        }
        config
    }
}

fn text(values: &Values, name: &str) -> Option<String> {
    match values.get(name) {
        Some((Value::Text(text), _)) => Some(text.clone()),
        _ => None,
    }
}

fn flag(values: &Values, name: &str) -> bool {
    matches!(values.get(name), Some((Value::Flag(true), _)))
}

fn number(values: &Values, name: &str) -> Option<u64> {
    match values.get(name) {
        Some((Value::Number(number), _)) => Some(*number),
        _ => None,
    }
}

fn size(values: &Values, name: &str) -> Option<usize> {
    number(values, name).and_then(|number| usize::try_from(number).ok())
}

fn build(given: &Given, values: &Values, faults: &mut Vec<Fault>) -> Option<Settings> {
    let data = PathBuf::from(text(values, "data").unwrap_or_else(|| "data".to_owned()));
    let listen = match text(values, "listen").as_deref().unwrap_or("127.0.0.1:8080").parse() {
        Ok(address) => address,
        Err(_) => {
            faults.push(Fault::new("listen", "tinhso-fault-type").arg("example", "127.0.0.1:8080"));
            return None;
        }
    };
    let public_url = text(values, "public_url").unwrap_or_else(|| default_url(listen));
    let database = database(given, values, &data, faults)?;
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let filter = text(values, "log").unwrap_or_else(|| "info".to_owned());
    let format = match text(values, "log_format").as_deref() {
        Some("json") => telemetry::LogFormat::Json,
        _ => telemetry::LogFormat::Text,
    };
    Some(Settings {
        sample: given.sample.clone(),
        public_url: public_url.trim_end_matches('/').to_owned(),
        behind_proxy: flag(values, "behind_proxy"),
        database,
        database_schema: text(values, "database_schema"),
        database_pool: size(values, "database_pool").unwrap_or(16),
        database_readers: size(values, "database_readers"),
        secret: secret(values, &data),
        province: text(values, "province"),
        hotline: text(values, "hotline").unwrap_or_else(|| "1022".to_owned()),
        theme: text(values, "theme").map(PathBuf::from),
        workers: size(values, "workers").unwrap_or(cores.clamp(2, 4)),
        stop_seconds: number(values, "stop_seconds").unwrap_or(8),
        log: telemetry::LogConfig { filter, format },
        metrics_from: addresses(values, faults),
        data,
        listen,
    })
}

fn default_url(listen: SocketAddr) -> String {
    if listen.ip().is_loopback() || listen.ip().is_unspecified() {
        format!("http://localhost:{}", listen.port())
    } else {
        format!("http://{listen}")
    }
}

fn database(given: &Given, values: &Values, data: &Path, faults: &mut Vec<Fault>) -> Option<String> {
    let read_from = text(values, "database_file");
    match (text(values, "database"), read_from) {
        (Some(_), Some(_)) => {
            faults.push(Fault::new("database_file", "tinhso-fault-both").arg("other", "database"));
            None
        }
        (Some(url), None) => Some(url),
        (None, Some(path)) => match std::fs::read_to_string(&path) {
            Ok(url) => Some(url.trim().to_owned()),
            Err(error) => {
                faults.push(
                    Fault::new("database_file", "tinhso-fault-file")
                        .arg("file", path)
                        .arg("cause", io_key(error.kind())),
                );
                None
            }
        },
        (None, None) => {
            // Commands beside `serve` find a sample by its file.
            let sample = data.join(SAMPLE_DATABASE_NAME);
            let is_sample = given.sample.is_some() || (sample.exists() && !data.join(DATABASE_NAME).exists());
            let path = if is_sample { sample } else { data.join(DATABASE_NAME) };
            Some(format!("sqlite:{}", path.display()))
        }
    }
}

fn secret(values: &Values, data: &Path) -> SecretFrom {
    match (text(values, "secret"), text(values, "secret_file")) {
        (Some(secret), _) => SecretFrom::Environment(secret),
        (None, Some(path)) => SecretFrom::File(PathBuf::from(path)),
        (None, None) => SecretFrom::File(data.join("secret")),
    }
}

fn addresses(values: &Values, faults: &mut Vec<Fault>) -> Vec<IpAddr> {
    let Some((Value::List(list), _)) = values.get("metrics_from") else {
        return vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    };
    let parsed: Result<Vec<IpAddr>, _> = list.iter().map(|item| item.parse()).collect();
    parsed.unwrap_or_else(|_| {
        faults.push(Fault::new("metrics_from", "tinhso-fault-type").arg("example", "[\"10.0.0.5\"]"));
        Vec::new()
    })
}
