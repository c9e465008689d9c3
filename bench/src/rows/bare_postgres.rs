//! The postgres crate alone with prepared statements: sixteen connections, a transaction for each command.
use super::bare::{
    CODE, COUNTER, KEY, READS, STREAM, TABLES, TALLY, UNIQUE_TEXT, WITHOUT_ID, fresh, statements,
};
use super::receive::Bare;
use super::server::{processor, processor_of_all};
use super::table::median;
use crate::Fail;
use bytes::{BufMut, BytesMut};
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement, Transaction};
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

const CONNECTIONS: usize = 16;

/// A value as it travels, whatever its type.
#[derive(Clone, Debug)]
struct Raw(Option<Vec<u8>>);

impl<'a> FromSql<'a> for Raw {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Some(raw.to_vec())))
    }
    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(None))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

impl ToSql for Raw {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match &self.0 {
            Some(bytes) => {
                out.put_slice(bytes);
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

fn raw(bytes: impl AsRef<[u8]>) -> Raw {
    Raw(Some(bytes.as_ref().to_vec()))
}

struct Line {
    sql: String,
    values: Vec<Raw>,
    unique: Vec<usize>,
}

struct Template {
    lines: Vec<Line>,
    own: HashMap<Vec<u8>, usize>,
    dossier: Vec<u8>,
    agencies: Vec<(Raw, Raw)>,
}

fn connect(url: &str, schema: &str) -> Result<Client, Fail> {
    let mut client = Client::connect(url, NoTls)?;
    client.batch_execute(&format!("SET search_path TO {schema}"))?;
    Ok(client)
}

fn numbered(sql: &str) -> String {
    sql.replace('?', "$")
}

/// # Errors
/// The driver's.
pub fn measure(url: &str, schema: &str, commands: usize, runs: usize) -> Result<Bare, Fail> {
    let template = Arc::new(template(&mut connect(url, schema)?)?);
    let (mut cpu, mut database_cpu, mut speed) = (Vec::new(), Vec::new(), Vec::new());
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut client = connect(url, schema)?;
        let prepared = prepare(&mut client, &template)?;
        clients.push((client, prepared));
    }
    for run in 0..=runs {
        let begun = Instant::now();
        let before = (processor(std::process::id())?, processor_of_all("postgres")?);
        let working: Vec<_> = clients
            .drain(..)
            .enumerate()
            .map(|(at, (mut client, prepared))| {
                let template = Arc::clone(&template);
                std::thread::spawn(move || {
                    for number in (at..commands).step_by(CONNECTIONS) {
                        command(&mut client, &prepared, &template, run * commands + number)?;
                    }
                    Ok::<_, Fail>((client, prepared))
                })
            })
            .collect();
        for worker in working {
            clients.push(worker.join().map_err(|_| "a connection stopped")??);
        }
        let count = f64::from(u32::try_from(commands)?);
        let each = |spent: std::time::Duration| spent.as_secs_f64() * 1e6 / count;
        if run > 0 {
            cpu.push(each(processor(std::process::id())?.saturating_sub(before.0)));
            database_cpu.push(each(processor_of_all("postgres")?.saturating_sub(before.1)));
            speed.push(count / begun.elapsed().as_secs_f64());
        }
    }
    Ok(Bare {
        cpu: median(&cpu).unwrap_or(0.0),
        database_cpu: median(&database_cpu).unwrap_or(0.0),
        per_second: median(&speed).unwrap_or(0.0),
        statements: statements(template.lines.len()),
    })
}

struct Prepared {
    reads: Vec<Statement>,
    lines: Vec<Statement>,
    others: Vec<Statement>,
}

fn prepare(client: &mut Client, template: &Template) -> Result<Prepared, Fail> {
    let uuid = Type::UUID;
    let reads = READS
        .iter()
        .map(|sql| {
            client.prepare_typed(&numbered(sql), &[uuid.clone(), uuid.clone(), Type::TEXT, Type::TEXT])
        })
        .collect::<Result<_, _>>()?;
    let lines = template.lines.iter().map(|line| client.prepare(&line.sql)).collect::<Result<_, _>>()?;
    let others = [TALLY, STREAM, COUNTER, CODE, KEY]
        .iter()
        .map(|sql| client.prepare(&numbered(sql)))
        .collect::<Result<_, _>>()?;
    Ok(Prepared { reads, lines, others })
}

fn template(client: &mut Client) -> Result<Template, Fail> {
    let row = client.query_one(
        "SELECT id, owner FROM dossier WHERE procedure_code = '1.001193' AND owner = submitter ORDER BY entered_at DESC LIMIT 1",
        &[],
    )?;
    let (dossier, owner): (Raw, Raw) = (row.try_get(0)?, row.try_get(1)?);
    let mut own = HashMap::new();
    let mut lines = Vec::new();
    for table in TABLES {
        let sql = format!(
            "SELECT * FROM {} WHERE ({}) AND $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL",
            table.name,
            numbered(table.of)
        );
        for row in client.query(&sql, &[&dossier, &owner])? {
            let names: Vec<&str> = row.columns().iter().map(postgres::Column::name).collect();
            let marks: Vec<String> = (1..=names.len()).map(|at| format!("${at}")).collect();
            let write =
                format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), marks.join(", "));
            let unique = names
                .iter()
                .enumerate()
                .filter(|(_, name)| UNIQUE_TEXT.contains(&(table.name, **name)))
                .map(|(at, _)| at)
                .collect();
            let mut values: Vec<Raw> =
                (0..names.len()).map(|at| row.try_get(at)).collect::<Result<_, _>>()?;
            let code = names.iter().position(|name| table.name == "dossier" && *name == "code");
            if let Some(slot) = code.and_then(|at| values.get_mut(at)) {
                *slot = Raw(None);
            }
            if let (Some(Raw(Some(id))), false) = (values.first(), WITHOUT_ID.contains(&table.name)) {
                let place = own.len();
                own.entry(id.clone()).or_insert(place);
            }
            lines.push(Line { sql: write, values, unique });
        }
    }
    let agencies = client
        .query("SELECT DISTINCT receiving, unit FROM dossier", &[])?
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, postgres::Error>>()?;
    Ok(Template { lines, own, dossier: dossier.0.unwrap_or_default(), agencies })
}

