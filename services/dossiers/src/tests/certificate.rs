//! The paper a birth registration ends in: laid out by the pack, the child's number from the outside step, the signer's
//! comparison by key.
use super::fixture::{Site, Staff, World, procedure};
use super::poppler::{pages_of, text_of};
use super::walk::{dossier, open_task, walk_in};
use crate::model::{ResultBody, ResultLine, Status};
use crate::ops::{self, HandOver, Received};
use crate::rules;
use base::Date;
use contracts::{DossierId, ProcedureFact, ProcedureId, ResultRule};
use policy::OpContext;
use serde_json::{Value, json};

const PROCEDURE: &str = include_str!("../../../../packs/khai-sinh/procedures/1.001193.toml");
const PROCESS: &str = include_str!("../../../../packs/khai-sinh/processes/khai-sinh.toml");
const FORM: &str = include_str!("../../../../packs/khai-sinh/forms/khai-sinh-1.json");

fn rule() -> ResultRule {
    let file: toml::Value = toml::from_str(PROCEDURE).unwrap();
    file["result"].clone().try_into().unwrap()
}

fn form() -> forms::FormDefinition {
    let mut pack: Value = serde_json::from_str(FORM).unwrap();
    pack["form"]["version"] = 2.into();
    serde_json::from_value(pack["form"].clone()).unwrap()
}

/// The pack's own form, process and layout beside the small province's.
async fn world() -> World {
    world_with(rule()).await
}

async fn world_with(result: ResultRule) -> World {
    let mut fact: ProcedureFact = procedure();
    fact.id = ProcedureId::from(base::Id::from_bytes([9; 16]));
    fact.code = "1.001999".to_owned();
    fact.result = result;
    for case in &mut fact.cases {
        (case.form, case.process) = (Some("khai-sinh@2".to_owned()), Some("khai-sinh@2".to_owned()));
    }
    let world = World::with(vec![fact]).await;
    let mut process = workflow::Definition::from_toml(PROCESS).unwrap();
    process.version = 2;
    let form = form();
    let published = super::fixture::now();
    world
        .deps
        .db
        .write(move |tx| forms::store::publish(tx, &form, Date::constant(2026, 1, 1), published))
        .await
        .unwrap();
    world.deps.db.write(move |tx| workflow::publish_definition(tx, &process)).await.unwrap();
    world
}

fn name(family: &str, middle: &str, given: &str) -> Value {
    json!({ "family": family, "middle": middle, "given": given })
}

fn answers(world: &World) -> Value {
    let home = json!({ "unit": world.unit("c1"), "code": "17254", "name": "Xã Con Cuông, tỉnh Nghệ An", "village": "Bản Nưa" });
    json!({
        "relation": "mother", "requester_name": name("Lữ", "Thị", "Mẫu"), "requester_birth": "1998-03-12",
        "requester_paper": "identity", "requester_number": "040198001234",
        "requester_residence_kind": "permanent", "requester_residence": home,
        "phone": "0868415207", "email": "mau@example.vn",
        "child_name": name("Lô", "Vi Nhật", "Minh"), "child_birth": "2026-11-02", "child_sex": "female",
        "child_people": "03", "child_nationality": "vietnamese", "birthplace_kind": "facility",
        "birthplace_facility": "Trạm Y tế xã Con Cuông", "birthplace": home, "child_origin": home,
        "birth_proof": "paper", "birth_proof_number": "17",
        "mother_people": "03", "mother_nationality": "vietnamese",
        "has_father": true, "father_name": name("Lô", "Văn", "Hùng"), "father_birth": "1995",
        "father_people": "04", "father_nationality": "other", "father_nationality_name": "Lào",
        "father_residence_kind": "permanent", "father_residence": home, "father_paper": "identity",
        "father_number": "040095001234", "married": true, "marriage_date": "2021", "marriage_place": "Xã Con Cuông",
        "copies": 3
    })
}

fn as_user(world: &World, name: &str, cx: &OpContext) -> Site {
    let site = world.site();
    site.set_session(&world.accounts.sign_in(name, cx));
    site
}

async fn path(world: &World, id: DossierId) -> String {
    format!("/viec/{}", open_task(&world.deps, id).await.id)
}

async fn checked(world: &World, staff: &Staff) -> (DossierId, Site) {
    let mut cmd = walk_in(staff, world, "k1");
    cmd.procedure_code = "1.001999".to_owned();
    cmd.answers = answers(world);
    let Received { id, .. } = ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap();
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let officer = as_user(world, "Ngân Văn Đức", &staff.case_officer);
    let at = path(world, id).await;
    let sent = officer.post_from(&at, &format!("{at}/chuyen"), &[("outcome", "")]).await;
    assert_eq!(sent.location(), "/viec", "{}", sent.text());
    (id, officer)
}

async fn body(world: &World, id: DossierId) -> ResultBody {
    let result = world.deps.db.read(move |tx| crate::store::result_of(tx, id)).await;
    ResultBody::of(&result.map_err(|e: db::DbError| e).unwrap().unwrap().body)
}

