//! Work lists, steps, drafting and signing through the pages, and every door of them closed to others.
use super::fixture::{Answer, Site, Staff, World, now, procedure};
use super::walk::{at, dossier, open_task, walk_in};
use crate::model::Status;
use crate::ops::{self, HandOver, Received, WorkQuery};
use contracts::{ChannelRule, DossierId, ProcedureFact, ProcedureId};
use policy::OpContext;
use workflow::StepKind;

/// A browser at which somebody is signed in.
fn as_user(world: &World, name: &str, cx: &OpContext) -> Site {
    let site = world.site();
    site.set_session(&world.accounts.sign_in(name, cx));
    site
}

async fn handed_over(world: &World, staff: &Staff, key: &str) -> Received {
    let received = ops::receive_walk_in(&world.deps, &staff.clerk, walk_in(staff, world, key)).await.unwrap();
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![received.id] }).await.unwrap();
    received
}

async fn step_path(world: &World, id: DossierId) -> String {
    format!("/viec/{}", open_task(&world.deps, id).await.id)
}

#[tokio::test]
async fn my_work_is_drafted_sent_on_and_signed_by_another() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let Received { id, code, .. } = handed_over(&world, &staff, "k1").await;
    let drafter = as_user(&world, "Ngân Văn Đức", &staff.case_officer);
    let list = drafter.get("/viec").await;
    assert_eq!(list.status, 200, "{}", list.text());
    let path = step_path(&world, id).await;
    assert!(list.has(&code) && list.has(&format!("href=\"{path}\"")), "{}", list.text());
    assert!(!list.has("⟦"), "{}", list.text());
    let page = drafter.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(!page.has("⟦"), "{}", page.text());
    assert!(page.has("value=\"Giấy khai sinh\""), "the title is the procedure's result");
    assert!(page.has("value=\"Mẹ\""), "the lines come from the answers: {}", page.text());
    let csrf = page.hidden("csrf");
    let empty = drafter.post(&format!("{path}/du-thao"), &csrf, &[("granted", "1"), ("title", " ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.has("Hãy ghi tên văn bản."));
    let unreasoned =
        drafter.post(&format!("{path}/du-thao"), &csrf, &[("granted", "0"), ("title", "Thông báo")]).await;
    assert!(unreasoned.status == 422 && unreasoned.has("phải nêu lý do"));
    let fields = [
        ("granted", "1"),
        ("title", "Giấy khai sinh"),
        ("row_label", "Quan hệ với bé"),
        ("row_value", "Mẹ"),
        ("row_label", "Họ và tên bé"),
        ("row_value", "Lang Bảo Ngọc"),
        ("row_label", ""),
        ("row_value", ""),
    ];
    let sent = drafter.post(&format!("{path}/du-thao"), &csrf, &fields).await;
    assert_eq!(sent.location(), "/viec");
    let pdf = drafter.get(&format!("/ho-so/{id}/du-thao.pdf")).await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "{}", pdf.status);
    let signer = as_user(&world, "Lô Thị Kim Oanh", &staff.chair);
    let waiting = signer.get("/cho-ky").await;
    assert!(waiting.has("Giấy khai sinh") && waiting.has("name=\"chosen\""), "{}", waiting.text());
    let path = step_path(&world, id).await;
    let page = signer.get(&path).await;
    assert!(page.has("Lang Bảo Ngọc") && page.has("1 chỗ khác tờ khai"), "{}", page.text());
    assert!(!page.has("⟦"), "{}", page.text());
    let result = page.hidden("result");
    let done = signer.post(&format!("{path}/ky"), &page.hidden("csrf"), &[("result", &result)]).await;
    assert_eq!(done.location(), "/viec");
    assert_eq!(dossier(&world.deps, id).await.status, Status::Resolved);
    let pdf = signer.get(&format!("/ho-so/{id}/ket-qua.pdf")).await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "{}", pdf.text());
    assert_eq!(signer.get(&format!("/ho-so/{id}/du-thao.pdf")).await.status, 422, "it is no draft any more");
    let again = signer.post(&format!("{path}/ky"), &page.hidden("csrf"), &[("result", &result)]).await;
    assert_eq!(again.status, 409, "a double click signs once");
}

