//! The leader's numbers equal a recount and the lists behind them; no list reads a whole table.
use super::fixture::{MIGRATIONS, World, now, procedure};
use super::walk::{at, open_task, walk_in};
use crate::model::ReasonCode;
use crate::ops::{
    self, Approve, HandOver, LeaderFigures, ListBehind, ProposeResult, Received, RequestSupplement,
};
use crate::rules::{per_mille, percent_vi};
use crate::store::{self, Behind, BehindFilter};
use base::Timestamp;
use contracts::{AgencyId, DossierId};
use db::{Db, DbError};
use policy::{OpContext, Scope};

/// The leader of a commune's committee over these agencies.
fn leader(world: &World, agencies: &[AgencyId], committee: &contracts::AgencyFact) -> OpContext {
    let mut cx = world.officer(51, committee, "chair", &["dossiers.leader"]);
    let mut standing = (*cx.standing).clone();
    for grant in &mut standing.grants {
        grant.scope = Scope::Agencies(agencies.to_vec());
    }
    cx.standing = std::sync::Arc::new(standing);
    cx
}

async fn resolve(world: &World, staff: &super::fixture::Staff, id: DossierId, when: Timestamp) {
    let deps = &world.deps;
    let task = open_task(deps, id).await;
    let body = serde_json::json!({ "rows": [] });
    let cmd = ProposeResult { task: task.id, granted: true, title: "Giấy khai sinh".to_owned(), body };
    ops::propose_result(deps, &at(&staff.case_officer, when), cmd).await.unwrap();
    let task = open_task(deps, id).await;
    let result = deps.db.read(move |tx| store::result_of(tx, id)).await;
    let result = result.map_err(|e: DbError| e).unwrap().unwrap().id;
    let cmd = Approve { task: task.id, result, signer_line: String::new(), signer_name: String::new() };
    ops::approve_result(deps, &at(&staff.chair, when), cmd).await.unwrap();
}

/// Nine dossiers of two communes in every state the page counts; answers the moment the page is opened.
async fn a_busy_day(world: &World) -> Timestamp {
    let deps = &world.deps;
    for (unit, many) in [("c1", 6), ("c2", 3)] {
        let staff = world.staff(unit).await;
        let mut ids = Vec::new();
        for n in 0..many {
            let mut cmd = walk_in(&staff, world, &format!("{unit}-{n}"));
            cmd.unit = world.unit(unit);
            let when = at(&staff.clerk, now().plus_seconds(n * 60));
            let Received { id, .. } = ops::receive_walk_in(deps, &when, cmd).await.unwrap();
            ops::hand_over(deps, &when, HandOver { dossiers: vec![id] }).await.unwrap();
            ids.push(id);
        }
        // One in time, one the next Monday and so too late, one waiting for papers; the others become late.
        resolve(world, &staff, ids[0], now().plus_seconds(3 * 3600)).await;
        resolve(world, &staff, ids[1], now().plus_seconds(3 * 86_400)).await;
        let cmd = RequestSupplement {
            dossier: ids[2],
            version: super::walk::dossier(deps, ids[2]).await.version,
            reason: ReasonCode::MissingComponent,
            words: "Bản chụp mờ".to_owned(),
            components: vec!["giay_chung_sinh".to_owned()],
        };
        let when = at(&staff.clerk, now().plus_seconds(3600));
        ops::request_supplement(deps, &when, cmd).await.unwrap();
    }
    now().plus_seconds(3 * 86_400 + 3600)
}

async fn length(world: &World, cx: &OpContext, behind: Behind, agency: Option<AgencyId>) -> i64 {
    let mut count = 0;
    let mut after = None;
    loop {
        let filter = BehindFilter { agency, procedure_code: None, after };
        let page = ops::list_behind(&world.deps, cx, ListBehind { behind, filter, limit: 2 }).await.unwrap();
        assert!(
            page.rows.iter().all(|row| row.owner_name.contains('.')),
            "names are masked: {:?}",
            page.rows
        );
        count += i64::try_from(page.rows.len()).unwrap();
        after = page.rows.last().map(|row| (behind.sort_key(row), row.id));
        if !page.more {
            return count;
        }
    }
}

fn number(figures: &LeaderFigures, behind: Behind) -> i64 {
    let month = &figures.month;
    match behind {
        Behind::ReceivedToday => figures.received_today,
        Behind::ReceivedMonth => month.received,
        Behind::OnlineMonth => month.online,
        Behind::ClosedMonth => month.closed(),
        Behind::ClosedLate => month.closed_late,
        Behind::LateNow => month.late,
        Behind::Waiting => month.waiting,
        Behind::DueToday => month.due_today,
        Behind::Ready => month.ready,
    }
}

