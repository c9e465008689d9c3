use super::support::{HOME, PASSWORD, World, migrations};
use crate::model::AccountKind;
use crate::ops::{NewAccount, Registration, close_account, create_account, lock_account, unlock_account};
use crate::{IdentityError, MANAGE};
use contracts::{AccountId, AgencyId};
use db::Db;
use policy::{Denied, OpContext, Scope};
use std::collections::BTreeSet;

async fn create(world: &World, cx: &OpContext, new: NewAccount) -> Result<AccountId, IdentityError> {
    let cx = cx.clone();
    world.db.write::<_, IdentityError, _>(move |tx| create_account(tx, &cx, &new)).await
}

fn new(login: &str, agency: AgencyId) -> NewAccount {
    NewAccount {
        kind: AccountKind::Officer,
        login: login.to_owned(),
        name: "Kha Văn Thành".to_owned(),
        agency,
    }
}

fn registration(name: &str, login: &str) -> Registration {
    Registration {
        name: name.to_owned(),
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        address: HOME,
        old_token: None,
    }
}

db::contract! {
    migrations: (migrations());

    async fn a_citizen_registers_herself_and_stays_unverified(db: Db) {
        let world = World::new(db).await;
        let cx = world.anonymous();
        let who = world.identity.register_citizen(&cx, registration("Vi Thị Hoài Thương", "+84 912 345 678")).await.unwrap();
        assert!(!who.account.verified);
        assert_eq!(who.account.login, "0912345678");
        let (principal, standing) = world.known(who.token.reveal()).await.unwrap();
        assert_eq!(principal.kind, web::PrincipalKind::Citizen);
        assert!(standing.grants.is_empty());
        let taken = world.identity.register_citizen(&cx, registration("Người Khác", "0912345678")).await;
        assert!(matches!(taken, Err(IdentityError::LoginTaken)));
        for (name, login) in [("", "ten.khac"), ("Tên 123", "ten.khac"), ("Vi Thị Thương", "?")] {
            assert!(world.identity.register_citizen(&cx, registration(name, login)).await.is_err());
        }
        world.try_in("0912 345 678", PASSWORD).await.unwrap();
    }

    async fn a_position_of_a_citizens_account_gives_nothing(db: Db) {
        let world = World::new(db).await;
        let who = world.identity.register_citizen(&world.anonymous(), registration("Vi Thị Hoài Thương", "vi.thuong")).await.unwrap();
        world.seats.put(who.account.id, world.agency, "administrator");
        world.identity.rights_changed();
        assert!(world.known(who.token.reveal()).await.unwrap().1.grants.is_empty());
    }

    async fn accounts_are_made_and_managed_within_the_agencies_of_ones_scope(db: Db) {
        let world = World::new(db).await;
        let (here, there) = (world.agency, AgencyId::new(world.now()));
        let admin = world.person("quantri.xa", &["local_administrator"]).await;
        let local = world.officer(admin, MANAGE, Scope::Agencies(vec![here]), here);
        let own = create(&world, &local, new("can.bo", here)).await.unwrap();
        assert!(matches!(create(&world, &local, new("ngoai", there)).await, Err(IdentityError::Denied(Denied::Missing(_)))));
        assert!(matches!(create(&world, &local, new("Can.Bộ", here)).await, Err(IdentityError::LoginTaken)));
        world.identity.manage(&local, own, lock_account).await.unwrap();
        world.identity.manage(&local, own, unlock_account).await.unwrap();
        // A position elsewhere puts the account out of reach: resetting its password would lend that position.
        world.seats.put(own, there, "signer");
        for refused in [
            world.identity.manage(&local, own, lock_account).await,
            world.identity.manage(&local, own, close_account).await,
            world.identity.view_account(&local, own).await.map(|_| ()),
        ] {
            assert!(matches!(refused, Err(IdentityError::Denied(_))), "{refused:?}");
        }
        world.identity.manage(&world.administrator(admin), own, lock_account).await.unwrap();
    }

    async fn a_citizens_account_is_managed_only_by_who_manages_all(db: Db) {
        let world = World::new(db).await;
        let citizen = world.person("congdan", &[]).await;
        let admin = world.person("quantri.xa", &["local_administrator"]).await;
        let local = world.officer(admin, MANAGE, Scope::Agencies(vec![world.agency]), world.agency);
        assert!(matches!(world.identity.manage(&local, citizen, lock_account).await, Err(IdentityError::Denied(_))));
        world.identity.manage(&world.administrator(admin), citizen, lock_account).await.unwrap();
    }

    async fn nobody_manages_without_the_right_and_nobody_locks_herself(db: Db) {
        let world = World::new(db).await;
        let officer = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let plain = world.officer(officer, "dossiers.desk", Scope::All, world.agency);
        for cx in [&plain, &world.anonymous()] {
            for operation in [lock_account, unlock_account, close_account] {
                assert!(matches!(world.identity.manage(cx, admin, operation).await, Err(IdentityError::Denied(_))));
            }
            assert!(world.identity.list_accounts(cx, "", None).await.is_err());
            assert!(create(&world, cx, new("x.moi", world.agency)).await.is_err());
        }
        for operation in [lock_account, close_account] {
            let own = world.identity.manage(&world.administrator(admin), admin, operation).await;
            assert!(matches!(own, Err(IdentityError::OwnAccount)));
        }
    }

    async fn closing_is_for_good_and_leaves_a_trail(db: Db) {
        let world = World::new(db).await;
        let id = world.person("tiepnhan", &["reception_officer"]).await;
        let admin = world.person("quantri", &["administrator"]).await;
        let cx = world.administrator(admin);
        let token = world.try_in("tiepnhan", PASSWORD).await.unwrap().token;
        world.known(token.reveal()).await.unwrap();
        world.identity.manage(&cx, id, close_account).await.unwrap();
        assert!(world.known(token.reveal()).await.is_none());
        for operation in [lock_account, unlock_account, close_account] {
            assert!(matches!(world.identity.manage(&cx, id, operation).await, Err(IdentityError::AccountState)));
        }
        assert_eq!(world.events(id.id()).await, ["identity.account_closed", "identity.signed_in"]);
    }

    async fn a_list_shows_each_account_in_scope_once_by_given_name(db: Db) {
        let world = World::new(db).await;
        let there = AgencyId::new(world.now());
        let names = ["Lô Thị Ánh", "Vi Văn Đức", "Kha Thị Dung", "Moong Văn Ẩn", "Ngân Thị Ái"];
        for number in 0..120 {
            let agency = if number % 10 == 0 { there } else { world.agency };
            let name = names[number % names.len()];
            world.account(AccountKind::Officer, &format!("so{number}.x"), name, &[], agency).await;
        }
        let admin = AccountId::new(world.now());
        let local = world.officer(admin, MANAGE, Scope::Agencies(vec![world.agency]), world.agency);
        for (cx, expected) in [(world.administrator(admin), 120), (local.clone(), 108)] {
            let (mut seen, mut after, mut order) = (BTreeSet::new(), None, Vec::new());
            loop {
                let (rows, next) = world.identity.list_accounts(&cx, "", after).await.unwrap();
                assert!(rows.len() <= 50);
                for row in rows {
                    assert!(seen.insert(row.id), "no account twice");
                    order.push(text::person_collation_key(&row.name));
                }
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(seen.len(), expected);
            assert!(order.is_sorted());
        }
        let found = |query: &'static str| world.identity.list_accounts(&local, query, None);
        assert_eq!(found("so11").await.unwrap().0.len(), 10, "so11 and so111 to so119, without so110 elsewhere");
        assert!(found("DUNG").await.unwrap().0.iter().all(|row| row.name == "Kha Thị Dung"));
        assert!(!found("vi van").await.unwrap().0.is_empty());
        assert!(found("100%").await.unwrap().0.is_empty());
    }
}

#[test]
fn both_databases_come_out_alike() {
    db::testing::assert_same_schema(&migrations());
}
