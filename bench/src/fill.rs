//! Fills a sample database with rows for read benchmarks.  It goes past the operations on purpose: nobody may take what
//! it writes for work that was measured (the province-year is that).
use crate::Fail;
use crate::generator::people::person;
use crate::generator::random::Random;
use base::{Date, Id, Timestamp};
use contracts::Directory;
use db::{Db, DbError, Tx, params};
use org::OrgDirectory;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One counter, its commune and who resolves there.
#[derive(Clone, Debug)]
struct Desk {
    centre: Id,
    committee: Id,
    office: Id,
    unit: Id,
    code: String,
}

/// A dossier of the sample that lends what is not drawn.
#[derive(Clone, Debug)]
struct Template {
    id: Id,
    procedure: String,
    process: Option<Id>,
}

/// One row to be.
#[derive(Clone, Debug)]
struct Filled {
    id: Id,
    code: String,
    template: Template,
    desk: Arc<Desk>,
    name: String,
    key: Vec<u8>,
    status: i64,
    received: Timestamp,
    due: Timestamp,
    closed: Option<Timestamp>,
    /// Process and task of an open dossier.
    open: Option<(Id, Id)>,
}

const DAY: i64 = 86_400;

/// Shares of a thousand by status: a province after a year, where nine of ten lie with their owners.
const MIX: [(i64, i64); 7] = [(10, 920), (9, 20), (4, 40), (2, 8), (5, 6), (7, 4), (8, 2)];

