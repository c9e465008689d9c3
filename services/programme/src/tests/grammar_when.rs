//! Dates and cadences of deadline cells and sentences.
use crate::grammar::cadence::{cadence_in, periodic_in};
use crate::grammar::when::{as_of, date_in, deadline, years_in};
use crate::grammar::{Cadence, Relation};

fn read(text: &str, year: Option<i32>) -> (String, &'static str, String) {
    let found = deadline(text, year);
    let dates: Vec<String> = found.dates.iter().map(ToString::to_string).collect();
    (dates.join(" "), found.cadence.map_or("", Cadence::word), found.rest)
}

#[test]
fn deadline_cells_are_read_whole() {
    for (text, dates, cadence) in [
        ("Quý III/2026", "2026-Q3", ""),
        ("Quý 3 năm 2026", "2026-Q3", ""),
        ("Hằng năm", "", "hằng năm"),
        ("Hàng năm", "", "hằng năm"),
        ("Thường xuyên", "", "thường xuyên"),
        ("30/12/2024 và thường xuyên", "2024-12-30", "thường xuyên"),
        ("15/5/2024 30/11/2024", "2024-05-15 2024-11-30", ""),
        ("15/5/2024\n30/11/2024", "2024-05-15 2024-11-30", ""),
        ("2024-2025", "2024/2025", ""),
        ("2025 - 2030", "2025/2030", ""),
        ("2025 – 2030", "2025/2030", ""),
        ("Năm\n2021-2022", "2021/2022", ""),
        ("Từ năm 2024 đến năm 2026", "2024/2026", ""),
        ("Giai đoạn 2022-2025", "2022/2025", ""),
        ("2023, 2024", "2023 2024", ""),
        ("đến cuối năm 2022", "2022", ""),
        ("Trước năm 2028", "2027", ""),
        ("trước 30/3/2024", "2024-03-30", ""),
        ("Trước ngày 05 tháng 9 năm 2025", "2025-09-05", ""),
        ("12.11.2024", "2024-11-12", ""),
        ("Quý trong năm", "", "hằng quý"),
        ("Quý I, II/2024", "2024-Q1 2024-Q2", ""),
        ("Quý II - IV/2024", "2024-Q2/2024-Q4", ""),
        ("Hoàn thành trong Quý II/2025", "2025-Q2", ""),
        ("từ tháng 3 đến tháng 6/2024", "2024-03/2024-06", ""),
        ("Tháng 3/2025; tháng 9/2025", "2025-03 2025-09", ""),
        ("6 tháng đầu năm 2025", "2025-Q2", ""),
        ("15/6 và 15/12/2025", "2025-06-15 2025-12-15", ""),
        ("Quý 2+3/2025", "2025-Q2 2025-Q3", ""),
        ("T12/2025", "2025-12", ""),
        ("Tháng 7-8/2025", "2025-07/2025-08", ""),
        ("Hàng năm (từ 2024 đến 2030)", "2024/2030", "hằng năm"),
        ("Định kỳ 6 tháng", "", "6 tháng"),
        ("06 tháng/lần", "", "6 tháng"),
        ("2 lần/năm", "", "6 tháng"),
        ("Hằng tháng", "", "hằng tháng"),
        ("Năm 2024 và các năm tiếp theo", "2024", "hằng năm"),
        ("", "", ""),
        ("-", "", ""),
    ] {
        assert_eq!(read(text, None), (dates.to_owned(), cadence, String::new()), "{text}");
    }
}

#[test]
fn the_year_of_the_plan_completes_what_has_none() {
    for (text, with, without) in [
        ("30/6", "2024-06-30", "30/6"),
        ("Trước 30/6", "2024-06-30", "Trước 30/6"),
        ("Quý I và III", "2024-Q1 2024-Q3", "Quý I và III"),
        ("Tháng 6", "2024-06", "Tháng 6"),
        ("Trong năm", "2024", ""),
    ] {
        assert_eq!(read(text, Some(2024)).0, with, "{text}");
        let alone = read(text, None);
        assert_eq!((alone.0.as_str(), alone.2.as_str()), ("", without), "{text}");
    }
}

#[test]
fn a_day_of_every_period_is_not_one_day() {
    let quarterly = read("trước ngày 15 tháng cuối quý", Some(2024));
    assert_eq!(quarterly, (String::new(), "hằng quý", "trước ngày 15".to_owned()));
    assert_eq!(
        read("Trước 15/12 hằng năm", Some(2024)),
        (String::new(), "hằng năm", "Trước 15/12".to_owned())
    );
}

#[test]
fn what_is_not_understood_is_kept() {
    for text in [
        "Sau khi có hướng dẫn của Bộ Tài chính",
        "Theo Kế hoạch số 12/KH-UBND ngày 3/4/2023",
        "31/02/2024",
        "Khi có yêu cầu",
    ] {
        assert_eq!(read(text, Some(2024)), (String::new(), "", text.to_owned()), "{text}");
    }
}

#[test]
fn years_say_how_they_are_meant() {
    let text = "Quyết định 749/QĐ-TTg năm 2020 về giai đoạn 2021-2025; đến cuối năm 2022, vào năm 2026, \
                trước năm 2028, năm 2024, ngày 03/6/2020";
    let found: Vec<(i32, Option<i32>, Relation, i32)> =
        years_in(text).iter().map(|year| (year.year, year.from, year.relation, year.by())).collect();
    assert_eq!(
        found,
        [
            (2020, None, Relation::Cited, 2020),
            (2025, Some(2021), Relation::Span, 2025),
            (2022, None, Relation::By, 2022),
            (2026, None, Relation::By, 2026),
            (2028, None, Relation::Before, 2027),
            (2024, None, Relation::In, 2024),
        ]
    );
}

#[test]
fn dates_are_read_in_every_form() {
    for text in [
        "ngày 12 tháng 11 năm 2024",
        "Nghệ An, ngày 12/11/2024",
        "12-11-2024",
        "12.11.2024",
        "ngày 12 tháng 11,\nnăm 2024",
    ] {
        assert_eq!(date_in(text).map(|date| date.to_string()).as_deref(), Some("2024-11-12"), "{text}");
    }
    assert_eq!(date_in("số 12/KH-UBND, tháng 11/2024, 30/02/2024"), None);
    assert_eq!(
        as_of("Đến hết tháng 10/2022, đã cung cấp").map(|point| point.to_string()).as_deref(),
        Some("2022-10")
    );
    assert_eq!(as_of("theo Quyết định số 5/QĐ-TTg ngày 1/2/2023"), None);
}

#[test]
fn a_sentence_has_a_cadence_only_when_it_says_so() {
    assert_eq!(
        periodic_in("Đánh giá mức độ chuyển đổi số doanh nghiệp (định kỳ 6 tháng)"),
        Some(Cadence::HalfYearly)
    );
    assert_eq!(periodic_in("Định kỳ hằng quý gửi báo cáo"), Some(Cadence::Quarterly));
    assert_eq!(periodic_in("Thường xuyên cập nhật tin, bài"), None);
    assert_eq!(cadence_in("chi ngân sách hàng năm"), Some(Cadence::Yearly));
    assert_eq!(cadence_in("trong vòng 6 tháng"), None);
}
