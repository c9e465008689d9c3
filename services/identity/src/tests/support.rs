//! A small world: fake seats, a clock that stands, a browser that remembers cookies.
use crate::model::AccountKind;
use crate::ops::SignIn;
use crate::{Identity, IdentityConfig, IdentityError, MANAGE, SampleAccounts};
use ::web::{Secret, WebConfig};
use axum::body::Body;
use base::{Date, Id, Timestamp};
use calendar::FixedClock;
use contracts::{
    AccountId, AgencyFact, AgencyId, Directory, HoldingFact, HoldingId, PositionId, Positions, UnitFact,
    UnitId,
};
use db::{Db, DbError, Tx};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use policy::{Actor, GrantRow, OpContext, Reach, RoleGrant, Scope, Standing, replace_role_grants};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use tower::ServiceExt;

pub const NOON: Timestamp = Timestamp::from_micros(1_795_406_400_000_000);
pub const PASSWORD: &str = "bốn con trâu đi qua cầu";
pub const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

pub fn migrations() -> [db::MigrationSet; 4] {
    [db::MIGRATIONS, policy::MIGRATIONS, org::MIGRATIONS, crate::MIGRATIONS]
}

/// Who sits where, in memory.
#[derive(Default)]
pub struct Seats {
    held: Mutex<HashMap<AccountId, Vec<HoldingFact>>>,
}

impl Seats {
    pub fn put(&self, account: AccountId, agency: AgencyId, role: &str) -> HoldingFact {
        let fact = HoldingFact {
            holding: HoldingId::new(NOON),
            position: PositionId::new(NOON),
            agency,
            agency_name: "UBND xã Con Cuông".to_owned(),
            role: role.to_owned(),
            title: format!("Chức danh {role}"),
        };
        self.held.lock().entry(account).or_default().push(fact.clone());
        fact
    }

    pub fn clear(&self, account: AccountId) {
        self.held.lock().remove(&account);
    }
}

impl Positions for Seats {
    fn holdings(
        &self,
        _: &mut Tx<'_>,
        account: AccountId,
        _: Timestamp,
    ) -> Result<Vec<HoldingFact>, DbError> {
        Ok(self.held.lock().get(&account).cloned().unwrap_or_default())
    }
    fn agencies_below(
        &self,
        _: &mut Tx<'_>,
        agency: AgencyId,
        _: Timestamp,
    ) -> Result<Vec<AgencyId>, DbError> {
        Ok(vec![agency])
    }
}

pub struct OneAgency(pub AgencyId);

impl Directory for OneAgency {
    fn agencies(&self, _: &mut Tx<'_>, _: &[AgencyId]) -> Result<Vec<AgencyFact>, DbError> {
        Ok(Vec::new())
    }
    fn agency_by_code(&self, _: &mut Tx<'_>, code: &str, _: Date) -> Result<Option<AgencyFact>, DbError> {
        Ok((code == "H41.77").then(|| AgencyFact {
            id: self.0,
            code: code.to_owned(),
            name: "UBND xã Con Cuông".to_owned(),
            kind: "commune_committee".to_owned(),
            unit: UnitId::new(NOON),
            parent: None,
        }))
    }
    fn agencies_of_kind(
        &self,
        _: &mut Tx<'_>,
        _: UnitId,
        _: &str,
        _: Date,
    ) -> Result<Vec<AgencyFact>, DbError> {
        Ok(Vec::new())
    }
    fn units(&self, _: &mut Tx<'_>, _: &[UnitId]) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
    fn communes(&self, _: &mut Tx<'_>, _: Date) -> Result<Vec<UnitFact>, DbError> {
        Ok(Vec::new())
    }
}

pub struct World {
    pub identity: Identity,
    pub db: Db,
    pub clock: Arc<FixedClock>,
    pub seats: Arc<Seats>,
    pub agency: AgencyId,
}

fn grant(role: &str, permission: &str, reach: Reach) -> RoleGrant {
    RoleGrant { role: role.to_owned(), permission: permission.to_owned(), reach }
}

impl World {
    pub async fn new(db: Db) -> Self {
        Self::with_samples(db, None).await
    }

