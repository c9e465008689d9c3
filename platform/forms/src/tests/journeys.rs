use super::*;
use crate::{
    Next, StepRef, StepStatus, check_answers, journey, next_unfinished, previous, submitted_values,
    validate_all,
};

fn steps(answers: &Answers) -> Vec<String> {
    journey(&form(), answers, &context())
        .into_iter()
        .map(|step| {
            let mark = match step.status {
                StepStatus::Done => "+",
                StepStatus::Started => "~",
                StepStatus::ToDo => "-",
            };
            format!("{mark}{}", step.at)
        })
        .collect()
}

fn step(text: &str) -> StepRef {
    text.parse().unwrap()
}

#[test]
fn the_journey_grows_and_shrinks_with_the_answers() {
    let empty = Answers::default();
    assert_eq!(steps(&empty), ["-child", "-mother-known", "-result", "-papers"]);
    let child = submit(&empty, "child", CHILD).answers;
    let yes = submit(&child, "mother-known", &[("has_mother", "yes")]).answers;
    assert_eq!(
        steps(&yes),
        ["+child", "+mother-known", "-mother", "-mother-home", "-siblings", "-result", "-papers"]
    );
    let no = submit(&yes, "mother-known", &[("has_mother", "no")]).answers;
    assert_eq!(steps(&no), ["+child", "+mother-known", "-result", "-papers"]);
    let cx = context().with_fact("case", "abandoned");
    let asked: Vec<String> = journey(&form(), &yes, &cx).into_iter().map(|s| s.at.to_string()).collect();
    assert_eq!(asked, ["child", "result"], "answers of a hidden page open nothing");
}

#[test]
fn a_page_leads_to_the_next_and_back_leads_to_the_one_before() {
    let outcome = submit(&Answers::default(), "child", CHILD);
    assert_eq!(outcome.next(&form(), &context()), Next::To(step("mother-known")));
    let outcome = submit(&outcome.answers, "mother-known", &[("has_mother", "no")]);
    assert_eq!(outcome.next(&form(), &context()), Next::To(step("result")));
    let back = previous(&form(), &outcome.answers, &context(), &step("result"));
    assert_eq!(back, Some(step("mother-known")));
    assert_eq!(previous(&form(), &outcome.answers, &context(), &step("child")), None);
    let done = {
        let mut answers = almost_done();
        answers.add_file(&form(), "proof", receipt(1, 10)).unwrap();
        answers
    };
    assert_eq!(next_unfinished(&form(), &done, &context()), None);
    assert_eq!(submit(&done, "papers", &[]).next(&form(), &context()), Next::Check);
}

#[test]
fn save_later_keeps_everything_and_demands_nothing() {
    let outcome = submit(
        &Answers::default(),
        "child",
        &[("child_name-given", "Minh"), ("child_born-d", "31"), ("_act", "save")],
    );
    assert_eq!(outcome.next(&form(), &context()), Next::Leave);
    let typed = &outcome.answers.typed["child"];
    assert!(typed.contains(&("child_born-d".to_owned(), "31".to_owned())));
    assert_eq!(steps(&outcome.answers)[0], "~child");
    let json = serde_json::to_string(&outcome.answers).unwrap();
    assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), outcome.answers, "a draft survives storage");
}

#[test]
fn an_answer_that_opens_a_question_on_the_same_page_asks_it_without_blame() {
    let mut answers = submit(&Answers::default(), "child", CHILD).answers;
    answers = submit(&answers, "mother-known", &[("has_mother", "yes")]).answers;
    let shown = ("_shown", "mother_name mother_born mother_number");
    let outcome = submit(
        &answers,
        "mother",
        &[shown, ("mother_name-given", "Thương"), ("mother_born-y", "1999"), ("mother_number", "")],
    );
    assert!(outcome.again);
    assert_eq!(outcome.errors, []);
    assert_eq!(outcome.next(&form(), &context()), Next::Stay);
    let shown = ("_shown", "mother_name mother_born mother_number mother_paper");
    let asked = submit(
        &outcome.answers,
        "mother",
        &[shown, ("mother_name-given", "Thương"), ("mother_born-y", "1999")],
    );
    assert_eq!(sentences(&asked.errors), ["Nhập giấy tờ khác"]);
}

