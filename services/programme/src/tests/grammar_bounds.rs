//! Whatever the text, the grammar answers and its places lie on characters.
use crate::grammar::{Abbreviations, agency, cadence, level, number, quantity, role, when};
use proptest::prelude::*;

/// Words and signs plans are made of, in any order: denser in hard cases than random letters.
fn wording() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "đạt",
            "từ",
            "tối thiểu",
            "trên",
            "không quá",
            "trở lên",
            "%",
            "50%",
            "1/3",
            "7/",
            "/",
            "-",
            "–",
            ",",
            ";",
            ".",
            "(",
            ")",
            ":",
            "nhóm",
            "thứ",
            "top",
            "tỷ đồng",
            "tỷ",
            "đ",
            "năm",
            "quý",
            "III",
            "tháng",
            "ngày",
            "2024",
            "30/12/2024",
            "24/7",
            "Sở TT&TT",
            "UBND",
            "các",
            "và",
            "&",
            "hằng năm",
            "6 tháng",
            "cấp",
            "xã",
            "Tỉnh",
            "hộ",
            "\n",
            "số",
            "12.345,6",
            "0",
            "1.1.2",
            "QĐ-TTg",
            "Văn hóa",
            "Thể thao",
            "IPv6",
            "trước",
            "lên",
            "xuống",
            "trong",
            "tất cả",
            "chủ trì",
            "phối hợp",
            "sau đây gọi là",
            "|",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    prop::collection::vec((piece, prop::sample::select(vec!["", " ", "  "])), 0..24)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_place_is_a_piece_of_the_text(text in wording()) {
        let mut end = 0;
        for found in quantity::find(&text) {
            prop_assert!(text.get(found.at.clone()).is_some_and(|phrase| !phrase.is_empty()));
            prop_assert!(found.at.start >= end, "quantities overlap");
            end = found.at.end;
            let mut last = found.at.start;
            for part in found.parts {
                prop_assert!(text.get(part.clone()).is_some());
                prop_assert!(part.start >= last && part.end <= found.at.end);
                last = part.end;
            }
        }
        for place in quantity::every(&text) {
            prop_assert!(text.get(place).is_some());
        }
        for year in when::years_in(&text) {
            prop_assert!(text.get(year.at).is_some());
        }
        for (place, _) in when::dates_in(&text) {
            prop_assert!(text.get(place).is_some());
        }
        for (place, _) in level::mentions(&text) {
            prop_assert!(text.get(place).is_some());
        }
    }

    #[test]
    fn no_text_is_too_strange_for_an_answer(text in wording(), year in prop::option::of(any::<i32>())) {
        let deadline = when::deadline(&text, year);
        prop_assert!(deadline.dates.iter().all(|date| date.end().last_day().is_some()));
        let _ = (when::as_of(&text), cadence::cadence_in(&text), cadence::periodic_in(&text), number::parse(&text));
        let known = Abbreviations::declared_in(&text);
        let _ = role::roles(&text, &known);
        for agency in agency::split(&text, &known) {
            prop_assert!(!agency.printed.is_empty() && !agency.printed.contains('\n'));
        }
    }

    #[test]
    fn a_grouped_number_is_read_back(value in 0_u64..10_000_000_000) {
        let digits = value.to_string();
        let first = (digits.len() - 1) % 3 + 1;
        let mut printed = digits.get(..first).unwrap().to_owned();
        for group in digits.as_bytes()[first..].chunks(3) {
            printed.push('.');
            printed.push_str(std::str::from_utf8(group).unwrap());
        }
        prop_assert_eq!(number::parse(&printed), Some(value.into()));
        prop_assert_eq!(number::parse(&format!("{printed},50")), Some(rust_decimal::Decimal::new(i64::try_from(value * 10 + 5).unwrap(), 1)));
    }
}
