//! The province-year at a hundredth of the real one.
use crate::generator::days::{Days, day_number, instant, minute_of};
use crate::generator::{MIGRATIONS, Province, Year, run_year};
use db::testing::TestDb;
use std::sync::Arc;

/// Another number of dossiers, to try something out.
fn wanted() -> Option<i64> {
    std::env::var("BENCH_DOSSIERS").ok()?.parse().ok()
}

async fn a_year(db: db::Db, count: i64) {
    let folder = tempfile::tempdir().unwrap();
    let first = day_number(2026, 1, 5);
    let opened = instant(minute_of(first, 0));
    let province = Arc::new(Province::found(db, folder.path(), opened).await.unwrap());
    assert_eq!(province.communes.len(), 130, "NQ 1678/NQ-UBTVQH15");
    let year = Year {
        seed: 2026,
        communes: province.communes.len(),
        days: Days::new(),
        first,
        end: day_number(2027, 1, 1),
    };
    let report = run_year(province, &year, count, 96).await.unwrap_or_else(|error| panic!("{error}"));
    println!("{report:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundredth_of_the_year_ends_exactly_as_the_generator_knows_on_sqlite() {
    let count = wanted().unwrap_or(18_000);
    let test = TestDb::sqlite_with(MIGRATIONS, |config| config.strict = false);
    a_year(test.db(), count).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_part_of_the_year_ends_exactly_as_the_generator_knows_on_postgres() {
    if let Some(test) = TestDb::postgres_with(MIGRATIONS, |config| config.strict = false) {
        a_year(test.db(), wanted().unwrap_or(360)).await;
    }
}
