use crate::money_in_words;
use base::Money;

#[test]
fn amounts_of_dong_are_written_in_words() {
    let table = [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (500, "Năm trăm đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (2_000, "Hai nghìn đồng"),
        (15_000, "Mười lăm nghìn đồng"),
        (21_500, "Hai mươi mốt nghìn năm trăm đồng"),
        (44_000, "Bốn mươi tư nghìn đồng"),
        (105_000, "Một trăm linh năm nghìn đồng"),
        (230_000, "Hai trăm ba mươi nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_234_567, "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
        (2_050_000_000, "Hai tỷ không trăm năm mươi triệu đồng"),
        (-50_000, "Âm năm mươi nghìn đồng"),
    ];
    for (dong, words) in table {
        assert_eq!(money_in_words(Money::vnd(dong)), words, "{dong}");
    }
}

#[test]
fn dollars_name_their_cents_only_when_there_are_some() {
    assert_eq!(money_in_words(Money::usd_cents(1_000)), "Mười đô la Mỹ");
    assert_eq!(money_in_words(Money::usd_cents(1_050)), "Mười đô la Mỹ năm mươi xen");
    assert_eq!(money_in_words(Money::usd_cents(-5)), "Âm không đô la Mỹ năm xen");
}

#[test]
fn the_ends_of_the_range_are_read_without_panic() {
    for dong in [i64::MIN, i64::MAX] {
        let words = money_in_words(Money::vnd(dong));
        assert!(words.contains("hai trăm hai mươi ba triệu") && words.ends_with(" đồng"), "{words}");
    }
}
