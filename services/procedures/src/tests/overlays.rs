//! Decisions of the province, on both databases.
use super::catalogue::{SETS, in_force, publish, version_on};
use super::sample::{day, manager, officer};
use crate::{CatalogueReader, Change, NewOverlay, Refused, end_overlay, set_overlay};
use base::Money;
use contracts::{Catalogue, Channel, FeeDue, FeeKind, FeeRule, Level, Limit, LimitUnit, Receiving};
use db::Db;
use std::sync::Arc;

fn fee(amount: i64) -> Change {
    Change::Fee {
        fee: FeeRule {
            code: "phi".into(),
            name: "Phí".into(),
            kind: FeeKind::Fee,
            formula: None,
            amount: Some(Money::vnd(amount)),
            channel: None,
            due: FeeDue::BeforeReceipt,
            source: String::from("x"),
        },
    }
}

fn limit(amount: i64, unit: LimitUnit) -> Change {
    Change::Limit { limit: Limit { amount, unit, source: "x".into() } }
}

fn overlay(change: Change, from: &str, to: Option<&str>) -> NewOverlay {
    NewOverlay {
        code: "1.999001".into(),
        case: None,
        channel: None,
        change,
        decision: "Nghị quyết 5/2026/NQ-HĐND".into(),
        effective_from: day(from),
        effective_to: to.map(day),
    }
}

async fn amount_on(db: &Db, on: &str) -> Option<i64> {
    let fact = in_force(db, &Arc::new(CatalogueReader::new()), on).await?;
    fact.cases[0].fees[0].amount.map(|money| money.minor)
}

async fn refused(db: &Db, new: NewOverlay) -> Refused {
    set_overlay(db, &manager(), new).await.unwrap_err()
}

