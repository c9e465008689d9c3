//! What the counter counts and judges: pages for a fee, conditional papers, the address; and what is printed of it.
use super::desk::{CARD, browser, clerk, filled, look, words_are_whole};
use super::fixture::{Site, Staff, World, procedure};
use super::poppler::text_of;
use super::walk::{dossier, mother, walk_in};
use crate::errors::Refused;
use crate::ops::{self, Person, Submitter, WalkIn};
use crate::{model, store};
use base::{Id, Refusal};
use contracts::{CountRule, DossierId, FeeRule, ProcedureFact};
use db::DbError;
use std::collections::BTreeMap;

/// Certified copies: the fee goes by the pages of the original, which the counter types.
pub fn copies() -> ProcedureFact {
    let mut fact = procedure();
    fact.id = Id::from_bytes([8; 16]).into();
    fact.code = "2.000815".to_owned();
    fact.name = "Chứng thực bản sao từ bản chính".to_owned();
    fact.cases.truncate(1);
    let case = &mut fact.cases[0];
    case.form = None;
    case.components.truncate(2);
    case.counts = vec![CountRule {
        code: "pages".to_owned(),
        label: "Số trang của bản chính".to_owned(),
        hint: "Trang có chữ".to_owned(),
    }];
    case.fees = vec![FeeRule {
        name: "Phí chứng thực bản sao".to_owned(),
        formula: Some(
            "quantity * (if pages <= 2 then pages * 2000 else 4000 + (pages - 2) * 1000)".to_owned(),
        ),
        channel: None,
        ..case.fees[0].clone()
    }];
    fact
}

fn of_copies(staff: &Staff, world: &World, key: &str) -> WalkIn {
    WalkIn {
        procedure_code: "2.000815".to_owned(),
        answers: serde_json::json!({}),
        ..walk_in(staff, world, key)
    }
}

fn on_paper(staff: &Staff, world: &World, key: &str) -> WalkIn {
    WalkIn { answers: serde_json::json!({}), ..walk_in(staff, world, key) }
}

fn pages(number: i64) -> BTreeMap<String, i64> {
    BTreeMap::from([("pages".to_owned(), number)])
}

async fn fees(world: &World, id: DossierId) -> Vec<i64> {
    let list = world.deps.db.read::<_, DbError, _>(move |tx| store::fees(tx, id)).await.unwrap();
    list.iter().map(|fee| fee.amount.minor).collect()
}

async fn components(world: &World, id: DossierId) -> Vec<String> {
    let list = world.deps.db.read::<_, DbError, _>(move |tx| store::components(tx, id)).await.unwrap();
    list.into_iter().map(|one| one.code).collect()
}

async fn entries(world: &World, id: DossierId) -> Vec<model::Entry> {
    world.deps.db.read::<_, DbError, _>(move |tx| store::entries(tx, id)).await.unwrap()
}

/// The same test on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($name:ident => $body:expr;)*) => { $(
        mod $name {
            use super::*;
            #[tokio::test]
            async fn on_sqlite() {
                let world = World::with(vec![procedure(), copies()]).await;
                $body(&world).await;
            }
            #[tokio::test]
            async fn on_postgres() {
                if let Some(world) = World::on_postgres(vec![procedure(), copies()]).await {
                    $body(&world).await;
                }
            }
        }
    )* };
}

on_both! {
    a_fee_by_pages_is_counted_at_the_counter => pages_are_counted;
    a_conditional_paper_is_handed_in_or_judged => papers_are_judged;
    the_address_is_kept_where_it_lies_today => addresses_are_kept;
}

