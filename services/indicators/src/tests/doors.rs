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
