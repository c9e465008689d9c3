//! Numbers and levels as documents print them.
use crate::grammar::{Decimal, Level, level, number};

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap().normalize()
}

#[test]
fn a_printed_number_has_one_value() {
    for (printed, value) in [
        ("1.957", "1957"),
        ("95,7", "95.7"),
        ("60.01", "60.01"),
        ("10.135,0", "10135"),
        ("8.272", "8272"),
        ("8.272,20", "8272.2"),
        ("8,272", "8.272"),
        ("33,333.5", "33333.5"),
        ("12,324,415,367", "12324415367"),
        ("1.000.000", "1000000"),
        ("1.234.567,89", "1234567.89"),
        ("256.785,7", "256785.7"),
        ("0,315", "0.315"),
        ("0.315", "0.315"),
        ("01", "1"),
        ("100", "100"),
        ("2024", "2024"),
        (" 12 324 415 ", "12324415"),
        ("12\u{a0}324", "12324"),
    ] {
        assert_eq!(number::parse(printed), Some(decimal(value)), "{printed}");
    }
}

#[test]
fn what_is_no_number_has_no_value() {
    for printed in [
        "",
        " ",
        "-",
        "–",
        "1.1.2",
        "1.2.3.4",
        "0.123.456",
        "12.34.567",
        "1,23,456",
        "1.234,567,8",
        "50%",
        "5G",
        "36-NQ",
        "1..2",
        ".5",
        "5.",
        "1 2",
        "hai",
        "²",
        "１２",
        "-5",
        "99999999999999999999999999999999999999999",
    ] {
        assert_eq!(number::parse(printed), None, "{printed}");
    }
}

#[test]
fn a_level_is_named_by_the_word_for_level_a_label_or_a_counted_unit() {
    for (text, levels) in [
        ("cơ quan nhà nước cấp tỉnh, cấp huyện có cán bộ", vec![Level::Province, Level::District]),
        ("tại cấp tỉnh, huyện và xã", vec![Level::Province, Level::District, Level::Commune]),
        ("Tỉnh: 90%", vec![Level::Province]),
        ("Cấp xã: 60%", vec![Level::Commune]),
        ("cáp quang phủ 100% xã", vec![Level::Commune]),
        ("80% số huyện", vec![Level::District]),
        ("máy tính tại UBND cấp xã", vec![Level::Commune]),
        ("cấp trung ương và cấp tỉnh", vec![Level::Country, Level::Province]),
        ("trên địa bàn tỉnh", vec![]),
        ("Cổng Dịch vụ công quốc gia", vec![]),
        ("phát triển xã hội số các cấp", vec![]),
        ("an toàn thông tin cấp độ 3", vec![]),
        ("100% xã hội hóa", vec![]),
    ] {
        assert_eq!(level::of(text), levels, "{text}");
    }
}
