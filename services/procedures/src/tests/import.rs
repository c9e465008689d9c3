//! The file as a whole: limits, problems with their place, small readings.
use super::sample::{file, import, papers, record, settings};
use crate::Refused;
use crate::rules::read_catalogue;
use serde_json::{Value, json};

fn what(records: &[Value]) -> Vec<(usize, &'static str)> {
    let (_, problems) = read_catalogue(&file(records), &settings()).unwrap();
    problems.into_iter().map(|problem| (problem.index, problem.what)).collect()
}

#[test]
fn a_wrong_record_is_told_with_its_place_and_harms_no_other() {
    let long = "x".repeat(3_000);
    let records = [
        record(&[]),
        json!("no record"),
        record(&[("ma_thu_tuc", json!("9.1"))]),
        record(&[("ten_thu_tuc", json!(""))]),
        record(&[("linh_vuc", json!(["list"]))]),
        record(&[("kenh_parsed", json!("text"))]),
        record(&[]),
        record(&[("ma_thu_tuc", json!("1.999002")), ("ten_thu_tuc", json!(long))]),
        record(&[("ma_thu_tuc", json!("1.999003"))]),
    ];
    let expected = [
        (1, "not_object"),
        (2, "bad_code"),
        (3, "no_name"),
        (4, "not_text"),
        (5, "not_list"),
        (6, "twice"),
        (7, "too_long"),
    ];
    assert_eq!(what(&records), expected);
    let (drafts, _) = read_catalogue(&file(&records), &settings()).unwrap();
    assert_eq!(drafts.iter().map(|draft| draft.index).collect::<Vec<_>>(), [0, 8]);
}

#[test]
fn a_file_that_is_no_catalogue_is_refused_with_line_and_column_only() {
    for bytes in [&b"{}"[..], b"[", b"\xff\xfe", b"", b"[{\"ma_thu_tuc\": \"\x00\"}]"] {
        assert!(matches!(read_catalogue(bytes, &settings()), Err(Refused::NotCatalogue(_))), "{bytes:?}");
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(read_catalogue(deep.as_bytes(), &settings()), Err(Refused::NotCatalogue(_))));
    let many = vec![Value::Null; crate::RECORDS_MAX + 1];
    assert!(matches!(read_catalogue(&file(&many), &settings()), Err(Refused::TooManyRecords(_))));
}

#[test]
fn control_characters_of_word_processors_fall_and_decomposed_text_is_composed() {
    let draft = import(&[("ten_thu_tuc", json!("Ca\u{302}\u{301}p phe\u{301}p\u{1}\u{202e} thử"))]);
    assert_eq!(draft.fact.name, "Cấp phép thử");
}

#[test]
fn the_own_code_behind_the_name_falls() {
    for (written, read) in [
        ("Tham vấn (cấp xã) (1.999001)", "Tham vấn (cấp xã)"),
        ("Cấp giấy phép (cấp Tỉnh) ( 1.999001 )", "Cấp giấy phép (cấp Tỉnh)"),
        ("Quyết định miễn.", "Quyết định miễn"),
        ("Sửa 1.999001 thành khác", "Sửa 1.999001 thành khác"),
    ] {
        assert_eq!(import(&[("ten_thu_tuc", json!(written))]).fact.name, read);
    }
}

#[test]
fn numbers_of_acts_are_found_though_titles_are_glued_on() {
    let text = "Tên văn bản pháp lýMã văn bảnHướng dẫn85/2019/TT-BTCNghị định số 123/2015/NĐ-CP ngày 15/11/2015123/2015/NĐ-CPThông tư \
                04/2020/TT-BTPquy định ngày 20/11/202076/2025/QH15Nghị quyết66.7/2025/NQ-CPQuyết định24/2021/QĐ-TTgLuật";
    let draft = import(&[("can_cu_phap_ly", json!(text))]);
    assert_eq!(
        draft.fact.legal_basis,
        [
            "85/2019/TT-BTC",
            "123/2015/NĐ-CP",
            "04/2020/TT-BTP",
            "76/2025/QH15",
            "66.7/2025/NQ-CP",
            "24/2021/QĐ-TTg"
        ]
    );
}

#[test]
fn a_count_inside_a_name_is_no_count() {
    let list = papers(&[(
        "--",
        &[
            ("01 bản chính văn bản đề nghị.Vnban.docx", "1 bản chính"),
            ("Báo cáo gồm 01 bản sao Quyết định và 02 bản chính; kèm bản vẽ", "0 bản chính,1 bản sao"),
            ("Thông báo năm 2025", "1 bản chính"),
            ("Đơn theo Mẫu số 2", "1 bản chính"),
            ("Hồ sơ nộp", "12 bản chính"),
        ],
    )]);
    let draft = import(&[("thanh_phan_ho_so", json!(list))]);
    let mut read: Vec<(&str, i64, i64)> = draft.fact.cases[0]
        .components
        .iter()
        .map(|one| (one.name.as_str(), one.originals, one.copies))
        .collect();
    read.sort_unstable();
    assert_eq!(
        read,
        [
            ("01 bản chính văn bản đề nghị.", 1, 0),
            ("Báo cáo gồm 01 bản sao Quyết định và 02 bản chính; kèm bản vẽ", 0, 1),
            ("Hồ sơ nộp", 12, 0),
            ("Thông báo năm 2025", 1, 0),
            ("Đơn theo Mẫu số 2", 1, 0),
        ]
    );
}

#[test]
fn audiences_are_parted_outside_of_brackets() {
    assert_eq!(import(&[]).fact.audience, ["Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)"]);
}