    pub async fn with_samples(db: Db, samples: Option<SampleAccounts>) -> Self {
        let clock = Arc::new(FixedClock::new(NOON));
        let seats = Arc::new(Seats::default());
        let agency = AgencyId::new(NOON);
        let mut config =
            IdentityConfig::new(db.clone(), seats.clone(), Arc::new(OneAgency(agency)), clock.clone());
        config.samples = samples;
        config.landing = vec![("dossiers.desk", "/quay"), (MANAGE, "/quan-tri/tai-khoan")];
        db.write::<_, DbError, _>(|tx| {
            replace_role_grants(
                tx,
                &[
                    grant("administrator", MANAGE, Reach::All),
                    grant("local_administrator", MANAGE, Reach::Own),
                    grant("reception_officer", "dossiers.desk", Reach::Own),
                    grant("signer", "workflow.act", Reach::Own),
                    grant("machine", "dossiers.view", Reach::Own),
                ],
            )
        })
        .await
        .unwrap();
        Self { identity: Identity::new(config), db, clock, seats, agency }
    }

    pub fn now(&self) -> Timestamp {
        use calendar::Clock;
        self.clock.now()
    }

    pub fn anonymous(&self) -> OpContext {
        OpContext::anonymous(self.now())
    }

    /// Makes an account with [`PASSWORD`] and seats of those roles in the one agency.
    pub async fn person(&self, login: &str, roles: &[&str]) -> AccountId {
        let kind = if roles.is_empty() { AccountKind::Citizen } else { AccountKind::Officer };
        self.account(kind, login, "Lữ Thị Thanh Huyền", roles, self.agency).await
    }

    pub async fn account(
        &self,
        kind: AccountKind,
        login: &str,
        name: &str,
        roles: &[&str],
        agency: AgencyId,
    ) -> AccountId {
        let hash = if kind == AccountKind::Machine { None } else { Some(password_hash()) };
        let login = crate::rules::login(login).unwrap();
        let id = AccountId::new(self.now());
        let (now, name) = (self.now(), name.to_owned());
        let home = (kind != AccountKind::Citizen).then_some(agency);
        self.db
            .write::<_, DbError, _>(move |tx| {
                let new = crate::store::accounts::Insert {
                    id,
                    kind,
                    login: &login,
                    name: &name,
                    password: hash.as_deref(),
                    agency: home,
                    by: None,
                    at: now,
                };
                crate::store::accounts::insert(tx, &new)
            })
            .await
            .unwrap();
        for role in roles {
            self.seats.put(id, agency, role);
        }
        id
    }

    pub async fn try_in(&self, login: &str, password: &str) -> Result<crate::ops::SignedIn, IdentityError> {
        self.try_from(login, password, HOME).await
    }

    pub async fn try_from(
        &self,
        login: &str,
        password: &str,
        address: IpAddr,
    ) -> Result<crate::ops::SignedIn, IdentityError> {
        let given =
            SignIn { login: login.to_owned(), password: password.to_owned(), address, old_token: None };
        self.identity.sign_in(&self.anonymous(), given).await
    }

    /// What the shell learns of a session's token.
    pub async fn known(&self, token: &str) -> Option<(::web::Principal, Arc<Standing>)> {
        let mut extensions = http::Extensions::new();
        let who =
            ::web::Authenticator::authenticate(&self.identity, token, &mut extensions).await.unwrap()?;
        Some((who, extensions.get::<Arc<Standing>>().cloned().unwrap()))
    }

    pub async fn known_machine(&self, token: &str) -> Option<::web::Principal> {
        let mut extensions = http::Extensions::new();
        ::web::Authenticator::authenticate_machine(&self.identity, token, &mut extensions).await.unwrap()
    }

    /// The context of an account that holds `role` in `agency`, as the request's extractor would give it.
    pub fn officer(&self, account: AccountId, permission: &str, scope: Scope, agency: AgencyId) -> OpContext {
        let holding = HoldingFact {
            holding: HoldingId::new(NOON),
            position: PositionId::new(NOON),
            agency,
            agency_name: String::new(),
            role: String::new(),
            title: String::new(),
        };
        let grants = vec![GrantRow { permission: permission.to_owned(), scope, holding: holding.holding }];
        OpContext {
            actor: Actor::Officer(account),
            standing: Arc::new(Standing { account: Some(account), holdings: vec![holding], grants }),
            purpose: None,
            now: self.now(),
            request_id: Id::new(self.now()),
        }
    }

