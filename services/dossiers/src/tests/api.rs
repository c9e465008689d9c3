//! The programmable door: the walk of a dossier by machine accounts, versions, keys, refusals, closed doors.
use super::fixture::{Staff, World};
use crate::doors::api;
use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use policy::{Actor, OpContext};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tower::ServiceExt;

/// One machine account at the program.
struct Machine {
    router: Router,
    token: Option<String>,
}

struct Said {
    status: StatusCode,
    etag: String,
    bytes: Vec<u8>,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }
    fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Machine {
    fn of(world: &World, officer: &OpContext) -> Self {
        let account = officer.actor.account().unwrap();
        let cx = OpContext { actor: Actor::Machine(account), ..officer.clone() };
        Self {
            router: world.site().router, token: Some(world.accounts.sign_in("Hệ thống một cửa", &cx))
        }
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Said {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let etag = parts.headers.get("etag").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Said { status: parts.status, etag: etag.to_owned(), bytes }
    }

    async fn get(&self, path: &str) -> Said {
        self.send("GET", path, &[], Vec::new()).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Said {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.send("POST", path, &all, body.to_string().into_bytes()).await
    }
}

fn input(staff: &Staff) -> Value {
    json!({
        "receiving": staff.centre.to_string(), "procedure": "1.001193", "case": "ordinary", "channel": "in_person",
        "unit": "17254", "owner": { "name": "Lữ Thị Thanh", "number": "040198001234", "birth": "1998" },
        "answers": { "relation": "mother" }, "papers": ["giay_chung_sinh"]
    })
}

#[tokio::test]
async fn a_machine_says_what_was_counted_and_what_is_not_due() {
    let world = World::with(vec![super::fixture::procedure(), super::counted::copies()]).await;
    let staff = world.staff("c1").await;
    let desk = Machine::of(&world, &staff.clerk);
    let key = [("idempotency-key", "k-2026-0003")];
    let mut body = input(&staff);
    body["answers"] = json!({});
    let open = desk.post("/api/v1/dossiers", &key, &body).await;
    assert_eq!((open.status.as_u16(), open.code().as_str()), (422, "dossiers.component_undecided"));
    body["not_due"] = json!(["uy_quyen"]);
    body["counts"] = json!({ "pages": 3 });
    let odd = desk.post("/api/v1/dossiers", &key, &body).await;
    assert_eq!((odd.status.as_u16(), odd.code().as_str()), (422, "dossiers.field"), "births count no pages");
    body["counts"] = json!({});
    assert_eq!(desk.post("/api/v1/dossiers", &key, &body).await.status, 201);
    let key = [("idempotency-key", "k-2026-0004")];
    body["procedure"] = json!("2.000815");
    body["not_due"] = json!([]);
    let silent = desk.post("/api/v1/dossiers", &key, &body).await;
    assert_eq!((silent.status.as_u16(), silent.code().as_str()), (422, "dossiers.fee_needs"));
    assert!(silent.json().to_string().contains("Số trang của bản chính"), "{:?}", silent.json());
    body["counts"] = json!({ "pages": 3 });
    let made = desk.post("/api/v1/dossiers", &key, &body).await;
    assert_eq!(made.status, 201, "{:?}", made.json());
    let one = desk.get(&format!("/api/v1/dossiers/{}", made.json()["id"].as_str().unwrap())).await;
    assert_eq!(one.json()["fees"][0]["amount"], 5_000, "{:?}", one.json());
}

#[tokio::test]
async fn a_dossier_walks_through_the_house_by_machine() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let desk = Machine::of(&world, &staff.clerk);
    let body = input(&staff);
    let keyless = desk.post("/api/v1/dossiers", &[], &body).await;
    assert_eq!((keyless.status.as_u16(), keyless.code().as_str()), (422, "dossiers.idempotency_key"));
    let key = [("idempotency-key", "k-2026-0001")];
    let made = desk.post("/api/v1/dossiers", &key, &body).await;
    assert_eq!(made.status, 201, "{:?}", made.json());
    let again = desk.post("/api/v1/dossiers", &key, &body).await;
    assert_eq!(again.json()["id"], made.json()["id"], "the same key is the same dossier");
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.json()["code"], "H41.77.01-261120-0001");
    let list = desk.get("/api/v1/dossiers?tab=to-hand-over&limit=1").await;
    assert_eq!(list.json()["items"].as_array().map(Vec::len), Some(1), "{:?}", list.json());
    let one = desk.get(&format!("/api/v1/dossiers/{id}")).await;
    assert_eq!(one.json()["owner"]["numbers"][0], "040198001234");
    assert!(one.etag.starts_with("\"v"), "{}", one.etag);
    let file = format!("/api/v1/dossiers/{id}/files?component=giay_chung_sinh&name=chung-sinh.pdf");
    let unversioned = desk.send("POST", &file, &[], b"%PDF-1.7 giay chung sinh".to_vec()).await;
    assert_eq!(unversioned.status, 428, "a command says which version it has seen");
    let wrong = desk.send("POST", &file, &[("if-match", &one.etag)], b"khong la gi ca".to_vec()).await;
    assert_eq!(wrong.code(), "dossiers.file_kind");
    let kept =
        desk.send("POST", &file, &[("if-match", &one.etag)], b"%PDF-1.7 giay chung sinh".to_vec()).await;
    assert_eq!(kept.status, 201, "{:?}", kept.json());
    let file = kept.json()["id"].as_str().unwrap().to_owned();
    let bytes = desk.get(&format!("/api/v1/dossiers/{id}/files/{file}")).await;
    assert_eq!(bytes.bytes, b"%PDF-1.7 giay chung sinh");
    let stale = desk
        .post(
            &format!("/api/v1/dossiers/{id}/withdrawal"),
            &[("if-match", &one.etag)],
            &json!({"words": "x"}),
        )
        .await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (409, "dossiers.stale"));
    let slip = json!({ "dossiers": [id] });
    let handed = desk.post("/api/v1/hand-overs", &[("idempotency-key", "h1")], &slip).await;
    assert_eq!(
        (handed.status.as_u16(), handed.json()["number"].as_i64()),
        (201, Some(1)),
        "{:?}",
        handed.json()
    );
    let twice = desk.post("/api/v1/hand-overs", &[("idempotency-key", "h1")], &slip).await;
    assert_eq!(twice.json(), handed.json());
    let other = desk.post("/api/v1/hand-overs", &[("idempotency-key", "h2")], &slip).await;
    assert_eq!(other.code(), "dossiers.nothing_chosen");
    let drafter = Machine::of(&world, &staff.case_officer);
    let work = drafter.get("/api/v1/tasks").await;
    let task = work.json()["items"][0]["task"]["id"].as_str().unwrap().to_owned();
    let step = drafter.get(&format!("/api/v1/tasks/{task}")).await;
    assert_eq!(step.json()["task"]["kind"], "propose", "{:?}", step.json());
    let result =
        json!({ "granted": true, "title": "Giấy khai sinh", "rows": [{ "label": "Tên", "value": "Ngọc" }] });
    let path = format!("/api/v1/tasks/{task}/result");
    let drafted = drafter.post(&path, &[("idempotency-key", "r1")], &result).await;
    assert_eq!(drafted.json()["status"], "processing", "{:?}", drafted.json());
    let replayed = drafter.post(&path, &[("idempotency-key", "r1")], &result).await;
    assert_eq!(
        (replayed.status.as_u16(), replayed.json()),
        (200, drafted.json()),
        "a lost answer is given again"
    );
    assert_eq!(drafter.post(&path, &[], &result).await.status, 409, "without the key the step is gone");
    let signer = Machine::of(&world, &staff.chair);
    let waiting = signer.get("/api/v1/tasks?signing=true").await;
    let task = waiting.json()["items"][0]["task"]["id"].as_str().unwrap().to_owned();
    let step = signer.get(&format!("/api/v1/tasks/{task}")).await;
    let approval = json!({ "result": step.json()["dossier"]["result"]["id"] });
    let signed = signer.post(&format!("/api/v1/tasks/{task}/approval"), &[], &approval).await;
    assert_eq!(signed.json()["status"], "resolved", "{:?}", signed.json());
    let pdf = desk.get(&format!("/api/v1/dossiers/{id}/result.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.status);
    let third = json!({ "shown_digits": "7788", "collected_by": "Lô Văn Thắng" });
    let (door, read) = (format!("/api/v1/dossiers/{id}/return"), [("if-match", signed.etag.as_str())]);
    let unproved = desk.post(&door, &read, &third).await;
    assert_eq!(unproved.code(), "dossiers.field", "a third person shows by what right, to a machine too");
    let back = desk.post(&door, &read, &json!({"shown_digits": "1234"})).await;
    assert_eq!(back.json()["status"], "returned", "{:?}", back.json());
    let look = json!({ "code": "H41.77.01-261120-0001", "digits": "1234" });
    let found = desk.post("/api/v1/look-ups", &[], &look).await;
    assert_eq!(found.json()["owner_name"], "Lữ T. T.", "{:?}", found.json());
    let accesses = world.deps.db.read(|tx| {
        tx.query_one("SELECT count(*) FROM access_entry WHERE actor_kind = 'machine'", &[], |row| {
            row.get::<i64>(0)
        })
    });
    assert!(accesses.await.map_err(|e: db::DbError| e).unwrap() >= 6, "every look of a machine is written");
}

#[tokio::test]
async fn refusals_are_problems_with_stable_codes() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let desk = Machine::of(&world, &staff.clerk);
    let mut body = input(&staff);
    for (field, value, code) in [
        ("procedure", json!("9.999999"), "dossiers.no_procedure"),
        ("unit", json!("99999"), "dossiers.field"),
        ("channel", json!("online"), "dossiers.field"),
        ("papers", json!([]), "dossiers.component_missing"),
        ("receiving", json!("khong-phai-ma"), "dossiers.field"),
        ("receiving", json!("00000000-0000-4000-8000-000000000000"), "dossiers.field"),
        ("owner", json!({"name": "An", "number": "040198001234", "birth": "32/13/1998"}), "dossiers.field"),
    ] {
        let right = body[field].clone();
        body[field] = value;
        let said = desk.post("/api/v1/dossiers", &[("idempotency-key", field)], &body).await;
        assert_eq!(said.code(), code, "{field}: {:?}", said.json());
        if matches!(field, "receiving" | "unit" | "channel") {
            let errors = said.json()["errors"].clone();
            assert_eq!((said.status.as_u16(), &errors[0]["field"]), (422, &json!(field)), "{errors}");
        }
        body[field] = right;
    }
    let broken = desk
        .send(
            "POST",
            "/api/v1/dossiers",
            &[("content-type", "application/json"), ("idempotency-key", "x")],
            b"{".to_vec(),
        )
        .await;
    assert_eq!((broken.status.as_u16(), broken.code().as_str()), (422, "web.bad_json"));
    let empty = desk.post("/api/v1/dossiers", &[("idempotency-key", "leer")], &json!({})).await;
    assert_eq!((empty.status.as_u16(), empty.code().as_str()), (422, "dossiers.key_missing"));
    assert_eq!(empty.json()["errors"][0]["field"], "receiving", "{:?}", empty.json());
    assert!(empty.json()["title"].as_str().unwrap_or_default().contains("receiving"), "{:?}", empty.json());
    assert_eq!(desk.get("/api/v1/dossiers?tab=khac").await.code(), "dossiers.field");
    let forged = desk.get("/api/v1/dossiers?tab=incoming&after=gia-mao").await;
    assert_eq!(forged.code(), "web.bad_cursor");
    let figures = Machine::of(
        &world,
        &world.officer(61, &world.agency("c1", "commune_centre").await, "leader", &["dossiers.leader"]),
    );
    assert_eq!(figures.get("/api/v1/figures").await.json()["received_today"], 0);
    assert_eq!(figures.get("/api/v1/figures/late-now/dossiers").await.json()["items"], json!([]));
    assert_eq!(figures.get("/api/v1/figures/khac/dossiers").await.status, 404);
}