/// What a browser would send of the page as it stands.
fn as_shown(page: &str) -> Vec<(String, String)> {
    let mut fields =
        vec![("granted".to_owned(), "1".to_owned()), ("title".to_owned(), "Giấy khai sinh".to_owned())];
    for input in page.split("<input ").skip(1) {
        let of = |name: &str| {
            let (_, rest) = input.split_once(&format!("{name}=\""))?;
            Some(rest.split('"').next().unwrap_or_default().replace("&#34;", "\"").replace("&#39;", "'"))
        };
        if let Some(name) = of(" name").or_else(|| of("name")).filter(|name| name.starts_with("row_")) {
            fields.push((name, of("value").unwrap_or_default()));
        }
    }
    fields
}

async fn send(site: &Site, at: &str, fields: &[(String, String)]) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let sent = site.post_from(at, &format!("{at}/du-thao"), &fields).await;
    assert_eq!(sent.location(), "/viec", "{}", sent.text());
}

#[tokio::test]
async fn a_certificate_of_birth_says_its_own_lines_and_carries_the_number_that_was_given() {
    let world = world().await;
    let staff = world.staff("c1").await;
    let (id, officer) = checked(&world, &staff).await;
    let at = path(&world, id).await;
    let page = officer.get(&at).await;
    assert!(!page.has("⟦"), "{}", page.text());
    let fields = as_shown(&page.text());
    let said = |value: &str| fields.iter().any(|(_, known)| known == value);
    assert!(said("Người mẹ") && said("Lữ Thị Mẫu") && said("1998") && said("Lào"), "{fields:?}");
    assert!(said("chờ cấp") && !said("Quan hệ với bé") && !said("Số điện thoại"), "{fields:?}");
    assert!(
        !fields.iter().any(|(_, value)| value.contains("bản sao") || value.contains("0868")),
        "{fields:?}"
    );
    send(&officer, &at, &fields).await;
    let pdf = officer.get(&format!("/ho-so/{id}/du-thao.pdf")).await;
    if let Some(text) = text_of(&pdf.bytes) {
        assert!(text.contains("Số định danh cá nhân: chờ cấp"), "{text}");
    }
    // The outside system's answer needs the number.
    let at = path(&world, id).await;
    assert!(officer.get(&at).await.has("Số định danh cá nhân đã cấp"));
    for (typed, said) in [
        ("", "Hãy nhập số định danh"),
        ("HT-2026/14", "chưa đúng"),
        ("040399000147", "chưa đúng"),
        ("123456789", "chưa đúng"),
    ] {
        let answer = [("ok", "1"), ("reference", typed)];
        let wrong = officer.post_from(&at, &format!("{at}/tra-loi-ngoai"), &answer).await;
        assert!(wrong.status == 422 && wrong.has(said), "{typed}: {}", wrong.text());
    }
    let answer = [("ok", "1"), ("reference", "040 326 000 147")];
    assert_eq!(officer.post_from(&at, &format!("{at}/tra-loi-ngoai"), &answer).await.location(), "/viec");
    let number =
        |body: &ResultBody| body.rows.iter().find(|line| line.key == "child_number").unwrap().value.clone();
    assert_eq!(number(&body(&world, id).await), "040326000147");
    let signer = as_user(&world, "Lô Thị Kim Oanh", &staff.chair);
    let at = path(&world, id).await;
    let page = signer.get(&at).await;
    assert!(page.has("trùng với tờ khai") && page.has("040326000147"), "{}", page.text());
    assert!(!page.has("class=\"differ\"") && !page.has("⟦"), "{}", page.text());
    let done =
        signer.post(&format!("{at}/ky"), &page.hidden("csrf"), &[("result", &page.hidden("result"))]).await;
    assert_eq!(done.location(), "/viec", "{}", done.text());
    assert_eq!(dossier(&world.deps, id).await.status, Status::Resolved);
    let pdf = signer.get(&format!("/ho-so/{id}/ket-qua.pdf")).await;
    assert!(pages_of(&pdf.bytes).is_none_or(|pages| pages == 1), "one sheet: {:?}", pages_of(&pdf.bytes));
    let Some(text) = text_of(&pdf.bytes) else { return };
    for words in [
        "Người được khai sinh",
        "Lô Vi Nhật Minh",
        "02/11/2026",
        "hai nghìn không trăm hai mươi sáu",
        "Giới tính: Nữ",
        "Trạm Y tế xã Con Cuông",
        "Số định danh cá nhân: 040326000147",
        "Lô Văn Hùng",
        "Giấy tờ tùy thân: Số định danh cá nhân, căn cước, 040198001234",
        "Nơi đăng ký: Ủy ban nhân dân xã Con Cuông",
        "Ngày đăng ký: 20/11/2026",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("chờ cấp") && !text.contains("bản sao") && !text.contains("868"), "{text}");
}

