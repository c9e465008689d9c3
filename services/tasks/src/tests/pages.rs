//! The pages as a browser sees them.
use super::fixture::{COMMUNES, Far, World, agency, agency_id, submit, work};
use super::notice::NOTICE;
use crate::model::{Deed, Phase};
use crate::ops;
use http::StatusCode;

#[tokio::test]
async fn a_leader_assigns_from_a_number_and_the_agency_hands_in_with_a_file() {
    let world = World::new();
    let site = world.site();
    let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
    let top = world.browser(&site, "Phan Đình Bảo Long", &leader);
    let form = top
        .get("/viec-giao/moi?tu=indicator:online_share&nguon=Hồ+sơ+trực+tuyến&ve=/chi-so/online_share")
        .await;
    assert!(form.has("Hồ sơ trực tuyến") && form.has("Tất cả 130 xã, phường"), "{}", form.text());
    let csrf = form.hidden("csrf");
    let fields = [
        ("once", "mot-lan"),
        ("tu", "indicator:online_share"),
        ("nguon", "Hồ sơ trực tuyến"),
        ("ve", "/chi-so/online_share"),
        ("title", "Nâng tỷ lệ hồ sơ trực tuyến"),
        ("product", "Báo cáo"),
        ("names", "Sở Nông nghiệp và Môi trường"),
        ("helpers", "Sở Tài chính"),
        ("due", ""),
        ("days", "10"),
    ];
    // A name of two successors is asked about, and everything typed stands there again.
    let mut unclear = fields;
    unclear[6] = ("names", "Sở Thông tin và Truyền thông; Sở Vũ trụ");
    let back = top.post("/viec-giao/moi", &csrf, &unclear).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "có thể là: Sở Khoa học và Công nghệ",
        "Không tìm thấy cơ quan “Sở Vũ trụ”",
        "value=\"10\"",
        "mot-lan",
    ] {
        assert!(back.has(words), "{words}\n{}", back.text());
    }
    let path = top.post("/viec-giao/moi", &csrf, &fields).await.location();
    assert_eq!(
        top.post("/viec-giao/moi", &csrf, &fields).await.location(),
        path,
        "sent twice, assigned once"
    );
    let one = path.split('?').next().unwrap().to_owned();
    let page = top.get(&path).await;
    for words in ["Đã giao việc.", "Chưa nhận", "Sở Tài chính", "7/12/2026", "href=\"/chi-so/online_share\""]
    {
        assert!(page.has(words), "{words}\n{}", page.text());
    }

    let desk = world.browser(&site, "Trần Thị Minh Châu", &agency);
    assert!(desk.get("/viec-giao").await.has("Nâng tỷ lệ hồ sơ trực tuyến"));
    let page = desk.get(&one).await;
    let csrf = page.hidden("csrf");
    desk.post(&format!("{one}/lam"), &csrf, &[("v", "nhan"), ("version", "1")]).await.location();
    // A hand-in without a document comes back with its words; one against an old page says so and keeps them too.
    let bare = [("v", "trinh"), ("version", "2"), ("submit-words", "Xong rồi nhé")];
    let back = desk.upload(&format!("{one}/nop"), &csrf, &bare, &[]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.has("Xong rồi nhé") && back.has("Hãy ghi số, ký hiệu văn bản sản phẩm"), "{}", back.text());
    let old = [("v", "trinh"), ("version", "1"), ("number", "12/BC"), ("submit-words", "Xong rồi nhé")];
    let back = desk.upload(&format!("{one}/nop"), &csrf, &old, &[]).await;
    assert_eq!(back.status, StatusCode::CONFLICT);
    assert!(back.has("Xong rồi nhé") && back.has("12/BC") && back.has("vừa có thay đổi"), "{}", back.text());
    let text = [("submit-file", "a.txt", b"chi la chu".as_slice())];
    let send = [("v", "trinh"), ("version", "2"), ("once", "trinh-1"), ("submit-words", "")];
    let back = desk.upload(&format!("{one}/nop"), &csrf, &send, &text).await;
    assert!(back.has("Chỉ nhận tệp PDF"), "{}", back.text());
    let file = [("submit-file", "bien-ban.pdf", b"%PDF-1.4 bien ban".as_slice())];
    let first = desk.upload(&format!("{one}/nop"), &csrf, &send, &file).await.location();
    let second = desk.upload(&format!("{one}/nop"), &csrf, &send, &file).await.location();
    assert_eq!(first, second, "a double click is one act");
    let page = top.get(&one).await;
    assert!(page.has("Chờ xác nhận") && page.has("bien-ban.pdf"));
    let text = page.text();
    let href = text.split("href=\"").find(|rest| rest.contains("/tep/")).unwrap().split('"').next().unwrap();
    let bytes = top.get(href).await;
    assert_eq!(bytes.bytes, b"%PDF-1.4 bien ban");
    let csrf = page.hidden("csrf");
    top.post(&format!("{one}/quyet"), &csrf, &[("v", "xac-nhan"), ("version", "3")]).await.location();
    assert!(top.get(&one).await.has("Xong đúng hạn"));
    let csv = top.get("/viec-giao/xuat?nhom=finished").await.text();
    assert!(csv.contains("Nâng tỷ lệ hồ sơ trực tuyến,Báo cáo,Sở Nông nghiệp và Môi trường"), "{csv}");
    let account = leader.actor.account().unwrap().id();
    let trail =
        world.deps.db.read::<_, db::DbError, _>(move |tx| policy::audit_trail(tx, account)).await.unwrap();
    let made = trail.iter().find(|row| row.event == "tasks.exported").expect("a file is written down");
    assert_eq!((&made.detail["group"], &made.detail["rows"]), (&"finished".into(), &1.into()));
}

