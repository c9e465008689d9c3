//! Schemas in steps: per crate, in the order given, each step once, with a checksum.
use crate::{Db, DbError, Engine, Tx, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One step.  `sql` serves both databases unless a twin is given.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
    pub sqlite: Option<&'static str>,
    pub postgres: Option<&'static str>,
}

/// The steps of one crate.
#[derive(Clone, Copy, Debug)]
pub struct MigrationSet {
    pub owner: &'static str,
    pub migrations: &'static [Migration],
}

/// The tables of this crate; always first.
pub const MIGRATIONS: MigrationSet = crate::migrations!("db", "0001_create_outbox");

/// A step that has been applied: (owner, name) and its checksum.
pub(crate) type Applied = BTreeMap<(String, String), String>;

/// `migrations!("dossiers", "0001_create_dossier", "0002_add_index" => twin)` reads `migrations/NAME.sql` of the calling
/// crate, or `NAME.sqlite.sql` and `NAME.postgres.sql` where the dialects differ (`=> twin`).
#[macro_export]
macro_rules! migrations {
    ($owner:literal $(, $name:literal $(=> $twin:ident)?)* $(,)?) => {
        $crate::MigrationSet { owner: $owner, migrations: &[$($crate::migration!($name $($twin)?)),*] }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! migration {
    ($name:literal) => {
        $crate::Migration {
            name: $name,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $name, ".sql")),
            sqlite: None,
            postgres: None,
        }
    };
    ($name:literal twin) => {
        $crate::Migration {
            name: $name,
            sql: "",
            sqlite: Some(include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/migrations/",
                $name,
                ".sqlite.sql"
            ))),
            postgres: Some(include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/migrations/",
                $name,
                ".postgres.sql"
            ))),
        }
    };
}

impl Migration {
    /// SHA-256 over every text of the step, the same on both databases.
    fn checksum(&self) -> String {
        let mut hash = Sha256::new();
        for text in [self.sql, self.sqlite.unwrap_or_default(), self.postgres.unwrap_or_default()] {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())
    }

    fn render(&self, engine: Engine) -> Result<String, String> {
        let text = match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        };
        render(text.unwrap_or(self.sql), engine)
    }
}

