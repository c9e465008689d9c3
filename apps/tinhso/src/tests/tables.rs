//! docs/generated/tables.md: the tables of each crate as Mermaid diagrams, from the schema that the migrations make.
use crate::modules::migration_sets;
use db::{Db, DbConfig, Schema, TableShape};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The document; migrates a database of its own, set by set, to see whose tables are whose.
pub fn document() -> String {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("tables.db").display());
    let db = Db::open(&DbConfig::new(url)).unwrap();
    let mut out = String::from(
        "# Tables\n\nWritten by `make docs` from the migrations; compared by a test.  Kinds are those of SQLite; \
         PostgreSQL has the same tables (a test compares both).\n",
    );
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut sets = vec![db::MIGRATIONS];
    sets.extend(migration_sets());
    for count in 1..=sets.len() {
        let so_far = &sets[..count];
        let owner = so_far[count - 1].owner;
        db::migrate(&db, so_far).unwrap();
        let schema = db::schema_dump(&db).unwrap();
        let own = owned(&schema, &known);
        known.extend(schema.tables.keys().chain(schema.views.keys()).cloned());
        section(&mut out, owner, &schema, &own);
    }
    out
}

fn owned<'a>(schema: &'a Schema, known: &BTreeSet<String>) -> BTreeMap<&'a str, &'a TableShape> {
    // The index of the full-text search keeps tables of its own that no statement names.
    let internal = |name: &str| {
        ["_data", "_idx", "_content", "_docsize", "_config"]
            .iter()
            .any(|end| name.strip_suffix(end).is_some_and(|table| schema.tables.contains_key(table)))
    };
    schema
        .tables
        .iter()
        .filter(|(name, _)| !known.contains(*name) && !internal(name))
        .map(|(name, table)| (name.as_str(), table))
        .collect()
}

fn section(out: &mut String, owner: &str, schema: &Schema, own: &BTreeMap<&str, &TableShape>) {
    if own.is_empty() {
        return;
    }
    let _ = write!(out, "\n## {owner}\n\n```mermaid\nerDiagram\n");
    for (name, table) in own {
        let _ = writeln!(out, "  {name} {{");
        for (column, shape) in &table.columns {
            let key = if table.primary_key.contains(column) { " PK" } else { "" };
            let refers = table.foreign_keys.iter().any(|(from, ..)| from.contains(column));
            let key = if key.is_empty() && refers { " FK" } else { key };
            let null = if shape.nullable { " \"null\"" } else { "" };
            let _ = writeln!(out, "    {} {column}{key}{null}", shape.kind);
        }
        out.push_str("  }\n");
    }
    let links: BTreeSet<(&str, &str)> = own
        .iter()
        .flat_map(|(name, table)| table.foreign_keys.iter().map(|(_, target, _)| (target.as_str(), *name)))
        .filter(|(target, _)| schema.tables.contains_key(*target))
        .collect();
    for (target, name) in links {
        let _ = writeln!(out, "  {target} ||--o{{ {name} : \"\"");
    }
    out.push_str("```\n");
}
