//! The person's side through the pages, without a script: begin, leave, come back, file, follow, answer.
use super::fixture::{Site, World};
use crate::model::Status;
use crate::ops;

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0 anh chup giay chung sinh";

/// The form's pages answered well.
pub const PAGES: &[(&str, &[(&str, &str)])] = &[
    ("relation-page", &[("relation", "mother"), ("_shown", "relation")]),
    (
        "child-page",
        &[
            ("child_name-family", "Lô"),
            ("child_name-middle", "Vi Nhật"),
            ("child_name-given", "Minh"),
            ("child_birth-d", "11"),
            ("child_birth-m", "11"),
            ("child_birth-y", "2026"),
            ("_shown", "child_name child_birth"),
        ],
    ),
    (
        "mother-home",
        &[("mother_home-unit", "17254"), ("mother_home-village", "Bản Nưa"), ("_shown", "mother_home")],
    ),
];

/// Begins a draft and answers its id.
pub async fn begin(site: &Site) -> String {
    let page = site.get("/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary").await;
    assert!(page.has("Giấy chứng sinh") && page.has("Bệnh viện, trạm y tế nơi sinh"), "{}", page.text());
    let began =
        site.post("/nop", &page.hidden("csrf"), &[("thu-tuc", "1.001193"), ("truong-hop", "ordinary")]).await;
    let target = began.location();
    target.trim_start_matches("/nop/").trim_end_matches("/ma-giu").to_owned()
}