fn run(tx: &mut Transaction<'_>, statement: &Statement, values: &[&(dyn ToSql + Sync)]) -> Result<(), Fail> {
    tx.query(statement, values)?;
    Ok(())
}

fn command(client: &mut Client, prepared: &Prepared, template: &Template, number: usize) -> Result<(), Fail> {
    let mut tx = client.transaction()?;
    let (agency, unit) = template.agencies.get(number % template.agencies.len().max(1)).ok_or("no agency")?;
    let (key, day) = (raw(format!("bare-{number}")), raw("2026-11-22"));
    for statement in &prepared.reads {
        run(&mut tx, statement, &[agency, unit, &key, &day])?;
    }
    for (line, statement) in template.lines.iter().zip(&prepared.lines) {
        let values: Vec<Raw> = line
            .values
            .iter()
            .enumerate()
            .map(|(at, value)| match &value.0 {
                Some(bytes) if bytes.len() == 16 && template.own.contains_key(bytes) => {
                    let place = template.own.get(bytes).copied().unwrap_or(0);
                    raw(fresh(bytes, number, place))
                }
                Some(bytes) if line.unique.contains(&at) => {
                    let mut bytes = bytes.clone();
                    bytes.extend(format!("-{number}").bytes());
                    Raw(Some(bytes))
                }
                _ => value.clone(),
            })
            .collect();
        let values: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        run(&mut tx, statement, &values)?;
    }
    let place = template.own.get(&template.dossier).copied().unwrap_or(0);
    let dossier = raw(fresh(&template.dossier, number, place));
    let (scope, answer) = (raw("receive:bare"), raw("{\"id\":\"019d4c35-6160-728b-b03b-6fa16f2a6b3e\"}"));
    let with: [Vec<&(dyn ToSql + Sync)>; 5] = [
        vec![agency, &day],
        vec![&dossier],
        vec![agency, &day],
        vec![&dossier, &key],
        vec![&scope, &key, &answer],
    ];
    for (statement, values) in prepared.others.iter().zip(with) {
        run(&mut tx, statement, &values)?;
    }
    tx.commit()?;
    Ok(())
}
