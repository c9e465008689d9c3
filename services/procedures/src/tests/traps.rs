//! The traps of the national catalogue (law.md §12), each by name.
use super::sample::{asked, import, papers};
use crate::model::Answer;
use crate::rules::answered;
use crate::{Effect, Imported, LimitAnswer};
use base::Money;
use contracts::{Channel, FeeKind, Level, LimitUnit};
use serde_json::json;

fn channels(cells: &[&str]) -> (&'static str, serde_json::Value) {
    ("kenh_parsed", json!(cells))
}

fn steps(text: &str) -> (&'static str, serde_json::Value) {
    ("trinh_tu_thuc_hien", json!(text))
}

fn limits(draft: &Imported) -> Vec<Option<(i64, LimitUnit)>> {
    let rules = draft.fact.cases.iter().flat_map(|case| &case.channels);
    rules.map(|rule| rule.limit.as_ref().map(|limit| (limit.amount, limit.unit))).collect()
}

fn answer(draft: &Imported, code: &str, reading: usize) -> contracts::ProcedureFact {
    let mut questions = draft.questions.clone();
    let question = questions.iter_mut().find(|question| question.code == code).unwrap();
    question.answer = Some(Answer { reading: Some(reading) });
    answered(&draft.fact, &questions)
}

#[test]
fn free_beside_a_council_is_a_placeholder_and_the_fee_stays_unknown() {
    let draft = import(&[channels(&[
        "Trực tiếp5 Ngày làm việcMiễn phí(Mức lệ phí do Hội đồng nhân dân tỉnh quyết định)",
    ])]);
    assert_eq!(asked(&draft), ["fee_placeholder"]);
    let fee = &draft.fact.cases[0].fees[0];
    assert_eq!((fee.amount, fee.formula.as_deref(), fee.kind), (None, None, FeeKind::Charge));
    assert_eq!(answer(&draft, "fee_placeholder", 1).cases[0].fees, []);
}

#[test]
fn free_is_a_placeholder_too_where_only_the_steps_or_the_law_speak_of_a_fee() {
    let free = "Trực tiếp5 Ngày làm việcMiễn phí";
    let by_steps = import(&[channels(&[free]), steps("Nộp hồ sơ; nộp lệ phí nếu phải nộp.")]);
    assert_eq!(asked(&by_steps), ["fee_placeholder"]);
    let law = "Tên văn bản pháp lýMã văn bảnHướng dẫn về phí và lệ phí85/2019/TT-BTC";
    let by_law = import(&[channels(&[free]), ("can_cu_phap_ly", json!(law))]);
    assert_eq!(asked(&by_law), ["fee_placeholder"]);
    let plain = import(&[channels(&[free])]);
    assert!(asked(&plain).is_empty() && plain.fact.cases[0].fees.is_empty(), "nothing speaks of a fee: free");
}

#[test]
fn seven_hundred_dong_is_asked_with_both_readings_and_never_assumed() {
    let draft = import(&[channels(&["Trực tiếp15 Ngày700 VNĐ(Phí thẩm định: 700.000 đồng/cơ sở.)"])]);
    assert_eq!(asked(&draft), ["fee_scale"]);
    assert_eq!(draft.fact.cases[0].fees[0].amount, None);
    let amounts: Vec<Option<Money>> =
        (0..2).map(|reading| answer(&draft, "fee_scale", reading).cases[0].fees[0].amount).collect();
    assert_eq!(amounts, [Some(Money::vnd(700_000)), Some(Money::vnd(700))]);
    assert!(draft.questions[0].quote.contains("700 VNĐ"), "the words of the record stand beside");
}

#[test]
fn a_bare_one_is_the_same_day_only_where_the_steps_say_so() {
    let cell = channels(&["Trực tuyến1Miễn phí", "Trực tiếp1Miễn phí"]);
    let said = import(&[
        cell.clone(),
        steps("Nếu tiếp nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo."),
    ]);
    assert_eq!(limits(&said), [Some((1, LimitUnit::SameDay)); 2]);
    assert!(asked(&said).is_empty());

    let unsaid = import(&[cell]);
    assert_eq!(asked(&unsaid), ["limit_unit"]);
    assert_eq!(limits(&unsaid), [None, None]);
    let readings: Vec<&str> =
        unsaid.questions[0].readings.iter().map(|reading| reading.code.as_str()).collect();
    assert_eq!(readings, ["limit_working_days", "limit_same_day", "limit_calendar_days"]);
}

