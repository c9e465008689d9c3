//! Terms, names and differences, as tables.
use crate::model::PlanFacts;
use crate::ops::amend::difference;
use crate::rules::difference::{Change, Side, compare};
use crate::rules::likeness::Wording;
use crate::rules::meaning::{self, Meaning};
use crate::rules::{faults, terms};
use rust_decimal::Decimal;

#[test]
fn a_term_ends_on_its_last_day_and_words_are_no_term() {
    for (term, day) in [
        ("2024-12-30", "2024-12-30"),
        ("2026-06", "2026-06-30"),
        ("2026-Q3", "2026-09-30"),
        ("2025", "2025-12-31"),
        ("2024/2025", "2025-12-31"),
        ("2024-01-01/2024-Q2", "2024-06-30"),
    ] {
        assert_eq!(terms::last_day(term).map(|day| day.to_string()).as_deref(), Some(day), "{term}");
    }
    for term in ["", "Quý III/2026", "2026-Q5", "2026-13", "thường xuyên", "26", "2024//2025", "30/12/2024"]
    {
        assert_eq!(terms::last_day(term), None, "{term}");
    }
    assert_eq!(terms::due(&["2024-05-15", "2024-11-30"]).unwrap().to_string(), "2024-11-30");
    assert_eq!(terms::due::<&str>(&[]), None);
}

#[test]
fn money_is_whole_dong_of_its_printed_unit() {
    for (amount, unit, dong) in [
        ("256785.7", "triệu đồng", Some(256_785_700_000)),
        ("128.5", "tỷ đồng", Some(128_500_000_000)),
        ("2", "tỉ đồng", Some(2_000_000_000)),
        ("1500", "nghìn đồng", Some(1_500_000)),
        ("1500000", "đồng", Some(1_500_000)),
        ("3", "hệ thống", None),
    ] {
        assert_eq!(terms::dong(amount.parse::<Decimal>().unwrap(), unit), dong, "{amount} {unit}");
    }
}

#[test]
fn a_plan_is_addressed_by_number_and_year() {
    let day = |text: &str| Some(text.parse().unwrap());
    for (number, issued, title, slug) in [
        (Some("3050/QĐ-UBND"), day("2024-11-12"), "", "3050-qd-ubnd-2024"),
        (Some("219/KH-UBND"), None, "", "219-kh-ubnd"),
        (Some("12/2025/NQ-HĐND"), day("2025-07-01"), "", "12-2025-nq-hdnd-2025"),
        (None, None, "Đề án chuyển đổi số", "de-an-chuyen-doi-so"),
        (None, None, "", "ke-hoach"),
    ] {
        let made = terms::slug(number, issued, title);
        assert_eq!(made, slug);
        assert!(terms::is_slug(&made));
    }
    for bad in ["", "nhap", "viec", "Kế hoạch", "a/b", "a b"] {
        assert!(!terms::is_slug(bad), "{bad}");
    }
}

