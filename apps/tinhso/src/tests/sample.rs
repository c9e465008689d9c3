use super::support::{Site, catalogue, opened, sample};
use crate::terminal::Terminal;
use base::Timestamp;
use calendar::{Clock, SystemClock};
use dossiers::store;
use http::StatusCode;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_province_has_worked_for_weeks_and_its_counters_agree_with_a_recount() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_path_buf();
    let parts = tokio::task::spawn_blocking(move || sample(&path, "nghe-an")).await.unwrap();
    let now = SystemClock.now();
    let (statuses, agencies, late, recount, tally) = parts
        .db
        .read(move |tx| {
            let mut statuses: BTreeMap<i64, usize> = BTreeMap::new();
            let mut agencies = BTreeMap::new();
            let rows = tx.query("SELECT status, receiving, filed_at FROM dossier", db::params![], |row| {
                Ok((row.get::<i64>(0)?, row.get::<base::Id>(1)?, row.get::<Timestamp>(2)?))
            })?;
            for (status, receiving, created_at) in rows {
                assert!(created_at <= now, "nothing lies in the future");
                *statuses.entry(status).or_default() += 1;
                *agencies.entry(receiving).or_insert(0usize) += 1;
            }
            let from = base::Date::constant(2000, 1, 1);
            let to = base::Date::constant(2100, 1, 1);
            let tally = store::tally_rows(tx, &policy::Scope::All, from, to)?;
            Ok::<_, db::DbError>((statuses, agencies, store::late_now(tx, now)?, store::recount(tx)?, tally))
        })
        .await
        .unwrap();
    let total: usize = statuses.values().sum();
    assert!((180..=230).contains(&total), "{total}");
    assert!(agencies.len() >= 6, "{} counters", agencies.len());
    for status in [1, 2, 3, 4, 5, 7, 9, 10] {
        assert!(statuses.contains_key(&status), "no dossier has status {status}: {statuses:?}");
    }
    assert!(late > 0, "some are late");
    for (agency, code, received, ..) in recount {
        let told: i64 = tally
            .iter()
            .filter(|row| {
                row.agency == agency
                    && row.procedure_code == code
                    && row.measure == store::Measure::Received.word()
            })
            .map(|row| row.count)
            .sum();
        assert_eq!(told, received, "{code}");
    }
    let site = Site::new(&parts, "127.0.0.1");
    let start = site.get("/").await;
    assert_eq!(start.status, StatusCode::OK);
    let found = site.get("/thu-tuc?q=dang+ky+khai+sinh").await;
    assert!(found.body.contains("1.001193"));
}

#[test]
fn a_second_start_finds_the_sample_whole_and_is_quick() {
    let dir = tempfile::tempdir().unwrap();
    let first = sample(dir.path(), "son-la");
    drop(first);
    let before: Timestamp = SystemClock.now();
    let opened = opened(dir.path(), "sample.db");
    let mut out = Vec::new();
    let mut terminal = Terminal::new(&catalogue(), &mut out);
    let found = crate::sample::prepare(&opened, "son-la", before, &mut || false, &mut terminal).unwrap();
    assert!(found.ready_at.is_some_and(|at| at < before), "it was not made again");
    assert!(out.is_empty());
}

#[test]
fn a_sample_whose_making_broke_off_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let settings = crate::settings::Settings::load(&crate::settings::Given {
        flags: vec![("data", dir.path().to_str().unwrap().to_owned())],
        sample: Some("nghe-an".to_owned()),
        ..Default::default()
    })
    .map_err(|faults| format!("{faults:?}"))
    .unwrap();
    let catalogue = catalogue();
    let mut out = Vec::new();
    let terminal = Terminal::new(&catalogue, &mut out);
    let mark = |ready_at: Option<Timestamp>| {
        let opened = opened(dir.path(), "sample.db");
        let marker = crate::store::Installation {
            kind: crate::store::InstallationKind::Sample,
            province: "nghe-an".to_owned(),
            province_name: "Nghệ An".to_owned(),
            created_at: SystemClock.now(),
            ready_at,
        };
        opened.db.write_blocking(move |tx| crate::store::mark(tx, &marker)).unwrap();
    };
    crate::sample::throw_away_half_made(&settings, &terminal).unwrap();
    mark(None);
    crate::sample::throw_away_half_made(&settings, &terminal).unwrap();
    assert!(!dir.path().join("sample.db").exists(), "a half-made sample goes");
    mark(Some(SystemClock.now()));
    crate::sample::throw_away_half_made(&settings, &terminal).unwrap();
    assert!(dir.path().join("sample.db").exists(), "a whole one stays");
}
