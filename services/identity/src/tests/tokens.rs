use super::support::{PASSWORD, World, migrations};
use crate::IdentityError;
use crate::model::{AccountKind, Purpose};
use crate::ops::{
    NewMachineToken, Token, close_account, create_machine_token, issue_first_link, issue_one_time_link,
    revoke_machine_token,
};
use contracts::AccountId;
use db::Db;
use policy::OpContext;

const NEW: &str = "chín con cá lội ngược dòng";

async fn link(world: &World, cx: &OpContext, id: AccountId) -> Result<(Token, Purpose), IdentityError> {
    let (cx, seats) = (cx.clone(), world.seats.clone());
    let (token, row) =
        world.db.write::<_, IdentityError, _>(move |tx| issue_one_time_link(tx, &cx, &*seats, id)).await?;
    Ok((token, row.purpose))
}

async fn token(world: &World, cx: &OpContext, new: NewMachineToken) -> Result<Token, IdentityError> {
    let (cx, seats) = (cx.clone(), world.seats.clone());
    Ok(world.db.write::<_, IdentityError, _>(move |tx| create_machine_token(tx, &cx, &*seats, &new)).await?.0)
}

fn for_machine(account: AccountId, roles: &[&str], days: i64) -> NewMachineToken {
    let roles = roles.iter().map(|role| (*role).to_owned()).collect();
    NewMachineToken { account, name: "Hệ thống của sở".to_owned(), roles, days }
}

