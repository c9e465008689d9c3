//! Three working days for a notice (NĐ 61/2018/NĐ-CP Đ19.4): flagged when the last day is near or over, and counted.
use super::fixture::{MIGRATIONS, Staff, World, now, procedure};
use super::walk::{at, filed, open_task, walk_in};
use crate::model::ReasonCode;
use crate::ops::{self, DeskQuery, HandOver, Received, ReportFinding, RequestSupplement, WorkQuery};
use crate::rules::notice_by;
use crate::store::{self, DeskFilter, DeskTab};
use base::Timestamp;
use calendar::{Policy, WorkCalendar};
use contracts::{AgencyId, DossierId, SupplementRound};
use policy::{OpContext, Scope};

fn moment(text: &str) -> Timestamp {
    Timestamp::from_local(text.parse().unwrap())
}

#[test]
fn the_days_are_the_procedures_own_for_its_round_and_else_the_policys() {
    let calendar = WorkCalendar::standard().unwrap();
    let policy = Policy::default();
    let round = |days| SupplementRound { within_working_days: days, source: String::new() };
    let own = [round(7), round(5)];
    let from = now();
    let by = |rounds: &[SupplementRound], answered| notice_by(&calendar, &policy, rounds, answered, from);
    // Friday 20/11/2026 10:24; Tuesday 24 is Culture Day and a day off.
    assert_eq!(by(&[], 0), moment("2026-11-26T10:24:00"));
    assert_eq!(by(&[round(0)], 0), by(&[], 0), "no number in the data is no number");
    assert_eq!(by(&own, 0), calendar::due_at(&calendar, &policy, calendar::Span::working_days(7), from));
    assert_eq!(by(&own, 1), calendar::due_at(&calendar, &policy, calendar::Span::working_days(5), from));
    let stricter = Policy { notice_days: 2, ..policy };
    assert_eq!(notice_by(&calendar, &stricter, &[], 0, from), moment("2026-11-25T10:24:00"));
}

async fn notice_of(world: &World, cx: &OpContext, tab: DeskTab, id: DossierId) -> Option<Timestamp> {
    let query = DeskQuery { tab: Some(tab), filter: DeskFilter::default(), limit: 50 };
    let listing = ops::list_desk(&world.deps, cx, query).await.unwrap();
    listing.rows.iter().find(|row| row.id == id).unwrap().notice_by
}

async fn leader(world: &World, agencies: Vec<AgencyId>, when: Timestamp) -> OpContext {
    let committee = world.agency("c1", "commune_committee").await;
    let mut cx = at(&world.officer(51, &committee, "chair", &["dossiers.leader"]), when);
    let mut standing = (*cx.standing).clone();
    standing.grants.iter_mut().for_each(|grant| grant.scope = Scope::Agencies(agencies.clone()));
    cx.standing = std::sync::Arc::new(standing);
    cx
}

async fn counted(world: &World, staff: &Staff, when: Timestamp) -> (i64, Vec<DossierId>) {
    let cx = leader(world, vec![staff.centre], when).await;
    let figures = ops::leader_figures(&world.deps, &cx).await.unwrap();
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let late = ops::list_late_notices(&world.deps, &cx, after, 1).await.unwrap();
        assert!(late.listed.rows.iter().all(|row| row.owner_name.contains('.')), "masked");
        all.extend(late.listed.rows.iter().map(|row| row.id));
        after = late.last;
        if !late.listed.more {
            return (figures.notices_late, all);
        }
    }
}

