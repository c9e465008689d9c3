use crate::licences::{Package, allowed, packages};

#[test]
fn expressions_are_met_from_the_list() {
    for good in [
        "MIT",
        "MIT OR Apache-2.0",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
    ] {
        assert_eq!(allowed(good), Ok(true), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "SSPL-1.0 OR BUSL-1.1", "(MIT OR Zlib) AND CC-BY-NC-4.0"] {
        assert_eq!(allowed(bad), Ok(false), "{bad}");
    }
    assert!(allowed("(MIT").is_err());
    assert!(allowed("MIT Apache-2.0").is_err());
}

#[test]
fn a_strange_licence_a_missing_one_and_a_banned_crate_are_told() {
    let package = |name: &str, licence: Option<&str>| Package {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        licence: licence.map(str::to_owned),
    };
    let all = [
        package("fine", Some("MIT")),
        package("strange", Some("BUSL-1.1")),
        package("silent", None),
        package("openssl-sys", Some("MIT")),
    ];
    let places: Vec<String> = packages(&all).into_iter().map(|f| format!("{} {}", f.rule, f.place)).collect();
    assert_eq!(places, ["licence strange 1.0.0", "licence silent 1.0.0", "ban openssl-sys 1.0.0"]);
}