#[tokio::test]
async fn a_line_changed_by_the_drafter_is_the_only_difference_the_signer_sees() {
    let world = world().await;
    let staff = world.staff("c1").await;
    let (id, officer) = checked(&world, &staff).await;
    let at = path(&world, id).await;
    let mut fields = as_shown(&officer.get(&at).await.text());
    let father = fields.iter_mut().find(|(_, value)| value == "Lào").unwrap();
    father.1 = "Việt Nam".to_owned();
    send(&officer, &at, &fields).await;
    let at = path(&world, id).await;
    let answer = [("ok", "1"), ("reference", "040326000147")];
    assert_eq!(officer.post_from(&at, &format!("{at}/tra-loi-ngoai"), &answer).await.location(), "/viec");
    let page = as_user(&world, "Lô Thị Kim Oanh", &staff.chair).get(&path(&world, id).await).await;
    assert!(page.has("1 chỗ khác tờ khai"), "{}", page.text());
    assert_eq!(page.text().matches("class=\"differ\"").count(), 1, "{}", page.text());
}

#[tokio::test]
async fn without_a_layout_the_answers_stand_under_their_headings_and_nobody_is_reached_by_a_result() {
    let world = world_with(ResultRule { rows: Vec::new(), ..rule() }).await;
    let staff = world.staff("c1").await;
    let (id, officer) = checked(&world, &staff).await;
    let page = officer.get(&path(&world, id).await).await;
    let fields = as_shown(&page.text());
    let said = |value: &str| fields.iter().any(|(_, known)| known == value);
    assert!(said("Mẹ") && said("Cha") && said("Bé") && said("Dân tộc"), "{fields:?}");
    assert!(!said("Số điện thoại") && !said("Thư điện tử") && !said("mau@example.vn"), "{fields:?}");
    let headings = fields.iter().filter(|(name, value)| name == "row_key" && value == "#").count();
    assert!(headings >= 4, "{fields:?}");
}

#[tokio::test]
async fn what_the_counter_counted_stands_in_the_draft_by_its_label() {
    let world = World::with(vec![procedure(), super::counted::copies()]).await;
    let staff = world.staff("c1").await;
    let mut cmd = walk_in(&staff, &world, "k1");
    (cmd.procedure_code, cmd.answers) = ("2.000815".to_owned(), json!({}));
    cmd.counts.insert("pages".to_owned(), 4);
    let Received { id, .. } = ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap();
    ops::hand_over(&world.deps, &staff.clerk, HandOver { dossiers: vec![id] }).await.unwrap();
    let page = as_user(&world, "Ngân Văn Đức", &staff.case_officer).get(&path(&world, id).await).await;
    let fields = as_shown(&page.text());
    let label = ("row_label".to_owned(), "Số trang của bản chính".to_owned());
    assert!(fields.contains(&label) && !page.has("value=\"pages\" autocomplete"), "{fields:?}");
}

fn line(key: &str, label: &str, value: &str) -> ResultLine {
    ResultLine { key: key.to_owned(), label: label.to_owned(), value: value.to_owned(), heading: false }
}

#[test]
fn lines_are_compared_by_key_and_only_what_differs_is_told() {
    let rule = ResultRule::default();
    let asked = [line("mother_people", "Dân tộc", "Thái"), line("father_people", "Dân tộc", "Kinh")];
    assert!(rules::differences(&rule, &asked, &asked).is_empty(), "two labels alike raise no alarm");
    let renamed = [line("mother_people", "Dân tộc của mẹ", "thái"), asked[1].clone()];
    assert!(rules::differences(&rule, &asked, &renamed).is_empty(), "another label says the same");
    let swapped = [line("mother_people", "Dân tộc", "Kinh"), line("father_people", "Dân tộc", "Thái")];
    assert_eq!(rules::differences(&rule, &asked, &swapped).len(), 2, "the same values at the wrong person");
    let less = rules::differences(&rule, &asked, &asked[..1]);
    assert!(less.len() == 1 && less[0].answer == "Kinh" && less[0].draft.is_empty(), "{less:?}");
    let more = [asked[0].clone(), asked[1].clone(), line("", "Ghi chú", "Theo mẹ")];
    let more = rules::differences(&rule, &asked, &more);
    assert!(more.len() == 1 && more[0].draft == "Theo mẹ" && more[0].answer.is_empty(), "{more:?}");
    let unkeyed = [line("", "Dân tộc", "Thái")];
    assert_eq!(rules::differences(&rule, &asked, &unkeyed).len(), 3, "a label of two is nobody's");
}

#[test]
fn every_line_of_the_pack_names_fields_of_its_form_and_conditions_that_can_be_read() {
    let (rule, form) = (rule(), form());
    let mut keys = std::collections::BTreeSet::new();
    for row in &rule.rows {
        assert!(keys.insert(&row.key), "{} twice", row.key);
        assert!(!row.from.is_empty(), "{}", row.key);
        for source in &row.from {
            assert!(source.fact.is_some() == source.fields.is_empty(), "{}: a fact or fields", row.key);
            for field in &source.fields {
                assert!(form.pages.iter().any(|page| page.field(field).is_some()), "{}: {field}", row.key);
            }
            assert!(source.when.as_ref().is_none_or(|when| expr::Expr::parse(when).is_ok()), "{}", row.key);
        }
    }
}