async fn pages_are_counted(world: &World) {
    let staff = world.staff("c1").await;
    let (deps, clerk) = (&world.deps, &staff.clerk);
    let silent = ops::receive_walk_in(deps, clerk, of_copies(&staff, world, "k0")).await.unwrap_err();
    assert_eq!(silent.code(), "dossiers.fee_needs");
    let said: Vec<String> = silent.args().into_iter().map(|(_, value)| value).collect();
    assert_eq!(said, ["Phí chứng thực bản sao", "Số trang của bản chính"]);
    for (number, problem) in [(0, "out_of_range"), (-3, "out_of_range"), (10_001, "out_of_range")] {
        let cmd = WalkIn { counts: pages(number), ..of_copies(&staff, world, "k0") };
        let refused = ops::receive_walk_in(deps, clerk, cmd).await.unwrap_err();
        assert!(
            matches!(refused, Refused::Field { field: "counts", problem: said } if said == problem),
            "{refused:?}"
        );
    }
    let other = BTreeMap::from([("trang".to_owned(), 3)]);
    let cmd = WalkIn { counts: other, ..of_copies(&staff, world, "k0") };
    let refused = ops::receive_walk_in(deps, clerk, cmd).await.unwrap_err();
    assert!(matches!(refused, Refused::Field { field: "counts", problem: "unknown" }), "{refused:?}");

    let cmd = WalkIn { counts: pages(10), quantity: 2, ..of_copies(&staff, world, "k1") };
    let id = ops::receive_walk_in(deps, clerk, cmd.clone()).await.unwrap().id;
    assert_eq!(fees(world, id).await, [24_000], "TT 226/2016: 2 copies of 10 pages");
    let row = dossier(deps, id).await;
    assert_eq!((row.answers, row.quantity), (serde_json::json!({ "pages": 10 }), 2));
    assert_eq!(ops::receive_walk_in(deps, clerk, cmd.clone()).await.unwrap().id, id, "the same key");
    let changed = WalkIn { counts: pages(11), ..cmd };
    let refused = ops::receive_walk_in(deps, clerk, changed).await.unwrap_err();
    assert!(matches!(refused, Refused::Stale), "another count is another command");
}

async fn papers_are_judged(world: &World) {
    let staff = world.staff("c1").await;
    let (deps, clerk) = (&world.deps, &staff.clerk);
    let open = ops::receive_walk_in(deps, clerk, on_paper(&staff, world, "k0")).await.unwrap_err();
    assert!(matches!(&open, Refused::ComponentUndecided(name) if name == "Văn bản ủy quyền"), "{open:?}");
    let judged = vec!["uy_quyen".to_owned()];
    let both = WalkIn {
        not_due: judged.clone(),
        papers: vec!["giay_chung_sinh".to_owned(), "uy_quyen".to_owned()],
        ..on_paper(&staff, world, "k0")
    };
    let refused = ops::receive_walk_in(deps, clerk, both).await.unwrap_err();
    assert!(matches!(refused, Refused::ComponentUndecided(_)), "handed in and not due: {refused:?}");
    for (code, why) in [("giay_chung_sinh", "always mandatory"), ("khac", "no such paper")] {
        let cmd = WalkIn { not_due: vec![code.to_owned()], ..on_paper(&staff, world, "k0") };
        let refused = ops::receive_walk_in(deps, clerk, cmd).await.unwrap_err();
        assert!(
            matches!(refused, Refused::Field { field: "not_due", problem: "unknown" }),
            "{why}: {refused:?}"
        );
    }
    let by_form = WalkIn { not_due: judged.clone(), ..walk_in(&staff, world, "k0") };
    let refused = ops::receive_walk_in(deps, clerk, by_form).await.unwrap_err();
    assert!(
        matches!(refused, Refused::Field { field: "not_due", .. }),
        "the form says which are due: {refused:?}"
    );

    let cmd = WalkIn { not_due: judged, ..on_paper(&staff, world, "k1") };
    let id = ops::receive_walk_in(deps, clerk, cmd).await.unwrap().id;
    assert_eq!(components(world, id).await, ["to_khai", "giay_chung_sinh"]);
    let line = entries(world, id).await.remove(0);
    assert_eq!((line.kind.as_str(), line.detail["not_due"].as_str()), ("received", Some("Văn bản ủy quyền")));
    let papers = vec!["giay_chung_sinh".to_owned(), "uy_quyen".to_owned()];
    let cmd = WalkIn { papers, ..on_paper(&staff, world, "k2") };
    let id = ops::receive_walk_in(deps, clerk, cmd).await.unwrap().id;
    assert_eq!(components(world, id).await, ["to_khai", "giay_chung_sinh", "uy_quyen"]);
    assert_eq!(entries(world, id).await.remove(0).detail, serde_json::json!({}));
    // A count is no filled form: the papers are still judged.
    let mut copies = of_copies(&staff, world, "k3");
    copies.counts = pages(1);
    let id = ops::receive_walk_in(deps, clerk, copies).await.unwrap().id;
    assert_eq!(components(world, id).await, ["to_khai", "giay_chung_sinh"]);
}