#[test]
fn items_are_added_named_and_removed() {
    let answers = almost_done();
    let add = submit(&answers, "siblings", &[("_act", "add")]);
    assert_eq!(add.next(&form(), &context()), Next::To(step("siblings/1")));
    let one = submit_item(
        &add.answers,
        "siblings",
        Some(0),
        &[("sibling_name-given", "Mai"), ("sibling_year", "2.020")],
    );
    assert_eq!(one.next(&form(), &context()), Next::To(step("siblings")), "after an item the list is shown");
    let two = submit_item(&one.answers, "siblings", Some(1), &[("sibling_name-given", "")]);
    assert_eq!(sentences(&two.errors), ["Nhập họ và tên"]);
    assert_eq!(two.answers.item_count(form().page("siblings").unwrap()), Some(2));
    assert!(steps(&two.answers).contains(&"~siblings/2".to_owned()));
    let removed = submit(&two.answers, "siblings", &[("_act", "remove:0")]);
    assert!(removed.answers.typed.contains_key("siblings/0"), "what was typed moves up with its item");
    let gone = submit(&removed.answers, "siblings", &[("_act", "remove:0")]);
    assert!(gone.answers.typed.is_empty());
    let far = parse_page(&form(), &answers, "siblings", Some(5), &[], &context());
    assert!(far.is_err(), "an item far past the end does not exist");
    let mut full = one.answers;
    for item in 1..3 {
        full = submit_item(&full, "siblings", Some(item), &[("sibling_name-given", "Mai")]).answers;
    }
    let more = submit(&full, "siblings", &[("_act", "add")]);
    assert_eq!(sentences(&more.errors), ["Khai nhiều nhất 3 mục Anh chị em"]);
}

#[test]
fn a_page_that_is_not_asked_is_not_read() {
    let answers = submit(&Answers::default(), "child", CHILD).answers;
    assert!(parse_page(&form(), &answers, "mother", None, &pairs(MOTHER), &context()).is_err());
    assert!(parse_page(&form(), &answers, "nowhere", None, &[], &context()).is_err());
    assert!(parse_page(&form(), &answers, "child", Some(0), &[], &context()).is_err());
}

#[test]
fn handing_in_drops_hidden_answers_and_the_draft_keeps_them() {
    let answers = almost_done();
    let refused = validate_all(&form(), &answers, &context()).unwrap_err();
    assert_eq!(refused.len(), 1);
    assert_eq!(sentences(&refused[0].errors), ["Ảnh chụp Giấy chứng sinh: gửi ít nhất một tệp"]);
    let mut answers = answers;
    answers.add_file(&form(), "proof", receipt(1, 0)).unwrap();
    let refused = validate_all(&form(), &answers, &context()).unwrap_err();
    assert_eq!(sentences(&refused[0].errors), ["Tệp “IMG_1.jpg” rỗng. Hãy gửi lại hoặc bỏ tệp này"]);
    let drop = format!("drop:{}", receipt(1, 0).id);
    answers = submit(&answers, "papers", &[("_act", &drop)]).answers;
    assert!(!answers.values.contains_key("proof"));
    answers.add_file(&form(), "proof", receipt(2, 1_800_000)).unwrap();
    answers = submit(&answers, "papers", &[]).answers;
    let handed = validate_all(&form(), &answers, &context()).unwrap();
    assert_eq!(handed.form, "khai-sinh@1");
    assert_eq!(handed.values["mother_name"], serde_json::json!({"given": "Thương"}));
    assert_eq!(handed.values["siblings"], serde_json::json!([]));
    assert!(!handed.values.contains_key("capital"), "blanks are not handed in");
    let without = submit(&answers, "mother-known", &[("has_mother", "no")]).answers;
    assert!(without.values.contains_key("mother_name"), "the draft keeps what is hidden");
    let handed = submitted_values(&form(), &without, &context());
    assert!(!handed.contains_key("mother_name") && !handed.contains_key("siblings"));
}

#[test]
fn a_rule_is_asked_again_when_the_form_is_handed_in() {
    let mut answers = almost_done();
    answers.add_file(&form(), "proof", receipt(2, 10)).unwrap();
    answers.values.insert("child_born".to_owned(), serde_json::json!("2027-01-01"));
    let refused = validate_all(&form(), &answers, &context()).unwrap_err();
    assert_eq!(sentences(&refused[0].errors), ["Ngày sinh không thể ở tương lai"]);
}

#[test]
fn the_schema_has_the_last_word() {
    let mut form = form();
    form.schema = Some(serde_json::json!({
        "type": "object", "properties": {"copies": {"maximum": 1}}
    }));
    let mut answers = almost_done();
    answers.add_file(&form, "proof", receipt(2, 10)).unwrap();
    let refused = validate_all(&form, &answers, &context()).unwrap_err();
    assert_eq!(refused[0].at.to_string(), "result");
    assert_eq!(sentences(&refused[0].errors), ["Số bản sao: câu trả lời chưa đúng quy định của biểu mẫu"]);
}

