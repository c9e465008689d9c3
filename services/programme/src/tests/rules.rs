//! A plan of our own making, of a ministry that does not exist, in a layout that none of the known plans has.
use crate::reading::read_text;
use crate::rules::{Found, Status, apply};
use crate::{read_plan, rules};

pub(crate) const PLAN: &str = include_str!("plan.txt");

fn found() -> Found {
    apply(&read_text(PLAN))
}

fn of(text: &str) -> Found {
    apply(&read_text(text))
}

fn shown(target: &rules::Target) -> String {
    let level = target.level.map(|level| format!(" {level}")).unwrap_or_default();
    let year = target.year.map(|year| year.to_string()).unwrap_or_default();
    format!(
        "{} {}{}{level} {year}",
        target.comparator.sign(),
        target.value.normalize(),
        target.unit_normalised
    )
}

#[test]
fn the_letterhead_says_number_day_issuer_and_years() {
    let identity = found().identity;
    assert_eq!(identity.number.as_deref(), Some("1207/QĐ-BCNN"));
    assert_eq!(identity.issued.as_deref(), Some("2026-01-05"));
    assert_eq!(identity.period, Some((2026, 2028)));
    assert_eq!(identity.status, Status::Adopted);
    assert_eq!(
        identity.title.as_deref(),
        Some("PHÊ DUYỆT KẾ HOẠCH CHUYỂN ĐỔI SỐ CỦA BỘ GIAI ĐOẠN 2026 - 2028")
    );
}

#[test]
fn aims_take_the_year_of_their_heading_and_the_words_of_comparison() {
    let found = found();
    let aims: Vec<String> = found.targets.iter().filter(|target| target.place.line < 25).map(shown).collect();
    assert_eq!(
        aims,
        [
            "≥ 85% 2026",
            "≥ 30% 2026",
            "= 1có/không 2026",
            "≥ 95% 2028",
            "= 100% 2028",
            "≥ 90% 2028",
            "≤ 5% 2028",
            "= 1có/không 2027"
        ]
    );
}

#[test]
fn a_table_of_aims_gives_a_row_for_each_year_with_its_owner() {
    let found = found();
    let rows: Vec<&rules::Target> =
        found.targets.iter().filter(|target| target.place.reason == "table_of_aims").collect();
    assert_eq!(rows.len(), 9);
    assert_eq!(shown(rows[0]), "= 60% 2026");
    assert_eq!(shown(rows[5]), "≥ 15bộ 2028");
    assert_eq!(rows[0].owner, ["Vụ Pháp chế"]);
    assert_eq!(rows[8].pillar.as_deref(), Some("An toàn"));
}

