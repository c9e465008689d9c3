//! The programmable door: machine accounts, versions, keys, refusals.
use super::fixture::{Far, World};
use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use policy::{Actor, OpContext};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Machine {
    router: Router,
    token: String,
}

impl Machine {
    fn of(world: &World, officer: &OpContext) -> Self {
        let account = officer.actor.account().unwrap();
        let cx = OpContext { actor: Actor::Machine(account), ..officer.clone() };
        Self { router: world.site().router, token: world.accounts.sign_in("Hệ thống khác", &cx) }
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> (StatusCode, Value) {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8080");
        request = request.header("authorization", format!("Bearer {}", self.token));
        request = request.header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Body::from(body.to_string());
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}

#[tokio::test]
async fn a_program_assigns_works_and_decides_like_a_person() {
    let world = World::new();
    let top = Machine::of(&world, &world.leader(1, 1, Far::Province));
    let desk = Machine::of(&world, &world.officer(2, 4));
    let new = json!({"title": "Rà soát", "product": "Báo cáo", "agencies": ["H41.4"], "helpers": ["Sở Tài chính"],
        "due": "2026-12-15", "source": "indicator:online_share"});
    let key = [("idempotency-key", "k1")];
    let (status, made) = top.send("POST", "/api/v1/assignments", &key, new.clone()).await;
    assert_eq!((status, &made["state"]), (StatusCode::CREATED, &json!("not_accepted")), "{made}");
    let (_, again) = top.send("POST", "/api/v1/assignments", &key, new).await;
    assert_eq!(again["id"], made["id"]);
    let one = format!("/api/v1/assignments/{}", made["id"].as_str().unwrap());
    let acts = format!("{one}/acts");
    let (status, row) = desk.send("POST", &acts, &[("if-match", "\"v1\"")], json!({"act": "accept"})).await;
    assert_eq!((status, &row["state"], &row["version"]), (StatusCode::OK, &json!("in_time"), &json!(2)));
    let (status, stale) = desk
        .send("POST", &acts, &[("if-match", "\"v1\"")], json!({"act": "report", "percent": 5, "words": "x"}))
        .await;
    assert_eq!((status, &stale["code"]), (StatusCode::CONFLICT, &json!("tasks.stale")));
    let (status, bare) = desk.send("POST", &acts, &[], json!({"act": "submit", "number": " "})).await;
    assert_eq!((status, &bare["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("tasks.no_product")));
    let (status, day) =
        desk.send("POST", &acts, &[], json!({"act": "ask_extension", "to": "mai", "reason": "x"})).await;
    assert_eq!((status, &day["errors"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("to")));
    desk.send("POST", &acts, &[], json!({"act": "submit", "number": "12/BC"})).await;
    let decisions = format!("{one}/decisions");
    let (status, done) = top.send("POST", &decisions, &[], json!({"act": "confirm"})).await;
    assert_eq!((status, &done["state"]), (StatusCode::OK, &json!("done_in_time")));
    let (_, list) = desk.send("GET", "/api/v1/assignments?group=closed", &[], Value::Null).await;
    assert_eq!(list["items"][0]["id"], made["id"]);
    let (_, shown) = desk.send("GET", &one, &[], Value::Null).await;
    assert_eq!(shown["helpers"], json!(["Sở Tài chính"]));
}

#[tokio::test]
async fn closed_doors_stay_closed_and_wrong_names_are_told() {
    let world = World::new();
    let top = Machine::of(&world, &world.leader(1, 1, Far::Province));
    let far = Machine::of(&world, &world.officer(4, 10));
    let new = |agency: &str| json!({"title": "x", "product": "y", "agencies": [agency], "due": "2026-12-15"});
    let (status, _) = far.send("POST", "/api/v1/assignments", &[], new("H41.4")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, wrong) = top.send("POST", "/api/v1/assignments", &[], new("Sở Vũ trụ")).await;
    assert_eq!(
        (status, &wrong["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("agencies"))
    );
    let all = json!({"title": "x", "product": "y", "groups": ["communes"], "due": "2026-12-15"});
    let (_, made) = top.send("POST", "/api/v1/assignments", &[], all).await;
    let one = format!("/api/v1/assignments/{}", made["id"].as_str().unwrap());
    let (_, whole) = top.send("GET", &one, &[], Value::Null).await;
    assert_eq!((&whole["gathered"]["of"], whole["parts"].as_array().unwrap().len()), (&json!(130), 130));
    assert_eq!(far.send("GET", &one, &[], Value::Null).await.0, StatusCode::NOT_FOUND);
    let (status, _) = far.send("GET", "/api/v1/assignments?group=running", &[], Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nothing is assigned from there");
}

#[test]
fn the_description_has_every_route_of_the_api() {
    let described = serde_json::to_value(crate::openapi()).unwrap();
    assert_eq!(described["paths"].as_object().unwrap().len(), 4);
}
