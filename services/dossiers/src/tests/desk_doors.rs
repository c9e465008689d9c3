//! Who comes through the doors of the desk, what is found, and what is written of every look.
use super::desk::{browser, clerk, received};
use super::fixture::{World, procedure};
use super::walk::{filed, mother};
use crate::ops::{self, DeskQuery, Found};
use crate::store::{DeskFilter, DeskTab};
use contracts::FileId;
use db::{DbError, Tx, params};

const PAGES: &[(&str, &[&str])] = &[
    ("/quay", &["clerk"]),
    ("/quay/xuat?nhom=to-hand-over&dang=csv", &["clerk"]),
    ("/quay/xuat?nhom=to-hand-over&dang=xlsx", &["clerk"]),
    ("/quay/tiep-nhan", &["clerk"]),
    ("/quay/da-nhan/{id}", &["clerk"]),
    ("/quay/cho-duyet", &["director"]),
    // the office sees it once it has been handed over
    ("/ho-so/{id}", &["clerk", "director", "chair"]),
    ("/ho-so/{id}/bo-sung", &["clerk"]),
    ("/ho-so/{id}/tu-choi", &["clerk"]),
    ("/ho-so/{id}/tra", &["clerk"]),
    ("/ho-so/{id}/mau-01.pdf", &["clerk", "director", "chair"]),
];

#[tokio::test]
async fn each_door_opens_for_its_role_and_no_other() {
    let (world, staff, site) = clerk().await;
    let id = received(&site, &world).await;
    let neighbours = world.staff("c2").await;
    let people = [
        ("clerk", &staff.clerk),
        ("director", &staff.director),
        ("case officer", &staff.case_officer),
        ("chair", &staff.chair),
    ];
    for (path, allowed) in PAGES {
        let path = path.replace("{id}", &id.to_string());
        for (role, cx) in people {
            let answer = browser(&world, &site, role, cx).get(&path).await;
            if allowed.contains(&role) {
                assert_eq!(answer.status, 200, "{role} at {path}: {}", answer.text());
            } else {
                assert!(matches!(answer.status.as_u16(), 403 | 404), "{role} at {path}: {}", answer.status);
            }
        }
        if path.contains(&id.to_string()) {
            let answer = browser(&world, &site, "Láng Giềng", &neighbours.clerk).get(&path).await;
            assert_eq!(answer.status, 404, "another commune's clerk at {path}");
        }
        let nobody = site.other_browser().get(&path).await;
        assert!(matches!(nobody.status.as_u16(), 303 | 401), "nobody at {path}: {}", nobody.status);
    }
}

#[tokio::test]
async fn acts_of_the_director_are_shut_to_the_clerk_and_acts_of_the_desk_to_the_office() {
    let (world, staff, site) = clerk().await;
    let id = received(&site, &world).await;
    let csrf = site.get("/quay").await.hidden("csrf");
    for act in ["duyet-tu-choi", "duyet-nhap-bu", "dung"] {
        let answer = site.post(&format!("/ho-so/{id}/{act}"), &csrf, &[("version", "1")]).await;
        assert_eq!(answer.status, 403, "{act}");
    }
    ops::hand_over(&world.deps, &staff.clerk, ops::HandOver { dossiers: vec![id] }).await.unwrap();
    let office = browser(&world, &site, "Ngân Văn Đức", &staff.case_officer);
    let csrf = office.get(&format!("/ho-so/{id}")).await.hidden("csrf");
    for act in
        ["tiep-nhan", "chuyen", "bo-sung", "tu-choi", "nop-bo-sung", "thu-phi", "khoan-phai-nop", "rut"]
    {
        let answer = office.post(&format!("/ho-so/{id}/{act}"), &csrf, &[("version", "1")]).await;
        assert_eq!(answer.status, 403, "{act}");
    }
    for act in ["tra", "tra-lai-sua"] {
        let answer = office.post(&format!("/ho-so/{id}/{act}"), &csrf, &[("version", "1")]).await;
        assert_eq!(answer.status, 403, "{act}");
    }
    let neighbour = browser(&world, &site, "Láng Giềng", &world.staff("c2").await.clerk);
    let csrf = neighbour.get("/quay").await.hidden("csrf");
    let chosen = id.to_string();
    let answer = neighbour.post("/quay/ban-giao", &csrf, &[("c", &chosen)]).await;
    assert_eq!(answer.status, 404, "not the neighbour's counter");
}