#[tokio::test]
async fn an_extension_is_decided_from_the_answer_box() {
    let world = World::new();
    let site = world.site();
    let (leader, agency) = (world.leader(1, 1, Far::Province), world.officer(2, 4));
    let id = ops::assign(&world.deps, &leader, work(&[4])).await.unwrap();
    let (top, desk) = (world.browser(&site, "Long", &leader), world.browser(&site, "Châu", &agency));
    let one = format!("/viec-giao/{id}");
    let ask = [("v", "gia-han"), ("version", "1"), ("extension", "31/3/2027"), ("reason", "Chưa đo đạc lại")];
    desk.post_from(&one, &format!("{one}/lam"), &ask).await.location();
    let page = top.get(&one).await;
    assert!(page.has("Đồng ý tới 31/03/2027") || page.has("Đồng ý tới 31/3/2027"), "{}", page.text());
    assert!(page.has("Chưa đo đạc lại"));
    let none = top.post_from(&one, &format!("{one}/quyet"), &[("v", "gia-han"), ("version", "2")]).await;
    assert!(none.has("Hãy chọn một quyết định"));
    let other = [("v", "gia-han"), ("version", "2"), ("g", "khac"), ("extension-to", "1/12/2026")];
    let wrong = top.post_from(&one, &format!("{one}/quyet"), &other).await;
    assert!(wrong.has("Hãy ghi một ngày sau hạn hiện nay") && wrong.has("1/12/2026"), "{}", wrong.text());
    let yes = [("v", "gia-han"), ("version", "2"), ("g", "dung")];
    top.post_from(&one, &format!("{one}/quyet"), &yes).await.location();
    let row = world.row(id).await;
    assert_eq!(
        (row.due.to_string(), row.first_due.to_string()),
        ("2027-03-31".to_owned(), "2026-12-15".to_owned())
    );
    assert!(top.get(&one).await.has("Hạn đầu tiên"));
}

