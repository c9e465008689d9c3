//! The desk through its pages: intake in three page loads, hand-over, return.
use super::fixture::{Answer, Site, Staff, World};
use crate::ops::{self, Approve, ProposeResult};
use contracts::DossierId;
use db::DbError;

/// A card as the scanner types it; the address is of before 2025-07-01.
pub const CARD: &str =
    "040199001862|187654321|Vi Thị Hoài Thương|05061999|Nữ|Bản Nưa, Yên Khê, Con Cuông, Nghệ An|12052021";

/// A clerk's browser at the small province.
pub async fn clerk() -> (World, Staff, Site) {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let site = world.site();
    site.set_session(&world.accounts.sign_in("Lữ Thị Thanh Huyền", &staff.clerk));
    (world, staff, site)
}

pub fn browser(world: &World, site: &Site, name: &str, cx: &policy::OpContext) -> Site {
    let other = site.other_browser();
    other.set_session(&world.accounts.sign_in(name, cx));
    other
}

/// Every word asked for on the way was written.
pub fn words_are_whole(site: &Site) {
    assert_eq!(site.catalogue.missing(), Vec::<String>::new());
}

/// The turn of the intake page that reads card and procedure.
pub async fn look(site: &Site, extra: &[(&str, &str)]) -> Answer {
    let page = site.get("/quay/tiep-nhan").await;
    assert_eq!(page.status, 200, "{}", page.text());
    let mut fields =
        vec![("once", "khoa-mot-lan-0001"), ("act", "look"), ("scan", CARD), ("procedure", "1.001193")];
    fields.extend_from_slice(extra);
    site.post("/quay/tiep-nhan", &page.hidden("csrf"), &fields).await
}

/// What the browser sends after the turn, with everything filled in.
pub fn filled<'a>(shown: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("once", "khoa-mot-lan-0001"),
        ("act", "receive"),
        ("shown_for", "1.001193/ordinary"),
        ("name", "Vi Thị Hoài Thương"),
        ("number", "040199001862"),
        ("birth", "05/06/1999"),
        ("phone", "0987654214"),
        ("standing", "self"),
        ("procedure", "1.001193 Thủ tục đăng ký khai sinh"),
        ("case", "ordinary"),
        ("channel", "in_person"),
        ("return_channel", "counter"),
        ("not_due", "uy_quyen"),
    ];
    fields.extend_from_slice(shown);
    fields.extend_from_slice(more);
    fields
}

/// Receives one dossier through the page; answers its id.
pub async fn received(site: &Site, world: &World) -> DossierId {
    let page = look(site, &[]).await;
    let unit = world.unit("c1").to_string();
    let given = [("unit", unit.as_str()), ("papers", "to_khai"), ("papers", "giay_chung_sinh")];
    let fields = filled(&given, &[]);
    let answer = site.post("/quay/tiep-nhan", &page.hidden("csrf"), &fields).await;
    let location = answer.location();
    location.strip_prefix("/quay/da-nhan/").unwrap().parse().unwrap()
}

pub async fn load(world: &World, id: DossierId) -> crate::model::Dossier {
    world.deps.db.read::<_, DbError, _>(move |tx| crate::store::load(tx, id)).await.unwrap().unwrap()
}

pub async fn task_of(world: &World, id: DossierId) -> workflow::TaskRow {
    let tasks = world.deps.db.read::<_, DbError, _>(move |tx| workflow::tasks_of(tx, id.id())).await.unwrap();
    tasks.into_iter().find(|task| task.closed_at.is_none()).unwrap()
}

/// From the office's draft to the chair's signature, by the operations.
pub async fn signed(world: &World, staff: &Staff, id: DossierId) {
    let task = task_of(world, id).await;
    let body = serde_json::json!({ "paragraphs": ["Trẻ em: Lô Vi Nhật Minh"], "rows": [], "recipients": [] });
    let draft = ProposeResult { task: task.id, granted: true, title: "Giấy khai sinh".to_owned(), body };
    ops::propose_result(&world.deps, &staff.case_officer, draft).await.unwrap();
    let task = task_of(world, id).await;
    let result = world
        .deps
        .db
        .read::<_, DbError, _>(move |tx| crate::store::result_of(tx, id))
        .await
        .unwrap()
        .unwrap();
    let sign = Approve {
        task: task.id,
        result: result.id,
        signer_line: "CHỦ TỊCH".to_owned(),
        signer_name: "Lương Văn Bình".to_owned(),
    };
    ops::approve_result(&world.deps, &staff.chair, sign).await.unwrap();
}

