//! rusqlite alone, in the shape of the group commit: one transaction for all callers, a savepoint for each.
use super::bare::{
    CODE, COUNTER, KEY, READS, STREAM, TABLES, TALLY, UNIQUE_TEXT, WITHOUT_ID, fresh, statements,
};
use super::receive::Bare;
use super::server::{Store, database, processor};
use super::table::median;
use crate::Fail;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

/// One row to write: the statement, its values, and which of them are the text that stands once.
struct Line {
    sql: String,
    values: Vec<Value>,
    unique: Vec<usize>,
}

struct Template {
    lines: Vec<Line>,
    /// Every id of the rows' own and its place among them.
    own: HashMap<Vec<u8>, usize>,
    dossier: Vec<u8>,
    agencies: Vec<(Vec<u8>, Vec<u8>)>,
}

/// # Errors
/// The driver's.
pub fn measure(data: &Path, callers: usize, commands: usize, runs: usize) -> Result<Bare, Fail> {
    let url = database(data, &Store::Sqlite).url;
    let db = Connection::open(url.trim_start_matches("sqlite:"))?;
    db.set_prepared_statement_cache_capacity(256);
    // or a statement beside a partial index is planned anew at every binding
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;")?;
    let template = template(&db)?;
    let (mut cpu, mut speed) = (Vec::new(), Vec::new());
    for run in 0..=runs {
        let (before, begun) = (processor(std::process::id())?, Instant::now());
        for first in (0..commands).step_by(callers) {
            db.execute_batch("BEGIN IMMEDIATE")?;
            for number in first..(first + callers).min(commands) {
                db.execute_batch("SAVEPOINT one")?;
                command(&db, &template, run * commands + number)?;
                db.execute_batch("RELEASE one")?;
            }
            db.execute_batch("COMMIT")?;
        }
        let spent = processor(std::process::id())?.saturating_sub(before);
        let count = f64::from(u32::try_from(commands)?);
        if run > 0 {
            cpu.push(spent.as_secs_f64() * 1e6 / count);
            speed.push(count / begun.elapsed().as_secs_f64());
        }
    }
    Ok(Bare {
        cpu: median(&cpu).unwrap_or(0.0),
        database_cpu: 0.0,
        per_second: median(&speed).unwrap_or(0.0),
        statements: statements(template.lines.len()),
    })
}

fn template(db: &Connection) -> Result<Template, Fail> {
    let (dossier, owner): (Vec<u8>, Vec<u8>) = db.query_row(
        "SELECT id, owner FROM dossier WHERE procedure_code = '1.001193' AND owner = submitter ORDER BY entered_at DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut own = HashMap::new();
    let mut lines = Vec::new();
    for table in TABLES {
        let sql = format!(
            "SELECT * FROM {} WHERE ({}) AND ?1 IS NOT NULL AND ?2 IS NOT NULL",
            table.name, table.of
        );
        let mut read = db.prepare(&sql)?;
        let names: Vec<String> = read.column_names().map(str::to_owned).collect();
        let marks: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
        let write =
            format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "));
        let unique: Vec<usize> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| UNIQUE_TEXT.contains(&(table.name, name.as_str())))
            .map(|(at, _)| at)
            .collect();
        let code = names.iter().position(|name| table.name == "dossier" && name == "code");
        let mut rows = read.query(params![dossier, owner])?;
        while let Some(row) = rows.next()? {
            let mut values: Vec<Value> = (0..names.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            if let Some(slot) = code.and_then(|at| values.get_mut(at)) {
                *slot = Value::Null;
            }
            if let (Some(Value::Blob(id)), false) = (values.first(), WITHOUT_ID.contains(&table.name)) {
                let place = own.len();
                own.entry(id.clone()).or_insert(place);
            }
            lines.push(Line { sql: write.clone(), values, unique: unique.clone() });
        }
    }
    let mut read = db.prepare("SELECT DISTINCT receiving, unit FROM dossier")?;
    let agencies = read.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(Template { lines, own, dossier, agencies })
}

fn command(db: &Connection, template: &Template, number: usize) -> Result<(), Fail> {
    let (agency, unit) = template.agencies.get(number % template.agencies.len().max(1)).ok_or("no agency")?;
    let (key, day) = (format!("bare-{number}"), "2026-11-22");
    for sql in READS {
        let mut read = db.prepare_cached(sql)?;
        let mut rows = read.query(params![agency, unit, key, day])?;
        while rows.next()?.is_some() {}
    }
    for line in &template.lines {
        let values = line.values.iter().enumerate().map(|(at, value)| match value {
            Value::Blob(bytes) => match template.own.get(bytes) {
                Some(place) => Value::Blob(fresh(bytes, number, *place)),
                None => value.clone(),
            },
            Value::Text(text) if line.unique.contains(&at) => Value::Text(format!("{text}-{number}")),
            other => other.clone(),
        });
        db.prepare_cached(&line.sql)?.execute(params_from_iter(values))?;
    }
    let place = template.own.get(&template.dossier).copied().unwrap_or(0);
    let dossier = fresh(&template.dossier, number, place);
    db.prepare_cached(TALLY)?.execute(params![agency, day])?;
    let _: i64 = db.prepare_cached(STREAM)?.query_row(params![dossier], |row| row.get(0))?;
    let _: i64 = db.prepare_cached(COUNTER)?.query_row(params![agency, day], |row| row.get(0))?;
    db.prepare_cached(CODE)?.execute(params![dossier, format!("bare-{number}")])?;
    let answer = "{\"id\":\"019d4c35-6160-728b-b03b-6fa16f2a6b3e\",\"code\":\"H41.106.01-260402-0001\"}";
    db.prepare_cached(KEY)?.execute(params!["receive:bare", key, answer])?;
    Ok(())
}