#[test]
fn printed_names_are_groups_bodies_that_direct_or_names_to_look_up() {
    let groups = |codes: &[&'static str], former| Meaning::Groups { codes: codes.to_vec(), former };
    let (d, c) = (meaning::DEPARTMENTS, meaning::COMMUNES);
    for (printed, expected) in [
        ("Các sở, ban, ngành", groups(&[d], false)),
        ("các Sở, ban, ngành, đoàn thể tỉnh", groups(&[d], false)),
        ("Các cơ quan thuộc tỉnh", groups(&[d], false)),
        ("UBND các huyện, thành, thị", groups(&[c], true)),
        ("UBND các huyện, thành phố", groups(&[c], true)),
        ("UBND cấp huyện", groups(&[c], true)),
        ("UBND cấp xã", groups(&[c], false)),
        ("Ủy ban nhân dân các xã, phường, thị trấn", groups(&[c], false)),
        ("UBND cấp huyện,cấp xã", groups(&[c], true)),
        ("Sở, ngành tỉnh và UBND cấp huyện", groups(&[d, c], true)),
        ("Ban Chỉ đạo Chuyển đổi số tỉnh", Meaning::Directs),
        ("Tổ Kinh tế số - Ban Chỉ đạo CĐS tỉnh", Meaning::Directs),
        ("Chủ tịch UBND tỉnh", Meaning::Directs),
    ] {
        assert_eq!(meaning::of(printed, None), expected, "{printed}");
    }
    for printed in [
        "Các doanh nghiệp viễn thông, CNTT",
        "Bộ Nội vụ",
        "Hiệp hội doanh nghiệp",
        "Tỉnh Đoàn",
        "UBMTTQVN tỉnh",
        "Đảng",
    ] {
        let Meaning::Named { outside, .. } = meaning::of(printed, None) else { panic!("{printed}") };
        assert!(outside, "{printed}");
    }
    for (printed, first) in [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("Văn phòng UBND tỉnh (Cổng Thông tin điện tử tỉnh)", "Văn phòng UBND tỉnh"),
        ("UBND huyện Con Cuông", "UBND huyện Con Cuông"),
    ] {
        let Meaning::Named { names, outside } = meaning::of(printed, None) else { panic!("{printed}") };
        assert!(names.iter().any(|name| name == first), "{printed}: {names:?}");
        assert!(!outside);
    }
    let Meaning::Named { names, .. } =
        meaning::of("Sở Thông tin và Truyền thông và các doanh nghiệp viễn thông", None)
    else {
        panic!()
    };
    assert!(names.iter().any(|name| name == "Sở Thông tin và Truyền thông"), "{names:?}");
}

fn side(code: &str, text: &str, deadline: &str) -> Side {
    Side {
        code: code.to_owned(),
        text: text.to_owned(),
        apart: String::new(),
        fields: vec![("code", code.to_owned()), ("text", text.to_owned()), ("deadline", deadline.to_owned())],
    }
}

#[test]
fn rows_meet_by_code_and_wording_and_each_stands_once() {
    let old = [
        side("1.1", "Xây dựng kho dữ liệu dùng chung của tỉnh", "2024"),
        side("1.2", "Đào tạo kỹ năng số cho cán bộ cấp xã", "2025"),
        side("1.3", "Lắp đặt camera giao thông", "2025"),
    ];
    let new = [
        side("1.1", "Đào tạo kỹ năng số cho cán bộ, công chức cấp xã", "2025"),
        side("1.2", "Xây dựng kho dữ liệu dùng chung của tỉnh", "2026"),
        side("1.3", "Phát triển nền tảng du lịch thông minh", "2026"),
    ];
    let changes = compare(&old, &new);
    assert!(
        matches!(&changes[0], Change::Changed { old: 1, new: 0, fields } if fields.iter().any(|f| f.field == "code"))
    );
    let Change::Changed { old: 0, new: 1, fields } = &changes[1] else { panic!("{changes:?}") };
    let moved = fields.iter().find(|field| field.field == "deadline").unwrap();
    assert_eq!((moved.before.as_str(), moved.after.as_str()), ("2024", "2026"));
    // The same code with other words is another task.
    assert_eq!(changes[2], Change::Added { new: 2 });
    assert_eq!(changes[3], Change::Gone { old: 2 });
    assert_eq!(changes.len(), 4);
}

#[test]
fn a_plan_set_against_itself_changes_nothing() {
    let facts: PlanFacts = toml::from_str(include_str!("plan_pack.toml")).unwrap();
    let differ = difference(&facts, &facts);
    assert_eq!(differ.targets, [Change::Same { old: 0, new: 0 }]);
    assert_eq!(differ.tasks, [Change::Same { old: 0, new: 0 }]);
    assert!(compare(&[], &[]).is_empty());
}

#[test]
fn targets_of_several_years_keep_to_their_year() {
    let aim = |year: &str, value: &str| Side {
        text: "Tỷ lệ hồ sơ nộp trực tuyến".to_owned(),
        apart: format!("%|{year}"),
        fields: vec![("value", value.to_owned()), ("year", year.to_owned())],
        ..Side::default()
    };
    let old = [aim("2025", "60"), aim("2030", "90")];
    let new = [aim("2030", "95"), aim("2025", "60")];
    let changes = compare(&old, &new);
    assert!(matches!(&changes[0], Change::Changed { old: 1, new: 0, .. }), "{changes:?}");
    assert_eq!(changes[1], Change::Same { old: 0, new: 1 });
}

#[test]
fn likeness_counts_shared_words_whatever_their_marks_and_order() {
    let alike = |a: &str, b: &str| Wording::of(a).likeness(&Wording::of(b));
    assert_eq!(alike("Xây dựng kho dữ liệu", "kho dữ liệu, xây dựng"), 100);
    assert_eq!(alike("hoà nhập", "HÒA NHẬP"), 100);
    assert_eq!(alike("", ""), 0);
    assert!(alike("Xây dựng kho dữ liệu dùng chung", "Phát triển du lịch") < 20);
}

#[test]
fn wrong_facts_are_named_with_their_row() {
    let mut facts: PlanFacts = toml::from_str(include_str!("plan_pack.toml")).unwrap();
    assert!(faults::faults(&facts).is_empty());
    facts.targets[0].comparator = "chừng".to_owned();
    facts.tasks[0].deadlines = vec!["cuối năm".to_owned()];
    facts.tasks[0].cadence = Some("thỉnh thoảng".to_owned());
    facts.budgets[0].task_code = Some("9.9".to_owned());
    facts.agencies[0].group = Some("villages".to_owned());
    facts.relation = Some("follows".to_owned());
    let found: Vec<String> =
        faults::faults(&facts).iter().map(|fault| format!("{} {}", fault.row, fault.field)).collect();
    let expected = [
        "document relation",
        "agencies 1 printed",
        "targets 1 comparator",
        "tasks 1 deadlines",
        "tasks 1 cadence",
        "budgets 1 task_code",
    ];
    assert_eq!(found, expected);
}
