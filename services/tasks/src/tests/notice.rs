//! A conclusion notice: cut where its numbers say, agencies and days where they are plain.
use super::fixture::{Far, World, day};
use crate::ops;
use crate::rules::{mentions, named_day, read_notice};

pub const NOTICE: &str = "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN
Số: 812/TB-UBND            Nghệ An, ngày 18 tháng 11 năm 2026

THÔNG BÁO
Kết luận tại phiên họp về chuyển đổi số tháng 11
Sau khi nghe báo cáo, lãnh đạo tỉnh kết luận như sau:
I. Đánh giá chung
1. Tỷ lệ hồ sơ trực tuyến đạt 71,6 %, kinh phí giải ngân được
1.500 triệu đồng theo Quyết định số 3050/QĐ-UBND ngày 15/8/2024.
2. Còn chậm ở vùng cao.
II. Nhiệm vụ thời gian tới
1. Giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Sở Khoa học và Công nghệ hoàn thiện
cơ sở dữ liệu đất đai, xong trước ngày 15/12/2026.
2
2. UBND các xã, phường:
a) Rà soát hồ sơ tồn; hoàn thành trong tháng 12/2026.
b) Giao UBND xã Số 7 báo cáo Văn phòng UBND tỉnh trước ngày 30/11.
3. Sở Thông tin và Truyền thông tham mưu kế hoạch trong quý I/2027.
4. Các sở, ban, ngành chịu trách nhiệm theo lĩnh vực.
Nơi nhận:
1. Các sở;
2. Lưu VT.
";

#[test]
fn a_notice_is_cut_at_its_numbers_and_nothing_of_it_is_lost() {
    let notice = read_notice(NOTICE);
    assert_eq!((notice.number.as_str(), notice.issued), ("812/TB-UBND", Some(day("2026-11-18"))));
    let numbers: Vec<&str> = notice.paragraphs.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.2.a", "II.2.b", "II.3", "II.4"]);
    let all: String = notice.paragraphs.iter().map(|one| format!("{} ", one.text)).collect();
    for words in ["1.500 triệu đồng", "Còn chậm ở vùng cao", "xong trước ngày 15/12/2026", "theo lĩnh vực"]
    {
        assert!(all.contains(words), "{words} in {all}");
    }
    assert!(!all.contains("Lưu VT"));
}

#[test]
fn text_without_numbers_has_no_paragraphs() {
    assert!(read_notice("Kính gửi các đồng chí\n2026 là năm bứt phá\n15/12 họp").paragraphs.is_empty());
    assert!(read_notice("").paragraphs.is_empty());
}

#[test]
fn a_number_may_be_missing_before_a_sentence_but_not_before_a_broken_line() {
    let skipped = read_notice("1. Một việc\n3. Ba việc\n4. bốn phẩy");
    let numbers: Vec<&str> = skipped.paragraphs.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["1", "3", "4"]);
    let broken = read_notice("1. Một việc gồm\n5. năm bước\n2. Hai");
    assert_eq!(broken.paragraphs.len(), 2);
    let nested = read_notice("1. Một\n1.1. Con\n1.2. Con\n2. Hai\n2.1 Con nữa");
    let numbers: Vec<&str> = nested.paragraphs.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["1", "1.1", "1.2", "2", "2.1"]);
}

#[test]
fn last_days_are_read_and_dates_of_documents_are_not() {
    let after = day("2026-11-18");
    let read = |text: &str| named_day(text, after).map(|found| found.day);
    assert_eq!(read("hoàn thành trước ngày 15/12/2026"), Some(day("2026-12-15")));
    assert_eq!(read("xong trước ngày 30/11"), Some(day("2026-11-30")));
    assert_eq!(read("báo cáo trước ngày 5/1"), Some(day("2027-01-05")));
    assert_eq!(read("chậm nhất ngày 5 tháng 12 năm 2026"), Some(day("2026-12-05")));
    assert_eq!(read("hoàn thành trong tháng 12/2026"), Some(day("2026-12-31")));
    assert_eq!(read("trong tháng 2 năm 2027"), Some(day("2027-02-28")));
    assert_eq!(read("trong quý I/2027"), Some(day("2027-03-31")));
    assert_eq!(read("trong năm 2027"), Some(day("2027-12-31")));
    assert_eq!(read("theo Quyết định số 3050/QĐ-UBND ngày 15/8/2024"), None);
    assert_eq!(read("tại Công văn 12 ngày 3 tháng 5 năm 2026, thực hiện ngay"), None);
    assert_eq!(read("đạt 1.500 hồ sơ"), None);
}

#[test]
fn agencies_are_read_with_who_leads_and_who_helps() {
    let read = |text: &str| -> Vec<(String, Option<&'static str>, bool)> {
        mentions(text).into_iter().map(|one| (one.words.join(" "), one.group, one.helps)).collect()
    };
    let name = |text: &str, helps| (text.to_owned(), None, helps);
    let found =
        read("Giao Sở Tài chính và Sở Xây dựng chủ trì, phối hợp với Sở Nội vụ, Công an tỉnh rà soát.");
    assert_eq!(
        found,
        [
            name("Sở Tài chính", false),
            name("Sở Xây dựng", false),
            name("Sở Nội vụ", true),
            name("Công an tỉnh", true)
        ]
    );
    assert_eq!(read("UBND tỉnh yêu cầu các sở, ban, ngành"), [(String::new(), Some("departments"), false)]);
    let groups: Vec<_> = read("UBND các xã, phường báo cáo").into_iter().map(|one| one.1).collect();
    assert!(groups.contains(&Some("communes")), "{groups:?}");
    assert_eq!(read("đạt số lượng lớn, cơ sở hạ tầng tốt"), []);
}

#[tokio::test]
async fn a_pasted_notice_comes_with_agencies_and_days_of_today() {
    let world = World::new();
    let leader = world.leader(1, 1, Far::Province);
    let (_, lines) = ops::suggest(&world.deps, &leader, NOTICE).await.unwrap();
    let of = |number: &str| lines.iter().find(|line| line.number == number).unwrap();
    let first = of("II.1");
    assert_eq!(first.agencies, ["Sở Nông nghiệp và Môi trường"]);
    assert_eq!(first.helpers, ["Sở Khoa học và Công nghệ"]);
    assert_eq!((first.due, first.tick), (Some(day("2026-12-15")), true));
    assert_eq!(of("II.2").groups, ["communes"]);
    // What stands above with a colon is handed down to what stands below and is no work itself.
    assert!(!of("II.2").tick);
    let below = of("II.2.a");
    assert_eq!((below.groups.as_slice(), below.tick), (["communes"].as_slice(), true));
    assert_eq!((below.due, below.due_words.as_str()), (Some(day("2026-12-31")), "tháng 12/2026"));
    // Whoever is only reported to does nothing.
    let seven = of("II.2.b");
    assert_eq!(seven.agencies, ["Ủy ban nhân dân xã Số 7"]);
    assert!(seven.groups.is_empty());
    assert_eq!(seven.due, Some(day("2026-11-30")));
    // The old department lives on in two: nobody is guessed.
    let old = of("II.3");
    assert!(old.agencies.is_empty() && !old.tick);
    let (name, heirs) = &old.unclear[0];
    assert_eq!((name.as_str(), heirs.len()), ("Sở Thông tin và Truyền thông", 2));
    assert_eq!(of("II.4").groups, ["departments"]);
}
