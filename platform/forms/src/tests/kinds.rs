//! One table per kind: what is typed, what becomes of it or what is said.
use super::*;
use serde_json::{Value as Json, json};

/// Reads one field of the last big page, or of the first.
fn read(page: &str, field: &str, list: &[(&str, &str)]) -> Result<Json, String> {
    let base = almost_done();
    let outcome = parse_page(&form(), &base, page, None, &pairs(list), &context()).unwrap();
    match outcome.errors.iter().find(|error| error.field == field) {
        Some(error) => Err(error.message.text(&Words)),
        None => Ok(outcome.answers.values.get(field).cloned().unwrap_or(Json::Null)),
    }
}

fn one(field: &str, typed: &str) -> Result<Json, String> {
    read("result", field, &[(field, typed)])
}

fn no(sentence: &str) -> Result<Json, String> {
    Err(sentence.to_owned())
}

#[test]
fn numbers_ignore_blanks_and_stops_between_thousands() {
    for (field, typed, expected) in [
        ("copies", " 2 ", Ok(json!(2))),
        ("copies", "0", Ok(json!(0))),
        ("copies", "hai", no("Số bản sao: nhập bằng chữ số")),
        ("copies", "51", no("Số bản sao: nhiều nhất là 50")),
        ("copies", "-1", no("Số bản sao: ít nhất là 0")),
        ("copies", "1,5", no("Số bản sao: nhập số nguyên, không có phần lẻ")),
        ("copies", "", no("Nhập số bản sao")),
        ("area", "1 234,5", Ok(json!(1234.5))),
        ("area", "1.234,5", Ok(json!(1234.5))),
        ("area", "1.000", Ok(json!(1000))),
        ("area", "12.5", no("Diện tích: viết phần lẻ sau dấu phẩy, ví dụ 12,5")),
        ("area", "1,25", no("Diện tích: nhiều nhất 1 chữ số sau dấu phẩy")),
        ("area", "1,50", Ok(json!(1.5))),
        ("area", "9999999999999999", no("Diện tích: số quá dài")),
        ("area", "", Ok(Json::Null)),
        ("capital", "50.000", Ok(json!({"minor": 50_000, "currency": "VND"}))),
        ("capital", "50 000 đ", Ok(json!({"minor": 50_000, "currency": "VND"}))),
        ("capital", "50.00", no("Số tiền: nhập số đồng, ví dụ 50.000")),
    ] {
        assert_eq!(one(field, typed), expected, "{field} ← {typed:?}");
    }
}

#[test]
fn numbers_people_are_known_by_are_normalised_or_refused_with_a_reason() {
    for (field, typed, expected) in [
        ("phone", "0987.654.214", Ok(json!("0987654214"))),
        ("phone", "+84 987 654 214", Ok(json!("0987654214"))),
        (
            "phone",
            "098765421",
            no(
                "Số điện thoại thiếu hoặc thừa chữ số: di động có 10 chữ số, cố định có 11 chữ số kể cả mã vùng.",
            ),
        ),
        ("phone", "gọi mẹ", no("Số điện thoại chỉ gồm chữ số.")),
        ("email", " An@Nha.VN ", Ok(json!("An@nha.vn"))),
        ("email", "an@nha", no("Thư điện tử: nhập đúng dạng ten@noi.vn")),
        ("email", "an nha@x.vn", no("Thư điện tử: nhập đúng dạng ten@noi.vn")),
        ("email", "a@b@c.vn", no("Thư điện tử: nhập đúng dạng ten@noi.vn")),
        ("tax", "0100109106", Ok(json!("0100109106"))),
        ("tax", "0100109107", no("Mã số thuế không đúng chữ số kiểm tra. Hãy đối chiếu lại từng chữ số.")),
    ] {
        assert_eq!(one(field, typed), expected, "{field} ← {typed:?}");
    }
    let number = |typed| read("mother", "mother_number", &[("mother_number", typed)]);
    assert_eq!(number("040 199 000 862"), Ok(json!("040199000862")));
    assert_eq!(
        number("040399000862"),
        no("Năm sinh trong số định danh ở tương lai. Hãy đối chiếu lại với thẻ.")
    );
}

