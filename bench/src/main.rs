//! `bench [ROW…] [--write] [--scale S] [--data DIR]`, `bench fill --dossiers N --data DIR`: see README.md.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a measuring tool prints its rows and reads the environment"
)]
use bench::Fail;
use bench::rows::server::Store;
use bench::rows::table::{self, Row};
use bench::rows::{clerks, desk, facts, live, process, province_year, receive, server, small};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const ROWS: &[&str] = &[
    "small",
    "receive-sqlite",
    "receive-postgresql",
    "desk",
    "live",
    "process",
    "facts",
    "province-year",
    "province-year-postgresql",
];

struct Asked {
    rows: Vec<String>,
    write: bool,
    scale: f64,
    dossiers: i64,
    data: Option<PathBuf>,
}

fn asked() -> Result<Asked, Fail> {
    let mut asked = Asked { rows: Vec::new(), write: false, scale: 0.1, dossiers: 1_000_000, data: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--write" => asked.write = true,
            "--scale" => asked.scale = value()?.parse()?,
            "--dossiers" => asked.dossiers = value()?.parse()?,
            "--data" => asked.data = Some(PathBuf::from(value()?)),
            row if ROWS.contains(&row) || row == "fill" => asked.rows.push(word),
            other => return Err(format!("{other} is no row: {}", ROWS.join(", ")).into()),
        }
    }
    if asked.rows.is_empty() {
        asked.rows = ROWS.iter().map(|row| (*row).to_owned()).collect();
    }
    Ok(asked)
}

fn postgres(schema: &str) -> Result<Option<Store>, Fail> {
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        println!("SKIPPED: no PostgreSQL (TEST_POSTGRES_URL)");
        return Ok(None);
    };
    province_year::make_schema(&url, schema)?;
    Ok(Some(Store::Postgres { url, schema: schema.to_owned() }))
}

fn measure(row: &str, asked: &Asked, data: &Path) -> Result<Vec<Row>, Fail> {
    Ok(match row {
        "small" => small::rows(data)?,
        "receive-sqlite" => receive::rows(data, &Store::Sqlite)?,
        "receive-postgresql" => match postgres("bench_receive")? {
            Some(store) => receive::rows(data, &store)?,
            None => Vec::new(),
        },
        "desk" => vec![desk::row(data, asked.dossiers)?],
        "live" => live::rows(data)?,
        "process" => vec![process::row(data)?],
        "facts" => vec![facts::row(data, clerks::now()?)?],
        "province-year" => vec![province_year::row(data, &Store::Sqlite, asked.scale)?],
        "province-year-postgresql" => match postgres("bench_year")? {
            Some(store) => vec![province_year::row(data, &store, (asked.scale / 100.0).min(0.001))?],
            None => Vec::new(),
        },
        _ => {
            let db = db::Db::open(&server::database(data, &Store::Sqlite))?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(bench::fill::fill(&db, asked.dossiers, clerks::now()?))?;
            Vec::new()
        }
    })
}

fn run() -> Result<bool, Fail> {
    let asked = asked()?;
    let folder = tempfile::Builder::new().prefix("tinhso-bench.").tempdir()?;
    let mut all = Vec::new();
    let mut whole = true;
    for row in &asked.rows {
        let data = asked.data.clone().unwrap_or_else(|| folder.path().join(row));
        match measure(row, &asked, &data) {
            Ok(rows) => {
                for row in &rows {
                    println!("{row}");
                }
                all.extend(rows);
            }
            Err(error) => {
                eprintln!("{row}: {error}");
                whole = false;
            }
        }
    }
    if asked.write {
        table::write(&all, &clerks::now()?.date().to_string())?;
    }
    Ok(whole && all.iter().all(|row| row.verdict != table::Verdict::Short))
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
