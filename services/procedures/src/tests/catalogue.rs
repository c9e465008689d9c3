//! Versions in force, on both databases.
use super::checks::{GOOD, fact};
use super::sample::{day, file, manager, now, officer, record, settings};
use crate::model::Origin;
use crate::ops::publication::{NewBase, close_by_origin, publish_base};
use crate::{
    Answer, CatalogueReader, ImportReport, Publication, Refused, answer_questions, close_version, draft_list,
    import_catalogue, publish_version, set_mode, version_detail,
};
use contracts::{Catalogue, Mode, ProcedureFact, ProcedureId};
use db::{Db, DbError};
use serde_json::json;
use std::sync::Arc;

pub(super) const SETS: [db::MigrationSet; 6] = [
    db::MIGRATIONS,
    policy::MIGRATIONS,
    search::MIGRATIONS,
    workflow::MIGRATIONS,
    forms::MIGRATIONS,
    crate::MIGRATIONS,
];

/// Publishes the good version under a pack's number, from a day on.
pub(super) async fn publish(db: &Db, number: i64, from: &str, to: Option<&str>) -> ProcedureId {
    let mut fact = fact(GOOD);
    fact.effective_from = day(from);
    fact.name = format!("Cấp phép thử nghiệm {number}");
    fact.office_notes = vec!["Câu hỏi còn mở: bản ghi không nêu đơn vị.".to_owned()];
    let (reference, to) = (format!("1.999001@{number}"), to.map(day));
    db.write(move |tx| {
        let new = NewBase {
            fact: &fact,
            origin: Origin::Pack,
            origin_ref: &reference,
            digest: &reference,
            effective_to: to,
        };
        publish_base(tx, &new, now(), None)
    })
    .await
    .unwrap()
}

pub(super) async fn in_force(db: &Db, reader: &Arc<CatalogueReader>, on: &str) -> Option<Arc<ProcedureFact>> {
    let (reader, on) = (Arc::clone(reader), day(on));
    db.read(move |tx| reader.in_force(tx, "1.999001", on)).await.unwrap()
}

pub(super) async fn version_on(db: &Db, on: &str) -> Option<i64> {
    in_force(db, &Arc::new(CatalogueReader::new()), on).await.map(|fact| fact.version)
}

async fn import(db: &Db, changes: &[(&str, serde_json::Value)]) -> ImportReport {
    import_catalogue(db, &manager(), &file(&[record(changes)]), &settings()).await.unwrap()
}

async fn only_draft(db: &Db) -> ProcedureId {
    let drafts = draft_list(db, &manager(), None, 10).await.unwrap();
    assert_eq!(drafts.len(), 1);
    drafts[0].id
}

fn publication(id: ProcedureId, row_version: i64) -> Publication {
    Publication { id, row_version, effective_from: day("2026-01-01"), notes: Vec::new() }
}

async fn found(db: &Db, words: &'static str) -> Vec<String> {
    let hits =
        db.read(move |tx| search::find(tx, crate::SEARCH_KIND, words, day("2026-11-22"), 5)).await.unwrap();
    hits.into_iter().map(|hit| hit.id).collect()
}

const PLACEHOLDER: &str = "Trực tiếp5 Ngày làm việcMiễn phí(Mức lệ phí do Hội đồng nhân dân tỉnh quyết định)";