/// Answers everything but the papers.
pub async fn answer_all(site: &Site, draft: &str) {
    let base = format!("/nop/{draft}");
    let page = site.get(&format!("{base}/noi-nop")).await;
    let text = page.text();
    let unit = text.split("<option value=\"").find(|part| part.contains("Xã Con Cuông")).unwrap();
    let unit = unit.split('"').next().unwrap().to_owned();
    let place = format!("{base}/noi-nop");
    assert_eq!(
        site.post_from(&place, &place, &[("xa", &unit)]).await.location(),
        format!("{base}/nguoi-nop")
    );
    let who = format!("{base}/nguoi-nop");
    let me = [
        ("tu-cach", "birth_relative"),
        ("ten", "Vi Thị Hoài Thương"),
        ("so", "040199123862"),
        ("sinh", "2/3/1999"),
        ("dien-thoai", "0868 415 207"),
    ];
    assert_eq!(site.post_from(&who, &who, &me).await.location(), format!("{base}/chu-ho-so"));
    let owner = format!("{base}/chu-ho-so");
    let answer = site.post_from(&owner, &owner, &[("ten", "Lô Vi Nhật Minh")]).await;
    assert_eq!(answer.location(), format!("{base}/relation-page"));
    let named = site.get(&format!("{base}/child-page")).await;
    assert!(named.has("value=\"Minh\"") && named.has("Lấy từ phần chủ hồ sơ"), "{}", named.text());
    for (page, fields) in PAGES {
        let path = format!("{base}/{page}");
        let seen = site.get(&path).await;
        let mut all = vec![("_seen", seen.hidden("_seen")), ("_act", "continue".to_owned())];
        all.extend(fields.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let saved = site.post(&path, &seen.hidden("csrf"), &all).await;
        assert_eq!(saved.status, 303, "{page}: {}", saved.text());
    }
    let wish = format!("{base}/nhan-ket-qua");
    let fields = [("nhan", "counter"), ("so-ban", "2")];
    assert_eq!(site.post_from(&wish, &wish, &fields).await.location(), format!("{base}/giay-to"));
}

pub async fn attach(site: &Site, draft: &str, name: &str, bytes: &[u8]) -> super::fixture::Answer {
    let page = format!("/nop/{draft}/giay-to");
    let csrf = site.get(&page).await.hidden("csrf");
    site.upload(&page, &csrf, &[("thanh-phan", "giay_chung_sinh")], &[("tep", name, bytes)]).await
}

/// Files a whole draft and answers its id and the dossier's.
pub async fn file(site: &Site) -> (String, String) {
    let draft = begin(site).await;
    answer_all(site, &draft).await;
    assert_eq!(attach(site, &draft, "giay chung sinh.jpg", JPEG).await.status, 303);
    let papers = format!("/nop/{draft}/giay-to");
    let done = site.post_from(&papers, &format!("{papers}/xong"), &[]).await;
    assert_eq!(done.location(), format!("/nop/{draft}/kiem-tra"));
    let check = format!("/nop/{draft}/kiem-tra");
    let filed =
        site.post_from(&check, &format!("/nop/{draft}/nop"), &[("_agree", "1"), ("_act", "submit")]).await;
    assert_eq!(filed.location(), format!("/nop/{draft}/da-nop"), "{}", filed.text());
    let page = site.get(&filed.location()).await.text();
    let own = page.split("/ho-so-cua-toi/").nth(1).unwrap().get(..36).unwrap().to_owned();
    (draft, own)
}

fn key_on(page: &str) -> String {
    let (_, rest) = page.split_once("<b class=\"code\">").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

fn words_are_whole(site: &Site) {
    assert_eq!(site.catalogue.missing(), Vec::<String>::new());
}

#[tokio::test]
async fn a_case_is_chosen_before_what_it_takes_is_told() {
    let world = World::new().await;
    let site = world.site();
    let choice = site.get("/nop/bat-dau?thu-tuc=1.001193").await;
    assert!(choice.has("Thông thường") && choice.has("Cha mẹ chưa kết hôn"));
    assert!(!choice.has("Bắt đầu khai"));
    let csrf = site.get("/tra-cuu").await.hidden("csrf");
    let undecided = site.post("/nop", &csrf, &[("procedure", "1.001193"), ("case", "")]).await;
    assert_eq!(
        undecided.location(),
        "/nop/bat-dau?thu-tuc=1.001193",
        "the procedure page's button names no case"
    );
    let decided = site.post("/nop", &csrf, &[("procedure", "1.001193"), ("case", "unmarried")]).await;
    assert!(decided.location().ends_with("/ma-giu"));
    let none = site.get("/nop/bat-dau?thu-tuc=9.999999").await;
    assert_eq!(none.status, 422);
    words_are_whole(&site);
}

#[tokio::test]
async fn a_draft_is_left_and_opened_on_another_device_by_its_key() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    let shown = site.get(&format!("/nop/{draft}/ma-giu")).await;
    let key = key_on(&shown.text());
    assert_eq!(key.len(), 14);
    answer_all(&site, &draft).await;
    let other = site.other_browser();
    assert_eq!(other.get(&format!("/nop/{draft}")).await.status, 303, "a stranger is asked to sign in");
    let typed = key.replace('-', " ").to_lowercase();
    let opened = other.post_from("/nop/mo-lai", "/nop/mo-lai", &[("ma", &typed)]).await;
    assert_eq!(opened.location(), format!("/nop/{draft}"));
    let tasks = other.get(&opened.location()).await;
    assert!(tasks.has("Đã xong 7 trong 8 phần"), "{}", tasks.text());
    let child = other.get(&format!("/nop/{draft}/child-page")).await;
    assert!(child.has("value=\"Minh\""), "what was answered on the first device is there");
    let wrong = other.post_from("/nop/mo-lai", "/nop/mo-lai", &[("ma", "AAAA-BBBB-CCCC")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("value=\"AAAA-BBBB-CCCC\""));
    words_are_whole(&site);
}

#[tokio::test]
async fn the_way_from_the_first_page_to_the_code_needs_no_script() {
    let world = World::new().await;
    let site = world.site();
    let (draft, own) = file(&site).await;
    let page = site.get(&format!("/nop/{draft}/da-nop")).await;
    assert!(page.has("H41.77.01-261120-0001"), "{}", page.text());
    assert!(page.has("Trung tâm Phục vụ hành chính công xã Con Cuông, trước 10:24 thứ Hai 23/11/2026"));
    assert!(
        page.has("10:24, thứ Sáu 20/11/2026") && page.has("kết quả có trước 17:00 thứ Hai 23/11/2026"),
        "{}",
        page.text()
    );
    assert!(page.has("giay chung sinh.jpg") && page.has("Dấu vân tay tệp"));
    let dossier = site.get(&format!("/ho-so-cua-toi/{own}")).await;
    assert_eq!(dossier.status, 200);
    assert!(dossier.has("Đăng ký khai sinh cho Lô Vi Nhật Minh"));
    assert!(site.get("/cua-toi").await.has("H41.77.01-261120-0001"));
    words_are_whole(&site);
}

#[tokio::test]
async fn a_second_click_answers_the_same_dossier() {
    let world = World::new().await;
    let site = world.site();
    let (draft, own) = file(&site).await;
    let csrf = site.get("/tra-cuu").await.hidden("csrf");
    let again = site.post(&format!("/nop/{draft}/nop"), &csrf, &[("_agree", "1"), ("_act", "submit")]).await;
    assert_eq!(again.location(), format!("/nop/{draft}/da-nop"));
    assert!(site.get(&again.location()).await.has(&own));
    let closed = site.get(&format!("/nop/{draft}/child-page")).await;
    assert_eq!(closed.status, 409, "a filed draft is closed");
    assert!(closed.has("đã nộp"));
}

#[tokio::test]
async fn everything_missing_is_listed_with_its_page_and_nothing_is_filed() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    let check = format!("/nop/{draft}/kiem-tra");
    let refused =
        site.post_from(&check, &format!("/nop/{draft}/nop"), &[("_agree", "1"), ("_act", "submit")]).await;
    assert_eq!(refused.status, 422);
    for lacking in ["noi-nop", "nguoi-nop", "relation-page", "giay-to#tep-giay_chung_sinh", "nhan-ket-qua"] {
        assert!(refused.has(&format!("/nop/{draft}/{lacking}")), "{lacking}: {}", refused.text());
    }
    assert!(refused.has("<title>Lỗi: "));
    answer_all(&site, &draft).await;
    attach(&site, &draft, "a.jpg", JPEG).await;
    let unagreed = site.post_from(&check, &format!("/nop/{draft}/nop"), &[("_act", "submit")]).await;
    assert_eq!(unagreed.status, 422);
    assert!(unagreed.has("Đánh dấu vào ô cam đoan"));
    words_are_whole(&site);
}

#[tokio::test]
async fn a_refused_answer_comes_back_as_it_was_typed() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    let path = format!("/nop/{draft}/child-page");
    let fields = [
        ("child_name-family", "Lô"),
        ("child_name-given", "Minh"),
        ("child_birth-d", "31"),
        ("child_birth-m", "11"),
        ("child_birth-y", "2026"),
        ("_shown", "child_name child_birth"),
    ];
    let refused = site.post_from(&path, &path, &fields).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("value=\"31\"") && refused.has("value=\"Minh\""));
    assert!(refused.has("chỉ có 30 ngày"), "{}", refused.text());
    let back = site.get(&path).await;
    assert!(back.has("value=\"31\""), "also after leaving and coming back");
    let who = format!("/nop/{draft}/nguoi-nop");
    let wrong = [("ten", "Vi Thị Thương"), ("so", "040399123862"), ("dien-thoai", "12")];
    let people = site.post_from(&who, &who, &wrong).await;
    assert_eq!(people.status, 422);
    assert!(
        people.has("Năm sinh trong số định danh ở tương lai") && people.has("value=\"040399123862\""),
        "{}",
        people.text()
    );
    assert!(people.has("Chọn bạn nộp hồ sơ cho ai"));
    words_are_whole(&site);
}

