//! Numbers for others: the port, roll-up by commune, windows, levels, lists behind them.
use super::support::{
    MIGRATIONS, Town, agency, at, at_time, day, definition, definitions, deliver, deps, event, now, officer,
    statistician, with_definitions, with_facts,
};
use crate::model::Level;
use crate::ops::{self, Explain, ListRecords};
use crate::rules::NoValue;
use crate::{Deps, Refused, Values};
use contracts::Indicators;
use db::Db;
use rust_decimal::Decimal;
use std::sync::Arc;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Ten dossiers of the first centre (four online), five of the second (all online), two of the former commune; half of
/// the first ten are closed, one of them late.
async fn autumn(db: &Db) -> (Deps, Town) {
    with_facts(db).await;
    with_definitions(db, definitions()).await;
    let (deps, town) = deps(db);
    for number in 1..=17_u8 {
        let place = if number <= 10 {
            11
        } else if number <= 15 {
            12
        } else {
            41
        };
        let received = if number <= 8 { "2026-09-10T08:00:00" } else { "2026-10-12T08:00:00" };
        let mut one = event(number, place, Some(received));
        one.online = number <= 4 || (11..=15).contains(&number);
        deliver(&deps, &town, "dossiers.received", one.clone(), 1).await;
        if number <= 5 {
            one.closed_at = Some(at(if number == 5 { "2026-10-20T09:00:00" } else { "2026-09-12T09:00:00" }));
            deliver(&deps, &town, "dossiers.resolved", one, 2).await;
        }
    }
    (deps, town)
}

