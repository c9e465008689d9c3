use crate::settings::{Given, KEYS, Settings};
use std::path::{Path, PathBuf};

fn given(file: Option<PathBuf>, environment: &[(&str, &str)], sample: Option<&str>) -> Given {
    Given {
        file,
        environment: environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        flags: Vec::new(),
        sample: sample.map(str::to_owned),
    }
}

fn written(dir: &Path, text: &str) -> Given {
    let file = dir.join("tinhso.toml");
    std::fs::write(&file, text).unwrap();
    given(Some(file), &[], None)
}

/// The keys that are complained about.
fn keys(given: &Given) -> Vec<String> {
    match Settings::load(given) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().map(|fault| fault.key).collect(),
    }
}

#[test]
fn nothing_given_is_a_program_on_this_machine_alone() {
    let settings = Settings::load(&Given::default()).map_err(|faults| format!("{faults:?}")).unwrap();
    assert_eq!(settings.public_url, "http://localhost:8080");
    assert!(settings.listen.ip().is_loopback());
    assert_eq!(settings.database, "sqlite:data/tinhso.db");
    assert!((2..=4).contains(&settings.workers));
}

#[test]
fn a_contradiction_is_refused_with_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let cases: [(&str, &[&str]); 27] = [
        ("listen = \"0.0.0.0:8080\"", &["listen"]),
        ("listen = \"10.1.2.3:80\"\npublic_url = \"https://a.example\"\nbehind_proxy = true", &["listen"]),
        ("listen = \"0.0.0.0:8080\"\ninsecure = true", &[]),
        ("public_url = \"https://a.example\"", &["behind_proxy"]),
        ("public_url = \"https://a.example\"\nbehind_proxy = true", &[]),
        ("public_url = \"https://a.example/\"\nbehind_proxy = true", &[]),
        ("behind_proxy = true", &["public_url"]),
        ("public_url = \"http://a.example\"", &["public_url"]),
        ("public_url = \"http://a.example\"\ninsecure = true", &[]),
        ("public_url = \"http://localhost:9000\"", &[]),
        ("public_url = \"https://a.example/tthc\"\nbehind_proxy = true", &["public_url"]),
        ("public_url = \"https://user:pass@a.example\"\nbehind_proxy = true", &["public_url"]),
        ("public_url = \"ftp://a.example\"", &["public_url", "public_url"]),
        ("lisen = \"127.0.0.1:1\"", &["lisen"]),
        ("listen = 8080", &["listen"]),
        ("listen = \"8080\"", &["listen"]),
        ("behind_proxy = \"yes\"", &["behind_proxy"]),
        ("workers = 0", &["workers"]),
        ("workers = \"2\"", &["workers"]),
        ("log_format = \"xml\"", &["log_format"]),
        ("log = \"web=louder\"", &["log"]),
        ("database = \"mysql://a\"", &["database"]),
        ("database = \"sqlite:\"", &["database"]),
        ("database_schema = \"a\"", &["database_schema"]),
        ("database = \"sqlite:x/sample.db\"", &["database"]),
        ("secret = \"0123456789012345678901234567890123\"", &["secret"]),
        ("metrics_from = [\"everybody\"]", &["metrics_from"]),
    ];
    for (text, expected) in cases {
        assert_eq!(keys(&written(dir.path(), text)), expected, "{text}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let many = written(dir.path(), "workers = 0\nlog_format = \"xml\"\ncolour = \"red\"");
    let mut found = keys(&many);
    found.sort();
    assert_eq!(found, ["colour", "log_format", "workers"]);
}

#[test]
fn a_broken_or_absent_file_is_told_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let Err(faults) = Settings::load(&written(dir.path(), "workers = 2\nlisten = \n")) else { panic!() };
    assert_eq!(faults[0].words, "tinhso-fault-toml");
    assert!(faults[0].args.contains(&("line", "2".to_owned())));
    let absent = given(Some(dir.path().join("no.toml")), &[], None);
    assert_eq!(keys(&absent), ["config"]);
}

