//! The accounts and roles that the packs bring, on the real territory and agencies of each sample province.
use super::support::migrations;
use crate::ops::{NewPerson, SignIn, issue_first_link};
use crate::sample::{SampleAccounts, seed};
use crate::{Identity, IdentityConfig, IdentityError, parse_roles};
use base::Timestamp;
use calendar::FixedClock;
use db::testing::TestDb;
use db::{Db, DbError};
use org::OrgDirectory;
use org::pack::{CountryPack, ProvincePack};
use policy::{OpContext, Reach, Scope, load_standing, replace_role_grants};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

const NOW: Timestamp = Timestamp::from_micros(1_795_406_400_000_000);
const ROLES: &str = include_str!("../../../../packs/vietnam/roles.toml");
const PROVINCES: [(&str, &str); 4] = [
    (
        include_str!("../../../../packs/nghe-an/org.toml"),
        include_str!("../../../../packs/nghe-an/accounts.toml"),
    ),
    (
        include_str!("../../../../packs/son-la/org.toml"),
        include_str!("../../../../packs/son-la/accounts.toml"),
    ),
    (
        include_str!("../../../../packs/quang-ngai/org.toml"),
        include_str!("../../../../packs/quang-ngai/accounts.toml"),
    ),
    (
        include_str!("../../../../packs/tay-ninh/org.toml"),
        include_str!("../../../../packs/tay-ninh/accounts.toml"),
    ),
];

async fn install(db: &Db, org: &str) {
    org::import_country(db, &CountryPack::embedded().unwrap(), NOW).await.unwrap();
    org::import_province(db, &ProvincePack::from_toml(org).unwrap(), NOW).await.unwrap();
    let grants = parse_roles(ROLES).unwrap();
    db.write::<_, DbError, _>(move |tx| replace_role_grants(tx, &grants)).await.unwrap();
}

fn identity(db: &Db) -> Identity {
    let clock = Arc::new(FixedClock::new(NOW));
    Identity::new(IdentityConfig::new(db.clone(), Arc::new(OrgDirectory), Arc::new(OrgDirectory), clock))
}

