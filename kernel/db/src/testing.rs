//! Databases for tests: a fresh SQLite file or a fresh schema of a real PostgreSQL (`TEST_POSTGRES_URL`) for each.
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "test support: a panic is how a test fails, and the environment tells where PostgreSQL is"
)]
use crate::{Db, DbConfig, DbError, MigrationSet, migrate, schema_dump};
use std::hash::{BuildHasher, Hasher};
use std::ops::Deref;
use std::path::Path;
use std::task::Poll;
use tempfile::TempDir;

/// A migrated database of one test; gone when dropped.
pub struct TestDb {
    db: Option<Db>,
    _folder: Option<TempDir>,
    schema: Option<DbConfig>,
}

impl TestDb {
    /// A fresh SQLite file.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn sqlite(migrations: &[MigrationSet]) -> Self {
        Self::sqlite_with(migrations, |_| ())
    }

    /// As [`TestDb::sqlite`], with limits changed.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn sqlite_with(migrations: &[MigrationSet], change: impl FnOnce(&mut DbConfig)) -> Self {
        let folder = folder();
        let mut config = DbConfig::new(format!("sqlite:{}", folder.path().join("test.db").display()));
        config.strict = true;
        config.readers = 2;
        change(&mut config);
        let db = Db::open(&config).expect("a SQLite database");
        migrate(&db, migrations).expect("migrations on SQLite");
        Self { db: Some(db), _folder: Some(folder), schema: None }
    }

    /// A fresh schema of the PostgreSQL at `TEST_POSTGRES_URL`.  `None` when there is none and
    /// `TINHSO_REQUIRE_POSTGRES` is not `1`.
    ///
    /// # Panics
    /// When PostgreSQL is demanded and absent, or the schema cannot be made.
    #[must_use]
    pub fn postgres(migrations: &[MigrationSet]) -> Option<Self> {
        Self::postgres_with(migrations, |_| ())
    }

    /// As [`TestDb::postgres`], with limits changed.
    ///
    /// # Panics
    /// As [`TestDb::postgres`].
    #[must_use]
    pub fn postgres_with(migrations: &[MigrationSet], change: impl FnOnce(&mut DbConfig)) -> Option<Self> {
        let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
            assert!(
                std::env::var("TINHSO_REQUIRE_POSTGRES").as_deref() != Ok("1"),
                "TINHSO_REQUIRE_POSTGRES=1, but TEST_POSTGRES_URL is not set"
            );
            eprintln!("SKIPPED: no PostgreSQL");
            return None;
        };
        let schema = format!("t_{:016x}", std::hash::RandomState::new().build_hasher().finish());
        let mut config =
            DbConfig { pool: 6, strict: true, schema: Some(schema.clone()), ..DbConfig::new(url) };
        administer(&config, format!("CREATE SCHEMA {schema}")).expect("a schema of PostgreSQL");
        let admin = config.clone();
        change(&mut config);
        // Made before migrating, so that a failed migration leaves no schema behind.
        let mut test = Self { db: None, _folder: None, schema: Some(admin) };
        let db = Db::open(&config).expect("a PostgreSQL database");
        migrate(&db, migrations).expect("migrations on PostgreSQL");
        test.db = Some(db);
        Some(test)
    }

    /// The handle.
    ///
    /// # Panics
    /// Never while the value lives.
    #[must_use]
    pub fn db(&self) -> Db {
        self.db.clone().expect("open until dropped")
    }
}

impl Deref for TestDb {
    type Target = Db;
    fn deref(&self) -> &Db {
        self.db.as_ref().expect("open until dropped")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        self.db = None;
        if let Some(config) = self.schema.take()
            && let Some(schema) = config.schema.clone()
            && let Err(error) = administer(&config, format!("DROP SCHEMA {schema} CASCADE"))
        {
            eprintln!("schema {schema} stays behind: {error}");
        }
    }
}

fn administer(config: &DbConfig, sql: String) -> Result<(), DbError> {
    let admin = DbConfig { pool: 1, schema: None, ..config.clone() };
    Db::open(&admin)?.migrate_blocking(move |tx| tx.batch(&sql))
}

/// In memory where the machine has such a place: tests of durability kill processes, not machines.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.or_else(|_| tempfile::tempdir()).expect("a temporary folder")
}

fn run<F, Fut>(test_db: &TestDb, test: F)
where
    F: FnOnce(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("an async runtime");
    runtime.block_on(test(test_db.db()));
    assert_eq!(test_db.metrics().slow_on_processor, 0, "a closure used more than 50 ms of processor time");
}

/// Runs one contract test on SQLite.
///
/// # Panics
/// When the test fails.
pub fn on_sqlite<F, Fut>(migrations: &[MigrationSet], test: F)
where
    F: FnOnce(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    run(&TestDb::sqlite(migrations), test);
}

/// Runs one contract test on PostgreSQL.
///
/// # Panics
/// When the test fails, or PostgreSQL is demanded and absent.
pub fn on_postgres<F, Fut>(migrations: &[MigrationSet], test: F)
where
    F: FnOnce(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    if let Some(test_db) = TestDb::postgres(migrations) {
        run(&test_db, test);
    }
}

/// Drives all of `futures` at once, for the concurrent part of a contract suite; answers in their order.
pub async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.into_iter().map(|f| (Box::pin(f), None)).collect();
    std::future::poll_fn(|cx| {
        let mut ready = true;
        for (future, output) in &mut waiting {
            if output.is_none() {
                match future.as_mut().poll(cx) {
                    Poll::Ready(value) => *output = Some(value),
                    Poll::Pending => ready = false,
                }
            }
        }
        if ready { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    waiting.into_iter().filter_map(|(_, output)| output).collect()
}

/// Both databases must come out of `migrations` with the same tables, columns, keys and indexes.
///
/// # Panics
/// When they do not.
pub fn assert_same_schema(migrations: &[MigrationSet]) {
    let sqlite = TestDb::sqlite(migrations);
    let lax: Vec<_> = schema_dump(&sqlite)
        .expect("the schema of SQLite")
        .tables
        .into_iter()
        .filter_map(|(name, table)| (!table.strict).then_some(name))
        .collect();
    assert!(lax.is_empty(), "tables without {{strict}}: {lax:?}");
    if let Some(postgres) = TestDb::postgres(migrations) {
        let (left, right) = (schema_dump(&sqlite), schema_dump(&postgres));
        assert_eq!(left.expect("the schema of SQLite"), right.expect("the schema of PostgreSQL"));
    }
}

/// Makes `name::on_sqlite` and `name::on_postgres` of every `async fn name(db: Db)`: one contract, two databases, each
/// test with a fresh one.
#[macro_export]
macro_rules! contract {
    (
        migrations: $migrations:tt;
        $($(#[$meta:meta])* async fn $name:ident($db:ident: $db_type:ty) $body:block)*
    ) => {
        $(
            async fn $name($db: $db_type) $body

            mod $name {
                #[allow(unused_imports, reason = "the migrations may be named relative to the tests")]
                use super::*;

                $(#[$meta])*
                #[test]
                fn on_sqlite() {
                    $crate::testing::on_sqlite(&$migrations, super::$name);
                }

                $(#[$meta])*
                #[test]
                fn on_postgres() {
                    $crate::testing::on_postgres(&$migrations, super::$name);
                }
            }
        )*
    };
}