#[tokio::test]
async fn the_drafter_sees_why_she_may_not_sign_and_cannot() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let committee = world.agency("c1", "commune_committee").await;
    let office = world.agency("c1", "commune_office").await;
    let mut both = world.officer(31, &office, "civil_status_officer", &["workflow.act", "dossiers.view"]);
    let chair = world.officer(32, &committee, "chair", &["workflow.act", "dossiers.view"]);
    let mut standing = (*both.standing).clone();
    standing.holdings.extend(chair.standing.holdings.iter().cloned());
    standing.grants.extend(chair.standing.grants.iter().cloned());
    both.standing = std::sync::Arc::new(standing);
    let Received { id, .. } = handed_over(&world, &staff, "k1").await;
    let site = as_user(&world, "Kha Văn Hai", &both);
    assert!(site.get("/viec").await.has("Vị trí công tác"), "two positions can be told apart");
    let path = step_path(&world, id).await;
    let fields = [("granted", "1"), ("title", "Giấy khai sinh")];
    assert_eq!(site.post_from(&path, &format!("{path}/du-thao"), &fields).await.location(), "/viec");
    let list = site.get("/cho-ky").await;
    assert!(list.has("Bạn là người soạn") && !list.has("name=\"chosen\""), "{}", list.text());
    let path = step_path(&world, id).await;
    let page = site.get(&path).await;
    assert!(page.has("disabled") && page.has("Bạn là người soạn"));
    let result = page.hidden("result");
    let refused = site.post(&format!("{path}/ky"), &page.hidden("csrf"), &[("result", &result)]).await;
    assert!(refused.status == 422 || refused.status == 403, "{}", refused.status);
    assert_eq!(dossier(&world.deps, id).await.status, Status::Processing);
}

#[tokio::test]
async fn several_results_are_signed_at_once_and_each_says_what_came_of_it() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let drafter = as_user(&world, "Ngân Văn Đức", &staff.case_officer);
    let mut values = Vec::new();
    for key in ["k1", "k2", "k3"] {
        let Received { id, .. } = handed_over(&world, &staff, key).await;
        let path = step_path(&world, id).await;
        let fields = [("granted", "1"), ("title", "Giấy khai sinh")];
        assert_eq!(drafter.post_from(&path, &format!("{path}/du-thao"), &fields).await.location(), "/viec");
        let task = open_task(&world.deps, id).await;
        let result = world.deps.db.read(move |tx| crate::store::result_of(tx, id)).await;
        let result = result.map_err(|e: db::DbError| e).unwrap().unwrap();
        values.push((id, format!("{}|{}", task.id, result.id)));
    }
    let signer = as_user(&world, "Lô Thị Kim Oanh", &staff.chair);
    let nothing = signer.post_from("/cho-ky", "/cho-ky", &[]).await;
    assert!(nothing.has("Chưa chọn kết quả nào"));
    // The second is sent back meanwhile by another window.
    let path = step_path(&world, values[1].0).await;
    let back = [("to", "draft"), ("words", "Sửa tên bé")];
    assert_eq!(signer.post_from(&path, &format!("{path}/tra-lai"), &back).await.location(), "/viec");
    let chosen: Vec<(&str, &str)> = values.iter().map(|(_, value)| ("chosen", value.as_str())).collect();
    let answer = signer.post_from("/cho-ky", "/cho-ky", &chosen).await;
    assert!(answer.has("Đã ký 2 trong 3 kết quả đã chọn"), "{}", answer.text());
    assert_eq!(dossier(&world.deps, values[0].0).await.status, Status::Resolved);
    assert_eq!(dossier(&world.deps, values[1].0).await.status, Status::Processing);
    let reopened = drafter.get(&step_path(&world, values[1].0).await).await;
    assert!(reopened.has("Sửa tên bé"), "the drafter reads why it came back: {}", reopened.text());
}