#[test]
fn the_environment_wins_over_the_file_and_the_command_line_over_both() {
    let dir = tempfile::tempdir().unwrap();
    let mut all = written(dir.path(), "listen = \"127.0.0.1:1111\"\nhotline = \"18001011\"");
    all.environment.insert("TINHSO_LISTEN".to_owned(), "127.0.0.1:2222".to_owned());
    assert_eq!(Settings::load(&all).map_err(|_| ()).unwrap().listen.port(), 2222);
    all.flags.push(("listen", "127.0.0.1:3333".to_owned()));
    let settings = Settings::load(&all).map_err(|_| ()).unwrap();
    assert_eq!((settings.listen.port(), settings.hotline.as_str()), (3333, "18001011"));
}

#[test]
fn an_unknown_variable_of_ours_is_refused_and_those_of_others_are_left_alone() {
    assert_eq!(keys(&given(None, &[("TINHSO_LISEN", "x")], None)), ["TINHSO_LISEN"]);
    assert!(keys(&given(None, &[("LANG", "vi"), ("TINHSO_WRITE_DOCS", "1")], None)).is_empty());
}

#[test]
fn secrets_come_from_the_environment_or_a_file_and_not_from_both() {
    let secret = "0123456789012345678901234567890123";
    assert!(keys(&given(None, &[("TINHSO_SECRET", secret)], None)).is_empty());
    assert_eq!(keys(&given(None, &[("TINHSO_SECRET", "short")], None)), ["secret"]);
    let both = [("TINHSO_SECRET", secret), ("TINHSO_SECRET_FILE", "/a")];
    assert_eq!(keys(&given(None, &both, None)), ["secret_file"]);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("url");
    std::fs::write(&file, "postgres://u:p@h/d\n").unwrap();
    let from_file = given(None, &[("TINHSO_DATABASE_FILE", file.to_str().unwrap())], None);
    assert_eq!(Settings::load(&from_file).map_err(|_| ()).unwrap().database, "postgres://u:p@h/d");
    let both = [("TINHSO_DATABASE_FILE", file.to_str().unwrap()), ("TINHSO_DATABASE", "sqlite:a.db")];
    assert_eq!(keys(&given(None, &both, None)), ["database_file"]);
}

#[test]
fn a_sample_stays_on_this_machine_and_apart_from_production() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let sample = |environment: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = environment.iter().copied().chain([("TINHSO_DATA", data)]).collect();
        keys(&given(None, &all, Some("nghe-an")))
    };
    assert!(sample(&[]).is_empty());
    assert_eq!(sample(&[("TINHSO_LISTEN", "0.0.0.0:80"), ("TINHSO_INSECURE", "true")]), ["listen"]);
    assert_eq!(sample(&[("TINHSO_PUBLIC_URL", "http://a.example")]), ["public_url"]);
    assert_eq!(
        sample(&[("TINHSO_PUBLIC_URL", "https://a.example"), ("TINHSO_BEHIND_PROXY", "true")]),
        ["public_url", "behind_proxy"]
    );
    assert_eq!(sample(&[("TINHSO_DATABASE", "sqlite:other.db")]), ["database"]);
    std::fs::write(dir.path().join("tinhso.db"), "").unwrap();
    assert_eq!(sample(&[]), ["data"]);
}

#[test]
fn every_key_is_explained_and_its_example_is_taken() {
    let words = super::support::catalogue().lang("vi");
    let dir = tempfile::tempdir().unwrap();
    for key in KEYS {
        assert!(words.has(key.words), "{}", key.words);
    }
    let file = crate::settings::sample_file();
    for line in file.lines().filter_map(|line| line.strip_prefix("# ")) {
        let name = line.split(' ').next().unwrap();
        let found = keys(&written(dir.path(), line));
        // Some examples ask for a companion or a file that is not here; none has a wrong type.
        assert!(
            found.iter().all(|key| key != name || name.ends_with("_file") || name == "database_schema"),
            "{line}: {found:?}"
        );
    }
}
