use super::support::{Ran, text, tinhso, tinhso_in};
use std::fs;

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

/// One sentence or two on one line, Vietnamese, that ends as sentences do; nothing that a library said in English.
fn assert_told(what: &str, ran: &Ran, words: &str) {
    // `serve` has hushed the words of panics in this process.
    eprintln!("{what}: {}", ran.err);
    assert_eq!(ran.code, 1, "{what}: {} {}", ran.out, ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{what}: {}", ran.err);
    assert!(ran.err.contains(words), "{what}: {}", ran.err);
    assert!(ran.err.trim_end().ends_with('.'), "{what}: {}", ran.err);
    for english in [" the ", " not ", " error", "No such", "denied", "os error", "failed", "⟦"] {
        assert!(!ran.err.contains(english), "{what}: {}", ran.err);
    }
}

#[test]
fn every_wrong_input_of_every_command_is_one_sentence_that_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| text(&dir.path().join(name)).to_owned();
    let file = path("a-file");
    fs::write(&file, "x".repeat(2_000)).unwrap();
    let (fresh, nowhere) = (path("fresh"), path("nowhere"));
    assert_eq!(tinhso(&["admin", "init", "--province", "40", "--data", &path("made")]).code, 0);
    let made = path("made");
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let held = held.local_addr().map(|address| (held, address.to_string())).unwrap();
    let (listen, r, p) = (&held.1, path("r"), path("p"));
    let cases = [
        ("serve with no province", format!("serve --data {fresh}"), "tinhso admin init"),
        ("serve in a file", format!("serve --data {file}"), "a-file"),
        ("serve an unknown sample", format!("serve --sample hue --data {fresh}"), "Chọn một trong"),
        (
            "serve where another listens",
            format!("serve --data {made} --listen {listen}"),
            "chương trình khác",
        ),
        ("check with no database", format!("check --data {nowhere}"), "Chưa có cơ sở dữ liệu"),
        ("check a broken database", format!("check --database sqlite:{file}"), "cơ sở dữ liệu"),
        (
            "migrate a broken database",
            format!("migrate --data {fresh} --database sqlite:{file}"),
            "cơ sở dữ liệu",
        ),
        ("migrate in a file", format!("migrate --data {file}"), "a-file"),
        ("back up into a file", format!("backup {file} --data {made}"), "a-file"),
        ("back up over something", format!("backup {made} --data {made}"), "không trống"),
        ("restore nothing", format!("restore {nowhere} --data {r}"), "manifest.json"),
        ("restore a file", format!("restore {file} --data {r}"), "a-file"),
        ("check no pack", format!("pack check {nowhere} --data {r}"), "pack.toml"),
        ("install where no province is", format!("pack install {made} --data {r}"), "tinhso migrate"),
        ("install no pack", format!("pack install {nowhere} --data {made}"), "pack.toml"),
        (
            "a database that is away",
            "check --database postgres://x@127.0.0.1:1/y".to_owned(),
            "không nhận kết nối",
        ),
        ("an unknown province", format!("admin init --province 77 --data {p}"), "77"),
        ("a province without its code", format!("admin init --province 01 --data {p}"), "--agency-code"),
        ("another province", format!("admin init --province 14 --data {made}"), "Nghệ An"),
        ("a link for nobody", format!("admin link khong.co --data {made}"), "tên đăng nhập"),
    ];
    for (what, line, words) in &cases {
        assert_told(what, &tinhso(&line.split(' ').collect::<Vec<_>>()), words);
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_told_without_the_words_of_the_system() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("tinhso.toml");
    let nowhere = dir.path().join("nowhere.toml");
    let ran = tinhso(&["check", "--config", text(&nowhere)]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("không có tệp hoặc thư mục này") && !ran.err.contains("os error"),
        "{}",
        ran.err
    );
    fs::write(&file, "database_file = \"/khong/co\"\n").unwrap();
    let ran = tinhso(&["check", "--config", text(&file)]);
    assert!(ran.err.contains("database_file: không đọc được /khong/co"), "{}", ran.err);
    fs::write(&file, [0xff, 0xfe]).unwrap();
    let ran = tinhso(&["check", "--config", text(&file)]);
    assert!(ran.err.contains("không phải tệp văn bản"), "{}", ran.err);
}

#[test]
fn a_theme_that_cannot_be_used_is_told_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let data = text(dir.path()).to_owned();
    assert_eq!(tinhso(&["admin", "init", "--province", "40", "--data", &data]).code, 0);
    let theme = dir.path().join("mau.css");
    for (css, words) in [
        ("body { color: red }", "khối :root"),
        (":root { --nothing: red; }", "--nothing"),
        (":root { --ink: url(x); }", "--ink"),
    ] {
        fs::write(&theme, css).unwrap();
        let ran = tinhso_in(&[("TINHSO_THEME", text(&theme))], &["serve", "--data", &data]);
        assert_told(css, &ran, words);
    }
}

#[test]
fn the_help_names_every_command_and_every_option_says_what_it_does() {
    let help = crate::cli::all_help();
    for command in [
        "serve", "check", "migrate", "backup", "restore", "pack", "admin", "openapi", "config", "init",
        "link", "install",
    ] {
        assert!(help.contains(command), "{command}");
    }
    let mut lines = help.lines().peekable();
    while let Some(line) = lines.next() {
        let option = line.trim_start();
        if option.starts_with("--") || option.starts_with("-h") || option.starts_with("-V") {
            let words = option.split_once("  ").map_or("", |(_, words)| words.trim());
            let below = lines.peek().map_or("", |next| next.trim());
            assert!(!words.is_empty() || !below.is_empty(), "{line}");
        }
    }
}
