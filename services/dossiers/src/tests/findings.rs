//! A finding that comes back from the officer: the desk writes to the person, or sends it back with its reason.
use super::desk::{browser, clerk, load, task_of, words_are_whole};
use super::fixture::{Staff, World, procedure};
use super::poppler::text_of;
use super::walk::walk_in;
use crate::errors::Refused;
use crate::model::Status;
use crate::ops::{self, HandOver, Received, ReportFinding, TurnDownFinding};
use crate::store;
use contracts::DossierId;
use db::DbError;

async fn found(world: &World, staff: &Staff) -> DossierId {
    let deps = &world.deps;
    let Received { id, .. } =
        ops::receive_walk_in(deps, &staff.clerk, walk_in(staff, world, "k1")).await.unwrap();
    ops::hand_over(deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    report(world, staff, id).await;
    id
}

/// A clerk of the next commune, an account of her own.
async fn neighbour(world: &World) -> policy::OpContext {
    let centre = world.agency("c2", "commune_centre").await;
    world.officer(31, &centre, "reception_officer", &["dossiers.desk", "dossiers.receive", "dossiers.view"])
}

async fn report(world: &World, staff: &Staff, id: DossierId) {
    let cmd = ReportFinding {
        task: task_of(world, id).await.id,
        advice: "supplement".to_owned(),
        words: "Thiếu trang 2 giấy chứng sinh".to_owned(),
        components: vec!["giay_chung_sinh".to_owned()],
    };
    ops::report_finding(&world.deps, &staff.case_officer, cmd).await.unwrap();
}

async fn back_and_again(world: &World) {
    let staff = world.staff("c1").await;
    let id = found(world, &staff).await;
    let before = load(world, id).await;
    let step = task_of(world, id).await;
    let turn = |version, words: &str| TurnDownFinding { dossier: id, version, words: words.to_owned() };
    let deps = &world.deps;
    let unsaid = ops::turn_down_finding(deps, &staff.clerk, turn(before.version, " ")).await;
    assert!(matches!(unsaid, Err(Refused::Field { field: "words", .. })));
    let stale = ops::turn_down_finding(deps, &staff.clerk, turn(before.version - 1, "Đủ rồi")).await;
    assert!(matches!(stale, Err(Refused::Stale)));
    ops::turn_down_finding(deps, &staff.clerk, turn(before.version, "Trang 2 có ở tệp thứ hai"))
        .await
        .unwrap();
    let after = load(world, id).await;
    assert_eq!((after.status, after.version), (Status::Processing, before.version + 1));
    assert_eq!((after.due_at, after.paused_at), (before.due_at, None), "the clock ran all the time");
    let now = task_of(world, id).await;
    assert_eq!((now.id, now.due_at), (step.id, step.due_at), "the step is still the officer's");
    let open = deps.db.read::<_, DbError, _>(move |tx| store::finding_open(tx, id)).await.unwrap();
    assert!(open.is_none());
    let again = ops::turn_down_finding(deps, &staff.clerk, turn(after.version, "Đủ rồi")).await;
    assert!(matches!(again, Err(Refused::NothingToDecide)), "nothing waits any more");
    report(world, &staff, id).await;
}

#[tokio::test]
async fn a_finding_sent_back_leaves_clock_and_step_on_sqlite() {
    back_and_again(&World::with(vec![procedure()]).await).await;
}

#[tokio::test]
async fn a_finding_sent_back_leaves_clock_and_step_on_postgres() {
    if let Some(world) = World::on_postgres(vec![procedure()]).await {
        back_and_again(&world).await;
    }
}

#[tokio::test]
async fn the_desk_sends_a_finding_back_on_its_page_and_nobody_else_can() {
    let (world, staff, site) = clerk().await;
    let id = found(&world, &staff).await;
    let path = format!("/ho-so/{id}");
    let act = format!("{path}/gui-lai-can-bo");
    let page = site.get(&path).await;
    assert!(page.has("Không đồng ý, gửi lại người giải quyết"), "{}", page.text());
    let version = page.hidden("version");
    let fields = [("version", version.as_str()), ("finding-words", "Trang 2 có ở tệp thứ hai")];
    let director = browser(&world, &site, "Giám đốc", &staff.director);
    let officer = browser(&world, &site, "Ngân Văn Đức", &staff.case_officer);
    let neighbour = browser(&world, &site, "Hàng Xóm", &neighbour(&world).await);
    assert!(!director.get(&path).await.has("gui-lai-can-bo"), "no button for the director");
    for (who, from, other) in [
        ("director", path.as_str(), &director),
        ("officer", "/viec", &officer),
        ("neighbour", "/quay", &neighbour),
    ] {
        let answer = other.post_from(from, &act, &fields).await;
        assert!(matches!(answer.status.as_u16(), 403 | 404), "{who}: {}", answer.status);
    }
    let visitor = site.other_browser().post(&act, "x", &fields).await;
    assert!(matches!(visitor.status.as_u16(), 303 | 401 | 403), "{}", visitor.status);
    let empty = site.post_from(&path, &act, &[("version", &version), ("finding-words", " ")]).await;
    assert!(empty.status == 422 && empty.has("Hãy viết nội dung."), "{}", empty.text());
    let done = site.post_from(&path, &act, &fields).await;
    assert_eq!(done.location(), path);
    assert!(!site.get(&path).await.has("gui-lai-can-bo"), "nothing waits any more");
    let step = officer.get(&format!("/viec/{}", task_of(&world, id).await.id)).await;
    assert!(step.has("Quầy gửi lại người giải quyết: Trang 2 có ở tệp thứ hai"), "{}", step.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn a_third_person_is_written_by_name_and_by_proof_and_stands_so_on_the_slip() {
    let (world, staff, site) = clerk().await;
    let id = super::desk::received(&site, &world).await;
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    super::desk::signed(&world, &staff, id).await;
    let path = format!("/ho-so/{id}");
    let slip = format!("{path}/bien-nhan-tra.pdf");
    assert_eq!(site.get(&slip).await.status, 404, "nothing was handed over yet");
    let page = site.get(&format!("{path}/tra")).await;
    let version = page.hidden("version");
    let base = [("version", version.as_str()), ("shown_digits", "4021"), ("collected_by", "Vi Văn Tư")];
    let unproved = site.post(&format!("{path}/tra"), &page.hidden("csrf"), &base).await;
    assert!(unproved.status == 422 && unproved.has("Hãy ghi giấy tờ của người nhận thay."));
    let mut fields = base.to_vec();
    fields.push(("collector_proof", "Giấy ủy quyền số 12, ngày 20/11/2026"));
    let done = site.post(&format!("{path}/tra"), &page.hidden("csrf"), &fields).await;
    assert_eq!(done.location(), path);
    let kept =
        world.deps.db.read::<_, DbError, _>(move |tx| store::collector(tx, id)).await.unwrap().unwrap();
    assert_eq!(
        (kept.name.as_str(), kept.proof.as_str(), kept.digits.as_str()),
        ("Vi Văn Tư", "Giấy ủy quyền số 12, ngày 20/11/2026", "4021")
    );
    assert!(site.get(&path).await.has("In biên nhận trả kết quả"));
    let pdf = site.get(&slip).await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "{}", pdf.text());
    if let Some(text) = text_of(&pdf.bytes) {
        for words in ["BIÊN NHẬN TRẢ KẾT QUẢ", "VI VĂN TƯ", "Giấy ủy quyền số 12, ngày 20/11/2026", "4021"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    let copied = browser(&world, &site, "Kha Văn Hai", &staff.director).get(&slip).await;
    if let (Some(text), Some(copy)) = (text_of(&pdf.bytes), text_of(&copied.bytes)) {
        assert!(text.contains("Lữ Thị Thanh Huyền"), "she handed it over: {text}");
        assert!(
            copy.contains("VI VĂN TƯ") && !copy.contains("Kha Văn Hai"),
            "whoever prints later did not: {copy}"
        );
    }
    let neighbour = browser(&world, &site, "Hàng Xóm", &neighbour(&world).await);
    assert_eq!(neighbour.get(&slip).await.status, 404, "existence is private");
    let visitor = site.other_browser().get(&slip).await;
    assert!(matches!(visitor.status.as_u16(), 303 | 401), "{}", visitor.status);
}
