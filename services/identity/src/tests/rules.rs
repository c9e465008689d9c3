use crate::model::SessionRow;
use crate::rules::{Subject, alive, check_password, login, to_touch, wait_seconds};
use crate::tests::support::NOON;
use base::Id;

#[test]
fn waits_grow_and_end_at_a_quarter_of_an_hour() {
    let table = [
        (Subject::Login, 1, 0),
        (Subject::Login, 4, 0),
        (Subject::Login, 5, 30),
        (Subject::Login, 6, 60),
        (Subject::Login, 7, 120),
        (Subject::Login, 9, 480),
        (Subject::Login, 10, 900),
        (Subject::Login, 1_000_000, 900),
        (Subject::Address, 29, 0),
        (Subject::Address, 30, 60),
        (Subject::Address, 31, 120),
        (Subject::Address, 1_000, 900),
        (Subject::Registration, 60, 0),
        (Subject::Registration, 61, 60),
        (Subject::Login, 0, 0),
        (Subject::Login, -3, 0),
    ];
    for (subject, failures, seconds) in table {
        assert_eq!(wait_seconds(subject, failures), seconds, "{subject:?} {failures}");
    }
}

#[test]
fn a_login_has_one_form_however_it_is_typed() {
    let table = [
        (" TiepNhan.ConCuông ", Some("tiepnhan.concuong")),
        ("Đào Thị Lan", Some("daothilan")),
        ("0912 345 678", Some("0912345678")),
        ("+84 912 345 678", Some("0912345678")),
        ("lan_2@xa", Some("lan_2@xa")),
        ("ab", None),
        ("", None),
        ("123456", None),
        ("a'; drop table", None),
        ("ກຂຄງ", None),
    ];
    for (typed, stored) in table {
        assert_eq!(login(typed).ok().map(|login| login.as_str().to_owned()).as_deref(), stored, "{typed}");
    }
    assert!(login(&"a".repeat(61)).is_err());
}

#[test]
fn passwords_that_guessers_try_first_are_refused() {
    let name = "Lữ Thị Thanh Huyền";
    let table = [
        ("mườihaiký", "identity.password_short"),
        ("matkhau123456", "identity.password_common"),
        ("Mật khẩu 2026!", "identity.password_common"),
        ("PasswordPassword1", "identity.password_common"),
        ("admin-nghean-2026", "identity.password_common"),
        ("qwertyuiop12345", "identity.password_common"),
        ("nghean2026nghean", "identity.password_common"),
        ("040199123866", "identity.password_common"),
        ("aaaaaaaaaaaaaaaa", "identity.password_common"),
        ("abababababab1212", "identity.password_common"),
        ("tiepnhan.concuong1", "identity.password_personal"),
        ("LuThiThanhHuyen!!", "identity.password_personal"),
    ];
    for (password, code) in table {
        let refused = check_password(password, "tiepnhan.concuong", name).unwrap_err();
        assert_eq!(base::Refusal::code(&refused), code, "{password}");
    }
    assert!(check_password(&"a1b2c".repeat(41), "x.y.z", name).is_err());
    for password in ["bốn con trâu đi qua cầu", "dung-thu-2026", "Xanh7 trúc-lam vừng", "nghean có bến thuỷ"]
    {
        assert!(check_password(password, "tiepnhan.concuong", name).is_ok(), "{password}");
    }
}

#[test]
fn a_session_ends_when_idle_and_in_any_case_after_twelve_hours() {
    let session = |seen, ends| SessionRow {
        id: Id::new(NOON).into(),
        account: Id::new(NOON).into(),
        position: None,
        created_at: NOON,
        last_seen_at: NOON.plus_seconds(seen),
        ends_at: NOON.plus_seconds(ends),
    };
    assert!(alive(&session(0, 43_200), NOON.plus_seconds(1_799)));
    assert!(!alive(&session(0, 43_200), NOON.plus_seconds(1_800)));
    assert!(!alive(&session(43_190, 43_200), NOON.plus_seconds(43_200)));
    assert!(!to_touch(Some(NOON), NOON.plus_seconds(299)));
    assert!(to_touch(Some(NOON), NOON.plus_seconds(300)));
    assert!(to_touch(None, NOON));
}
