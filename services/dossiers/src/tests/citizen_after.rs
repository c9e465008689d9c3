//! After filing: what is asked of the person, what she answers, what she takes.
use super::citizen::file;
use super::fixture::{Site, Staff, World};
use super::poppler::text_of;
use super::walk::{filed, walk_in};
use crate::model::{ReasonCode, Status};
use crate::ops::{
    self, Accept, Approve, HandOver, ProposeResult, RequestSupplement, SettleFee, accept, approve_result,
    hand_over, propose_result, request_supplement, settle_fee,
};
use crate::store;
use calendar::Clock;
use contracts::{DossierId, TaskId};
use db::DbError;

async fn row(world: &World, id: DossierId) -> crate::model::Dossier {
    world.deps.db.read::<_, DbError, _>(move |tx| store::load(tx, id)).await.unwrap().unwrap()
}

async fn open_task(world: &World, id: DossierId) -> TaskId {
    let tasks = world.deps.db.read::<_, DbError, _>(move |tx| workflow::tasks_of(tx, id.id())).await.unwrap();
    tasks.into_iter().rfind(|task| task.closed_at.is_none()).unwrap().id
}

/// Filed, accepted, handed over and drafted: the citizen is awaited.
async fn drafted(world: &World, site: &Site) -> (DossierId, Staff) {
    let (_, own) = file(site).await;
    let id: DossierId = own.parse().unwrap();
    let staff = world.staff("c1").await;
    let version = row(world, id).await.version;
    accept(&world.deps, &staff.clerk, Accept { dossier: id, version }).await.unwrap();
    hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    propose(world, &staff, id).await;
    (id, staff)
}

async fn propose(world: &World, staff: &Staff, id: DossierId) {
    let cmd = ProposeResult {
        task: open_task(world, id).await,
        granted: true,
        title: "Giấy khai sinh".to_owned(),
        body: serde_json::json!({ "rows": [["Họ, chữ đệm, tên", "Lô Vi Nhật Minh"]], "paragraphs": [], "recipients": [] }),
    };
    let cx = policy::OpContext { now: world.clock.now(), ..staff.case_officer.clone() };
    propose_result(&world.deps, &cx, cmd).await.unwrap();
}

