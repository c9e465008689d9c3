//! Codes of agencies, procedures, results and dossiers.
use crate::*;
use IdentifierError as E;
use jiff::civil::date;

/// QĐ 20/2020/QĐ-TTg.
#[test]
fn agency_codes_are_read_as_decision_20_2020_writes_them() {
    let table = [
        ("H41", "H41", 1),
        ("H28.12", "H28.12", 2),
        ("h28.12.5", "H28.12.5", 3),
        (" G09.20 ", "G09.20", 2),
        ("A01.1.22.333", "A01.1.22.333", 4),
        ("Z01ABC.9", "Z01ABC.9", 1),
        ("000.00.12.H28", "H28.12", 2), // the older local form
        ("000.00.00.H28", "H28", 1),
        ("000.05.12.H28", "H28.12.05", 3),
        ("001.05.12.H28", "H28.12.05.001", 4),
        ("001.00.12.H28", "H28.12.00.001", 4),
    ];
    for (text, expected, level) in table {
        let code = AgencyCode::parse(text).unwrap();
        assert_eq!((code.as_str(), code.level()), (expected, level), "{text}");
    }
    let long = format!("H41{}", ".123".repeat(9));
    for text in [
        "H4",
        "41H",
        "Z00",
        "H41.",
        "H41..1",
        "H41.1234",
        "H41.1A",
        "H41-12",
        "00.00.12.H28",
        "0.0.1.H28",
        "Đ41",
        &long,
    ] {
        assert_eq!(AgencyCode::parse(text), Err(E::AgencyCodeInvalid), "{text}");
    }
    assert_eq!(AgencyCode::parse("  "), Err(E::Empty));
}

#[test]
fn an_agency_knows_what_stands_above_it() {
    let ward = AgencyCode::parse("H41.12.5").unwrap();
    let province = AgencyCode::parse("H41").unwrap();
    assert_eq!(ward.parent().unwrap().as_str(), "H41.12");
    assert_eq!((ward.root(), province.parent()), (province.clone(), None));
    assert!(ward.is_within(&province) && ward.is_within(&ward) && !province.is_within(&ward));
    assert!(!AgencyCode::parse("H41.123").unwrap().is_within(&AgencyCode::parse("H41.12").unwrap()));
    assert_eq!(AgencyCode::parse("Z01.AB").unwrap().parent(), None);
}

#[test]
fn the_reversed_form_goes_both_ways_where_it_exists() {
    for (current, reversed) in [
        ("H28", Some("000.00.00.H28")),
        ("H28.12", Some("000.00.12.H28")),
        ("H28.12.05", Some("000.05.12.H28")),
        ("H28.12.00.001", Some("001.00.12.H28")),
        ("H28.12.5", None),
        ("H28.00", None),
        ("H28.123", None),
        ("H28.12.05.001.1", None),
        ("Z01", None),
    ] {
        assert_eq!(AgencyCode::parse(current).unwrap().to_legacy().as_deref(), reversed, "{current}");
    }
    assert!(AgencyCode::is_legacy_form("000.00.12.h28") && !AgencyCode::is_legacy_form("H28.12"));
}

#[test]
fn procedure_and_result_codes_follow_the_national_catalogue() {
    for text in ["1.001193", "2.000815", "3.000333"] {
        assert_eq!(ProcedureCode::parse(text).unwrap().as_str(), text);
    }
    for text in ["4.001193", "1.01193", "1.0011930", "1001193", "1.00119A", "1.001193.000.00.00.H41"] {
        assert_eq!(ProcedureCode::parse(text), Err(E::ProcedureCodeInvalid), "{text}");
    }
    let (procedure, agency) = ProcedureCode::parse_published("1.001193.000.00.00.H41").unwrap();
    assert_eq!((procedure.as_str(), agency.unwrap().as_str()), ("1.001193", "H41"));
    assert_eq!(ProcedureCode::parse_published("1.001193").unwrap().1, None);
    assert_eq!(ProcedureCode::parse_published("1.001193."), Err(E::Empty));

    let result = ResultCode::parse("kq.g15.000031").unwrap();
    assert_eq!((result.as_str(), result.issuer().unwrap().as_str()), ("KQ.G15.000031", "G15"));
    for text in ["KQ.G15.00031", "KQ.15.000031", "G15.000031", "KQ.000031", "KQ..000031"] {
        assert_eq!(ResultCode::parse(text), Err(E::ResultCodeInvalid), "{text}");
    }
}