#[tokio::test]
async fn the_search_box_jumps_by_code_and_number_and_lists_by_name() {
    let (world, _, site) = clerk().await;
    let id = received(&site, &world).await;
    let dossier = format!("/ho-so/{id}");
    assert_eq!(site.get("/quay?q=H41.77.01-261120-0001").await.location(), dossier);
    assert_eq!(site.get("/quay?q=040199001862").await.location(), dossier);
    assert_eq!(site.get("/quay?q=vi+thi+hoai").await.location(), dossier, "the only one of that name");
    received_again(&site, &world).await;
    let both = site.get("/quay?q=Vi%20Th%E1%BB%8B").await;
    assert!(both.has("-0001") && both.has("-0002"), "{}", both.text());
    let none = site.get("/quay?q=H41.77.01-261120-0099").await;
    assert!(none.has("Không tìm thấy hồ sơ nào"), "{}", none.text());
    let neighbour = browser(&world, &site, "Láng Giềng", &world.staff("c2").await.clerk);
    let other = neighbour.get("/quay?q=040199001862").await;
    assert!(!other.has("H41.77.01-261120-0001"), "not in her scope: {}", other.text());
}

async fn received_again(site: &super::fixture::Site, world: &World) {
    let page = super::desk::look(site, &[]).await;
    let unit = world.unit("c1").to_string();
    let given = [("unit", unit.as_str()), ("papers", "giay_chung_sinh")];
    let mut fields = super::desk::filled(&given, &[]);
    fields.retain(|(name, _)| *name != "once");
    fields.push(("once", "khoa-mot-lan-0002"));
    site.post("/quay/tiep-nhan", &page.hidden("csrf"), &fields).await.location();
}

#[tokio::test]
async fn a_chosen_row_opens_the_page_of_the_act() {
    let (world, _, site) = clerk().await;
    let id = received(&site, &world).await;
    let csrf = site.get("/quay").await.hidden("csrf");
    let chosen = id.to_string();
    for (key, page) in [("t", ""), ("b", "/bo-sung"), ("r", "/tra"), ("p", "/mau-01.pdf")] {
        let to = site.post("/quay/mo", &csrf, &[("c", &chosen), ("v", key)]).await.location();
        assert_eq!(to, format!("/ho-so/{id}{page}"));
    }
    let none = site.post("/quay/mo", &csrf, &[("v", "t"), ("nhom", "to-hand-over")]).await;
    assert_eq!(none.status, 422);
    assert!(none.has("Chưa chọn hồ sơ nào"), "{}", none.text());
}

/// How many looks were written, at one person (`true`) or at a list.
fn looks(tx: &mut Tx<'_>, person: bool) -> Result<i64, DbError> {
    let which = if person { "subject IS NOT NULL" } else { "subject IS NULL" };
    tx.query_one(&format!("SELECT count(*) FROM access_entry WHERE {which}"), params![], |row| row.get(0))
}

