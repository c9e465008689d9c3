//! Definitions by date and version, and packs that bring them.
use super::support::{
    MIGRATIONS, at_time, day, definition, deps, facts, now, officer, statistician, with_facts,
};
use crate::model::Level;
use crate::ops::{self, Book, Define, Explain};
use crate::{IndicatorReader, Refused, store};
use db::{Db, DbError};
use packs::{Memory, Readers};
use policy::OpContext;
use std::sync::Arc;

fn first() -> Define {
    Define {
        definition: definition("ho_so_da_nhan"),
        from: day("2026-01-01"),
        reason: String::new(),
        version: 0,
    }
}

fn flaws(refused: Refused) -> Vec<(String, &'static str)> {
    refused.flaws().iter().map(|flaw| (flaw.field.clone(), flaw.code)).collect()
}

db::contract! {
    migrations: MIGRATIONS;

    async fn a_new_version_holds_from_its_day_and_the_old_one_before_it(db: Db) {
        with_facts(&db).await;
        let (deps, _) = deps(&db);
        let cx = statistician();
        assert_eq!(ops::define(&deps, &cx, first()).await.unwrap(), 1);
        let mut second = first();
        second.definition.title = "Hồ sơ nhận ở mọi quầy".to_owned();
        second.from = day("2026-07-01");
        second.version = 1;
        let refused = ops::define(&deps, &cx, second.clone()).await.unwrap_err();
        assert_eq!(flaws(refused), [("reason".to_owned(), "no-reason")]);
        second.reason = "Theo hướng dẫn mới".to_owned();
        assert_eq!(ops::define(&deps, &cx, second.clone()).await.unwrap(), 2);
        let stale = ops::define(&deps, &cx, second.clone()).await.unwrap_err();
        assert!(matches!(stale, Refused::Stale), "{stale:?}");
        second.version = 2;
        second.from = day("2026-03-01");
        assert_eq!(flaws(ops::define(&deps, &cx, second).await.unwrap_err()), [("from".to_owned(), "from-before")]);
        assert_eq!(flaws(ops::define(&deps, &cx, first()).await.unwrap_err()), [("code".to_owned(), "code-taken")]);
        let ask = |period| Explain {
            code: "ho_so_da_nhan".to_owned(),
            year: 2026,
            period: Some(day(period)),
            level: Level::Province,
        };
        let june = ops::explain(&deps, &cx, ask("2026-06-01")).await.unwrap();
        assert_eq!((june.dated.version, june.versions.len()), (1, 2));
        assert_eq!(june.dated.valid_to, day("2026-07-01"));
        let july = ops::explain(&deps, &cx, ask("2026-07-01")).await.unwrap();
        assert_eq!(july.dated.definition.title, "Hồ sơ nhận ở mọi quầy");
        let early = Explain { year: 2025, ..ask("2025-05-01") };
        assert_eq!(ops::explain(&deps, &cx, early).await.unwrap().dated.version, 1, "it may look back");
    }

    async fn a_preview_tells_the_number_and_stores_nothing(db: Db) {
        with_facts(&db).await;
        let (deps, town) = deps(&db);
        let event = super::support::event(1, 11, Some("2026-11-02T08:00:00"));
        super::support::deliver(&deps, &town, "dossiers.received", event, 1).await;
        let seen = ops::preview(&deps, &statistician(), first()).await.unwrap();
        assert_eq!(seen.made.value, Ok(1.into()));
        assert_eq!(seen.parts, [("received".to_owned(), Some(1.into()))]);
        let mut own = first();
        own.definition.numerator = "ho_so_da_nhan * 2".to_owned();
        let refused = ops::preview(&deps, &statistician(), own).await.unwrap_err();
        assert_eq!(flaws(refused), [("numerator".to_owned(), "refers-to-itself")]);
        assert!(db.read(Book::load).await.unwrap().versions("ho_so_da_nhan").is_empty());
        let reader = officer(3, &["indicators.read", "indicators.report"], None);
        assert!(matches!(ops::preview(&deps, &reader, first()).await, Err(Refused::Denied(_))));
        assert!(matches!(ops::define(&deps, &reader, first()).await, Err(Refused::Denied(_))));
        assert!(matches!(ops::define(&deps, &OpContext::anonymous(now()), first()).await, Err(Refused::Denied(_))));
    }
}