async fn owed_and_late(world: &World) {
    let staff = world.staff("c1").await;
    let deps = &world.deps;
    // One filed online and left lying, one in hand with an officer's finding, one in hand with nothing to tell.
    let lying = filed(world, &world.citizen(50)).await.id;
    let mut handed = Vec::new();
    for key in ["k1", "k2"] {
        let Received { id, .. } =
            ops::receive_walk_in(deps, &staff.clerk, walk_in(&staff, world, key)).await.unwrap();
        ops::hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
        handed.push(id);
    }
    let (found, quiet) = (handed[0], handed[1]);
    let cmd = ReportFinding {
        task: open_task(deps, found).await.id,
        advice: "supplement".to_owned(),
        words: "Thiếu trang 2".to_owned(),
        components: vec!["giay_chung_sinh".to_owned()],
    };
    ops::report_finding(deps, &staff.case_officer, cmd).await.unwrap();
    let last = moment("2026-11-26T10:24:00");
    assert_eq!(notice_of(world, &staff.clerk, DeskTab::Incoming, lying).await, Some(last));
    assert_eq!(notice_of(world, &staff.clerk, DeskTab::Processing, found).await, Some(last));
    assert_eq!(notice_of(world, &staff.clerk, DeskTab::Processing, quiet).await, None, "nothing is owed");
    let work =
        ops::list_work(deps, &staff.case_officer, WorkQuery { limit: 9, ..WorkQuery::default() }).await;
    let rows = work.unwrap().rows;
    let row = rows.iter().find(|row| row.dossier.id == found).unwrap();
    assert_eq!(row.dossier.notice_by, Some(last), "the officer sees it too");
    assert_eq!(
        counted(world, &staff, last.plus_seconds(-60)).await,
        (0, vec![]),
        "in time to the last minute"
    );
    let (late, mut listed) = counted(world, &staff, last.plus_seconds(60)).await;
    listed.sort_unstable();
    let mut expected = vec![lying, found];
    expected.sort_unstable();
    assert_eq!((late, listed), (2, expected), "the number equals its list");
    let elsewhere = world.staff("c2").await;
    assert_eq!(counted(world, &elsewhere, last.plus_seconds(60)).await.0, 0, "another's desk is not mine");
    // The act ends it, late or not.
    let cmd = RequestSupplement {
        dossier: lying,
        version: super::walk::dossier(deps, lying).await.version,
        reason: ReasonCode::Unreadable,
        words: "Mặt sau mờ".to_owned(),
        components: vec!["giay_chung_sinh".to_owned()],
    };
    ops::request_supplement(deps, &at(&staff.clerk, last.plus_seconds(120)), cmd).await.unwrap();
    assert_eq!(counted(world, &staff, last.plus_seconds(180)).await, (1, vec![found]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_is_owed_flagged_and_counted_on_sqlite() {
    owed_and_late(&World::with(vec![procedure()]).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_is_owed_flagged_and_counted_on_postgres() {
    if let Some(world) = World::on_postgres(vec![procedure()]).await {
        owed_and_late(&world).await;
    }
}

#[tokio::test]
async fn desk_and_leader_read_in_words_what_is_late() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    filed(&world, &world.citizen(50)).await;
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Cán bộ", &staff.clerk));
    world.clock.set(moment("2026-11-26T08:00:00"));
    let near = site.get("/quay?nhom=incoming").await;
    assert!(near.has("Trả lời dân trước 10:24 26/11"), "{}", near.text());
    world.clock.set(moment("2026-11-30T09:00:00"));
    let file = site.get("/quay/xuat?nhom=incoming&dang=csv").await;
    assert!(
        file.has("Chậm trả lời dân 1 ngày làm việc"),
        "the file says what the list says: {}",
        file.text()
    );
    let over = site.get("/quay?nhom=incoming").await;
    assert!(over.has("Chậm trả lời dân 1 ngày làm việc") && over.has("due late"), "{}", over.text());
    let boss = site.other_browser();
    let cx = leader(&world, vec![staff.centre], now()).await;
    boss.set_session(&world.accounts.sign_in("Lãnh đạo", &cx));
    let page = boss.get("/hom-nay").await;
    assert!(page.has("Chậm trả lời dân: 1") && !page.has("⟦"), "{}", page.text());
    let list = boss.get("/hom-nay/ho-so?so=notice-late").await;
    assert!(
        list.status == 200 && list.has("Chậm trả lời dân 1 ngày làm việc") && !list.has("⟦"),
        "{}",
        list.text()
    );
    assert_eq!(site.get("/hom-nay/ho-so?so=notice-late").await.status, 403, "the clerk is no leader");
}

db::contract! {
    migrations: MIGRATIONS;

    async fn no_list_of_notices_reads_a_whole_table(db: db::Db) {
        for sql in [store::notices::filed_sql(), store::notices::found_sql(), store::notices::page_sql(3), store::own::submitters_sql(3)] {
            let (asked, text) = (db.clone(), sql.clone());
            let plan = tokio::task::spawn_blocking(move || db::explain(&asked, &text)).await.unwrap().unwrap();
            assert!(plan.full_scans.is_empty(), "{sql}\n{:?}", plan.lines);
        }
        if db.engine() == db::Engine::Sqlite {
            let asked = db.clone();
            let page = tokio::task::spawn_blocking(move || db::explain(&asked, &store::notices::page_sql(50)));
            let lines = page.await.unwrap().unwrap().lines.join("\n");
            assert!(lines.contains("SEARCH d USING INDEX sqlite_autoindex_dossier_1 (id=?)"), "{lines}");
        }
    }
}
