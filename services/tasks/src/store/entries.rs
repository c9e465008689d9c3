//! The timeline and its files.
use crate::model::{Entry, File};
use base::{Id, Timestamp};
use contracts::{AccountId, AgencyId, AssignmentId, FileId};
use db::{DbError, Json, Param, Tx, params};

/// Who acted, in which office, and the sentence's arguments.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub kind: &'static str,
    pub agency: Option<AgencyId>,
    pub actor: Option<AccountId>,
    pub person: String,
    pub office: String,
    pub detail: serde_json::Value,
}

pub fn write_entry(
    tx: &mut Tx<'_>,
    of: AssignmentId,
    seq: i64,
    at: Timestamp,
    entry: &NewEntry,
) -> Result<(), DbError> {
    write_entries(tx, &[(of, seq)], at, entry)
}

/// Rows of one statement.
const ENTRIES_AT_ONCE: usize = 500;

/// The same line for many, each with its place.
pub fn write_entries(
    tx: &mut Tx<'_>,
    of: &[(AssignmentId, i64)],
    at: Timestamp,
    entry: &NewEntry,
) -> Result<(), DbError> {
    let detail = entry.detail.to_string();
    for slice in of.chunks(ENTRIES_AT_ONCE) {
        let mut values: Vec<Param<'_>> = vec![
            Param::Int(at.micros()),
            Param::Text(entry.kind),
            entry.agency.map_or(Param::Null, |id| Param::Id(id.id())),
            entry.actor.map_or(Param::Null, |id| Param::Id(id.id())),
            Param::Text(&entry.person),
            Param::Text(&entry.office),
            Param::Json(&detail),
        ];
        let mut rows: Vec<String> = Vec::with_capacity(slice.len());
        for (assignment, seq) in slice {
            let first = values.len().saturating_add(1);
            values.extend([Param::Id(Id::new(at)), Param::Id(assignment.id()), Param::Int(*seq)]);
            rows.push(format!("(?{first}, ?{}, ?{}, ?1, ?2, ?3, ?4, ?5, ?6, ?7)", first + 1, first + 2));
        }
        tx.execute(
            &format!(
                "INSERT INTO assignment_entry (id, assignment, seq, at, kind, agency, actor, person, office, detail)
                 VALUES {}",
                rows.join(", ")
            ),
            &values,
        )?;
    }
    Ok(())
}

/// In the order of the acts, at most 500.
pub fn entries(tx: &mut Tx<'_>, of: AssignmentId) -> Result<Vec<Entry>, DbError> {
    tx.query(
        "SELECT at, kind, actor, person, office, detail FROM assignment_entry
         WHERE assignment = ?1 ORDER BY seq LIMIT 500",
        params![of],
        |row| {
            Ok(Entry {
                at: row.get(0)?,
                kind: row.get(1)?,
                actor: row.get::<Option<Id>>(2)?.map(Into::into),
                person: row.get(3)?,
                office: row.get(4)?,
                detail: row.get::<Json>(5)?.0,
            })
        },
    )
}

pub fn insert_file(
    tx: &mut Tx<'_>,
    of: AssignmentId,
    file: &File,
    by: Option<AccountId>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO assignment_file (id, assignment, name, kind, size, digest, uploaded_at, uploaded_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![file.id, of, &file.name, &file.kind, file.size, &file.digest, file.uploaded_at, by],
    )?;
    Ok(())
}

const FILE: &str = "id, name, kind, size, digest, uploaded_at";

fn file_row(row: &db::Row<'_>) -> Result<File, DbError> {
    Ok(File {
        id: row.get::<Id>(0)?.into(),
        name: row.get(1)?,
        kind: row.get(2)?,
        size: row.get(3)?,
        digest: row.get(4)?,
        uploaded_at: row.get(5)?,
    })
}

/// The files of one assignment, oldest first.
pub fn files(tx: &mut Tx<'_>, of: AssignmentId) -> Result<Vec<File>, DbError> {
    let sql = format!("SELECT {FILE} FROM assignment_file WHERE assignment = ?1 ORDER BY uploaded_at, id");
    tx.query(&sql, params![of], file_row)
}

/// One file of one assignment.
pub fn file(tx: &mut Tx<'_>, of: AssignmentId, id: FileId) -> Result<Option<File>, DbError> {
    let sql = format!("SELECT {FILE} FROM assignment_file WHERE id = ?1 AND assignment = ?2");
    tx.query_opt(&sql, params![id, of], file_row)
}

/// Whether a row still stands for these bytes.
pub fn referenced(tx: &mut Tx<'_>, digest: &str) -> Result<bool, DbError> {
    let found =
        tx.query_opt("SELECT 1 FROM assignment_file WHERE digest = ?1 LIMIT 1", params![digest], |row| {
            row.get::<i64>(0)
        })?;
    Ok(found.is_some())
}