/// Every API route: nobody, a person, a machine with other rights.
#[tokio::test]
async fn no_api_door_opens_without_its_right() {
    let world = World::new().await;
    let staff = world.staff("c1").await;
    let nobody = Machine { router: world.site().router, token: None };
    let idle = Machine::of(
        &world,
        &world.officer(71, &world.agency("c1", "commune_centre").await, "idle", &["dossiers.other"]),
    );
    let person = world.site();
    let centre = world.agency("c1", "commune_centre").await;
    let all = &[
        "dossiers.desk",
        "dossiers.receive",
        "dossiers.view",
        "dossiers.approve_refusal",
        "dossiers.return",
        "dossiers.leader",
        "workflow.act",
    ];
    person.set_session(
        &world.accounts.sign_in("Cán bộ", &world.officer(72, &centre, "reception_officer", all)),
    );
    let away = world.agency("c2", "commune_centre").await;
    let neighbour = Machine::of(&world, &world.officer(73, &away, "reception_officer", all));
    let desk = Machine::of(&world, &staff.clerk);
    let made = desk.post("/api/v1/dossiers", &[("idempotency-key", "k")], &input(&staff)).await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let routes = api::routes(&world.deps);
    assert_eq!(routes.len(), 28);
    for route in &routes {
        let path = route.path.replace("{id}", &id).replace("{task}", &id).replace("{file}", &id);
        let path = path.replace("{code}", "phi").replace("{number}", "late-now");
        let method = route.method.as_str();
        let json = [("content-type", "application/json"), ("if-match", "\"v1\""), ("idempotency-key", "z")];
        let said = nobody.send(method, &path, &json, b"{}".to_vec()).await;
        assert_eq!(said.status, 401, "{method} {path}");
        let said = idle.send(method, &path, &json, b"{}".to_vec()).await;
        assert_eq!(said.status, 403, "{method} {path}");
        let said = person.send(method, &path, "application/json", b"{}".to_vec()).await;
        assert_eq!(said.status, 403, "{method} {path}: people have the pages");
    }
    for path in [
        format!("/api/v1/dossiers/{id}"),
        format!("/api/v1/dossiers/{id}/files/{id}"),
        format!("/api/v1/dossiers/{id}/result.pdf"),
    ] {
        assert_eq!(neighbour.get(&path).await.status, 404, "{path}: existence is private");
    }
    let version = [("if-match", made.etag.as_str())];
    let file = format!("/api/v1/dossiers/{id}/files?component=giay_chung_sinh&name=a.pdf");
    assert_eq!(neighbour.send("POST", &file, &version, b"%PDF-1.7".to_vec()).await.status, 404);
    let taken =
        neighbour.post(&format!("/api/v1/dossiers/{id}/withdrawal"), &version, &json!({"words": "x"})).await;
    assert!(matches!(taken.status.as_u16(), 403 | 404), "{}", taken.status);
}