#[test]
fn the_check_page_groups_answers_and_says_what_was_not_given() {
    let mut answers = almost_done();
    answers.add_file(&form(), "proof", receipt(2, 1_812_000)).unwrap();
    let sections = check_answers(&form(), &answers, &context(), &Words);
    let shown: Vec<String> = sections
        .iter()
        .flat_map(|section| {
            section
                .rows
                .iter()
                .map(|row| format!("{} | {} | {}", section.title, row.label, row.lines.join(" / ")))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Bé | Họ, chữ đệm, tên | Lô Vi Nhật Minh",
            "Bé | Ngày sinh | 11/11/2026 (ngày mười một tháng mười một năm hai nghìn không trăm hai mươi sáu)",
            "Bé | Giới tính | Nam",
            "Bé | Dân tộc | Thái",
            "Mẹ | Có khai thông tin người mẹ không? | Có",
            "Mẹ | Họ và tên | Thương",
            "Mẹ | Ngày sinh của mẹ | 1999",
            "Mẹ | Số định danh | 040199000862",
            "Mẹ | Nơi thường trú | Bản Nưa, xã Con Cuông, tỉnh Nghệ An",
            "Anh chị em ruột của bé | Anh chị em ruột của bé | Không có",
            "Kết quả | Số bản sao | 2 bản",
            "Kết quả | Số tiền | ",
            "Kết quả | Diện tích | ",
            "Kết quả | Số điện thoại | 0987 654 214",
            "Kết quả | Thư điện tử | ",
            "Kết quả | Mã số thuế | ",
            "Kết quả | Nhận kết quả bằng cách nào | Tại quầy / Bưu điện",
            "Kết quả | Lời nhắn | ",
            "Giấy tờ | Ảnh chụp Giấy chứng sinh | IMG_2.jpg (1,8 MB)",
        ]
    );
}

#[test]
fn prefilled_answers_are_locked_until_reported_wrong() {
    let mut answers = submit(&Answers::default(), "child", CHILD).answers;
    answers = submit(&answers, "mother-known", &[("has_mother", "yes")]).answers;
    answers.prefill("mother_number", serde_json::json!("040199000862"), "Dữ liệu dân cư", now());
    answers.prefill("mother_number", serde_json::json!("000000000000"), "Nguồn khác", now());
    let typed_over =
        [("mother_name-given", "Thương"), ("mother_born-y", "1999"), ("mother_number", "111111111")];
    let outcome = submit(&answers, "mother", &typed_over);
    assert_eq!(outcome.errors, []);
    assert_eq!(outcome.answers.values["mother_number"], "040199000862", "a locked answer is not typed over");
    let rows = check_answers(&form(), &outcome.answers, &context(), &Words);
    let number = rows.iter().flat_map(|s| &s.rows).find(|row| row.label == "Số định danh").unwrap();
    assert_eq!(number.lines, ["••••••••0862"], "a number from a source is masked");
    let wrong = submit(
        &outcome.answers,
        "mother",
        &[("mother_name-given", "Thương"), ("_act", "wrong:mother_number")],
    );
    assert!(wrong.again && wrong.errors.is_empty() && !wrong.answers.is_locked("mother_number"));
    let mended = submit(&wrong.answers, "mother", &typed_over);
    assert_eq!(mended.answers.values["mother_number"], "111111111");
    assert_eq!(mended.answers.sources["mother_number"].reported, Some(serde_json::json!("040199000862")));
}

#[test]
fn what_she_said_elsewhere_is_carried_and_stays_hers_to_change() {
    let name = |given: &str| serde_json::json!({ "family": "Lô", "middle": "", "given": given });
    let mut answers = Answers::default();
    answers.carry("child_name", name("Sa"), "phần chủ hồ sơ", now());
    answers.carry("child_name", name("Minh"), "phần chủ hồ sơ", now());
    assert_eq!(answers.values["child_name"]["given"], "Minh", "the copy follows what it was copied from");
    assert!(!answers.is_locked("child_name"));
    let changed = submit(&answers, "child", CHILD);
    assert_eq!(changed.errors, []);
    assert!(!changed.answers.sources.contains_key("child_name"), "her own words have no other source");
    let mut kept = changed.answers.clone();
    kept.carry("child_name", name("Hoa"), "phần chủ hồ sơ", now());
    assert_eq!(kept.values["child_name"], changed.answers.values["child_name"], "and are not overwritten");
}

#[test]
fn two_hundred_items_are_checked_in_one_walk() {
    let mut form = form();
    form.pages.iter_mut().filter_map(|page| page.repeat.as_mut()).for_each(|repeat| repeat.max = 200);
    let mut answers = almost_done();
    let item = serde_json::json!({"sibling_name": {"given": "Mai"}, "sibling_year": 2020});
    answers.values.insert("siblings".to_owned(), serde_json::Value::Array(vec![item; 200]));
    answers.add_file(&form, "proof", receipt(2, 10)).unwrap();
    let handed = validate_all(&form, &answers, &context()).unwrap();
    assert_eq!(handed.values["siblings"].as_array().unwrap().len(), 200);
    answers.values["siblings"][7]["sibling_name"] = serde_json::Value::Null;
    let refused = validate_all(&form, &answers, &context()).unwrap_err();
    assert_eq!(refused.iter().map(|step| step.at.to_string()).collect::<Vec<_>>(), ["siblings/8"]);
}