#[test]
fn days_are_read_from_three_boxes_and_refused_by_the_box_to_mend() {
    let date = |d, m, y| {
        read("child", "child_born", &[("child_born-d", d), ("child_born-m", m), ("child_born-y", y)])
    };
    for (d, m, y, expected) in [
        ("7", "11", "2026", Ok(json!("2026-11-07"))),
        ("07", "11", "2026", Ok(json!("2026-11-07"))),
        ("7/11/2026", "", "", Ok(json!("2026-11-07"))),
        ("31", "11", "2026", no("Ngày sinh 31/11/2026 không có thật, tháng 11 năm 2026 chỉ có 30 ngày")),
        ("29", "2", "2026", no("Ngày sinh 29/02/2026 không có thật, tháng 2 năm 2026 chỉ có 28 ngày")),
        ("7", "13", "2026", no("Ngày sinh: tháng là số từ 1 đến 12")),
        ("0", "11", "2026", no("Ngày sinh: ngày là số từ 1 đến 31")),
        ("7", "11", "26", no("Ngày sinh: năm có 4 chữ số, ví dụ 1999")),
        ("7", "", "2026", no("Ngày sinh: thiếu tháng")),
        ("", "11", "2026", no("Ngày sinh: thiếu ngày")),
        ("", "", "", no("Nhập ngày sinh")),
        ("21", "11", "2026", no("Ngày sinh không thể ở tương lai")),
    ] {
        assert_eq!(date(d, m, y), expected, "{d}/{m}/{y}");
    }
    let base = Answers::default();
    let wrong =
        submit(&base, "child", &[("child_born-d", "7"), ("child_born-m", "13"), ("child_born-y", "2026")]);
    let error = wrong.errors.iter().find(|error| error.field == "child_born").unwrap();
    assert_eq!(error.control, "child_born-m");
}

#[test]
fn a_partial_day_may_be_a_year_or_a_month() {
    let date = |d, m, y| {
        read("mother", "mother_born", &[("mother_born-d", d), ("mother_born-m", m), ("mother_born-y", y)])
    };
    assert_eq!(date("", "", "1999"), Ok(json!("1999")));
    assert_eq!(date("", "5", "1999"), Ok(json!("1999-05")));
    assert_eq!(date("2", "5", "1999"), Ok(json!("1999-05-02")));
    assert_eq!(date("2", "", "1999"), no("Ngày sinh của mẹ: thiếu tháng"));
    assert_eq!(date("", "5", ""), no("Ngày sinh của mẹ: thiếu năm"));
    assert_eq!(
        date("30", "2", "1999"),
        no("Ngày sinh của mẹ 30/02/1999 không có thật, tháng 2 năm 1999 chỉ có 28 ngày")
    );
}

#[test]
fn names_come_in_parts_and_a_single_name_is_a_name() {
    let name = |f, m, g| {
        read(
            "child",
            "child_name",
            &[("child_name-family", f), ("child_name-middle", m), ("child_name-given", g)],
        )
    };
    assert_eq!(name("", "", "Y"), Ok(json!({"given": "Y"})));
    assert_eq!(name(" Lô  Vi ", "", "H'Mai"), Ok(json!({"family": "Lô Vi", "given": "H'Mai"})));
    assert_eq!(name("Lô", "", ""), no("Nhập tên của bé"));
    assert_eq!(name("", "", "M1nh"), no("Họ, chữ đệm, tên: tên chỉ gồm chữ cái"));
    assert_eq!(name("", "", "\u{1F600}"), no("Họ, chữ đệm, tên: bỏ hình biểu tượng, chỉ dùng chữ và số"));
    assert_eq!(name("", "", ""), no("Nhập tên của bé"));
}

