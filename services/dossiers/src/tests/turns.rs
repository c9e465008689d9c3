//! What comes back to the desk stands in a list of its own; what waits for the director is marked; what has no limit
//! comes last; a leader sees where a dossier stands and no word of a person; only what came as a file is compared.
use super::desk::{browser, clerk, load, task_of, words_are_whole};
use super::fixture::{Staff, World, now, procedure};
use super::walk::{at, filed, walk_in};
use crate::model::ReasonCode;
use crate::ops::{
    self, Accept, ActOnTask, DecideRefusal, DeskQuery, HandOver, ProposeRefusal, ReportFinding, ReturnResult,
    TaskAct, TurnDownFinding,
};
use crate::store::{DeskFilter, DeskMark, DeskTab, DeskTurn};
use crate::{Refused, store};
use contracts::DossierId;
use db::DbError;
use policy::Scope;

/// The rows of a tab by code and mark, with the count of the tab.
async fn listed(world: &World, staff: &Staff, tab: DeskTab) -> (Vec<(DossierId, Option<DeskMark>)>, i64) {
    let query = DeskQuery { tab: Some(tab), filter: DeskFilter::default(), limit: 10 };
    let page = ops::list_desk(&world.deps, &staff.clerk, query).await.unwrap();
    let count = page.counts.iter().find(|(known, _)| *known == tab).unwrap().1;
    (page.rows.into_iter().map(|row| (row.id, row.mark)).collect(), count)
}

async fn handed_over(world: &World, staff: &Staff, key: &str) -> DossierId {
    let id = ops::receive_walk_in(&world.deps, &staff.clerk, walk_in(staff, world, key)).await.unwrap().id;
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    id
}

async fn find(world: &World, staff: &Staff, id: DossierId) {
    let cmd = ReportFinding {
        task: task_of(world, id).await.id,
        advice: "supplement".to_owned(),
        words: "Thiếu trang 2".to_owned(),
        components: vec!["giay_chung_sinh".to_owned()],
    };
    ops::report_finding(&world.deps, &staff.case_officer, cmd).await.unwrap();
}

async fn what_comes_back_waits_for_the_desk(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let found = handed_over(world, &staff, "k1").await;
    let sent = handed_over(world, &staff, "k2").await;
    let other = handed_over(world, &staff, "k3").await;
    assert_eq!(listed(world, &staff, DeskTab::Desk).await, (Vec::new(), 0), "all lie with the officers");
    find(world, &staff, found).await;
    let act = TaskAct::SendBack { to: "receive".to_owned() };
    let cmd = ActOnTask { task: task_of(world, sent).await.id, act, words: "Chưa đủ".to_owned() };
    ops::act_on_task(deps, &staff.case_officer, cmd).await.unwrap();
    let finding = DeskMark::Finding("supplement".to_owned());
    let mut both = vec![(found, Some(finding)), (sent, Some(DeskMark::Turn(DeskTurn::SentBack)))];
    both.sort_by_key(|(id, _)| *id); // the same due time: by id
    let order: Vec<DossierId> = both.iter().map(|(id, _)| *id).collect();
    assert_eq!(listed(world, &staff, DeskTab::Desk).await, (both, 2));
    let neighbour = world.staff("c2").await;
    assert_eq!(listed(world, &neighbour, DeskTab::Desk).await, (Vec::new(), 0), "another counter's");
    let (officers, count) = listed(world, &staff, DeskTab::Processing).await;
    assert_eq!((officers.len(), count), (3, 3));
    assert!(officers.contains(&(other, None)));
    // Page by page, one row each.
    let scope = Scope::Agencies(vec![staff.centre]);
    let pages = deps
        .db
        .read::<_, DbError, _>(move |tx| {
            let (mut ids, mut filter) = (Vec::new(), DeskFilter::default());
            while let Some(row) = store::desk_list(tx, &scope, DeskTab::Desk, &filter, now(), 1)?.pop() {
                filter.after = Some((row.sort_key(), row.id));
                ids.push(row.id);
            }
            Ok(ids)
        })
        .await
        .unwrap();
    assert_eq!(pages, order);
    let cmd = TurnDownFinding {
        dossier: found,
        version: load(world, found).await.version,
        words: "Có ở tệp thứ hai".to_owned(),
    };
    ops::turn_down_finding(deps, &staff.clerk, cmd).await.unwrap();
    ops::hand_over(deps, &staff.clerk, HandOver { dossiers: vec![sent] }).await.unwrap();
    assert_eq!(listed(world, &staff, DeskTab::Desk).await, (Vec::new(), 0), "the desk has answered both");
}

