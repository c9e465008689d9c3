//! What the schema looks like, in words that fit both databases, and how a query would run.
use crate::migrate::MigrationSet;
use crate::{Db, DbError, Engine, Param, Tx, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Tables and views by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Schema {
    pub tables: BTreeMap<String, TableShape>,
    pub views: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct TableShape {
    pub columns: BTreeMap<String, ColumnShape>,
    pub primary_key: Vec<String>,
    /// Other indexes, unique constraints among them, without their names.
    pub indexes: BTreeSet<IndexShape>,
    pub foreign_keys: BTreeSet<Reference>,
    /// SQLite: the table checks types (`{strict}`).  Always so on PostgreSQL.
    pub strict: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ColumnShape {
    /// `integer`, `text`, `bytes` or `real`: how SQLite stores it.
    pub kind: String,
    pub nullable: bool,
    pub has_default: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct IndexShape {
    pub columns: Vec<String>,
    pub unique: bool,
    pub partial: bool,
}

/// A foreign key: columns here, the table there, its columns.
pub type Reference = (Vec<String>, String, Vec<String>);

/// How a query would run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// In the database's own words.
    pub lines: Vec<String>,
    /// Tables, or their aliases, that would be read from end to end without an index.
    pub full_scans: Vec<String>,
}

/// The schema of `db`, for comparing what migrations made on both databases.  Blocks.
///
/// # Errors
/// Any SQL error.
pub fn schema_dump(db: &Db) -> Result<Schema, DbError> {
    db.read_blocking(|tx| match tx.engine() {
        Engine::Sqlite => sqlite_schema(tx),
        Engine::Postgres => postgres_schema(tx),
    })
}

/// The plan of a query, for any values of its placeholders.  PostgreSQL is told to avoid sequential scans, so that small
/// test tables do not hide a missing index.  Blocks.
///
/// # Errors
/// Any SQL error.
pub fn explain(db: &Db, sql: &str) -> Result<Plan, DbError> {
    let (text, count) = crate::placeholders::rewrite(sql)?;
    let sql = sql.to_owned();
    let lines: Vec<String> = db.read_blocking(move |tx| match tx.engine() {
        Engine::Sqlite => {
            let nothing = vec![Param::Null; count];
            tx.query(&format!("EXPLAIN QUERY PLAN {sql}"), &nothing, |row| row.get(3))
        }
        Engine::Postgres => {
            tx.batch(&format!(
                "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan; \
                 PREPARE tinhso_explain AS {text}"
            ))?;
            let nothing =
                if count == 0 { String::new() } else { format!("({})", vec!["NULL"; count].join(", ")) };
            let lines =
                tx.query(&format!("EXPLAIN EXECUTE tinhso_explain{nothing}"), params![], |row| row.get(0))?;
            tx.batch("DEALLOCATE tinhso_explain")?;
            Ok(lines)
        }
    })?;
    let full_scans = lines.iter().filter_map(|line| scanned(db.engine(), line)).collect();
    Ok(Plan { lines, full_scans })
}

fn scanned(engine: Engine, line: &str) -> Option<String> {
    let name = match engine {
        Engine::Sqlite
            if line.contains(" USING ")
                || line.contains("VIRTUAL TABLE")
                || line.contains("CONSTANT ROW") =>
        {
            None
        }
        Engine::Sqlite => line.strip_prefix("SCAN "),
        Engine::Postgres => line.split_once("Seq Scan on ").map(|(_, tail)| tail),
    };
    name.and_then(|tail| tail.split_whitespace().next()).map(str::to_owned)
}

/// Reads a SQLite backup before it is restored: whole, its references hold, and not newer than `sets`.
///
/// # Errors
/// [`DbError::Setup`] for a damaged copy, [`DbError::NewerSchema`], [`DbError::Unavailable`] when it cannot be read.
pub fn verify_backup(path: &Path, sets: &[MigrationSet]) -> Result<(), DbError> {
    crate::sqlite::verify_file(path, sets)
}

/// People sort by a stored key and everything else by bytes: PostgreSQL must not bring a language's order of its own.
pub(crate) fn check_collation(tx: &mut Tx<'_>) -> Result<(), DbError> {
    let (collation, encoding): (String, String) = tx.query_one(
        "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if !matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") || encoding != "UTF8" {
        let message =
            format!("PostgreSQL needs collation C and encoding UTF8, not {collation} and {encoding}");
        return Err(DbError::Setup(message));
    }
    Ok(())
}

fn sqlite_schema(tx: &mut Tx<'_>) -> Result<Schema, DbError> {
    let names: Vec<(String, String, bool)> = tx.query(
        "SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view') \
         AND name NOT IN ('sqlite_schema', 'sqlite_stat1', 'sqlite_stat4', 'sqlite_sequence') ORDER BY name",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut schema = Schema::default();
    for (name, kind, strict) in names {
        if kind == "view" {
            let columns = tx
                .query("SELECT name FROM pragma_table_info(?1)", params![name], |row| row.get::<String>(0))?;
            schema.views.insert(name, columns.into_iter().collect());
        } else {
            let table = sqlite_table(tx, &name, strict)?;
            schema.tables.insert(name, table);
        }
    }
    // A reference without columns means the primary key there.
    let keys: BTreeMap<_, _> =
        schema.tables.iter().map(|(name, table)| (name.clone(), table.primary_key.clone())).collect();
    for table in schema.tables.values_mut() {
        table.foreign_keys = std::mem::take(&mut table.foreign_keys)
            .into_iter()
            .map(|(from, target, to)| {
                let to = if to.is_empty() { keys.get(&target).cloned().unwrap_or_default() } else { to };
                (from, target, to)
            })
            .collect();
    }
    Ok(schema)
}

fn sqlite_table(tx: &mut Tx<'_>, name: &str, strict: bool) -> Result<TableShape, DbError> {
    let mut table = TableShape { strict, ..TableShape::default() };
    let columns: Vec<(String, String, bool, bool, i64)> = tx.query(
        "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk FROM pragma_table_info(?1)",
        params![name],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let mut key = Vec::new();
    for (column, declared, not_null, has_default, position) in columns {
        if position > 0 {
            key.push((position, column.clone()));
        }
        let kind = kind_of(&declared.to_ascii_lowercase());
        table.columns.insert(column, ColumnShape { kind, nullable: !not_null && position == 0, has_default });
    }
    key.sort();
    table.primary_key = key.into_iter().map(|(_, column)| column).collect();
    let indexes: Vec<(String, bool, bool)> = tx.query(
        "SELECT name, \"unique\", partial FROM pragma_index_list(?1) WHERE origin <> 'pk'",
        params![name],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (index, unique, partial) in indexes {
        let columns = tx.query(
            "SELECT coalesce(name, '(expression)') FROM pragma_index_info(?1) ORDER BY seqno",
            params![index],
            |row| row.get(0),
        )?;
        table.indexes.insert(IndexShape { columns, unique, partial });
    }
    let references: Vec<(i64, String, String, Option<String>)> = tx.query(
        "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
        params![name],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let mut grouped: BTreeMap<i64, Reference> = BTreeMap::new();
    for (id, target, from, to) in references {
        let entry = grouped.entry(id).or_insert_with(|| (Vec::new(), target, Vec::new()));
        entry.0.push(from);
        entry.2.extend(to);
    }
    table.foreign_keys = grouped.into_values().collect();
    Ok(table)
}

fn kind_of(declared: &str) -> String {
    match declared {
        "blob" | "uuid" | "bytea" => "bytes",
        "integer" | "int" | "int2" | "int4" | "int8" | "bool" => "integer",
        "text" | "json" | "jsonb" | "varchar" => "text",
        "real" | "float4" | "float8" => "real",
        other => other,
    }
    .to_owned()
}

fn postgres_schema(tx: &mut Tx<'_>) -> Result<Schema, DbError> {
    let mut schema = Schema::default();
    let columns: Vec<(String, String, String, String, bool, bool)> = tx.query(
        "SELECT c.relname, c.relkind, a.attname, t.typname, a.attnotnull, a.atthasdef \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid \
         JOIN pg_type t ON t.oid = a.atttypid WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'v', 'p') \
         AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
    )?;
    for (relation, kind, column, declared, not_null, has_default) in columns {
        if kind == "v" {
            schema.views.entry(relation).or_default().insert(column);
        } else {
            let table = schema.tables.entry(relation).or_default();
            table.strict = true;
            let kind = kind_of(&declared);
            table.columns.insert(column, ColumnShape { kind, nullable: !not_null, has_default });
        }
    }
    postgres_indexes(tx, &mut schema)?;
    postgres_references(tx, &mut schema)?;
    Ok(schema)
}

fn postgres_indexes(tx: &mut Tx<'_>, schema: &mut Schema) -> Result<(), DbError> {
    type IndexColumn = (String, String, bool, bool, bool, String);
    let rows: Vec<IndexColumn> = tx.query(
        "SELECT t.relname, i.relname, x.indisprimary, x.indisunique, x.indpred IS NOT NULL, \
         coalesce(a.attname, '(expression)') FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid \
         JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace \
         CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, position) \
         LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number AND k.number > 0 \
         WHERE s.nspname = current_schema() AND k.position <= x.indnkeyatts ORDER BY 1, 2, k.position",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?)),
    )?;
    let mut indexes: BTreeMap<(String, String), (bool, IndexShape)> = BTreeMap::new();
    for (table, index, primary, unique, partial, column) in rows {
        let shape = || (primary, IndexShape { columns: Vec::new(), unique, partial });
        indexes.entry((table, index)).or_insert_with(shape).1.columns.push(column);
    }
    for ((table, _), (primary, shape)) in indexes {
        let Some(table) = schema.tables.get_mut(&table) else { continue };
        if primary {
            table.primary_key = shape.columns;
        } else {
            table.indexes.insert(shape);
        }
    }
    Ok(())
}

fn postgres_references(tx: &mut Tx<'_>, schema: &mut Schema) -> Result<(), DbError> {
    let rows: Vec<(String, String, String, String, String)> = tx.query(
        "SELECT t.relname, f.conname, a.attname, r.relname, b.attname FROM pg_constraint f \
         JOIN pg_class t ON t.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid \
         JOIN pg_namespace s ON s.oid = t.relnamespace \
         CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY AS k(here, there, position) \
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.here \
         JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.there \
         WHERE f.contype = 'f' AND s.nspname = current_schema() ORDER BY 1, 2, k.position",
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
    )?;
    let mut references: BTreeMap<(String, String), Reference> = BTreeMap::new();
    for (table, name, from, target, to) in rows {
        let entry = references.entry((table, name)).or_insert_with(|| (Vec::new(), target, Vec::new()));
        entry.0.push(from);
        entry.2.push(to);
    }
    for ((table, _), reference) in references {
        if let Some(table) = schema.tables.get_mut(&table) {
            table.foreign_keys.insert(reference);
        }
    }
    Ok(())
}
