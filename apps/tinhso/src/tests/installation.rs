use super::support::{text, tinhso};
use crate::store::{self, Installation, InstallationKind};
use base::Timestamp;
use db::{Db, DbConfig};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

fn mark(dir: &Path, name: &str, kind: InstallationKind) {
    let db = Db::open(&DbConfig::new(format!("sqlite:{}", dir.join(name).display()))).unwrap();
    db::migrate(&db, &crate::migration_sets()).unwrap();
    let now = Timestamp::from_micros(1_763_800_000_000_000);
    let marker = Installation {
        kind,
        province: "nghe-an".to_owned(),
        province_name: "Nghệ An".to_owned(),
        created_at: now,
        ready_at: Some(now),
    };
    db.write_blocking(move |tx| store::mark(tx, &marker)).unwrap();
}

#[test]
fn serve_without_a_province_says_how_to_begin() {
    let dir = tempfile::tempdir().unwrap();
    let ran = tinhso(&["serve", "--data", text(dir.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("tinhso admin init") && ran.err.contains("--sample nghe-an"), "{}", ran.err);
}

#[test]
fn a_sample_is_not_served_as_a_province_nor_a_province_as_a_sample() {
    let dir = tempfile::tempdir().unwrap();
    mark(dir.path(), "sample.db", InstallationKind::Sample);
    let ran = tinhso(&["serve", "--data", text(dir.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("dữ liệu mẫu"), "{}", ran.err);
    let other = tinhso(&["serve", "--sample", "son-la", "--data", text(dir.path())]);
    assert_eq!(other.code, 1);
    assert!(other.err.contains("nghe-an, không phải son-la"), "{}", other.err);
    // A production database under the sample's name: the marker inside decides.
    let renamed = tempfile::tempdir().unwrap();
    mark(renamed.path(), "sample.db", InstallationKind::Production);
    let ran = tinhso(&["serve", "--sample", "nghe-an", "--data", text(renamed.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("không dùng cho dữ liệu mẫu"), "{}", ran.err);
}

#[test]
fn production_begins_empty_with_one_link_and_a_second_call_prints_another() {
    let dir = tempfile::tempdir().unwrap();
    let init = |extra: &[&str]| {
        let mut arguments = vec!["admin", "init", "--data", text(dir.path())];
        arguments.extend(extra);
        tinhso(&arguments)
    };
    assert!(init(&["--province", "77"]).err.contains("77"), "no province has this code now");
    let unknown = init(&["--province", "01"]);
    assert!(unknown.err.contains("--agency-code"), "{}", unknown.err);
    let first = init(&["--province", "40"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let link = |out: &str| {
        out.lines().find_map(|line| line.split_once("/lien-ket/").map(|(_, token)| token.to_owned()))
    };
    let (one, two) = (link(&first.out).unwrap(), link(&init(&["--province", "40"]).out).unwrap());
    assert!(one.len() >= 40 && one != two);
    assert_eq!(init(&["--province", "14"]).code, 1, "one province a database");
    let check = tinhso(&["check", "--data", text(dir.path())]);
    assert_eq!(check.code, 0, "{}", check.err);
    assert!(check.out.contains("Tỉnh: Nghệ An.") && check.out.contains("sẵn sàng"), "{}", check.out);
    let secret = dir.path().join("secret");
    assert!(!secret.exists(), "the secret is made by the first start");
}

#[test]
fn check_tells_what_is_missing_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let ran = tinhso(&["check", "--data", text(dir.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("tinhso.db"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let database = format!("sqlite:{}", dir.path().join("tinhso.db").display());
    drop(Db::open(&DbConfig::new(database)).unwrap());
    let ran = tinhso(&["check", "--data", text(dir.path())]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("tinhso migrate"), "{}", ran.err);
    let migrated = tinhso(&["migrate", "--data", text(dir.path())]);
    assert_eq!(migrated.code, 0);
    assert!(migrated.out.contains("tinhso/0001_create_installation"), "{}", migrated.out);
    let again = tinhso(&["migrate", "--data", text(dir.path())]);
    assert_eq!(again.out.trim(), "Cấu trúc cơ sở dữ liệu đã đúng phiên bản này.");
}

#[test]
fn a_secret_that_others_can_read_or_that_is_none_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    mark(dir.path(), "sample.db", InstallationKind::Sample);
    let secret = dir.path().join("secret");
    fs::write(&secret, "no secret").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).unwrap();
    let settings = settings(dir.path());
    let catalogue = super::support::catalogue();
    let mut out = Vec::new();
    let terminal = crate::terminal::Terminal::new(&catalogue, &mut out);
    let stop = crate::open::secret(&settings, &terminal).unwrap_err();
    assert!(stop.lines[0].contains("chmod 600"), "{:?}", stop.lines);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let stop = crate::open::secret(&settings, &terminal).unwrap_err();
    assert!(stop.lines[0].contains("không phải khóa"), "{:?}", stop.lines);
    fs::remove_file(&secret).unwrap();
    assert!(crate::open::secret(&settings, &terminal).is_ok());
    let mode = fs::metadata(&secret).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    let made = fs::read_to_string(&secret).unwrap();
    assert!(crate::open::secret(&settings, &terminal).is_ok());
    assert_eq!(fs::read_to_string(&secret).unwrap(), made, "the second start keeps it");
}

fn settings(dir: &Path) -> crate::settings::Settings {
    let given = crate::settings::Given {
        flags: vec![("data", text(dir).to_owned())],
        sample: Some("nghe-an".to_owned()),
        ..Default::default()
    };
    crate::settings::Settings::load(&given).map_err(|faults| format!("{faults:?}")).unwrap()
}

#[test]
fn a_pack_is_checked_without_a_database_and_its_mistakes_are_told_one_by_one() {
    let dir = tempfile::tempdir().unwrap();
    let pack = dir.path().join("pack");
    fs::create_dir_all(pack.join("processes")).unwrap();
    fs::write(pack.join("pack.toml"), "code = \"thu\"\nversion = \"1\"\ntitle = \"Thử\"\n").unwrap();
    fs::write(pack.join("processes/a.toml"), "code = \"a\"\n").unwrap();
    fs::write(pack.join("la.txt"), "?").unwrap();
    let data = dir.path().join("data");
    let ran = tinhso(&["pack", "check", text(&pack), "--data", text(&data)]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("la.txt: Không có phần nào") && ran.out.contains("processes/a.toml"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("chưa cài gì"), "{}", ran.err);
    assert!(!data.exists());
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/khai-sinh");
    let ran = tinhso(&["pack", "check", text(&good), "--data", text(&data)]);
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    let refused = tinhso(&["pack", "install", text(&good), "--data", text(&data)]);
    assert!(refused.err.contains("tinhso migrate"), "{}", refused.err);
}

#[test]
fn a_pack_is_installed_once() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(tinhso(&["admin", "init", "--province", "40", "--data", text(dir.path())]).code, 0);
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/khai-sinh");
    let install = || tinhso(&["pack", "install", text(&pack), "--data", text(dir.path())]);
    let first = install();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("Đã cài gói khai-sinh"), "{}", first.out);
    assert!(first.out.contains("Cổng Dịch vụ công quốc gia") && first.out.contains("/quan-tri/thu-tuc"));
    assert!(install().out.contains("đã cài từ trước"));
}

#[test]
fn a_link_is_printed_for_an_account_and_for_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let opened = super::support::opened(dir.path(), "tinhso.db");
    let now = Timestamp::from_micros(1_763_800_000_000_000);
    let hashed = identity::SampleAccounts {
        format: 1,
        password: "dung thu mat khau 9".to_owned(),
        accounts: vec![identity::sample::SampleAccount {
            login: "can.bo".to_owned(),
            name: "Người Thử".to_owned(),
            kind: identity::model::AccountKind::Officer,
            role: String::new(),
            duty: String::new(),
            positions: Vec::new(),
            token: None,
        }],
    };
    let prepared = hashed.prepare().unwrap();
    let cx = policy::OpContext::system("test", now);
    opened
        .db
        .write_blocking(move |tx| identity::sample::seed(tx, &cx, &prepared, prepared.accounts()))
        .unwrap();
    drop(opened);
    let link = |login: &str| tinhso(&["admin", "link", login, "--data", text(dir.path())]);
    let made = link("Can.Bo");
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("http://localhost:8080/lien-ket/"), "{}", made.out);
    let nobody = link("khong.co");
    assert_eq!((nobody.code, nobody.out.as_str()), (1, ""));
}

#[test]
fn a_second_program_does_not_serve_the_same_folder() {
    let dir = tempfile::tempdir().unwrap();
    let held = std::fs::File::create(dir.path().join("serving.lock")).unwrap();
    held.try_lock().unwrap();
    let second =
        tinhso(&["serve", "--sample", "nghe-an", "--data", text(dir.path()), "--listen", "127.0.0.1:0"]);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(second.err.contains("đang do một bản chương trình khác phục vụ"), "{}", second.err);
    assert!(!dir.path().join("sample.db").exists(), "nothing is touched");
}