#[tokio::test]
async fn every_look_is_written_before_the_answer() {
    let (world, _, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    let count =
        async |person| world.deps.db.read::<_, DbError, _>(move |tx| looks(tx, person)).await.unwrap();
    let (people, lists) = (count(true).await, count(false).await);
    site.get("/quay").await;
    assert_eq!((count(true).await, count(false).await), (people, lists + 1), "a list is one line");
    site.get(&format!("/ho-so/{id}")).await;
    assert_eq!(count(true).await, people + 1, "the owner, who submits, once");
    site.get("/quay?q=040198001234").await;
    assert_eq!(count(false).await, lists + 2);
}

#[tokio::test]
async fn a_file_is_downloaded_by_who_may_see_the_dossier_and_no_other() {
    let (world, _, site) = clerk().await;
    let id = filed(&world, &world.citizen(50)).await.id;
    let digest = world.deps.objects.put_bytes(b"anh chup").unwrap();
    let size = digest.size_stored();
    let file = crate::model::File {
        id: FileId::new(super::fixture::now().plus_seconds(1)),
        component: "giay_chung_sinh".to_owned(),
        name: "mặt sau.png".to_owned(),
        kind: "image/png".to_owned(),
        size,
        digest: digest.sha256.clone(),
        uploaded_at: super::fixture::now(),
        round: 0,
    };
    let row = file.clone();
    world
        .deps
        .db
        .write::<_, DbError, _>(move |tx| crate::store::insert_file(tx, None, Some(id), &row, None))
        .await
        .unwrap();
    let path = format!("/ho-so/{id}/tep/{}", file.id);
    let answer = site.get(&path).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.as_slice()), (200, &b"anh chup"[..]));
    assert!(answer.header("content-disposition").contains("attachment"));
    let page = site.get(&format!("/ho-so/{id}?tep={}", file.id)).await;
    assert!(page.has(&format!("<img class=\"doc\" src=\"{path}\"")), "{}", page.text());
    let neighbour = browser(&world, &site, "Láng Giềng", &world.staff("c2").await.clerk);
    assert_eq!(neighbour.get(&path).await.status, 404);
}

#[tokio::test]
async fn pages_of_the_list_follow_one_another_and_a_cursor_fits_one_list_only() {
    let (world, staff, site) = clerk().await;
    for number in 0..42 {
        let key = format!("khoa-{number}");
        let cmd = super::walk::walk_in(&staff, &world, &key);
        ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap();
    }
    let first = site.get("/quay?nhom=to-hand-over").await;
    assert!(first.has("Chờ bàn giao 42") && first.has("40 hồ sơ trên trang này"), "{}", first.text());
    let text = first.text();
    let href = text.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
    let href = href.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let second = site.get(&href).await;
    assert_eq!(second.status, 200, "{}", second.text());
    assert!(second.has("2 hồ sơ trên trang này"), "{}", second.text());
    let foreign = site.get(&href.replace("to-hand-over", "incoming")).await;
    assert_eq!(foreign.status, 422, "a cursor of another list");
}