#[tokio::test]
async fn a_supplement_takes_only_what_was_asked() {
    let world = World::new().await;
    let site = world.site();
    let (_, own) = file(&site).await;
    let id: DossierId = own.parse().unwrap();
    let staff = world.staff("c1").await;
    let cmd = RequestSupplement {
        dossier: id,
        version: row(&world, id).await.version,
        reason: ReasonCode::Unreadable,
        words: "Mặt sau giấy chứng sinh bị mờ, hãy chụp lại.".to_owned(),
        components: vec!["giay_chung_sinh".to_owned()],
    };
    request_supplement(&world.deps, &staff.clerk, cmd).await.unwrap();
    assert!(site.get("/cua-toi").await.has("Đang chờ bạn"));
    let base = format!("/ho-so-cua-toi/{own}");
    let page = site.get(&base).await;
    assert!(page.has("Đến lượt bạn: bổ sung giấy tờ") && page.has("Đang dừng") && page.has("Chờ bạn"));
    let asked = site.get(&format!("{base}/bo-sung")).await;
    assert!(asked.has("Mặt sau giấy chứng sinh bị mờ") && asked.has("Bản chụp mờ hoặc thiếu trang"));
    assert!(!asked.has("Văn bản ủy quyền"), "only the asked papers");
    let path = format!("{base}/bo-sung");
    assert!(asked.has(&format!("action=\"{path}/tep\"")) && asked.has(&format!("action=\"{path}\"")));
    let version = asked.hidden("v");
    let empty = site.post(&path, &asked.hidden("csrf"), &[("v", &version), ("loi-nhan", "Đã gửi")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.has("Gửi Giấy chứng sinh") && empty.has("Đã gửi"), "{}", empty.text());
    let fields = [("thanh-phan", "giay_chung_sinh")];
    let photo: &[u8] = b"\xFF\xD8\xFF\xE0 chup lai";
    let sent = site
        .upload(&format!("{path}/tep"), &asked.hidden("csrf"), &fields, &[("tep", "mat sau.jpg", photo)])
        .await;
    assert_eq!(sent.location(), format!("{path}#c-giay_chung_sinh"));
    let other = [("thanh-phan", "to_khai")];
    let unasked =
        site.upload(&format!("{path}/tep"), &asked.hidden("csrf"), &other, &[("tep", "a.jpg", photo)]).await;
    assert_eq!(unasked.status, 422);
    let done = site.post(&path, &asked.hidden("csrf"), &[("v", &version), ("loi-nhan", "")]).await;
    assert_eq!(done.location(), base);
    assert_eq!(row(&world, id).await.status, Status::Filed);
    let page = site.get(&base).await;
    assert!(page.has("mat sau.jpg") && page.has("Đã bổ sung giấy tờ"));
    assert_eq!(site.catalogue.missing(), Vec::<String>::new());
}

#[tokio::test]
async fn a_draft_result_is_disputed_with_words_then_agreed_and_taken() {
    let world = World::new().await;
    let site = world.site();
    let (id, staff) = drafted(&world, &site).await;
    let base = format!("/ho-so-cua-toi/{id}");
    let page = site.get(&base).await;
    assert!(
        page.has("Đến lượt bạn: xem bản nháp") && page.has("Tạm dừng: chờ bạn xem bản nháp"),
        "{}",
        page.text()
    );
    let path = format!("{base}/du-thao");
    let draft = site.get(&path).await;
    assert!(draft.has("Lô Vi Nhật Minh") && draft.has("trước "));
    assert_eq!(site.post(&path, &draft.hidden("csrf"), &[("tra-loi", "sua")]).await.status, 422);
    let pdf = site.get(&format!("{base}/ket-qua.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF") && pdf.header("content-disposition").starts_with("attachment"));
    let wrong = [("tra-loi", "sua"), ("sai-gi", "Chữ đệm là Vi Nhật, không phải Vĩ Nhật")];
    assert_eq!(site.post(&path, &draft.hidden("csrf"), &wrong).await.location(), base);
    world.clock.advance_seconds(3600);
    propose(&world, &staff, id).await;
    assert_eq!(site.post(&path, &draft.hidden("csrf"), &[("tra-loi", "dong-y")]).await.location(), base);
    let result =
        world.deps.db.read::<_, DbError, _>(move |tx| store::result_of(tx, id)).await.unwrap().unwrap();
    let cmd = Approve {
        task: open_task(&world, id).await,
        result: result.id,
        signer_line: "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH".to_owned(),
        signer_name: "Lô Thị Minh Nguyệt".to_owned(),
    };
    approve_result(&world.deps, &staff.chair, cmd).await.unwrap();
    let page = site.get(&base).await;
    assert!(page.has("Trước khi nhận cần nộp Bản sao trích lục: 16.000 đ"), "{}", page.text());
    assert!(!page.has("Tải kết quả (PDF)"), "what is due before the return comes first");
    let early = site.get(&format!("{base}/ket-qua.pdf")).await;
    assert_eq!(early.location(), format!("{base}#ket-qua"));
    assert!(!early.bytes.starts_with(b"%PDF"));
    let paid = SettleFee {
        dossier: id,
        version: row(&world, id).await.version,
        code: "ban_sao".to_owned(),
        exempt: false,
        words: "0001234".to_owned(),
    };
    settle_fee(&world.deps, &staff.clerk, paid).await.unwrap();
    let page = site.get(&base).await;
    assert!(page.has("Tải kết quả (PDF)") && page.has("Kết quả đang chờ bạn ở quầy"), "{}", page.text());
    assert!(site.get(&format!("{base}/ket-qua.pdf")).await.bytes.starts_with(b"%PDF"));
    let visitor = site.other_browser();
    let checked = visitor.get(&format!("/kiem-tra/{}", result.check_token)).await;
    assert_eq!(checked.status, 200);
    assert!(
        checked.has("1/KS")
            && checked.has("Lô Thị Minh Nguyệt")
            && checked.has("Ủy ban nhân dân xã Con Cuông")
    );
    assert!(!checked.has("Nhật Minh") && !checked.has("3862"), "never the owner's data");
    assert_ne!(visitor.get(&format!("{base}/ket-qua.pdf")).await.status, 200);
    assert_eq!(site.catalogue.missing(), Vec::<String>::new());
}

#[tokio::test]
async fn a_receipt_tells_nobody_who_bears_a_number() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    // The house knows the bearer of the number by another name than the one that is typed now.
    let mut known = walk_in(&staff, &world, "k1");
    known.owner.name = "Kha Thị Riêng".to_owned();
    ops::receive_walk_in(&world.deps, &staff.clerk, known).await.unwrap();
    let stranger = world.citizen(50);
    let id = filed(&world, &stranger).await.id;
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Lữ Thị Mẫu", &stranger));
    let pdf = site.get(&format!("/ho-so-cua-toi/{id}/bien-nhan.pdf")).await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "{}", pdf.text());
    let Some(text) = text_of(&pdf.bytes) else { return };
    assert!(text.contains("LỮ THỊ MẪU") && text.contains("0868 415 207"), "as it was typed: {text}");
    assert!(!text.contains("RIÊNG") && !text.contains("040198001234"), "what the house knew: {text}");
}