/// Writes so many dossiers, with a task for each that is open, and the tallies of the leader's page.
///
/// # Errors
/// A database without the sample, or the database's.
pub async fn fill(db: &Db, dossiers: i64, now: Timestamp) -> Result<(), Fail> {
    let (desks, templates) =
        db.read(move |tx| Ok::<_, DbError>((desks(tx, now.date())?, templates(tx)?))).await?;
    if desks.is_empty() || templates.is_empty() {
        return Err("the database holds no sample to fill".into());
    }
    let columns = columns(db)?;
    let statement = Arc::new(statement(&columns));
    let mut tallies: BTreeMap<(Date, Id, String, &'static str), i64> = BTreeMap::new();
    for first in (0..dossiers).step_by(10_000) {
        let rows: Vec<Filled> = (first..dossiers.min(first + 10_000))
            .filter_map(|index| draw(index, &desks, &templates, now))
            .collect();
        for row in &rows {
            let mut bump = |at: Timestamp, measure| {
                let cell = (at.date(), row.desk.centre, row.template.procedure.clone(), measure);
                *tallies.entry(cell).or_default() += 1;
            };
            bump(row.received, "received");
            if let Some(closed) = row.closed {
                bump(closed, if closed > row.due { "closed_late" } else { "closed_in_time" });
            }
        }
        let statement = Arc::clone(&statement);
        db.bulk(rows, move |tx, slice| slice.iter().try_for_each(|row| write(tx, &statement, row))).await?;
    }
    let cells: Vec<_> = tallies.into_iter().collect();
    db.bulk(cells, |tx, slice| {
        for ((day, agency, code, measure), count) in slice {
            tx.execute(
                "INSERT INTO dossier_tally (day, agency, procedure_code, measure, count) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (day, agency, procedure_code, measure) DO UPDATE SET count = dossier_tally.count + excluded.count",
                params![*day, *agency, code, *measure, *count],
            )?;
        }
        Ok::<_, DbError>(())
    })
    .await?;
    Ok(())
}

fn desks(tx: &mut Tx<'_>, today: Date) -> Result<Vec<Arc<Desk>>, DbError> {
    let mut list = Vec::new();
    for unit in OrgDirectory.communes(tx, today)? {
        let mut one = |kind: &str| {
            Ok::<_, DbError>(OrgDirectory.agencies_of_kind(tx, unit.id, kind, today)?.into_iter().next())
        };
        let found = (one("commune_centre")?, one("commune_committee")?, one("commune_office")?);
        if let (Some(centre), Some(committee), Some(office)) = found {
            list.push(Arc::new(Desk {
                centre: centre.id.id(),
                committee: committee.id.id(),
                office: office.id.id(),
                unit: unit.id.id(),
                code: centre.code,
            }));
        }
    }
    Ok(list)
}

fn templates(tx: &mut Tx<'_>) -> Result<Vec<Template>, DbError> {
    let all = tx.query(
        "SELECT id, procedure_code, process FROM dossier WHERE received_at IS NOT NULL ORDER BY procedure_code, id",
        params![],
        |row| Ok(Template { id: row.get(0)?, procedure: row.get(1)?, process: row.get(2)? }),
    )?;
    let mut seen = BTreeMap::new();
    for template in all.into_iter().filter(|template| template.process.is_some()) {
        seen.entry(template.procedure.clone()).or_insert(template);
    }
    Ok(seen.into_values().collect())
}

fn columns(db: &Db) -> Result<Vec<String>, Fail> {
    let mut schema = db::schema_dump(db)?;
    let table = schema.tables.remove("dossier").ok_or("no table dossier")?;
    Ok(table.columns.into_keys().collect())
}

/// What is drawn; everything else is the template's.
const DRAWN: [(&str, &str); 18] = [
    ("id", "?1"),
    ("code", "?2"),
    ("status", "?3"),
    ("receiving", "?4"),
    ("resolving", "?5"),
    ("unit", "?6"),
    ("owner_name", "?7"),
    ("owner_name_key", "?8"),
    ("filed_at", "?9"),
    ("received_at", "?9"),
    ("entered_at", "?9"),
    ("due_at", "?10"),
    ("sort_at", "?10"),
    ("closed_at", "?11"),
    ("outcome", "?12"),
    ("returned_at", "?13"),
    ("process", "?14"),
    ("holder", "?15"),
];

/// Empty in a filled row, whatever the template has.
const EMPTY: [&str; 5] = ["central_code", "key_hash", "account", "paused_at", "paused_for"];

fn statement(columns: &[String]) -> String {
    let value = |column: &String| {
        let drawn = DRAWN.iter().find(|(name, _)| name == column).map(|(_, mark)| (*mark).to_owned());
        let empty = EMPTY.contains(&column.as_str()).then(|| "NULL".to_owned());
        drawn.or(empty).unwrap_or_else(|| column.clone())
    };
    format!(
        "INSERT INTO dossier ({}) SELECT {} FROM dossier WHERE id = ?16 ON CONFLICT (id) DO NOTHING",
        columns.join(", "),
        columns.iter().map(value).collect::<Vec<_>>().join(", ")
    )
}

fn draw(index: i64, desks: &[Arc<Desk>], templates: &[Template], now: Timestamp) -> Option<Filled> {
    let mut random = Random::new(7, u64::try_from(index).ok()?);
    let (desk, template) = (random.pick(desks)?.clone(), random.pick(templates)?.clone());
    let mut drawn = random.below(1000);
    let status = MIX.iter().find_map(|(status, share)| {
        drawn -= share;
        (drawn < 0).then_some(*status)
    })?;
    let open = matches!(status, 2 | 4 | 5);
    // what is open is young, what is closed lies somewhere in the year
    let age = if open { random.below(12 * DAY) } else { random.below(360 * DAY) + 15 * DAY };
    let received = now.plus_seconds(-age);
    let due = received.plus_seconds(DAY + random.below(14 * DAY));
    let closed = (!open).then(|| received.plus_seconds(random.below(15 * DAY)));
    let owner = person(7, index);
    let key = owner.name.to_lowercase().into_bytes();
    Some(Filled {
        id: Id::new(received),
        code: format!("{}-{:06}-{:04}", desk.code, 260_000 + index / 10_000, 10_000 + index),
        template,
        desk,
        name: owner.name,
        key,
        status,
        received,
        due,
        closed,
        open: open.then(|| (Id::new(received), Id::new(received))),
    })
}

fn write(tx: &mut Tx<'_>, statement: &str, row: &Filled) -> Result<(), DbError> {
    let outcome = match row.status {
        7 => Some("withdrawn"),
        8 => Some("stopped"),
        9 | 10 => Some("granted"),
        _ => None,
    };
    let returned = row.closed.filter(|_| row.status == 10);
    let holder = row.open.map(|_| row.desk.office);
    tx.execute(
        statement,
        params![
            row.id,
            &row.code,
            row.status,
            row.desk.centre,
            row.desk.committee,
            row.desk.unit,
            &row.name,
            &row.key,
            row.received,
            row.due,
            row.closed,
            outcome,
            returned,
            row.open.map(|(process, _)| process),
            holder,
            row.template.id
        ],
    )?;
    let Some((process, task)) = row.open else { return Ok(()) };
    tx.execute(
        "INSERT INTO process (id, subject, definition_code, definition_version, digest, state, version, receiving, resolving,
           unit, started_at, suspended_at, ended_at, outcome)
         SELECT ?1, ?2, definition_code, definition_version, digest, state, 1, ?3, ?4, ?5, ?6, NULL, NULL, NULL
         FROM process WHERE id = ?7",
        params![process, row.id, row.desk.centre, row.desk.committee, row.desk.unit, row.received, row.template.process],
    )?;
    tx.execute(
        "INSERT INTO task (id, process, subject, token, step, title, kind, detail, role, agency, opened_at, half_at, due_at,
           sort_at, next_timer, next_timer_at, version)
         VALUES (?1, ?2, ?3, 0, 'draft', 'Lập kết quả', 'propose', '', 'civil_status_officer', ?4, ?5, NULL, ?6, ?6, NULL, NULL, 1)",
        params![task, process, row.id, row.desk.office, row.received, row.due],
    )?;
    Ok(())
}