const WIDE_PROCESS: &str = r#"
code = "y-kien"
version = 1
title = "Có lấy ý kiến và hệ thống ngoài"
start = "receive"
[[steps]]
key = "receive"
title = "Tiếp nhận"
kind = "work"
role = "reception_officer"
place = "receiving"
minutes = 60
routes = [{ to = "assess" }]
[[steps]]
key = "assess"
title = "Thẩm định"
kind = "work"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 120
may_return_to = ["receive"]
routes = [{ to = "consult", outcome = "consult" }, { to = "enter" }]
[[steps]]
key = "consult"
title = "Cơ quan được hỏi trả lời"
kind = "consult"
deemed = true
role = "civil_status_officer"
place = "asked"
limit = { amount = 12, unit = "calendar_day", source = "1.013225" }
routes = [{ to = "enter", outcome = "disagreed" }, { to = "enter" }]
[[steps]]
key = "enter"
title = "Nhập phần mềm của Bộ"
kind = "external"
system = "ho-tich-btp"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 120
routes = [{ to = "draft", outcome = "failed" }, { to = "draft" }]
[[steps]]
key = "draft"
title = "Soạn kết quả"
kind = "propose"
role = "civil_status_officer"
place = { unit_kind = "commune_office" }
minutes = 120
may_return_to = ["assess"]
routes = [{ to = "sign" }]
[[steps]]
key = "sign"
title = "Ký"
kind = "approve"
role = "chair"
place = "resolving"
minutes = 60
different_from = ["draft"]
routes = [{ to = "return" }]
[[steps]]
key = "return"
title = "Trả kết quả"
kind = "desk"
role = "reception_officer"
place = "receiving"
minutes = 60
routes = [{ to = "end" }]
"#;

fn wide() -> ProcedureFact {
    let mut fact = procedure();
    fact.id = ProcedureId::from(base::Id::from_bytes([8; 16]));
    fact.code = "1.013225".to_owned();
    for case in &mut fact.cases {
        case.process = Some("y-kien@1".to_owned());
        case.form = None;
        let limit = case.channels.first().and_then(|rule| rule.limit.clone());
        case.channels.iter_mut().for_each(|rule: &mut ChannelRule| rule.limit.clone_from(&limit));
    }
    fact
}

#[tokio::test]
async fn agencies_are_asked_answer_and_an_outside_system_is_not_our_delay() {
    let world = World::with(vec![wide()]).await;
    let definition = workflow::Definition::from_toml(WIDE_PROCESS).unwrap();
    world.deps.db.write(move |tx| workflow::publish_definition(tx, &definition)).await.unwrap();
    let staff = world.staff("c1").await;
    let mut cmd = walk_in(&staff, &world, "k1");
    cmd.procedure_code = "1.013225".to_owned();
    let Received { id, .. } = ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap();
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let officer = as_user(&world, "Ngân Văn Đức", &staff.case_officer);
    let path = step_path(&world, id).await;
    let page = officer.get(&path).await;
    assert!(page.has("Chuyển tới: Cơ quan được hỏi trả lời") && page.has("name=\"ask\""), "{}", page.text());
    assert!(!page.has("⟦"), "{}", page.text());
    let csrf = page.hidden("csrf");
    let nobody = officer.post(&format!("{path}/chuyen"), &csrf, &[("outcome", "consult")]).await;
    assert!(nobody.status == 422 && nobody.has("cần chọn ít nhất một cơ quan"), "{}", nobody.text());
    let report = [("advice", "supplement"), ("words", "Thiếu trang 2")];
    let unnamed = officer.post(&format!("{path}/bao-quay"), &csrf, &report).await;
    assert!(unnamed.status == 422 && unnamed.has("Hãy chọn giấy tờ cần bổ sung."));
    let named = [report[0], report[1], ("components", "giay_chung_sinh")];
    assert_eq!(officer.post(&format!("{path}/bao-quay"), &csrf, &named).await.location(), "/viec");
    assert!(officer.get(&path).await.has("Bạn đã báo quầy lúc"));
    let other = world.agency("c2", "commune_office").await;
    let asked =
        [("outcome", "consult"), ("ask", &*world.agency("c1", "commune_committee").await.id.to_string())];
    assert_eq!(officer.post(&format!("{path}/chuyen"), &csrf, &asked).await.location(), "/viec");
    let task = open_task(&world.deps, id).await;
    assert!(matches!(task.kind, StepKind::Consult { .. }));
    let committee = world.agency("c1", "commune_committee").await;
    let consulted = world.officer(41, &committee, "civil_status_officer", &["workflow.act"]);
    let stranger = world.officer(42, &other, "civil_status_officer", &["workflow.act"]);
    let path = format!("/viec/{}", task.id);
    assert_eq!(as_user(&world, "Người Lạ", &stranger).get(&path).await.status, 404, "existence is private");
    let asked = as_user(&world, "Lương Văn Hỏi", &consulted);
    let unsaid = asked.post_from(&path, &format!("{path}/y-kien"), &[("agreed", "0")]).await;
    assert!(unsaid.status == 422 && unsaid.has("Hãy viết ý kiến."), "{}", unsaid.text());
    let said = [("agreed", "0"), ("words", "Chưa đúng quy hoạch")];
    assert_eq!(asked.post_from(&path, &format!("{path}/y-kien"), &said).await.location(), "/viec");
    let path = step_path(&world, id).await;
    let page = officer.get(&path).await;
    assert!(page.has("không phải là chậm của đơn vị") && page.has("Không đồng ý"), "{}", page.text());
    let answered = [("ok", "1"), ("reference", "HT-2026/0014")];
    assert_eq!(
        officer.post_from(&path, &format!("{path}/tra-loi-ngoai"), &answered).await.location(),
        "/viec"
    );
    assert_eq!(open_task(&world.deps, id).await.kind, StepKind::Propose);
}