#[tokio::test]
async fn emoji_control_characters_and_decomposed_text_are_met_with_words() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    let path = format!("/nop/{draft}/child-page");
    let name = |given: &'static str| {
        [
            ("child_name-family", "Lô"),
            ("child_name-given", given),
            ("child_birth-d", "1"),
            ("child_birth-m", "11"),
            ("child_birth-y", "2026"),
            ("_shown", "child_name child_birth"),
        ]
    };
    for bad in ["Minh\u{1F600}", "Minh\u{0007}"] {
        assert_eq!(site.post_from(&path, &path, &name(bad)).await.status, 422);
    }
    assert_eq!(site.post_from(&path, &path, &name("Hue\u{0302}\u{0301}")).await.status, 303);
    assert!(site.get(&path).await.has("value=\"Huế\""), "decomposed marks are composed");
}

#[tokio::test]
async fn a_stale_tab_shows_both_answers_and_overwrites_nothing() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    let path = format!("/nop/{draft}/relation-page");
    let first = site.get(&path).await;
    let (csrf, seen) = (first.hidden("csrf"), first.hidden("_seen"));
    let post = |relation: &'static str, seen: String| {
        let (path, csrf, site) = (path.clone(), csrf.clone(), &site);
        async move {
            site.post(&path, &csrf, &[("relation", relation), ("_seen", &seen), ("_shown", "relation")]).await
        }
    };
    assert_eq!(post("mother", seen.clone()).await.status, 303);
    let stale = post("father", seen).await;
    assert_eq!(stale.status, 409);
    assert!(stale.has("vừa được lưu ở máy hoặc thẻ khác") && stale.has("<dd>Mẹ</dd>"), "{}", stale.text());
    assert!(stale.has("value=\"father\" checked"));
    assert!(site.get(&path).await.has("value=\"mother\" checked"), "nothing was overwritten");
    assert_eq!(post("father", stale.hidden("_seen")).await.status, 303, "asked again, it is");
    words_are_whole(&site);
}

