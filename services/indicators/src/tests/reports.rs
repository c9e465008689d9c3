//! Reported values: two people, deadlines, locks, history, tables.
use super::support::{
    MIGRATIONS, Town, agency, at, at_time, day, definitions, deps, now, officer, statistician,
    with_definitions, with_facts,
};
use crate::model::ReportState;
use crate::ops::{self, ApproveAll, Decide, LockPeriod, Paste, SendReport};
use crate::{Deps, Refused, Values};
use base::Timestamp;
use contracts::{Indicators, ReportedValueId};
use db::Db;
use policy::OpContext;
use std::collections::BTreeMap;
use std::sync::Arc;

const CABLE: &str = "ho_co_cap_quang";

async fn opened(db: &Db) -> (Deps, Town) {
    with_facts(db).await;
    with_definitions(db, definitions()).await;
    deps(db)
}

/// An officer and the head of the commune's committee `number`.
fn people(number: u8) -> (OpContext, OpContext) {
    let own = [agency(number)];
    (
        officer(50 + number, &["indicators.read", "indicators.report"], Some(&own)),
        officer(70 + number, &["indicators.read", "indicators.report", "indicators.approve"], Some(&own)),
    )
}

fn cable(number: u8, with: &str, all: &str, version: i64) -> SendReport {
    SendReport {
        code: CABLE.to_owned(),
        period: day("2026-07-01"),
        agency: agency(number),
        inputs: BTreeMap::from([
            ("so_ho_co_cap_quang".to_owned(), with.to_owned()),
            ("tong_so_ho".to_owned(), all.to_owned()),
        ]),
        note: String::new(),
        reason: String::new(),
        version,
    }
}

fn yes(report: ReportedValueId) -> Decide {
    Decide { report, approve: true, words: String::new() }
}

async fn value(db: &Db, town: &Town, when: Timestamp) -> Option<String> {
    let values = Values::new(Arc::new(town.clone()));
    let all = db.read(move |tx| values.latest(tx, &[CABLE.to_owned()], when)).await.unwrap();
    all.first().and_then(|one| one.value).map(|value| value.to_string())
}

