use crate::*;
use proptest::prelude::*;

#[test]
fn numbers_are_said_as_a_clerk_writes_them() {
    for (number, words) in [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (1_995, "một nghìn chín trăm chín mươi lăm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (50_000, "năm mươi nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_205_021, "một triệu hai trăm linh năm nghìn không trăm hai mươi mốt"),
        (1_000_000_000, "một tỷ"),
        (3_000_500_000, "ba tỷ năm trăm nghìn"),
        (2_000_000_000_000, "hai nghìn tỷ"),
    ] {
        assert_eq!(number_in_words(number), words, "{number}");
    }
}

proptest! {
    #[test]
    fn different_numbers_have_different_words(one in any::<u64>(), other in any::<u64>()) {
        prop_assert_eq!(one == other, number_in_words(one) == number_in_words(other));
    }
}