db::contract! {
    migrations: MIGRATIONS;

    async fn the_port_tells_this_year_and_each_month_running(db: Db) {
        let (deps, town) = autumn(&db).await;
        let values = Values::new(Arc::new(town));
        let codes: Vec<String> =
            ["ty_le_ho_so_truc_tuyen", "ty_le_ho_so_dung_han", "ho_so_qua_han", "kinh_te_so_grdp", "khong_co"]
                .map(str::to_owned)
                .to_vec();
        let port = values.clone();
        let latest = db.read(move |tx| port.latest(tx, &codes, now())).await.unwrap();
        let of = |code: &str| latest.iter().find(|one| one.code == code).cloned();
        let online = of("ty_le_ho_so_truc_tuyen").unwrap();
        assert_eq!((online.numerator, online.denominator), (Some(dec("9")), Some(dec("17"))));
        assert_eq!(online.value, Some(dec("52.941176")));
        assert_eq!((online.from, online.to), (day("2026-01-01"), day("2026-11-20")));
        assert_eq!(of("ty_le_ho_so_dung_han").unwrap().value, Some(dec("80")));
        assert_eq!(of("ho_so_qua_han").unwrap().value, Some(dec("1")));
        assert_eq!(of("kinh_te_so_grdp").unwrap().value, None, "nobody reported");
        assert!(of("khong_co").is_none());
        let port = values.clone();
        let monthly = db
            .read(move |tx| port.monthly(tx, "ty_le_ho_so_dung_han", day("2026-07-01"), day("2026-11-20")))
            .await
            .unwrap();
        let told: Vec<_> = monthly.iter().map(|one| (one.to, one.value.unwrap())).collect();
        assert_eq!(
            told,
            [
                (day("2026-09-30"), dec("100")),
                (day("2026-10-31"), dec("80")),
                (day("2026-11-20"), dec("80"))
            ],
            "July and August have nothing to divide by"
        );
        assert!(monthly.iter().all(|one| one.as_of <= now()), "no moment that is still to come");
        let list = db.read(move |tx| values.list(tx)).await.unwrap();
        let fact = list.iter().find(|one| one.code == "ho_so_qua_han").unwrap();
        assert!(!fact.rising && fact.counted && fact.unit == "hồ sơ");
        assert!(list.iter().any(|one| one.code == "kinh_te_so_grdp" && !one.counted));
        drop(deps);
    }

    async fn a_former_communes_numbers_go_to_its_successor_and_the_line_says_so(db: Db) {
        let (deps, _) = autumn(&db).await;
        let ask = |level| Explain { code: "ty_le_ho_so_truc_tuyen".to_owned(), year: 2026, period: None, level };
        let seen = ops::explain(&deps, &statistician(), ask(Level::Commune)).await.unwrap();
        let told: Vec<_> = seen
            .lines
            .iter()
            .map(|line| (line.name.as_str(), line.made.numerator, line.made.denominator, line.converted))
            .collect();
        assert_eq!(
            told,
            [
                ("Xã Châu Khê", Some(dec("5")), Some(dec("5")), false),
                ("Xã Con Cuông", Some(dec("4")), Some(dec("12")), true)
            ]
        );
        let sum: Decimal = seen.lines.iter().filter_map(|line| line.made.denominator).sum();
        assert_eq!(Some(sum), seen.made.denominator, "the lines make the whole");
        let agencies = ops::explain(&deps, &statistician(), ask(Level::Agency)).await.unwrap();
        assert_eq!(agencies.lines.len(), 3);
        let parts: Vec<_> = seen.parts.iter().map(|part| (part.name.as_str(), part.kind, part.number)).collect();
        assert_eq!(
            parts,
            [("received", "fact", Some(dec("17"))), ("received_online", "fact", Some(dec("9")))]
        );
        let months: Vec<_> = seen.months.iter().map(|one| (one.period.first.month(), one.made.denominator)).collect();
        assert_eq!(months.len(), 11);
        assert_eq!(months[8], (9, Some(dec("8"))));
        assert_eq!(seen.months[0].made.value, Err(NoValue::NothingToDivideBy));
        assert!(seen.months[10].open && !seen.months[9].open);
        let one = Explain { period: Some(day("2026-10-01")), ..ask(Level::Province) };
        let october = ops::explain(&deps, &statistician(), one).await.unwrap();
        assert_eq!(october.made.denominator, Some(dec("9")));
    }

    async fn its_own_window_moves_the_days_that_count(db: Db) {
        let (deps, _) = autumn(&db).await;
        let mut own = definition("ho_so_da_nhan");
        own.code = "nhan_theo_ky_bao_cao".to_owned();
        own.window_day = 11;
        with_definitions(&db, vec![own]).await;
        let ask = Explain {
            code: "nhan_theo_ky_bao_cao".to_owned(),
            year: 2026,
            period: Some(day("2026-10-01")),
            level: Level::Province,
        };
        let seen = ops::explain(&deps, &statistician(), ask.clone()).await.unwrap();
        assert_eq!((seen.slice.from, seen.slice.to), (day("2026-09-11"), day("2026-10-10")));
        assert_eq!(seen.made.numerator, Some(dec("0")), "the 10th of September is before, the 12th of October behind");
        let before = ops::explain(&deps, &statistician(), Explain { period: Some(day("2026-09-01")), ..ask }).await.unwrap();
        assert_eq!(before.made.numerator, Some(dec("8")));
    }

    async fn the_records_behind_a_number_are_codes_page_by_page_within_the_scope(db: Db) {
        let (deps, _) = autumn(&db).await;
        let ask = |after, agencies| ListRecords {
            fact: "received".to_owned(),
            from: day("2026-01-01"),
            to: day("2026-12-31"),
            agencies,
            after,
            limit: 7,
        };
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = ops::list_records(&deps, &statistician(), ask(after, None)).await.unwrap();
            seen.extend(page.rows.iter().map(|row| row.record.dossier));
            after = page.rows.last().map(|row| row.record);
            assert!(page.rows.iter().all(|row| row.code.starts_with("H41") && !row.agency.is_empty()));
            if !page.more {
                break;
            }
        }
        let unique: std::collections::BTreeSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), unique.len()), (17, 17));
        let one = ops::list_records(&deps, &statistician(), ask(None, Some(vec![agency(12)]))).await.unwrap();
        assert_eq!(one.rows.len(), 5);
        let mut narrow = statistician();
        let mut standing = (*narrow.standing).clone();
        for grant in &mut standing.grants {
            grant.scope = policy::Scope::Agencies(vec![agency(41)]);
        }
        narrow.standing = Arc::new(standing);
        assert_eq!(ops::list_records(&deps, &narrow, ask(None, None)).await.unwrap().rows.len(), 2);
        assert!(ops::list_records(&deps, &narrow, ask(None, Some(vec![agency(12)]))).await.unwrap().rows.is_empty());
        let seen = ops::explain(
            &deps,
            &narrow,
            Explain { code: "ho_so_da_nhan".to_owned(), year: 2026, period: None, level: Level::Agency },
        )
        .await
        .unwrap();
        assert_eq!(seen.made.numerator, Some(dec("2")), "a number is that of the scope");
        let nobody = officer(9, &["indicators.report"], None);
        assert!(matches!(ops::list_records(&deps, &nobody, ask(None, None)).await, Err(Refused::Denied(_))));
        let mut unknown = ask(None, None);
        unknown.fact = "khong_co".to_owned();
        assert!(matches!(ops::list_records(&deps, &statistician(), unknown).await, Err(Refused::NotFound)));
    }

    async fn an_indicator_over_others_follows_them(db: Db) {
        let (deps, _) = autumn(&db).await;
        let mut over = definition("ho_so_da_nhan");
        over.code = "khoang_cach".to_owned();
        over.numerator = "ty_le_ho_so_dung_han - ty_le_ho_so_truc_tuyen".to_owned();
        with_definitions(&db, vec![over]).await;
        let ask = Explain { code: "khoang_cach".to_owned(), year: 2026, period: None, level: Level::Province };
        let seen = ops::explain(&deps, &at_time(&statistician(), now()), ask).await.unwrap();
        assert_eq!(seen.made.value, Ok(dec("27.058824")));
        assert!(seen.parts.iter().all(|part| part.kind == "indicator" && part.number.is_some()));
    }
}