#[tokio::test]
async fn pages_of_work_follow_one_another_without_gap_or_repetition() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let mut all = Vec::new();
    for key in 0..7 {
        let when = at(&staff.clerk, now().plus_seconds(key * 60));
        let cmd = walk_in(&staff, &world, &format!("k{key}"));
        all.push(ops::receive_walk_in(&world.deps, &when, cmd).await.unwrap().id);
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let query = WorkQuery { after, limit: 3, ..WorkQuery::default() };
        let page = ops::list_work(&world.deps, &staff.clerk, query).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.dossier.id));
        after = page.rows.last().map(|row| (row.task.sort_key(), row.task.id));
        if !page.more {
            break;
        }
    }
    assert_eq!(seen, all);
    let elsewhere = world.staff("c2").await;
    let none =
        ops::list_work(&world.deps, &elsewhere.clerk, WorkQuery { limit: 3, ..WorkQuery::default() }).await;
    assert!(none.unwrap().rows.is_empty(), "another commune's work is not mine");
}

/// Every route of the group, with what a stranger and a wrong officer get.
#[tokio::test]
async fn nobody_without_the_right_comes_through_a_door_of_work() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let Received { id, .. } = handed_over(&world, &staff, "k1").await;
    let path = step_path(&world, id).await;
    let pages = [
        "/viec".to_owned(),
        path.clone(),
        "/cho-ky".to_owned(),
        format!("{path}/tep/{id}"),
        format!("/ho-so/{id}/du-thao.pdf"),
        format!("/ho-so/{id}/ket-qua.pdf"),
    ];
    let visitor = world.site();
    let director = as_user(&world, "Giám đốc", &staff.director);
    let neighbour = as_user(&world, "Hàng Xóm", &world.staff("c2").await.case_officer);
    let closed = |answer: &Answer| matches!(answer.status.as_u16(), 303 | 401 | 403 | 404);
    for page in &pages {
        let answer = visitor.get(page).await;
        assert!(closed(&answer), "{page}: {}", answer.status);
    }
    for page in &pages[..4] {
        assert_eq!(director.get(page).await.status, 403, "{page}: the director has no steps");
    }
    for page in [&pages[1], &pages[3], &pages[4], &pages[5]] {
        assert_eq!(neighbour.get(page).await.status, 404, "{page}");
    }
    let csrf = neighbour.get("/viec").await;
    let token = csrf
        .text()
        .rsplit_once("name=\"csrf\" value=\"")
        .map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_owned());
    let token = token.unwrap();
    for act in ["chuyen", "tra-lai", "y-kien", "tra-loi-ngoai", "bao-quay", "du-thao", "xem-thu", "ky"] {
        let fields = [
            ("to", "receive"),
            ("words", "x"),
            ("agreed", "1"),
            ("ok", "1"),
            ("advice", "stop"),
            ("granted", "1"),
            ("title", "x"),
            ("result", "018f0000-0000-7000-8000-000000000000"),
        ];
        let at = format!("{path}/{act}");
        let answer = neighbour.post(&at, &token, &fields).await;
        assert!(matches!(answer.status.as_u16(), 403 | 404 | 422), "{act}: {}", answer.status);
        let answer = visitor.post(&at, "x", &fields).await;
        assert!(closed(&answer), "{act}: {}", answer.status);
    }
    assert_eq!(open_task(&world.deps, id).await.kind, StepKind::Propose, "nothing moved");
}