#[tokio::test]
async fn an_old_commune_name_finds_the_new_one() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    let path = format!("/nop/{draft}/noi-nop");
    let found = site.post_from(&path, &path, &[("ten-xa", "yen khe"), ("_act", "find")]).await;
    assert_eq!(found.status, 200);
    assert!(found.has("Tên cũ: Xã Yên Khê") && found.has("name=\"chon\""), "{}", found.text());
    let none = site.post_from(&path, &path, &[("ten-xa", "khong co"), ("_act", "find")]).await;
    assert_eq!(none.status, 422);
    assert!(none.has("“khong co”"));
    assert!(site.post_from(&path, &path, &[]).await.has("Chọn xã, phường nơi nộp"));
    words_are_whole(&site);
}

#[tokio::test]
async fn each_bad_file_is_refused_with_its_reason_and_the_good_ones_stay() {
    let world = World::new().await;
    let site = world.site();
    let draft = begin(&site).await;
    assert_eq!(attach(&site, &draft, "trang 1.jpg", JPEG).await.status, 303);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("rong.jpg", Vec::new(), "không có nội dung"),
        ("may.pdf", b"MZ\x90\x00 this is no PDF".to_vec(), "đuôi .pdf nhưng nội dung không phải là tệp PDF"),
        ("anh.JPG", b"this is no picture".to_vec(), "đuôi .jpg nhưng nội dung không phải là tệp JPG"),
        ("la.exe", b"MZ\x90\x00".to_vec(), "Chỉ nhận ảnh"),
        ("lon.jpg", [JPEG, &vec![0_u8; 21 * 1024 * 1024]].concat(), "lớn hơn 20 MB"),
        ("bom.docx", super::citizen_files::bomb(), "không an toàn"),
    ];
    for (name, bytes, why) in cases {
        let refused = attach(&site, &draft, name, bytes).await;
        assert_eq!(refused.status, 422, "{name}");
        assert!(refused.has(name) && refused.has(why), "{name}: {}", refused.text());
        assert!(refused.has("trang 1.jpg"), "{name}: the good file is still there");
    }
    let page = site.get(&format!("/nop/{draft}/giay-to")).await;
    let text = page.text();
    for action in ["giay-to", "giay-to/bo", "giay-to/xong"] {
        assert!(
            page.has(&format!("action=\"/nop/{draft}/{action}\"")),
            "the page's forms lead where they are taken"
        );
    }
    let id = text.split("/tep/").nth(1).unwrap().get(..36).unwrap();
    let file = site.get(&format!("/nop/{draft}/tep/{id}")).await;
    assert_eq!(file.bytes, JPEG);
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_ne!(site.other_browser().get(&format!("/nop/{draft}/tep/{id}")).await.status, 200);
    let removed = site.post(&format!("/nop/{draft}/giay-to/bo"), &page.hidden("csrf"), &[("tep", id)]).await;
    assert_eq!(removed.status, 303);
    assert!(!site.get(&format!("/nop/{draft}/giay-to")).await.has("trang 1.jpg"));
    words_are_whole(&site);
}

