//! No list of this crate walks a whole table of the country.
use super::{MIGRATIONS, day, install_small, read};
use db::Db;

db::contract! {
    migrations: [MIGRATIONS[0], MIGRATIONS[1]];

    async fn the_views_hold_one_row_per_version(db: Db) {
        install_small(&db).await;
        let (versions, rows) = read(&db, |tx| {
            let one = |row: &db::Row<'_>| row.get::<i64>(0);
            Ok((
                tx.query_one("SELECT count(*) FROM org_unit_version", &[], one)?,
                tx.query_one("SELECT count(*) FROM org_unit_v", &[], one)?,
            ))
        })
        .await;
        assert_eq!((versions, rows), (15, 15));
        let basis = read(&db, |tx| {
            tx.query_one(
                "SELECT basis FROM org_succession WHERE from_unit = ?1",
                db::params![crate::unit_id("c5")],
                |row| row.get::<String>(0),
            )
        })
        .await;
        assert_eq!(basis, "1682/NQ-UBTVQH15");
        assert!(day("2025-07-01") < day("2025-07-02"));
    }
}