#[tokio::test]
async fn a_fan_out_shows_the_rest_and_confirms_what_is_ticked() {
    let world = World::new();
    let site = world.site();
    let leader = world.leader(1, 1, Far::Province);
    let all: Vec<u8> = (10..10 + COMMUNES).collect();
    let id = ops::assign(&world.deps, &leader, work(&all)).await.unwrap();
    let parts = world.parts(id).await;
    for part in parts.iter().take(2) {
        let officer = world.officer(100, part.agency.unwrap().id().as_bytes()[0]);
        world.act(&officer, part.id, Deed::Accept).await.unwrap();
        world.act(&officer, part.id, submit()).await.unwrap();
    }
    let top = world.browser(&site, "Long", &leader);
    let list = top.get("/viec-giao?nhom=waiting").await;
    assert!(list.has("0 trên 130 cơ quan đã xong"), "{}", list.text());
    let one = format!("/viec-giao/{id}");
    let page = top.get(&one).await;
    assert!(page.has("0 trên 130 cơ quan đã xong") && page.has("2 cơ quan đã trình"));
    assert!(page.bytes.len() < 160_000, "{} bytes", page.bytes.len());
    let ticked =
        [("v", "xac-nhan-cac-phan"), ("c", &parts[0].id.to_string()), ("c", &parts[1].id.to_string())];
    top.post_from(&one, &format!("{one}/quyet"), &ticked).await.location();
    assert!(top.get(&one).await.has("2 trên 130 cơ quan đã xong"));
    let none = top.post_from(&one, &format!("{one}/quyet"), &[("v", "xac-nhan-cac-phan")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    top.post_from(&one, &format!("{one}/quyet"), &[("v", "don-doc-con-lai")]).await.location();
    assert!(top.get(&one).await.has("Đôn đốc 128 cơ quan chưa trình"));
    // An agency sees its own part and not the others'.
    let commune = world.browser(&site, "Xã", &world.officer(50, parts[5].agency.unwrap().id().as_bytes()[0]));
    assert_eq!(commune.get(&one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(commune.get(&format!("/viec-giao/{}", parts[5].id)).await.status, StatusCode::OK);
    assert_eq!(commune.get(&format!("/viec-giao/{}", parts[6].id)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_ticked_paragraphs_of_a_notice_are_assigned_with_its_number() {
    let world = World::new();
    let site = world.site();
    let leader = world.leader(1, 1, Far::Province);
    let top = world.browser(&site, "Long", &leader);
    let first = top.get("/viec-giao/thong-bao").await;
    let csrf = first.hidden("csrf");
    let none =
        top.post("/viec-giao/thong-bao", &csrf, &[("v", "tach"), ("notice-text", "Không có mục nào")]).await;
    assert!(none.has("Không tìm thấy mục đánh số") && none.has("Không có mục nào"));
    let many: String = (1..=110)
        .map(|n| format!("{n}. Giao Sở A{n} Bê, Sở C{n} Dê, Sở E{n} Gờ, Sở H{n} Ích rà soát.\n"))
        .collect();
    let began = std::time::Instant::now();
    let many = top.post("/viec-giao/thong-bao", &csrf, &[("v", "tach"), ("notice-text", &many)]).await;
    assert!(many.has("quá 400 lượt") && many.has("href=\"#notice-text\""), "{}", many.text());
    assert!(began.elapsed().as_secs() < 1);
    let cut = top.post("/viec-giao/thong-bao", &csrf, &[("v", "tach"), ("notice-text", NOTICE)]).await;
    assert_eq!(cut.status, StatusCode::OK);
    for words in ["812/TB-UBND", "Mục II.1", "“Sở Thông tin và Truyền thông” có thể là: Sở Khoa học"]
    {
        assert!(cut.has(words), "{words}\n{}", cut.text());
    }
    let mut fields = vec![
        ("v", "giao"),
        ("once", "tb-1"),
        ("n", "2"),
        ("number", "812/TB-UBND"),
        ("date", "18/11/2026"),
        ("p0-number", "II.1"),
        ("p0-text", "Giao Sở Nông nghiệp và Môi trường…"),
        ("p0-tick", "1"),
        ("p0-title", "Hoàn thiện cơ sở dữ liệu đất đai"),
        ("p0-product", "Báo cáo"),
        ("p0-names", "Sở Nông nghiệp và Môi trường"),
        ("p0-due", "15/12/2026"),
        ("p1-number", "II.2"),
        ("p1-tick", "1"),
        ("p1-title", "Rà soát hồ sơ tồn"),
        ("p1-product", "Báo cáo"),
        ("p1-g", "communes"),
        ("p1-due", ""),
    ];
    let back = top.post("/viec-giao/thong-bao", &csrf, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.has("href=\"#p1-due\"") && back.has("Rà soát hồ sơ tồn"), "{}", back.text());
    fields.pop();
    fields.push(("p1-due", "31/12/2026"));
    let done = top.post("/viec-giao/thong-bao", &csrf, &fields).await.location();
    assert!(top.get(&done).await.has("Đã giao 2 việc từ thông báo."));
    let again = top.post("/viec-giao/thong-bao", &csrf, &fields).await.location();
    assert_eq!(again, done);
    let deps = world.deps.clone();
    let list = ops::list(
        &deps,
        &leader,
        ops::Tab::from_word("running"),
        crate::store::Filter { after: None, limit: 40 },
    )
    .await
    .unwrap();
    let rows = list.lines.rows;
    assert_eq!(rows.len(), 2, "sent twice, assigned once");
    assert!(rows.iter().all(|row| row.notice_number == "812/TB-UBND" && row.phase == Phase::Given));
    assert_eq!((rows[0].paragraph.as_str(), rows[1].paragraph.as_str()), ("II.1", "II.2"));
    assert_eq!(rows[1].parts, 130);
    assert!(
        top.get(&format!("/viec-giao/{}", rows[0].id))
            .await
            .has("Thông báo 812/TB-UBND ngày 18/11/2026, mục II.1")
    );
}

#[tokio::test]
async fn a_list_goes_on_where_its_page_ends() {
    let world = World::new();
    let leader = world.leader(1, 1, Far::Province);
    for number in 0..45_u8 {
        let mut new = work(&[4]);
        new.title = format!("Việc số {number:02}");
        new.due = new.due.saturating_add(jiff_days(i32::from(number) / 7));
        ops::assign(&world.deps, &leader, new).await.unwrap();
    }
    let site = world.site();
    let desk = world.browser(&site, "Châu", &world.officer(2, 4));
    let first = desk.get("/viec-giao").await.text();
    let next = first.split("href=\"").find(|rest| rest.contains("sau=")).unwrap().split('"').next().unwrap();
    let second = desk.get(&next.replace("&amp;", "&").replace("&#38;", "&")).await.text();
    let count = |text: &str| text.matches("Việc số ").count();
    assert_eq!((count(&first), count(&second)), (40, 5));
    assert_eq!(agency(4).id, agency_id(4));
}

fn jiff_days(days: i32) -> jiff::Span {
    jiff::Span::new().days(days)
}
