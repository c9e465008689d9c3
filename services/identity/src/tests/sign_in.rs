use super::support::{HOME, PASSWORD, World, migrations};
use crate::ops::{lock_account, unlock_account};
use crate::{IdentityError, ops};
use argon2::Argon2;
use argon2::password_hash::PasswordVerifier;
use base::Refusal;
use db::{Db, DbError, params};
use std::net::{IpAddr, Ipv4Addr};

fn address(last: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, last))
}

db::contract! {
    migrations: (migrations());

    async fn the_right_password_opens_a_session_that_only_its_digest_remembers(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let who = world.try_in(" TiepNhan ", PASSWORD).await.unwrap();
        assert_eq!(world.identity.landing(&who), "/quay");
        let (principal, standing) = world.known(who.token.reveal()).await.unwrap();
        assert_eq!(principal.account, id.id());
        assert!(principal.may("dossiers.desk") && standing.holds("dossiers.desk"));
        let stored = world.db.read::<_, DbError, _>(|tx| {
            tx.query_one("SELECT token_hash FROM session", params![], |row| row.get::<Vec<u8>>(0))
        }).await.unwrap();
        assert_eq!(stored, ops::token_hash(who.token.reveal()));
        assert_eq!(world.events(id.id()).await, ["identity.signed_in"]);
    }

    async fn an_unknown_name_costs_and_says_the_same_as_a_wrong_password(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        let machine = world.account(crate::model::AccountKind::Machine, "may.dongbo", "Máy", &["machine"], world.agency).await;
        let closed = world.person("dadong", &["signer"]).await;
        let cx = world.administrator(machine);
        world.identity.manage(&cx, closed, ops::close_account).await.unwrap();
        for login in ["tiepnhan", "khongco", "may.dongbo", "dadong", "!!", ""] {
            let before = world.identity.inner.passwords.runs();
            let refused = world.try_in(login, "sai mật khẩu rồi nhé").await.unwrap_err();
            assert_eq!(refused.code(), "identity.wrong_password", "{login}");
            assert_eq!(world.identity.inner.passwords.runs() - before, 1, "one run of Argon2 for {login:?}");
        }
        assert!(matches!(world.try_in("dadong", PASSWORD).await, Err(IdentityError::WrongPassword)));
    }

    async fn five_wrong_tries_make_a_name_wait_whether_it_exists_or_not(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        for login in ["tiepnhan", "khongco"] {
            for _ in 0..5 {
                assert!(matches!(world.try_in(login, "sai mật khẩu rồi nhé").await, Err(IdentityError::WrongPassword)));
            }
            let before = world.identity.inner.passwords.runs();
            let refused = world.try_in(login, PASSWORD).await.unwrap_err();
            assert!(matches!(refused, IdentityError::TooManyTries { seconds: 30 }), "{refused:?}");
            assert_eq!(world.identity.inner.passwords.runs(), before, "no password is tried while waiting");
        }
        world.clock.advance_seconds(30);
        world.try_in("tiepnhan", PASSWORD).await.unwrap();
        // Success starts the name anew.
        for _ in 0..5 {
            assert!(matches!(world.try_in("tiepnhan", "sai mật khẩu rồi nhé").await, Err(IdentityError::WrongPassword)));
        }
        assert!(matches!(world.try_in("tiepnhan", PASSWORD).await, Err(IdentityError::TooManyTries { .. })));
    }

    async fn tries_made_at_once_are_counted_each(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        let tries = (0..12).map(|_| world.try_in("tiepnhan", "sai mật khẩu rồi nhé")).collect();
        let answers = db::testing::join_all(tries).await;
        let checked = answers.iter().filter(|answer| matches!(answer, Err(IdentityError::WrongPassword))).count();
        assert_eq!(checked, 5, "{answers:?}");
    }

    async fn one_address_waits_after_thirty_tries_at_many_names(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        for number in 0..30 {
            let login = format!("ten{number}");
            assert!(matches!(world.try_in(&login, "sai mật khẩu rồi nhé").await, Err(IdentityError::WrongPassword)));
        }
        assert!(matches!(world.try_in("tiepnhan", PASSWORD).await, Err(IdentityError::TooManyTries { seconds: 60 })));
        world.try_from("tiepnhan", PASSWORD, address(9)).await.unwrap();
    }

    async fn an_office_that_signs_in_rightly_never_waits(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        for _ in 0..40 {
            world.try_from("tiepnhan", PASSWORD, HOME).await.unwrap();
        }
    }

    async fn a_locked_account_is_told_so_only_to_who_knows_the_password(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let cx = world.administrator(admin);
        let session = world.try_in("tiepnhan", PASSWORD).await.unwrap();
        world.identity.manage(&cx, id, lock_account).await.unwrap();
        assert!(world.known(session.token.reveal()).await.is_none(), "locking signs out at once");
        assert!(matches!(world.try_in("tiepnhan", "sai mật khẩu rồi nhé").await, Err(IdentityError::WrongPassword)));
        assert!(matches!(world.try_in("tiepnhan", PASSWORD).await, Err(IdentityError::Locked)));
        world.identity.manage(&cx, id, unlock_account).await.unwrap();
        world.try_in("tiepnhan", PASSWORD).await.unwrap();
    }

    async fn failures_are_forgotten_after_a_day(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        for _ in 0..4 {
            let _ = world.try_in("tiepnhan", "sai mật khẩu rồi nhé").await;
        }
        world.clock.advance_seconds(24 * 3600 + 1);
        for _ in 0..4 {
            let _ = world.try_in("tiepnhan", "sai mật khẩu rồi nhé").await;
        }
        world.try_in("tiepnhan", PASSWORD).await.unwrap();
    }
}

#[test]
fn the_decoy_is_as_dear_as_a_real_hash() {
    let terms = |hash: &str| hash.rsplitn(3, '$').last().unwrap().to_owned();
    let real = super::support::password_hash();
    assert_eq!(terms(&real), terms(crate::ops::DECOY));
    let (salt, hash) = (real.split('$').nth(4).unwrap(), real.split('$').nth(5).unwrap());
    let decoy: Vec<&str> = crate::ops::DECOY.split('$').collect();
    assert_eq!((salt.len(), hash.len()), (decoy[4].len(), decoy[5].len()));
    // A decoy that does not parse would be refused without work.
    let error = Argon2::default().verify_password(b"x", crate::ops::DECOY).unwrap_err();
    assert_eq!(error, argon2::password_hash::Error::PasswordInvalid);
}