db::contract! {
    migrations: [SETS[0], SETS[1], SETS[2], SETS[3], SETS[4], SETS[5]];

    async fn a_later_version_takes_over_on_its_day_and_a_pinned_one_stays(db: Db) {
        let first = publish(&db, 1, "2026-01-01", None).await;
        let second = publish(&db, 2, "2026-07-01", None).await;
        assert_eq!(version_on(&db, "2025-12-31").await, None);
        assert_eq!(version_on(&db, "2026-06-30").await, Some(1));
        assert_eq!(version_on(&db, "2026-07-01").await, Some(2));
        let reader = CatalogueReader::new();
        let pinned = db.read(move |tx| Ok::<_, DbError>((reader.version(tx, first)?, reader.version(tx, second)?))).await.unwrap();
        assert_eq!(pinned.0.unwrap().name, "Cấp phép thử nghiệm 1");
        assert_eq!(pinned.1.unwrap().version, 2);
    }

    async fn a_version_with_an_end_gives_way_to_the_one_below(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        publish(&db, 2, "2026-03-01", Some("2026-04-01")).await;
        assert_eq!(version_on(&db, "2026-02-28").await, Some(1));
        assert_eq!(version_on(&db, "2026-03-31").await, Some(2));
        assert_eq!(version_on(&db, "2026-04-01").await, Some(1));
    }

    async fn the_same_version_again_changes_nothing(db: Db) {
        let first = publish(&db, 1, "2026-01-01", None).await;
        assert_eq!(publish(&db, 1, "2026-01-01", None).await, first);
        assert_eq!(version_on(&db, "2026-06-01").await, Some(1));
    }

    async fn a_reader_that_has_answered_sees_the_next_change(db: Db) {
        let reader = Arc::new(CatalogueReader::new());
        assert!(in_force(&db, &reader, "2026-06-01").await.is_none());
        publish(&db, 1, "2026-01-01", None).await;
        assert_eq!(in_force(&db, &reader, "2026-06-01").await.unwrap().version, 1);
        publish(&db, 2, "2026-02-01", None).await;
        let again = in_force(&db, &reader, "2026-06-01").await.unwrap();
        assert_eq!(again.version, 2);
        assert!(Arc::ptr_eq(&again, &in_force(&db, &reader, "2026-06-01").await.unwrap()), "from memory");
    }

    async fn what_is_undone_never_shows(db: Db) {
        let reader = Arc::new(CatalogueReader::new());
        let inside = Arc::clone(&reader);
        let undone = db.write(move |tx| {
            let fact = fact(GOOD);
            let new = NewBase { fact: &fact, origin: Origin::Pack, origin_ref: "1.999001@1", digest: "x", effective_to: None };
            publish_base(tx, &new, now(), None)?;
            assert!(inside.in_force(tx, "1.999001", day("2026-06-01"))?.is_some(), "its own write is seen");
            Err::<(), Refused>(Refused::NotFound)
        }).await;
        assert!(undone.is_err());
        assert!(in_force(&db, &reader, "2026-06-01").await.is_none());
    }

    async fn all_in_force_come_in_vietnamese_order(db: Db) {
        db.write(|tx| {
            for (code, name) in [("1.999001", "Ô tô"), ("1.999002", "Đất đai"), ("1.999003", "Ấp trứng"), ("1.999004", "Dệt vải")] {
                let mut fact = fact(GOOD);
                (fact.code, fact.name) = (code.to_owned(), name.to_owned());
                let new = NewBase { fact: &fact, origin: Origin::Pack, origin_ref: code, digest: code, effective_to: None };
                publish_base(tx, &new, now(), None)?;
            }
            Ok::<(), Refused>(())
        }).await.unwrap();
        let reader = CatalogueReader::new();
        let names: Vec<String> = db.read(move |tx| reader.all_in_force(tx, day("2026-06-01"))).await.unwrap()
            .iter().map(|fact| fact.name.clone()).collect();
        assert_eq!(names, ["Ấp trứng", "Dệt vải", "Đất đai", "Ô tô"]);
    }

    async fn search_follows_publication(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        assert_eq!(found(&db, "cap phep thu nghiem").await, ["1.999001"]);
        close_version(&db, &manager(), "1.999001", day("2026-11-01")).await.unwrap();
        assert!(found(&db, "cap phep thu nghiem").await.is_empty());
    }

    async fn a_fresh_installation_is_national_and_filing_here_needs_a_process(db: Db) {
        import(&db, &[]).await;
        let id = publish_version(&db, &manager(), publication(only_draft(&db).await, 1)).await.unwrap();
        let reader = Arc::new(CatalogueReader::new());
        assert_eq!(in_force(&db, &reader, "2026-06-01").await.unwrap().mode, Mode::National);
        let refused = set_mode(&db, &manager(), "1.999001", Mode::Local).await;
        assert!(matches!(refused, Err(Refused::NotConfigured)));

        publish(&db, 1, "2026-02-01", None).await;
        set_mode(&db, &manager(), "1.999001", Mode::Local).await.unwrap();
        assert_eq!(in_force(&db, &reader, "2026-06-01").await.unwrap().mode, Mode::Local, "a known reader hears of it");
        let pinned = db.read(move |tx| reader.version(tx, id)).await.unwrap().unwrap();
        assert_eq!(pinned.mode, Mode::Local, "the switch is no part of a version");
    }

    async fn a_closed_procedure_is_over_on_its_day_and_its_dossiers_go_on(db: Db) {
        let id = publish(&db, 1, "2026-01-01", None).await;
        assert_eq!(close_version(&db, &manager(), "1.999001", day("2026-05-01")).await.unwrap(), 1);
        assert_eq!(version_on(&db, "2026-04-30").await, Some(1));
        assert_eq!(version_on(&db, "2026-05-01").await, None);
        let reader = CatalogueReader::new();
        assert!(db.read(move |tx| reader.version(tx, id)).await.unwrap().is_some());
        assert!(matches!(close_version(&db, &manager(), "1.999001", day("2026-06-01")).await, Err(Refused::NoVersion)));
        assert!(matches!(close_version(&db, &manager(), "1.000000", day("2026-06-01")).await, Err(Refused::NotFound)));
    }

    async fn removing_a_packs_version_ends_it_and_brings_nothing_old_back(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        publish(&db, 2, "2026-02-01", None).await;
        db.write(|tx| close_by_origin(tx, Origin::Pack, "1.999001@2", day("2026-08-01"), now())).await.unwrap();
        assert_eq!(version_on(&db, "2026-07-31").await, Some(2));
        assert_eq!(version_on(&db, "2026-08-01").await, None);
    }

    async fn an_import_makes_drafts_and_the_same_file_again_none(db: Db) {
        let first = import(&db, &[("kenh_parsed", json!([PLACEHOLDER]))]).await;
        assert_eq!((first.drafts, first.unchanged, first.questions), (1, 0, 1));
        let again = import(&db, &[("kenh_parsed", json!([PLACEHOLDER]))]).await;
        assert_eq!((again.drafts, again.unchanged), (0, 1));
        assert_eq!(version_on(&db, "2026-06-01").await, None, "nothing is published");
    }

    async fn answers_are_laid_on_and_stay_when_the_record_comes_again_changed(db: Db) {
        import(&db, &[("kenh_parsed", json!([PLACEHOLDER]))]).await;
        let id = only_draft(&db).await;
        let free = vec![("fee".to_owned(), Answer { reading: Some(1) })];
        answer_questions(&db, &manager(), id, 1, free.clone()).await.unwrap();
        let (row, laid) = version_detail(&db, &manager(), id).await.unwrap();
        assert_eq!((row.open_questions(), row.body.cases[0].fees.len(), laid.cases[0].fees.len()), (0, 1, 0));
        assert!(matches!(answer_questions(&db, &manager(), id, 1, free).await, Err(Refused::Stale)));

        let changed = import(&db, &[("kenh_parsed", json!([PLACEHOLDER])), ("linh_vuc", json!("Khác"))]).await;
        assert_eq!((changed.drafts, changed.questions), (1, 0), "the same question keeps its answer");
        assert_eq!(only_draft(&db).await, id);
    }

    async fn an_answer_must_be_one_of_the_readings(db: Db) {
        import(&db, &[("kenh_parsed", json!([PLACEHOLDER]))]).await;
        let id = only_draft(&db).await;
        for answer in [("fee", Some(9)), ("fee", None), ("nothing", Some(0))] {
            let given = vec![(answer.0.to_owned(), Answer { reading: answer.1 })];
            assert!(matches!(answer_questions(&db, &manager(), id, 1, given).await, Err(Refused::Answer)), "{answer:?}");
        }
    }

    async fn a_draft_is_published_once_with_its_open_fee_unknown(db: Db) {
        import(&db, &[("kenh_parsed", json!([PLACEHOLDER]))]).await;
        let id = only_draft(&db).await;
        assert!(matches!(publish_version(&db, &manager(), publication(id, 7)).await, Err(Refused::Stale)));
        publish_version(&db, &manager(), publication(id, 1)).await.unwrap();
        assert!(matches!(publish_version(&db, &manager(), publication(id, 2)).await, Err(Refused::Published)));
        let reader = Arc::new(CatalogueReader::new());
        let fee = in_force(&db, &reader, "2026-06-01").await.unwrap().cases[0].fees[0].clone();
        assert_eq!((fee.amount, fee.formula), (None, None));
        assert!(draft_list(&db, &manager(), None, 10).await.unwrap().is_empty());
    }

    async fn nobody_without_the_permission_changes_or_reads_drafts(db: Db) {
        import(&db, &[]).await;
        let id = only_draft(&db).await;
        let reader = officer(&[crate::READ]);
        let nobody = officer(&[]);
        assert!(matches!(publish_version(&db, &reader, publication(id, 1)).await, Err(Refused::Denied(_))));
        assert!(matches!(set_mode(&db, &reader, "1.999001", Mode::Assisted).await, Err(Refused::Denied(_))));
        assert!(matches!(close_version(&db, &reader, "1.999001", day("2026-05-01")).await, Err(Refused::Denied(_))));
        assert!(matches!(import_catalogue(&db, &reader, b"[]", &settings()).await, Err(Refused::Denied(_))));
        assert!(matches!(draft_list(&db, &nobody, None, 10).await, Err(Refused::Denied(_))));
        assert!(matches!(version_detail(&db, &nobody, id).await, Err(Refused::Denied(_))));
    }

    async fn every_change_leaves_an_audit_entry(db: Db) {
        import(&db, &[("kenh_parsed", json!([PLACEHOLDER]))]).await;
        let id = only_draft(&db).await;
        answer_questions(&db, &manager(), id, 1, vec![("fee".to_owned(), Answer { reading: Some(0) })]).await.unwrap();
        publish_version(&db, &manager(), publication(id, 2)).await.unwrap();
        let events: Vec<String> = db.read(move |tx| policy::audit_trail(tx, id.id())).await.unwrap()
            .into_iter().map(|row| row.event).collect();
        assert!(events.contains(&"procedures.answered".to_owned()) && events.contains(&"procedures.published".to_owned()), "{events:?}");
    }

    async fn two_that_publish_at_once_get_two_numbers(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let one = |number| publish(&db, number, "2026-01-01", None);
        tokio::join!(one(2), one(3), one(4), one(5), one(6), one(7));
        assert_eq!(version_on(&db, "2026-06-01").await, Some(7));
    }
}

#[test]
fn both_databases_have_the_same_schema() {
    db::testing::assert_same_schema(&SETS);
}
