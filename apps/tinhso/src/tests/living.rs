//! A sample is a province that has been at work: its plan, its numbers and what was assigned stand in every state.
use super::support::{catalogue, opened, parts};
use crate::Parts;
use crate::terminal::Terminal;
use base::Timestamp;
use calendar::{Clock, SystemClock};
use contracts::Assignments;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

fn made(dir: &Path, province: &str, now: Timestamp) -> Parts {
    let begun = Instant::now();
    let opened = opened(dir, "sample.db");
    let mut out = Vec::new();
    let mut terminal = Terminal::new(&catalogue(), &mut out);
    let (_, refused) =
        crate::sample::prepare_telling(&opened, province, now, &mut || false, &mut terminal).unwrap();
    assert!(refused.is_empty(), "{province}: {refused:?}");
    println!("{province}: ready after {:?}", begun.elapsed());
    parts(opened, crate::sample::accounts(province))
}

/// Words of the first column, each once.
fn words(parts: &Parts, sql: &'static str) -> BTreeSet<String> {
    let rows = parts.db.read_blocking(move |tx| tx.query(sql, db::params![], |row| row.get::<String>(0)));
    rows.unwrap().into_iter().collect()
}

fn count(parts: &Parts, sql: &'static str) -> i64 {
    parts.db.read_blocking(move |tx| tx.query_one(sql, db::params![], |row| row.get::<i64>(0))).unwrap()
}

fn assert_among(found: &BTreeSet<String>, wanted: &[&str], what: &str) {
    for word in wanted {
        assert!(found.contains(*word), "{what}: no {word} among {found:?}");
    }
}

fn block_on<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn lives(province: &str, targets: &[&str], tasks: &[&str], money: bool) {
    let dir = tempfile::tempdir().unwrap();
    let now = SystemClock.now();
    let parts = made(dir.path(), province, now);

    let plans = block_on(programme::ops::track::public_plans(&parts.programme, now)).unwrap();
    let view = &plans.first().unwrap().view;
    let of_targets = view.targets.iter().map(|row| row.state.word().to_owned()).collect();
    assert_among(&of_targets, targets, "targets");
    let of_tasks = view.tasks.iter().map(|row| row.state.word().to_owned()).collect();
    assert_among(&of_tasks, tasks, "tasks");
    assert_eq!(words(&parts, "SELECT state FROM plan_round").len(), 2, "a round is over, one is open");
    let states = words(&parts, "SELECT state FROM plan_report");
    assert_among(&states, &["sent", "accepted", "returned"], "reports");
    assert!(count(&parts, "SELECT COUNT(*) FROM plan_chase") > 0);
    assert!(count(&parts, "SELECT COUNT(*) FROM plan_question WHERE answer IS NOT NULL") > 0);
    assert!(count(&parts, "SELECT COUNT(*) FROM plan_evidence") > 0);
    assert_eq!(count(&parts, "SELECT COUNT(*) FROM plan_money") > 0, money);

    let states = words(&parts, "SELECT state FROM indicator_report");
    assert_among(&states, &["sent", "approved", "returned"], "values");
    assert!(count(&parts, "SELECT COUNT(*) FROM indicator_report WHERE late") > 0);
    let alone = "SELECT COUNT(*) FROM indicator_report WHERE decided_by = sent_by";
    assert_eq!(count(&parts, alone), 0, "two people each time");

    let work = parts.db.read_blocking(move |tx| tasks::AssignedWork.counts(tx, now)).unwrap();
    for (number, state) in [
        (work.not_accepted, "not accepted"),
        (work.in_time, "in time"),
        (work.overdue, "overdue"),
        (work.awaiting_confirmation, "awaiting confirmation"),
        (work.done_in_time, "done in time"),
        (work.done_late, "done late"),
    ] {
        assert!(number > 0, "no work is {state}: {work:?}");
    }
    let done = 100 * (work.done_in_time + work.done_late + work.awaiting_confirmation);
    let all = work.not_accepted + work.in_time + work.overdue;
    assert!(done >= 80 * (all + done / 100), "most is handed in: {work:?}");
    assert_eq!(count(&parts, "SELECT COUNT(*) FROM assignment WHERE extension_to IS NOT NULL"), 1);
    assert!(count(&parts, "SELECT COUNT(*) FROM assignment WHERE source LIKE 'plan-task:%'") > 0);
    assert!(count(&parts, "SELECT COUNT(*) FROM assignment WHERE notice_number <> ''") >= 3);
}

#[test]
fn nghe_an_shows_every_state_of_a_plan() {
    let targets = ["met", "met_early", "on_course", "at_risk", "missed", "no_data"];
    lives("nghe-an", &targets, &["done", "on_course", "missed", "not_reported"], true);
}

#[test]
fn quang_ngai_shows_tasks_that_are_late_and_money_by_stage() {
    let tasks = ["done", "on_course", "missed", "not_reported"];
    lives("quang-ngai", &["missed", "no_data"], &tasks, true);
}

#[test]
fn son_la_whose_plan_has_no_day_and_no_money_shows_what_it_can() {
    lives("son-la", &["met", "missed", "no_data"], &["on_course", "not_reported"], false);
}

#[test]
fn tay_ninh_shows_what_was_met_and_what_was_not() {
    lives("tay-ninh", &["met", "missed", "no_data"], &["done", "on_course", "missed"], false);
}

#[test]
fn a_sample_made_twice_at_the_same_moment_has_the_same_rows() {
    let now = SystemClock.now();
    let rows = || {
        let dir = tempfile::tempdir().unwrap();
        let parts = made(dir.path(), "son-la", now);
        let told = |sql: &'static str| {
            let found = parts.db.read_blocking(move |tx| {
                tx.query(sql, db::params![], |row| {
                    Ok((row.get::<Timestamp>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
                })
            });
            let mut found = found.unwrap();
            found.sort();
            found
        };
        [
            told("SELECT sent_at, words, reason FROM plan_report"),
            told("SELECT sent_at, code, CAST(inputs AS TEXT) FROM indicator_report"),
            told("SELECT assigned_at, title, phase FROM assignment"),
        ]
    };
    assert_eq!(rows(), rows());
}
