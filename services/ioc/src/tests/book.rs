//! The book of days: what has changed since the last one.
use super::support::{House, NOW, Site, house, plan};
use crate::ops::keep_day;
use crate::rules::CHANGES_MAX;
use contracts::PathCounts;
use db::Db;
use rust_decimal::Decimal;
use std::sync::Arc;
use web::FeedLimits;

const DAY: i64 = 86_400;

fn keep(site: &Site, seconds: i64) {
    keep_day(&site.deps, NOW.plus_seconds(seconds)).unwrap();
}

fn change(house: &House) {
    house.figures.lock().unwrap().late_now = 58;
    house.work.lock().unwrap().overdue = 2;
    let mut plans = house.plans.lock().unwrap();
    plans[0].tasks.missed = 5;
    plans[0].targets.at_risk = 1;
    plans.push(plan("Kế hoạch 02", PathCounts::default(), PathCounts::default()));
    house.indicators.lock().unwrap()[1].1 = Some(Decimal::new(72, 0));
}

db::contract! {
    migrations: [db::MIGRATIONS, policy::MIGRATIONS, crate::MIGRATIONS];

    async fn the_page_tells_what_changed_since_the_last_day_of_the_book(db: Db) {
        let site = Site::new(db, house(), FeedLimits::default());
        keep(&site, -DAY - 600);
        // The last writing of a day counts.
        site.house.work.lock().unwrap().awaiting_confirmation = 1;
        keep(&site, -DAY);
        assert!(site.page("/dieu-hanh").await.contains("Không có gì đổi."));
        change(&site.house);
        // Today's own line is not what today is compared with.
        keep(&site, -60);
        let html = site.page("/dieu-hanh").await;
        for words in [
            "So với số ghi lúc 10:46 thứ Năm 19/11/2026",
            "Hồ sơ đang quá hạn: 58 (tăng 12)",
            "Việc được giao quá hạn: 2 (giảm 7)",
            "Đề án chuyển đổi số: 5 nhiệm vụ chậm (tăng 2)",
            "Đề án chuyển đổi số: 1 chỉ tiêu có nguy cơ (giảm 2)",
            "Kế hoạch mới: Kế hoạch 02",
            "Hồ sơ trực tuyến: từ 71,6 thành 72 %",
        ] {
            assert!(html.contains(words), "{words}\n{html}");
        }
        assert!(!html.contains("Việc chờ xác nhận: "), "nothing is said of what stayed");
    }

    async fn a_day_nobody_wrote_is_skipped_and_the_page_says_with_which_it_compares(db: Db) {
        let site = Site::new(db, house(), FeedLimits::default());
        keep(&site, -5 * DAY);
        let html = site.page("/dieu-hanh").await;
        assert!(html.contains("So với số ghi lúc 10:46 chủ nhật 15/11/2026"), "{html}");
    }
}

#[test]
fn a_page_of_changes_is_short() {
    assert_eq!(CHANGES_MAX, 8);
    let house: Arc<House> = house();
    let now = crate::model::Snapshot {
        at: NOW,
        figures: *house.figures.lock().unwrap(),
        assignments: *house.work.lock().unwrap(),
        plans: (0..20).map(|_| plan("Kế hoạch", PathCounts::default(), PathCounts::default())).collect(),
        indicators: Vec::new(),
    };
    let before = crate::model::Before { taken_at: NOW, marks: crate::model::DayMarks::default() };
    assert_eq!(crate::rules::changes(&before, &now).len(), CHANGES_MAX);
}