#[test]
fn a_bare_three_is_asked_and_never_the_same_day() {
    let draft = import(&[
        channels(&["Trực tiếp3Miễn phí"]),
        steps("Tiếp nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo."),
    ]);
    assert_eq!(asked(&draft), ["limit_unit"]);
    assert!(draft.questions[0].readings.iter().all(|reading| reading.code != "limit_same_day"));
}

#[test]
fn days_are_not_working_days() {
    let calendar = import(&[channels(&["Trực tiếp15 NgàyMiễn phí"])]);
    assert_eq!(limits(&calendar), [Some((15, LimitUnit::CalendarDay))]);
    let working = import(&[channels(&["Trực tiếp15 Ngày làm việcMiễn phí"])]);
    assert_eq!(limits(&working), [Some((15, LimitUnit::WorkingDay))]);
    let torn = import(&[channels(&["Trực tiếp9 NgàyMiễn phí"]), steps("Trong 09 ngày làm việc, thẩm định.")]);
    assert_eq!(asked(&torn), ["limit_day_kind"]);
    assert_eq!(limits(&torn), [Some((9, LimitUnit::CalendarDay))], "as written until somebody decides");
}

#[test]
fn several_times_in_the_channel_cells_are_asked_and_never_become_channel_rules() {
    // 1.013225: works 20 days, a private house 15.
    let draft = import(&[
        channels(&[
            "Trực tuyến20 NgàyMiễn phí",
            "Dịch vụ bưu chính20 NgàyMiễn phí",
            "Trực tiếp15 NgàyMiễn phí",
        ]),
        steps("Nộp hồ sơ.\nTrong 20 ngày (hoặc 15 ngày đối với nhà ở riêng lẻ) cấp giấy phép."),
    ]);
    assert_eq!(asked(&draft), ["limit_several"]);
    assert_eq!(limits(&draft), [None, None, None]);
    let question = &draft.questions[0];
    assert!(question.beside.contains("15 ngày đối với nhà ở riêng lẻ"), "the steps stand beside");
    assert!(!question.beside.contains("Nộp hồ sơ"), "only the lines that speak of days");
    let twenty = LimitAnswer { amount: 20, unit: LimitUnit::CalendarDay };
    let fifteen = LimitAnswer { amount: 15, unit: LimitUnit::CalendarDay };
    assert_eq!(question.readings[0].effect, Effect::SplitCases { limits: vec![fifteen, twenty] });

    let split = answer(&draft, "limit_several", 0);
    let all: Vec<i64> = split
        .cases
        .iter()
        .flat_map(|case| &case.channels)
        .map(|rule| rule.limit.as_ref().unwrap().amount)
        .collect();
    assert_eq!((split.cases.len(), all), (2, vec![15, 15, 15, 20, 20, 20]));
}

#[test]
fn twelve_or_twenty_two_days_are_asked_with_both() {
    // 1.012784: probably an add-on for hard areas.
    let draft =
        import(&[channels(&["Trực tuyến12 Ngày làm việcMiễn phí", "Trực tiếp22 Ngày làm việcMiễn phí"])]);
    assert_eq!(asked(&draft), ["limit_several"]);
    let whole = answer(&draft, "limit_several", 1);
    assert!(
        whole
            .cases
            .iter()
            .flat_map(|case| &case.channels)
            .all(|rule| rule.limit.as_ref().unwrap().amount == 12)
    );
}

#[test]
fn scrambled_components_return_to_the_order_of_their_letters_and_numbers() {
    let list = papers(&[
        (
            "2. Giấy tờ của hộ nghèo gồm:",
            &[
                ("b) Giấy hai", "1 bản chính"),
                ("đ) Giấy năm", "1 bản chính"),
                ("a) Giấy một", "1 bản chính"),
                ("d) Giấy bốn", "1 bản chính"),
            ],
        ),
        (
            "1. Giấy tờ của trẻ em gồm:",
            &[("(ii) Hai", "1 bản sao"), ("(i) Một", "1 bản sao"), ("(iii) Ba", "1 bản sao")],
        ),
    ]);
    let draft = import(&[("thanh_phan_ho_so", json!(list))]);
    let names: Vec<&str> = draft.fact.cases[0].components.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        ["(i) Một", "(ii) Hai", "(iii) Ba", "a) Giấy một", "b) Giấy hai", "d) Giấy bốn", "đ) Giấy năm"]
    );
}