async fn numbers_stand_on_lists(world: &World) {
    let late = a_busy_day(world).await;
    let committee = world.agency("c1", "commune_committee").await;
    let centres =
        [world.agency("c1", "commune_centre").await.id, world.agency("c2", "commune_centre").await.id];
    for when in [now().plus_seconds(4000), late] {
        for agencies in [&centres[..], &centres[..1]] {
            let cx = at(&leader(world, agencies, &committee), when);
            let figures = ops::leader_figures(&world.deps, &cx).await.unwrap();
            for behind in Behind::ALL {
                let listed = length(world, &cx, behind, None).await;
                assert_eq!(number(&figures, behind), listed, "{behind:?} at {when} over {}", agencies.len());
            }
            for line in &figures.agencies {
                let listed = length(world, &cx, Behind::LateNow, Some(line.agency)).await;
                assert_eq!(line.sums.late, listed, "{}", line.name);
            }
            let by_agency: i64 = figures.agencies.iter().map(|line| line.sums.received).sum();
            let by_procedure: i64 = figures.procedures.iter().map(|line| line.sums.received).sum();
            assert_eq!((by_agency, by_procedure), (figures.month.received, figures.month.received));
        }
    }
    let cx = at(&leader(world, &centres, &committee), late);
    let figures = ops::leader_figures(&world.deps, &cx).await.unwrap();
    let m = figures.month;
    assert_eq!((m.received, m.in_time, m.closed_late, m.late, m.waiting, m.ready), (9, 2, 2, 3, 2, 4));
    let recount = world.deps.db.read(store::recount).await.map_err(|e: DbError| e).unwrap();
    let sums = recount.iter().fold((0, 0, 0), |sum, row| (sum.0 + row.2, sum.1 + row.3, sum.2 + row.4));
    assert_eq!(sums, (m.received, m.in_time, m.closed_late), "counters equal a recount");
    let outside = world.agency("c2", "commune_centre").await.id;
    let narrow = at(&leader(world, &centres[..1], &committee), late);
    assert_eq!(
        length(world, &narrow, Behind::LateNow, Some(outside)).await,
        0,
        "another's agency is not mine"
    );
}

mod every_number_equals_a_recount_and_the_list_behind_it {
    use super::*;
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_sqlite() {
        numbers_stand_on_lists(&World::with(vec![procedure()]).await).await;
    }
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn on_postgres() {
        if let Some(world) = World::on_postgres(vec![procedure()]).await {
            numbers_stand_on_lists(&world).await;
        }
    }
}

#[tokio::test]
async fn the_page_says_of_what_against_what_and_when_and_drills_down() {
    let world = World::new().await;
    let late = a_busy_day(&world).await;
    world.clock.set(late);
    let committee = world.agency("c1", "commune_committee").await;
    let centre = world.agency("c1", "commune_centre").await.id;
    let cx = leader(&world, &[centre], &committee);
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Phan Đình Bảo Long", &cx));
    let page = site.get("/hom-nay").await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.has("⟦"), "{}", page.text());
    for words in ["Hôm nay, thứ Hai 23/11", "Cùng kỳ tháng trước", "Nguồn và cách tính", "Số lúc 11:24"]
    {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    assert!(page.has(&format!("/hom-nay/ho-so?so=late-now&#38;co-quan={centre}")), "{}", page.text());
    assert!(page.bytes.len() < 60_000, "{}", page.bytes.len());
    let list = site.get(&format!("/hom-nay/ho-so?so=late-now&co-quan={centre}")).await;
    assert_eq!(list.status, 200);
    assert!(!list.has("⟦") && !list.has("040198001234"), "{}", list.text());
    for which in Behind::ALL {
        let list = site.get(&format!("/hom-nay/ho-so?so={}", which.word())).await;
        assert!(list.status == 200 && !list.has("⟦"), "{}", list.text());
    }
    assert_eq!(site.get("/hom-nay/ho-so?so=khac").await.status, 404);
    let csv = site.get("/hom-nay/so-lieu.csv").await;
    assert_eq!(csv.status, 200);
    assert!(csv.text().starts_with('\u{feff}') && csv.has("50;"), "{}", csv.text());
    let visitor = site.other_browser();
    let clerk = site.other_browser();
    clerk.set_session(&world.accounts.sign_in("Cán bộ", &world.staff("c1").await.clerk));
    for path in ["/hom-nay", "/hom-nay/ho-so?so=late-now", "/hom-nay/so-lieu.csv"] {
        assert!(matches!(visitor.get(path).await.status.as_u16(), 303 | 401), "{path}");
        assert_eq!(clerk.get(path).await.status, 403, "{path}");
    }
}

db::contract! {
    migrations: MIGRATIONS;

    async fn no_list_of_work_or_of_the_leader_reads_a_whole_table(db: Db) {
        let agency = |n: u8| AgencyId::from(base::Id::from_bytes([n; 16]));
        let mut all = vec![
            store::figures::open_sql(true),
            store::figures::open_sql(false),
            store::work::rows_sql(3),
            store::work::drafts_sql(3),
        ];
        let filters = [
            BehindFilter::default(),
            BehindFilter { agency: Some(agency(1)), procedure_code: Some("1.001193".to_owned()), after: None },
        ];
        for scope in [Scope::All, Scope::Agencies(vec![agency(1)]), Scope::Agencies((1..20).map(agency).collect())] {
            for behind in Behind::ALL {
                for filter in &filters {
                    let list = store::figures::statements(&scope, behind, filter, now(), 50);
                    all.extend(list.into_iter().map(|one| one.sql));
                }
            }
        }
        for sql in all {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            assert!(plan.full_scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
    }
}

#[test]
fn shares_round_half_up_and_nothing_has_no_share() {
    for (part, whole, tenths) in
        [(1, 2, 500), (2, 3, 667), (1, 3, 333), (0, 7, 0), (7, 7, 1000), (1, 2000, 1)]
    {
        assert_eq!(per_mille(part, whole), Some(tenths), "{part} of {whole}");
    }
    assert_eq!((per_mille(0, 0), per_mille(-1, 5)), (None, None));
    assert_eq!(
        (percent_vi(978), percent_vi(1000), percent_vi(5)),
        ("97,8".into(), "100".into(), "0,5".into())
    );
}