db::contract! {
    migrations: (migrations());

    async fn a_link_sets_a_password_once_and_ends_every_session(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let session = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        let (token, purpose) = link(&world, &world.administrator(admin), id).await.unwrap();
        assert_eq!(purpose, Purpose::Reset);
        let cx = world.anonymous();
        let weak = world.identity.consume_link(&cx, token.reveal(), None, "123456789012".to_owned()).await;
        assert!(matches!(weak, Err(IdentityError::PasswordCommon)), "a refused password leaves the link whole");
        world.identity.consume_link(&cx, token.reveal(), None, NEW.to_owned()).await.unwrap();
        assert!(world.known(session.reveal()).await.is_none());
        let again = world.identity.consume_link(&cx, token.reveal(), None, NEW.to_owned()).await;
        assert!(matches!(again, Err(IdentityError::LinkInvalid)));
        world.try_in("tiepnhan", NEW).await.unwrap();
    }

    async fn of_two_who_use_a_link_at_once_one_gets_in(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let (token, _) = link(&world, &world.administrator(admin), id).await.unwrap();
        let cx = world.anonymous();
        let both = (0..4)
            .map(|_| world.identity.consume_link(&cx, token.reveal(), None, NEW.to_owned()))
            .collect();
        let answers = db::testing::join_all(both).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    }

    async fn a_link_ends_by_time_by_a_newer_one_and_by_locking(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let cx = world.administrator(admin);
        let (first, _) = link(&world, &cx, id).await.unwrap();
        let (second, _) = link(&world, &cx, id).await.unwrap();
        assert!(world.identity.view_link(&world.anonymous(), first.reveal()).await.is_err());
        assert!(world.identity.view_link(&world.anonymous(), second.reveal()).await.is_ok());
        world.clock.advance_seconds(24 * 3600);
        assert!(world.identity.view_link(&world.anonymous(), second.reveal()).await.is_err());
        let (third, _) = link(&world, &world.administrator(admin), id).await.unwrap();
        world.identity.manage(&world.administrator(admin), id, crate::ops::lock_account).await.unwrap();
        assert!(world.identity.view_link(&world.anonymous(), third.reveal()).await.is_err());
        assert!(world.identity.view_link(&world.anonymous(), "khong-co-lien-ket-nay").await.is_err());
    }

    async fn only_the_program_makes_the_first_link_and_only_before_there_is_an_officer(db: Db) {
        let world = World::new(db).await;
        let agency = world.agency;
        let (system, person) = (OpContext::system("identity", world.now()), world.administrator(AccountId::new(world.now())));
        let refused = world.db.write::<_, IdentityError, _>(move |tx| issue_first_link(tx, &person, agency)).await;
        assert!(matches!(refused, Err(IdentityError::Denied(_))));
        let ours = system.clone();
        world.db.write::<_, IdentityError, _>(move |tx| issue_first_link(tx, &ours, agency)).await.unwrap();
        world.person("quantri", &["administrator"]).await;
        let refused = world.db.write::<_, IdentityError, _>(move |tx| issue_first_link(tx, &system, agency)).await;
        assert!(matches!(refused, Err(IdentityError::AlreadyBegun)));
    }

    async fn a_machine_token_carries_the_roles_it_was_given_and_no_more(db: Db) {
        let world = World::new(db).await;
        let machine = world.account(AccountKind::Machine, "may.dongbo", "Máy", &["machine"], world.agency).await;
        world.seats.put(machine, world.agency, "reception_officer");
        let cx = world.administrator(AccountId::new(world.now()));
        let all = token(&world, &cx, for_machine(machine, &[], 30)).await.unwrap();
        let some = token(&world, &cx, for_machine(machine, &["machine"], 30)).await.unwrap();
        let who = world.known_machine(all.reveal()).await.unwrap();
        assert!(who.may("dossiers.view") && who.may("dossiers.desk"));
        let who = world.known_machine(some.reveal()).await.unwrap();
        assert!(who.may("dossiers.view") && !who.may("dossiers.desk"));
        assert!(world.known(all.reveal()).await.is_none(), "a machine's token is no session");
        world.person("tiepnhan", &["reception_officer"]).await;
        let session = world.try_in("tiepnhan", super::support::PASSWORD).await.unwrap().token;
        assert!(world.known(session.reveal()).await.is_some());
        assert!(world.known_machine(session.reveal()).await.is_none(), "a session's token is no machine's");
    }

    async fn a_machine_token_ends_by_time_by_revoking_and_with_the_account(db: Db) {
        let world = World::new(db).await;
        let machine = world.account(AccountKind::Machine, "may.dongbo", "Máy", &["machine"], world.agency).await;
        let cx = world.administrator(AccountId::new(world.now()));
        let short = token(&world, &cx, for_machine(machine, &[], 1)).await.unwrap();
        let long = token(&world, &cx, for_machine(machine, &[], 366)).await.unwrap();
        let last = token(&world, &cx, for_machine(machine, &[], 366)).await.unwrap();
        for days in [0, 367, -1] {
            assert!(matches!(token(&world, &cx, for_machine(machine, &[], days)).await, Err(IdentityError::DaysWrong { max: 366 })));
        }
        for each in [&short, &long, &last] {
            assert!(world.known_machine(each.reveal()).await.is_some());
        }
        world.clock.advance_seconds(24 * 3600);
        assert!(world.known_machine(short.reveal()).await.is_none());
        let used = world.known_machine(long.reveal()).await.unwrap().session;
        world.identity.manage(&cx, machine, move |tx, cx, positions, _| revoke_machine_token(tx, cx, positions, used)).await.unwrap();
        assert!(world.known_machine(long.reveal()).await.is_none());
        assert!(world.known_machine(last.reveal()).await.is_some());
        world.identity.manage(&cx, machine, close_account).await.unwrap();
        assert!(world.known_machine(last.reveal()).await.is_none());
    }

    async fn a_person_has_no_machine_token_and_a_machine_no_link(db: Db) {
        let world = World::new(db).await;
        let machine = world.account(AccountKind::Machine, "may.dongbo", "Máy", &["machine"], world.agency).await;
        let person = world.person("tiepnhan", &["reception_officer"]).await;
        let cx = world.administrator(AccountId::new(world.now()));
        assert!(matches!(token(&world, &cx, for_machine(person, &[], 30)).await, Err(IdentityError::AccountKind)));
        assert!(matches!(link(&world, &cx, machine).await, Err(IdentityError::AccountKind)));
    }
}
