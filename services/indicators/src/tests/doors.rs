//! Who comes through which door.
use super::pages::{Office, opened};
use http::StatusCode;

const READER: &[&str] = &["indicators.read"];
const REPORTER: &[&str] = &["indicators.read", "indicators.report"];
const HEAD: &[&str] = &["indicators.read", "indicators.report", "indicators.approve"];
const STATISTICIAN: &[&str] = crate::PERMISSIONS;

const PAGES: &[(&str, &str)] = &[
    ("/chi-so", "indicators.read"),
    ("/chi-so/ty_le_ho_so_dung_han", "indicators.read"),
    ("/chi-so/ty_le_ho_so_dung_han/so-lieu.csv", "indicators.read"),
    ("/chi-so/ty_le_ho_so_dung_han/ho-so?su-kien=closed&tu=2026-01-01&den=2026-12-31", "indicators.read"),
    ("/chi-so/ho_co_cap_quang/bao-cao?ky=2026-07-01", "indicators.read"),
    ("/chi-so/ho_co_cap_quang/mau.csv?ky=2026-07-01", "indicators.report"),
    ("/chi-so/moi", "indicators.define"),
    ("/chi-so/ho_co_cap_quang/sua", "indicators.define"),
];

const ACTS: &[(&str, &str)] = &[
    ("/chi-so/moi", "indicators.define"),
    ("/chi-so/ho_co_cap_quang/sua", "indicators.define"),
    ("/chi-so/ho_co_cap_quang/khoa", "indicators.define"),
    ("/chi-so/ho_co_cap_quang/bao-cao", "indicators.report"),
    ("/chi-so/ho_co_cap_quang/bang", "indicators.report"),
    ("/chi-so/ho_co_cap_quang/duyet", "indicators.approve"),
    ("/chi-so/ho_co_cap_quang/duyet-het", "indicators.approve"),
];

#[tokio::test]
async fn each_door_opens_for_its_permission_and_no_other() {
    let office: Office = opened().await;
    for permissions in [READER, REPORTER, HEAD, STATISTICIAN, &["tasks.do"]] {
        let site = office.browser(permissions);
        for (path, needed) in PAGES {
            let answer = site.get(path).await;
            let wanted = if permissions.contains(needed) { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, wanted, "{permissions:?} at {path}: {}", answer.text());
        }
        let csrf = site.get("/chi-so/ho_co_cap_quang/bao-cao").await;
        let csrf = if csrf.status == StatusCode::OK && csrf.has("name=\"csrf\"") {
            csrf.hidden("csrf")
        } else {
            String::new()
        };
        for (path, needed) in ACTS {
            if !permissions.contains(needed) {
                let answer = site.post(path, &csrf, &[]).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{permissions:?} posts to {path}");
            }
        }
    }
    let nobody = office.nobody();
    for (path, _) in PAGES {
        let status = nobody.get(path).await.status.as_u16();
        assert!(matches!(status, 303 | 401), "{path}: {status}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let office = opened().await;
    let site = office.browser(STATISTICIAN);
    for path in [
        "/chi-so/khong_co",
        "/chi-so/khong_co/sua",
        "/chi-so/khong_co/bao-cao",
        "/chi-so/ty_le_ho_so_dung_han/bao-cao",
        "/chi-so/ty_le_ho_so_dung_han/ho-so?su-kien=khong_co&tu=2026-01-01&den=2026-12-31",
        "/chi-so/ty_le_ho_so_dung_han/ho-so?su-kien=closed&tu=hom-nay&den=2026-12-31",
        "/chi-so/ty_le_ho_so_dung_han/ho-so?su-kien=closed&tu=2026-01-01&den=2026-12-31&co-quan=x",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_machine_reads_the_same_numbers_and_a_person_does_not_come_through_its_door() {
    let office = opened().await;
    let person = office.browser(STATISTICIAN);
    assert_eq!(person.get("/api/v1/indicators").await.status, StatusCode::FORBIDDEN);
    let machine = office.machine(&["indicators.read"]);
    let list: serde_json::Value =
        serde_json::from_slice(&machine.ask("/api/v1/indicators").await.bytes).unwrap();
    let items = list["items"].as_array().unwrap();
    let of = |code: &str| items.iter().find(|one| one["code"] == code).unwrap();
    assert_eq!(of("ty_le_ho_so_truc_tuyen")["made"]["value"], "33.333333");
    assert_eq!(of("ho_co_cap_quang")["made"]["no_value"], "not-reported");
    assert_eq!(of("ho_co_cap_quang")["reports"]["missing"], 2);
    let path = "/api/v1/indicators/ty_le_ho_so_truc_tuyen?level=commune&period=2026-10-01";
    let one: serde_json::Value = serde_json::from_slice(&machine.ask(path).await.bytes).unwrap();
    assert_eq!((one["places"].as_array().unwrap().len(), one["parts"].as_array().unwrap().len()), (2, 2));
    assert_eq!(one["indicator"]["made"]["to"], "2026-10-31");
    assert_eq!(machine.ask("/api/v1/indicators/khong_co").await.status, StatusCode::NOT_FOUND);
    let described = crate::doors::api::openapi();
    assert_eq!(described.paths.paths.len(), 2);
}