db::contract! {
    migrations: [db::MIGRATIONS, jobs::MIGRATIONS, policy::MIGRATIONS, packs::MIGRATIONS, crate::MIGRATIONS];

    async fn the_pack_brings_facts_and_definitions_once_and_leaves_what_a_person_wrote(db: Db) {
        let cx = OpContext::system("pack", now());
        installed(&db, &cx, "2026.11.1", "").await;
        let book = db.read(Book::load).await.unwrap();
        assert_eq!(book.facts().count(), facts().len());
        assert!(book.in_force(now().date()).count() >= 20);
        let begun = db.read(store::rebuild).await.unwrap();
        assert!(begun.is_some_and(|state| state.finished_at.is_none()), "everything is to be counted");
        // A person changes one; the next version of the pack changes it and another.
        let (deps, _) = deps(&db);
        let mut own = Define { version: 1, reason: "Riêng của tỉnh".to_owned(), from: day("2026-11-01"), ..first() };
        own.definition.title = "Hồ sơ nhận (tỉnh)".to_owned();
        ops::define(&deps, &statistician(), own).await.unwrap();
        let later = at_time(&cx, now().plus_seconds(86_400));
        installed(&db, &later, "2026.12.1", "2026.12").await;
        let book = db.read(Book::load).await.unwrap();
        let title = |code: &str| book.at(code, day("2026-12-01")).unwrap().definition.title.clone();
        assert_eq!(title("ho_so_da_nhan"), "Hồ sơ nhận (tỉnh)");
        assert_eq!(title("ho_so_da_giai_quyet"), "Hồ sơ đã giải quyết xong 2026.12");
        assert_eq!(book.versions("ho_so_truc_tuyen").len(), 1, "what did not change has no new version");
        let facts = db.read::<_, DbError, _>(store::facts).await.unwrap();
        assert_eq!(facts.len(), super::support::facts().len());
    }
}

/// The pack of the repository; `mark` is put behind two titles.
fn pack(version: &str, mark: &str) -> Memory {
    let folder = format!("{}/../../packs/chi-so", env!("CARGO_MANIFEST_DIR"));
    let files = ["pack.toml", "indicators/su-kien.toml", "indicators/ho-so.toml", "indicators/bao-cao.toml"];
    Memory(
        files
            .iter()
            .map(|name| {
                let text = std::fs::read_to_string(format!("{folder}/{name}")).unwrap();
                let text = text.replace("version = \"2026.11.1\"", &format!("version = \"{version}\""));
                let text = if mark.is_empty() {
                    text
                } else {
                    text.replace(
                        "title = \"Hồ sơ đã tiếp nhận\"",
                        &format!("title = \"Hồ sơ đã tiếp nhận {mark}\""),
                    )
                    .replace(
                        "title = \"Hồ sơ đã giải quyết xong\"",
                        &format!("title = \"Hồ sơ đã giải quyết xong {mark}\""),
                    )
                };
                ((*name).to_owned(), text.into_bytes())
            })
            .collect(),
    )
}

async fn installed(db: &Db, cx: &OpContext, version: &'static str, mark: &'static str) {
    let (handle, cx) = (db.clone(), cx.clone());
    let readers = Readers::new(vec![Arc::new(IndicatorReader)]);
    let done =
        tokio::task::spawn_blocking(move || packs::install(&handle, &cx, &pack(version, mark), &readers));
    done.await.unwrap().unwrap();
}
