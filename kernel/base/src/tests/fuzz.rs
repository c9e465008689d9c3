//! Whatever is typed or scanned: an answer, never a panic; and what is accepted reads back as itself.
use crate::*;
use proptest::prelude::*;

/// Strings near the truth: the alphabets of codes, plus separators and foreign characters.
fn near() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9 .\\-|/–]{0,40}",
        "[A-Za-zĐđ0-9.]{0,40}",
        "[HGZKQ0-9.]{1,14}-[0-9]{5,9}-[0-9A]{3,13}",
        "(KQ\\.)?[A-Z][0-9]{2}\\.[0-9]{5,7}",
        "[0-9]{9,13}\\|[0-9]{0,9}\\|\\PC{0,20}\\|[0-9]{6,8}\\|\\PC{0,3}\\|\\PC{0,20}\\|[0-9]{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_a_parser_panic(text in near()) {
        if let Ok(number) = PersonalNumber::parse(&text) {
            let _ = (number.sex(), number.birth_year(), number.birth_registration(), number.masked());
            prop_assert_eq!(PersonalNumber::parse(number.as_str()), Ok(number));
        }
        if let Ok(tax) = TaxCode::parse(&text) {
            prop_assert_eq!(TaxCode::parse(&tax.display_vi()), Ok(tax));
        }
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(&phone.display_vi()), Ok(phone.clone()));
            if let Some(e164) = phone.e164() {
                prop_assert_eq!(Phone::parse(&e164), Ok(phone));
            }
        }
        if let Ok(agency) = AgencyCode::parse(&text) {
            let _ = (agency.level(), agency.parent(), agency.root());
            if let Some(reversed) = agency.to_legacy() {
                prop_assert_eq!(AgencyCode::parse(&reversed), Ok(agency.clone()));
            }
            prop_assert_eq!(AgencyCode::parse(agency.as_str()), Ok(agency));
        }
        if let Ok(code) = DossierCode::parse(&text) {
            let _ = code.central_parts();
            prop_assert_eq!(DossierCode::parse(&code.canonical()).map(|c| c.canonical()), Ok(code.canonical()));
            prop_assert_eq!(DossierCode::parse(code.as_str()), Ok(code));
        }
        if let Ok(code) = ResultCode::parse(&text) {
            prop_assert!(code.issuer().is_some());
        }
        let _ = (ProcedureCode::parse(&text), ProcedureCode::parse_published(&text), CardScan::parse(&text));
        let _ = (PartialDate::parse(&text), parse_date_vi(&text), Money::parse_dong(&text));
        let _ = Sex::from_vi(&text);
    }

    #[test]
    fn a_composed_dossier_code_reads_back(
        root in "[A-Y][0-9]{2}", groups in prop::collection::vec("[0-9]{1,3}", 0..4),
        year in 2000i16..=2099, month in 1i8..=12, day in 1i8..=28, sequence in 1u64..=999_999_999_999,
    ) {
        let agency = AgencyCode::parse(&[vec![root], groups].concat().join(".")).unwrap();
        let day = jiff::civil::date(year, month, day);
        let code = DossierCode::compose(&agency, day, sequence).unwrap();
        let read = DossierCode::parse(code.as_str()).unwrap();
        prop_assert_eq!((read.agency(), read.date(), read.sequence()), (&agency, day, sequence));
        prop_assert_eq!(read.canonical(), code.as_str());
    }

    #[test]
    fn exactly_one_or_no_tenth_digit_makes_a_tax_code(nine in "[0-9]{2}[1-9][0-9]{6}") {
        let sound = (0..=9).filter(|d| TaxCode::parse(&format!("{nine}{d}")).is_ok()).count();
        prop_assert!(sound <= 1);
    }

    #[test]
    fn a_mask_hides_all_but_four(digits in "0(40|14|51|72)[0-3][0-9]{8}") {
        let number = PersonalNumber::parse(&digits).unwrap();
        prop_assert_eq!(number.masked().chars().filter(char::is_ascii_digit).count(), 4);
        let shown = format!("{number:?}{number}");
        prop_assert!(!shown.contains(digits.split_at(8).0));
    }
}

#[test]
fn very_long_input_is_refused_at_once() {
    let long = "1".repeat(5_000_000);
    assert!(PersonalNumber::parse(&long).is_err() && TaxCode::parse(&long).is_err());
    assert!(Phone::parse(&long).is_err() && AgencyCode::parse(&long).is_err());
    assert!(DossierCode::parse(&long).is_err() && CardScan::parse(&long).is_err());
    assert!(Money::parse_dong(&long).is_err() && PartialDate::parse(&long).is_err());
}
