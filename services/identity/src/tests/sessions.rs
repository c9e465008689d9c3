use super::support::{PASSWORD, World, migrations};
use crate::IdentityError;
use crate::ops::{PasswordChange, require_password_change};
use contracts::SessionId;
use db::{Db, DbError, params};
use policy::OpContext;

const OTHER: &str = "năm cây tre bên bờ giếng";

async fn writes(db: &Db) -> i64 {
    db.read::<_, DbError, _>(|tx| {
        tx.query_one("SELECT max(last_seen_at) FROM session", params![], |row| row.get::<i64>(0))
    })
    .await
    .unwrap()
}

fn as_person(world: &World, who: &web::Principal) -> OpContext {
    let mut cx = world.administrator(who.account.into());
    cx.standing = std::sync::Arc::default();
    cx
}

db::contract! {
    migrations: (migrations());

    async fn a_busy_session_lives_and_an_idle_one_ends(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        for _ in 0..70 {
            world.clock.advance_seconds(10 * 60);
            assert!(world.known(token.reveal()).await.is_some());
        }
        world.clock.advance_seconds(20 * 60);
        assert!(world.known(token.reveal()).await.is_none(), "twelve hours are over");
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        world.clock.advance_seconds(30 * 60);
        assert!(world.known(token.reveal()).await.is_none(), "idle for half an hour");
    }

    async fn the_last_request_is_written_every_five_minutes_only(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let start = writes(&world.db).await;
        for _ in 0..29 {
            world.clock.advance_seconds(10);
            world.known(token.reveal()).await.unwrap();
        }
        assert_eq!(writes(&world.db).await, start);
        world.clock.advance_seconds(10);
        world.known(token.reveal()).await.unwrap();
        assert_eq!(writes(&world.db).await, start + 300_000_000);
    }

    async fn a_right_taken_away_is_gone_at_once_here_and_in_five_seconds_elsewhere(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        assert!(world.known(token.reveal()).await.unwrap().1.holds("dossiers.desk"));
        world.seats.clear(id);
        assert!(world.known(token.reveal()).await.unwrap().1.holds("dossiers.desk"), "kept in memory");
        world.identity.rights_changed();
        assert!(!world.known(token.reveal()).await.unwrap().1.holds("dossiers.desk"));
        world.seats.put(id, world.agency, "reception_officer");
        world.clock.advance_seconds(5);
        assert!(world.known(token.reveal()).await.unwrap().1.holds("dossiers.desk"));
    }

    async fn a_page_that_only_watches_keeps_no_session_alive(db: Db) {
        let world = World::new(db).await;
        world.person("lanhdao", &["reception_officer"]).await;
        let token = world.try_in("lanhdao", PASSWORD).await.unwrap().token;
        world.known(token.reveal()).await.unwrap();
        for minute in 1..40 {
            world.clock.advance_seconds(60);
            let mut extensions = http::Extensions::new();
            extensions.insert(::web::Unattended);
            let asked = ::web::Authenticator::authenticate(&world.identity, token.reveal(), &mut extensions);
            let known = asked.await.unwrap();
            assert_eq!(known.is_some(), minute < 30, "minute {minute}");
        }
    }

    async fn signing_out_ends_the_session_at_once(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        world.known(token.reveal()).await.unwrap();
        world.identity.sign_out(&world.anonymous(), token.reveal()).await.unwrap();
        assert!(world.known(token.reveal()).await.is_none());
        world.identity.sign_out(&world.anonymous(), token.reveal()).await.unwrap();
        assert_eq!(world.events(id.id()).await, ["identity.signed_in", "identity.signed_out"]);
    }

    async fn signing_out_everywhere_keeps_the_session_in_hand(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        let here = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let there = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let (who, _) = world.known(here.reveal()).await.unwrap();
        world.known(there.reveal()).await.unwrap();
        let ended = world
            .identity
            .sign_out_everywhere(&as_person(&world, &who), Some(SessionId::from(who.session)))
            .await
            .unwrap();
        assert_eq!(ended, 1);
        assert!(world.known(here.reveal()).await.is_some() && world.known(there.reveal()).await.is_none());
    }

    async fn a_changed_password_ends_other_sessions_and_the_old_token(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let here = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let there = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let (who, _) = world.known(here.reveal()).await.unwrap();
        let change = |current: &str, new: &str| PasswordChange {
            session: who.session.into(),
            current: current.to_owned(),
            new: new.to_owned(),
        };
        let cx = as_person(&world, &who);
        let refused = world.identity.change_password(&cx, change("sai mật khẩu rồi nhé", OTHER)).await;
        assert!(matches!(refused, Err(IdentityError::WrongPassword)));
        let refused = world.identity.change_password(&cx, change(PASSWORD, "ngắn")).await;
        assert!(matches!(refused, Err(IdentityError::PasswordShort { min: 12 })));
        let refused = world.identity.change_password(&cx, change(PASSWORD, PASSWORD)).await;
        assert!(matches!(refused, Err(IdentityError::PasswordSame)));
        let fresh = world.identity.change_password(&cx, change(PASSWORD, OTHER)).await.unwrap();
        assert!(world.known(here.reveal()).await.is_none());
        assert!(world.known(there.reveal()).await.is_none());
        assert!(world.known(fresh.reveal()).await.is_some());
        assert!(matches!(world.try_in("tiepnhan", PASSWORD).await, Err(IdentityError::WrongPassword)));
        world.try_in("tiepnhan", OTHER).await.unwrap();
        assert!(world.events(id.id()).await.contains(&"identity.password_changed".to_owned()));
    }

    async fn guessing_the_current_password_from_a_stolen_session_must_wait(db: Db) {
        let world = World::new(db).await;
        world.person("tiepnhan", &["reception_officer"]).await;
        let here = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let (who, _) = world.known(here.reveal()).await.unwrap();
        let cx = as_person(&world, &who);
        let change = |current: String| PasswordChange { session: who.session.into(), current, new: OTHER.to_owned() };
        for number in 0..5 {
            let refused = world.identity.change_password(&cx, change(format!("thử lần {number}"))).await;
            assert!(matches!(refused, Err(IdentityError::WrongPassword)));
        }
        let refused = world.identity.change_password(&cx, change(PASSWORD.to_owned())).await;
        assert!(matches!(refused, Err(IdentityError::TooManyTries { .. })));
    }

    async fn a_chosen_position_narrows_the_session_to_it(db: Db) {
        let world = World::new(db).await;
        let id = world.person("kiemnhiem", &["reception_officer"]).await;
        let second = world.seats.put(id, world.agency, "signer");
        let token = world.try_in("kiemnhiem", PASSWORD).await.unwrap().token;
        let (who, standing) = world.known(token.reveal()).await.unwrap();
        assert!(standing.holds("dossiers.desk") && standing.holds("workflow.act"));
        let cx = as_person(&world, &who);
        world.identity.choose_position(&cx, who.session.into(), Some(second.position)).await.unwrap();
        let (_, standing) = world.known(token.reveal()).await.unwrap();
        assert!(!standing.holds("dossiers.desk") && standing.holds("workflow.act"));
        let other = contracts::PositionId::new(world.now());
        let refused = world.identity.choose_position(&cx, who.session.into(), Some(other)).await;
        assert!(matches!(refused, Err(IdentityError::PositionNotHeld)));
        // A position lost while chosen leaves nothing, not everything.
        world.seats.clear(id);
        world.seats.put(id, world.agency, "reception_officer");
        world.identity.rights_changed();
        assert!(world.known(token.reveal()).await.unwrap().1.grants.is_empty());
        world.identity.choose_position(&cx, who.session.into(), None).await.unwrap();
        assert!(world.known(token.reveal()).await.unwrap().1.holds("dossiers.desk"));
    }

    async fn nobody_chooses_a_position_for_anothers_session(db: Db) {
        let world = World::new(db).await;
        let first = world.person("mot", &["reception_officer"]).await;
        world.person("hai", &["signer"]).await;
        let token = world.try_in("hai", PASSWORD).await.unwrap().token;
        let (hers, _) = world.known(token.reveal()).await.unwrap();
        let cx = world.administrator(first);
        let refused = world.identity.choose_position(&cx, hers.session.into(), None).await;
        assert!(matches!(refused, Err(IdentityError::Denied(_))));
    }

    async fn who_must_change_the_password_has_no_rights_until_then(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        world.identity.manage(&world.administrator(admin), id, require_password_change).await.unwrap();
        let (who, standing) = world.known(token.reveal()).await.unwrap();
        assert!(who.permissions.is_empty() && standing.grants.is_empty() && standing.holdings.is_empty());
        let again = world.try_in("tiepnhan", PASSWORD).await.unwrap();
        assert_eq!(world.identity.landing(&again), "/tai-khoan/mat-khau");
        let (who, _) = world.known(again.token.reveal()).await.unwrap();
        let change = PasswordChange { session: who.session.into(), current: PASSWORD.to_owned(), new: OTHER.to_owned() };
        let fresh = world.identity.change_password(&as_person(&world, &who), change).await.unwrap();
        assert!(world.known(fresh.reveal()).await.unwrap().1.holds("dossiers.desk"));
    }
}
