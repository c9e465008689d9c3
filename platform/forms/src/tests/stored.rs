use super::*;
use crate::FormError;
use crate::store::{Published, by_reference, in_force, publish, version, versions};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

db::contract! {
    migrations: [db::MIGRATIONS, crate::MIGRATIONS];

    async fn a_published_form_is_never_changed(db: db::Db) {
        let first = form();
        let done = db.write({ let first = first.clone(); move |tx| publish(tx, &first, day("2026-01-01"), now()) }).await;
        assert_eq!(done.unwrap(), Published::Now);
        let again = db.write({ let first = first.clone(); move |tx| publish(tx, &first, day("2026-01-01"), now()) }).await;
        assert_eq!(again.unwrap(), Published::Before);
        let mut other = first.clone();
        other.title = "Khác".to_owned();
        let refused = db.write(move |tx| publish(tx, &other, day("2026-01-01"), now())).await;
        assert!(matches!(refused, Err(FormError::Published)));
        let read = db.read(|tx| by_reference(tx, "khai-sinh@1")).await.unwrap();
        assert_eq!(read, first);
    }

    async fn the_newest_version_in_force_on_the_day_is_used(db: db::Db) {
        db.write(|tx| {
            for (number, from) in [(1, "2026-01-01"), (2, "2026-07-01"), (3, "2027-01-01")] {
                let mut form = form();
                form.version = number;
                publish(tx, &form, day(from), now())?;
            }
            Ok::<_, FormError>(())
        })
        .await
        .unwrap();
        for (on, expected) in [("2026-06-30", 1), ("2026-07-01", 2), ("2027-05-05", 3)] {
            let found = db.read(move |tx| in_force(tx, "khai-sinh", day(on))).await.unwrap();
            assert_eq!(found.version, expected, "on {on}");
        }
        let early = db.read(|tx| in_force(tx, "khai-sinh", day("2025-12-31"))).await;
        assert!(matches!(early, Err(FormError::NoSuchForm)));
        let old = db.read(|tx| version(tx, "khai-sinh", 1)).await.unwrap();
        assert_eq!(old.version, 1, "a draft keeps the version it began with");
        let list = db.read(|tx| versions(tx, "khai-sinh").map_err(FormError::from)).await.unwrap();
        assert_eq!(list.iter().map(|v| v.version).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(list[0].digest.len(), 64);
    }

    async fn a_faulty_form_is_not_published(db: db::Db) {
        let mut faulty = form();
        faulty.pages.clear();
        let refused = db.write(move |tx| publish(tx, &faulty, day("2026-01-01"), now())).await;
        assert!(matches!(refused, Err(FormError::Faulty(_))));
        let none = db.read(|tx| by_reference(tx, "khai-sinh@x")).await;
        assert!(matches!(none, Err(FormError::NoSuchForm)));
    }
}
