//! Broken packs are refused with the place.
use super::{LINKS, RESOLUTIONS, UNITS};
use crate::pack::{CountryPack, ProvincePack};

fn refused(units: &str, links: &str) -> String {
    CountryPack::from_texts(units, links, RESOLUTIONS).unwrap_err().to_string()
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let error =
        CountryPack::from_texts(&UNITS.replace("00004\tXã", "4\tXã"), LINKS, RESOLUTIONS).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("units.tsv", 12));
}

#[test]
fn a_code_that_names_two_units_on_one_day_is_refused() {
    assert!(refused(&UNITS.replace("\t00004\t", "\t00005\t"), LINKS).contains("00005"));
}

#[test]
fn shares_that_make_no_whole_are_refused() {
    for broken in ["\tsplit", "\tdefault"] {
        assert!(refused(UNITS, &LINKS.replace(broken, "\twhole")).contains("c4"), "{broken}");
    }
}

#[test]
fn a_link_or_a_parent_that_is_nowhere_is_refused() {
    assert!(refused(UNITS, &LINKS.replace("c5\tn5", "c5\tn9")).contains("n9"));
    assert!(refused(&UNITS.replace("\td795\n", "\td999\n"), LINKS).contains("d999"));
}

#[test]
fn all_four_sample_provinces_are_sound() {
    for (text, code) in [
        (include_str!("../../../../packs/nghe-an/org.toml"), "H41"),
        (include_str!("../../../../packs/son-la/org.toml"), "H52"),
        (include_str!("../../../../packs/quang-ngai/org.toml"), "H48"),
        (include_str!("../../../../packs/tay-ninh/org.toml"), "H53"),
    ] {
        let pack = ProvincePack::from_toml(text).unwrap();
        assert_eq!(pack.province.code, code);
    }
}

#[test]
fn a_code_that_is_none_of_the_decision_is_refused() {
    let text = include_str!("../../../../packs/nghe-an/org.toml");
    for broken in ["H4", "h41.77", "H41..1", "000.00.77.H41"] {
        let error =
            ProvincePack::from_toml(&text.replace("\"H41.77\"", &format!("\"{broken}\""))).unwrap_err();
        assert!(error.problem.contains(broken), "{broken}");
    }
    assert!(ProvincePack::from_toml(&text.replace("\"H41.77\"", "\"H41.41\"")).is_err());
}