fn attempt(login: &str, password: &str) -> SignIn {
    SignIn {
        login: login.to_owned(),
        password: password.to_owned(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        old_token: None,
    }
}

async fn seed_twice(db: &Db, sample: &SampleAccounts) {
    let prepared = sample.prepare().unwrap();
    for _ in 0..2 {
        for row in prepared.accounts() {
            let (prepared, row) = (prepared.clone(), row.clone());
            let cx = OpContext::system("packs", NOW);
            db.write::<_, IdentityError, _>(move |tx| seed(tx, &cx, &prepared, std::slice::from_ref(&row)))
                .await
                .unwrap();
        }
    }
}

async fn check_province(db: Db, org: &str, accounts: &str) {
    install(&db, org).await;
    let sample = SampleAccounts::from_toml(accounts).unwrap();
    seed_twice(&db, &sample).await;
    let identity = identity(&db);
    for row in &sample.accounts {
        if let Some(token) = &row.token {
            let mut extensions = http::Extensions::new();
            let who =
                web::Authenticator::authenticate_machine(&identity, token, &mut extensions).await.unwrap();
            assert!(who.unwrap().may("dossiers.view"), "{}", row.login);
            continue;
        }
        let cx = OpContext::anonymous(NOW);
        let who = identity.sign_in(&cx, attempt(&row.login, &sample.password)).await.unwrap();
        let id = who.account.id;
        let standing =
            db.read::<_, DbError, _>(move |tx| load_standing(tx, &OrgDirectory, id, NOW)).await.unwrap();
        assert_eq!(standing.grants.is_empty(), row.positions.is_empty(), "{} may do something", row.login);
        let own: std::collections::BTreeSet<_> =
            standing.holdings.iter().map(|holding| holding.holding).collect();
        assert_eq!(own.len(), row.positions.len(), "{}: each position once", row.login);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_accounts_of_every_province_fit_its_agencies() {
    for (org, accounts) in PROVINCES {
        let db = TestDb::sqlite(&migrations());
        check_province(db.db(), org, accounts).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_accounts_fit_on_postgres_too() {
    let Some(db) = TestDb::postgres(&migrations()) else { return };
    let (org, accounts) = PROVINCES[0];
    check_province(db.db(), org, accounts).await;
}

#[test]
fn every_role_of_the_templates_carries_something_and_hands_are_kept_apart() {
    let grants = parse_roles(ROLES).unwrap();
    let may = |role: &str, permission: &str| {
        grants
            .iter()
            .find(|grant| grant.role == role && grant.permission == permission)
            .map(|grant| grant.reach)
    };
    for (org, _) in PROVINCES {
        for line in org.lines().filter_map(|line| line.strip_prefix("role = \"")) {
            let role = line.trim_end_matches('"');
            assert!(grants.iter().any(|grant| grant.role == role), "{role} carries nothing");
        }
    }
    assert_eq!(may("reception_officer", "dossiers.receive"), Some(Reach::Own));
    assert_eq!(may("reception_officer", "dossiers.approve_refusal"), None);
    assert_eq!(may("chair", "dossiers.leader"), Some(Reach::Below));
    assert_eq!(may("administrator", "dossiers.view"), None);
    assert_eq!(may("administrator", "console.trail"), None);
    assert_eq!(may("auditor", "identity.manage"), None);
    assert!(parse_roles("format = 2\nrole = []").is_err());
    assert!(parse_roles("format = 1\n[[role]]\ncode = \"x\"\nevery = []").is_err());
}

#[test]
fn all_provinces_have_the_same_roles_and_no_password_that_is_refused() {
    let samples: Vec<SampleAccounts> =
        PROVINCES.iter().map(|(_, accounts)| SampleAccounts::from_toml(accounts).unwrap()).collect();
    let roles = |sample: &SampleAccounts| -> Vec<String> {
        sample.by_role().iter().map(|row| row.role.clone()).collect()
    };
    for sample in &samples {
        assert_eq!(roles(sample), roles(&samples[0]));
        sample.prepare().unwrap();
        let names: std::collections::BTreeSet<_> = sample.accounts.iter().map(|row| &row.name).collect();
        assert_eq!(names.len(), sample.accounts.len(), "nobody stands twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_names_herself_by_link_and_may_then_appoint() {
    let db = TestDb::sqlite(&migrations());
    install(&db, PROVINCES[0].0).await;
    let identity = identity(&db);
    let (token, _) = db
        .write::<_, IdentityError, _>(|tx| {
            let home = org::agency_by_code(tx, "H41", NOW.date())?.unwrap();
            issue_first_link(tx, &OpContext::system("tinhso", NOW), home.id)
        })
        .await
        .unwrap();
    let cx = OpContext::anonymous(NOW);
    let person = NewPerson { name: "Cao Xuân Trường".to_owned(), login: "cao.truong".to_owned() };
    let password = "mây trắng bay qua núi".to_owned();
    let id = identity.consume_link(&cx, token.reveal(), Some(person), password.clone()).await.unwrap();
    let who = identity.sign_in(&cx, attempt("cao.truong", &password)).await.unwrap();
    assert!(who.permissions.contains("identity.manage") && who.permissions.contains("org.manage_positions"));
    let standing =
        db.read::<_, DbError, _>(move |tx| load_standing(tx, &OrgDirectory, id, NOW)).await.unwrap();
    let admin = OpContext {
        actor: policy::Actor::Officer(id),
        standing: Arc::new(standing),
        ..OpContext::anonymous(NOW)
    };
    assert_eq!(admin.scope("identity.manage").unwrap(), Scope::All);
    let (agency, positions) = identity.positions_at(&admin, " H41.77.01 ").await.unwrap();
    let ours = admin.clone();
    let clerk = db
        .write::<_, IdentityError, _>(move |tx| {
            let new = crate::ops::NewAccount {
                kind: crate::model::AccountKind::Officer,
                login: "le.clerk".to_owned(),
                name: "Lữ Thị Huyền".to_owned(),
                agency: agency.id,
            };
            crate::ops::create_account(tx, &ours, &new)
        })
        .await
        .unwrap();
    let reception = positions.iter().find(|position| position.role == "reception_officer").unwrap();
    identity.appoint(&admin, clerk, reception.id, "QĐ 12/2026").await.unwrap();
    let view = identity.view_account(&admin, clerk).await.unwrap();
    assert_eq!(view.holdings.len(), 1);
    assert!(matches!(
        identity.appoint(&admin, clerk, reception.id, "QĐ 12/2026").await,
        Err(IdentityError::Org(org::OrgError::Duplicate))
    ));
    identity.end_appointment(&admin, view.holdings[0].holding).await.unwrap();
    assert!(identity.view_account(&admin, clerk).await.unwrap().holdings.is_empty());
}

#[test]
fn accounts_are_written_only_where_the_program_is_a_sample() {
    use crate::{AccountsReader, RolesReader};
    use packs::{Memory, Readers};
    let files = |name: &str, text: &str| {
        let manifest = "code = \"thu\"\nversion = \"2026.1\"\ntitle = \"Thử\"\n".as_bytes().to_vec();
        Memory(vec![("pack.toml".to_owned(), manifest), (name.to_owned(), text.as_bytes().to_vec())])
    };
    let db = TestDb::sqlite(&migrations_with_packs());
    let cx = OpContext::system("packs", NOW);
    let count = |table: &'static str| {
        db.read_blocking::<_, DbError, _>(move |tx| {
            tx.query_one(&format!("SELECT count(*) FROM {table}"), db::params![], |row| row.get::<i64>(0))
        })
        .unwrap()
    };
    let closed = Readers::new(vec![Arc::new(AccountsReader::new(false))]);
    packs::install(&db, &cx, &files("accounts.toml", PROVINCES[0].1), &closed).unwrap();
    assert_eq!(count("account"), 0);
    let wrong = Readers::new(vec![Arc::new(RolesReader::new(vec!["dossiers.desk"]))]);
    let report = packs::check(&files("roles.toml", ROLES), &wrong, &packs::Installed::default());
    assert!(report.problems.iter().any(|problem| problem.code == "identity.permission_unknown"));
}

fn migrations_with_packs() -> Vec<db::MigrationSet> {
    let mut all = migrations().to_vec();
    all.push(packs::MIGRATIONS);
    all
}