#[test]
fn text_is_composed_and_control_characters_are_refused_with_a_sentence() {
    let paper = |typed| read("mother", "mother_paper", &[("mother_paper", typed)]);
    assert_eq!(paper("Ho\u{0323}̂ chiếu"), Ok(json!("Hộ chiếu")), "NFD becomes NFC");
    assert_eq!(
        paper("Hộ\u{0007}chiếu"),
        no("Giấy tờ khác: có ký tự điều khiển không nhìn thấy được. Hãy xóa ô này rồi gõ lại")
    );
    assert_eq!(paper("Hộ chiếu 😀"), no("Giấy tờ khác: bỏ hình biểu tượng, chỉ dùng chữ và số"));
    let long = "ả".repeat(41);
    assert_eq!(paper(&long), no("Giấy tờ khác: dài quá 1 ký tự, nhiều nhất 40 ký tự"));
    assert_eq!(
        one("note", "Xin chào 😀\r\nđến trưa"),
        Ok(json!("Xin chào 😀\nđến trưa")),
        "emoji in free text"
    );
}

#[test]
fn choices_are_taken_only_from_their_list() {
    assert_eq!(read("child", "child_sex", &[("child_sex", "male")]), Ok(json!("male")));
    assert_eq!(read("child", "child_sex", &[("child_sex", "x")]), no("Chọn bé là nam hay nữ"));
    assert_eq!(read("child", "child_people", &[("child_people", "99")]), no("Chọn dân tộc"));
    let twice = [("ways", "post"), ("ways", "post"), ("ways", "desk")];
    assert_eq!(read("result", "ways", &twice), Ok(json!(["post", "desk"])));
    assert_eq!(read("result", "ways", &[("ways", "pigeon")]), no("Chọn nhận kết quả bằng cách nào"));
    assert_eq!(
        read("mother-known", "has_mother", &[("has_mother", "maybe")]),
        no("Trả lời câu hỏi “Có khai thông tin người mẹ không?”")
    );
}

#[test]
fn an_address_is_a_commune_of_today_and_free_words_below() {
    let home = |list: &[(&str, &str)]| read("mother-home", "mother_home", list);
    let chosen = home(&[("mother_home-unit", "17230"), ("mother_home-house", "Số 5")]).unwrap();
    assert_eq!(chosen["name"], "Xã Con Cuông, tỉnh Nghệ An");
    assert_eq!(chosen["code"], "17230");
    let label = "Nơi thường trú";
    assert_eq!(home(&[]), no(&format!("{label}: chọn xã, phường")));
    assert_eq!(
        home(&[("mother_home-unit", "99999")]),
        no(&format!("{label}: xã, phường này không còn trong danh mục hôm nay. Hãy chọn lại"))
    );
    assert_eq!(
        home(&[("mother_home-unit", "17230"), ("mother_home-province", "01")]),
        no(&format!("{label}: bạn đã đổi tỉnh, hãy chọn lại xã, phường"))
    );
    let found =
        home(&[("mother_home-unit", "17236"), ("mother_home-found", "00004"), ("mother_home-q", "ba dinh")]);
    assert_eq!(found.unwrap()["code"], "00004", "what was picked among the found wins");
}

#[test]
fn looking_a_commune_up_shows_the_page_again_without_blame() {
    let base = almost_done();
    let find = submit(&base, "mother-home", &[("mother_home-q", "yen khe"), ("_act", "find:mother_home")]);
    assert!(find.again && find.errors.is_empty());
    let enter = submit(&base, "mother-home", &[("mother_home-q", "yen khe"), ("_act", "continue")]);
    assert!(enter.again, "Enter in the search box searches");
    let nothing = submit(&base, "mother-home", &[("mother_home-q", "xyz"), ("_act", "find:mother_home")]);
    assert_eq!(
        sentences(&nothing.errors),
        ["Nơi thường trú: không tìm thấy “xyz”. Hãy gõ ngắn hơn, hoặc gọi 1022"]
    );
    let names: Vec<String> = crate::AddressBook::search(&*PLACES, "yên khê", context().today)
        .into_iter()
        .map(|found| format!("{} < {:?}", found.commune.name, found.former_name))
        .collect();
    assert_eq!(names, ["Xã Con Cuông < Some(\"Xã Yên Khê\")", "Phường Yên Khê < None"], "home first");
}
