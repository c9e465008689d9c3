//! The province-year as a row: how long it takes, and that everything is as the generator knows.
use super::server::Store;
use super::table::{Row, Verdict};
use crate::Fail;
use crate::generator::days::{Days, day_number, instant, minute_of};
use crate::generator::{MIGRATIONS, Province, Report, Year, run_year};
use db::{Db, DbConfig, migrate, params};
use std::path::Path;
use std::sync::Arc;

/// Dossiers of a whole year of Nghệ An.
const WHOLE: f64 = 1_800_000.0;

/// # Errors
/// Every difference between the house and the generator.
pub fn row(data: &Path, store: &Store, scale: f64) -> Result<Row, Fail> {
    #[allow(clippy::cast_possible_truncation, reason = "a count of dossiers below two million")]
    let count = (WHOLE * scale).round() as i64;
    let (config, file) = match store {
        Store::Sqlite => {
            std::fs::create_dir_all(data)?;
            let file = data.join("year.db");
            (DbConfig::new(format!("sqlite:{}", file.display())), Some(file))
        }
        Store::Postgres { url, schema } => {
            make_schema(url, schema)?;
            (DbConfig { schema: Some(schema.clone()), ..DbConfig::new(url.clone()) }, None)
        }
    };
    let db = Db::open(&config)?;
    migrate(&db, MIGRATIONS)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report = runtime.block_on(play(db, data, count))?;
    let size = file.and_then(|file| std::fs::metadata(file).ok()).map(|meta| meta.len());
    Ok(told(&report, store, scale, size))
}

/// An empty schema for one measurement.
///
/// # Errors
/// The database's.
pub fn make_schema(url: &str, schema: &str) -> Result<(), Fail> {
    let mut client = postgres::Client::connect(url, postgres::NoTls)?;
    client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"))?;
    Ok(())
}

async fn play(db: Db, data: &Path, count: i64) -> Result<Report, Fail> {
    let first = day_number(2026, 1, 5);
    let opened = instant(minute_of(first, 0));
    let founded = db
        .read(|tx| tx.query_one("SELECT count(*) FROM dossier", params![], |row| row.get::<i64>(0)))
        .await?;
    if founded > 0 {
        return Err("the folder holds a year already".into());
    }
    let province = Arc::new(Province::found(db, &data.join("objects"), opened).await?);
    let year = Year {
        seed: 2026,
        communes: province.communes.len(),
        days: Days::new(),
        first,
        end: day_number(2027, 1, 1),
    };
    run_year(province, &year, count, 128).await
}

fn told(report: &Report, store: &Store, scale: f64, size: Option<u64>) -> Row {
    let engine = if matches!(store, Store::Sqlite) { "SQLite" } else { "PostgreSQL" };
    let minutes = report.playing.as_secs_f64() / 60.0;
    let bytes = size.unwrap_or(0);
    let dossiers = u64::try_from(report.dossiers).unwrap_or(1).max(1);
    let commands = u32::try_from(report.commands + report.timers).unwrap_or(0);
    let disk = if bytes > 0 {
        format!("{} MB, {} bytes a dossier; ", bytes / 1_000_000, bytes / dossiers)
    } else {
        String::new()
    };
    Row {
        name: format!("province-year {scale} (dossiers), {engine}"),
        ours: format!("{minutes:.1} min"),
        peer: "-".to_owned(),
        ratio: "-".to_owned(),
        bar: "as known, ≤ 15 min, ≤ 2 GB".to_owned(),
        verdict: Verdict::of(minutes <= 15.0 && bytes <= 2_000_000_000),
        beside: format!(
            "{} dossiers, {} acts, {} clocks, {:.0}/s; {disk}every status, deadline, count and tally as known",
            report.dossiers,
            report.commands,
            report.timers,
            f64::from(commands) / report.playing.as_secs_f64()
        ),
        command: format!("scripts/bench province-year --scale {scale}"),
    }
}