async fn addresses_are_kept(world: &World) {
    let staff = world.staff("c1").await;
    let (c1, c2) = (world.unit("c1"), world.unit("c2"));
    let today = super::fixture::now().date();
    for (key, typed, unit, line, printed) in [
        ("a", "Bản Nưa, Yên Khê, Con Cuông, Nghệ An", c1, "Bản Nưa", "Bản Nưa, xã Con Cuông, tỉnh Nghệ An"),
        ("b", "Lạng Khê, Con Cuông, Nghệ An", c2, "", "xã Châu Khê, tỉnh Nghệ An"),
        (
            "c",
            "Số 5, Bản Boong, Xã Châu Khê, Nghệ An",
            c2,
            "Số 5, Bản Boong",
            "Số 5, Bản Boong, xã Châu Khê, tỉnh Nghệ An",
        ),
        ("d", " Bản  Pha ", c1, "Bản Pha", "Bản Pha, xã Con Cuông, tỉnh Nghệ An"),
        (
            "e",
            "Khối 3, Xã Không Có, Nghệ An",
            c1,
            "Khối 3, Xã Không Có, Nghệ An",
            "Khối 3, Xã Không Có, Nghệ An",
        ),
    ] {
        let mut cmd = walk_in(&staff, world, key);
        cmd.owner.address = typed.to_owned();
        let id = ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap().id;
        let view = ops::view_dossier(&world.deps, &staff.clerk, id, None).await.unwrap();
        let kept = &view.owner.addresses[0];
        assert_eq!((view.owner.addresses.len(), kept.unit, kept.line.as_str()), (1, unit, line), "{typed}");
        let said = ops::address_line(&world.deps, &view.owner, today).await.unwrap();
        assert_eq!(said.as_deref(), Some(printed), "{typed}");
    }
    // Somebody else files; nothing typed leaves what is known.
    let child = Person { name: "Lữ Bé".to_owned(), ..Person::default() };
    let person = Person { address: "Bản Nưa, Yên Khê, Con Cuông, Nghệ An".to_owned(), ..mother() };
    let submitter = Submitter {
        person: Some(person),
        standing: model::StandingKind::BirthRelative,
        proof: String::new(),
    };
    let cmd = WalkIn { owner: child, submitter, ..walk_in(&staff, world, "g") };
    let id = ops::receive_walk_in(&world.deps, &staff.clerk, cmd).await.unwrap().id;
    let view = ops::view_dossier(&world.deps, &staff.clerk, id, None).await.unwrap();
    assert_eq!((view.owner.addresses.len(), view.submitter.addresses[0].line.as_str()), (0, "Bản Nưa"));
    assert_eq!(ops::address_line(&world.deps, &view.owner, today).await.unwrap(), None);
}

async fn counter() -> (World, Staff, Site) {
    let world = World::with(vec![procedure(), copies()]).await;
    let staff = world.staff("c1").await;
    let site = world.site();
    let site = browser(&world, &site, "Lữ Thị Thanh Huyền", &staff.clerk);
    (world, staff, site)
}

