//! What the page and the wall show, and to whom.
use super::support::{ALL, OFFICER, Site, house, indicator};
use contracts::{AssignmentCounts, PublicFigures};
use db::Db;
use http::StatusCode;
use rust_decimal::Decimal;
use std::sync::Arc;
use web::FeedLimits;

const PATHS: [&str; 3] = ["/dieu-hanh", "/dieu-hanh/man-hinh", "/dieu-hanh/song"];

fn site(db: Db) -> Site {
    Site::new(db, house(), FeedLimits::default())
}

fn text_of(html: &str, key: &str) -> String {
    let (_, rest) = html.split_once(&format!("data-live-key=\"{key}\">")).unwrap_or_else(|| panic!("{key}"));
    rest.split('<').next().unwrap().to_owned()
}

db::contract! {
    migrations: [db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

    async fn every_route_asks_for_the_right_and_no_other_right_opens_it(db: Db) {
        let site = site(db);
        for path in PATHS {
            let nobody = site.get(path, None).await;
            assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
            assert!(nobody.location.starts_with("/dang-nhap"), "{path}");
            site.may(&["dossiers.leader", "tasks.assign", "tasks.do", "indicators.read"]);
            assert_eq!(site.get(path, Some(OFFICER)).await.status, StatusCode::FORBIDDEN, "{path}");
            site.may(&["ioc.view"]);
            assert_eq!(site.get(path, Some(OFFICER)).await.status, StatusCode::OK, "{path}");
        }
        let menu = site.page("/dieu-hanh").await;
        assert!(menu.contains("<a href=\"/dieu-hanh\" aria-current=\"page\">Điều hành</a>"));
    }

    async fn the_six_numbers_are_what_the_ports_say_each_with_its_source_and_a_way_to_assign(db: Db) {
        let site = site(db);
        let html = site.page("/dieu-hanh").await;
        for (key, printed) in [
            ("received", "1.284"), ("online", "71,6"), ("online-n", "920"), ("late", "46"), ("in-time", "97,8"),
            ("closed", "1.000"), ("closed-late", "22"), ("overdue", "9"), ("awaiting", "3"), ("running", "34"),
            ("not-accepted", "4"), ("t0.0", "5"), ("t0.3", "2"), ("n0.1", "18"), ("i.online_share", "71,6"),
            ("i.a_missing", "–"),
        ] {
            assert_eq!(text_of(&html, key), printed, "{key}");
        }
        for key in crate::rules::TILES {
            assert!(html.contains(&format!("href=\"/viec-giao/moi?tu=figure%3A{key}&#38;nguon=")), "{key}");
        }
        for href in [
            "/hom-nay/ho-so?so=received-today", "/hom-nay/ho-so?so=late-now", "/hom-nay/ho-so?so=closed-month",
            "/viec-giao?nhom=overdue", "/viec-giao?nhom=waiting",
            "/ke-hoach/3050",
            "/chi-so/online_share", "/ke-hoach/3050/chi-tieu/0191", "#ke-hoach-1",
        ] {
            assert!(html.contains(&format!("href=\"{href}\"")), "{href}");
        }
        for source in [
            "tu=plan-target%3A0191&#38;nguon=Kinh+t%E1%BA%BF+s%E1%BB%91+%3CGRDP%3E&#38;ve=%2Fke-hoach%2F3050%2Fchi-tieu%2F0191",
            "tu=plan-task%3A0192&#38;", "tu=indicator%3Aonline_share&#38;",
        ] {
            assert!(html.contains(&format!("href=\"/viec-giao/moi?{source}")), "{source}");
        }
        assert_eq!(html.matches("Cách tính:").count(), 7, "six numbers and the plans");
        assert!(html.contains("Kinh tế số &#60;GRDP&#62;"));
        assert!(html.contains("Số lúc 10:46. Tải lại trang để có số mới."), "true without the script");
        assert!(html.contains("data-live-on=\"Số lúc {at}, chậm không quá 2 giây\""));
        assert!(html.contains("Hết tháng 10: 95,1 %"));
        assert!(site.words.missing().is_empty(), "{:?}", site.words.missing());
    }

    async fn a_reader_sees_only_addresses_that_open_to_her(db: Db) {
        let site = site(db);
        for (without, gone) in [
            ("dossiers.leader", "/hom-nay/ho-so"), ("tasks.assign", "/viec-giao/moi"), ("indicators.read", "/chi-so/"),
        ] {
            let held: Vec<&str> = ALL.into_iter().filter(|name| *name != without).collect();
            site.may(&ALL);
            assert!(site.page("/dieu-hanh").await.contains(gone), "{gone}");
            site.may(&held);
            assert!(!site.page("/dieu-hanh").await.contains(gone), "{gone} without {without}");
        }
        site.may(&["ioc.view"]);
        let html = site.page("/dieu-hanh").await;
        assert!(!html.contains("/viec-giao") && !html.contains("Phần của bạn"));
        site.may(&["ioc.view", "workflow.act"]);
        assert!(site.page("/dieu-hanh").await.contains("<a class=\"tap\" href=\"/viec\">Việc của tôi</a>"));
    }

    async fn the_wall_has_the_same_numbers_in_parts_and_a_way_back(db: Db) {
        let site = site(db);
        let html = site.page("/dieu-hanh/man-hinh").await;
        assert!(html.contains("class=\"desk wall\"") && html.contains("Điều hành tỉnh Nghệ An"));
        assert!(html.contains("data-cycle=\"20\"") && html.contains("data-cycle-toggle"));
        assert!(html.contains("data-live=\"/dieu-hanh/song?man-hinh=true\""));
        assert_eq!((text_of(&html, "received"), text_of(&html, "t0.3")), ("1.284".to_owned(), "2".to_owned()));
        assert!(!html.contains("/viec-giao/moi"), "nobody assigns from a wall");
        assert!(!html.contains(" hidden>\n<section"), "without the script every part is there");
        assert!(site.words.missing().is_empty(), "{:?}", site.words.missing());
    }

    async fn an_empty_house_says_so_and_divides_by_nothing(db: Db) {
        let house = house();
        *house.figures.lock().unwrap() = PublicFigures::default();
        *house.work.lock().unwrap() = AssignmentCounts::default();
        house.plans.lock().unwrap().clear();
        house.indicators.lock().unwrap().clear();
        let site = Site::new(db, house, FeedLimits::default());
        for path in ["/dieu-hanh", "/dieu-hanh/man-hinh"] {
            let html = site.page(path).await;
            assert_eq!(text_of(&html, "in-time"), "–");
            assert_eq!(text_of(&html, "online"), "–");
            assert!(html.contains("Chưa có số của ngày trước để so."));
        }
        let html = site.page("/dieu-hanh").await;
        for words in ["Chưa có việc nào chờ.", "Chưa có kế hoạch nào", "Chưa có chỉ số nào"] {
            assert!(html.contains(words), "{words}");
        }
        assert!(site.words.missing().is_empty(), "{:?}", site.words.missing());
    }

    async fn pinned_indicators_stand_in_the_order_of_the_province(db: Db) {
        let house = house();
        house.indicators.lock().unwrap().push((indicator("z_last", "Cuối"), Some(Decimal::new(5, 0))));
        let site = Site::pinning(db, Arc::clone(&house), FeedLimits::default(), &["z_last", "gone", "online_share"]);
        let html = site.page("/dieu-hanh").await;
        let at = |code: &str| html.find(&format!("data-live-key=\"i.{code}\""));
        assert!(at("z_last").unwrap() < at("online_share").unwrap());
        assert!(at("a_missing").is_none() && at("gone").is_none());
    }

    async fn five_plans_with_five_lines_each_stay_within_a_phones_budget(db: Db) {
        let house = house();
        let one = house.plans.lock().unwrap().first().cloned().unwrap();
        let attention: Vec<_> = one.attention.iter().cycle().take(5).cloned().collect();
        let plans = (0..5).map(|_| contracts::PlanSummary { attention: attention.clone(), ..one.clone() });
        *house.plans.lock().unwrap() = plans.collect();
        let site = Site::new(db, house, FeedLimits::default());
        let html = site.page("/dieu-hanh").await;
        assert!(html.len() < 60_000, "{} bytes before gzip", html.len());
    }
}
