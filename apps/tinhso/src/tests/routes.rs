//! Every route of every module, asked by everybody: nobody, a citizen, a machine, and an officer of each role.
use super::support::{Answer, Site, sample};
use crate::{Parts, routes};
use axum::body::Body;
use base::Id;
use calendar::{Clock, SystemClock};
use http::{Method, Request, StatusCode, header};
use identity::SampleAccounts;
use identity::model::AccountKind;
use identity::ops::SignIn;
use identity::sample::{SampleAccount, SamplePosition};
use policy::OpContext;
use std::collections::{BTreeMap, BTreeSet};
use web::{Access, RouteKind};

/// What the test must know of a route after its handler has gone into the site.
struct Asked {
    method: Method,
    path: String,
    operation: &'static str,
    access: Access,
    kind: RouteKind,
}

struct Visitor {
    name: String,
    cookie: Option<String>,
    token: Option<String>,
    permissions: BTreeSet<String>,
    csrf: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Door {
    Open,
    SignIn,
    Closed,
}

impl Visitor {
    fn expected(&self, route: &Asked) -> Door {
        // A bearer token counts only where programs call.
        let programs = route.kind == RouteKind::Api || matches!(route.access, Access::Machine(_));
        let machine = self.token.is_some();
        if self.cookie.is_none() && !(machine && programs) {
            return if route.access == Access::Public { Door::Open } else { Door::SignIn };
        }
        let open = match route.access {
            Access::Public => true,
            Access::Citizen | Access::SignedIn => !machine,
            Access::Permission(name) => !machine && self.permissions.contains(name),
            Access::Machine(name) => machine && self.permissions.contains(name),
        };
        if open { Door::Open } else { Door::Closed }
    }
}

/// A path with something in each place that looks right and is nobody's.
fn filled(path: &str) -> String {
    let mut out = String::new();
    for part in path.split('/').skip(1) {
        out.push('/');
        match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some("code") => out.push_str("9.999999"),
            Some(name) if name.contains("token") || name.contains("key") => {
                out.push_str("khongcotokennay0123456789")
            }
            Some(name) if name.starts_with("page") || name == "step" => out.push_str("trang"),
            Some(_) => out.push_str(&Id::new(SystemClock.now()).to_string()),
            None => out.push_str(part),
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

async fn ask(site: &Site, visitor: &Visitor, route: &Asked) -> Answer {
    let mut request = Request::builder().method(route.method.clone()).uri(&route.path);
    if let Some(cookie) = &visitor.cookie {
        request = request.header(header::COOKIE, format!("tinhso={cookie}"));
    }
    if let Some(token) = &visitor.token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = if route.method == Method::GET {
        Body::empty()
    } else if route.kind == RouteKind::Api {
        request = request.header(header::CONTENT_TYPE, "application/json");
        Body::from("{}")
    } else {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        Body::from(format!("csrf={}", visitor.csrf))
    };
    site.send(request.body(body).unwrap()).await
}

/// Whether the door itself said no.  A handler may also answer 401 or 403, about a wrong password or another office.
fn by_the_door(site: &Site, answer: &Answer, code: &str, family: &str) -> bool {
    let lang = site.words.lang("vi");
    let words =
        lang.refusal(code, &[]).unwrap_or_else(|| lang.t(&format!("web-error-{family}-text")).into_owned());
    answer.body.contains(&format!("\"code\":\"{code}\"")) || answer.body.contains(&words)
}

fn seen(site: &Site, route: &Asked, answer: &Answer) -> Door {
    match answer.status {
        StatusCode::SEE_OTHER if answer.location.starts_with("/dang-nhap") && route.path != "/dang-xuat" => {
            Door::SignIn
        }
        // Open, so that a program can ask whether its token still holds.
        StatusCode::UNAUTHORIZED if route.operation == "get_me" => Door::Open,
        StatusCode::UNAUTHORIZED if by_the_door(site, answer, "web.sign_in_needed", "sign-in") => {
            Door::SignIn
        }
        StatusCode::FORBIDDEN if by_the_door(site, answer, "web.forbidden", "forbidden") => Door::Closed,
        _ => Door::Open,
    }
}

/// One account of each role that `roles.toml` knows, on seats made for the test where the sample has none.
async fn visitors(parts: &Parts, site: &Site, own: &SampleAccounts) -> Vec<Visitor> {
    let roles =
        identity::parse_roles(crate::loading::embedded_text("vietnam", "roles.toml").unwrap()).unwrap();
    let names: BTreeSet<String> = roles.iter().map(|grant| grant.role.clone()).collect();
    let top = own
        .accounts
        .iter()
        .flat_map(|row| &row.positions)
        .map(|position| position.agency.clone())
        .min()
        .unwrap();
    let mut extra = own.clone();
    extra.accounts.retain(|row| row.login == "quantri");
    for (number, role) in names.iter().filter(|role| *role != "machine").enumerate() {
        extra.accounts.push(SampleAccount {
            login: format!("thu.vai.{number}"),
            name: "Người Thử".to_owned(),
            kind: AccountKind::Officer,
            role: role.clone(),
            duty: String::new(),
            positions: vec![SamplePosition {
                agency: top.clone(),
                role: role.clone(),
                title: Some(role.clone()),
            }],
            token: None,
        });
    }
    let prepared = extra.prepare().unwrap();
    let cx = OpContext::system("test", SystemClock.now());
    let rows = prepared.accounts().to_vec();
    parts.db.write(move |tx| identity::sample::seed(tx, &cx, &prepared, &rows)).await.unwrap();
    let mut all = vec![Visitor {
        name: "nobody".to_owned(),
        cookie: None,
        token: None,
        permissions: BTreeSet::new(),
        csrf: String::new(),
    }];
    let logins = extra.accounts.iter().map(|row| row.login.clone()).chain(["congdan".to_owned()]);
    for login in logins {
        all.push(signed_in(parts, site, &login, &own.password).await);
    }
    let machine = own.accounts.iter().find(|row| row.token.is_some()).unwrap();
    let granted = roles.iter().filter(|grant| grant.role == "machine").map(|grant| grant.permission.clone());
    all.push(Visitor {
        name: "machine".to_owned(),
        cookie: None,
        token: machine.token.clone(),
        permissions: granted.collect(),
        csrf: String::new(),
    });
    all
}

async fn signed_in(parts: &Parts, site: &Site, login: &str, password: &str) -> Visitor {
    let given = SignIn {
        login: login.to_owned(),
        password: password.to_owned(),
        address: "127.0.0.1".parse().unwrap(),
        old_token: None,
    };
    let signed = parts.identity.sign_in(&OpContext::anonymous(SystemClock.now()), given).await.unwrap();
    let cookie = signed.token.reveal().to_owned();
    let page = Request::get("/tai-khoan")
        .header(header::COOKIE, format!("tinhso={cookie}"))
        .body(Body::empty())
        .unwrap();
    let page = site.send(page).await.body;
    let csrf =
        page.split_once("name=\"csrf\" value=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0;
    Visitor {
        name: login.to_owned(),
        csrf: csrf.to_owned(),
        cookie: Some(cookie),
        token: None,
        permissions: signed.permissions,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_lets_in_whom_it_declares_and_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().to_path_buf();
    let parts = tokio::task::spawn_blocking(move || sample(&path, "nghe-an")).await.unwrap();
    let own = crate::sample::accounts("nghe-an").unwrap();
    let site = Site::new(&parts, "127.0.0.1");
    let mut all: Vec<Asked> = routes(&parts)
        .into_iter()
        .map(|route| Asked {
            path: filled(route.path),
            method: route.method,
            operation: route.operation,
            access: route.access,
            kind: route.kind,
        })
        .collect();
    // What ends a session comes last.
    let last = ["delete_other_sessions", "update_password", "delete_session"];
    all.sort_by_key(|route| {
        last.iter().position(|operation| *operation == route.operation).map_or(0, |place| place + 1)
    });
    let mut wrong = Vec::new();
    let mut asked: BTreeMap<&str, usize> = BTreeMap::new();
    for visitor in visitors(&parts, &site, &own).await {
        for route in &all {
            let answer = ask(&site, &visitor, route).await;
            let (expected, found) = (visitor.expected(route), seen(&site, route, &answer));
            let broken = answer.status.is_server_error();
            if found != expected || broken {
                wrong.push(format!(
                    "{} {} {} ({:?}): expected {expected:?}, {} answered {}",
                    visitor.name, route.method, route.path, route.access, route.operation, answer.status
                ));
            }
            *asked.entry(route.operation).or_default() += 1;
        }
    }
    assert!(asked.len() > 60 && asked.values().all(|count| *count > 15));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), asked.values().sum::<usize>(), wrong.join("\n"));
}