async fn a_proposal_waits_and_comes_back(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let id = filed(world, &world.citizen(50)).await.id;
    assert_eq!(listed(world, &staff, DeskTab::Incoming).await, (vec![(id, None)], 1));
    let version = load(world, id).await.version;
    let (reason, words) = (ReasonCode::NotCompetent, "Không thuộc thẩm quyền".to_owned());
    let cmd = ProposeRefusal { dossier: id, version, reason, words };
    ops::propose_refusal(deps, &staff.clerk, cmd).await.unwrap();
    let pending = vec![(id, Some(DeskMark::RefusalPending))];
    assert_eq!(listed(world, &staff, DeskTab::Incoming).await, (pending, 1));
    assert_eq!(listed(world, &staff, DeskTab::Desk).await.1, 0, "the director has it");
    let version = load(world, id).await.version;
    let no = DecideRefusal { dossier: id, version, approve: false, words: "Có thẩm quyền".to_owned() };
    ops::decide_refusal(deps, &staff.director, no).await.unwrap();
    let back = vec![(id, Some(DeskMark::Turn(DeskTurn::RefusalTurnedDown)))];
    assert_eq!(listed(world, &staff, DeskTab::Desk).await, (back, 1));
    let version = load(world, id).await.version;
    ops::accept(deps, &staff.clerk, Accept { dossier: id, version }).await.unwrap();
    assert_eq!(listed(world, &staff, DeskTab::Desk).await.1, 0);
}

/// A database of before this list: the migration finds again what stood there.
async fn an_older_database_gets_its_marks(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let found = handed_over(world, &staff, "k1").await;
    find(world, &staff, found).await;
    let free = handed_over(world, &staff, "k2").await;
    let back = filed(world, &world.citizen(50)).await.id;
    let version = load(world, back).await.version;
    let (reason, words) = (ReasonCode::NotCompetent, "Không thuộc thẩm quyền".to_owned());
    let propose = ProposeRefusal { dossier: back, version, reason, words };
    ops::propose_refusal(deps, &staff.clerk, propose).await.unwrap();
    let version = load(world, back).await.version;
    let no = DecideRefusal { dossier: back, version, approve: false, words: "Có thẩm quyền".to_owned() };
    ops::decide_refusal(deps, &staff.director, no).await.unwrap();
    let mut early = walk_in(&staff, world, "k3");
    early.case_code = "unlimited".to_owned();
    let unlimited = ops::receive_walk_in(deps, &staff.clerk, early).await.unwrap().id;
    let read = "SELECT id, desk_turn, sort_at FROM dossier ORDER BY id";
    let row =
        |row: &db::Row<'_>| Ok((row.get::<base::Id>(0)?, row.get::<Option<String>>(1)?, row.get::<i64>(2)?));
    let before = deps.db.read(move |tx| tx.query(read, db::params![], row)).await.unwrap();
    let marked = |id: DossierId| before.iter().find(|line| line.0 == id.id()).unwrap().1.clone();
    assert_eq!(marked(found).as_deref(), Some("finding"));
    assert_eq!(marked(back).as_deref(), Some("refusal_turned_down"));
    assert_eq!((marked(free), marked(unlimited)), (None, None));
    let after = deps
        .db
        .write(move |tx| {
            tx.execute("UPDATE dossier SET desk_turn = NULL", db::params![])?;
            tx.execute("UPDATE dossier SET sort_at = filed_at WHERE due_at IS NULL", db::params![])?;
            let file = include_str!("../../migrations/0004_mark_desk_turn.sql");
            let bare: Vec<&str> = file.lines().filter(|line| !line.starts_with("--")).collect();
            let bare = bare.join("\n");
            let mends = bare.split(';').map(str::trim).filter(|sql| sql.starts_with("UPDATE"));
            for sql in mends {
                tx.execute(sql, db::params![])?;
            }
            tx.query(read, db::params![], row)
        })
        .await
        .unwrap();
    assert_eq!(after, before);
}

async fn without_a_limit_last(world: &World) {
    let (deps, staff) = (&world.deps, world.staff("c1").await);
    let mut early = walk_in(&staff, world, "k1");
    early.case_code = "unlimited".to_owned();
    let free = ops::receive_walk_in(deps, &staff.clerk, early).await.unwrap().id;
    let later = at(&staff.clerk, now().plus_seconds(3600));
    let due = ops::receive_walk_in(deps, &later, walk_in(&staff, world, "k2")).await.unwrap().id;
    assert_eq!(load(world, free).await.due_at, None);
    let (rows, _) = listed(world, &staff, DeskTab::ToHandOver).await;
    let order: Vec<DossierId> = rows.into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, [due, free], "the nearest due time first, what has none last");
}