#[test]
fn without_letters_the_application_comes_first() {
    let list = papers(&[(
        "--",
        &[("Bản vẽ thiết kế", "2 bản chính,1 bản sao"), ("Đơn đề nghị theo mẫu;Mau01.docx", "1 bản chính")],
    )]);
    let draft = import(&[("thanh_phan_ho_so", json!(list))]);
    let first = &draft.fact.cases[0].components[0];
    assert_eq!((first.name.as_str(), first.help.as_str()), ("Đơn đề nghị theo mẫu", "Mau01.docx"));
    let second = &draft.fact.cases[0].components[1];
    assert_eq!((second.originals, second.copies), (2, 1));
}

#[test]
fn notes_stored_as_components_with_quantity_zero_are_notes() {
    let list = papers(&[
        (
            "* Giấy tờ phải nộp:",
            &[
                ("- Giấy chứng sinh", "1 bản chính"),
                ("Nếu đã có dữ liệu điện tử thì không phải nộp.", "0 bản chính"),
            ],
        ),
        (
            "* Lưu ý:",
            &[
                ("+ Người tiếp nhận không được đòi thêm giấy tờ.", "0 bản chính"),
                ("Bản chụp phải rõ.", "1 bản chính"),
            ],
        ),
    ]);
    let draft = import(&[("thanh_phan_ho_so", json!(list))]);
    let case = &draft.fact.cases[0];
    assert_eq!(case.components.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Giấy chứng sinh"]);
    assert_eq!(case.help.lines().count(), 3, "{}", case.help);
}

#[test]
fn another_provinces_authority_left_in_is_asked_about() {
    for (words, name, level) in [
        ("UBND cấp xã - tỉnh Quảng Trị", "Quảng Trị", Level::Commune),
        ("Sở Nông nghiệp và Môi trường Thành phố Hải Phòng", "Hải Phòng", Level::Province),
    ] {
        let levels = if level == Level::Commune { "Cấp xã" } else { "Cấp tỉnh" };
        let draft = import(&[("co_quan_thuc_hien", json!(words)), ("cap_thuc_hien", json!(levels))]);
        assert_eq!(asked(&draft), ["authority_foreign"]);
        assert_eq!(draft.questions[0].args, [("province".to_owned(), name.to_owned())]);
        assert_eq!(draft.fact.level, level);
    }
    let own = import(&[
        ("co_quan_thuc_hien", json!("Sở Xây dựng tỉnh Nghệ An")),
        ("cap_thuc_hien", json!("Cấp tỉnh")),
    ]);
    assert!(asked(&own).is_empty(), "{:?}", asked(&own));
    let nobody = import(&[
        ("co_quan_thuc_hien", json!("Sở Tài chính các tỉnh, thành phố")),
        ("cap_thuc_hien", json!("Cấp tỉnh")),
    ]);
    assert!(asked(&nobody).is_empty(), "{:?}", asked(&nobody));
}

#[test]
fn several_result_codes_are_asked_and_a_letter_of_refusal_is_not_what_one_comes_for() {
    let results = "Văn bản nêu lý do từ chốiMã: KQ.G12.001040Giấy chứng nhậnMã: KQ.G12.001046Bản điện tửMã: KQ.G12.001047Từ khóaKhông";
    let draft = import(&[("ket_qua_xu_ly", json!(results)), ("ket_qua_ma", json!(["KQ.G12.001040"]))]);
    assert_eq!(asked(&draft), ["results"]);
    assert_eq!(draft.fact.result.codes, ["KQ.G12.001046", "KQ.G12.001047"]);
    assert_eq!(draft.fact.result.name, "Giấy chứng nhận");
    assert_eq!(answer(&draft, "results", 1).result.codes, ["KQ.G12.001047"]);
}

#[test]
fn lists_of_several_cases_become_cases_that_share_the_common_papers() {
    let list = papers(&[
        ("(1.2) Đối với công trình theo tuyến:", &[("Bản vẽ tuyến", "1 bản chính")]),
        ("Trường hợp ủy quyền thực hiện thủ tục:", &[("Giấy ủy quyền", "1 bản chính")]),
        ("(1.1) Đối với nhà ở riêng lẻ:", &[("Bản vẽ nhà", "1 bản chính")]),
        ("--", &[("Đơn đề nghị", "1 bản chính")]),
    ]);
    let draft = import(&[("thanh_phan_ho_so", json!(list))]);
    assert_eq!(asked(&draft), ["cases"]);
    let cases: Vec<(&str, Vec<(&str, bool)>)> = draft
        .fact
        .cases
        .iter()
        .map(|case| {
            (
                case.name.as_str(),
                case.components.iter().map(|one| (one.name.as_str(), one.mandatory)).collect(),
            )
        })
        .collect();
    let shared = [("Đơn đề nghị", true), ("Giấy ủy quyền", false)];
    let of = |own| std::iter::once((own, true)).chain(shared).collect::<Vec<_>>();
    assert_eq!(cases.len(), 2);
    assert!(cases.contains(&("Đối với công trình theo tuyến", of("Bản vẽ tuyến"))), "{cases:?}");
    assert!(cases.contains(&("Đối với nhà ở riêng lẻ", of("Bản vẽ nhà"))), "{cases:?}");

    let joined = answer(&draft, "cases", 1);
    assert_eq!(joined.cases.len(), 1);
    let papers: Vec<(&str, bool)> =
        joined.cases[0].components.iter().map(|one| (one.name.as_str(), one.mandatory)).collect();
    assert!(papers.contains(&("Đơn đề nghị", true)) && papers.contains(&("Bản vẽ nhà", false)), "{papers:?}");
}

#[test]
fn dollars_are_never_mixed_with_dong() {
    let draft = import(&[channels(&[
        "Trực tiếp5 Ngày làm việc10,000 Việt Nam Đồng(/trường hợp)Tại xã",
        "Trực tiếp5 Ngày làm việc10 USD(/bản)Tại cơ quan đại diện: 10 USD/bản.",
    ])]);
    assert_eq!(asked(&draft), ["fee_abroad"]);
    let case = &draft.fact.cases[0];
    assert_eq!(case.channels.len(), 1);
    let amounts: Vec<Option<Money>> = case.fees.iter().map(|fee| fee.amount).collect();
    assert_eq!(amounts, [Some(Money::vnd(10_000))]);
}

#[test]
fn amounts_that_differ_by_channel_are_kept_when_the_note_says_why() {
    let draft = import(&[channels(&[
        "Trực tuyến7 Ngày làm việc10,000 Việt Nam Đồng(Nộp qua cổng dịch vụ công trực tuyến thu 10.000 đồng)",
        "Trực tiếp7 Ngày làm việc20,000 Việt Nam Đồng",
    ])]);
    assert!(asked(&draft).is_empty());
    let fees: Vec<_> = draft.fact.cases[0].fees.iter().map(|fee| (fee.channel, fee.amount)).collect();
    assert_eq!(
        fees,
        [
            (Some(Channel::Online), Some(Money::vnd(10_000))),
            (Some(Channel::InPerson), Some(Money::vnd(20_000)))
        ]
    );
    let silent = import(&[channels(&[
        "Trực tuyến7 Ngày làm việc10,000 Việt Nam Đồng",
        "Trực tiếp7 Ngày làm việc20,000 Việt Nam Đồng",
    ])]);
    assert_eq!(asked(&silent), ["fee_by_channel"]);
}

#[test]
fn an_amount_by_the_page_is_no_amount_of_the_dossier() {
    let draft = import(&[channels(&[
        "Trực tiếpKhông có thông tin2,000 Việt Nam Đồng(/trang)từ trang thứ 3 thu 1.000 đồng/trang",
    ])]);
    assert_eq!(asked(&draft), ["limit_missing", "fee_counted"]);
    assert_eq!(draft.fact.cases[0].fees[0].amount, None);
}

#[test]
fn a_cell_of_unknown_shape_is_shown_and_not_guessed() {
    let draft = import(&[channels(&["Trực tiếp110,000 Việt Nam Đồng", "Qua bồ câu3 NgàyMiễn phí"])]);
    assert_eq!(asked(&draft), ["channel_unread", "channel_unread", "channels_missing"]);
    assert!(draft.fact.cases[0].channels.is_empty());
}

#[test]
fn another_time_in_the_words_under_the_cell_is_asked() {
    // 1.010727: 30 days, and 15 where no trial run is needed; a step of 5 days inside stands in brackets.
    let cell = "Trực tiếp30 NgàyMiễn phí- Dự án A: tối đa là 15 (mười lăm) ngày (trong đó trả lời tối đa là 05 (năm) ngày).\n\
                - Còn lại: tối đa là 30 (ba mươi) ngày.";
    let draft = import(&[channels(&[cell])]);
    assert_eq!(asked(&draft), ["limit_note"]);
    assert_eq!(limits(&draft), [Some((30, LimitUnit::CalendarDay))]);
    let split = answer(&draft, "limit_note", 0);
    let all: Vec<i64> =
        split.cases.iter().map(|case| case.channels[0].limit.as_ref().unwrap().amount).collect();
    assert_eq!(all, [15, 30]);
    let same = import(&[channels(&["Trực tiếp15 NgàyMiễn phí- Tối đa 15 (mười lăm) ngày."])]);
    assert!(asked(&same).is_empty());
}