/// Replaces the type tokens of `sql`.
///
/// # Errors
/// An unknown `{token}`, or a constraint whose check is put off to COMMIT: there it would fail a whole batch.
pub(crate) fn render(sql: &str, engine: Engine) -> Result<String, String> {
    if sql.to_ascii_uppercase().contains("DEFERRABLE") {
        return Err("a deferred constraint fails at COMMIT, for everybody in the batch".to_owned());
    }
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((token, tail)) if !token.is_empty() && token.bytes().all(|b| b.is_ascii_lowercase()) => {
                out.push_str(
                    type_of(token, engine).ok_or_else(|| format!("unknown type token {{{token}}}"))?,
                );
                rest = tail;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn type_of(token: &str, engine: Engine) -> Option<&'static str> {
    let (sqlite, postgres) = match token {
        "id" => ("BLOB", "UUID"),
        "ts" | "int" => ("INTEGER", "BIGINT"),
        "date" | "text" => ("TEXT", "TEXT"),
        "json" => ("TEXT", "JSONB"),
        "bool" => ("INTEGER", "BOOLEAN"),
        "bytes" => ("BLOB", "BYTEA"),
        "strict" => ("STRICT", ""),
        _ => return None,
    };
    Some(match engine {
        Engine::Sqlite => sqlite,
        Engine::Postgres => postgres,
    })
}

/// Applies every step of `sets` that is not yet applied, in the order given (this crate's own first), each in a
/// transaction under an advisory lock.  Blocks.
///
/// # Errors
/// [`DbError::NewerSchema`], [`DbError::ChecksumChanged`], [`DbError::Migration`].
pub fn migrate(db: &Db, sets: &[MigrationSet]) -> Result<(), DbError> {
    check_owners(sets)?;
    let stamp = render(
        "CREATE TABLE IF NOT EXISTS schema_migration (owner {text} NOT NULL, name {text} NOT NULL, \
         checksum {text} NOT NULL, applied_at {ts} NOT NULL, PRIMARY KEY (owner, name)) {strict}",
        db.engine(),
    )
    .map_err(DbError::Setup)?;
    let found = db.migrate_blocking(move |tx| {
        lock(tx)?;
        if !has_table(tx)? {
            tx.batch(&stamp)?;
        }
        applied(tx)
    })?;
    refuse_newer(&found, sets)?;
    for (owner, migration) in steps(sets) {
        let sql = migration.render(db.engine()).map_err(|message| DbError::Migration {
            owner: owner.to_owned(),
            name: migration.name.to_owned(),
            message,
        })?;
        let checksum = migration.checksum();
        match found.get(&(owner.to_owned(), migration.name.to_owned())) {
            Some(known) if *known == checksum => continue,
            Some(_) => {
                return Err(DbError::ChecksumChanged {
                    owner: owner.to_owned(),
                    name: migration.name.to_owned(),
                });
            }
            None => db.migrate_blocking(move |tx| apply(tx, owner, migration.name, &sql, &checksum))?,
        }
    }
    Ok(())
}

/// `owner/name` of every step that [`migrate`] would apply.  Blocks.
///
/// # Errors
/// As [`migrate`].
pub fn pending(db: &Db, sets: &[MigrationSet]) -> Result<Vec<String>, DbError> {
    check_owners(sets)?;
    let found = db.read_blocking(applied)?;
    refuse_newer(&found, sets)?;
    let missing = |(owner, step): &(&str, &Migration)| {
        !found.contains_key(&((*owner).to_owned(), step.name.to_owned()))
    };
    Ok(steps(sets).filter(missing).map(|(owner, step)| format!("{owner}/{}", step.name)).collect())
}

fn steps(sets: &[MigrationSet]) -> impl Iterator<Item = (&'static str, &'static Migration)> {
    let own = (!sets.iter().any(|set| set.owner == MIGRATIONS.owner)).then_some(MIGRATIONS);
    own.into_iter()
        .chain(sets.iter().copied())
        .flat_map(|set| set.migrations.iter().map(move |step| (set.owner, step)))
}

fn check_owners(sets: &[MigrationSet]) -> Result<(), DbError> {
    let mut owners: Vec<_> = sets.iter().map(|set| set.owner).collect();
    owners.sort_unstable();
    let twice = owners.windows(2).find(|pair| pair.first() == pair.last());
    match twice.and_then(<[_]>::first) {
        Some(owner) => Err(DbError::Setup(format!("two migration sets of {owner}"))),
        None => Ok(()),
    }
}

fn lock(tx: &mut Tx<'_>) -> Result<(), DbError> {
    if tx.engine() == Engine::Postgres {
        // Per schema: databases of tests live side by side in one database.
        tx.query_one("SELECT pg_advisory_xact_lock(791022, hashtext(current_schema()))", params![], |_| {
            Ok(())
        })?;
    }
    Ok(())
}

fn has_table(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let sql = match tx.engine() {
        Engine::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'",
        Engine::Postgres => {
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migration'"
        }
    };
    Ok(tx.query_opt(sql, params![], |_| Ok(()))?.is_some())
}

pub(crate) fn applied(tx: &mut Tx<'_>) -> Result<Applied, DbError> {
    if !has_table(tx)? {
        return Ok(Applied::new());
    }
    let rows = tx.query("SELECT owner, name, checksum FROM schema_migration", params![], |row| {
        Ok(((row.get(0)?, row.get(1)?), row.get(2)?))
    })?;
    Ok(rows.into_iter().collect())
}

/// A database that holds a step unknown to this program was migrated by a newer one.
pub(crate) fn refuse_newer(found: &Applied, sets: &[MigrationSet]) -> Result<(), DbError> {
    let known: Vec<_> = steps(sets).map(|(owner, step)| (owner, step.name)).collect();
    match found.keys().find(|(owner, name)| !known.contains(&(owner.as_str(), name.as_str()))) {
        Some((owner, name)) => Err(DbError::NewerSchema { owner: owner.clone(), name: name.clone() }),
        None => Ok(()),
    }
}

fn apply(tx: &mut Tx<'_>, owner: &str, name: &str, sql: &str, checksum: &str) -> Result<(), DbError> {
    lock(tx)?;
    // Another node may have been first while this one waited for the lock.
    let done = tx.query_opt(
        "SELECT 1 FROM schema_migration WHERE owner = ?1 AND name = ?2",
        params![owner, name],
        |_| Ok(()),
    )?;
    if done.is_some() {
        return Ok(());
    }
    tx.batch(sql).map_err(|error| DbError::Migration {
        owner: owner.to_owned(),
        name: name.to_owned(),
        message: error.to_string(),
    })?;
    let now = match tx.engine() {
        Engine::Sqlite => "CAST(unixepoch('subsec') * 1000000 AS INTEGER)",
        Engine::Postgres => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
    };
    let stamp = format!(
        "INSERT INTO schema_migration (owner, name, checksum, applied_at) VALUES (?1, ?2, ?3, {now})"
    );
    tx.execute(&stamp, params![owner, name, checksum]).map(drop)
}