#[test]
fn the_description_is_openapi_3_1_and_names_every_route_with_its_permission_door() {
    let document = api::openapi().to_pretty_json().unwrap();
    let json: Value = serde_json::from_str(&document).unwrap();
    assert!(json["openapi"].as_str().unwrap().starts_with("3.1"), "{}", json["openapi"]);
    let described: BTreeSet<String> = json["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .filter_map(|operation| operation["operationId"].as_str().map(str::to_owned))
        .collect();
    let world = tokio::runtime::Runtime::new().unwrap().block_on(World::new());
    let routed: BTreeSet<String> =
        api::routes(&world.deps).iter().map(|route| route.operation.to_owned()).collect();
    assert_eq!(described, routed);
    for route in api::routes(&world.deps) {
        let item = &json["paths"][route.path][route.method.as_str().to_lowercase()];
        assert_eq!(item["operationId"], route.operation, "{} {}", route.method, route.path);
        assert_eq!(
            item["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"],
            "#/components/schemas/Problem"
        );
    }
    // Every reference leads somewhere.
    for (_, rest) in document
        .match_indices("\"$ref\": \"#/components/schemas/")
        .map(|(at, found)| document.split_at(at + found.len()))
    {
        let name = rest.split('"').next().unwrap();
        assert!(json["components"]["schemas"].get(name).is_some(), "{name}");
    }
}
