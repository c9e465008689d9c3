//! What the desk does to dossiers that came by the network, and the director's part, through the pages.
use super::desk::{browser, clerk, filled, load, look, received, signed, words_are_whole};
use super::fixture::{Answer, Site, World};
use super::walk::filed;
use crate::model::Status;
use contracts::DossierId;

/// Posts a form of the dossier page with the version the page shows.
async fn act(site: &Site, id: DossierId, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = site.get(&format!("/ho-so/{id}")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let version = page.hidden("version");
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    site.post(&format!("/ho-so/{id}/{act}"), &page.hidden("csrf"), &all).await
}

async fn status(world: &World, id: DossierId) -> Status {
    load(world, id).await.status
}

#[tokio::test]
async fn an_online_dossier_is_read_whole_and_accepted() {
    let (world, _, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    let list = site.get("/quay").await;
    assert!(list.has("Chờ tiếp nhận 1") && list.has("Qua mạng"), "{}", list.text());
    let page = site.get(&format!("/ho-so/{id}")).await;
    for words in ["Lữ Bé", "10/11/2026", "Bản Yên", "anh.jpg", "0868 415 207", "Hẹn trả nếu nhận bây giờ"]
    {
        assert!(page.has(words), "{words} in {}", page.text());
    }
    let stale =
        site.post(&format!("/ho-so/{id}/tiep-nhan"), &page.hidden("csrf"), &[("version", "99")]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.has("Trang này đã là bản mới nhất"), "{}", stale.text());
    let receipt = act(&site, id, "tiep-nhan", &[]).await.location();
    assert_eq!(receipt, format!("/quay/da-nhan/{id}"));
    assert_eq!(status(&world, id).await, Status::Received);
    let twice = act(&site, id, "tiep-nhan", &[]).await;
    assert_eq!(twice.status, 409, "the status no longer allows it");
    words_are_whole(&site);
}

#[tokio::test]
async fn one_complete_request_is_previewed_sent_printed_and_answered_at_the_counter() {
    let (world, _, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    let path = format!("/ho-so/{id}/bo-sung");
    let page = site.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.has("Chỉ còn được yêu cầu một lần"), "{}", page.text());
    assert!(!page.has("value=\"not_competent\""), "a supplement cannot mend competence");
    let (csrf, version) = (page.hidden("csrf"), page.hidden("version"));
    let empty =
        site.post(&path, &csrf, &[("version", &version), ("act", "send"), ("words", "Chữ đã gõ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.has("href=\"#reason\"") && empty.has("Chữ đã gõ"), "{}", empty.text());
    let whole = [
        ("version", version.as_str()),
        ("reason", "unreadable"),
        ("components", "giay_chung_sinh"),
        ("words", "Ảnh mất góc dưới, chụp lại đủ bốn góc."),
    ];
    let preview = site.post(&path, &csrf, &[&whole[..], &[("act", "preview")]].concat()).await;
    assert_eq!(preview.status, 200);
    assert!(preview.has("Đến lượt bạn: bổ sung 1 giấy tờ"), "{}", preview.text());
    assert_eq!(status(&world, id).await, Status::Filed, "a preview changes nothing");
    site.post(&path, &csrf, &[&whole[..], &[("act", "send")]].concat()).await.location();
    assert_eq!(status(&world, id).await, Status::Supplement);
    let pdf = site.get(&format!("/ho-so/{id}/mau-02.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.text());
    let again = site.get(&path).await;
    assert!(again.has("không cho yêu cầu bổ sung thêm"), "{}", again.text());

    let missing = act(&site, id, "nop-bo-sung", &[("supplement-words", "Chị mang đến")]).await;
    assert_eq!(missing.status, 422);
    assert!(missing.has("Còn thiếu: Giấy chứng sinh") && missing.has("Chị mang đến"), "{}", missing.text());
    act(&site, id, "nop-bo-sung", &[("supplement-papers", "giay_chung_sinh")]).await.location();
    assert_eq!(status(&world, id).await, Status::Filed, "it had not been accepted");
    words_are_whole(&site);
}

#[tokio::test]
async fn a_refusal_waits_for_the_director_who_turns_it_down_or_approves() {
    let (world, staff, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    let director = browser(&world, &site, "Hồ Sỹ Quyết", &staff.director);
    let path = format!("/ho-so/{id}/tu-choi");
    for round in 0..2 {
        let page = site.get(&path).await;
        let version = page.hidden("version");
        let fields = [
            ("version", version.as_str()),
            ("reason", "not_competent"),
            ("words", "Cha mẹ cư trú ở tỉnh khác."),
        ];
        site.post(&path, &page.hidden("csrf"), &fields).await.location();
        let waiting = director.get("/quay/cho-duyet").await;
        assert!(waiting.has("Cha mẹ cư trú ở tỉnh khác."), "{}", waiting.text());
        if round == 0 {
            let silent = act(&director, id, "duyet-tu-choi", &[("refusal-decision", "no")]).await;
            assert_eq!(silent.status, 422, "a no has a reason");
            let no = [("refusal-decision", "no"), ("refusal-words", "Xã ta có thẩm quyền.")];
            act(&director, id, "duyet-tu-choi", &no).await.location();
            assert_eq!(status(&world, id).await, Status::Filed);
        } else {
            act(&director, id, "duyet-tu-choi", &[("refusal-decision", "yes")]).await.location();
        }
    }
    assert_eq!(status(&world, id).await, Status::Refused);
    let pdf = site.get(&format!("/ho-so/{id}/mau-03.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.text());
    let empty = director.get("/quay/cho-duyet").await;
    assert!(empty.has("Không có việc nào đang chờ"), "{}", empty.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn paper_taken_in_a_power_cut_is_entered_later_and_confirmed() {
    let (world, staff, site) = clerk().await;
    let page = look(&site, &[]).await;
    let unit = world.unit("c1").to_string();
    let given =
        [("unit", unit.as_str()), ("papers", "to_khai"), ("papers", "giay_chung_sinh"), ("late", "1")];
    let csrf = page.hidden("csrf");
    let when = [("true_received_at", "19/11/2026"), ("true_time", "15:30")];
    let wordless = site.post("/quay/tiep-nhan", &csrf, &filled(&given, &when)).await;
    assert_eq!(wordless.status, 422);
    assert!(wordless.has("href=\"#late_reason\"") && wordless.has("value=\"15:30\""), "{}", wordless.text());
    let unread = [("true_received_at", "39/11/2026"), ("true_time", "15:30"), ("late_reason", "Mất điện")];
    assert_eq!(site.post("/quay/tiep-nhan", &csrf, &filled(&given, &unread)).await.status, 422);
    let whole = [&when[..], &[("late_reason", "Mất điện từ 14:00")]].concat();
    let location = site.post("/quay/tiep-nhan", &csrf, &filled(&given, &whole)).await.location();
    let receipt = site.get(&location).await;
    assert!(receipt.has("chờ giám đốc trung tâm xác nhận"), "{}", receipt.text());
    assert!(receipt.has("Được xác nhận thì bàn giao ngay") && !receipt.has("Bàn giao đến nơi giải quyết"));
    let id: DossierId = location.strip_prefix("/quay/da-nhan/").unwrap().parse().unwrap();
    let early = act(&site, id, "chuyen", &[]).await;
    assert_eq!(early.status, 409, "it waits for the director");
    let director = browser(&world, &site, "Hồ Sỹ Quyết", &staff.director);
    assert!(director.get("/quay/cho-duyet").await.has("Mất điện từ 14:00"));
    act(&director, id, "duyet-nhap-bu", &[("late-decision", "yes")]).await.location();
    let row = load(&world, id).await;
    assert_eq!(row.received_at.unwrap().to_local().to_string(), "2026-11-19T15:30:00");
    let receipt = site.get(&location).await;
    assert!(receipt.has("Bàn giao đến nơi giải quyết ngay."), "its morning is over: {}", receipt.text());
    act(&site, id, "chuyen", &[]).await.location();
    words_are_whole(&site);
}

#[tokio::test]
async fn fees_are_settled_and_a_later_due_stops_the_clock() {
    let (world, _, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    act(&site, id, "tiep-nhan", &[]).await.location();
    let page = site.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("16.000 đ") && page.has("Chưa thu"), "{}", page.text());
    let bare = act(&site, id, "thu-phi", &[("fee-code", "ban_sao"), ("fee-exempt", "0")]).await;
    assert_eq!(bare.status, 422);
    assert!(bare.has("Hãy ghi số biên lai"), "{}", bare.text());
    let paid = [("fee-code", "ban_sao"), ("fee-exempt", "0"), ("fee-words-ban_sao", "0000731")];
    act(&site, id, "thu-phi", &paid).await.location();
    assert!(site.get(&format!("/ho-so/{id}")).await.has("Đã thu, biên lai 0000731"));

    let half = act(&site, id, "khoan-phai-nop", &[("payment-name", "Thuế"), ("payment-amount", "x")]).await;
    assert_eq!(half.status, 422);
    assert!(half.has("value=\"Thuế\""), "{}", half.text());
    let later =
        [("payment-name", "Phí thẩm định"), ("payment-amount", "50.000"), ("payment-source", "NQ 12/2025")];
    act(&site, id, "khoan-phai-nop", &later).await.location();
    assert_eq!(status(&world, id).await, Status::PaymentDue);
    let page = site.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("Chờ nộp phí từ 20/11"), "{}", page.text());
    let code = page.hidden("fee-code");
    let words = format!("fee-words-{code}");
    let settled = [("fee-code", code.as_str()), ("fee-exempt", "1"), (words.as_str(), "Hộ nghèo")];
    act(&site, id, "thu-phi", &settled).await.location();
    assert_eq!(status(&world, id).await, Status::Received);
    words_are_whole(&site);
}

#[tokio::test]
async fn withdrawing_stopping_and_sending_back_need_words() {
    let (world, staff, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    assert_eq!(act(&site, id, "rut", &[("withdraw-words", " ")]).await.status, 422);
    act(&site, id, "rut", &[("withdraw-words", "Đơn ngày 20/11/2026")]).await.location();
    assert_eq!(status(&world, id).await, Status::Withdrawn);

    let id = received(&site, &world).await;
    let director = browser(&world, &site, "Hồ Sỹ Quyết", &staff.director);
    assert_eq!(act(&director, id, "dung", &[("stop-words", "")]).await.status, 422);
    act(&director, id, "dung", &[("stop-words", "Không đủ điều kiện")]).await.location();
    assert_eq!(status(&world, id).await, Status::Stopped);
    words_are_whole(&site);
}

#[tokio::test]
async fn a_finished_result_goes_back_to_be_corrected() {
    let (world, staff, site) = clerk().await;
    let id = received(&site, &world).await;
    act(&site, id, "chuyen", &[]).await.location();
    signed(&world, &staff, id).await;
    assert_eq!(status(&world, id).await, Status::Resolved);
    assert_eq!(act(&site, id, "tra-lai-sua", &[("correct-words", "")]).await.status, 422);
    act(&site, id, "tra-lai-sua", &[("correct-words", "Sai chữ đệm")]).await.location();
    assert_eq!(status(&world, id).await, Status::Processing);
    assert!(site.get(&format!("/ho-so/{id}")).await.has("Sai chữ đệm"));
    words_are_whole(&site);
}

#[tokio::test]
async fn a_scan_taken_at_the_counter_stands_beside_the_dossier() {
    let (world, _, site) = clerk().await;
    let id = received(&site, &world).await;
    let page = site.get(&format!("/ho-so/{id}")).await;
    let (csrf, version) = (page.hidden("csrf"), page.hidden("version"));
    let path = format!("/ho-so/{id}/quet");
    let fields = [("version", version.as_str()), ("scan-component", "giay_chung_sinh")];
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    let text = site.upload(&path, &csrf, &fields, &[("scan-files", "ghi-chu.txt", b"khong phai anh")]).await;
    assert_eq!(text.status, 422);
    assert!(text.has("Chỉ nhận ảnh") && text.has("value=\"giay_chung_sinh\" selected"), "{}", text.text());
    let two: &[(&str, &str, &[u8])] =
        &[("scan-files", "mat-truoc.png", png), ("scan-files", "mat-sau.png", png)];
    site.upload(&path, &csrf, &fields, two).await.location();
    let page = site.get(&format!("/ho-so/{id}")).await;
    assert!(page.has("mat-truoc.png") && page.has("mat-sau.png") && page.has("<img class=\"doc\""));
    let none = site.upload(&path, &csrf, &fields, &[]).await;
    assert_eq!(none.status, 422, "nothing was chosen");
    words_are_whole(&site);
}