db::contract! {
    migrations: MIGRATIONS;

    async fn what_one_person_sends_another_approves_and_only_then_it_counts(db: Db) {
        let (deps, town) = opened(&db).await;
        let (officer, head) = people(21);
        let id = ops::send_report(&deps, &officer, cable(21, "1.200", "2.000", 0)).await.unwrap();
        assert_eq!(value(&db, &town, now()).await, None);
        for who in [&officer, &head] {
            let again = ops::send_report(&deps, who, cable(21, "1", "2", 0)).await.unwrap_err();
            assert!(matches!(again, Refused::Stale), "{again:?}");
        }
        let mut both = officer.clone();
        let mut standing = (*both.standing).clone();
        let mut grant = standing.grants[1].clone();
        grant.permission = "indicators.approve".to_owned();
        standing.grants.push(grant);
        both.standing = Arc::new(standing);
        assert!(matches!(ops::decide(&deps, &both, yes(id)).await, Err(Refused::SamePerson)));
        assert!(matches!(ops::decide(&deps, &officer, yes(id)).await, Err(Refused::Denied(_))));
        assert!(matches!(ops::decide(&deps, &people(22).1, yes(id)).await, Err(Refused::Denied(_))));
        let silent = Decide { report: id, approve: false, words: " ".to_owned() };
        assert!(matches!(ops::decide(&deps, &head, silent).await, Err(Refused::NoWords)));
        ops::decide(&deps, &head, yes(id)).await.unwrap();
        assert!(matches!(ops::decide(&deps, &head, yes(id)).await, Err(Refused::NothingToDecide)));
        assert_eq!(value(&db, &town, now()).await.as_deref(), Some("60"));
    }

    async fn the_newest_period_that_everybody_reported_is_the_provinces_number(db: Db) {
        let (deps, town) = opened(&db).await;
        for (number, with) in [(21, "500"), (22, "1000")] {
            let (officer, head) = people(number);
            let id = ops::send_report(&deps, &officer, cable(number, with, "2000", 0)).await.unwrap();
            ops::decide(&deps, &head, yes(id)).await.unwrap();
        }
        assert_eq!(value(&db, &town, now()).await.as_deref(), Some("37.5"));
        // One commune is quicker with the next quarter (window to 14 December): the number waits for the other.
        let later = at("2026-12-16T09:00:00");
        let (officer, head) = people(21);
        let mut next = cable(21, "2000", "2000", 0);
        next.period = day("2026-10-01");
        let id = ops::send_report(&deps, &at_time(&officer, later), next).await.unwrap();
        ops::decide(&deps, &at_time(&head, later), yes(id)).await.unwrap();
        assert_eq!(value(&db, &town, later).await.as_deref(), Some("37.5"));
    }

    async fn a_late_a_missing_and_an_early_report_are_seen(db: Db) {
        let (deps, _) = opened(&db).await;
        let (officer, _) = people(21);
        // The window of Q3 ends on 14 September, five days to report.
        let in_time = at_time(&officer, at("2026-09-19T16:00:00"));
        ops::send_report(&deps, &in_time, cable(21, "1", "2", 0)).await.unwrap();
        let (other, _) = people(22);
        let mut early = cable(22, "1", "2", 0);
        early.period = day("2027-01-01");
        assert!(matches!(ops::send_report(&deps, &other, early).await, Err(Refused::TooEarly)));
        let cx = statistician();
        let seen = ops::reporting(&deps, &cx, CABLE.to_owned(), day("2026-07-01")).await.unwrap();
        assert_eq!((seen.window, seen.deadline), ((day("2026-06-15"), day("2026-09-14")), day("2026-09-19")));
        let told: Vec<_> = seen.rows.iter().map(|row| (row.agency.id, row.missing, row.versions.len())).collect();
        assert_eq!(told, [(agency(21), false, 1), (agency(22), true, 0)]);
        let list = ops::list(&deps, &cx).await.unwrap();
        let cable_row = list.iter().find(|one| one.dated.definition.code == CABLE).unwrap();
        let state = cable_row.report.unwrap();
        assert_eq!((state.expected, state.waiting, state.missing, state.late), (2, 1, 1, 0));
        let own = ops::list(&deps, &other).await.unwrap();
        let own = own.iter().find(|one| one.dated.definition.code == CABLE).unwrap();
        assert_eq!(own.report.unwrap().own_open, 1, "her own agency has not sent it");
        ops::send_report(&deps, &other, cable(22, "1", "2", 0)).await.unwrap();
        let seen = ops::reporting(&deps, &cx, CABLE.to_owned(), day("2026-07-01")).await.unwrap();
        assert!(seen.rows[1].versions[0].late && !seen.rows[0].versions[0].late);
    }

    async fn after_the_lock_a_revision_is_a_new_version_with_its_reason_and_the_old_one_stays(db: Db) {
        let (deps, town) = opened(&db).await;
        let (officer, head) = people(21);
        let id = ops::send_report(&deps, &officer, cable(21, "1000", "2000", 0)).await.unwrap();
        ops::decide(&deps, &head, yes(id)).await.unwrap();
        let lock = LockPeriod { code: CABLE.to_owned(), period: day("2026-07-01") };
        assert!(matches!(ops::lock_period(&deps, &head, lock.clone()).await, Err(Refused::Denied(_))));
        ops::lock_period(&deps, &statistician(), lock.clone()).await.unwrap();
        assert!(matches!(ops::lock_period(&deps, &statistician(), lock).await, Err(Refused::AlreadyLocked)));
        let open = LockPeriod { code: CABLE.to_owned(), period: day("2026-10-01") };
        assert!(matches!(ops::lock_period(&deps, &statistician(), open).await, Err(Refused::TooEarly)));
        let bare = ops::send_report(&deps, &officer, cable(21, "1200", "2000", 1)).await.unwrap_err();
        assert!(matches!(bare, Refused::Locked), "{bare:?}");
        let revision = SendReport { reason: "Đếm sót bản Yên".to_owned(), ..cable(21, "1200", "2000", 1) };
        let id = ops::send_report(&deps, &officer, revision).await.unwrap();
        assert_eq!(value(&db, &town, now()).await.as_deref(), Some("50"), "until somebody approves it");
        ops::decide(&deps, &head, yes(id)).await.unwrap();
        assert_eq!(value(&db, &town, now()).await.as_deref(), Some("60"));
        let seen = ops::reporting(&deps, &officer, CABLE.to_owned(), day("2026-09-30")).await.unwrap();
        assert!(seen.locked_at.is_some());
        let told: Vec<_> =
            seen.rows[0].versions.iter().map(|one| (one.version, one.state, one.reason.as_str())).collect();
        assert_eq!(told, [(1, ReportState::Approved, ""), (2, ReportState::Approved, "Đếm sót bản Yên")]);
    }

    async fn a_period_is_not_locked_while_reports_wait_and_nothing_changes_after_without_a_reason(db: Db) {
        let (deps, town) = opened(&db).await;
        let (officer, head) = people(21);
        let id = ops::send_report(&deps, &officer, cable(21, "1000", "2000", 0)).await.unwrap();
        let lock = LockPeriod { code: CABLE.to_owned(), period: day("2026-07-01") };
        let early = ops::lock_period(&deps, &statistician(), lock).await.unwrap_err();
        assert!(matches!(early, Refused::StillWaiting(1)), "{early:?}");
        // Two hands at once: the lock came beside the report.
        let by = statistician().actor.account().unwrap();
        db.write(move |tx| crate::store::insert_lock(tx, CABLE, day("2026-07-01"), by, now())).await.unwrap();
        let bare = ops::decide(&deps, &head, yes(id)).await.unwrap_err();
        assert!(matches!(bare, Refused::Locked), "{bare:?}");
        let all = ApproveAll { code: CABLE.to_owned(), period: day("2026-07-01"), until: None };
        let bare = ops::approve_all(&deps, &head, all).await.unwrap_err();
        assert!(matches!(bare, Refused::Locked), "{bare:?}");
        assert_eq!(value(&db, &town, now()).await, None);
        let said = Decide { words: "Gửi trước lúc khóa".to_owned(), ..yes(id) };
        ops::decide(&deps, &head, said).await.unwrap();
        let seen = ops::reporting(&deps, &officer, CABLE.to_owned(), day("2026-07-01")).await.unwrap();
        assert_eq!(seen.rows[0].versions[0].decision_words, "Gửi trước lúc khóa");
        assert_eq!(value(&db, &town, now()).await.as_deref(), Some("50"));
    }

    async fn what_is_typed_wrong_is_told_at_its_field_and_a_second_one_replaces_what_waits(db: Db) {
        let (deps, _) = opened(&db).await;
        let (officer, head) = people(21);
        let refused = ops::send_report(&deps, &officer, cable(21, "nhiều", "", 0)).await.unwrap_err();
        let told: Vec<_> = refused.flaws().iter().map(|flaw| (flaw.field.as_str(), flaw.code)).collect();
        assert_eq!(told, [("so-so_ho_co_cap_quang", "number-wrong"), ("so-tong_so_ho", "number-missing")]);
        let id = ops::send_report(&deps, &officer, cable(21, "1", "2", 0)).await.unwrap();
        ops::send_report(&deps, &officer, cable(21, "3", "4", 1)).await.unwrap();
        assert!(matches!(ops::decide(&deps, &head, yes(id)).await, Err(Refused::NothingToDecide)));
        let elsewhere = statistician();
        let not_theirs = ops::send_report(&deps, &elsewhere, cable(11, "1", "2", 0)).await.unwrap_err();
        assert!(matches!(not_theirs, Refused::NotReporter), "{not_theirs:?}");
        let mut counted = cable(21, "1", "2", 0);
        counted.code = "ho_so_da_nhan".to_owned();
        assert!(matches!(ops::send_report(&deps, &officer, counted).await, Err(Refused::NotFound)));
    }

    async fn a_table_is_taken_whole_or_not_at_all(db: Db) {
        let (deps, town) = opened(&db).await;
        let head = "ma_co_quan;ten_co_quan;so_ho_co_cap_quang;tong_so_ho;ghi_chu\n";
        let ask = |body: &str| Paste {
            code: CABLE.to_owned(),
            period: day("2026-07-01"),
            text: format!("{head}{body}"),
            reason: String::new(),
            seen: BTreeMap::new(),
        };
        let cx = statistician();
        let shifted = ask("H41.77;;1.200;2.000;\nH41.108;;;700;900\n");
        let refused = ops::paste(&deps, &cx, shifted).await.unwrap_err();
        assert_eq!(refused.flaws()[0].code, "table-shifted");
        let none = ops::reporting(&deps, &cx, CABLE.to_owned(), day("2026-07-01")).await.unwrap();
        assert!(none.rows.iter().all(|row| row.versions.is_empty()));
        let whole = ask("H41.77;;1.200;2.000;\nH41.108;Ủy ban nhân dân xã Châu Khê;700;1000;đã rà\n");
        let foreign = ops::paste(&deps, &people(21).0, whole.clone()).await.unwrap_err();
        assert_eq!(foreign.flaws()[0].code, "table-not-yours");
        assert_eq!(ops::paste(&deps, &cx, whole).await.unwrap(), 2);
        let seen = ops::reporting(&deps, &cx, CABLE.to_owned(), day("2026-07-01")).await.unwrap();
        assert!(seen.rows.iter().all(|row| row.versions.len() == 1 && !row.may_decide), "not by whoever sent it");
        let all = ApproveAll { code: CABLE.to_owned(), period: day("2026-07-01"), until: None };
        let own = ops::approve_all(&deps, &cx, all.clone()).await.unwrap_err();
        assert!(matches!(own, Refused::NothingToDecide), "whoever sent them approves none");
        let before = ApproveAll { until: Some(cx.now.plus_seconds(-1)), ..all.clone() };
        let unseen = ops::approve_all(&deps, &people(21).1, before).await.unwrap_err();
        assert!(matches!(unseen, Refused::NothingToDecide), "what was sent after the page was read waits");
        assert_eq!(ops::approve_all(&deps, &people(21).1, all.clone()).await.unwrap(), 1, "her own commune's");
        let mut other = statistician();
        other.actor = officer(2, &[], None).actor;
        assert_eq!(ops::approve_all(&deps, &other, all.clone()).await.unwrap(), 1);
        assert!(matches!(ops::approve_all(&deps, &people(21).0, all).await, Err(Refused::Denied(_))));
        assert_eq!(value(&db, &town, now()).await.as_deref(), Some("63.333333"));
    }

    async fn a_table_does_not_withdraw_what_was_sent_after_its_page_was_read(db: Db) {
        let (deps, _) = opened(&db).await;
        let cx = statistician();
        ops::send_report(&deps, &people(22).0, cable(22, "5", "10", 0)).await.unwrap();
        let text = "ma_co_quan;ten_co_quan;so_ho_co_cap_quang;tong_so_ho;ghi_chu\nH41.77;;1;2;\nH41.108;;3;4;\n";
        let mut table = Paste {
            code: CABLE.to_owned(),
            period: day("2026-07-01"),
            text: text.to_owned(),
            reason: String::new(),
            seen: BTreeMap::new(),
        };
        let refused = ops::paste(&deps, &cx, table.clone()).await.unwrap_err();
        let told: Vec<_> = refused.flaws().iter().map(|flaw| (flaw.code, flaw.args[0].1.as_str())).collect();
        assert_eq!(told, [("table-stale", "3")]);
        let seen = ops::reporting(&deps, &cx, CABLE.to_owned(), day("2026-07-01")).await.unwrap();
        assert!(seen.rows[0].versions.is_empty() && seen.rows[1].versions[0].state == ReportState::Sent);
        table.seen.insert(agency(22), 1);
        assert_eq!(ops::paste(&deps, &cx, table).await.unwrap(), 2);
    }

    async fn of_two_who_send_at_once_the_second_is_told_that_it_is_stale(db: Db) {
        let (deps, _) = opened(&db).await;
        let (officer, head) = people(21);
        let (one, other) = tokio::join!(
            ops::send_report(&deps, &officer, cable(21, "1", "2", 0)),
            ops::send_report(&deps, &head, cable(21, "3", "4", 0)),
        );
        let stale = |outcome: &Result<ReportedValueId, Refused>| matches!(outcome, Err(Refused::Stale));
        assert!(stale(&one) != stale(&other) && one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        // The row itself says so, whoever read before it was there.
        let twice = db
            .write(move |tx| {
                let mut report = crate::store::history(tx, CABLE, day("2026-07-01"), agency(21))?.remove(0);
                report.id = ReportedValueId::new(now());
                let known = crate::store::put_version(
                    tx, &super::support::definition(CABLE), day("2026-02-01"), "", None, now(), 1,
                )?;
                Ok::<_, db::DbError>((crate::store::insert_report(tx, &report)?, known))
            })
            .await
            .unwrap();
        assert_eq!(twice, (false, false));
    }
}