/// The births of the small province with a case that promises no day.
fn unlimited() -> contracts::ProcedureFact {
    let mut fact = procedure();
    let mut case = fact.cases[0].clone();
    case.code = "unlimited".to_owned();
    for channel in &mut case.channels {
        channel.limit = None;
    }
    fact.cases.push(case);
    fact
}

/// Each of these on both databases, in a province with a case that has no limit.
macro_rules! on_both {
    ($($name:ident),*) => { $(
        mod $name {
            use super::*;
            #[tokio::test]
            async fn on_sqlite() {
                super::$name(&World::with(vec![unlimited()]).await).await;
            }
            #[tokio::test]
            async fn on_postgres() {
                if let Some(world) = World::on_postgres(vec![unlimited()]).await {
                    super::$name(&world).await;
                }
            }
        }
    )* };
}

on_both!(
    what_comes_back_waits_for_the_desk,
    a_proposal_waits_and_comes_back,
    without_a_limit_last,
    an_older_database_gets_its_marks
);

#[tokio::test]
async fn the_list_says_why_a_row_waits_and_no_supplement_is_offered_beside_a_proposal() {
    let (world, staff, site) = clerk().await;
    let found = handed_over(&world, &staff, "k1").await;
    find(&world, &staff, found).await;
    let page = site.get("/quay?nhom=desk").await;
    assert!(page.has("Chờ quầy xử lý 1"), "{}", page.text());
    assert!(page.has("Người giải quyết báo lại: nên yêu cầu bổ sung"), "{}", page.text());
    let id = filed(&world, &world.citizen(50)).await.id;
    let version = load(&world, id).await.version;
    let cmd = ProposeRefusal {
        dossier: id,
        version,
        reason: ReasonCode::Duplicate,
        words: "Trùng hồ sơ đã nộp".to_owned(),
    };
    ops::propose_refusal(&world.deps, &staff.clerk, cmd).await.unwrap();
    let page = site.get("/quay?nhom=incoming").await;
    assert!(page.has("Đề nghị từ chối, chờ giám đốc duyệt"), "{}", page.text());
    let form = site.get(&format!("/ho-so/{id}/bo-sung")).await;
    assert_eq!(form.status, 409, "{}", form.text());
    assert!(!form.has("value=\"send\"") && !form.has("value=\"preview\""), "{}", form.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn a_leader_sees_where_a_dossier_stands_and_no_word_of_a_person() {
    let (world, staff, site) = clerk().await;
    let id = handed_over(&world, &staff, "k1").await;
    find(&world, &staff, id).await;
    let cmd = TurnDownFinding {
        dossier: id,
        version: load(&world, id).await.version,
        words: "Bà Lữ Thị Thanh đã nộp".to_owned(),
    };
    ops::turn_down_finding(&world.deps, &staff.clerk, cmd).await.unwrap();
    let committee = world.agency("c1", "commune_committee").await;
    let over = |number, agency| {
        let mut cx = world.officer(number, &committee, "vice_chair", &["dossiers.leader"]);
        let mut standing = (*cx.standing).clone();
        standing.grants.iter_mut().for_each(|grant| grant.scope = Scope::Agencies(vec![agency]));
        cx.standing = std::sync::Arc::new(standing);
        cx
    };
    let hers = over(51, staff.centre);
    let leader = browser(&world, &site, "Phan Đình Bảo Long", &hers);
    let path = format!("/hom-nay/ho-so/{id}");
    let list = leader.get("/hom-nay/ho-so?so=received-month").await;
    assert!(list.has(&format!("href=\"{path}\"")) && !list.has("href=\"/ho-so/"), "{}", list.text());
    let page = leader.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    for words in
        ["Lập bản nháp giấy khai sinh", "Đã chuyển đến nơi giải quyết", "Quầy gửi lại người giải quyết: …"]
    {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    let row = load(&world, id).await;
    for word in [row.owner_name.as_str(), "Lữ Thị Thanh", "040198001234", "⟦"] {
        assert!(!page.has(word), "{word} in {}", page.text());
    }
    let elsewhere = over(52, world.agency("c2", "commune_centre").await.id);
    let stranger = browser(&world, &site, "Người Khác", &elsewhere);
    assert_eq!(stranger.get(&path).await.status, 404, "existence is private");
    assert_eq!(site.get(&path).await.status, 403, "a clerk has no leader page");
    let account = hers.actor.account();
    let looks = world
        .deps
        .db
        .read::<_, DbError, _>(move |tx| {
            let query = policy::AccessQuery {
                subjects: &[row.owner],
                dossiers: &[id],
                apart_from: contracts::AccountId::from(base::Id::from_bytes([99; 16])),
                before: None,
                limit: 50,
            };
            policy::accesses_of(tx, &query)
        })
        .await
        .unwrap();
    assert_eq!(
        looks.iter().filter(|look| look.actor == account).count(),
        1,
        "the look is recorded: {looks:?}"
    );
    words_are_whole(&site);
}

#[tokio::test]
async fn only_what_came_as_a_file_is_compared_and_nothing_leaves_before() {
    let mut births = procedure();
    births.cases[0].fees.clear();
    for paper in &mut births.cases[0].components {
        paper.compare_original = paper.code != "to_khai";
    }
    let world = World::with(vec![births]).await;
    let staff = world.staff("c1").await;
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Lữ Thị Thanh Huyền", &staff.clerk));
    let id = filed(&world, &world.citizen(50)).await.id;
    let version = load(&world, id).await.version;
    ops::accept(&world.deps, &staff.clerk, Accept { dossier: id, version }).await.unwrap();
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let task = task_of(&world, id).await;
    let draft = ops::ProposeResult {
        task: task.id,
        granted: true,
        title: "Giấy khai sinh".to_owned(),
        body: serde_json::json!({ "rows": [] }),
    };
    ops::propose_result(&world.deps, &staff.case_officer, draft).await.unwrap();
    ops::run_timers(&world.deps, now().plus_seconds(4 * 86_400)).unwrap();
    let task = task_of(&world, id).await;
    let paper =
        world.deps.db.read::<_, DbError, _>(move |tx| store::result_of(tx, id)).await.unwrap().unwrap();
    let sign = ops::Approve {
        task: task.id,
        result: paper.id,
        signer_line: "CHỦ TỊCH".to_owned(),
        signer_name: "Lương Văn Bình".to_owned(),
    };
    ops::approve_result(&world.deps, &staff.chair, sign).await.unwrap();
    let path = format!("/ho-so/{id}/tra");
    let page = site.get(&path).await;
    assert!(page.has("value=\"giay_chung_sinh\""), "{}", page.text());
    assert!(!page.has("value=\"uy_quyen\""), "not due, nothing to compare: {}", page.text());
    let version = page.hidden("version");
    let fields = [("version", version.as_str()), ("shown_digits", "1234")];
    let open = site.post(&path, &page.hidden("csrf"), &fields).await;
    assert!(open.status == 422 && open.has("Giấy chứng sinh"), "{}", open.text());
    let bare = ReturnResult {
        dossier: id,
        version: load(&world, id).await.version,
        shown_digits: "1234".to_owned(),
        collected_by: String::new(),
        compared: Vec::new(),
    };
    let bare = ops::return_result(&world.deps, &staff.clerk, bare).await;
    assert!(matches!(bare, Err(Refused::ComponentMissing(_))), "{bare:?}");
    let ticked = [&fields[..], &[("compared", "giay_chung_sinh")]].concat();
    assert_eq!(site.post(&path, &page.hidden("csrf"), &ticked).await.location(), format!("/ho-so/{id}"));
}

#[tokio::test]
async fn by_when_a_dossier_goes_on_is_said_in_words() {
    let world = World::new().await;
    let site = world.site();
    let lang = site.catalogue.lang("vi");
    let calendar = world.deps.time.calendar();
    let local = |text: &str| base::Timestamp::from_local(text.parse().unwrap());
    for (received, words) in [
        ("2026-11-20T10:24:00", "trong ngày Thứ Sáu 20/11, trước 17:00"),
        ("2026-11-20T15:01:00", "đầu giờ làm việc Thứ Hai 23/11"),
        ("2026-11-21T09:00:00", "đầu giờ làm việc Thứ Hai 23/11"),
    ] {
        let at = local(received);
        assert_eq!(crate::doors::desk::hand_over(&lang, &calendar, at, at), words, "{received}");
    }
    let (now, received) = (local("2026-11-23T08:00:00"), local("2026-11-20T15:01:00"));
    assert_eq!(crate::doors::desk::hand_over(&lang, &calendar, now, received), "ngay");
}
