//! Numbers that point at people and organisations.
use crate::*;
use IdentifierError as E;
use jiff::civil::date;

/// TT 07/2016/TT-BCA Art. 7 and Annex I: place, century with sex, year, six random digits.
#[test]
fn a_citizen_number_tells_place_sex_and_year() {
    let table = [
        ("040095001234", "40", Sex::Male, 1995), // Nghệ An, men of the 1900s: 0
        ("014195001234", "14", Sex::Female, 1995), // Sơn La, women of the 1900s: 1
        ("051201001234", "51", Sex::Male, 2001), // Quảng Ngãi, men of the 2000s: 2
        ("062315001234", "62", Sex::Female, 2015), // Kon Tum, women of the 2000s: 3
        ("072400001234", "72", Sex::Male, 2100), // Tây Ninh, men of the 2100s: 4
        ("080599001234", "80", Sex::Female, 2199), // Long An, women of the 2100s: 5
        ("096899001234", "96", Sex::Male, 2399),
        ("001900001234", "01", Sex::Female, 2300),
    ];
    for (text, province, sex, year) in table {
        let number = PersonalNumber::parse(text).unwrap();
        assert_eq!(number.kind(), PersonalNumberKind::Citizen);
        assert_eq!(number.birth_registration(), Some(BirthRegistration::Province(province)), "{text}");
        assert_eq!((number.sex(), number.birth_year()), (Some(sex), Some(year)), "{text}");
        assert!(number.agrees_with(year, Some(sex)) && number.agrees_with(year, None));
        assert!(!number.agrees_with(year + 1, Some(sex)));
    }
    let abroad = PersonalNumber::parse("231095001234").unwrap();
    assert_eq!(abroad.birth_registration(), Some(BirthRegistration::Abroad("231")));
}

#[test]
fn a_personal_number_is_refused_with_its_reason() {
    let table = [
        ("", E::Empty),
        ("   ", E::Empty),
        ("04009500123", E::PersonalNumberLength), // a spreadsheet ate the leading zero
        ("0400950012345", E::PersonalNumberLength),
        ("04009500123a", E::PersonalNumberCharacters),
        ("04009500123４", E::PersonalNumberCharacters), // full-width digit
        ("000095001234", E::PersonalNumberPlace),
        ("003095001234", E::PersonalNumberPlace),
        ("097095001234", E::PersonalNumberPlace),
        ("12345678", E::PersonalNumberLength),
    ];
    for (text, expected) in table {
        assert_eq!(PersonalNumber::parse(text), Err(expected), "{text}");
    }
    for province in 0..=99 {
        let accepted = PersonalNumber::parse(&format!("{province:03}095001234")).is_ok();
        assert_eq!(accepted, OLD_PROVINCES.contains(&province), "{province}");
    }
}

