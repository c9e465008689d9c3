use crate::{money_in_words, number_in_words};
use base::Money;

#[test]
fn numbers_are_read_as_people_read_them() {
    let table = [
        (0, "không"),
        (1, "một"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (25, "hai mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm lẻ một"),
        (1_010, "một nghìn không trăm mười"),
        (1_015, "một nghìn không trăm mười lăm"),
        (15_000, "mười lăm nghìn"),
        (21_500, "hai mươi mốt nghìn năm trăm"),
        (100_000, "một trăm nghìn"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (1_005_000, "một triệu không trăm lẻ năm nghìn"),
        (1_234_567, "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_500, "một tỷ năm trăm"),
        (2_050_000_000, "hai tỷ không trăm năm mươi triệu"),
        (21_000_000_000, "hai mươi mốt tỷ"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (1_001_000_000_000, "một nghìn không trăm lẻ một tỷ"),
        (1_000_000_000_000_000_000, "một tỷ tỷ"),
        (-15, "âm mười lăm"),
    ];
    for (number, words) in table {
        assert_eq!(number_in_words(number), words, "{number}");
    }
}

#[test]
fn amounts_name_their_currency_and_begin_with_a_capital() {
    assert_eq!(money_in_words(Money::vnd(15_000)), "Mười lăm nghìn đồng");
    assert_eq!(money_in_words(Money::vnd(0)), "Không đồng");
    assert_eq!(money_in_words(Money::vnd(-50_000)), "Âm năm mươi nghìn đồng");
    assert_eq!(money_in_words(Money::usd_cents(1_000)), "Mười đô la Mỹ");
    assert_eq!(money_in_words(Money::usd_cents(1_050)), "Mười đô la Mỹ năm mươi xen");
}

#[test]
fn the_ends_of_the_range_are_read_without_panic() {
    for number in [i64::MIN, i64::MAX] {
        let words = number_in_words(number);
        assert!(words.contains("chín tỷ hai trăm hai mươi ba triệu"), "{words}");
        assert!(!words.contains("  "), "{words}");
    }
}