#[tokio::test]
async fn what_an_account_begins_is_found_again_by_the_account() {
    let world = World::new().await;
    let site = world.site();
    let token = world.accounts.sign_in("Vi Thị Hoài Thương", &world.citizen(31));
    site.set_session(&token);
    let draft = begin(&site).await;
    let who = site.get(&format!("/nop/{draft}/nguoi-nop")).await;
    assert!(who.has("value=\"Vi Thị Hoài Thương\""), "the account's name is filled in");
    let other = site.other_browser();
    other.set_session(&token);
    let mine = other.get("/cua-toi").await;
    assert!(mine.has("Đang khai dở") && mine.has(&draft));
    let stranger = site.other_browser();
    stranger.set_session(&world.accounts.sign_in("Người khác", &world.citizen(32)));
    assert_eq!(stranger.get(&format!("/nop/{draft}")).await.status, 403);
    words_are_whole(&site);
}

#[tokio::test]
async fn the_look_up_masks_and_stops_guessing() {
    let world = World::new().await;
    let site = world.site();
    file(&site).await;
    let visitor = site.other_browser();
    let ask = |digits: &'static str| {
        let visitor = &visitor;
        async move {
            let fields = [("ma", "h41.77.01-261120-0001"), ("so", digits)];
            visitor.post_from("/tra-cuu", "/tra-cuu", &fields).await
        }
    };
    let found = ask("3862").await;
    assert_eq!(found.status, 200, "{}", found.text());
    assert!(found.has("Đăng ký khai sinh cho Lô V. N. M.") && !found.has("Nhật"));
    assert!(found.has("Quầy tiếp nhận kiểm tra") && found.has("Trả kết quả"));
    assert!(!found.has("3862") && !found.has("giay chung sinh.jpg"));
    for _ in 0..4 {
        assert_eq!(ask("0000").await.status, 422);
    }
    let stopped = ask("3862").await;
    assert_eq!(stopped.status, 429, "the sixth try in the hour");
    assert!(stopped.has("quá nhiều lần"));
    words_are_whole(&site);
}

#[tokio::test]
async fn an_unknown_paper_is_told_so_without_an_error_page() {
    let world = World::new().await;
    let site = world.site();
    let unknown = site.get("/kiem-tra/khongcogiaynay").await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.has("Không có giấy tờ nào mang mã này"));
    words_are_whole(&site);
}

#[tokio::test]
async fn a_dossier_is_withdrawn_only_with_words_and_by_its_person() {
    let world = World::new().await;
    let site = world.site();
    let (_, own) = file(&site).await;
    let path = format!("/ho-so-cua-toi/{own}/rut");
    assert_eq!(site.post_from(&path, &path, &[]).await.status, 422);
    assert_ne!(site.other_browser().get(&path).await.status, 200);
    let done = site.post_from(&path, &path, &[("ly-do", "Nộp nhầm xã")]).await;
    assert_eq!(done.location(), format!("/ho-so-cua-toi/{own}"));
    let page = site.get(&done.location()).await;
    assert!(page.has("Người nộp rút hồ sơ: Nộp nhầm xã"), "{}", page.text());
    let id: contracts::DossierId = own.parse().unwrap();
    let view = ops::filed_view(&world.deps, &world.visitor(), id).await.unwrap();
    assert_eq!(view.dossier.status, Status::Withdrawn);
    words_are_whole(&site);
}