/// The file of a list: every row of it and no other, whoever and whatever is in it.
async fn exports(world: World) {
    let staff = world.staff("c1").await;
    let site = world.site();
    let site = browser(&world, &site, "Lữ Thị Thanh Huyền", &staff.clerk);
    let names = [
        "=HYPERLINK(\"http://x\")",
        "＝SUM(A1:A9)",
        "+84 Công Ty",
        "Công ty \"Hồng, Hà\"",
        "Hợp tác xã Bồng Khê",
    ];
    let mut codes = Vec::new();
    for number in 0..41_usize {
        let mut cmd = super::walk::walk_in(&staff, &world, &format!("khoa-{number}"));
        if let Some(name) = names.get(number) {
            cmd.owner =
                ops::Person { name: (*name).to_owned(), organisation: true, ..ops::Person::default() };
        }
        codes.push(ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap().code);
    }
    let list = site.get("/quay?nhom=to-hand-over&kenh=in_person").await;
    assert!(list.has("/quay/xuat?nhom=to-hand-over") && list.has("dang=xlsx"), "{}", list.text());
    let file = site.get("/quay/xuat?nhom=to-hand-over&kenh=in_person&dang=csv").await;
    assert_eq!(
        (file.status.as_u16(), file.header("content-type").as_str()),
        (200, "text/csv; charset=utf-8")
    );
    assert!(file.header("content-disposition").contains("attachment"));
    let text = file.text();
    let text = text.strip_prefix('\u{FEFF}').expect("the mark of UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().take(2).collect::<Vec<_>>(), ["Mã hồ sơ", "Chủ hồ sơ"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut found: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    found.sort_unstable();
    assert_eq!(found, codes, "the list whole, not only its page");
    let owners: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    for owner in ["'=HYPERLINK(\"http://x\")", "'＝SUM(A1:A9)", "'+84 Công Ty", "Công ty \"Hồng, Hà\""]
    {
        assert!(owners.contains(&owner), "{owner} in {owners:?}");
    }
    assert_eq!(&rows[0][9], "20/11/2026 17:00", "the due time on Vietnam's clock");
    let book = site.get("/quay/xuat?nhom=to-hand-over&dang=xlsx").await;
    assert!(book.bytes.starts_with(b"PK\x03\x04") && book.header("content-disposition").contains(".xlsx"));
    let none = site.get("/quay/xuat?nhom=to-hand-over&kenh=post&dang=csv").await;
    assert_eq!(none.text().lines().count(), 1, "the filter counts: {}", none.text());
    let neighbour = browser(&world, &site, "Láng Giềng", &world.staff("c2").await.clerk);
    let foreign = neighbour.get("/quay/xuat?nhom=to-hand-over&dang=csv").await;
    assert_eq!((foreign.status.as_u16(), foreign.text().lines().count()), (200, 1), "her own counter only");
    let centre = staff.centre.id();
    let trail = world.deps.db.read::<_, DbError, _>(move |tx| policy::audit_trail(tx, centre)).await.unwrap();
    let made: Vec<_> = trail.iter().filter(|row| row.event == "dossiers.desk_exported").collect();
    assert_eq!(made.len(), 3);
    let first = made.iter().find(|row| {
        row.detail["list"] == "desk tab=to-hand-over procedure=* channel=in_person export of owner_name"
    });
    let first = &first.expect("the list as it was narrowed").detail;
    assert_eq!((&first["rows"], &first["format"], &first["cut"]), (&41.into(), &"csv".into(), &false.into()));
    super::desk::words_are_whole(&site);
}

#[tokio::test]
async fn the_list_of_the_desk_leaves_as_a_file_on_sqlite() {
    exports(World::with(vec![procedure()]).await).await;
}

#[tokio::test]
async fn the_list_of_the_desk_leaves_as_a_file_on_postgres() {
    if let Some(world) = World::on_postgres(vec![procedure()]).await {
        exports(world).await;
    }
}

/// The statements of the desk's lists, on both databases.
async fn lists_and_finds(world: World) {
    let staff = world.staff("c1").await;
    let id = filed(&world, &world.citizen(50)).await.id;
    for tab in DeskTab::ALL {
        let query = DeskQuery { tab: Some(tab), filter: DeskFilter::default(), limit: 5 };
        let listing = ops::list_desk(&world.deps, &staff.clerk, query).await.unwrap();
        assert_eq!(listing.rows.len(), usize::from(tab == DeskTab::Incoming), "{tab:?}");
        assert_eq!(listing.counts.len(), DeskTab::ALL.len());
    }
    let found = ops::find_dossiers(&world.deps, &staff.clerk, mother().number).await.unwrap();
    assert!(matches!(found, Found::One(one) if one == id));
    let propose = ops::ProposeRefusal {
        dossier: id,
        version: 1,
        reason: crate::model::ReasonCode::Other,
        words: "Không thuộc thẩm quyền".to_owned(),
    };
    ops::propose_refusal(&world.deps, &staff.clerk, propose).await.unwrap();
    let mut late = super::walk::walk_in(&staff, &world, "k1");
    late.late = Some((super::fixture::now().plus_seconds(-7_200), "Mất điện".to_owned()));
    ops::receive_walk_in(&world.deps, &staff.clerk, late).await.unwrap();
    let waiting = ops::waiting_decisions(&world.deps, &staff.director).await.unwrap();
    assert_eq!((waiting.refusals.len(), waiting.late_entries.len()), (1, 1));
    assert_eq!(waiting.late_entries[0].words, "Mất điện");
    let elsewhere = world.staff("c2").await;
    let waiting = ops::waiting_decisions(&world.deps, &elsewhere.director).await.unwrap();
    assert_eq!((waiting.refusals.len(), waiting.late_entries.len()), (0, 0));
}

#[tokio::test]
async fn the_lists_of_the_desk_stand_on_sqlite() {
    lists_and_finds(World::with(vec![procedure()]).await).await;
}

#[tokio::test]
async fn the_lists_of_the_desk_stand_on_postgres() {
    if let Some(world) = World::on_postgres(vec![procedure()]).await {
        lists_and_finds(world).await;
    }
}