#[test]
fn tasks_are_counted_on_over_groups_and_keep_product_cadence_and_dates() {
    let tasks = found().tasks;
    let said: Vec<String> = tasks
        .iter()
        .map(|task| {
            let dates: Vec<String> = task.deadlines.iter().map(ToString::to_string).collect();
            format!(
                "{} · {} · {} · {} · {}",
                task.group.clone().unwrap_or_default(),
                task.code.clone().unwrap_or_default(),
                task.lead.iter().map(|agency| agency.printed.clone()).collect::<Vec<_>>().join("+"),
                dates.join("+"),
                task.cadence.map(|cadence| cadence.word()).unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "I Thể chế · 1 · Vụ Pháp chế · 2026-Q2 · ",
            "I Thể chế · 2 · Cục Công nghệ thông tin · 2026-09-30 · ",
            "II Hạ tầng · 3 · Văn phòng Bộ · 2026/2028 · ",
            "II Hạ tầng · 4 · Cục Công nghệ thông tin ·  · hằng quý",
            "II Hạ tầng · 5 · Cục Công nghệ thông tin ·  · hằng năm",
        ]
    );
    assert_eq!(tasks[0].product.as_deref(), Some("Quyết định của Bộ trưởng"));
    assert_eq!(tasks[0].coordinating.len(), 2);
}

#[test]
fn a_cell_spanned_over_a_group_is_given_to_its_rows_and_said_so() {
    let found = of("STT | Nhiệm vụ | Đơn vị chỉ đạo | Đơn vị chủ trì | Đơn vị phối hợp | Ghi chú |\n\
         I | Nhóm một | Tổ Dữ liệu - Ban Chỉ đạo tỉnh |\n|\n|\n|\n\
         1 | Làm việc thứ nhất | Sở Tài chính | Các sở, ban, ngành tỉnh |\n| |\n\
         2 | Làm việc thứ hai | Sở Nội vụ | UBND các huyện |\n| |\n");
    assert_eq!(found.tasks.len(), 2);
    for task in &found.tasks {
        assert_eq!(task.directing[0].printed, "Tổ Dữ liệu - Ban Chỉ đạo tỉnh");
        assert_eq!(task.place.reason, "cells_moved");
    }
    assert_eq!(found.tasks[1].lead[0].printed, "Sở Nội vụ");
    assert_eq!(found.tasks[1].coordinating[0].printed, "UBND các huyện");
    assert!(found.warnings.iter().any(|warning| warning.key == "programme-warn-cells-moved"));
}

#[test]
fn sums_that_do_not_add_up_and_codes_that_jump_are_told_and_not_repaired() {
    let found = of(
        "PHỤ LỤC\nKINH PHÍ NĂM 2026\nĐVT: triệu đồng\nTT | Nội dung nhiệm vụ | Kinh phí | Cơ quan chủ trì | |\n\
         Ngân sách tỉnh | Nguồn khác | |||\n\
         1 | Nhóm a | 300 | 50 | |\n1.1 | Việc một | 100 | 50 | Sở A |\n1.3 | Việc hai | 150 | - | Sở B |\n\
         2 | Nhóm b | 20 | - | |\n2.1 | Việc ba | 20 | - | Sở C |\n| Tổng: 380 | 320 | 50 | |",
    );
    let keys: Vec<&str> = found.warnings.iter().map(|warning| warning.key).collect();
    assert!(keys.contains(&"programme-warn-sum"), "{keys:?}");
    assert!(keys.contains(&"programme-warn-total"), "{keys:?}");
    assert!(keys.contains(&"programme-warn-code-jumps"), "{keys:?}");
    let group = found.budgets.iter().find(|budget| budget.task == "1 Nhóm a").unwrap();
    assert!(group.sum && group.amount == 300.into());
    assert!(found.budgets.iter().all(|budget| budget.unit == "triệu đồng"));
}

#[test]
fn levels_are_told_apart_and_the_way_of_a_thing_is_no_level() {
    let found = of(
        "KẾ HOẠCH NĂM 2026\nI. MỤC TIÊU\n- 90% hồ sơ tại cấp tỉnh, 70% hồ sơ tại cấp xã được xử lý trên mạng.\n\
         - Kết nối từ cấp tỉnh đến cấp xã đạt 100%.\n- Tỷ lệ số hóa hồ sơ của cấp tỉnh, cấp xã đạt tương ứng 80%, 60%.",
    );
    let said: Vec<String> = found.targets.iter().map(shown).collect();
    assert_eq!(said, ["= 90% tỉnh 2026", "= 70% xã 2026", "= 100% 2026", "= 80% tỉnh 2026", "= 60% xã 2026"]);
}

#[test]
fn what_is_so_already_is_a_figure_and_no_target() {
    let found = of(
        "KẾ HOẠCH NĂM 2026\nI. THỰC TRẠNG\n- Tỷ lệ hộ có địa chỉ số đạt 206/295 (đạt 69,83%).\n- Có 45% xã dùng nền tảng số.\n\
         II. MỤC TIÊU\n- 80% xã dùng nền tảng số.",
    );
    assert_eq!(found.targets.len(), 1);
    assert_eq!(found.figures.len(), 2);
    assert_eq!(found.figures[0].denominator, Some(295.into()));
    assert!(!found.warnings.iter().any(|warning| warning.key == "programme-warn-rate"));
}

#[test]
fn a_date_before_the_day_of_issue_is_told() {
    let text = PLAN.replace("Quý II/2026", "Quý II/2025");
    let found = of(&text);
    assert!(found.warnings.iter().any(|warning| warning.key == "programme-warn-deadline-past"));
}

#[test]
fn bullets_of_the_tasks_stand_in_where_no_table_does() {
    let found = of(
        "KẾ HOẠCH NĂM 2026\nI. NHIỆM VỤ\n- Sở Nội vụ chủ trì tổ chức tập huấn cho cán bộ xã.\n- Rà soát các quy chế về dữ liệu đã ban hành.",
    );
    assert_eq!(found.tasks.len(), 2);
    assert_eq!(found.tasks[0].lead[0].printed, "Sở Nội vụ");
    assert!(found.tasks.iter().all(|task| task.place.confidence < 50));
}

#[test]
fn every_warning_has_its_sentence() {
    let text = crate::LOCALES[0].1;
    let plans = [PLAN.to_owned(), "Dự thảo kế hoạch.".to_owned(), PLAN.replace("Quý II/2026", "2020")];
    for plan in plans {
        let reading = read_plan(plan.as_bytes(), "plan.txt").unwrap();
        for warning in reading.found.warnings {
            assert!(text.contains(&format!("{} = ", warning.key)), "{}", warning.key);
        }
    }
}

#[test]
fn what_is_said_at_the_end_of_a_list_holds_for_all_its_levels() {
    let found = of(
        "KẾ HOẠCH NĂM 2026\nI. MỤC TIÊU\n- 90% hồ sơ công việc tại cấp tỉnh, 60% hồ sơ công việc tại cấp xã được xử lý trên mạng.\n\
         - Tối thiểu 95% giấy tờ được số hóa; riêng cấp xã đạt tối thiểu 85%.",
    );
    let said: Vec<&str> = found.targets.iter().map(|target| target.measure.as_str()).collect();
    assert_eq!(
        said,
        [
            "hồ sơ công việc được xử lý trên mạng",
            "hồ sơ công việc được xử lý trên mạng",
            "giấy tờ được số hóa",
            "giấy tờ được số hóa"
        ]
    );
    assert_eq!(found.targets[3].level, Some("xã"));
}

#[test]
fn a_count_its_rate_and_a_number_behind_a_label_are_figures() {
    let found = of(
        "KẾ HOẠCH NĂM 2026\nI. THỰC TRẠNG\n- Đã số hóa 2.022.185 dữ liệu hộ tịch, đạt tỷ lệ 91,95%.\n\
         - Kết nối lĩnh vực Tư pháp: 327.365; Kết nối lĩnh vực Đất đai: 8.108.\n- Chỉ số của tỉnh tăng 6 bậc.",
    );
    let said: Vec<(Option<String>, Option<String>)> = found
        .figures
        .iter()
        .map(|figure| (figure.numerator.map(|n| n.to_string()), figure.rate.map(|n| n.to_string())))
        .collect();
    assert_eq!(
        said,
        [
            (Some("2022185".to_owned()), Some("91.95".to_owned())),
            (Some("327365".to_owned()), None),
            (Some("8108".to_owned()), None),
        ]
    );
}

#[test]
fn a_second_letterhead_and_a_missing_article_are_told() {
    let head = "Số: 5/KH-UBND\nHòa Sơn, ngày 3 tháng 2 năm 2026\nKẾ HOẠCH NĂM 2026\nĐiều 1. Mục tiêu\n- 80% xã dùng nền tảng số.\n";
    let found = of(&format!(
        "{head}Điều 3. Nhiệm vụ\n- Tổ chức tập huấn cho cán bộ xã.\n{}",
        head.replace("5/KH", "6/KH")
    ));
    let keys: Vec<&str> = found.warnings.iter().map(|warning| warning.key).collect();
    assert!(keys.contains(&"programme-warn-second-document"), "{keys:?}");
    assert!(keys.contains(&"programme-warn-heading-jumps"), "{keys:?}");
}

#[test]
fn articles_with_titles_are_parts_of_a_resolution() {
    let found = of(
        "Số: 31/2025/NQ-HĐND\nHòa Sơn, ngày 10 tháng 12 năm 2025\nNGHỊ QUYẾT\nVề kế hoạch phát triển năm 2026\n\
         Điều 1. Các chỉ tiêu chủ yếu\n1. Thu ngân sách trên địa bàn đạt 21.500 tỷ đồng.\n2. Tỷ lệ che phủ rừng duy trì 57,2%.\n\
         3. Giải quyết việc làm cho ít nhất 18.000 lao động.\nĐiều 2. Tổ chức thực hiện\nGiao Ủy ban nhân dân tỉnh đạt 100% việc.",
    );
    let said: Vec<String> = found.targets.iter().map(shown).collect();
    assert_eq!(said, ["= 21500tỷ đồng 2026", "= 57.2% 2026", "≥ 18000lao động 2026"]);
}
