use super::support::{tinhso, tinhso_in};

#[test]
fn help_and_version_are_answered_with_success() {
    let help = tinhso(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("serve") && help.out.contains("Cách dùng"));
    let version = tinhso(&["--version"]);
    assert_eq!((version.code, version.out.trim()), (0, concat!("tinhso ", env!("CARGO_PKG_VERSION"))));
    assert_eq!(tinhso(&["pack", "install", "--help"]).code, 0);
}

#[test]
fn misuse_is_told_in_vietnamese_with_the_word_that_was_wrong() {
    for (arguments, word) in [
        (vec!["sreve"], "sreve"),
        (vec!["serve", "--lisen", "x"], "--lisen"),
        (vec!["backup"], "THƯ_MỤC"),
        (vec![], "lệnh"),
        (vec!["admin"], "lệnh"),
    ] {
        let ran = tinhso(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(word), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("tinhso --help") && ran.out.is_empty());
    }
}

#[test]
fn a_fault_of_the_configuration_ends_every_command_that_needs_it() {
    for command in [vec!["serve"], vec!["check"], vec!["migrate"], vec!["backup", "/nowhere"]] {
        let ran = tinhso_in(&[("TINHSO_WORKERS", "0")], &command);
        assert_eq!(ran.code, 2, "{command:?}");
        assert!(ran.err.contains("workers:"), "{}", ran.err);
    }
}

#[test]
fn config_and_openapi_print_without_an_installation() {
    assert!(tinhso(&["config"]).out.contains("## `public_url`"));
    let file = tinhso(&["config", "--file"]).out;
    assert!(file.lines().all(|line| line.starts_with("# ")) && file.contains("# listen ="));
    let api: serde_json::Value = serde_json::from_str(&tinhso(&["openapi"]).out).unwrap();
    assert_eq!(api["openapi"], "3.1.0");
}

#[test]
fn a_sample_that_does_not_exist_is_refused_with_those_that_do() {
    let ran = tinhso(&["serve", "--sample", "ha-noi"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("nghe-an, son-la, quang-ngai, tay-ninh"), "{}", ran.err);
}
