//! PostgreSQL's own tools, of the server's major version.  The password goes by the environment of the child, never
//! by its arguments, which every account of the machine can read.
use super::BackupError;
use std::path::Path;
use std::process::{Command, Stdio};

pub(super) fn dump(url: &str, schema: Option<&str>, server: i64, to: &Path) -> Result<(), BackupError> {
    same_major("pg_dump", server)?;
    let mut command = tool("pg_dump", url);
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(to);
    if let Some(schema) = schema {
        command.arg("--schema").arg(schema);
    }
    run("pg_dump", command)
}

pub(super) fn load(url: &str, server: i64, from: &Path) -> Result<(), BackupError> {
    same_major("pg_restore", server)?;
    let mut command = tool("pg_restore", url);
    let name = Connection::read(url).database;
    // The schema that a fresh database brings with it is no conflict.
    command.args([
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        "--clean",
        "--if-exists",
    ]);
    command.arg("--dbname").arg(name).arg(from);
    run("pg_restore", command)
}

fn run(tool: &'static str, mut command: Command) -> Result<(), BackupError> {
    let output = command.output().map_err(|_| BackupError::NoTool { tool })?;
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    let message = message.lines().next().unwrap_or_default().to_owned();
    Err(BackupError::ToolFailed { tool, message })
}

/// `server` is `server_version_num`, e.g. 150014.
fn same_major(tool: &'static str, server: i64) -> Result<(), BackupError> {
    let output = Command::new(tool).arg("--version").stdin(Stdio::null()).output();
    let output = output.map_err(|_| BackupError::NoTool { tool })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let found = major(&text).unwrap_or_default();
    let server = (server / 10_000).to_string();
    if found == server { Ok(()) } else { Err(BackupError::OtherMajor { tool, found, server }) }
}

/// `pg_dump (PostgreSQL) 15.14 (Debian …)` → `15`
pub(crate) fn major(text: &str) -> Option<String> {
    let version =
        text.split_whitespace().find(|word| word.starts_with(|sign: char| sign.is_ascii_digit()))?;
    version.split('.').next().map(str::to_owned)
}

fn tool(name: &str, url: &str) -> Command {
    let connection = Connection::read(url);
    let mut command = Command::new(name);
    command.stdin(Stdio::null());
    let variables = [
        ("PGHOST", connection.host),
        ("PGPORT", connection.port),
        ("PGUSER", connection.user),
        ("PGPASSWORD", connection.password),
        ("PGDATABASE", connection.database),
    ];
    for (variable, value) in variables {
        if !value.is_empty() {
            command.env(variable, value);
        }
    }
    command
}

/// The parts of a `postgres://` address, percent-decoded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Connection {
    pub host: String,
    pub port: String,
    pub user: String,
    pub password: String,
    pub database: String,
}

impl Connection {
    pub(crate) fn read(url: &str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (login, address) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let bracketed = address.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (host, port) = match bracketed {
            Some((host, rest)) => (host, rest.strip_prefix(':').unwrap_or_default()),
            None => address.split_once(':').unwrap_or((address, "")),
        };
        let from_query = |name: &str| {
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(decoded)
        };
        Self {
            host: from_query("host").unwrap_or_else(|| decoded(host)),
            port: port.to_owned(),
            user: from_query("user").unwrap_or_else(|| decoded(user)),
            password: decoded(password),
            database: decoded(database),
        }
    }
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |digit: Option<u8>| digit.and_then(|digit| char::from(digit).to_digit(16));
        if byte == b'%'
            && let (Some(high), Some(low)) = (hex(rest.next()), hex(rest.next()))
        {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
