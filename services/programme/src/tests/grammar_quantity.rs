//! Quantities: the wording of plans of several provinces, and of none.
use crate::grammar::quantity::{every, find};
use crate::grammar::{Decimal, Kind, Quantity};

fn piece<'a>(text: &'a str, place: &std::ops::Range<usize>) -> &'a str {
    text.get(place.clone()).unwrap()
}

/// `sign value unit`, with `..upper`, `<from` and `(a/b)` where there are any.
fn said(text: &str) -> Vec<String> {
    find(text).iter().map(shown).collect()
}

fn shown(quantity: &Quantity) -> String {
    let mut line = quantity.comparator.map_or("", |comparator| comparator.sign()).to_owned();
    line.push_str(&quantity.value.to_string());
    if let Some(upper) = quantity.upper {
        line.push_str(&format!("..{upper}"));
    }
    if let Some(from) = quantity.from {
        line.push_str(&format!("<{from}"));
    }
    if !quantity.unit.normalised.is_empty() {
        line.push_str(&format!(" {}", quantity.unit.normalised));
    }
    if let Some((part, whole)) = quantity.fraction {
        line.push_str(&format!(" ({part}/{whole})"));
    }
    line
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn comparators_stand_before_after_and_around_the_noun() {
    check(&[
        ("đạt từ 50% trở lên", &["≥50 %"]),
        ("60% hộ gia đình trở lên mua sắm trực tuyến", &["≥60 %"]),
        ("tối thiểu trên 2%", &[">2 %"]),
        ("Từ 80% người dân 15 tuổi trở lên có tài khoản", &["≥80 %"]),
        ("người từ 15 tuổi trở lên có tài khoản đạt từ 70%", &["≥70 %"]),
        ("95% trở lên; không dưới 85%; không thấp hơn 3 bậc", &["≥95 %", "≥85 %", "≥3 bậc"]),
        ("không quá 03 ngày làm việc, tối đa 5 giờ", &["≤3 ngày", "≤5 giờ"]),
        ("dưới 1% hồ sơ; chưa đến 10%; < 2%", &["<1 %", "<10 %", "<2 %"]),
        ("vượt 12%, hơn 7.000 thành viên, trên 80%", &[">12 %", ">7000 thành viên", ">80 %"]),
        ("khoảng 01 % tổng chi; xấp xỉ 33,5%; gần 2.000 người", &["≈1 %", "≈33.5 %", "≈2000 người"]),
        ("20% trở xuống", &["≤20 %"]),
        ("chậm nhất 15 ngày, trong vòng 24 giờ", &["≤15 ngày", "≤24 giờ"]),
        ("đạt 20% GRDP trở lên; SIPAS đạt từ 90% trở lên", &["≥20 %", "≥90 %"]),
        ("Mỗi năm đào tạo tối thiểu 500 cán bộ", &["≥500 cán bộ"]),
        ("≥ 90%, <= 3 ngày", &["≥90 %", "≤3 ngày"]),
        ("đạt tỷ lệ tối thiểu tương ứng 70%, 60%, 55%", &["≥70 %", "≥60 %", "≥55 %"]),
        ("70%, tối thiểu 60% và 55%", &["70 %", "≥60 %", "55 %"]),
    ]);
}

#[test]
fn ranges_and_changes_are_one_quantity() {
    check(&[
        ("có 15% đến 20% hội quán", &["≥15..20 %"]),
        ("ít nhất từ 01 đến 02 cơ sở giáo dục", &["≥1..2 cơ sở giáo dục"]),
        ("bảo đảm 1,5 - 2% tổng chi", &["≥1.5..2 %"]),
        ("tăng từ 30% lên 45%", &["45<30 %"]),
        ("giảm từ 12% xuống còn dưới 5%", &["<5<12 %"]),
        ("tăng 20%/năm", &["20 %/năm"]),
        ("tăng 1,2 điểm phần trăm", &["1.2 điểm phần trăm"]),
    ]);
}

#[test]
fn ranks_are_at_most() {
    check(&[
        ("thuộc nhóm 30 tỉnh, thành phố có chỉ số cao", &["≤30 thứ hạng"]),
        ("nhóm 30", &["≤30 thứ hạng"]),
        ("lọt top 20 cả nước", &["≤20 thứ hạng"]),
        ("trong 10 tỉnh, thành phố dẫn đầu cả nước", &["≤10 thứ hạng"]),
        ("xếp hạng thứ 12 trở lên", &["≤12 thứ hạng"]),
        ("xếp thứ 43/63 tỉnh, xếp thứ 8/14", &["43 thứ hạng (43/63)", "8 thứ hạng (8/14)"]),
        ("đứng thứ 12 trên 34", &["12 thứ hạng (12/34)"]),
        ("Nhóm 2: Phát triển hạ tầng", &[]),
        ("bệnh viện hạng 1", &[]),
    ]);
}

#[test]
fn fractions_take_the_rate_printed_beside_them() {
    check(&[
        ("có địa chỉ số 206.742/295.693 (đạt 69,92%)", &["69.92 % (206742/295693)"]),
        ("400/518 đạt tỷ lệ 77,22%", &["77.22 % (400/518)"]),
        ("1.957/2.046 doanh nghiệp đang kê khai qua mạng (đạt 95,7%)", &["95.7 % (1957/2046)"]),
        ("đạt 69,92% (206.742/295.693 hộ)", &["69.92 % (206742/295693)"]),
        ("phủ sóng: 3.743/3.806.", &["3743 (3743/3806)"]),
        ("07/21 sở, ban, ngành", &["7 sở, ban, ngành (7/21)"]),
        ("ít nhất 1/3 sở, ngành", &["≥33.33 % (1/3)"]),
        ("mở 1.011 tài khoản/2.019 đối tượng", &["1011 tài khoản (1011/2019)"]),
        ("là 01 trong 21 tỉnh", &["1 tỉnh (1/21)"]),
        ("65,62% (551.819 thuê bao)", &["65.62 %", "551819 thuê bao"]),
    ]);
    assert_eq!(find("ít nhất 1/3 sở, ngành")[0].kind, Kind::Share);
    assert_eq!(find("07/21 sở, ban, ngành")[0].kind, Kind::Count);
}

#[test]
fn money_keeps_its_printed_unit() {
    check(&[
        ("là 256.785,7 triệu đồng", &["256785.7 triệu đồng"]),
        ("2 tỷ", &["2 tỷ đồng"]),
        ("128,5 tỉ đồng; 350 trđ", &["128.5 tỷ đồng", "350 triệu đồng"]),
        ("3.250.000.000 đồng", &["3250000000 đồng"]),
        ("thu nhập 7.500 USD/người", &["7500 USD"]),
        ("dưới 5 triệu đồng/hồ sơ", &["<5 triệu đồng"]),
        ("1,2 triệu người dân", &["1.2 triệu người dân"]),
        ("5 đồng chí", &["5 đồng chí"]),
    ]);
    let quantity = find("thu hút 1.250 tỷ đồng vốn");
    assert_eq!((quantity[0].kind, quantity[0].value), (Kind::Money, Decimal::from(1250)));
}

#[test]
fn names_with_numbers_are_no_quantities() {
    for text in [
        "Nghị quyết số 36-NQ/TW ngày 01/7/2014",
        "Quyết định 749/QĐ-TTg năm 2020",
        "Công văn số 2605/STTTT- BCVT&CNTT ngày 14/12/2023",
        "Nghị định 80/2021/NĐ-CP",
        "Điều 7, 8 và 9",
        "Khoản 2 Điều 15",
        "dịch vụ công trực tuyến mức độ 3, 4",
        "mức độ 3,4 cung cấp",
        "hệ thống thông tin cấp độ 3",
        "cơ sở y tế đạt mức 4 trở lên",
        "chuyển đổi IPv6, mạng 5G, bản đồ 3D, mã H05",
        "trực 24/7",
        "từ 15 tuổi trở lên",
        "1.1.2 Truyền thông",
        "2. Thể chế số",
        "1.1 Ngày chuyển đổi số",
        "- 10 Quyết định 749/QĐ-TTg năm 2020",
        "điện thoại 0987654321, tổng đài 1900 6617",
        "cách mạng công nghiệp 4.0, nông nghiệp 4.0",
        "Đề án 06, Tổ 2, lần thứ 6, khóa XV",
        "giai đoạn 2021-2025, định hướng đến năm 2030",
        "Quý II/2025, tháng 6, ngày 15/12",
        "phiên bản 2.0",
    ] {
        assert_eq!(said(text), [""; 0], "{text}");
    }
    check(&[
        ("băng rộng di động/100 dân: 71,58%", &["71.58 %"]),
        ("Đến năm 2025,100% trường học", &["100 %"]),
        ("đã cấp 3.552 chữ ký số, cung cấp 42 địa chỉ IP", &["3552 chữ ký số", "42 địa chỉ"]),
    ]);
}

#[test]
fn places_are_the_phrase_and_its_pieces() {
    let text = "Phấn đấu 60% hộ gia đình trở lên có địa chỉ số";
    let found = find(text);
    assert_eq!(piece(text, &found[0].at), "60% hộ gia đình trở lên");
    let parts: Vec<&str> = found[0].parts.iter().map(|part| piece(text, part)).collect();
    assert_eq!(parts, ["60%", "trở lên"]);
    let text = "Có tối thiểu 02 huyện đạt";
    assert_eq!(piece(text, &find(text)[0].parts[0]), "tối thiểu 02");
}

#[test]
fn all_and_every_are_found_in_words() {
    let text = "tất cả các thôn; toàn bộ hồ sơ; mọi cơ sở y tế; mỗi người dân; mỗi năm; trên mọi mặt";
    let words: Vec<&str> = every(text).into_iter().map(|place| piece(text, &place)).collect();
    assert_eq!(words, ["tất cả các", "toàn bộ", "mọi", "mỗi"]);
}