#[tokio::test]
async fn the_page_asks_the_pages_and_says_what_it_waits_for() {
    let (world, _, site) = counter().await;
    let shown = look(&site, &[("procedure", "2.000815")]).await;
    let csrf = shown.hidden("csrf");
    let asked = |extra: &[(&'static str, &'static str)]| {
        let mut fields = vec![("once", "khoa-dem-trang-1"), ("procedure", "2.000815"), ("scan", CARD)];
        fields.extend_from_slice(extra);
        fields
    };
    let page = site.post("/quay/tiep-nhan", &csrf, &asked(&[("act", "look")])).await;
    assert!(page.has("Số trang của bản chính") && page.has("name=\"count-pages\""), "{}", page.text());
    assert!(page.has("chưa tính được, cần nhập Số trang của bản chính"), "{}", page.text());
    let counted =
        [("act", "look"), ("count-pages", "10"), ("quantity", "2"), ("shown_for", "2.000815/ordinary")];
    let page = site.post("/quay/tiep-nhan", &csrf, &asked(&counted)).await;
    assert!(page.has("24.000"), "the fee is reckoned anew: {}", page.text());

    let unit = world.unit("c1").to_string();
    let given = [("unit", unit.as_str()), ("papers", "to_khai"), ("papers", "giay_chung_sinh")];
    let fields = |extra: &[(&'static str, &'static str)]| {
        let mut all = filled(&given, &[]);
        all.retain(|(name, _)| !matches!(*name, "procedure" | "shown_for"));
        let mut all: Vec<(String, String)> =
            all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let more = [("procedure", "2.000815"), ("shown_for", "2.000815/ordinary"), ("note", "Giữ chữ này")];
        all.extend(more.iter().chain(extra).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        all
    };
    for (extra, why) in [
        (&[][..], "nothing typed"),
        (&[("count-pages", "mười")][..], "no number"),
        (&[("count-pages", "0")][..], "below one"),
    ] {
        let sent = fields(extra);
        let sent: Vec<(&str, &str)> =
            sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let back = site.post("/quay/tiep-nhan", &csrf, &sent).await;
        assert_eq!(back.status, 422, "{why}");
        assert!(back.has("href=\"#count-pages\"") && back.has("Giữ chữ này"), "{why}: {}", back.text());
    }
    let sent = fields(&[("count-pages", "3")]);
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let location = site.post("/quay/tiep-nhan", &csrf, &sent).await.location();
    let id: DossierId = location.strip_prefix("/quay/da-nhan/").unwrap().parse().unwrap();
    assert_eq!(fees(&world, id).await, [5_000]);
    words_are_whole(&site);
}

#[tokio::test]
async fn a_paper_nobody_judged_comes_back_by_name_and_the_judgement_stands_in_the_timeline() {
    let (world, _, site) = clerk().await;
    let page = look(&site, &[]).await;
    assert!(
        page.has("name=\"not_due\"") && page.has("Giấy tờ không thuộc trường hợp phải nộp"),
        "{}",
        page.text()
    );
    let csrf = page.hidden("csrf");
    let unit = world.unit("c1").to_string();
    let given = [
        ("unit", unit.as_str()),
        ("papers", "to_khai"),
        ("papers", "giay_chung_sinh"),
        ("note", "Giữ chữ này"),
    ];
    let mut silent = filled(&given, &[]);
    silent.retain(|(name, _)| *name != "not_due");
    let back = site.post("/quay/tiep-nhan", &csrf, &silent).await;
    assert_eq!(back.status, 422);
    assert!(
        back.has("Văn bản ủy quyền: hãy đánh dấu đã nhận") && back.has("href=\"#not_due\""),
        "{}",
        back.text()
    );
    assert!(back.has("Giữ chữ này") && back.has("value=\"giay_chung_sinh\" checked"), "{}", back.text());
    let location = site.post("/quay/tiep-nhan", &csrf, &filled(&given, &[])).await.location();
    let id = location.strip_prefix("/quay/da-nhan/").unwrap();
    let dossier = site.get(&format!("/ho-so/{id}")).await;
    assert!(dossier.has("không thuộc trường hợp phải nộp: Văn bản ủy quyền"), "{}", dossier.text());
    words_are_whole(&site);
}

#[tokio::test]
async fn the_scanned_address_stands_on_the_slip() {
    let (world, _, site) = clerk().await;
    let page = look(&site, &[]).await;
    let unit = world.unit("c1").to_string();
    let address = "Bản Nưa, Yên Khê, Con Cuông, Nghệ An";
    let given =
        [("unit", unit.as_str()), ("papers", "to_khai"), ("papers", "giay_chung_sinh"), ("address", address)];
    let location = site.post("/quay/tiep-nhan", &page.hidden("csrf"), &filled(&given, &[])).await.location();
    let id = location.strip_prefix("/quay/da-nhan/").unwrap();
    let pdf = site.get(&format!("/ho-so/{id}/mau-01.pdf")).await;
    if let Some(text) = text_of(&pdf.bytes) {
        assert!(text.contains("Bản Nưa, xã Con Cuông, tỉnh Nghệ An"), "{text}");
    }
}