db::contract! {
    migrations: [SETS[0], SETS[1], SETS[2], SETS[3], SETS[4], SETS[5]];

    async fn a_fee_of_the_province_holds_in_its_period_and_the_pinned_version_stays(db: Db) {
        let national = publish(&db, 1, "2026-01-01", None).await;
        set_overlay(&db, &manager(), overlay(fee(70_000), "2026-03-01", Some("2026-09-01"))).await.unwrap();
        assert_eq!(amount_on(&db, "2026-02-28").await, None, "the national formula");
        assert_eq!(amount_on(&db, "2026-03-01").await, Some(70_000));
        assert_eq!(amount_on(&db, "2026-09-01").await, None);
        let reader = Arc::new(CatalogueReader::new());
        let fact = in_force(&db, &reader, "2026-05-01").await.unwrap();
        assert_eq!(fact.cases[0].fees[0].source, "Nghị quyết 5/2026/NQ-HĐND");
        let pinned = db.read(move |tx| reader.version(tx, national)).await.unwrap().unwrap();
        assert_eq!(pinned.cases[0].fees[0].amount, None, "a dossier keeps what it was pinned to");
    }

    async fn a_new_national_version_keeps_the_provinces_decision(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        set_overlay(&db, &manager(), overlay(fee(70_000), "2026-03-01", None)).await.unwrap();
        publish(&db, 2, "2026-06-01", None).await;
        let fact = in_force(&db, &Arc::new(CatalogueReader::new()), "2026-07-01").await.unwrap();
        assert_eq!(fact.name, "Cấp phép thử nghiệm 2");
        assert_eq!(fact.cases[0].fees[0].amount, Some(Money::vnd(70_000)));
        assert_eq!(amount_on(&db, "2026-05-31").await, Some(70_000));
    }

    async fn overlapping_decisions_hold_together_and_the_later_fee_wins(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        set_overlay(&db, &manager(), overlay(fee(70_000), "2026-02-01", Some("2026-10-01"))).await.unwrap();
        set_overlay(&db, &manager(), overlay(limit(2, LimitUnit::WorkingDay), "2026-04-01", Some("2026-06-01"))).await.unwrap();
        set_overlay(&db, &manager(), overlay(fee(80_000), "2026-05-01", None)).await.unwrap();
        let reader = Arc::new(CatalogueReader::new());
        let days = |fact: &contracts::ProcedureFact| fact.cases[0].channels[0].limit.as_ref().unwrap().amount;
        for (on, amount, limit) in [
            ("2026-01-31", None, 3), ("2026-03-01", Some(70_000), 3), ("2026-04-15", Some(70_000), 2),
            ("2026-05-15", Some(80_000), 2), ("2026-07-01", Some(80_000), 3), ("2026-12-01", Some(80_000), 3),
        ] {
            let fact = in_force(&db, &reader, on).await.unwrap();
            assert_eq!((fact.cases[0].fees[0].amount.map(|money| money.minor), days(&fact)), (amount, limit), "{on}");
        }
    }

    async fn a_decision_ended_early_gives_way_to_what_was_there(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let id = set_overlay(&db, &manager(), overlay(fee(70_000), "2026-02-01", None)).await.unwrap();
        end_overlay(&db, &manager(), id, day("2026-05-01")).await.unwrap();
        assert_eq!(amount_on(&db, "2026-04-30").await, Some(70_000));
        assert_eq!(amount_on(&db, "2026-05-01").await, None);
        assert!(matches!(end_overlay(&db, &manager(), id, day("2026-06-01")).await, Err(Refused::OverlayEnded)));
        publish(&db, 2, "2026-06-01", None).await;
        assert_eq!(amount_on(&db, "2026-07-01").await, None, "an ended decision is not laid on again");
    }

    async fn a_fee_for_one_channel_leaves_the_others(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let online = NewOverlay { channel: Some(Channel::InPerson), ..overlay(fee(9_000), "2026-02-01", None) };
        set_overlay(&db, &manager(), online).await.unwrap();
        let fact = in_force(&db, &Arc::new(CatalogueReader::new()), "2026-03-01").await.unwrap();
        let fees: Vec<_> = fact.cases[0].fees.iter().map(|fee| (fee.channel, fee.amount)).collect();
        assert_eq!(fees, [(Some(Channel::InPerson), Some(Money::vnd(9_000)))]);
    }

    async fn the_authority_of_the_province_takes_the_place_of_the_national_words(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let change = Change::Authority {
            level: Level::Province, receiving: Receiving::Province,
            resolving_kind: "department".into(), resolving_code: Some("H41.02".into()),
        };
        set_overlay(&db, &manager(), overlay(change, "2026-02-01", None)).await.unwrap();
        let fact = in_force(&db, &Arc::new(CatalogueReader::new()), "2026-03-01").await.unwrap();
        assert_eq!((fact.level, fact.resolving_code.as_deref()), (Level::Province, Some("H41.02")));
    }

    async fn a_decision_that_cannot_be_laid_is_refused_with_its_reason(db: Db) {
        publish(&db, 1, "2026-01-01", None).await;
        let at = "2026-02-01";
        assert!(matches!(refused(&db, overlay(limit(4, LimitUnit::WorkingDay), at, None)).await, Refused::LimitLonger));
        assert!(matches!(refused(&db, overlay(limit(25, LimitUnit::Hour), at, None)).await, Refused::LimitLonger));
        assert!(matches!(refused(&db, overlay(fee(-1), at, None)).await, Refused::Invalid(_)));
        assert!(matches!(refused(&db, overlay(fee(1), at, Some(at))).await, Refused::Period));
        let unnamed = NewOverlay { decision: " ".into(), ..overlay(fee(1), at, None) };
        assert!(matches!(refused(&db, unnamed).await, Refused::NoDecision));
        let other_case = NewOverlay { case: Some("none".into()), ..overlay(fee(1), at, None) };
        assert!(matches!(refused(&db, other_case).await, Refused::NoCase(_)));
        assert!(matches!(refused(&db, overlay(fee(1), "2020-01-01", Some("2021-01-01"))).await, Refused::NoVersion));
        let unknown = NewOverlay { code: "1.000000".into(), ..overlay(fee(1), at, None) };
        assert!(matches!(refused(&db, unknown).await, Refused::NotFound));
        let reader = officer(&[crate::READ]);
        assert!(matches!(set_overlay(&db, &reader, overlay(fee(1), at, None)).await, Err(Refused::Denied(_))));
        assert_eq!(version_on(&db, "2026-03-01").await, Some(1), "nothing was published");
    }
}