#[tokio::test]
async fn the_card_fills_the_person_and_the_procedure_brings_papers_fees_and_date() {
    let (_world, _, site) = clerk().await;
    let page = look(&site, &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    for words in
        ["Vi Thị Hoài Thương", "040199001862", "05/06/1999", "Thẻ ghi Xã Yên Khê, nay là Xã Con Cuông"]
    {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    for words in ["Giấy chứng sinh", "tùy trường hợp", "17:00 Thứ Sáu 20/11/2026", "Xem cách tính"]
    {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    assert!(page.has("Ủy ban nhân dân xã Con Cuông"), "{}", page.text());
    assert!(page.has("value=\"to_khai\" checked"), "the form is ticked: {}", page.text());
    assert!(!page.has("value=\"giay_chung_sinh\" checked"));
}

#[tokio::test]
async fn words_without_marks_find_the_procedure_and_unknown_words_say_so() {
    let (_world, _, site) = clerk().await;
    let page = look(&site, &[]).await;
    let csrf = page.hidden("csrf");
    let found = site.post("/quay/tiep-nhan", &csrf, &[("act", "look"), ("procedure", "khai sinh")]).await;
    assert!(found.has("Giấy chứng sinh"), "{}", found.text());
    let none =
        site.post("/quay/tiep-nhan", &csrf, &[("act", "look"), ("procedure", "giấy phép lái tàu")]).await;
    assert_eq!(none.status, 200);
    assert!(none.has("Không có thủ tục nào"), "{}", none.text());
    let unread =
        site.post("/quay/tiep-nhan", &csrf, &[("act", "look"), ("scan", "https://example.test/x")]).await;
    assert_eq!(unread.status, 422);
    assert!(unread.has("Không đọc được mã QR"), "{}", unread.text());
}

#[tokio::test]
async fn a_walk_in_is_received_in_three_page_loads_and_twice_sent_is_one_dossier() {
    let (world, _, site) = clerk().await;
    let page = look(&site, &[]).await;
    let unit = world.unit("c1").to_string();
    let given = [("unit", unit.as_str()), ("papers", "to_khai"), ("papers", "giay_chung_sinh")];
    let fields = filled(&given, &[("note", "Cần phiên dịch tiếng Thái.")]);
    let csrf = page.hidden("csrf");
    let first = site.post("/quay/tiep-nhan", &csrf, &fields).await.location();
    let again = site.post("/quay/tiep-nhan", &csrf, &fields).await.location();
    assert_eq!(first, again, "the same key gives the same dossier");
    let receipt = site.get(&first).await;
    assert_eq!(receipt.status, 200, "{}", receipt.text());
    assert!(receipt.has("H41.77.01-261120-0001"), "{}", receipt.text());
    assert!(receipt.has("mau-01.pdf") && receipt.has("Nhận tiếp cùng người"));
    let id: DossierId = first.strip_prefix("/quay/da-nhan/").unwrap().parse().unwrap();
    let dossier = load(&world, id).await;
    assert_eq!(dossier.status, crate::model::Status::Received);
    assert_eq!(dossier.note, "Cần phiên dịch tiếng Thái.");

    let same = site.get(&format!("/quay/tiep-nhan?tiep={id}")).await;
    assert!(same.has("value=\"040199001862\""), "the same person again: {}", same.text());
    let twin = look(&site, &[]).await;
    assert!(twin.has("Hồ sơ gần giống") && twin.has("H41.77.01-261120-0001"), "{}", twin.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn what_is_wrong_comes_back_with_everything_typed() {
    let (world, _, site) = clerk().await;
    let page = look(&site, &[]).await;
    let csrf = page.hidden("csrf");
    let unit = world.unit("c1").to_string();
    let missing = filled(&[("unit", unit.as_str()), ("papers", "to_khai")], &[("note", "Giữ lại chữ này")]);
    let answer = site.post("/quay/tiep-nhan", &csrf, &missing).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("Còn thiếu: Giấy chứng sinh") && answer.has("Giữ lại chữ này"), "{}", answer.text());
    assert!(answer.has("href=\"#papers\""));

    let other = filled(&[("unit", unit.as_str()), ("papers", "to_khai"), ("papers", "giay_chung_sinh")], &[]);
    let mut other: Vec<_> =
        other.into_iter().filter(|(name, _)| *name != "standing" && *name != "number").collect();
    other.extend([("standing", "authorised"), ("number", "04019900186")]);
    let answer = site.post("/quay/tiep-nhan", &csrf, &other).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("Số định danh cá nhân có 12 chữ số"), "{}", answer.text());
    assert!(answer.has("href=\"#submitter_name\"") && answer.has("href=\"#number\""), "{}", answer.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn the_desk_hands_over_in_a_batch_and_the_slip_has_a_number() {
    let (world, _, site) = clerk().await;
    let id = received(&site, &world).await;
    let list = site.get("/quay?nhom=to-hand-over").await;
    assert_eq!(list.status, 200, "{}", list.text());
    assert!(list.has("H41.77.01-261120-0001") && list.has("Hôm nay, 17:00"), "{}", list.text());
    let csrf = list.hidden("csrf");
    let none = site.post("/quay/ban-giao", &csrf, &[("nhom", "to-hand-over")]).await;
    assert_eq!(none.status, 422);
    assert!(none.has("Chưa chọn hồ sơ nào"), "{}", none.text());
    let chosen = id.to_string();
    let slip = site.post("/quay/ban-giao", &csrf, &[("c", &chosen)]).await.location();
    let page = site.get(&slip).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.has("Phiếu bàn giao số 1/2026") && page.has("H41.77.01-261120-0001"), "{}", page.text());
    let pdf = site.get(&format!("{slip}/phieu.pdf")).await;
    assert_eq!(pdf.status, 200);
    assert!(pdf.bytes.starts_with(b"%PDF-"), "a PDF");
    let again = site.post("/quay/ban-giao", &csrf, &[("c", &chosen)]).await;
    assert_eq!(again.status, 422, "not twice");
    assert_eq!(load(&world, id).await.status, crate::model::Status::Processing);
}

#[tokio::test]
async fn the_result_is_given_only_to_whoever_shows_the_number() {
    let (world, staff, site) = clerk().await;
    let id = received(&site, &world).await;
    let page = site.get(&format!("/ho-so/{id}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let csrf = page.hidden("csrf");
    site.post(&format!("/ho-so/{id}/chuyen"), &csrf, &[]).await.location();
    signed(&world, &staff, id).await;

    let give = site.get(&format!("/ho-so/{id}/tra")).await;
    assert_eq!(give.status, 200, "{}", give.text());
    let version = give.hidden("version");
    let path = format!("/ho-so/{id}/tra");
    let wrong = site.post(&path, &csrf, &[("version", &version), ("shown_digits", "0000")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("không khớp với chủ hồ sơ") && wrong.has("value=\"0000\""), "{}", wrong.text());
    let bare = [("version", version.as_str()), ("shown_digits", "7788"), ("collected_by", "Lô Văn Thắng")];
    let unproved = site.post(&path, &csrf, &bare).await;
    assert_eq!(unproved.status, 422);
    assert!(unproved.has("href=\"#collector_proof\""), "{}", unproved.text());
    let stale = site.post(&path, &csrf, &[("version", "1"), ("shown_digits", "1862")]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.has("vừa được người khác cập nhật"), "{}", stale.text());
    site.post(&path, &csrf, &[("version", &version), ("shown_digits", "1862")]).await.location();
    assert_eq!(load(&world, id).await.status, crate::model::Status::Returned);
    let done = site.get(&format!("/ho-so/{id}")).await;
    assert!(done.has("Đã trả kết quả") && done.has("Xong 20/11, đã trả"), "{}", done.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn the_slip_of_the_counter_is_printed_with_its_code() {
    let (world, _, site) = clerk().await;
    let id = received(&site, &world).await;
    let pdf = site.get(&format!("/ho-so/{id}/mau-01.pdf")).await;
    assert_eq!(pdf.status, 200, "{}", pdf.text());
    assert!(pdf.bytes.starts_with(b"%PDF-") && pdf.header("content-disposition").contains("attachment"));
    assert_eq!(site.get(&format!("/ho-so/{id}/mau-02.pdf")).await.status, 404, "nothing was asked");
    assert_eq!(site.get(&format!("/ho-so/{id}/mau-03.pdf")).await.status, 404, "nothing was refused");
}