/// The 63 provinces before 2025-07-01.
const OLD_PROVINCES: [u32; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40,
    42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83,
    84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

#[test]
fn a_year_of_birth_that_has_not_come_is_refused() {
    let today = date(2026, 11, 22);
    assert!(PersonalNumber::parse_on("040226001234", today).is_ok());
    assert_eq!(PersonalNumber::parse_on("040227001234", today), Err(E::PersonalNumberFutureYear));
    assert_eq!(PersonalNumber::parse_on("040495001234", today), Err(E::PersonalNumberFutureYear));
    assert!(PersonalNumber::parse_on("187654321", today).is_ok(), "nine digits promise no year");
}

#[test]
fn an_old_card_number_has_nine_digits_and_no_structure() {
    let number = PersonalNumber::parse("187 654 321").unwrap();
    assert_eq!(number.kind(), PersonalNumberKind::LegacyNine);
    assert_eq!((number.sex(), number.birth_year(), number.birth_registration()), (None, None, None));
    assert!(number.agrees_with(1950, Some(Sex::Male)) && number.agrees_with(1951, Some(Sex::Female)));
}

#[test]
fn what_people_group_is_read_as_one_number() {
    for text in ["040 095 001 234", "040.095.001.234", " 040095001234\n", "040–095–001–234"] {
        assert_eq!(PersonalNumber::parse(text).unwrap().as_str(), "040095001234", "{text}");
    }
}

#[test]
fn no_debug_or_display_shows_a_whole_number() {
    let number = PersonalNumber::parse("040095001234").unwrap();
    let tax = TaxCode::parse("040095001234").unwrap();
    let phone = Phone::parse("0912345678").unwrap();
    let card = CardScan::parse(CARD).unwrap();
    for shown in [
        format!("{number:?} {number} {:?}", Some(&number)),
        format!("{tax:?} {tax}"),
        format!("{phone:?} {phone}"),
        format!("{card:?} {card:#?}"),
        format!("{:?}", PersonalNumber::parse("04009500123x").unwrap_err()),
    ] {
        for secret in ["040095", "09123", "Nguyễn", "Vinh", "1876"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    assert_eq!(number.masked(), "••••••••1234");
    assert_eq!(number.last_four(), "1234");
    assert_eq!(phone.masked(), "••••••5678");
}

/// Check digit of the tax code: weights 31, 29, 23, 19, 17, 13, 7, 5, 3; the first two codes are published ones.
#[test]
fn a_tax_code_is_checked_by_its_tenth_digit() {
    let table = [
        ("0100233488", Ok(TaxCodeKind::Main)),
        ("0314409058-002", Ok(TaxCodeKind::Branch)),
        ("0314409058002", Ok(TaxCodeKind::Branch)),
        ("0100112437", Ok(TaxCodeKind::Main)),
        ("0100112437-001", Ok(TaxCodeKind::Branch)),
        ("040095001234", Ok(TaxCodeKind::Personal)), // personal number as tax code
        ("0100233480", Err(E::TaxCodeCheckDigit)),
        ("0314409058-000", Err(E::TaxCodeBranch)),
        ("0100000000", Err(E::TaxCodeCheckDigit)),
        ("003095001234", Err(E::PersonalNumberPlace)),
        ("01002334", Err(E::TaxCodeLength)),
        ("01002334AB", Err(E::TaxCodeCharacters)),
        ("", Err(E::Empty)),
    ];
    for (text, expected) in table {
        assert_eq!(TaxCode::parse(text).map(|code| code.kind()), expected, "{text}");
    }
}

#[test]
fn nine_digits_whose_remainder_is_zero_have_no_tax_code() {
    // 1·23 + 3·7 = 44 = 4·11: the check would be 10.
    for tenth in 0..=9 {
        assert_eq!(TaxCode::parse(&format!("001000300{tenth}")), Err(E::TaxCodeCheckDigit), "{tenth}");
    }
}

#[test]
fn a_branch_knows_its_main_unit() {
    let branch = TaxCode::parse("0314409058002").unwrap();
    assert_eq!(branch.display_vi(), "0314409058-002");
    assert_eq!(branch.main().display_vi(), "0314409058");
    assert_eq!(branch.main().main(), branch.main());
    assert_eq!(branch.masked(), "•••••••••8002");
}

#[test]
fn phones_are_read_in_every_usual_writing() {
    let table = [
        ("0912345678", "0912345678", PhoneKind::Mobile),
        ("+84 912 345 678", "0912345678", PhoneKind::Mobile),
        ("(+84) 912345678", "0912345678", PhoneKind::Mobile),
        ("+84 (0) 912-345-678", "0912345678", PhoneKind::Mobile),
        ("0084912345678", "0912345678", PhoneKind::Mobile),
        ("84912345678", "0912345678", PhoneKind::Mobile),
        ("0328.345.678", "0328345678", PhoneKind::Mobile),
        ("0238 384 4747", "02383844747", PhoneKind::Landline),
        ("(024) 3825 1234", "02438251234", PhoneKind::Landline),
        ("19001234", "19001234", PhoneKind::Service),
        ("1800 1166", "18001166", PhoneKind::Service),
    ];
    for (text, national, kind) in table {
        let phone = Phone::parse(text).unwrap();
        assert_eq!((phone.as_str(), phone.kind()), (national, kind), "{text}");
    }
    let phone = Phone::parse("0912345678").unwrap();
    assert_eq!(phone.e164().unwrap(), "+84912345678");
    assert_eq!(phone.display_vi(), "0912 345 678");
    assert_eq!(Phone::parse("19001234").unwrap().e164(), None);
    for (text, expected) in [
        ("091234567", E::PhoneLength),
        ("01652345678", E::PhonePrefix), // eleven-digit mobiles ended in 2018
        ("0412345678", E::PhonePrefix),
        ("+1 202 555 0100", E::PhonePrefix),
        ("gọi tôi", E::PhoneCharacters),
        ("", E::Empty),
    ] {
        assert_eq!(Phone::parse(text), Err(expected), "{text}");
    }
}

pub const CARD: &str =
    "040095001234|187654321|Nguyễn Văn An|05061995|Nam|Khối 3, Phường Hưng Bình, Vinh, Nghệ An|10082021";

#[test]
fn a_card_scan_gives_seven_fields() {
    let card = CardScan::parse(&format!("{CARD}\r\n")).unwrap();
    assert_eq!(card.number.as_str(), "040095001234");
    assert_eq!(card.old_number.as_ref().unwrap().as_str(), "187654321");
    assert_eq!((card.name.as_str(), card.sex), ("Nguyễn Văn An", Some(Sex::Male)));
    assert_eq!(card.birth.whole(), Some(date(1995, 6, 5)));
    assert_eq!(card.issued, Some(date(2021, 8, 10)));
    assert!(card.address.starts_with("Khối 3"));
    assert!(card.agrees_with_number());
}

#[test]
fn a_card_may_lack_an_old_number_or_a_day_of_birth() {
    let card = CardScan::parse("040150001234||Vi Thị Mai|00001950|Nữ|Con Cuông, Nghệ An|").unwrap();
    assert_eq!((card.old_number.is_none(), card.issued), (true, None));
    assert_eq!((card.birth.whole(), card.birth.year()), (None, 1950));
    assert_eq!(card.sex, Some(Sex::Female));
    assert!(CardScan::parse(&format!("{CARD}|thêm||")).is_ok(), "later cards append fields");
}

#[test]
fn a_wrong_card_is_refused() {
    let table = [
        ("", E::Empty),
        ("https://example.test/x", E::CardScanInvalid),
        ("040095001234|187654321|Nguyễn Văn An|05061995|Nam|Vinh", E::CardScanInvalid),
        ("040095001234||Nguyễn Văn An|31021995|Nam|Vinh|", E::DateInvalid),
        ("040095001234||Nguyễn Văn An|1995-06-05|Nam|Vinh|", E::DateInvalid),
        ("187654321||Nguyễn Văn An|05061995|Nam|Vinh|", E::PersonalNumberLength),
        ("040095001234|||05061995|Nam|Vinh|", E::CardScanInvalid),
    ];
    for (text, expected) in table {
        assert_eq!(CardScan::parse(text), Err(expected), "{text}");
    }
    let other = CardScan::parse(&CARD.replace("05061995", "05061996")).unwrap();
    assert!(!other.agrees_with_number());
    let today = date(2026, 11, 22);
    assert!(CardScan::parse_on(CARD, today).is_ok());
    let unborn = CARD.replace("05061995", "23112026");
    assert_eq!(CardScan::parse_on(&unborn, today), Err(E::PersonalNumberFutureYear));
}