/// TT 03/2025/TT-VPCP Art. 13; TT 04/2025/TT-VPCP Art. 23.2 for the central form.
#[test]
fn dossier_codes_are_read_in_every_form_in_use() {
    let table = [
        ("H41.12-260105-0001", "H41.12", date(2026, 1, 5), 1),
        ("h41.12-260105-0001", "H41.12", date(2026, 1, 5), 1),
        ("G09.20-20260609-0092637", "G09.20", date(2026, 6, 9), 92_637), // a ministry's, with the whole year
        ("000.00.12.H41-230105-0123", "H41.12", date(2023, 1, 5), 123),  // older files
        ("H41.012.03-260125-150001", "H41.012.03", date(2026, 1, 25), 150_001), // central
        (" H41.12 – 260105 – 0001 ", "H41.12", date(2026, 1, 5), 1),
        ("H41-260228-12345", "H41", date(2026, 2, 28), 12_345),
    ];
    for (text, agency, day, sequence) in table {
        let code = DossierCode::parse(text).unwrap();
        assert_eq!((code.agency().as_str(), code.date(), code.sequence()), (agency, day, sequence), "{text}");
    }
    for (text, expected) in [
        ("", E::Empty),
        ("H41.12-260105", E::DossierCodeInvalid),
        ("H41.12-260105-0001-1", E::DossierCodeInvalid),
        ("41.12-260105-0001", E::AgencyCodeInvalid),
        ("-260105-0001", E::AgencyCodeInvalid),
        ("H41.12-260230-0001", E::DossierCodeDate),
        ("H41.12-19990101-0001", E::DossierCodeDate),
        ("H41.12-2601051-0001", E::DossierCodeDate),
        ("H41.12-260105-001", E::DossierCodeSequence),
        ("H41.12-260105-00A1", E::DossierCodeSequence),
        ("H41.12-260105-1234567890123", E::DossierCodeSequence),
    ] {
        assert_eq!(DossierCode::parse(text), Err(expected), "{text}");
    }
}

#[test]
fn two_spellings_of_one_dossier_have_one_canonical_code() {
    let old = DossierCode::parse("000.00.12.H41-20230105-0123").unwrap();
    assert_eq!(old.as_str(), "000.00.12.H41-20230105-0123", "what was printed stays");
    assert_eq!(old.canonical(), "H41.12-230105-0123");
    assert_eq!(old.canonical(), DossierCode::parse("H41.12-230105-0123").unwrap().canonical());
}

#[test]
fn dossier_codes_are_composed_with_at_least_four_digits() {
    let agency = AgencyCode::parse("H41.12").unwrap();
    let day = date(2026, 1, 5);
    for (sequence, expected) in
        [(1, "H41.12-260105-0001"), (9_999, "H41.12-260105-9999"), (10_000, "H41.12-260105-10000")]
    {
        assert_eq!(DossierCode::compose(&agency, day, sequence).unwrap().as_str(), expected);
    }
    assert_eq!(DossierCode::compose(&agency, day, 0), Err(E::DossierCodeSequence));
    assert_eq!(DossierCode::compose(&agency, day, u64::MAX), Err(E::DossierCodeSequence));
    assert_eq!(DossierCode::compose(&agency, date(1999, 1, 1), 1), Err(E::DossierCodeDate));
}

#[test]
fn a_central_code_carries_its_owner_before_the_counter() {
    let agency = AgencyCode::parse("H41.012.03").unwrap();
    let code = DossierCode::compose_central(&agency, date(2026, 1, 25), 15, 1).unwrap();
    assert_eq!(code.as_str(), "H41.012.03-260125-150001");
    assert_eq!(code.central_parts(), Some(("15", 1)));
    assert_eq!(DossierCode::compose_central(&agency, date(2026, 1, 25), 100, 1), Err(E::AgencyCodeInvalid));
    assert_eq!(DossierCode::parse("H41.12-260125-150001").unwrap().central_parts(), None);
}

#[test]
fn codes_travel_as_plain_strings() {
    let code: DossierCode = serde_json::from_str("\"h41.12-260105-0001\"").unwrap();
    assert_eq!(serde_json::to_string(&code).unwrap(), "\"H41.12-260105-0001\"");
    let (agency, procedure): (AgencyCode, ProcedureCode) =
        serde_json::from_str("[\"000.00.12.H28\",\"1.001193\"]").unwrap();
    assert_eq!((agency.as_str(), procedure.as_str()), ("H28.12", "1.001193"));
    assert!(serde_json::from_str::<ResultCode>("\"KQ\"").is_err());
}