    pub fn administrator(&self, account: AccountId) -> OpContext {
        self.officer(account, MANAGE, Scope::All, self.agency)
    }

    pub async fn events(&self, subject: Id) -> Vec<String> {
        let rows = self.db.read::<_, DbError, _>(move |tx| policy::audit_trail(tx, subject)).await.unwrap();
        // The clock stands, so the trail's order is that of random ids.
        let mut events: Vec<String> = rows.into_iter().map(|row| row.event).collect();
        events.sort();
        events
    }
}

/// One hash for all tests: Argon2 is meant to be slow.
pub fn password_hash() -> String {
    static HASH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    HASH.get_or_init(|| crate::ops::hash_blocking(PASSWORD).unwrap()).clone()
}

/// A browser: one address, cookies kept.
pub struct Browser {
    router: axum::Router,
    catalogue: Arc<::web::Catalogue>,
    https: bool,
    jar: Mutex<HashMap<String, String>>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    pub fn set_cookie(&self, name: &str) -> Option<String> {
        let start = format!("{name}=");
        let found = self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        found.filter(|value| value.starts_with(&start)).map(str::to_owned).next()
    }

    fn csrf(&self) -> String {
        let (_, rest) = self.text.rsplit_once("name=\"csrf\" value=\"").expect("a form on the page");
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Browser {
    pub fn new(world: &World, public_url: &str) -> Self {
        let mut config = WebConfig::new(public_url, Secret::new([7; 32]), world.clock.clone());
        config.province = "Nghệ An".to_owned();
        config.sample = world.identity.inner.samples.is_some();
        let modules = vec![crate::module(&world.identity), neighbours()];
        let (router, catalogue) =
            ::web::app_with(modules, config, world.identity.clone()).expect("the app folds");
        Self { router, catalogue, https: public_url.starts_with("https"), jar: Mutex::default() }
    }

    /// Another browser at the same program.
    pub fn another(&self) -> Self {
        let jar = Mutex::default();
        Self { router: self.router.clone(), catalogue: self.catalogue.clone(), https: self.https, jar }
    }

    pub fn plant(&self, name: &str, value: &str) {
        self.jar.lock().insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().get(name).cloned()
    }

    pub fn missing_words(&self) -> Vec<String> {
        self.catalogue.missing()
    }

    pub async fn send(&self, method: &str, path: &str, extra: &[(&str, &str)], body: String) -> Answer {
        let cookies: Vec<String> =
            self.jar.lock().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut builder = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost:8080")
            .header("accept", "text/html");
        if !cookies.is_empty() {
            builder = builder.header("cookie", cookies.join("; "));
        }
        if method == "POST" {
            builder = builder.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in extra {
            builder = builder.header(*name, *value);
        }
        let response = self.router.clone().oneshot(builder.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        for value in parts.headers.get_all(header::SET_COOKIE) {
            let text = value.to_str().unwrap();
            let (name, rest) = text.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if text.contains("Max-Age=0") {
                self.jar.lock().remove(name);
            } else {
                self.jar.lock().insert(name.to_owned(), value.to_owned());
            }
        }
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes).unwrap() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], String::new()).await
    }

    /// Opens `page`, fills the form in and sends it to `path`.
    pub async fn submit(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).await.csrf();
        self.post(path, &csrf, fields).await
    }

    pub async fn post(&self, path: &str, csrf: &str, fields: &[(&str, &str)]) -> Answer {
        let escape = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let mut body = format!("csrf={}", escape(csrf));
        for (name, value) in fields {
            body.push_str(&format!("&{}={}", escape(name), escape(value)));
        }
        self.send("POST", path, &[], body).await
    }

    pub async fn sign_in(&self, login: &str) -> Answer {
        self.submit("/dang-nhap", "/dang-nhap", &[("login", login), ("password", PASSWORD)]).await
    }
}

/// Declares the permissions of other modules that roles here carry.
fn neighbours() -> ::web::Module {
    let mut module = ::web::Module::new("neighbours");
    module.permissions = &["dossiers.desk", "workflow.act", "dossiers.view"];
    module
}
